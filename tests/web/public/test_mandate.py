"""Somebody acts for another: both are told, the person says yes or no, and a no lets nothing out."""

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from dsr.models import Blocked, Controller, IdentityProof, Mandate, Submission, User
from dsr.notices import confirming, delivery, outbox
from dsr.services import answering, handling, identity
from tests import make
from tests.make import stored
from tests.web.public.walk import AGENT, Walk

CONFIRMS = {**AGENT, "relation": {**AGENT["relation"], "basis": "confirms"}}


def link(submission: Submission) -> str:
    """Return the page that is mailed to the person."""
    return f"/de/mandate/{confirming.mandate_token(submission)}/"


def test_both_are_told_by_mails_that_say_nothing_of_each_other(controller: Controller):
    Walk(controller).sent("access", answers=CONFIRMS)

    delivery.sweep(clock=timezone.now)

    to = {message.to[0]: message for message in mail.outbox}
    assert {"mira@person.example.net", "kanzlei@agent.example.com"} <= set(to)
    said = "".join(
        f"{m.subject} {m.body}" for m in (to["mira@person.example.net"], to["kanzlei@agent.example.com"])
    )
    assert "Anwältin" not in said
    assert "Erfunden" not in said
    assert "Auskunft" not in said


def test_the_word_of_the_person_needs_their_address_and_one_that_is_not_the_agents(controller: Controller):
    walk = Walk(controller, language="en")
    walk.post("who", {"relation": "agent"})

    without = walk.post("relation", {**CONFIRMS["relation"], "person_email": ""})
    walk.fill("access", answers=CONFIRMS)
    same = walk.post("contact", {"email": "MIRA@person.example.net"})

    assert (without.status_code, same.status_code) == (422, 422)
    assert "we ask them there" in without.content.decode()
    assert "This is the address of the person for whom you act" in same.content.decode()


def test_looking_at_the_link_changes_nothing_and_yes_is_a_proof(controller: Controller):
    submission = Walk(controller).sent("access", answers=CONFIRMS)

    pages = [Client().get(link(submission)) for _scan in range(5)]
    before = IdentityProof.objects.count()
    said = Client().post(link(submission), {"answer": "yes"})

    assert [page.status_code for page in pages] == [200] * 5
    assert "Ada Anwältin" in pages[0].content.decode()
    assert (before, said.status_code) == (0, 200)
    assert [proof.method for proof in IdentityProof.objects.all()] == ["mandate"]
    assert Client().post(link(submission), {"answer": "no"}).status_code == 404


def test_a_wrong_link_and_a_used_one_look_the_same(controller: Controller):
    submission = Walk(controller).sent("access", answers=CONFIRMS)
    Client().post(link(submission), {"answer": "yes"})

    answers = [Client().get(link(submission)), Client().get(f"/de/mandate/{'x' * 48}/")]

    token = confirming.mandate_token(submission)
    assert [answer.status_code for answer in answers] == [404, 404]
    assert len({answer.content.decode().replace(token, "x" * 48) for answer in answers}) == 1


def ready(submission: Submission, author: User, approver: User) -> int:
    """Lead an agent's request to where only the answer has to go out; return its number."""
    now = timezone.now()
    identity.confirm_by_link(outbox.confirm_token(submission), now=now)
    dsr = submission.requests.get()
    handling.start(dsr.pk, by=author, now=now)
    identity.prove_identity(dsr.pk, level=2, method="details", by=author, now=now)
    answering.draft(dsr.pk, outcome="granted", answer="Ihre Kopie.", by=author, now=now)
    make.serve.serve(dsr.pk, by=author, now=now)
    answering.submit_for_review(dsr.pk, by=author, now=now)
    answering.approve(dsr.pk, by=approver, now=now)
    return dsr.pk


@pytest.mark.parametrize(("said", "ends"), [("yes", "closed"), ("no", "ready"), ("", "ready")])
def test_nothing_goes_out_without_the_word_that_is_needed(
    controller: Controller, dpo: User, second_dpo: User, said: str, ends: str
):
    submission = Walk(controller).sent("access", answers=CONFIRMS)
    number = ready(submission, dpo, second_dpo)
    if said:
        Client().post(link(submission), {"answer": said})

    if ends == "closed":
        answering.send(number, by=second_dpo, now=timezone.now())
    else:
        with pytest.raises(Blocked):
            answering.send(number, by=second_dpo, now=timezone.now())

    assert stored(number).state == ends


def test_a_no_is_not_outweighed_by_a_document_but_a_missing_word_is(
    controller: Controller, dpo: User, second_dpo: User
):
    first, second = (Walk(controller).sent("access", answers=CONFIRMS) for _time in range(2))
    numbers = [ready(submission, dpo, second_dpo) for submission in (first, second)]
    Client().post(link(first), {"answer": "no"})
    for number in numbers:
        identity.prove_identity(number, level=2, method="mandate", by=dpo, now=timezone.now())

    with pytest.raises(Blocked):
        answering.send(numbers[0], by=second_dpo, now=timezone.now())
    answering.send(numbers[1], by=second_dpo, now=timezone.now())

    assert [stored(number).state for number in numbers] == ["ready", "closed"]


def test_with_a_document_the_person_is_told_and_their_word_is_welcome_but_not_needed(controller: Controller):
    Walk(controller).sent("access", answers=AGENT)

    assert Mandate.objects.get().required is False
    delivery.sweep(clock=timezone.now)
    assert ["mira@person.example.net"] in [message.to for message in mail.outbox]


def test_an_address_gets_one_mail_a_day_whichever_kind(controller: Controller):
    Walk(controller).sent("access", answers=CONFIRMS)
    Walk(controller).sent("access")

    delivery.sweep(clock=timezone.now)

    assert [message.to for message in mail.outbox].count(["mira@person.example.net"]) == 1
