"""Forgetting: when the time of a submission is over, what says anything about the person is destroyed.

Codes, dates and the log stay, so that the controller can still show that it answered and when.
"""

import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.apps import apps
from django.db import transaction
from django.db.models import QuerySet

from dsr.exports import jobs
from dsr.models import (
    Actor,
    Attachment,
    EventName,
    Export,
    ExportState,
    Notice,
    Package,
    SearchToken,
    State,
    Subject,
    SubjectRequest,
    Submission,
)
from dsr.models.base import Declared
from dsr.notices import outbox
from dsr.services import disposal, drafts
from dsr.services.holding import held
from dsr.services.step import lock_siblings, record
from dsr.vault import files as sealed
from dsr.vault import keys

log = logging.getLogger(__name__)

BATCH = 200
# Somewhere on earth it is tomorrow already.
AHEAD = timedelta(days=1)


@dataclass
class Purged:
    """What one run destroyed, or would have destroyed."""

    references: list[str] = field(default_factory=list)
    submissions: int = 0
    files: int = 0
    drafts: int = 0


class NoWay(TypeError):
    """A model holds personal fields, but no field leads from it to a submission: it could not be purged."""


def purge(*, now: datetime, dry_run: bool = False) -> Purged:
    """Destroy the personal data of every submission whose time is over, and forms that were never sent.

    Source: GDPR Art. 5(1)(e). A submission goes when all its requests are closed and the day of each has come.
    """
    done = Purged()
    for submission_id in _over(now):
        try:
            _purge_one(submission_id, done, now=now, dry_run=dry_run)
        except (LookupError, ValueError) as error:
            # The settings of its controller cannot be read: the others must not be kept for longer because of it.
            log.error("submission %s cannot be purged: %s", submission_id, type(error).__name__)
    if not dry_run:
        if done.submissions:
            _destroy_exports()
        done.files += finish()
        done.drafts = drafts.forget_old(now=now)
    return done


def ways() -> dict[type[Declared], str]:
    """Return every model with personal fields and the look-up that leads from it to its submission.

    Raises NoWay for a model that was given personal fields but no way to find them again.
    """
    found = {}
    for model in apps.get_app_config("dsr").get_models():
        if issubclass(model, Declared) and model.personal:
            found[model] = _way(model)
    return found


def _way(model: type[Declared]) -> str:
    if model is Submission:
        return "pk"
    own = {each.name for each in model._meta.get_fields()}  # noqa: SLF001  (Django's documented door)
    for name, way in (("submission", "submission"), ("dsr", "dsr__submission")):
        if name in own:
            return way
    raise NoWay(f"no way from {model.__name__} to a submission")


def _over(now: datetime) -> Iterator[int]:
    """Yield the submissions that may be due, in batches: the day is that of the controller, checked under the lock."""
    last = 0
    tomorrow = (now + AHEAD).date()
    while True:
        due = SubjectRequest.objects.filter(
            purge_on__lte=tomorrow, submission__purged_at=None, submission__gt=last
        )
        batch = list(due.order_by("submission").values_list("submission", flat=True).distinct()[:BATCH])
        if not batch:
            return
        yield from batch
        last = batch[-1]


def _purge_one(submission_id: int, done: Purged, *, now: datetime, dry_run: bool) -> None:
    """Empty one submission, if all of it is over; the files follow once that is committed."""
    with transaction.atomic():
        requests = lock_siblings(submission_id)
        today = now.astimezone(requests[0].controller.tz).date()
        if any(dsr.state != State.CLOSED or dsr.purge_on is None or dsr.purge_on > today for dsr in requests):
            return
        if held(submission_id):
            # A dispute, a hold or a restriction in force: its own end lets the next night go on.
            return
        if not disposal.allows(submission_id, requests[0].controller):
            return
        done.submissions += 1
        done.references += [dsr.reference for dsr in requests]
        if dry_run:
            return
        files = Attachment.objects.filter(submission=submission_id).exclude(stored_as="").count()
        fields = _empty(submission_id, now=now)
        disposal.certify(submission_id, fields=fields, files=files, now=now)
        for dsr in requests:
            record(dsr, EventName.PURGED, now=now, by=None, actor=Actor.SYSTEM, data={})


def _empty(submission_id: int, *, now: datetime) -> int:
    """Set every declared personal field of one submission to its empty value; return how many fields that were."""
    fields = 0
    for model, way in ways().items():
        rows: QuerySet[Declared] = model.objects.filter(**{way: submission_id})  # type: ignore[attr-defined]
        fields += rows.update(**model.emptiness()) * len(model.personal)
    Subject.objects.filter(submission=submission_id).update(address_key="")
    SearchToken.objects.filter(submission=submission_id).delete()
    marked = Notice.objects.filter(submission=submission_id, about__startswith=outbox.ADDRESS_MARK)
    marked.update(about=f"s:{submission_id}")
    # What ties a package to a person, and its passphrase, say nothing any more.
    Package.objects.filter(dsr__submission=submission_id).update(
        person_digest="", passphrase_digest="", destroyed_at=now
    )
    # A link that was never used must not find its way back to a person who is forgotten.
    Submission.objects.filter(pk=submission_id).update(confirm_digest="", purged_at=now)
    return fields


def again(submission_id: int, *, now: datetime) -> None:
    """Empty a submission that was purged before, and that an older backup brought back, whatever its dates say."""
    with transaction.atomic():
        requests = lock_siblings(submission_id)
        _empty(submission_id, now=now)
        for dsr in requests:
            record(dsr, EventName.PURGED, now=now, by=None, actor=Actor.SYSTEM, data={"again": True})


def finish() -> int:
    """Destroy the files, then the keys, of what is purged; return how many files. May run any time."""
    files = _destroy_files()
    _destroy_keys()
    return files


def _destroy_exports() -> None:
    """Destroy exports with names that wait to be fetched: they may name somebody who was just forgotten."""
    for export in Export.objects.filter(named=True, state=ExportState.READY):
        jobs.destroy(export)


def _destroy_keys() -> None:
    """Destroy the keys of purged submissions, so that no copy of the database opens either.

    It follows what is committed: a journal that names an erasure which the database does not know would be wrong.
    A run that was cut short is taken up where it stopped.
    """
    while left := dict(_with_key().values_list("pk", "key")[:BATCH]):
        keys.destroy(key for key in left.values() if key)
        Submission.objects.filter(pk__in=left).update(key=None)


def _with_key() -> QuerySet[Submission]:
    return Submission.objects.filter(purged_at__isnull=False, key__isnull=False).order_by("pk")


def _destroy_files() -> int:
    """Delete the files of purged submissions; a run that was cut short is taken up where it stopped."""
    left = Attachment.objects.filter(submission__purged_at__isnull=False).exclude(stored_as="")
    count = 0
    for attachment in left.order_by("pk").iterator(BATCH):
        sealed.destroy(attachment.stored_as)
        Attachment.objects.filter(pk=attachment.pk).update(stored_as="")
        count += 1
    gone = Package.objects.filter(dsr__submission__purged_at__isnull=False).exclude(stored_as="")
    for package in gone.order_by("pk").iterator(BATCH):
        sealed.destroy(package.stored_as)
        Package.objects.filter(pk=package.pk).update(stored_as="")
        count += 1
    return count
