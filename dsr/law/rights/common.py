"""What holds for every right: time, clock, grounds for refusing, the notice of a refusal, duties around it.

Source: GDPR 4(7), 4(9), 11, 12, 19, 23, 26, 28, 77, 79; EDPB Guidelines 01/2022 v2.1 for how they are read.
"""

from collections.abc import Mapping

from dsr.law.rights.items import Item, Names, RefusalGround
from dsr.law.text import gettext_noop as _

ARTICLE_NAMES: Mapping[str, Names] = {
    "12": {
        "en": "Transparent information, communication and modalities for the exercise of the rights "
        "of the data subject",
        "de": "Transparente Information, Kommunikation und Modalitäten für die Ausübung der Rechte "
        "der betroffenen Person",
        "sv": "Klar och tydlig information och kommunikation samt klara och tydliga villkor för utövandet "
        "av den registrerades rättigheter",
    },
    "19": {
        "en": "Notification obligation regarding rectification or erasure of personal data or restriction "
        "of processing",
        "de": "Mitteilungspflicht im Zusammenhang mit der Berichtigung oder Löschung personenbezogener Daten "
        "oder der Einschränkung der Verarbeitung",
        "sv": "Anmälningsskyldighet avseende rättelse eller radering av personuppgifter och begränsning "
        "av behandling",
    },
}

_UNDER_ARTICLE_12 = (
    "access", "rectification", "erasure", "restriction", "portability",
    "objection", "objection_marketing", "objection_research", "automated",
)  # fmt: skip

TIME = (
    Item("time.act", "GDPR 12(3) s.1; EDPB 01/2022 para 158",
         _("Tell the person what was done without undue delay, and at the latest one month after the request "
           "arrived. The month is a ceiling, not a target."),
         rights=_UNDER_ARTICLE_12),
    Item("time.extend", "GDPR 12(3) s.2-3",
         _("Where requests are complex or many, the period may be extended by two more months. The person "
           "must be told, with the reasons, within the first month; after that it is too late to extend."),
         requires=("reason_text", "notice_sent_at<=initial_due")),
    Item("time.refuse", "GDPR 12(4)",
         _("If nothing is done, or not all of it, the person must be told without delay and at the latest "
           "one month after the request arrived. An extension does not put this off.")),
    Item("time.electronic", "GDPR 12(3) s.4",
         _("A request that came electronically is answered electronically where possible, unless the person "
           "asked for another way.")),
    Item("time.ack", "EDPB 01/2022 para 57 (good practice)",
         _("An acknowledgement of receipt is not a duty under the GDPR, but good practice."),
         mandatory=False),
    Item("time.objection_marketing", "GDPR 21(3)",
         _("Use for direct marketing stops when the objection arrives. No time is given to weigh it."),
         rights=("objection_marketing",)),
    Item("time.consent_withdrawal", "GDPR 7(3)",
         _("A withdrawal of consent takes effect when it arrives. The month of Art. 12(3) does not cover "
           "Art. 7, so it may not be waited for."),
         rights=("withdrawal",)),
)  # fmt: skip

CLOCK = (
    Item("clock.start", "GDPR 12(3); EDPB 01/2022 paras 52-56, 159",
         _("The clock starts when the request reaches the controller through any official channel, even if "
           "nobody has read it yet and even if requests were meant to come another way.")),
    Item("clock.pause_identity", "GDPR 12(6); EDPB 01/2022 para 159, ex. 31",
         _("The clock may stand still while proof of identity is awaited, but only if the doubts are "
           "reasonable and the question was sent without undue delay."),
         requires=("reasonable_doubt_reason", "asked_at")),
    Item("clock.pause_clarification", "GDPR recital 63; EDPB 01/2022 para 159",
         _("The clock may stand still while the person is asked what exactly is meant, only for access and "
           "only where a large quantity of data is processed. If the person does not narrow the request, all "
           "of it stands."),
         rights=("access",), requires=("large_quantity_reason", "asked_at")),
    Item("clock.no_pause_internal", "GDPR 12(3)",
         _("Nothing that happens inside the house stops the clock: not the search, holidays, the wrong "
           "mailbox, a slow processor or talk about a fee.")),
)  # fmt: skip

REFUSAL_GROUNDS = (
    RefusalGround("common.not_identifiable", "GDPR 11(2), 12(2) s.2",
                  _("The controller shows that it cannot tell who the person is. It says so where it can, "
                    "and takes the request up again if the person adds information."),
                  rights=("access", "rectification", "erasure", "restriction", "portability")),
    # Art. 12(6) names Art. 15 to 21, so marketing is kept here too; it cannot be refused all the same.
    RefusalGround("common.identity_unproven", "GDPR 12(6), 12(4)",
                  _("There were reasonable doubts about who is asking; the person was asked, and the doubts "
                    "remain."),
                  rights=("access", "rectification", "erasure", "restriction", "portability", "objection",
                          "objection_marketing", "objection_research")),
    RefusalGround("common.manifestly_unfounded", "GDPR 12(5)(b); EDPB 01/2022 para 177",
                  _("The request is manifestly unfounded. This is read very narrowly, and the controller has "
                    "to show it."),
                  requires=("documented_facts",)),
    RefusalGround("common.excessive", "GDPR 12(5)(b); EDPB 01/2022 para 185",
                  _("The request is excessive, in particular because it is repeated. The controller has to "
                    "show it, and for access a request once a year is never excessive."),
                  requires=("documented_facts",)),
    RefusalGround("common.abusive_first_request", "GDPR 12(5); CJEU C-526/24 (19 Mar 2026)",
                  _("Even a first request for access can be excessive if the controller proves an abuse, by "
                    "the circumstances and by the intention. The standard is strict."),
                  rights=("access",), requires=("documented_facts", "legal_review")),
    RefusalGround("common.fee_instead", "GDPR 12(5)(a); EDPB 01/2022 para 194",
                  _("Instead of refusing, the controller may ask a reasonable fee for its administrative "
                    "costs. It announces the fee first, so that the person can withdraw the request."),
                  effect="fee"),
    RefusalGround("common.art23_restriction", "GDPR 23",
                  _("A law of the Union or of a Member State restricts this right. The exact provision is "
                    "named."),
                  requires=("provision",)),
    RefusalGround("common.not_controller", "GDPR 4(7), 28",
                  _("The addressee only processes the data on behalf of somebody else. It does not answer, "
                    "but forwards the request to the controller."),
                  effect="forward"),
    RefusalGround("common.no_data", "GDPR 15(1)",
                  _("No data about the person are held. To say so is an answer, not a refusal."),
                  effect="negative_answer"),
)  # fmt: skip

