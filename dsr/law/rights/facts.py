"""Words for the facts that grounds, duties and answers ask for: what to record, or what must be true."""

from collections.abc import Mapping

from dsr.law.text import gettext_noop as _

FACTS: Mapping[str, str] = {
    # to be recorded before a step (`requires`)
    "reason_text": _("The reasons in words"),
    "notice_sent_at<=initial_due": _("The notice was sent within the first period"),
    "reasonable_doubt_reason": _("Why there is a reasonable doubt about the identity"),
    "large_quantity_reason": _("Why this is a large quantity of data"),
    "asked_at": _("When the person was asked"),
    "documented_facts": _("The facts that show it"),
    "legal_review": _("A lawyer has looked at it"),
    "provision": _("The exact provision"),
    "retain_until": _("The day until which the data are kept"),
    "claim_description": _("What the legal claim is about"),
    "inform_person": _("The person was told"),
    "instruction_reference": _("The number of the instruction"),
    "legal_basis": _("The legal basis of the processing"),
    "situation_text": _("The grounds that the person gives"),
    "balancing_text": _("How the interests were weighed"),
    # all must be true (`cumulative`)
    "retention_only": _("The data are stored only because of retention rules"),
    "security_or_control_only": _("The data serve only data security or data protection control"),
    "disproportionate_effort": _("The effort would be disproportionate"),
    "other_use_excluded": _("Any other use is ruled out by technical and organisational measures"),
    "non_automated": _("The data are not processed by automated means"),
    "low_interest": _("The person's interest in erasure is low"),
    "not_unlawful": _("The data were not processed unlawfully"),
    # without which a content or duty does not apply (`condition`)
    "not_collected_from_person": _("The data were not collected from the person"),
    "automated_decision_making": _("There is automated decision-making, including profiling"),
    "third_country_transfer": _("The data go to a third country"),
    "further_copy": _("A further copy is asked for"),
    "made_public": _("The data were made public"),
    "direct_transmission": _("The data are sent straight to another controller"),
    # that end a restriction (`ends`, `until`)
    "verification_done": _("The data have been checked"),
    "claim_over": _("The legal claim is settled"),
    "objection_decided": _("The objection is decided"),
    # whom a provision binds (`scope`)
    "public body": _("Only for public bodies"),
    "federal public body": _("Only for federal public bodies"),
}
