"""Forms that are being filled in: the answers are kept for a day, then sent once or forgotten."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction

from dsr.models import Attachment, Controller, Draft, Submission
from dsr.services import files, intake
from dsr.services.intake import Asked
from dsr.vault import keys, secrets

LIFE = timedelta(hours=24)
# How long the secret can be read again after sending, so that a refreshed or returned-to page still shows it.
SECRET_SHOWN = timedelta(minutes=30)

Answers = Mapping[str, Any]


class AlreadySent(Exception):
    """The form was sent before; nothing can be changed in it."""


def begin(controller: Controller, *, now: datetime, key: UUID | None = None) -> tuple[Draft, str]:
    """Open an empty form; return it with the token by which its author finds it again.

    `key` is that of a submission to which its files will belong; else the form has its own.
    """
    token = secrets.new_token()
    draft = Draft.objects.create(
        controller=controller,
        key=key or keys.draw(),
        token_digest=secrets.digest(token, "draft"),
        answers={"begun_at": now.isoformat(), "pages": {}},
        updated_at=now,
    )
    return draft, token


def find(token: str, controller: Controller, *, now: datetime) -> Draft | None:
    """Return the form of a token, None where there is none or its day is over."""
    if not token:
        return None
    return Draft.objects.filter(
        token_digest=secrets.digest(token, "draft"), controller=controller, updated_at__gt=now - LIFE
    ).first()


def was_sent(token: str) -> bool:
    """Return whether the form of a token was sent."""
    digest = secrets.digest(token, "draft")
    return Draft.objects.filter(token_digest=digest, submission__isnull=False).exists()


def keep(draft_id: int, *, now: datetime, pages: Mapping[str, Answers] | None = None, **marks: Any) -> Draft:
    """Keep what was entered on some pages, and marks such as the origin; what stands on other pages stays.

    Raises AlreadySent; Draft.DoesNotExist when the form was deleted meanwhile.
    """
    with transaction.atomic():
        draft = Draft.objects.select_for_update().get(pk=draft_id)
        if draft.submission_id is not None:
            raise AlreadySent
        draft.answers = {
            **draft.answers,
            **marks,
            "pages": {**draft.answers.get("pages", {}), **(pages or {})},
        }
        draft.updated_at = now
        draft.save(update_fields=["answers", "updated_at"])
    return draft


def send(draft_id: int, token: str, read: Callable[[Answers], Asked], *, now: datetime) -> Draft:
    """Submit what a form holds, once: whoever comes second, or at the same moment, finds it sent.

    `read` turns the answers into what is asked. The form then holds nothing. The secret is derived from the token,
    which only the author's browser has: it can be shown again without being stored anywhere.
    Raises NothingAsked; Draft.DoesNotExist when the form was deleted meanwhile.
    """
    with transaction.atomic():
        draft = Draft.objects.select_for_update(of=("self",)).select_related("controller").get(pk=draft_id)
        if draft.submission_id is not None:
            return draft
        intake.submit(
            draft.controller,
            read(draft.answers),
            now=now,
            client_key=draft.client_key,
            key=draft.key,
            secret=secrets.derived_secret(token, "receipt-of-draft"),
            also=partial(_hand_on, draft, now=now),
        )
    return draft


def _hand_on(draft: Draft, submission: Submission, *, now: datetime) -> None:
    """Give the files of a form to its submission, and empty the form."""
    Attachment.objects.filter(draft=draft).update(submission=submission)
    draft.submission, draft.answers, draft.updated_at = submission, {}, now
    draft.save(update_fields=["submission", "answers", "updated_at"])


def secret_of(draft: Draft, token: str, *, now: datetime) -> str:
    """Return the secret of a form that was just sent, grouped; empty once its time is over."""
    if draft.submission_id is None or now - draft.updated_at > SECRET_SHOWN:
        return ""
    return secrets.grouped(secrets.derived_secret(token, "receipt-of-draft"))


def discard(draft_id: int) -> None:
    """Delete a form with its files, unless it was sent; one that is gone already is no error."""
    with transaction.atomic():
        _delete(Draft.objects.select_for_update().filter(pk=draft_id, submission=None))


def forget_old(*, now: datetime) -> int:
    """Delete the forms whose day is over; return how many."""
    over = Draft.objects.filter(updated_at__lte=now - LIFE)
    with transaction.atomic():
        # Locked, so that none is sent while it is deleted, which would destroy the key of its submission.
        return _delete(over.select_for_update())


def forget(drafts: Iterable[Draft]) -> int:
    """Delete locked forms with their files and keys; return how many."""
    return _delete(drafts)


def _delete(drafts: Iterable[Draft]) -> int:
    """Delete locked forms; return how many. The key of one that was sent lives on with its submission."""
    count, over = 0, []
    for draft in drafts:
        count += 1
        # What was sent belongs to the submission: only what hangs on nothing else goes.
        for attachment in Attachment.objects.filter(draft=draft, submission=None):
            files.drop(attachment)
        if draft.submission_id is None:
            over.append(draft.key)
        draft.delete()
    if over:
        transaction.on_commit(partial(keys.destroy, over))
    return count
