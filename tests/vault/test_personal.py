"""Personal fields are sealed in the tables, open through their models, and open nowhere else."""

import pytest
from django.core import serializers
from django.core.exceptions import FieldError
from django.db import connection, transaction

from dsr.models import Draft, Message, Subject, SubjectRequest, Submission
from dsr.services import drafts
from dsr.vault import keys, sealing
from dsr.vault.errors import KeyGone, NotAsSealed, NotSealable, StillSealed
from tests import make
from tests.make import at

NOW = at("2026-03-11 10:07")
NAME = "Mira Erfunden"

pytestmark = pytest.mark.both


@pytest.fixture
def subject(controller) -> Subject:
    """Somebody whose name, address and letter are stored."""
    make.requests(controller, now=NOW, name=NAME, letter="Bitte löschen", identifiers={"customer": "K-17"})
    return Subject.objects.get()


def column(model, name, pk):
    """Return what the database itself holds."""
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT "{name}" FROM "{model._meta.db_table}" WHERE id = %s', [pk])
        return cursor.fetchone()[0]


def put(model, name, pk, value):
    """Write past the model, as somebody would who has the database."""
    with connection.cursor() as cursor:
        cursor.execute(f'UPDATE "{model._meta.db_table}" SET "{name}" = %s WHERE id = %s', [value, pk])


def test_what_a_row_says_is_sealed_in_the_table_and_open_in_the_model(subject):
    kept = column(Subject, "name", subject.pk)

    assert kept.startswith("s1.")
    assert "Mira" not in kept
    assert (subject.name, subject.identifiers) == (NAME, {"customer": "K-17"})
    assert subject.submission.letter == "Bitte löschen"


def test_the_same_words_are_never_sealed_the_same_way(subject):
    first = column(Subject, "name", subject.pk)
    subject.name = str(subject.name)
    subject.save()

    assert column(Subject, "name", subject.pk) != first


def test_what_nobody_read_goes_back_as_it_was(subject):
    first = column(Subject, "name", subject.pk)

    Subject.objects.get().save()

    assert column(Subject, "name", subject.pk) == first


def test_what_is_empty_is_stored_empty(subject):
    assert column(Subject, "phone", subject.pk) == ""
    assert column(Submission, "details", subject.submission_id) == ""
    assert (subject.phone, subject.submission.details) == ("", {})


def test_words_moved_to_another_field_do_not_open(subject):
    put(Subject, "phone", subject.pk, column(Subject, "name", subject.pk))

    moved = Subject.objects.get()

    assert moved.name == NAME
    with pytest.raises(NotAsSealed):
        _ = moved.phone


def test_words_moved_to_another_row_do_not_open(subject, controller):
    make.requests(controller, now=NOW, name="Otto Erdacht")
    other = Subject.objects.exclude(pk=subject.pk).get()
    put(Subject, "name", other.pk, column(Subject, "name", subject.pk))

    with pytest.raises(NotAsSealed):
        _ = Subject.objects.get(pk=other.pk).name


@pytest.mark.parametrize("words", ["Mira in the open", "s1.", "s1.AAAA", "s1.äöü", "s1." + "A" * 80])
def test_words_that_were_never_sealed_are_not_taken_for_the_persons(subject, words):
    put(Subject, "name", subject.pk, words)

    with pytest.raises((NotAsSealed, KeyGone)):
        _ = Subject.objects.get().name


def test_one_changed_letter_is_noticed(subject):
    kept = column(Subject, "name", subject.pk)
    put(Subject, "name", subject.pk, kept[:-4] + ("A" if kept[-4] != "A" else "B") + kept[-3:])

    with pytest.raises(NotAsSealed):
        _ = Subject.objects.get().name


def test_without_the_key_nothing_opens_but_codes_and_dates_are_there(subject):
    keys.destroy([subject.submission.key])

    dsr = SubjectRequest.objects.get()

    assert (dsr.right, dsr.submission.received_on.isoformat()) == ("access", "2026-03-11")
    with pytest.raises(KeyGone):
        _ = dsr.submission.letter


