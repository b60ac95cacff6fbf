"""The link by which the owner of a system reaches their one question, without an account.

It is derived anew whenever it is mailed and never stored. It ends with the request, when a new key is drawn,
and when the system has another owner.
"""

import hmac
import re
import uuid

from dsr.models import Task, TaskState
from dsr.vault import secrets

KEY_LENGTH, MARK_LENGTH = 32, 32
FORM = re.compile(rf"^[0-9a-f]{{{KEY_LENGTH + MARK_LENGTH}}}$")


class DeadLink(LookupError):
    """No question stands behind this link, or none any more."""


def token(task: Task) -> str:
    """Return the token of a question's link: its random key, and a keyed digest of the key and the address."""
    return task.key.hex + _mark(task)


def find(written: str) -> Task:
    """Return the question of a token with all that its page needs. Raises DeadLink, whatever is wrong."""
    if not FORM.match(written):
        raise DeadLink
    key = uuid.UUID(written[:KEY_LENGTH])
    rows = Task.objects.select_related("system", "dsr__controller", "dsr__submission__subject")
    task = rows.filter(key=key).first()
    if task is None or not hmac.compare_digest(written[KEY_LENGTH:], _mark(task)):
        raise DeadLink
    if not task.dsr.is_open or task.state == TaskState.WAIVED or task.dsr.submission.purged_at:
        raise DeadLink
    return task


def _mark(task: Task) -> str:
    address = secrets.address_key(task.system.owner_email)
    return secrets.digest(f"{task.key.hex}:{address}", "task-link")[:MARK_LENGTH]
