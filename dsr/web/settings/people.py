"""Staff and their roles: invited, proposed by one and given by another, taken away, closed."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _later
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dsr.models import Controller, ProposedRole, RoleProposal, User
from dsr.services import roles, staff
from dsr.web.account.guard import has_factor
from dsr.web.desk.fields import say_what_is_missing
from dsr.web.desk.step_up import step_up_required
from dsr.web.settings.pages import around
from dsr.web.settings.who import StaffRequest, administrators_only, controllers_to_set, setters_only

ROLE_HELP = {
    ProposedRole.HANDLER: _later("Works on the cases that are assigned to them, and proposes."),
    ProposedRole.DPO: _later("Sees every case of the controller, decides, approves and gives roles."),
    ProposedRole.AUDITOR: _later("Sees the log, the register and figures; no content."),
    ProposedRole.ADMINISTRATOR: _later("Sets up people and settings of the whole house; sees no case."),
}


class RoleForm(forms.Form):
    """This will take a role at a controller."""

    controller = forms.ModelChoiceField(label=_later("Controller"), queryset=Controller.objects.none())
    role = forms.ChoiceField(label=_later("Role"), choices=ProposedRole.choices, widget=forms.RadioSelect)

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        queryset = controllers_to_set(by)
        self.fields["controller"].queryset = queryset  # type: ignore[attr-defined]
        only = list(queryset[:2])
        if len(only) == 1:
            self.fields["controller"].initial = only[0]
        say_what_is_missing(self)

    @property
    def hints(self) -> dict[str, Any]:
        """What each role means, beside it."""
        return {str(code): says for code, says in ROLE_HELP.items()}


class InviteForm(RoleForm):
    """This will take who is invited, and the role that is proposed for them."""

    email = forms.EmailField(
        label=_later("Mail address"),
        help_text=_later("The invitation goes there. It works once, for a week."),
    )
    first_name = forms.CharField(label=_later("First name"), max_length=150, required=False)
    last_name = forms.CharField(label=_later("Last name"), max_length=150, required=False)
    language = forms.ChoiceField(label=_later("Language"), choices=settings.DESK_LANGUAGES)
    field_order = ("email", "first_name", "last_name", "language", "controller", "role")

    def clean_email(self) -> str:
        """Refuse an address that has an account."""
        email = str(self.cleaned_data["email"]).lower()
        if User.objects.filter(email=email).exists():
            raise forms.ValidationError(
                _("There is an account for this address. Propose the role on its page.")
            )
        return email


def visible_people(by: User) -> QuerySet[User]:
    """Return the accounts that somebody looks after: all, or those at one's own controllers."""
    if by.is_superuser:
        return User.objects.all()
    mine = controllers_to_set(by)
    return User.objects.filter(
        Q(memberships__controller__in=mine) | Q(proposals__controller__in=mine)
    ).distinct()


def _person_or_404(request: StaffRequest, pk: int) -> User:
    found = visible_people(request.user).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@setters_only
@require_safe
def people(request: StaffRequest) -> HttpResponse:
    """List the accounts with their roles, and what waits to be decided."""
    by = request.user
    found = visible_people(by).prefetch_related("memberships__controller").order_by("-is_active", "email")
    context = {"people": [_row(user) for user in found], "waiting": _waiting(by)}
    return render(request, "settings/people.html", around(request, None, "people", **context))


@setters_only
@require_http_methods(["GET", "POST"])
def invite(request: StaffRequest) -> HttpResponse:
    """Invite somebody, and propose their role."""
    by, now = request.user, timezone.now()
    form = InviteForm(request.POST or None, by=by, initial={"language": by.language})
    if form.is_valid():
        data = form.cleaned_data
        user = staff.invite(
            data["email"], first_name=data["first_name"], last_name=data["last_name"], language=data["language"],
            controller=data["controller"], by=by, now=now,
        )  # fmt: skip
        proposal = roles.propose(user.pk, controller=data["controller"], role=data["role"], by=by, now=now)
        messages.success(request, _("Invited by mail.") + " " + _said(proposal))
        return redirect("settings:people")
    context = {"form": form, "has_errors": form.is_bound}
    page = around(request, None, "people", **context)
    return render(request, "settings/invite.html", page, status=422 if form.is_bound else 200)


@setters_only
def person(request: StaffRequest, pk: int) -> HttpResponse:
    """Show one account, and propose a role for it."""
    user = _person_or_404(request, pk)
    return _person_page(request, user, RoleForm(by=request.user))