def test_many_rows_are_sealed_when_they_are_written_at_once(subject):
    submission = subject.submission
    many = [
        Message(
            submission=submission, direction="in", kind="message", channel="mail", at=NOW, body=f"Brief {n}"
        )
        for n in range(3)
    ]

    Message.objects.bulk_create(many)

    found = Message.objects.filter(body__isnull=False, kind="message").order_by("pk")
    assert [message.body for message in found] == ["Brief 0", "Brief 1", "Brief 2"]
    assert all(column(Message, "body", message.pk).startswith("s1.") for message in found)


def test_a_query_can_empty_a_field_but_writes_no_words_into_it(subject):
    with pytest.raises(NotSealable), transaction.atomic():
        Subject.objects.update(name="Otto Erdacht")
    subject.name = "Otto Erdacht"
    with pytest.raises(NotSealable), transaction.atomic():
        Subject.objects.bulk_update([subject], ["name"])
    assert Subject.objects.get().name == NAME

    Subject.objects.update(name="")

    assert Subject.objects.get().name == ""


def test_what_is_read_past_the_model_never_passes_for_words(subject):
    (name,) = Subject.objects.values_list("name", flat=True)

    assert "Mira" not in repr(name)
    with pytest.raises(StillSealed):
        str(name)
    with pytest.raises(StillSealed):
        f"{name}"


def test_no_fixture_is_written_with_personal_words(subject):
    with pytest.raises(NotSealable):
        serializers.serialize("json", [subject])


@pytest.mark.parametrize(
    "asked", [{"name": NAME}, {"name__contains": "Mira"}, {"identifiers__customer": "K-17"}]
)
def test_nothing_sealed_is_looked_up_in_the_database(subject, asked):
    with pytest.raises(FieldError):
        Subject.objects.filter(**asked)


def test_a_field_that_was_left_out_is_fetched_when_it_is_read(subject):
    assert Subject.objects.defer("name").get().name == NAME


def test_a_form_becomes_a_submission_under_the_same_key(controller):
    draft, token = drafts.begin(controller, now=NOW)
    drafts.keep(draft.pk, now=NOW, pages={"person": {"name": NAME}})

    drafts.send(draft.pk, token, lambda answers: make.asked(name=answers["pages"]["person"]["name"]), now=NOW)

    assert Submission.objects.get().key == draft.key
    assert Subject.objects.get().name == NAME
    assert Draft.objects.get().answers == {}


@pytest.mark.django_db(transaction=True)
def test_a_form_that_is_thrown_away_takes_its_key_along_and_one_that_was_sent_does_not(controller):
    thrown, _token = drafts.begin(controller, now=NOW)
    sent, token = drafts.begin(controller, now=NOW)
    drafts.send(sent.pk, token, lambda _answers: make.asked(name=NAME), now=NOW)

    drafts.discard(thrown.pk)
    drafts.forget_old(now=at("2026-03-13 10:07"))

    assert Draft.objects.count() == 0
    with pytest.raises(KeyGone):
        keys.open_key(thrown.key)
    assert Subject.objects.get().name == NAME


def test_a_page_shown_again_without_what_cannot_be_opened_says_what_that_was(subject):
    keys.destroy([subject.submission.key])
    found: set[str] = set()
    mark = sealing.troubles.set(found)

    shown = Subject.objects.get()

    assert (shown.name, shown.identifiers, found) == ("[…]", {}, {"key-gone"})
    sealing.troubles.reset(mark)


def test_the_keys_of_a_whole_list_are_fetched_at_once(subject, controller, monkeypatch):
    for number in range(5):
        make.requests(controller, now=NOW, name=f"Person {number}")
    keys.forget()
    rows = list(Subject.objects.order_by("pk"))
    sealing.open_ahead(rows)
    monkeypatch.setattr(keys.stores, "current", None)  # whoever asked the store again would fail

    assert [row.name for row in rows] == [NAME, *(f"Person {number}" for number in range(5))]
