"""What each kind of letter must contain before it may go out, as data, each item with its article.

Letters to the data subject, to recipients and to processors stand here; for mails to the staff the law sets
no contents. Where the reference says "practice", no article demands the item, but without it the letter would
miss its purpose.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from dsr.law.rights import ALL, get
from dsr.law.text import gettext_noop as _


class UnknownKind(LookupError):
    """No letter of this kind is in the table."""


@dataclass(frozen=True)
class Mandatory:
    """One thing that a letter must contain.

    `text` is a message id. `rights` are the codes of the rights it is about, empty for all but those of
    `not_for`; `jurisdiction` is an ISO 3166 country, None for all.
    """

    code: str
    text: str
    ref: str
    rights: tuple[str, ...] = ()
    not_for: tuple[str, ...] = ()
    jurisdiction: str | None = None

    def applies(self, right: str | None, country: str | None) -> bool:
        """Tell whether it is asked for in a letter about that right from a controller in that country.

        What only some rights or one country demand is left out where the right or the country is not given.
        """
        about = right not in self.not_for and (not self.rights or right in self.rights)
        return about and self.jurisdiction in (None, country)


_AT_ONCE = tuple(right.code for right in ALL.values() if right.immediate)
_NEVER_REFUSED = tuple(right.code for right in ALL.values() if not right.refusable)
_TOLD_TO_RECIPIENTS = ("rectification", "erasure", "restriction")

_CONTACT = Mandatory("contact", _("Whom to turn to with questions"), "GDPR 12(2) s.1")
_AUTHORITY = Mandatory(
    "authority", _("Which supervisory authority the person may complain to"), "GDPR 12(4), 77"
)
_REMEDY = Mandatory("remedy", _("That the person may go to court"), "GDPR 12(4), 79")
_RECIPIENTS = Mandatory(
    "recipients_hint", _("That the recipients are told, and that the person may ask who they are"), "GDPR 19",
    rights=_TOLD_TO_RECIPIENTS,
)  # fmt: skip
_DONE = Mandatory("what_was_done", _("What was done, and when"), "GDPR 12(3) s.1")
_PAST = Mandatory(
    "past_unaffected", _("That what was done before the withdrawal remains lawful"), "GDPR 7(3) s.2",
    rights=("withdrawal",),
)  # fmt: skip

# What GDPR 12(4) asks of every refusal, whole or partial. The first item can be given by nobody: it stops the
# refusal of a right that the law does not let anybody refuse.
_REFUSAL = (
    Mandatory("refusable_right", _("A right that may be refused; this one has to be carried out"),
              "GDPR 7(3), 21(3)", rights=_NEVER_REFUSED),
    Mandatory("reasons", _("The reasons for not doing what was asked, for each part that is refused"),
              "GDPR 12(4)"),
    _AUTHORITY,
    _REMEDY,
    Mandatory("reasons_documented", _("The note on file of the reasons for refusing access"),
              "BDSG 34(2) s.1", rights=("access",), jurisdiction="DE"),
)  # fmt: skip

_WHILE_IT_RUNS: Mapping[str, tuple[Mandatory, ...]] = {
    "confirm_mailbox": (
        Mandatory("confirm_link", _("The link by which to confirm the address"), "practice; GDPR 12(2) s.1"),
        _CONTACT,
    ),
    "acknowledgement": (
        Mandatory("due_on", _("The day by which the answer is due"),
                  "EDPB 01/2022 para 57 (good practice); GDPR 12(3)", not_for=_AT_ONCE),
        _CONTACT,
        Mandatory("authority",
                  _("Which supervisory authority the person may complain to"), "practice; GDPR 77"),
    ),
    "identity_doubt": (
        Mandatory("doubt_reason", _("Why there is a reasonable doubt about who is asking"), "GDPR 12(6)"),
        Mandatory("what_is_needed",
                  _("What would settle it, and, if it is a document, what may be blacked out"),
                  "GDPR 12(6); EDPB 01/2022 paras 65-79"),
        _CONTACT,
    ),
    "scope_question": (
        Mandatory("scope_reason", _("Why it is asked: a large quantity of data is processed"),
                  "GDPR recital 63"),
        Mandatory("question", _("The question what the request is about"), "GDPR recital 63"),
        Mandatory("whole_request_stands", _("That all is given if the request is not narrowed"),
                  "EDPB 01/2022 para 159"),
        _CONTACT,
    ),
    "identity_settled": (
        Mandatory("due_on", _("The day by which the answer is now due"), "GDPR 12(3), 12(6)"),
        _CONTACT,
    ),
    "extension": (
        Mandatory("reasons", _("Why more time is needed: how complex and how many the requests are"),
                  "GDPR 12(3) s.2-3"),
        Mandatory("new_due_on", _("The new day by which the answer is due"), "GDPR 12(3) s.2-3"),
        _CONTACT,
    ),
    "fee_announced": (
        Mandatory("reasons",
                  _("Why the request is manifestly unfounded or excessive, or that it is for a further copy"),
                  "GDPR 12(5) s.2-3, 15(3) s.2"),
        Mandatory("fee", _("The fee and how it was worked out from the administrative costs"),
                  "GDPR 12(5)(a)"),
        Mandatory("how_to_withdraw", _("That the request can be withdrawn before the fee is due"),
                  "EDPB 01/2022 para 194"),
        _CONTACT,
    ),
    "secret_renewed": (
        Mandatory("how_to_get", _("How to get to the status page with the new secret"),
                  "practice; GDPR 12(2) s.1"),
        _CONTACT,
    ),
}  # fmt: skip

_ANSWERS: Mapping[str, tuple[Mandatory, ...]] = {
    "answer_granted": (
        _DONE,
        _PAST,
        _RECIPIENTS,
        Mandatory("authority", _("Which supervisory authority the person may complain to"), "GDPR 15(1)(f)",
                  rights=("access",)),
        _CONTACT,
    ),
    "answer_partly": (
        _DONE,
        Mandatory("what_was_refused", _("Which parts were not done"), "GDPR 12(4)"),
        *_REFUSAL,
        _RECIPIENTS,
        _CONTACT,
    ),
    "answer_refused": (*_REFUSAL, _CONTACT),
    "answer_no_data": (
        Mandatory("what_was_done", _("Where we looked, and that nothing about the person was found"),
                  "GDPR 12(3) s.1, 15(1)"),
        Mandatory("authority",
                  _("Which supervisory authority the person may complain to"), "practice; GDPR 77"),
        _CONTACT,
    ),
    "withdrawn": (
        Mandatory("what_was_done", _("That the request was ended at the person's own wish, and when"),
                  "GDPR 12(1)"),
        _CONTACT,
    ),
    "lapsed": (
        *_REFUSAL[1:],
        Mandatory("how_to_reopen", _("That the request is taken up again if the missing answer comes"),
                  "GDPR 11(2), 12(6)"),
        _CONTACT,
    ),
    "handed_over": (
        Mandatory("handed_to", _("To which controller the request was handed over"), "GDPR 12(1), 4(7)"),
        _CONTACT,
    ),
    "merged": (
        Mandatory("merged_into", _("Under which number the request goes on"), "practice; GDPR 12(1)"),
        _CONTACT,
    ),
    "download_ready": (
        Mandatory("how_to_get", _("How to get the answer"), "GDPR 12(1), 12(3) s.4"),
        Mandatory("expires_on", _("Until which day it can be fetched"), "practice; GDPR 12(2) s.1"),
        _CONTACT,
    ),
}  # fmt: skip

_MEASURES: Mapping[str, tuple[Mandatory, ...]] = {
    "restriction_in_force": (
        Mandatory("what_was_done", _("Which data are restricted, from when and on which ground"),
                  "GDPR 12(3) s.1, 18(1)"),
        Mandatory("told_before_lifting", _("That the person is told before the restriction is lifted"),
                  "GDPR 18(3)"),
        _CONTACT,
    ),
    "restriction_lifting": (
        Mandatory("lifted_on", _("From which day the restriction no longer holds"), "GDPR 18(3)"),
        Mandatory("reasons", _("Why the restriction is lifted"), "GDPR 12(1), 18(3)"),
        _CONTACT,
    ),
    "erasure_certificate": (
        Mandatory("what_was_done", _("What was erased and when, and what was kept, why and until when"),
                  "GDPR 12(3) s.1, 5(2)"),
        Mandatory("recipients_hint",
                  _("That the recipients are told, and that the person may ask who they are"), "GDPR 19"),
        _CONTACT,
    ),
    "recipients_list": (
        Mandatory("recipients", _("Which recipients were told"), "GDPR 19 s.2"),
        _CONTACT,
    ),
    "recipient_notice": (
        Mandatory("what_was_done", _("Which data were rectified, erased or restricted"), "GDPR 19 s.1"),
        Mandatory("who", _("By what the recipient finds the person, and no more than that"),
                  "practice; GDPR 5(1)(c)"),
        _CONTACT,
    ),
    "public_notice": (
        Mandatory("what_is_asked", _("That the person wants links, copies and replications erased"),
                  "GDPR 17(2)"),
        _CONTACT,
    ),
    "processor_instruction": (
        Mandatory("instruction_reference", _("The number of the instruction"), "GDPR 28(3)(a), 29"),
        Mandatory("what_is_asked", _("What the processor is to do"), "GDPR 28(3)(a)"),
        Mandatory("due_on", _("The day by which it is to be done"), "GDPR 28(3)(e), 12(3)"),
        _CONTACT,
    ),
    "forward_request": (
        Mandatory("what_is_asked", _("What the person asks for, as far as the controller needs it"),
                  "GDPR 28(3)(e)"),
        Mandatory("received_on", _("The day on which the request arrived; the deadline may run from it"),
                  "GDPR 28(3)(e), 12(3)"),
        _CONTACT,
    ),
    "instruction_doubt": (
        Mandatory("instruction_reference", _("The number of the instruction"), "GDPR 28(3) s.3"),
        Mandatory("reasons", _("Why the instruction seems to break the law"), "GDPR 28(3) s.3"),
        _CONTACT,
    ),
    "forwarded": (
        Mandatory("handed_to", _("Which controller the request is for"), "GDPR 28(3)(e), 4(7)"),
        Mandatory("received_on", _("The day on which the request arrived; the deadline may run from it"),
                  "GDPR 28(3)(e), 12(3)"),
        _CONTACT,
    ),
}  # fmt: skip

MUST: dict[str, tuple[Mandatory, ...]] = {**_WHILE_IT_RUNS, **_ANSWERS, **_MEASURES}


def missing(
    kind: str, have: Collection[str], *, right: str | None = None, country: str | None = None
) -> tuple[Mandatory, ...]:
    """Return what a letter of this kind still lacks, given the codes of what it has, in the table's order.

    Source: above all GDPR 12(3)-(6). Raises UnknownKind, and UnknownRight for a right that does not exist.
    """
    if kind not in MUST:
        raise UnknownKind(kind)
    if right is not None:
        get(right)
    return tuple(item for item in MUST[kind] if item.code not in have and item.applies(right, country))
