"""The person at the desk: which role they have at which controller, read once a page."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest

from dsr.models import Controller, Membership, Role, SubjectRequest, User
from dsr.models.reference import parse
from dsr.web.desk import case_load


@dataclass
class Desk:
    """One signed-in person and what they are at each controller."""

    user: User

    @cached_property
    def roles(self) -> dict[int, str]:
        """The role by controller."""
        return dict(Membership.objects.filter(user=self.user).values_list("controller", "role"))

    @cached_property
    def controllers(self) -> list[Controller]:
        """The controllers at which the person has any role, by name."""
        return list(Controller.objects.filter(pk__in=self.roles))

    def at(self, *wanted: str) -> list[int]:
        """Return the controllers at which the person has one of the roles."""
        return [pk for pk, role in self.roles.items() if role in wanted]

    def is_dpo(self, controller_id: int) -> bool:
        """Return whether the person decides for a controller."""
        return self.roles.get(controller_id) == Role.DPO

    def may_read(self, dsr: SubjectRequest) -> bool:
        """Return whether the person may read the content of a request: what `cases` holds, asked of one."""
        role = self.roles.get(dsr.controller_id)
        return role == Role.DPO or (role == Role.HANDLER and dsr.handler_id == self.user.pk)

    @property
    def reads(self) -> bool:
        """Whether the person may read any case at all."""
        return bool(self.at(Role.DPO, Role.HANDLER))

    @property
    def registers(self) -> bool:
        """Whether the person may see the register of any controller."""
        return bool(self.at(Role.DPO, Role.AUDITOR))

    @property
    def keeps(self) -> bool:
        """Whether the person looks after the register of systems of any controller."""
        return bool(self.at(Role.DPO))

    @property
    def sets(self) -> bool:
        """Whether the person sees the settings: an administrator, or the officer of any controller."""
        return self.user.is_superuser or bool(self.at(Role.DPO))

    @property
    def cases(self) -> QuerySet[SubjectRequest]:
        """The requests whose content the person may read: of a DPO all, of a handler their own."""
        mine = Q(controller__in=self.at(Role.HANDLER), handler=self.user)
        return SubjectRequest.objects.filter(Q(controller__in=self.at(Role.DPO)) | mine)


def desk_of(request: HttpRequest) -> Desk:
    """Return the desk of whoever is signed in."""
    if not hasattr(request, "_desk"):
        request._desk = Desk(request.user)  # type: ignore[attr-defined, arg-type]  # noqa: SLF001
    return request._desk  # type: ignore[attr-defined, no-any-return]  # noqa: SLF001


def case_or_404(request: HttpRequest, reference: str) -> SubjectRequest:
    """Return a request with what a page of it shows. Raises Http404, for somebody else's case as for none."""
    dsr = case_load.load(desk_of(request).cases, parse(reference) or "-")
    if dsr is None:
        raise Http404
    return dsr


def shell(request: HttpRequest, section: str, **more: Any) -> dict[str, Any]:
    """Return what every page of the desk needs, with what this one adds."""
    desk = desk_of(request)
    may = {"reads": desk.reads, "registers": desk.registers, "keeps": desk.keeps, "sets": desk.sets}
    return {"section": section, "desk": desk, **may, **more}
