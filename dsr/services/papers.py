"""Copies of documents that prove identity: taken on the status page, destroyed with the decision about them."""

from datetime import datetime

from django.core.files.base import File
from django.db import transaction
from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from dsr.models import WAITING, Attachment, State, SubjectRequest, Submission
from dsr.services import conversation, files, identity
from dsr.services.step import lock_siblings, refuse_purged

MEANS = "document"
MOST = 3


class NotAsked(Exception):
    """Nobody asked for proof of identity, or the controller takes no documents here."""


def is_wanted(submission: Submission) -> bool:
    """Return whether a document would help now: identity is in doubt, and the controller takes documents."""
    if MEANS not in submission.controller.identity_means or submission.purged_at is not None:
        return False
    return submission.requests.filter(state=State.AWAITING_IDENTITY).exists()


def take(submission_id: int, upload: "File[bytes]", *, now: datetime) -> Attachment:
    """Keep one document until identity is decided, and tell whoever decides. Raises NotAsked, NotTaken, Blocked."""
    with transaction.atomic():
        requests = lock_siblings(submission_id)
        refuse_purged(requests[0])
        submission = requests[0].submission
        if not is_wanted(submission):
            raise NotAsked
        if held(submission).count() >= MOST:
            raise files.NotTaken(files.Reason.TOO_MANY)
        kept = files.take_proof(upload, submission=submission, now=now)
        with translation.override(submission.language):
            said = _("I have uploaded a document that shows who I am.")
        conversation.write_in(submission, body=said, now=now)
    return kept


def held(submission: Submission) -> QuerySet[Attachment]:
    """Return the documents of a submission that are not destroyed yet."""
    return Attachment.objects.filter(submission=submission, is_proof=True).order_by("pk")


def sweep(*, now: datetime) -> int:
    """Destroy the documents of submissions in which nobody waits for them any more; return how many."""
    waiting = SubjectRequest.objects.filter(state__in=WAITING).values("submission")
    left = Attachment.objects.filter(is_proof=True).exclude(submission__in=waiting)
    count = 0
    for submission in Submission.objects.filter(pk__in=left.values("submission")):
        with transaction.atomic():
            requests = lock_siblings(submission.pk)
            if not any(dsr.state in WAITING for dsr in requests):
                count += held(submission).count()
                identity.destroy_papers(submission)
    return count
