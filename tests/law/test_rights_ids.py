"""Every statement of the law that the house has to know, listed a second time: none is lost, none slips in."""

from dsr.law.rights import ALL, ITEMS, LINKS

STATEMENTS = """
time.act time.extend time.refuse time.electronic time.ack time.objection_marketing
time.consent_withdrawal
clock.start clock.pause_identity clock.pause_clarification clock.no_pause_internal
common.not_identifiable common.identity_unproven common.manifestly_unfounded common.excessive
common.abusive_first_request common.fee_instead common.art23_restriction common.not_controller
common.no_data
refusal.reasons refusal.complaint refusal.remedy refusal.de_document refusal.de_bfdi
identity.only_if_doubt identity.no_copy_kept identity.redaction_hint identity.representative
art19.notify art19.exception_impossible art19.exception_disproportionate art19.tell_on_request
processor.assist processor.instruction processor.forward processor.clock
joint.any
free
art7_3 art7_3.pre.consent_based art7_3.ground.any_time art7_3.out.stopped art7_3.out.other_basis
art7_3.resp.confirm art7_3.resp.prospective art7_3.duty.easy art7_3.duty.proof art7_3.side.erasure
art7_3.side.portability
art15 art15.ground.none_needed art15.scope.confirmation art15.scope.information art15.scope.copy
art15.exc.rights_of_others art15.exc.de.34_1_1 art15.exc.de.34_1_2a art15.exc.de.34_1_2b
art15.exc.de.29_1 art15.exc.de.27_2a art15.exc.de.27_2b art15.exc.de.28_2 art15.exc.de.34_4
art15.exc.se.5_1 art15.exc.se.5_2 art15.exc.at.4_6 art15.exc.es.13_3 art15.exc.es.13_2
art15.exc.uk.15_1a art15.exc.uk.sch2 art15.resp.confirm art15.resp.a art15.resp.b art15.resp.c
art15.resp.d art15.resp.e art15.resp.f art15.resp.g art15.resp.h art15.resp.2 art15.resp.copy
art15.resp.further_copy_fee art15.duty.no_cleanup art15.duty.de_purpose
art16 art16.ground.inaccurate art16.ground.incomplete art16.exc.accurate art16.exc.de.27_2
art16.exc.de.28_3 art16.resp.changed art16.resp.recipients_hint art16.duty.undue_delay
art16.side.restriction art16.side.art19
art17 art17.ground.purpose_ended art17.ground.consent_withdrawn art17.ground.objection
art17.ground.unlawful art17.ground.legal_obligation art17.ground.child_iss art17.exc.expression
art17.exc.legal_obligation art17.exc.public_health art17.exc.archive_research art17.exc.legal_claims
art17.exc.de.35_1 art17.exc.de.35_2 art17.exc.de.35_3 art17.resp.done art17.resp.restricted
art17.duty.undue_delay art17.duty.public art17.duty.backups art17.duty.proof art17.side.art19
art17.side.restrict art17.side.order
art18 art18.ground.accuracy_contested art18.ground.unlawful_but_keep art18.ground.claims
art18.ground.objection_pending art18.exc.condition_not_met art18.exc.de.27_2 art18.exc.de.28_4
art18.use.storage art18.use.consent art18.use.claims art18.use.other_person art18.use.public_interest
art18.resp.scope art18.duty.mark art18.duty.inform_before_lifting art18.side.art19
art20 art20.pre.provided art20.pre.basis art20.pre.automated art20.ground.receive art20.ground.transmit
art20.ground.direct art20.exc.condition_not_met art20.exc.public_task art20.exc.rights_of_others
art20.exc.direct_not_feasible art20.exc.de.28_4 art20.resp.file art20.resp.direct
art20.duty.no_hindrance art20.side.no_erasure
art21_1 art21_1.pre.basis art21_1.ground.situation art21_1.exc.compelling art21_1.exc.claims
art21_1.exc.wrong_basis art21_1.exc.de.36 art21_1.exc.de.27_2 art21_1.exc.de.28_4 art21_1.resp.result
art21_1.duty.stop art21_1.side.restriction art21_1.side.erasure
art21_2 art21_2.pre.marketing art21_2.ground.any_time art21_2.resp.stopped art21_2.duty.stop_now
art21_2.duty.suppression art21_2.duty.automated_signal art21_2.side.erasure
art21_6 art21_6.pre.research art21_6.ground.situation art21_6.exc.public_task art21_6.exc.de.27_2
art21_6.resp.result
art22 art22.pre.solely art22.pre.effect art22.ground.not_subject art22.ground.human art22.ground.view
art22.ground.contest art22.exc.contract art22.exc.law art22.exc.consent art22.exc.not_automated
art22.exc.de.37 art22.exc.uk art22.resp.result art22.duty.special_categories art22.side.access
link.consent_to_erasure link.contest_to_restriction link.objection_to_restriction
link.objection_upheld_to_erasure link.unlawful_choice link.recipients link.lift link.de_restrict_instead
link.order link.restricted_blocks_erase
"""
IDS = STATEMENTS.split()


def test_the_list_has_206_different_ids():
    assert (len(IDS), len(set(IDS))) == (206, 206)


def test_every_statement_of_the_list_is_in_the_data_and_no_other():
    known = [*(right.id for right in ALL.values()), *ITEMS, *(link.id for link in LINKS)]

    assert sorted(known) == sorted(IDS)


def test_no_two_statements_share_an_id():
    own = [item.id for right in ALL.values() for item in right.items()]

    assert len(own) == len(set(own))
