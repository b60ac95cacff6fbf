"""Help inside the desk, out of the same tables that the desk works by: states, steps, rights, marks, keys."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from dsr.law import rights
from dsr.models import Outcome, State
from dsr.notices.words import cited
from dsr.web.desk.actions import ACTIONS
from dsr.web.desk.who import shell
from dsr.web.tone import SHAPES

# What each state means for whoever works on the request, and the article behind it.
STATES: dict[State, tuple[Any, str]] = {
    State.UNCONFIRMED: (
        _("It came by form or mail, and the link in our mail was not used yet. The clock runs all the same: you can "
          "take it in without the link."), "GDPR Art. 12(3)"),
    State.RECEIVED: (
        _("Somebody looks at it for the first time: which right is it, are we the right place, do we know who asks, "
          "is it clear what is wanted?"), "GDPR Art. 12(2), 12(3)"),
    State.AWAITING_IDENTITY: (
        _("You told the person why you are in doubt who is asking. The clock rests until they answer; nobody else "
          "closes it, and no timer does."), "GDPR Art. 12(6)"),
    State.AWAITING_CLARIFICATION: (
        _("You asked which data are meant. If the person does not narrow it, all of it stands."), "GDPR recital 63"),
    State.IN_PROGRESS: (
        _("The owners of systems are asked, the measure of the right is carried out, the answer is written."),
        "GDPR Art. 12(3)"),
    State.IN_REVIEW: (
        _("The answer is written. Somebody who did not write it reads it, and approves it or hands it back."),
        "GDPR Art. 24, 32"),
    State.READY: (
        _("Approved and frozen. Sending it closes the request; whatever is missing for that stands at the side."),
        "GDPR Art. 12(3)"),
    State.CLOSED: (
        _("Answered, or ended otherwise. It can be taken up again until its personal data are destroyed."),
        "GDPR Art. 5(1)(e)"),
}  # fmt: skip
# The article behind a step, where one stands behind it.
ARTICLES = {
    "ask_identity": "GDPR Art. 12(6)", "prove_identity": "GDPR Art. 12(6)", "ask_clarification": "GDPR recital 63",
    "draft": "GDPR Art. 12(1), (3)", "refuse": "GDPR Art. 12(4)", "extend": "GDPR Art. 12(3)",
    "approve": "GDPR Art. 24, 32", "send": "GDPR Art. 12(3)", "explain_lateness": "GDPR Art. 5(2)",
    "lapse": "GDPR Art. 12(4)", "hand_over": "GDPR Art. 12(2)", "fee_announce": "GDPR Art. 12(5)",
    "recipient_notify": "GDPR Art. 19", "recipients_choose": "GDPR Art. 19", "recipients_list": "GDPR Art. 19",
    "instruction_issue": "GDPR Art. 28(3)(a)", "processor_forward": "GDPR Art. 28(3)(e)",
}  # fmt: skip
MARKS: dict[str, Any] = {
    "late": _("The last day has passed."),
    "soon": _("At most three working days are left."),
    "ontime": _("There is more time than that."),
    "resting": _("The clock rests: a question to the person is open."),
    "done": _("Closed."),
}
KEYS = (
    ("/", _("search")), ("j", _("next row")), ("k", _("row before")), ("Enter", _("open the row")),
    ("g h", _("go to the first page")), ("g l", _("go to the list")), ("?", _("show these keys")),
)  # fmt: skip


def help_page(request: HttpRequest) -> HttpResponse:
    """Show what each state means, what each step does, and the article behind it."""
    language = get_language() or "en"
    context = {
        "states": [(state.value, state.label, *STATES[state]) for state in State],
        "outcomes": [outcome.label for outcome in Outcome],
        "steps": _steps(aside=False),
        "asides": _steps(aside=True),
        "rights": [(right.name(language), cited(f"GDPR Art. {right.article}")) for right in rights.ALL.values()],
        "marks": [(tone, shape, MARKS[tone]) for tone, shape in SHAPES.items()],
        "keys": KEYS,
    }  # fmt: skip
    return render(request, "desk/help.html", shell(request, "help", **context))


def _steps(*, aside: bool) -> list[tuple[str, Any, Any, str]]:
    """Return the steps of the request, or those of its panels: code, verb, what it does, and the article."""
    return [
        (code, action.verb, action.says, ARTICLES.get(code, ""))
        for code, action in ACTIONS.items()
        if action.aside == aside
    ]
