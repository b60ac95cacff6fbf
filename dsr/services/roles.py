"""Roles: one person proposes, a data protection officer gives; taken away at once, by either.

An officer who is the only one of a controller gives alone, as nobody else could: the log says so.
"""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet

from dsr.models import Controller, Membership, ProposedRole, Role, RoleProposal, User
from dsr.notices import outbox
from dsr.services import staff


class NotTheirs(PermissionDenied):
    """A role was proposed or given by somebody who may not do so."""


class AlreadyDecided(Exception):
    """The proposal was decided meanwhile."""


def officers_for(controller: Controller) -> QuerySet[User]:
    """Return who may give roles at a controller: its officers, those of the house where it has none."""
    found = User.objects.filter(is_active=True, memberships__role=Role.DPO)
    own = found.filter(memberships__role=Role.DPO, memberships__controller=controller).distinct()
    return own if own.exists() else found.distinct()


def may_propose(by: User, controller: Controller) -> bool:
    """Return whether somebody may propose roles at a controller: an administrator, or its officer."""
    return by.is_active and (by.is_superuser or officers_for(controller).filter(pk=by.pk).exists())


def may_decide(by: User, proposal: RoleProposal) -> bool:
    """Return whether somebody may give or decline: an officer who neither proposed it nor gains by it."""
    officers = officers_for(proposal.controller)
    if not officers.filter(pk=by.pk).exists():
        return False
    others = officers.exclude(pk__in=[proposal.proposed_by_id, proposal.user_id])
    return by.pk not in {proposal.proposed_by_id, proposal.user_id} or not others.exists()


def propose(user_id: int, *, controller: Controller, role: str, by: User, now: datetime) -> RoleProposal:
    """Propose a role; where nobody but the proposer could give it, it is given at once. Raises NotTheirs."""
    with transaction.atomic():
        user = User.objects.select_for_update().get(pk=user_id)
        if not may_propose(by, controller) or role not in ProposedRole.values:
            raise NotTheirs
        RoleProposal.objects.filter(user=user, controller=controller, decided_at=None).update(
            decided_at=now, decided_by=by, approved=False
        )
        proposal = RoleProposal.objects.create(
            user=user, controller=controller, role=role, proposed_by=by, proposed_at=now
        )
        staff.note(controller, user, "proposed", by=by, now=now, role=role)
        if may_decide(by, proposal):
            _decide(proposal, approved=True, by=by, now=now)
            return proposal
        for officer in officers_for(controller).exclude(pk__in=[by.pk, user.pk]):
            outbox.queue(
                "role_proposed", now=now, recipient=f"user:{officer.pk}", controller=controller,
                occasion=f"p{proposal.pk}",
            )  # fmt: skip
    return proposal


def decide(proposal_id: int, *, approved: bool, by: User, now: datetime) -> None:
    """Give or decline a proposed role. Raises NotTheirs, AlreadyDecided."""
    with transaction.atomic():
        proposal = (
            RoleProposal.objects.select_for_update(of=("self",))
            .select_related("user", "controller")
            .get(pk=proposal_id)
        )
        if proposal.decided_at is not None:
            raise AlreadyDecided
        if not may_decide(by, proposal):
            raise NotTheirs
        _decide(proposal, approved=approved, by=by, now=now)


def take_away(user_id: int, *, controller: Controller, role: str, by: User, now: datetime) -> None:
    """Take a role away, at once: less power needs no second person. Raises NotTheirs, LastOfficer."""
    with transaction.atomic():
        user = User.objects.select_for_update().get(pk=user_id)
        if not may_propose(by, controller):
            raise NotTheirs
        if role == ProposedRole.ADMINISTRATOR:
            if not User.objects.filter(is_superuser=True, is_active=True).exclude(pk=user.pk).exists():
                raise staff.LastOfficer
            _administers(user, False)
        else:
            if role == Role.DPO:
                staff.keep_an_officer(controller.pk, without=user)
            Membership.objects.filter(user=user, controller=controller, role=role).delete()
        staff.note(controller, user, "taken_away", by=by, now=now, role=role)


def _decide(proposal: RoleProposal, *, approved: bool, by: User, now: datetime) -> None:
    proposal.approved, proposal.decided_by, proposal.decided_at = approved, by, now
    proposal.save(update_fields=["approved", "decided_by", "decided_at"])
    alone = "yes" if by.pk == proposal.proposed_by_id else "no"
    what = "given" if approved else "declined"
    staff.note(proposal.controller, proposal.user, what, by=by, now=now, role=proposal.role, alone=alone)
    if not approved:
        return
    if proposal.role == ProposedRole.ADMINISTRATOR:
        _administers(proposal.user, True)
        return
    held = Membership.objects.filter(user=proposal.user, controller=proposal.controller).first()
    if held is not None and held.role == Role.DPO and proposal.role != Role.DPO:
        staff.keep_an_officer(proposal.controller_id, without=proposal.user)
    Membership.objects.update_or_create(
        user=proposal.user, controller=proposal.controller, defaults={"role": proposal.role}
    )


def _administers(user: User, does: bool) -> None:
    user.is_staff = user.is_superuser = does
    user.save(update_fields=["is_staff", "is_superuser"])