def _person_page(request: StaffRequest, user: User, form: RoleForm) -> HttpResponse:
    mine = controllers_to_set(request.user)
    context = {
        "person": user, "row": _row(user), "form": form, "has_errors": form.is_bound,
        "held": user.memberships.filter(controller__in=mine).select_related("controller"),
        "factor": has_factor(user), "is_self": user.pk == request.user.pk,
    }  # fmt: skip
    page = around(request, None, "people", **context)
    return render(request, "settings/person.html", page, status=422 if form.is_bound else 200)


@setters_only
@step_up_required
@require_POST
def propose(request: StaffRequest, pk: int) -> HttpResponse:
    """Propose a role for somebody."""
    user, by = _person_or_404(request, pk), request.user
    form = RoleForm(request.POST, by=by)
    if not form.is_valid():
        return _person_page(request, user, form)
    data = form.cleaned_data
    proposal = roles.propose(
        user.pk, controller=data["controller"], role=data["role"], by=by, now=timezone.now()
    )
    messages.success(request, _said(proposal))
    return redirect("settings:person", pk)


@setters_only
@step_up_required
@require_POST
def decide(request: StaffRequest, pk: int) -> HttpResponse:
    """Give a proposed role, or decline it."""
    by = request.user
    proposal = RoleProposal.objects.filter(pk=pk, controller__in=controllers_to_set(by)).first()
    if proposal is None or not roles.officers_for(proposal.controller).filter(pk=by.pk).exists():
        raise Http404
    try:
        roles.decide(pk, approved="give" in request.POST, by=by, now=timezone.now())
    except roles.AlreadyDecided:
        messages.info(request, _("Somebody else decided this meanwhile."))
    else:
        messages.success(request, _("Given.") if "give" in request.POST else _("Declined."))
    return redirect("settings:people")


@setters_only
@step_up_required
@require_POST
def take_away(request: StaffRequest, pk: int) -> HttpResponse:
    """Take a role away from somebody."""
    user, by = _person_or_404(request, pk), request.user
    controller = controllers_to_set(by).filter(slug=request.POST.get("controller", "")).first()
    if controller is None:
        raise Http404
    try:
        roles.take_away(
            user.pk, controller=controller, role=request.POST.get("role", ""), by=by, now=timezone.now()
        )
    except staff.LastOfficer:
        messages.error(request, _("Nobody else could decide there. Give the role to somebody else first."))
    else:
        messages.success(request, _("Taken away."))
    return redirect("settings:person", pk)


@administrators_only
@step_up_required
@require_POST
def account(request: StaffRequest, pk: int) -> HttpResponse:
    """Close or open an account, send the invitation again, or take away lost second factors."""
    user, by, now = _person_or_404(request, pk), request.user, timezone.now()
    what = request.POST.get("what", "")
    try:
        if what == "close":
            staff.close_account(user.pk, by=by, now=now)
        elif what in DEEDS:
            DEEDS[what](user.pk, by=by, now=now)
        else:
            raise Http404
    except staff.LastOfficer:
        messages.error(request, _("Nobody else could decide there. Give the role to somebody else first."))
    except staff.Oneself:
        messages.error(request, _("Nobody closes their own account. Ask another administrator."))
    else:
        messages.success(request, _("Done."))
    return redirect("settings:person", pk)


DEEDS = {"open": staff.reopen_account, "invite": staff.invite_again, "forget": staff.forget_factors}


def _said(proposal: RoleProposal) -> str:
    if proposal.approved:
        return _("The role holds at once: nobody else could have given it.")
    return _("The role holds as soon as a data protection officer agrees.")


def _row(user: User) -> dict[str, Any]:
    never = not user.has_usable_password() and user.last_login is None
    return {
        "user": user, "roles": _by_role(user),
        "administers": user.is_superuser, "invited": user.is_active and never,
    }  # fmt: skip


def _by_role(user: User) -> list[tuple[str, str]]:
    """Return the roles of somebody, each with the controllers at which they have it."""
    found: dict[str, list[str]] = {}
    for each in user.memberships.all():
        found.setdefault(str(each.get_role_display()), []).append(str(each.controller))
    return [(role, ", ".join(sorted(at))) for role, at in found.items()]


def _waiting(by: User) -> list[dict[str, Any]]:
    found = RoleProposal.objects.filter(decided_at=None, controller__in=controllers_to_set(by))
    found = found.select_related("user", "controller", "proposed_by")
    return [{"proposal": each, "mine": roles.may_decide(by, each)} for each in found]
