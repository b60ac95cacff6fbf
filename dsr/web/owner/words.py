"""What the owner of a system is asked, and what they may answer, in the words of somebody who keeps a system."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _later

from dsr.models import Task, TaskAnswer
from dsr.models.system import CONTACT
from dsr.web.public.words import in_language

_FIND = _later("Please search your system for this person and send us a copy of all that you find.")
# By right. Nothing is deleted or changed on this page's word: the data protection officer decides that later.
ASKS: dict[str, Any] = {
    "access": _FIND,
    "portability": _later(
        "Please search your system for what this person entered or caused, and send it in a form that machines "
        "read, such as CSV."
    ),
    "erasure": _later(
        "Please tell us whether your system holds data about this person, what can be deleted and what has to be "
        "kept. Delete nothing yet: we tell you when."
    ),
    "rectification": _later(
        "Please tell us what your system says about this person today, and where it was taken from. Change nothing "
        "yet: we tell you what."
    ),
    "restriction": _later(
        "Please tell us whether your system holds data about this person, and how they can be marked and kept from "
        "use."
    ),
    "objection": _later(
        "Please tell us whether your system uses data about this person, and for what. Stop the use if you can, "
        "until we have decided."
    ),
    "objection_marketing": _later(
        "This person wants no more advertising. Please stop it in your system today, and tell us when it is done."
    ),
    "objection_research": _later(
        "Please tell us whether data about this person are used for research or statistics in your system."
    ),
    "withdrawal": _later(
        "This person has taken a consent back. Please stop what rests on it in your system today, and tell us when it "
        "is done."
    ),
    "automated": _later(
        "Please tell us whether your system decided about this person, by which data and by what rule."
    ),
}
ANSWERS = {
    TaskAnswer.FOUND: _later("I have found something, or have done it"),
    TaskAnswer.NOTHING_FOUND: _later("I have searched and found nothing"),
    TaskAnswer.KEPT_BECAUSE: _later("There is something, but it has to be kept"),
}


def asks(task: Task) -> str:
    """Return what the owner is to do."""
    return str(ASKS.get(task.dsr.right, _FIND))


def hints() -> dict[str, str]:
    """Return the second line of each answer."""
    return {
        TaskAnswer.FOUND: _("Add it as a file below, or say where it lies."),
        TaskAnswer.NOTHING_FOUND: _("Copies, archives and mailboxes that belong to it included."),
        TaskAnswer.KEPT_BECAUSE: _("For example an invoice that the law tells you to keep."),
    }


def identifiers(task: Task) -> list[tuple[str, str]]:
    """Return by what this system finds a person, as far as it is known; nothing else of the person."""
    subject, controller = task.dsr.submission.subject, task.dsr.controller
    labels = {kind["code"]: in_language(kind.get("label", kind["code"])) for kind in controller.identifiers}
    labels |= {code: str(label) for code, label in CONTACT.items()}
    found = []
    for code in task.system.finds_by:
        value = getattr(subject, code) if code in CONTACT else subject.identifiers.get(code, "")
        if value:
            found.append((labels.get(code, code), str(value)))
    return found
