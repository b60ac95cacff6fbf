"""Invited by mail, a new password by mail: links that work once and for a time, and tell nobody who has an account."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from dsr.models import AccessLink, Controller, Notice, User
from dsr.notices import mail
from dsr.services import staff
from tests.signed_in import spare_code
from tests.web.account.conftest import PASSWORD, by_password

pytestmark = pytest.mark.django_db
NEW = "a green boat on a quiet lake"


@pytest.fixture
def invited(controller: Controller, account: User) -> User:
    """Somebody who was invited by the data protection officer and has not come yet."""
    return staff.invite(
        "new@controller.example.org", first_name="Nele", last_name="Neu", language="de", controller=controller,
        by=account, now=timezone.now(),
    )  # fmt: skip


def link_to(user: User) -> str:
    """Return the address that the newest mail to somebody names."""
    notice = Notice.objects.filter(recipient=f"user:{user.pk}").last()
    body = mail.build(notice, user.email, now=timezone.now()).body
    return next(line for line in body.split("\n") if "/open/" in line).partition("/desk/")[2]


def untokened(answer) -> str:
    """Return a page without what is drawn anew for every form."""
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", answer.content.decode())


def passwords(password: str = NEW) -> dict[str, str]:
    return {"password": password, "again": password}


def test_an_invitation_comes_by_mail_in_ones_language_and_names_nobody(invited: User):
    notice = Notice.objects.get(recipient=f"user:{invited.pk}")
    letter = mail.build(notice, invited.email, now=timezone.now())

    assert letter.subject == "Ihr Konto am Arbeitsplatz"
    assert "Sie sind eingeladen" in letter.body
    assert "Nele" not in letter.body + letter.subject


def test_the_link_takes_a_password_and_leads_to_the_second_factor(invited: User):
    client, address = Client(), "/desk/" + link_to(invited)

    assert client.get(address).status_code == 200
    client.post(address, passwords())

    assert client.get(reverse("desk:home"))["Location"] == reverse("account:begin")
    assert User.objects.get(pk=invited.pk).check_password(NEW)


def test_the_link_works_once(invited: User):
    address = "/desk/" + link_to(invited)
    Client().post(address, passwords())

    answer = Client().post(address, passwords("another long password here"))

    assert answer.status_code == 404
    assert User.objects.get(pk=invited.pk).check_password(NEW)


def test_looking_at_the_link_does_not_spend_it(invited: User):
    address = "/desk/" + link_to(invited)

    assert [Client().get(address).status_code for _time in range(3)] == [200, 200, 200]


def test_the_link_is_void_after_a_week_and_a_new_one_makes_it_void_at_once(invited: User, account: User):
    old = "/desk/" + link_to(invited)
    staff.invite_again(invited.pk, by=account, now=timezone.now())
    new = "/desk/" + link_to(invited)

    assert Client().get(old).status_code == 404
    with time_machine.travel(timezone.now() + timedelta(days=7, seconds=1)):
        assert Client().get(new).status_code == 404


def test_a_weak_password_is_refused_with_what_to_do_and_keeps_the_link(invited: User):
    client, address = Client(), "/desk/" + link_to(invited)

    answer = client.post(address, passwords("short"))

    assert answer.status_code == 422
    assert "14" in answer.content.decode()
    assert client.get(address).status_code == 200


def test_the_token_lies_nowhere_in_the_database(invited: User):
    link = AccessLink.objects.get(user=invited)

    assert link.token not in str(AccessLink.objects.values().get(pk=link.pk))
    assert link.token not in str(list(Notice.objects.values()))


def test_a_forgotten_password_is_answered_alike_for_known_and_unknown(account: User):
    known = Client().post(reverse("account:forgot"), {"email": account.email.upper()})
    unknown = Client().post(reverse("account:forgot"), {"email": "nobody@controller.example.org"})

    assert known.status_code == unknown.status_code == 200
    assert untokened(known) == untokened(unknown)
    assert [notice.kind for notice in Notice.objects.filter(recipient__startswith="user:")] == ["reset"]


def test_asking_again_at_once_sends_no_second_mail(account: User):
    for _time in range(3):
        Client().post(reverse("account:forgot"), {"email": account.email})

    assert Notice.objects.filter(kind="reset").count() == 1


def test_a_new_password_by_mail_still_asks_for_the_second_factor(account: User):
    spare_code(account.email)
    Client().post(reverse("account:forgot"), {"email": account.email})
    client = Client()

    answer = client.post("/desk/" + link_to(account), passwords())

    assert answer["Location"] == reverse("desk:sign_in")
    assert client.get(reverse("desk:home")).status_code == 302
    assert (
        by_password(account.email, NEW)
        .get(reverse("desk:home"))["Location"]
        .startswith(reverse("desk:sign_in"))
    )
    assert by_password(account.email, PASSWORD).get(reverse("mfa_authenticate"))["Location"] == reverse(
        "account_login"
    )


def test_a_link_of_a_closed_account_opens_nothing(invited: User, account: User):
    address = "/desk/" + link_to(invited)
    staff.close_account(invited.pk, by=account, now=timezone.now())

    assert Client().get(address).status_code == 404
