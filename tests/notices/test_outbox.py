"""What must go out is a row of the same transaction, once, and nobody is waited for."""

import socket
import time
from queue import Empty

import pytest
from celery import current_app
from django.conf import settings as real_settings
from django.db import IntegrityError, transaction

from dsr.models import Direction, Message, Notice, Status, Submission
from dsr.notices import outbox, wake
from dsr.services import identity, intake
from tests import make
from tests.make import at

NOW = at("2026-03-11 10:07")
STRANGER = intake.Asked(
    rights=("access",), language="en", name="Ann Invented", email="ann@person.example.net"
)


def told(kind, **where):
    return list(Notice.objects.filter(kind=kind, **where).order_by("pk"))


def test_a_notice_is_a_row_of_the_transaction_that_made_it_due(dsr):
    with transaction.atomic():
        outbox.queue("message_in", dsr=dsr, recipient="handler", occasion="m1", now=NOW)
        transaction.set_rollback(True)

    assert told("message_in") == []


def test_the_same_notice_twice_is_one_row(dsr):
    for _again in range(2):
        outbox.queue("message_in", dsr=dsr, recipient="handler", occasion="m1", now=NOW)
    outbox.queue("message_in", dsr=dsr, recipient="handler", occasion="m2", now=NOW)

    assert [notice.occasion for notice in told("message_in")] == ["m1", "m2"]


def test_the_database_itself_refuses_the_same_notice_twice(dsr):
    first = outbox.row("message_in", dsr=dsr, recipient="handler", occasion="m1", now=NOW)
    second = outbox.row("message_in", dsr=dsr, recipient="handler", occasion="m1", now=NOW)
    first.save()

    with pytest.raises(IntegrityError), transaction.atomic():
        second.save()

    assert len(told("message_in")) == 1


def test_each_row_has_a_message_id_of_its_own_on_the_host_of_the_installation(dsr, settings):
    settings.BASE_URL = "https://rights.example.org"

    for occasion in ("m1", "m2"):
        outbox.queue("message_in", dsr=dsr, recipient="handler", occasion=occasion, now=NOW)

    ids = {notice.message_id for notice in told("message_in")}
    assert len(ids) == 2
    assert {message_id.split("@")[1] for message_id in ids} == {"rights.example.org"}


def test_an_address_gets_one_unconfirmed_mail_a_day_whoever_names_it(controller):
    for name in ("Ann Invented", "Bo Invented", "Cy Invented"):
        intake.submit(controller, intake.Asked(**{**STRANGER.__dict__, "name": name}), now=NOW)

    mails = told("confirm_mailbox")
    assert [mail.due_at for mail in mails] == [NOW, NOW + outbox.A_DAY]
    assert Submission.objects.count() == 3


def test_another_address_is_not_held_back(controller):
    intake.submit(controller, STRANGER, now=NOW)
    other = intake.Asked(**{**STRANGER.__dict__, "email": "bo@person.example.net"})

    intake.submit(controller, other, now=NOW)

    assert [mail.due_at for mail in told("confirm_mailbox")] == [NOW, NOW]


def test_what_staff_type_in_is_not_limited(controller):
    for _letter in range(3):
        make.requests(controller, now=NOW)

    assert [mail.due_at for mail in told("confirm_mailbox")] == [NOW] * 3


def test_the_link_that_is_mailed_is_the_one_that_is_found_and_it_is_not_stored(controller):
    submission = intake.submit(controller, STRANGER, now=NOW).submission

    token = outbox.confirm_token(Submission.objects.get(pk=submission.pk))

    assert identity.find_link(token).pk == submission.pk
    assert token not in str(Submission.objects.filter(pk=submission.pk).values().get())


def test_a_link_mailed_to_one_address_does_not_confirm_another(controller):
    submission = intake.submit(controller, STRANGER, now=NOW).submission
    before = outbox.confirm_token(submission)

    submission.subject.email = "other@person.example.net"

    assert outbox.confirm_token(submission) != before


