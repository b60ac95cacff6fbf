"""Confirming the mailbox by a code, having the mail sent again, giving another address, and "this was not me"."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.utils import timezone

from dsr.models import Controller, IdentityProof, MailboxCheck, Notice, State, Status, Submission
from dsr.notices import confirming, delivery, outbox
from tests import make
from tests.services.test_step import at_once
from tests.web.public.walk import SELF, Walk

START = "2026-03-11 10:07:00Z"
CODE = re.compile(r"^[0-9A-Z]{5}-[0-9A-Z]{5}$", re.MULTILINE)


def url(walk: Walk) -> str:
    """Return the page on which the mailbox is confirmed."""
    return f"/{walk.language}/{walk.controller.slug}/mailbox/"


def mailed() -> str:
    """Send what is due; return the code of the newest mail to the person."""
    delivery.sweep(clock=timezone.now)
    bodies = [message.body for message in mail.outbox if CODE.search(message.body)]
    return CODE.search(bodies[-1]).group()


def test_the_code_from_the_mail_confirms_all_requests_of_the_letter(controller: Controller):
    walk = Walk(controller)
    submission = walk.sent("access", "erasure")

    answer = walk.client.post(url(walk), {"code": mailed().lower().replace("-", " ")})

    assert answer.url == walk.url("done")
    assert {dsr.state for dsr in submission.requests.all()} == {State.RECEIVED}
    assert IdentityProof.objects.get().level == 1


def test_looking_at_the_page_five_times_changes_nothing(controller: Controller):
    walk = Walk(controller)
    submission = walk.sent("access")
    mailed()

    pages = [walk.client.get(url(walk)).status_code for _scan in range(5)]

    assert pages == [200] * 5
    assert submission.requests.get().state == State.UNCONFIRMED
    assert not MailboxCheck.objects.exists()


def test_a_code_counts_ten_minutes_from_the_moment_the_server_took_the_mail(controller: Controller):
    walk = Walk(controller)
    with time_machine.travel(START, tick=False) as clock:
        submission = walk.sent("access")
        clock.shift(timedelta(hours=3))
        code = mailed()
        clock.shift(timedelta(minutes=10, seconds=1))
        late = walk.client.post(url(walk), {"code": code})
        clock.shift(timedelta(seconds=-2))
        in_time = walk.client.post(url(walk), {"code": code})

    assert (late.status_code, in_time.status_code) == (422, 302)
    assert submission.requests.get().state == State.RECEIVED


def test_the_link_still_holds_when_the_code_does_not(controller: Controller):
    walk = Walk(controller)
    with time_machine.travel(START, tick=False) as clock:
        submission = walk.sent("access")
        mailed()
        clock.shift(timedelta(days=3))
        Client().post(f"/de/confirm/{outbox.confirm_token(submission)}/")

    assert submission.requests.get().state == State.RECEIVED


def test_after_five_wrong_tries_the_right_code_holds_no_more(controller: Controller):
    walk = Walk(controller)
    submission = walk.sent("access")
    code = mailed()

    wrong = [walk.client.post(url(walk), {"code": "AAAAA-AAAAA"}).status_code for _try in range(5)]
    right = walk.client.post(url(walk), {"code": code})

    assert (wrong, right.status_code) == ([422] * 5, 422)
    assert submission.requests.get().state == State.UNCONFIRMED
    assert MailboxCheck.objects.get().tries == 5


@pytest.mark.django_db(transaction=True)
def test_tries_at_the_same_moment_are_counted_one_by_one():
    walk = Walk(make.controller())
    walk.sent("access")
    mailed()
    cookies = walk.client.cookies.output(header="", sep=";")

    def guess() -> None:
        Client(headers={"cookie": cookies}).post(url(walk), {"code": "AAAAA-AAAAA"})

    at_once(*[guess] * 8)

    assert MailboxCheck.objects.get().tries == 5


def test_a_code_is_used_once(controller: Controller):
    walk = Walk(controller)
    walk.sent("access")
    code = mailed()

    for _press in range(2):
        walk.client.post(url(walk), {"code": code})

    assert IdentityProof.objects.count() == 1


def test_before_a_mail_was_sent_no_code_holds(controller: Controller):
    walk = Walk(controller)
    submission = walk.sent("access")
    notice = Notice.objects.get(kind="confirm_mailbox")

    answer = walk.client.post(url(walk), {"code": confirming.code(notice)})

    assert answer.status_code == 422
    assert submission.requests.get().state == State.UNCONFIRMED


def test_the_mail_goes_again_on_the_next_day_with_another_code(controller: Controller):
    walk = Walk(controller)
    with time_machine.travel(START, tick=False) as clock:
        walk.sent("access")
        first = mailed()
        for _press in range(3):
            walk.client.post(url(walk), {"again": "yes"})
        waiting = [
            notice.due_at for notice in Notice.objects.filter(kind="confirm_mailbox", status=Status.WAITING)
        ]
        clock.shift(timedelta(days=1))
        second = mailed()
        old = walk.client.get(url(walk)) and walk.client.post(url(walk), {"code": first})

    assert waiting == [make.at("2026-03-12 11:07")]
    assert first != second
    assert old.url == walk.url("start") or old.status_code in {302, 422}
    assert len([m for m in mail.outbox if CODE.search(m.body)]) == 2


def test_another_address_makes_the_old_link_worthless_and_gets_a_mail_of_its_own(controller: Controller):
    walk = Walk(controller)
    submission = walk.sent("access")
    old = outbox.confirm_token(submission)
    mailed()

    answer = walk.client.post(url(walk), {"email": "mira.neu@person.example.net"})
    code = mailed()

    stored = Submission.objects.select_related("subject").get()
    assert answer.url == walk.url("done")
    assert stored.subject.email == "mira.neu@person.example.net"
    assert mail.outbox[-1].to == ["mira.neu@person.example.net"]
    assert Client().get(f"/de/confirm/{old}/").status_code == 404
    assert walk.client.post(url(walk), {"code": code}).status_code == 302
    assert stored.requests.get().state == State.RECEIVED


def test_a_mail_that_waits_for_the_old_address_is_not_sent_to_the_new_one(controller: Controller):
    walk = Walk(controller)
    walk.sent("access")

    walk.client.post(url(walk), {"email": "mira.neu@person.example.net"})
    delivery.sweep(clock=timezone.now)

    confirms = Notice.objects.filter(kind="confirm_mailbox").order_by("pk")
    assert [notice.status for notice in confirms] == [Status.SKIPPED, Status.SENT]
    assert [m.to for m in mail.outbox if CODE.search(m.body)] == [["mira.neu@person.example.net"]]


def test_an_address_is_corrected_three_times_at_most_and_never_once_it_is_confirmed(controller: Controller):
    walk = Walk(controller)
    submission = walk.sent("access")

    ends = [
        walk.client.post(url(walk), {"email": f"mira{number}@person.example.net"}).status_code
        for number in range(4)
    ]
    Client().post(f"/de/confirm/{outbox.confirm_token(Submission.objects.get())}/")
    after = walk.client.post(url(walk), {"email": "x@person.example.net"})

    assert ends == [302, 302, 302, 422]
    assert after.status_code == 422
    assert Submission.objects.get(pk=submission.pk).subject.email == "mira2@person.example.net"


def test_this_was_not_me_deletes_the_address_tells_the_dpo_and_leaves_the_decision_to_them(
    controller: Controller,
):
    walk = Walk(controller)
    submission = walk.sent("access")
    link = f"/de/confirm/{outbox.confirm_token(submission)}/"

    page = Client().post(link, {"not_me": "yes"})
    again = [Client().get(link).status_code, Client().post(link).status_code]
    walk.client.post(url(walk), {"again": "yes"})
    mail.outbox.clear()
    delivery.sweep(clock=timezone.now)

    stored = Submission.objects.select_related("subject").get()
    assert page.status_code == 200
    assert again == [404, 404]
    assert stored.subject.email == ""
    assert stored.requests.get().state == State.UNCONFIRMED
    assert [m.to for m in mail.outbox if m.to == ["mira@person.example.net"]] == []
    assert Notice.objects.filter(kind="mailbox_denied", recipient="dpo", status=Status.SENT).count() == 1
    assert "Richtige Adresse angeben" in walk.get("done").content.decode()


def test_the_sender_gives_the_right_address_after_a_not_me(controller: Controller):
    walk = Walk(controller)
    submission = walk.sent("access")
    Client().post(f"/de/confirm/{outbox.confirm_token(submission)}/", {"not_me": "yes"})

    walk.client.post(url(walk), {"email": "mira.neu@person.example.net"})
    walk.client.post(url(walk), {"code": mailed()})

    assert submission.requests.get().state == State.RECEIVED


def test_nobody_else_reaches_the_page_of_a_mailbox(controller: Controller):
    Walk(controller).sent("access")
    stranger = Walk(controller)

    answers = [
        stranger.client.get(url(stranger)),
        stranger.client.post(url(stranger), {"email": "x@example.org"}),
    ]

    assert [answer.url for answer in answers] == [stranger.url("status")] * 2


@pytest.mark.parametrize(
    "typed", ["", "x" * 1_000_000, "A\x00A", "\u202eAAAA", "👍" * 10, "<b>", "=1+1", "a\r\nBcc: x"]
)
@pytest.mark.parametrize("field", ["code", "email"])
def test_any_text_gets_a_clear_message(controller: Controller, typed: str, field: str):
    walk = Walk(controller)
    walk.sent("access", answers=SELF)

    answer = walk.client.post(url(walk), {field: typed})

    assert answer.status_code == 422
    assert 'class="error-summary"' in answer.content.decode()
