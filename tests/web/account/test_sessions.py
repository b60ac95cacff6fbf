"""Where one is signed in: listed, ended one by one or all at once, and ended by a new password."""

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client
from django.urls import reverse

from dsr.models import User
from tests.signed_in import spare_code
from tests.web.account.conftest import PASSWORD, by_password

pytestmark = pytest.mark.django_db
NEW = "a green boat on a quiet lake"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


def come_in(account: User) -> Client:
    """Return a browser that is signed in all the way."""
    code = spare_code(account.email)
    client = by_password(account.email)
    client.post(reverse("mfa_authenticate"), {"code": code}, headers={"user-agent": FIREFOX})
    assert client.get(reverse("desk:home")).status_code == 200
    return client


def is_in(client: Client) -> bool:
    return client.get(reverse("desk:home")).status_code == 200


def test_each_session_is_listed_with_its_browser(account: User):
    come_in(account)

    page = come_in(account).get(reverse("account:account")).content.decode()

    assert page.count("Firefox, Linux") >= 2
    assert page.count("this browser") == 1


def test_one_session_is_ended_from_another(account: User):
    first, second = come_in(account), come_in(account)
    row = UserSession.objects.get(session_key=first.session.session_key)

    second.post(reverse("account:end_session", args=[row.pk]))

    assert (is_in(first), is_in(second)) == (False, True)


def test_nobody_ends_somebody_elses_session(account: User, second_dpo: User):
    second_dpo.set_password(PASSWORD)
    second_dpo.save()
    mine, theirs = come_in(account), come_in(second_dpo)
    row = UserSession.objects.get(session_key=theirs.session.session_key)

    mine.post(reverse("account:end_session", args=[row.pk]))

    assert is_in(theirs)


def test_all_others_are_ended_at_once(account: User):
    first, second, third = come_in(account), come_in(account), come_in(account)

    third.post(reverse("account:end_others"))

    assert [is_in(first), is_in(second), is_in(third)] == [False, False, True]


def test_a_new_password_ends_every_other_session(account: User):
    other, mine = come_in(account), come_in(account)

    mine.post(reverse("account:password"), {"password": NEW, "again": NEW})

    assert (is_in(other), is_in(mine)) == (False, True)
    assert User.objects.get(pk=account.pk).check_password(NEW)


def test_two_different_passwords_change_nothing(account: User):
    answer = come_in(account).post(reverse("account:password"), {"password": NEW, "again": NEW + "!"})

    assert answer.status_code == 422
    assert User.objects.get(pk=account.pk).check_password(PASSWORD)