def test_a_strangers_address_is_acknowledged_only_when_it_is_confirmed_and_then_once(controller):
    asked = intake.Asked(**{**STRANGER.__dict__, "rights": ("access", "erasure")})
    submission = intake.submit(controller, asked, now=NOW).submission
    before = told("acknowledgement")

    identity.confirm_by_link(outbox.confirm_token(submission), now=NOW)

    assert before == []
    assert [(mail.about, mail.status) for mail in told("acknowledgement")] == [
        (f"s:{submission.pk}", "waiting")
    ]


def test_a_letter_on_paper_is_written_at_once_and_waits_for_the_printer(controller):
    asked = intake.Asked(
        rights=("access",),
        language="de",
        name="Ina Erdacht",
        postal_address="Weg 2, 10115 Berlin",
        medium="post",
    )

    submission = intake.submit(controller, asked, now=NOW).submission

    (notice,) = told("acknowledgement")
    assert (notice.status, notice.next_try_at) == (Status.TO_POST, None)
    assert "eingegangen" in Message.objects.get(submission=submission, direction=Direction.OUT).body


def test_who_gave_no_address_at_all_finds_the_letter_on_the_status_page(controller):
    asked = intake.Asked(rights=("access",), language="en", identifiers={"device": "0F-22"})

    submission = intake.submit(controller, asked, now=NOW).submission

    (notice,) = told("acknowledgement")
    assert (notice.status, notice.sent_at) == (Status.SENT, NOW)
    assert Message.objects.get(submission=submission).channel == "form"


def test_a_public_submission_writes_no_letter_and_few_queries(controller, django_assert_max_num_queries):
    intake.submit(controller, STRANGER, now=NOW)
    other = intake.Asked(**{**STRANGER.__dict__, "email": "bo@person.example.net"})

    with django_assert_max_num_queries(11) as seen:
        intake.submit(controller, other, now=NOW)

    assert Message.objects.count() == 0
    notices = [query for query in seen.captured_queries if "dsr_notice" in query["sql"]]
    assert len(notices) == 2


@pytest.fixture
def broker(settings):
    """A way to point at another broker, as a process does that has just started."""

    def at_url(url):
        settings.REDIS_URL = settings.CELERY_BROKER_URL = url
        wake._line.drop()
        wake._line.rests_until = 0.0

    yield at_url
    wake._line.drop()
    wake._line.rests_until = 0.0


@pytest.fixture
def silence():
    """A port that takes a connection and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener.getsockname()[1]


def seconds_to_queue(dsr, capture):
    began = time.monotonic()
    with capture(execute=True):
        outbox.queue("message_in", dsr=dsr, recipient="handler", occasion="m1", now=NOW)
    return time.monotonic() - began


def test_a_broker_that_is_down_neither_fails_nor_delays_the_request(
    dsr, broker, django_capture_on_commit_callbacks
):
    broker("redis://127.0.0.1:1/0")

    took = seconds_to_queue(dsr, django_capture_on_commit_callbacks)

    assert told("message_in")[0].status == Status.WAITING
    assert took < 1


def test_a_silent_broker_delays_the_request_by_less_than_a_second_and_the_next_not_at_all(
    dsr, broker, silence, django_capture_on_commit_callbacks
):
    broker(f"redis://127.0.0.1:{silence}/0")

    first = seconds_to_queue(dsr, django_capture_on_commit_callbacks)
    second = seconds_to_queue(dsr, django_capture_on_commit_callbacks)

    assert first < 1
    assert second < 0.2


def test_the_workers_are_told_that_something_waits_once_it_is_committed(
    dsr, broker, django_capture_on_commit_callbacks
):
    broker(real_settings.REDIS_URL)
    with current_app.connection_for_read(real_settings.REDIS_URL) as connection:
        queue = connection.SimpleQueue("mail")
        queue.clear()

        with django_capture_on_commit_callbacks(execute=True):
            outbox.queue("message_in", dsr=dsr, recipient="handler", occasion="m1", now=NOW)
            with pytest.raises(Empty):
                queue.get(block=False)

        hint = queue.get(timeout=5)
        hint.ack()
    assert hint.headers["task"] == "dsr.tasks.sweep_outbox"
