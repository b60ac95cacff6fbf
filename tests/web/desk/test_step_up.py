"""Before what cannot be taken back, whoever sits there proves again who they are."""

from datetime import timedelta

import pytest
import time_machine
from allauth.core.context import request_context
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.utils import timezone

from dsr.models import State, SubjectRequest, User
from dsr.web import guessing
from dsr.web.desk.actions import ACTIONS
from dsr.web.desk.step_up import step_up_required
from tests.make import stored
from tests.signed_in import spare_code
from tests.web.desk.conftest import NOW, address, ready, signed_in

pytestmark = pytest.mark.django_db
PASSWORD = "paper-ink-and-rail"
WORDS = {"answer": "Hier ist alles.\nGruß", "grounds": ["a", "b"]}


@step_up_required
def release(request: HttpRequest) -> HttpResponse:
    """Stand for a step that cannot be taken back; say what reached it."""
    return HttpResponse(f"{request.method} {dict(request.POST.lists())}")


@pytest.fixture
def account(dpo: User) -> User:
    dpo.set_password(PASSWORD)
    dpo.save()
    return dpo


class Chair:
    """Somebody in front of a browser, signed in on the morning of NOW."""

    def __init__(self, user: User) -> None:
        self.user, self.session = user, {"began": timezone.now().timestamp()}

    def asks(self, method: str, **words: object) -> HttpResponse:
        request = getattr(RequestFactory(), method)("/desk/x/?a=1", words)
        SessionMiddleware(lambda r: HttpResponse()).process_request(request)
        request.session.update(self.session)
        MessageMiddleware(lambda r: HttpResponse()).process_request(request)
        request.user = self.user
        with request_context(request):
            answer = release(request)
        self.session = dict(request.session.items())
        return answer


def test_within_five_minutes_of_signing_in_nobody_is_asked(account: User, clock: time_machine.Traveller):
    chair = Chair(account)
    clock.move_to(NOW + timedelta(minutes=5))

    assert chair.asks("post", **WORDS).content.decode().startswith("POST")


def test_later_the_step_waits_for_a_proof_and_carries_what_was_typed(
    account: User, clock: time_machine.Traveller
):
    chair = Chair(account)
    clock.move_to(NOW + timedelta(minutes=6))

    page = chair.asks("post", **WORDS).content.decode()
    carried = {"answer": [WORDS["answer"]], "grounds": ["a", "b"]}
    done = chair.asks("post", **WORDS, step_up="post", proof_password=PASSWORD)

    assert 'name="proof_password"' in page
    assert 'name="grounds" value="b"' in page
    assert done.content.decode() == f"POST {carried}"
    assert chair.asks("get").content.decode().startswith("GET")


def test_a_wrong_proof_does_nothing_and_keeps_what_was_typed(account: User, clock: time_machine.Traveller):
    chair = Chair(account)
    clock.move_to(NOW + timedelta(minutes=6))

    answer = chair.asks("post", **WORDS, step_up="post", proof_password="something else")

    assert answer.status_code == 422
    assert "Hier ist alles." in answer.content.decode()
    assert "something else" not in answer.content.decode()
    assert chair.asks("post", **WORDS).content.decode().startswith("<!doctype html>")


def test_a_page_that_is_asked_for_is_shown_after_the_proof(account: User, clock: time_machine.Traveller):
    chair = Chair(account)
    clock.move_to(NOW + timedelta(minutes=6))

    asked = chair.asks("get")
    answer = chair.asks("post", step_up="get", proof_password=PASSWORD)

    assert 'value="get"' in asked.content.decode()
    assert (answer.status_code, answer["Location"]) == (302, "/desk/x/?a=1")


def test_guessing_the_proof_has_to_wait(account: User, clock: time_machine.Traveller):
    chair = Chair(account)
    clock.move_to(NOW + timedelta(minutes=6))
    for _try in range(guessing.TRIES):
        chair.asks("post", step_up="post", proof_password="a guess")

    answer = chair.asks("post", step_up="post", proof_password=PASSWORD)

    assert answer.status_code == 422
    assert "15 minutes" in answer.content.decode()


def test_a_code_proves_as_well_as_the_password_and_is_used_up_by_it(
    account: User, clock: time_machine.Traveller
):
    chair, code = Chair(account), spare_code(account.email)
    clock.move_to(NOW + timedelta(minutes=6))

    done = chair.asks("post", **WORDS, step_up="post", proof_code=code)
    clock.move_to(NOW + timedelta(minutes=13))
    again = chair.asks("post", **WORDS, step_up="post", proof_code=code)

    assert done.content.decode().startswith("POST")
    assert again.status_code == 422


def test_an_empty_proof_is_no_proof(account: User, clock: time_machine.Traveller):
    chair = Chair(account)
    clock.move_to(NOW + timedelta(minutes=6))

    assert chair.asks("post", step_up="post").status_code == 422


def test_whoever_has_no_password_is_asked_for_a_code_alone(dpo: User, clock: time_machine.Traveller):
    dpo.set_unusable_password()
    chair, _code = Chair(dpo), spare_code(dpo.email)
    clock.move_to(NOW + timedelta(minutes=6))

    page = chair.asks("get").content.decode()

    assert 'name="proof_code"' in page
    assert 'name="proof_password"' not in page


def test_an_answer_is_sent_only_after_a_fresh_proof_and_then_goes_with_what_was_shown(
    dsr: SubjectRequest, account: User, second_dpo: User, clock: time_machine.Traveller
):
    waiting = ready(dsr, second_dpo, account)
    client = signed_in(account)
    client.get(address(dsr))
    clock.move_to(NOW + timedelta(minutes=6))

    asked = client.post(address(dsr, "send"), {"seen": waiting.version})
    between = stored(dsr.pk).state
    proof = {"seen": waiting.version, "step_up": "post", "proof_password": PASSWORD}
    client.post(address(dsr, "send"), proof)

    assert 'name="proof_password"' in asked.content.decode()
    assert (between, stored(dsr.pk).state) == (State.READY, State.CLOSED)


def test_what_goes_out_or_is_gone_for_ever_is_marked():
    assert {code for code, entry in ACTIONS.items() if entry.step_up} >= {"send", "erasure_run"}
