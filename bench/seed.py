"""Invented rows for the measurements, written in bulk: as many requests as a large installation has."""

import uuid
from collections.abc import Iterator
from datetime import datetime

from django.db import connection, transaction
from django.test import Client

from dsr.models import Controller, Draft, State, Subject, SubjectRequest, Submission
from dsr.models.reference import reference
from dsr.notices import ladder
from dsr.vault import secrets
from tests import make
from tests.web.public.walk import Walk

CHUNK = 5_000


def drafts(controller: Controller, count: int, *rights: str) -> list[str]:
    """Fill in one form that asks for these rights, copy it `count` times, and return the token of each copy."""
    walk = Walk(controller, Client(HTTP_HOST="localhost"), language="de")
    walk.fill(*rights)
    model = Draft.objects.get()
    tokens = [secrets.new_token() for _ in range(count)]
    Draft.objects.bulk_create(
        [
            Draft(
                controller=controller, token_digest=secrets.digest(token, "draft"), answers=model.answers,
                client_key=uuid.uuid4(), updated_at=model.updated_at,
            )
            for token in tokens
        ],
        batch_size=CHUNK,
    )  # fmt: skip
    return tokens


def requests(controller: Controller, count: int, *, received_at: datetime, now: datetime, first: int) -> None:
    """Write open requests that are under way, each with its own submission and person."""
    model = model_request(controller, received_at=received_at, now=now)
    for start in range(0, count, CHUNK):
        size = min(CHUNK, count - start)
        with transaction.atomic():
            submissions = Submission.objects.bulk_create(
                Submission(
                    controller=controller, channel="post", received_at=received_at, entered_at=received_at,
                    zone=controller.zone, language="de", letter="Bitte senden Sie mir eine Kopie meiner Daten.",
                )
                for _ in range(size)
            )  # fmt: skip
            Subject.objects.bulk_create(
                Subject(submission=submission, name="Mira Erfunden", email="mira@person.example.net")
                for submission in submissions
            )
            SubjectRequest.objects.bulk_create(copies(model, submissions, first + start))


def model_request(controller: Controller, *, received_at: datetime, now: datetime) -> SubjectRequest:
    """Return a stored request whose dates were computed as those of any other."""
    (stored,) = make.requests(controller, "access", now=received_at)
    SubjectRequest.objects.filter(pk=stored.pk).update(state=State.IN_PROGRESS)
    model = make.stored(stored.pk)
    model.wake_at = ladder.after(model, now=now)
    model.save()
    return model


def copies(model: SubjectRequest, submissions: list[Submission], first: int) -> Iterator[SubjectRequest]:
    """Yield a request for each submission, with the dates of the model."""
    for number, submission in enumerate(submissions, start=first):
        yield SubjectRequest(
            submission=submission, controller_id=model.controller_id, right=model.right, state=State.IN_PROGRESS,
            reference=reference("XB", model.submission.received_at.year, number), handler_id=model.handler_id,
            due_on=model.due_on, safe_on=model.safe_on, wake_at=model.wake_at, received_at=model.received_at,
        )  # fmt: skip


def analyse() -> None:
    """Have the database count its rows, as it does by itself after a while."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
