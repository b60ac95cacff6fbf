"""Forgetting: exactly what says something about the person goes, everything that proves the work stays."""

import io
from datetime import date, timedelta

import pytest
from django.apps import apps
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import connection

from dsr.models import (
    MEASURES,
    Attachment,
    Comment,
    Draft,
    Event,
    EventName,
    Extension,
    KeptData,
    Message,
    Notice,
    Pause,
    PermittedUse,
    SearchToken,
    Subject,
    SubjectRequest,
    Submission,
    Task,
)
from dsr.models.base import Declared
from dsr.services import conversation, drafts, intake, purge
from dsr.services.purge import NoWay
from dsr.vault import files as sealed
from tests import filled, make
from tests.make import at

NOW = at("2026-03-10 09:00")
# Closed in 2026: three years are kept, and the purge is on 1 January 2030.
DAY = at("2030-01-01 00:10")
WORDS = "Vertraulich Erfunden"


@pytest.fixture
def files(settings, tmp_path):
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path},
        },
    }
    return tmp_path


def attach(**to):
    owner = to.get("submission") or to["draft"]
    name = sealed.store(io.BytesIO(WORDS.encode()), key=owner.key)
    return Attachment.objects.create(
        name=f"{WORDS}.txt",
        stored_as=name,
        media_type="text/plain",
        size=len(WORDS),
        sha256="0" * 64,
        added_at=NOW,
        **to,
    )


def over(kind):
    """Return the state in which a restriction holds nothing back any more."""
    return {"state": "lifted"} if kind == "restriction" else {}


def fill_measures(dsr):
    """Give a request one measure of each kind, with words in every personal field."""
    day = date(2026, 3, 12)
    made = {
        kind: model.objects.create(
            dsr=dsr, opened_on=day, **over(kind), **dict.fromkeys(model.personal, WORDS)
        )
        for kind, model in MEASURES.items()
    }
    KeptData.objects.create(
        dsr=dsr, erasure=made["erasure"], what=WORDS, ground="art17.exc.legal_claims", provision=WORDS,
        until=DAY.date(),
    )  # fmt: skip
    PermittedUse.objects.create(
        dsr=dsr, restriction=made["restriction"], used_on=day, ground="art18.use.claims", what=WORDS
    )


def fill_tasks(dsr):
    """Give a request the question to one system, answered with words and the file."""
    task = Task.objects.create(
        dsr=dsr, system=make.system(dsr.controller), asked_at=NOW, due_on=DAY.date(),
        **dict.fromkeys(Task.personal, WORDS),
    )  # fmt: skip
    Attachment.objects.update(task=task)


@pytest.fixture
def full(controller, dpo, second_dpo, files):
    """The closed request of somebody of whom every personal field of every model holds something."""
    asked = intake.Asked(
        rights=("access",), language="de", name=WORDS, email="vertraulich@person.example.net", phone=WORDS,
        postal_address=WORDS, identifiers={"customer": WORDS}, agent_name=WORDS, agent_email="",
        letter=WORDS, details={"access": {"focus": WORDS}},
    )  # fmt: skip
    dsr = intake.submit(controller, asked, now=NOW, channel="form").requests[0]
    attach(submission=dsr.submission)
    Draft.objects.create(
        controller=controller,
        token_digest="d",
        answers={"pages": WORDS},
        submission=dsr.submission,
        updated_at=DAY,
    )
    conversation.write_in(dsr.submission, body=WORDS, now=at("2026-03-11 09:00"))
    Pause.objects.create(
        dsr=dsr, reason="identity", asked_on=date(2026, 3, 12), answered_on=date(2026, 3, 13), why=WORDS
    )
    Extension.objects.create(
        dsr=dsr, announced_on=date(2026, 3, 13), ground="number", first_due_on=date(2026, 4, 10), reasons=WORDS
    )  # fmt: skip
    fill_measures(dsr)
    fill_tasks(dsr)
    filled.rows_of(dsr, WORDS)
    filled.code_of(dsr, WORDS)
    Comment.objects.create(dsr=dsr, at=NOW, body=WORDS)
    subject = Subject.objects.get()
    subject.agent_email = "kanzlei@person.example.net"
    subject.save()
    Submission.objects.update(confirm_digest="")
    closed = make.stored(dsr.pk)
    closed.answer = closed.reasons = closed.late_reason = closed.handed_to = WORDS
    closed.save()
    SubjectRequest.objects.update(
        state="closed", outcome="refused",
        grounds=["art12.exc.excessive"], closed_on=date(2026, 4, 2), answered_on=date(2026, 4, 2),
        purge_on=date(2030, 1, 1), wake_at=None,
    )  # fmt: skip
    return make.stored(dsr.pk)


def snapshot():
    """Return every column of every row that is not declared personal, and every one that is."""
    kept, personal = {}, {}
    for model in set(apps.get_app_config("dsr").get_models()) - {SearchToken}:
        declared = model.personal if issubclass(model, Declared) else ()
        key = model._meta.pk.attname
        for row in model.objects.order_by("pk").values():
            for name, value in row.items():
                (personal if name in declared else kept)[model.__name__, row[key], name] = value
    return kept, personal