REFUSAL_NOTICE = (
    Item("refusal.reasons", "GDPR 12(4)",
         _("The reasons for not doing what was asked, for each part that is refused")),
    Item("refusal.complaint", "GDPR 12(4), 77",
         _("The possibility to complain to a supervisory authority, with the name of one: where the person "
           "lives or works, or where the law may have been broken")),
    Item("refusal.remedy", "GDPR 12(4), 79",
         _("The possibility to go to court")),
    Item("refusal.de_document", "BDSG 34(2) s.1-2",
         _("Germany: the reasons for refusing access are put on file and given to the person, unless giving "
           "them would defeat the purpose of the refusal"),
         jurisdiction="DE", rights=("access",)),
    Item("refusal.de_bfdi", "BDSG 34(3)",
         _("Germany, federal public bodies: if the person so wishes, the information goes to the Federal "
           "Commissioner for Data Protection instead"),
         jurisdiction="DE", scope="federal public body", rights=("access",)),
)  # fmt: skip

IDENTITY = (
    Item("identity.only_if_doubt", "GDPR 12(6); EDPB 01/2022 paras 65-79",
         _("Ask for proof of identity only where there are reasonable doubts, and try an existing login or a "
           "known contact address first.")),
    Item("identity.no_copy_kept", "EDPB 01/2022 para 79",
         _("Keep no copy of an identity document, or delete it as soon as it was checked. What stays is a "
           "note of how, by whom and when the identity was checked.")),
    Item("identity.redaction_hint", "EDPB 01/2022 paras 76-77",
         _("If a document is asked for, tell the person which fields may be blacked out.")),
    Item("identity.representative", "EDPB 01/2022 paras 80-81",
         _("If somebody acts for the person, check under national law that they may (mandate, parental "
           "responsibility, guardianship) and record the evidence.")),
)  # fmt: skip

RECIPIENTS = (
    Item("art19.notify", "GDPR 19 s.1, 4(9)",
         _("After data were rectified, erased or restricted, tell every recipient to whom they were "
           "disclosed. Processors are recipients too."),
         rights=("rectification", "erasure", "restriction"),
         triggers=("art16.done", "art17.done", "art18.done")),
    Item("art19.exception_impossible", "GDPR 19 s.1",
         _("A recipient need not be told where this proves impossible."),
         requires=("reason_text",)),
    Item("art19.exception_disproportionate", "GDPR 19 s.1",
         _("A recipient need not be told where this would take a disproportionate effort."),
         requires=("reason_text",)),
    Item("art19.tell_on_request", "GDPR 19 s.2",
         _("Tell the person who these recipients are, if the person asks."),
         triggers=("requester_asks_recipients",)),
)  # fmt: skip

PROCESSOR = (
    Item("processor.assist", "GDPR 28(3)(e)",
         _("The processor helps the controller with suitable technical and organisational measures.")),
    Item("processor.instruction", "GDPR 28(3)(a), 29",
         _("The processor acts only on a documented instruction. Contracts often want an instruction to "
           "erase in writing."),
         requires=("instruction_reference",)),
    Item("processor.forward", "GDPR 28(3)(e); contract practice",
         _("A request that reaches the processor goes on to the controller without delay. The processor does "
           "not answer what was asked."),
         time="without undue delay"),
    Item("processor.clock", "safe reading of GDPR 12(3)",
         _("For the deadline the earlier day counts: arrival at the processor if it is an official channel "
           "of the controller, otherwise arrival at the controller. Both dates are kept.")),
)  # fmt: skip

JOINT_CONTROLLERS = (
    Item("joint.any", "GDPR 26(3)",
         _("Where several controllers decide together, the person may turn to any of them.")),
)  # fmt: skip

FREE_OF_CHARGE = (
    Item("free", "GDPR 12(5) s.1",
         _("Handling a request is free of charge. The only exceptions are the fee of Art. 12(5)(a) and "
           "further copies under Art. 15(3).")),
)  # fmt: skip

ITEMS = (
    *TIME, *CLOCK, *REFUSAL_GROUNDS, *REFUSAL_NOTICE, *IDENTITY, *RECIPIENTS, *PROCESSOR,
    *JOINT_CONTROLLERS, *FREE_OF_CHARGE,
)  # fmt: skip


def refusal_notice(country: str | None, right: str) -> tuple[Item, ...]:
    """Return what the notice of a refusal, whole or partial, must contain for the right of that code.

    Source: GDPR 12(4) and, in Germany for access, BDSG 34(2)-(3).
    """
    return tuple(item for item in REFUSAL_NOTICE if item.applies_in(country) and item.covers(right))
