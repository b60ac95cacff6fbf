"""Coming in and going out, the language of the desk, and how long a session lasts."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from dsr.models import User
from dsr.web import guessing
from tests.signed_in import spare_code
from tests.web.desk.conftest import NOW, signed_in

pytestmark = pytest.mark.django_db
PASSWORD = "paper-ink-and-rail"


@pytest.fixture
def account(dpo: User) -> User:
    """The data protection officer, with a password."""
    dpo.set_password(PASSWORD)
    dpo.save()
    spare_code(dpo.email)
    return dpo


def come_in(client: Client, email: str, password: str = PASSWORD):
    return client.post(reverse("desk:sign_in"), {"username": email, "password": password})


def test_address_and_password_open_the_desk_whatever_the_capitals_of_the_address(account: User):
    client = Client()

    step = come_in(client, account.email.upper())
    answer = client.post(step["Location"], {"code": spare_code(account.email)})

    assert answer["Location"] == reverse("desk:home")
    assert client.get(reverse("desk:home")).status_code == 200


def test_a_wrong_password_and_an_unknown_address_are_answered_alike(account: User):
    wrong, unknown = Client(), Client()

    answers = [
        come_in(wrong, account.email, "something-else-here"),
        come_in(unknown, "x@controller.example.org"),
    ]

    assert [answer.status_code for answer in answers] == [422, 422]
    assert len({tuple(answer.context["form"].non_field_errors()) for answer in answers}) == 1


def test_an_account_that_was_closed_does_not_come_in(account: User):
    account.is_active = False
    account.save()

    assert come_in(Client(), account.email).status_code == 422


def test_signing_out_is_a_post_and_ends_the_session(account: User):
    client = signed_in(account)

    assert client.get(reverse("desk:sign_out")).status_code == 405
    client.post(reverse("desk:sign_out"))

    assert client.get(reverse("desk:home")).status_code == 302


def test_the_language_that_is_chosen_stays_with_the_account(account: User):
    signed_in(account).post(reverse("desk:language"), {"language": "sv", "next": reverse("desk:requests")})

    page = signed_in(account).get(reverse("desk:home")).content.decode()

    assert User.objects.get(pk=account.pk).language == "sv"
    assert '<html lang="sv">' in page


def test_the_sign_in_page_can_be_read_in_another_language_before_there_is_an_account():
    client = Client()

    client.post(reverse("desk:language"), {"language": "de", "next": reverse("desk:sign_in")})

    assert "Passwort" in client.get(reverse("desk:sign_in")).content.decode()


@pytest.mark.parametrize("back", ["https://elsewhere.example.org/", "//elsewhere.example.org/x"])
def test_the_language_switch_leads_nowhere_else(back: str):
    answer = Client().post(reverse("desk:language"), {"language": "de", "next": back})

    assert answer["Location"] == reverse("desk:home")


def test_clicks_keep_a_session_alive_and_half_an_hour_without_one_ends_it(
    browser: Client, clock: time_machine.Traveller
):
    for minutes in (0, 25, 50):
        clock.move_to(NOW + timedelta(minutes=minutes))
        assert browser.get(reverse("desk:home")).status_code == 200

    clock.move_to(NOW + timedelta(minutes=81))

    assert browser.get(reverse("desk:home")).status_code == 302


def test_a_session_ends_after_eight_hours_whatever_is_clicked(browser: Client, clock: time_machine.Traveller):
    for quarter in range(33):
        clock.move_to(NOW + timedelta(minutes=15 * quarter))
        last = browser.get(reverse("desk:home")).status_code

    clock.move_to(NOW + timedelta(minutes=15 * 33))

    assert last == 200
    assert browser.get(reverse("desk:home")).status_code == 302


def test_guessing_a_password_has_to_wait_and_locks_out_nobody_else(account: User):
    guesser, owner = Client(REMOTE_ADDR="198.51.100.23"), Client(REMOTE_ADDR="203.0.113.8")
    for _try in range(guessing.TRIES):
        come_in(guesser, account.email, "a wrong guess at it")

    right_at_last = come_in(guesser, account.email)
    at_home = come_in(owner, account.email)

    assert right_at_last.status_code == 422
    assert "15 minutes" in right_at_last.content.decode()
    assert at_home["Location"] == reverse("mfa_authenticate")
