"""People and roles: invited, proposed by one, given by another, taken away at once, never left without an officer."""

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from dsr.models import Controller, Event, EventName, Membership, Notice, Role, RoleProposal, User
from dsr.services import roles
from tests import make
from tests.signed_in import spare_code
from tests.web.desk.conftest import signed_in

pytestmark = pytest.mark.django_db
NEW = "nele@controller.example.org"


@pytest.fixture
def admin(db: None) -> User:
    """An administrator who is no data protection officer."""
    return User.objects.create_superuser("admin@controller.example.org")


def invite(client: Client, controller: Controller, role: str = "handler", email: str = NEW):
    sent = {
        "email": email,
        "first_name": "Nele",
        "last_name": "",
        "language": "de",
        "controller": controller.pk,
        "role": role,
    }
    return client.post(reverse("settings:invite"), sent)


def role_of(email: str = NEW) -> list[str]:
    return list(Membership.objects.filter(user__email=email).values_list("role", flat=True))


def test_whoever_is_invited_by_an_administrator_waits_for_the_officer(
    admin: User, controller: Controller, dpo: User
):
    answer = invite(signed_in(admin), controller)
    waiting = RoleProposal.objects.get()
    before = role_of()
    signed_in(dpo).post(reverse("settings:decide", args=[waiting.pk]), {"give": "1"})

    assert answer.status_code == 302
    assert (before, role_of()) == ([], ["handler"])
    told = {notice.kind: notice.recipient for notice in Notice.objects.all()}
    assert told == {"invitation": f"user:{User.objects.get(email=NEW).pk}", "role_proposed": f"user:{dpo.pk}"}


def test_an_officer_who_is_alone_gives_the_role_at_once_and_the_log_says_so(
    browser: Client, controller: Controller
):
    invite(browser, controller, "dpo")

    assert role_of() == ["dpo"]
    given = Event.objects.filter(name=EventName.STAFF_CHANGED).last()
    assert (given.data["what"], given.data["role"], given.data["alone"]) == ("given", "dpo", "yes")


def test_of_two_officers_the_other_one_gives(
    browser: Client, controller: Controller, first: User, second_dpo: User
):
    invite(browser, controller)
    waiting = RoleProposal.objects.get()

    own = browser.post(reverse("settings:decide", args=[waiting.pk]), {"give": "1"})
    before = role_of()
    signed_in(second_dpo).post(reverse("settings:decide", args=[waiting.pk]), {"give": "1"})

    assert own.status_code == 403
    assert (before, role_of()) == ([], ["handler"])


def test_a_declined_role_is_not_held_and_is_decided_once(
    browser: Client, controller: Controller, second_dpo: User
):
    invite(browser, controller)
    waiting, client = RoleProposal.objects.get(), signed_in(second_dpo)

    client.post(reverse("settings:decide", args=[waiting.pk]), {"decline": "1"})
    again = client.post(reverse("settings:decide", args=[waiting.pk]), {"give": "1"}, follow=True)

    assert "decided this meanwhile" in again.content.decode()
    assert role_of() == []


def test_an_address_with_an_account_is_not_invited_twice(browser: Client, controller: Controller):
    invite(browser, controller)

    answer = invite(browser, controller)

    assert answer.status_code == 422
    assert User.objects.filter(email=NEW).count() == 1


def test_the_last_officer_keeps_the_role(browser: Client, controller: Controller, first: User):
    answer = browser.post(
        reverse("settings:take_away", args=[first.pk]),
        {"controller": controller.slug, "role": "dpo"},
        follow=True,
    )

    assert "Nobody else could decide" in answer.content.decode()
    assert role_of(first.email) == ["dpo"]


def test_a_role_is_taken_away_at_once(browser: Client, controller: Controller, handler: User):
    browser.post(
        reverse("settings:take_away", args=[handler.pk]), {"controller": controller.slug, "role": "handler"}
    )

    assert role_of(handler.email) == []
    assert signed_in(handler).get(reverse("desk:requests")).status_code == 404


def test_a_closed_account_is_out_at_once(admin: User, handler: User):
    theirs = signed_in(handler)

    signed_in(admin).post(reverse("settings:person_account", args=[handler.pk]), {"what": "close"})

    assert theirs.get(reverse("desk:home")).status_code == 302
    assert User.objects.get(pk=handler.pk).is_active is False


def test_nobody_closes_their_own_account(admin: User):
    client = signed_in(admin)

    client.post(reverse("settings:person_account", args=[admin.pk]), {"what": "close"})

    assert User.objects.get(pk=admin.pk).is_active is True


def test_lost_factors_are_taken_away_and_their_owner_is_told(
    admin: User, controller: Controller, handler: User
):
    spare_code(handler.email)

    signed_in(admin).post(reverse("settings:person_account", args=[handler.pk]), {"what": "forget"})

    assert not Authenticator.objects.filter(user=handler).exists()
    assert Notice.objects.get(kind="account_changed").recipient == f"user:{handler.pk}"


def test_administration_is_given_by_an_officer_like_any_role(
    admin: User, controller: Controller, dpo: User, handler: User
):
    roles.propose(handler.pk, controller=controller, role="admin", by=admin, now=timezone.now())
    before = User.objects.get(pk=handler.pk).is_superuser

    signed_in(dpo).post(reverse("settings:decide", args=[RoleProposal.objects.get().pk]), {"give": "1"})

    assert (before, User.objects.get(pk=handler.pk).is_superuser) == (False, True)


def test_nobody_proposes_where_they_are_nothing(controller: Controller, handler: User, dpo: User):
    elsewhere = make.controller("elsewhere", prefix="EL")
    make.staff(elsewhere, Role.DPO, "dpo@elsewhere.example.org")

    with pytest.raises(roles.NotTheirs):
        roles.propose(handler.pk, controller=elsewhere, role="dpo", by=dpo, now=timezone.now())
    with pytest.raises(roles.NotTheirs):
        roles.propose(handler.pk, controller=controller, role="dpo", by=handler, now=timezone.now())
