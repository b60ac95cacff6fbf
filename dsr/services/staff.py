"""Accounts of staff: invited, opened by a link, given a new password, closed. What happened is told to their owner."""

from datetime import datetime, timedelta

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import transaction

from dsr.models import AccessLink, Actor, Controller, Event, EventName, Membership, Role, User
from dsr.notices import outbox
from dsr.vault import secrets

INVITATION_HOLDS = timedelta(days=7)
RESET_HOLDS = timedelta(hours=1)
# Whoever asks again within this time has a mail on its way already.
AGAIN = timedelta(minutes=10)


class LinkSpent(Exception):
    """The link was used, is too old, or never existed."""


class LastOfficer(Exception):
    """Nobody would be left who decides for a controller."""


class Oneself(Exception):
    """Nobody closes their own account."""


def invite(
    email: str,
    *,
    first_name: str,
    last_name: str,
    language: str,
    controller: Controller,
    by: User,
    now: datetime,
) -> User:
    """Make an account without a password, and mail its owner the link that opens it. Roles are given apart."""
    with transaction.atomic():
        user = User.objects.create_user(email, first_name=first_name, last_name=last_name, language=language)
        _mail_link(user, AccessLink.Purpose.INVITATION, INVITATION_HOLDS, at=controller, by=by, now=now)
        note(controller, user, "invited", by=by, now=now)
    return user


def invite_again(user_id: int, *, by: User, now: datetime) -> None:
    """Mail a new link to somebody who never opened the first one; the old one is worth nothing from then on."""
    with transaction.atomic():
        user = User.objects.select_for_update().get(pk=user_id)
        user.access_links.filter(used_at=None).update(used_at=now)
        _mail_link(user, AccessLink.Purpose.INVITATION, INVITATION_HOLDS, at=home(user), by=by, now=now)


def forgot_password(email: str, *, now: datetime) -> None:
    """Mail a link to set a new password, where there is such an account; nothing tells whether there is."""
    with transaction.atomic():
        user = User.objects.select_for_update().filter(email=email.strip().lower(), is_active=True).first()
        if user is None or user.access_links.filter(used_at=None, created_at__gt=now - AGAIN).exists():
            return
        _mail_link(user, AccessLink.Purpose.RESET, RESET_HOLDS, at=home(user), by=None, now=now)


def open_link(token: str, *, now: datetime) -> AccessLink:
    """Return the link of a token that still opens an account. Raises LinkSpent."""
    link = AccessLink.objects.select_related("user").filter(digest=secrets.digest(token, "access")).first()
    if link is None or not link.is_open(now):
        raise LinkSpent
    return link


def use_link(token: str, *, password: str, now: datetime) -> User:
    """Set the password of an account by its link, once. Raises LinkSpent."""
    with transaction.atomic():
        digest = secrets.digest(token, "access")
        link = AccessLink.objects.select_for_update(of=("self",)).filter(digest=digest).first()
        if link is None or not link.is_open(now):
            raise LinkSpent
        AccessLink.objects.filter(user=link.user_id, used_at=None).update(used_at=now)
        return set_password(link.user_id, password, now=now)


def set_password(user_id: int, password: str, *, now: datetime) -> User:
    """Set a password and tell the account's owner; every session that rests on the old one ends."""
    with transaction.atomic():
        user = User.objects.select_for_update().get(pk=user_id)
        was_open = user.has_usable_password()
        user.set_password(password)
        user.save(update_fields=["password"])
        if was_open:
            tell_of_change(user, "password", now=now)
    return user


def choose_overview(user_id: int, *, digest: str, zone: str) -> None:
    """Keep how often somebody wants their overview, and the zone of their mornings."""
    User.objects.filter(pk=user_id).update(digest=digest, zone=zone)


def close_account(user_id: int, *, by: User, now: datetime) -> None:
    """Close an account at once, with every session of it; what its owner did stays in the log.

    Raises Oneself, LastOfficer.
    """
    with transaction.atomic():
        user = User.objects.select_for_update().get(pk=user_id)
        if user.pk == by.pk:
            raise Oneself
        for controller_id in user.memberships.filter(role=Role.DPO).values_list("controller", flat=True):
            keep_an_officer(controller_id, without=user)
        user.is_active = False
        user.save(update_fields=["is_active"])
        user.access_links.filter(used_at=None).update(used_at=now)
        end_sessions(user)
        note(home(user), user, "closed", by=by, now=now)


def reopen_account(user_id: int, *, by: User, now: datetime) -> None:
    """Open a closed account again."""
    with transaction.atomic():
        user = User.objects.select_for_update().get(pk=user_id)
        user.is_active = True
        user.save(update_fields=["is_active"])
        note(home(user), user, "reopened", by=by, now=now)


def forget_factors(user_id: int, *, by: User, now: datetime) -> None:
    """Take away every second factor of somebody who lost theirs; the next sign-in leads to a new one."""
    with transaction.atomic():
        user = User.objects.select_for_update().get(pk=user_id)
        Authenticator.objects.filter(user=user).delete()
        end_sessions(user)
        tell_of_change(user, "forgotten", now=now)
        note(home(user), user, "factors", by=by, now=now)


def end_sessions(user: User) -> None:
    """End every session of an account."""
    for session in UserSession.objects.filter(user=user):
        session.end()


def keep_an_officer(controller_id: int, *, without: User) -> None:
    """Raise LastOfficer if nobody else is data protection officer of a controller."""
    officers = Membership.objects.filter(controller=controller_id, role=Role.DPO, user__is_active=True)
    if not officers.exclude(user=without).exists():
        raise LastOfficer


def tell_of_change(user: User, what: str, *, now: datetime) -> None:
    """Mail an account's owner that its password or a factor has changed, whoever did it."""
    at = home(user)
    if at is not None:
        occasion = f"{what}:{int(now.timestamp() * 1000)}"
        outbox.queue(
            "account_changed", now=now, recipient=f"user:{user.pk}", controller=at, occasion=occasion
        )


def home(user: User) -> Controller | None:
    """Return the controller in whose name an account is written to: one of its own, else the first of the house."""
    own = Controller.objects.filter(memberships__user=user).order_by("pk").first()
    return own or Controller.objects.order_by("pk").first()


def note(
    controller: Controller | None, user: User, what: str, *, by: User | None, now: datetime, **data: str
) -> None:
    """Write into the log what happened to an account: who is a number there, as everywhere in the log."""
    if controller is not None:
        Event.objects.create(
            controller=controller, name=EventName.STAFF_CHANGED, at=now, by=by,
            actor=Actor.STAFF if by else Actor.SYSTEM, data={"what": what, "user": user.pk, **data},
        )  # fmt: skip


def _mail_link(
    user: User, purpose: str, holds: timedelta, *, at: Controller | None, by: User | None, now: datetime
) -> None:
    link = AccessLink.objects.create(
        user=user, purpose=purpose, by=by, created_at=now, expires_at=now + holds
    )
    link.digest = secrets.digest(link.token, "access")
    link.save(update_fields=["digest"])
    if at is not None:
        outbox.queue(purpose, now=now, recipient=f"user:{user.pk}", controller=at, occasion=f"l{link.pk}")
