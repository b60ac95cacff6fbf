"""Forms being filled in: kept for a day, sent once, forgotten."""

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from dsr.models import Attachment, Controller, Draft, Submission
from dsr.services import drafts, files
from dsr.services.intake import Asked
from dsr.vault import secrets
from tests import make
from tests.make import at
from tests.services.test_step import at_once

NOW = at("2026-03-11 10:07")


def read(answers: object) -> Asked:
    """Ask for access, whatever was answered."""
    return Asked(rights=["access"], language="de", email="mira@person.example.net")


def test_a_form_is_found_by_its_token_at_its_controller_for_a_day(controller: Controller):
    other = make.controller("andere")
    draft, token = drafts.begin(controller, now=NOW)

    found = [
        drafts.find(token, controller, now=NOW + timedelta(hours=23, minutes=59)),
        drafts.find(token, controller, now=NOW + timedelta(hours=24)),
        drafts.find(token, other, now=NOW),
        drafts.find("", controller, now=NOW),
    ]

    assert found == [draft, None, None, None]
    assert token not in str(vars(draft))


def test_two_pages_kept_at_the_same_time_are_both_there(controller: Controller):
    draft, _token = drafts.begin(controller, now=NOW)

    drafts.keep(draft.pk, now=NOW, pages={"who": {"relation": "self"}}, origin="poster")
    kept = drafts.keep(draft.pk, now=NOW, pages={"answer": {"medium": "post"}})

    assert kept.answers["pages"] == {"who": {"relation": "self"}, "answer": {"medium": "post"}}
    assert kept.answers["origin"] == "poster"


@pytest.mark.django_db(transaction=True)
def test_a_form_sent_five_times_at_once_is_sent_once():
    draft, token = drafts.begin(make.controller(), now=NOW)

    ends = at_once(*[lambda: drafts.send(draft.pk, token, read, now=NOW)] * 5)

    assert ends == [None] * 5
    assert Submission.objects.count() == 1


def test_what_was_sent_leaves_nothing_in_the_form(controller: Controller):
    draft, token = drafts.begin(controller, now=NOW)
    drafts.keep(draft.pk, now=NOW, pages={"contact": {"name": "Mira Erfunden"}})

    sent = drafts.send(draft.pk, token, read, now=NOW)

    assert sent.answers == {}
    secret = secrets.normal(drafts.secret_of(sent, token, now=NOW))
    assert secrets.same(secret, sent.submission.secret_digest, "receipt")
    assert secret not in str(list(Draft.objects.values())) + str(list(Submission.objects.values()))
    with pytest.raises(drafts.AlreadySent):
        drafts.keep(draft.pk, now=NOW, pages={"contact": {"name": "Jemand anders"}})


def test_the_secret_is_readable_for_half_an_hour(controller: Controller):
    draft, token = drafts.begin(controller, now=NOW)
    sent = drafts.send(draft.pk, token, read, now=NOW)
    soon, late = NOW + timedelta(minutes=30), NOW + timedelta(minutes=31)

    shown = [bool(drafts.secret_of(sent, token, now=now)) for now in (NOW, soon, late)]

    assert shown == [True, True, False]


def test_a_form_that_was_never_sent_is_forgotten_with_its_files(controller: Controller):
    draft, _token = drafts.begin(controller, now=NOW)
    kept = files.take(SimpleUploadedFile("brief.txt", b"x"), draft=draft, now=NOW)

    early = drafts.forget_old(now=NOW + timedelta(hours=23))
    late = drafts.forget_old(now=NOW + timedelta(hours=24))

    assert (early, late) == (0, 1)
    assert not Draft.objects.exists()
    assert not default_storage.exists(kept.stored_as)


def test_the_files_of_a_sent_form_stay_with_the_submission(controller: Controller):
    draft, token = drafts.begin(controller, now=NOW)
    files.take(SimpleUploadedFile("brief.txt", b"x"), draft=draft, now=NOW)
    sent = drafts.send(draft.pk, token, read, now=NOW)

    drafts.forget_old(now=NOW + timedelta(days=2))

    attachment = Attachment.objects.get()
    assert (attachment.submission, attachment.draft) == (sent.submission, None)
    assert default_storage.exists(attachment.stored_as)


def test_a_sent_form_cannot_be_discarded(controller: Controller):
    draft, token = drafts.begin(controller, now=NOW)
    drafts.send(draft.pk, token, read, now=NOW)

    drafts.discard(draft.pk)

    assert Draft.objects.filter(pk=draft.pk).exists()
