"""The table of everything that is written to anybody: to whom, and by which way its text travels."""

from dataclasses import dataclass
from typing import Any, Literal

from django.utils.translation import gettext_lazy as _

Carries = Literal["letter", "mail", "outside"]


class UnknownKind(LookupError):
    """Nothing of this kind is ever written."""


@dataclass(frozen=True)
class Kind:
    """One kind of letter or mail.

    A `letter` is kept in the correspondence and read on the status page or on paper; the mail about it is neutral
    and only leads there. A `mail` is all there is. What goes `outside`, to a recipient, a processor or another
    controller, is a letter that the mail itself brings: they have no page. `to` is the usual recipient, `name` what
    the desk calls it.
    """

    code: str
    to: str
    carries: Carries
    name: Any

    @property
    def to_person(self) -> bool:
        """Whether the data subject, or whoever acts for them, gets it."""
        return self.to == "person"

    @property
    def to_principal(self) -> bool:
        """Whether the data subject gets it although somebody else acts for them."""
        return self.to == "principal"

    @property
    def outside(self) -> bool:
        """Whether it goes to somebody who is neither the person nor staff."""
        return self.carries == "outside"


def _person(code: str, name: Any, carries: Carries = "letter") -> Kind:
    return Kind(code, "person", carries, name)


def _outside(code: str, name: Any) -> Kind:
    return Kind(code, "rcpt", "outside", name)


def _staff(code: str, name: Any, to: str = "handler") -> Kind:
    return Kind(code, to, "mail", name)


_TABLE = (
    _person("confirm_mailbox", _("Link to confirm the mailbox"), "mail"),
    _person("acknowledgement", _("Acknowledgement of receipt")),
    _person("identity_doubt", _("Doubt about identity")),
    _person("scope_question", _("Question about the scope")),
    _person("extension", _("Extension")),
    _person("answer_granted", _("Answer: granted")),
    _person("answer_partly", _("Answer: granted in part")),
    _person("answer_refused", _("Answer: refused")),
    _person("answer_no_data", _("Answer: no data held")),
    _person("withdrawn", _("Confirmation of the withdrawal")),
    _person("lapsed", _("Closed without an answer from the person")),
    _person("handed_over", _("Handed over to another controller")),
    _person("merged", _("Merged with an earlier request")),
    _person("recipients_list", _("List of recipients")),
    _person("forwarded", _("Forwarded to the controller")),
    _person("fee_announced", _("Fee announced")),
    _person("restriction_in_force", _("Restriction in force")),
    _person("restriction_lifting", _("Restriction will be lifted")),
    _person("erasure_certificate", _("Certificate of erasure")),
    _person("note", _("Message to the person")),
    _person("contact_code", _("Code for a new address"), "mail"),
    _person("contact_changed", _("Note to the old address"), "mail"),
    _person("secret_code", _("Code for a new secret"), "mail"),
    _person("secret_renewed", _("The secret was renewed"), "mail"),
    _person("package_fetched", _("The package was fetched"), "mail"),
    _outside("recipient_notice", _("Notice to a recipient")),
    _outside("processor_instruction", _("Instruction to a processor")),
    _outside("forward_request", _("Request forwarded to its controller")),
    _outside("instruction_doubt", _("Doubt about an instruction")),
    Kind("represented", "principal", "mail", _("Question to the person: does somebody act for you?")),
    _staff("mailbox_denied", _("“This was not me”, says a mailbox"), "dpo"),
    _staff("mandate_confirmed", _("The person confirmed who acts for them")),
    _staff("mandate_denied", _("The person says that nobody acts for them")),
    _staff("recipients_asked", _("The person asks who was told")),
    _staff("new_request", _("New request"), "dpo"),
    _staff("assigned", _("Request assigned")),
    _staff("mentioned", _("Comment for you")),
    _staff("review_wanted", _("Answer to be reviewed"), "dpo"),
    _staff("message_in", _("Message from the person")),
    _staff("contact_moved", _("The person has another address")),
    _staff("secret_anew", _("The person has another secret")),
    _staff("dispute_due", _("Reminder: complaint, inquiry or hold"), "dpo"),
    _staff("dates_moved", _("Due dates moved"), "dpo"),
    _staff("package_expired", _("Nobody fetched the package"), "dpo"),
    _staff("bounce", _("Mail could not be delivered"), "dpo"),
    _staff("not_triaged", _("Reminder: not triaged yet")),
    _staff("identity_check", _("Reminder: doubts about identity?")),
    _staff("extension_decision", _("Reminder: decide on an extension")),
    _staff("due_in_14", _("Reminder: 14 working days left")),
    _staff("due_in_7", _("Reminder: 7 working days left")),
    _staff("due_in_3", _("Reminder: 3 working days left")),
    _staff("due_in_1", _("Reminder: due on the next working day")),
    _staff("due_today", _("Reminder: due today")),
    _staff("overdue", _("Reminder: overdue")),
    _staff("task", _("Question to the owner of a system"), "owner"),
    _staff("task_chaser", _("Reminder to the owner of a system"), "owner"),
    _staff("task_moved", _("Another day for the owner of a system"), "owner"),
    _staff("task_over", _("Question to the owner of a system ended"), "owner"),
    _staff("task_escalation", _("A system has not answered"), "dpo"),
    _staff("task_back", _("Question to a system handed back")),
    _staff("tasks_done", _("All systems have answered")),
    _staff("invitation", _("Invitation to the desk"), "user"),
    _staff("reset", _("Link for a new password"), "user"),
    _staff("account_changed", _("Account changed"), "user"),
    _staff("role_proposed", _("Role to be decided"), "user"),
    _staff("digest", _("Overview of the day"), "user"),
    _staff("weekly_report", _("Report of the week"), "dpo"),
    _staff("monthly_report", _("Report of the month"), "management"),
    _staff("holidays_check", _("Reminder: check the holidays of next year"), "dpo"),
)

# What a recipient is called; `user` is one member of staff, whom the notice names by number.
RECIPIENTS: dict[str, Any] = {
    "person": _("the person"),
    "old": _("the address of before"),
    "new": _("the new address"),
    "principal": _("the person who is acted for"),
    "rcpt": _("a recipient"),
    "handler": _("Case handler"),
    "user": _("Case handler"),
    "dpo": _("Data protection officer"),
    "deputy": _("Deputy of the data protection officer"),
    "management": _("Management"),
    "owner": _("Owner of a system"),
}

ALL: dict[str, Kind] = {kind.code: kind for kind in _TABLE}
LETTERS: dict[str, Kind] = {code: kind for code, kind in ALL.items() if kind.carries != "mail"}


def get(code: str) -> Kind:
    """Return the kind of a code such as "extension". Raises UnknownKind."""
    try:
        return ALL[code]
    except KeyError:
        raise UnknownKind(code) from None
