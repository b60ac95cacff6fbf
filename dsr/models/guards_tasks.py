"""What tasks ask for before an answer: each system was searched, or left out for a reason that is on file."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from dsr.models.blocker import Blocker
from dsr.models.states import Outcome
from dsr.models.task import Task, TaskState

if TYPE_CHECKING:
    from dsr.models.subject_request import SubjectRequest
    from dsr.models.user import User

# The answers that are only true once every system was searched, each with the article that wants it complete.
COMPLETE = {"access": "GDPR Art. 15(1)", "portability": "GDPR Art. 20(1)", "erasure": "GDPR Art. 17(1)"}


def tasks_answered(dsr: "SubjectRequest", by: "User | None") -> list[Blocker]:
    """Name each system that has not answered yet, for the rights whose answer speaks for all of them.

    A refusal says nothing of any system, so it waits for none.
    """
    article = COMPLETE.get(dsr.right)
    if article is None or dsr.outcome == Outcome.REFUSED or dsr._state.adding:  # noqa: SLF001
        return []
    return [_blocker(task, article) for task in dsr.tasks.all() if not task.is_settled]


def _blocker(task: Task, article: str) -> Blocker:
    if task.state == TaskState.HANDED_BACK:
        text = _("%(system)s: the question was handed back. Find its owner, or record the answer.")
        mend = "ask_system"
    else:
        text, mend = _("%(system)s has not answered yet."), "chase_task"
    return Blocker(f"task_{task.pk}", text % {"system": task.system.name}, article, mend, task.pk)