def test_the_fixture_fills_every_personal_field(full):
    _kept, personal = snapshot()

    assert [where for where, value in personal.items() if not value] == []
    assert {where[0] for where in personal} == {model.__name__ for model in purge.ways()}


def test_exactly_the_declared_fields_are_emptied_and_codes_and_dates_stay(full):
    before, _personal = snapshot()

    purge.purge(now=DAY)

    after, personal = snapshot()
    changed = {where[0::2] for where in before if after.get(where) != before[where]}
    assert [where for where, value in personal.items() if value] == []
    assert changed == {
        ("Submission", "purged_at"), ("Submission", "key"), ("Subject", "address_key"), ("Notice", "about"),
        ("Attachment", "stored_as"),
    }  # fmt: skip


def test_no_word_of_the_person_is_left_anywhere_in_the_database(full):
    purge.purge(now=DAY)

    dump = []
    with connection.cursor() as cursor:
        for model in apps.get_app_config("dsr").get_models():
            cursor.execute(f'SELECT * FROM "{model._meta.db_table}"')
            dump += [str(row) for row in cursor.fetchall()]
    assert [row for row in dump if "Vertraulich" in row or "vertraulich@" in row or "kanzlei@" in row] == []


def test_the_files_are_gone_and_each_request_has_its_event(full, files):
    before = [path for path in files.rglob("*") if path.is_file()]

    done = purge.purge(now=DAY)

    assert (len(before), [path for path in files.rglob("*") if path.is_file()]) == (1, [])
    assert (done.references, done.submissions, done.files) == ([full.reference], 1, 1)
    event = Event.objects.get(name=EventName.PURGED)
    assert (event.dsr_id, event.at, event.data) == (full.pk, DAY, {})


def test_a_dry_run_names_what_would_go_and_changes_nothing(full, files):
    before = snapshot()

    done = purge.purge(now=DAY, dry_run=True)

    assert done.references == [full.reference]
    assert snapshot() == before
    assert len([path for path in files.rglob("*") if path.is_file()]) == 1


def test_a_second_run_finds_nothing(full):
    purge.purge(now=DAY)

    again = purge.purge(now=DAY)

    assert (again.submissions, again.files, again.references) == (0, 0, [])
    assert Event.objects.filter(name=EventName.PURGED).count() == 1


def test_a_run_that_was_cut_short_before_the_files_went_is_finished_by_the_next(full, files, monkeypatch):
    class Cut(Exception):
        pass

    def cut(_name):
        raise Cut

    with monkeypatch.context() as disk:
        disk.setattr(default_storage, "delete", cut)
        with pytest.raises(Cut):
            purge.purge(now=DAY)

    done = purge.purge(now=DAY)

    assert (done.submissions, done.files) == (0, 1)
    assert [path for path in files.rglob("*") if path.is_file()] == []


def test_the_day_is_that_of_the_controller(full):
    early = purge.purge(now=at("2029-12-31 23:59"))
    on_time = purge.purge(now=at("2030-01-01 00:00"))

    assert (early.submissions, on_time.submissions) == (0, 1)


@pytest.mark.parametrize(
    "state", [{"state": "in_progress", "purge_on": None}, {"purge_on": date(2031, 1, 1)}]
)
def test_a_submission_is_kept_as_long_as_one_of_its_requests_is(full, controller, state):
    sibling = SubjectRequest.objects.create(
        submission=full.submission, controller=controller, right="erasure", reference="DSR-2026-999999-A"
    )
    SubjectRequest.objects.filter(pk=sibling.pk).update(**{"state": "closed", **state})

    done = purge.purge(now=DAY)

    assert done.submissions == 0
    assert Submission.objects.get().letter == WORDS


def test_forms_that_were_never_sent_go_after_a_day_with_their_files(controller, files):
    draft, _token = drafts.begin(controller, now=NOW)
    attach(draft=draft)

    early = purge.purge(now=NOW + timedelta(hours=23))
    late = purge.purge(now=NOW + timedelta(hours=25))

    assert (early.drafts, late.drafts) == (0, 1)
    assert (Draft.objects.count(), Attachment.objects.count()) == (0, 0)
    assert [path for path in files.rglob("*") if path.is_file()] == []


@pytest.mark.django_db
def test_many_submissions_go_in_one_run(controller, monkeypatch):
    monkeypatch.setattr(purge, "BATCH", 3)
    for _letter in range(8):
        make.requests(controller, now=NOW)
    SubjectRequest.objects.update(state="closed", closed_on=date(2026, 4, 2), purge_on=date(2030, 1, 1))

    done = purge.purge(now=DAY)

    assert done.submissions == 8
    assert set(Message.objects.values_list("body", flat=True)) <= {""}
    assert Notice.objects.filter(about__startswith="a:").count() == 0


def test_a_model_with_personal_fields_and_no_way_to_a_submission_is_refused():
    class Stray(Declared):
        personal = ("words",)

        class Meta:
            app_label = "nowhere"

    with pytest.raises(NoWay, match="Stray"):
        purge._way(Stray)


def test_the_command_says_what_went(full, capsys):
    call_command("purge", dry_run=True)

    assert "0 requests of 0 submissions would be emptied" in capsys.readouterr().out
