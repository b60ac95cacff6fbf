"""Where each statement of the law is met that no list of a form offers: a step, a letter, a guard, a rule of ours."""

# The step of the desk, or the right itself, where a person or the desk comes upon it.
STEPS = {
    "extend": "time.extend",
    "draft": "time.act common.no_data art16.resp.changed art17.resp.done art18.resp.scope art21_1.resp.result "
             "art21_6.resp.result art22.resp.result",
    "refuse": "time.refuse",
    "ask_identity": "clock.pause_identity identity.only_if_doubt identity.redaction_hint",
    "ask_clarification": "clock.pause_clarification",
    "prove_identity": "identity.no_copy_kept",
    "fee_announce": "common.fee_instead art15.resp.further_copy_fee",
    "hand_over": "common.not_controller joint.any",
    "recipient_notify": "art19.notify art16.side.art19 art17.side.art19 art18.side.art19 link.recipients",
    "recipient_excuse": "art19.exception_impossible art19.exception_disproportionate",
    "recipients_list": "art19.tell_on_request",
    "processor_forward": "processor.forward processor.assist",
    "processor_instructed": "processor.instruction",
    "correction_correct": "art16.ground.inaccurate art16.duty.undue_delay",
    "correction_complete": "art16.ground.incomplete",
    "restriction_open": "art16.side.restriction link.contest_to_restriction art17.side.restrict link.unlawful_choice",
    "restriction_mark": "art18.duty.mark",
    "restriction_announce": "art18.duty.inform_before_lifting",
    "erasure_run": "art17.duty.undue_delay",
    "erasure_describe": "art17.duty.public",
    "erasure_finish": "art17.duty.proof art17.duty.backups",
    "erasure_restrict": "art17.resp.restricted link.de_restrict_instead",
    "erasure_open": "art21_1.side.erasure art21_2.side.erasure art7_3.side.erasure link.consent_to_erasure "
                    "link.objection_upheld_to_erasure",
    "transfer_build": "art20.pre.provided art20.pre.basis art20.pre.automated art20.ground.receive art20.resp.file",
    "transfer_transmit": "art20.ground.transmit art20.ground.direct art20.resp.direct",
    "balancing_uphold": "art21_1.duty.stop",
    "balancing_stop": "art21_2.pre.marketing art21_2.ground.any_time art21_2.resp.stopped art21_2.duty.suppression "
                      "time.objection_marketing",
    "withdrawal_confirm": "art7_3.out.stopped art7_3.resp.confirm time.consent_withdrawal art7_3.duty.proof",
    "review_change": "art22.ground.not_subject art22.ground.human art22.ground.contest art22.pre.solely "
                     "art22.pre.effect",
    "review_confirm": "art22.ground.view",
}  # fmt: skip
# What a letter must say: kind and item of `law.letters.MUST`.
LETTERS = {
    ("answer_refused", "reasons"): "refusal.reasons",
    ("answer_refused", "authority"): "refusal.complaint refusal.de_bfdi",
    ("answer_refused", "remedy"): "refusal.remedy",
    ("answer_refused", "reasons_documented"): "refusal.de_document",
    ("acknowledgement", "due_on"): "time.ack",
    ("answer_granted", "recipients_hint"): "art16.resp.recipients_hint",
    ("answer_granted", "past_unaffected"): "art7_3.resp.prospective",
    ("forward_request", "received_on"): "processor.clock",
}
# What the house does by itself, or stops: a function of a module, by its path.
RULES = {
    "dsr.law.clock.run": "clock.start clock.no_pause_internal",
    "dsr.notices.outbox.way": "time.electronic",
    "dsr.services.mandates.confirm": "identity.representative",
    "dsr.services.measures.opening.open_on_receipt":
        "art18.ground.objection_pending art21_1.side.restriction link.objection_to_restriction art21_2.duty.stop_now",
    "dsr.models.guards.access_served_first": "art17.side.order link.order",
    "dsr.models.measures.restriction.notice_sent": "link.lift",
    "dsr.models.measures.erasure.nothing_kept_by_wish": "link.restricted_blocks_erase",
    "dsr.services.intake.submit": "art15.ground.none_needed art7_3.ground.any_time art7_3.duty.easy "
                                  "art21_1.ground.situation art21_6.ground.situation",
}  # fmt: skip
# What nobody can reach here; docs/rights.md says why.
NOT_REACHED = (
    "art15.exc.es.13_2 art15.exc.uk.15_1a art15.duty.no_cleanup art15.duty.de_purpose art20.duty.no_hindrance "
    "art20.side.no_erasure art21_1.pre.basis art21_2.duty.automated_signal art21_6.pre.research "
    "art7_3.pre.consent_based art7_3.out.other_basis art7_3.side.portability art22.exc.uk "
    "art22.duty.special_categories art22.side.access"
)
