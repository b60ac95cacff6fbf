"""The link that confirms a mailbox: a look consumes nothing, the button does, once."""

from django.test import Client

from dsr.models import Controller, IdentityProof, State, Submission
from dsr.notices import outbox
from tests.web.public.walk import Walk


def token_of(submission: Submission) -> str:
    """Return the token as the mail carries it."""
    return outbox.confirm_token(submission)


def test_a_scanner_that_opens_the_link_five_times_confirms_nothing(controller: Controller):
    submission = Walk(controller).sent("access")
    url = f"/de/confirm/{token_of(submission)}/"

    pages = [(Client().get(url), Client().head(url)) for _scan in range(5)]

    assert {response.status_code for pair in pages for response in pair} == {200}
    assert not IdentityProof.objects.exists()
    assert submission.requests.get().state == State.UNCONFIRMED


def test_the_button_confirms_all_requests_of_the_letter(controller: Controller):
    submission = Walk(controller).sent("access", "erasure")

    page = Client().post(f"/en/confirm/{token_of(submission)}/").content.decode()

    assert "Thank you, your address is confirmed" in page
    assert 'class="secret"' not in page
    assert {dsr.state for dsr in submission.requests.all()} == {State.RECEIVED}
    assert IdentityProof.objects.get().level == 1


def test_a_used_link_and_a_wrong_one_look_the_same(controller: Controller):
    submission = Walk(controller).sent("access")
    used, wrong = token_of(submission), "x" * 48
    Client().post(f"/en/confirm/{used}/")

    answers = [
        getattr(Client(), method)(f"/en/confirm/{token}/")
        for method in ("get", "post")
        for token in (used, wrong)
    ]

    assert [answer.status_code for answer in answers] == [404] * 4
    assert len({answer.content.decode().replace(used, wrong) for answer in answers}) == 1


def test_the_link_of_a_letter_that_came_by_mail_hands_out_the_secret_once(controller: Controller):
    submission = Walk(controller).sent("access")
    token = token_of(submission)
    Submission.objects.filter(pk=submission.pk).update(channel="mail", secret_digest="")

    page = Client().post(f"/en/confirm/{token}/").content.decode()
    again = Client().post(f"/en/confirm/{token}/").content.decode()

    assert 'class="secret"' in page
    assert submission.requests.get().reference in page
    assert 'class="secret"' not in again
