"""Nobody works with a password alone; how a second factor is added, shown, spent and taken away."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.test import Client
from django.urls import reverse

from dsr.models import Notice, User
from dsr.web.desk.signin import SignInForm
from tests.signed_in import spare_code, without_factor
from tests.web.account.conftest import by_password

pytestmark = pytest.mark.django_db
CODES = re.compile(r"<code>(\d{8,12})</code>")


def code_of(secret: str) -> str:
    """Return what an authenticator app shows now."""
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def add_app(client: Client) -> list[str]:
    """Add an authenticator app, as a person would, and return the recovery codes that are shown."""
    page = client.get(reverse("account:app")).content.decode()
    secret = re.search(r'class="secret">([A-Z2-7]+)', page)
    assert secret
    answer = client.post(reverse("account:app"), {"code": code_of(secret[1])})
    assert answer.status_code == 200, answer.content.decode()
    return CODES.findall(answer.content.decode())


@pytest.mark.parametrize(
    "page", ["desk:home", "desk:requests", "account:account", "account:codes", "admin:index"]
)
def test_a_password_alone_opens_no_page_but_the_way_to_a_second_factor(account: User, page: str):
    account.is_staff = account.is_superuser = True
    account.save()
    client = by_password(account.email)

    answer = client.get(reverse(page))

    assert (answer.status_code, answer["Location"]) == (302, reverse("account:begin"))
    assert client.get(reverse("account:begin")).status_code == 200


def test_an_app_is_added_with_its_first_code_and_opens_the_desk(account: User):
    client = by_password(account.email)

    codes = add_app(client)

    assert len(codes) == len(set(codes)) == 10
    assert client.get(reverse("desk:home")).status_code == 200
    assert [notice.kind for notice in Notice.objects.filter(recipient=f"user:{account.pk}")] == [
        "account_changed"
    ]


def test_the_secret_of_an_app_lies_sealed_in_the_database(account: User):
    client = by_password(account.email)
    page = client.get(reverse("account:app")).content.decode()
    secret = re.search(r'class="secret">([A-Z2-7]+)', page)[1]

    client.post(reverse("account:app"), {"code": code_of(secret)})

    stored = Authenticator.objects.get(user=account, type=Authenticator.Type.TOTP)
    assert secret not in str(stored.data)
    assert stored.wrap().validate_code(code_of(secret)) is True


def test_a_wrong_first_code_adds_nothing(account: User):
    client = by_password(account.email)
    client.get(reverse("account:app"))

    answer = client.post(reverse("account:app"), {"code": "000000"})

    assert answer.status_code == 422
    assert not Authenticator.objects.filter(user=account).exists()


def test_after_the_password_the_factor_is_asked_and_only_then_the_desk_opens(account: User):
    code = spare_code(account.email)
    client = by_password(account.email)

    before = client.get(reverse("desk:home"))
    answer = client.post(reverse("mfa_authenticate"), {"code": code})

    assert before["Location"].startswith(reverse("desk:sign_in"))
    assert answer["Location"] == reverse("desk:home")
    assert client.get(reverse("desk:home")).status_code == 200


def test_a_recovery_code_opens_once(account: User):
    code = spare_code(account.email)
    by_password(account.email).post(reverse("mfa_authenticate"), {"code": code})

    again = by_password(account.email).post(reverse("mfa_authenticate"), {"code": code})

    assert again.status_code == 422


def test_codes_are_guessed_five_times_and_then_have_to_wait(account: User):
    code = spare_code(account.email)
    client = by_password(account.email)
    for _try in range(5):
        client.post(reverse("mfa_authenticate"), {"code": "123456"})

    answer = client.post(reverse("mfa_authenticate"), {"code": code})

    assert answer.status_code == 422
    assert "five minutes" in answer.content.decode()


def test_a_session_that_came_in_by_another_door_is_ended(account: User):
    spare_code(account.email)
    client = Client()
    client.force_login(account)

    answer = without_factor(client).get(reverse("desk:home"))

    assert answer["Location"] == reverse("desk:sign_in")
    assert client.get(reverse("desk:home"))["Location"].startswith(reverse("desk:sign_in"))


def test_the_administration_has_no_door_of_its_own(account: User):
    answer = Client().post(reverse("admin:login"), {"username": account.email, "password": "whatever"})

    assert answer["Location"].startswith(reverse("desk:sign_in"))


def test_the_only_factor_stays_until_there_is_another(account: User):
    client = by_password(account.email)
    add_app(client)
    factor = Authenticator.objects.get(user=account, type=Authenticator.Type.TOTP)

    answer = client.post(reverse("account:remove", args=[factor.pk]), follow=True)

    assert "only second factor" in answer.content.decode()
    assert Authenticator.objects.filter(pk=factor.pk).exists()


def test_nobody_takes_away_somebody_elses_factor(account: User, second_dpo: User):
    spare_code(second_dpo.email)
    theirs = (
        Authenticator.objects.filter(user=second_dpo).exclude(type=Authenticator.Type.RECOVERY_CODES).get()
    )
    client = by_password(account.email)
    add_app(client)

    assert client.post(reverse("account:remove", args=[theirs.pk])).status_code == 404


def test_new_recovery_codes_make_the_old_ones_worthless(account: User):
    client = by_password(account.email)
    old = add_app(client)

    fresh = CODES.findall(client.post(reverse("account:codes")).content.decode())

    assert len(fresh) == 10
    assert not set(fresh) & set(old)
    assert by_password(account.email).post(reverse("mfa_authenticate"), {"code": old[0]}).status_code == 422


def test_whoever_stands_between_the_steps_can_begin_as_somebody_else(account: User):
    spare_code(account.email)
    client = by_password(account.email)

    client.post(reverse("desk:sign_out"))

    assert client.get(reverse("mfa_authenticate"))["Location"] == reverse("account_login")
    assert isinstance(client.get(reverse("desk:sign_in")).context["form"], SignInForm)


def test_a_demo_may_leave_the_second_factor_out(account: User, settings):
    settings.SECOND_FACTOR = False

    assert by_password(account.email).get(reverse("desk:home")).status_code == 200
