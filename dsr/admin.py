"""Administration: controllers and their settings, staff and their roles. No case content is ever shown here."""

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import UserChangeForm
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from dsr.law import authorities, regimes, rights
from dsr.law.calendars import COUNTRIES, Calendar, UnknownPlace
from dsr.law.deadlines import NoSuchZone, zone_of
from dsr.models import Controller, Membership, Recipient, System, User
from dsr.models.system import CONTACT
from dsr.services import tasks, upkeep
from dsr.web import settings_checks
from dsr.web.account import unlisted

admin.site.site_header = admin.site.site_title = "DSR Desk"
admin.site.index_title = _("Controllers and staff")
admin.site.unregister(Group)
unlisted.guard(admin.site)

# A change of one of these can move the last day of every open request.
MOVES_DATES = frozenset(
    {"country", "subdivision", "zone", "regime", "regional_holidays", "extra_free", "excluded_free", "ladder"}
)


class ControllerForm(forms.ModelForm):
    """This will refuse settings that the law's own data do not know."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reviewed = {
            code: regime.name if regime.reviewed else f"{regime.name} ({_now('not reviewed')})"
            for code, regime in regimes.ALL.items()
        }
        found = ("", _now("found by country and region"))
        chosen: dict[str, list[tuple[str, Any]]] = {
            "regime": [*reviewed.items()],
            "language": [*settings.LANGUAGES],
            "country": [(code, code) for code in COUNTRIES],
            "authority": [
                found,
                *((one.id, f"{one.country}: {one.name}") for one in authorities.ALL.values()),
            ],
        }
        for name, choices in chosen.items():
            old = self.fields[name]
            self.fields[name] = forms.ChoiceField(
                label=old.label, help_text=old.help_text, choices=choices, required=old.required
            )
        self.fields["languages"] = forms.MultipleChoiceField(
            label=self.fields["languages"].label,
            choices=settings.LANGUAGES,
            widget=forms.CheckboxSelectMultiple,
        )
        days = _('Days as a list, for example ["2027-02-24"]. Open requests are computed anew.')
        for name in ("extra_free", "excluded_free"):
            self.fields[name].help_text = days

    def clean_zone(self) -> str:
        """Refuse a name that is no time zone."""
        try:
            zone_of(self.cleaned_data["zone"])
        except NoSuchZone as error:
            raise ValidationError(
                _now("There is no time zone of this name. Use one such as Europe/Berlin.")
            ) from error
        return str(self.cleaned_data["zone"])

    def clean_extra_free(self) -> list[str]:
        """Refuse what is no list of days."""
        return days_of(self.cleaned_data["extra_free"])

    def clean_excluded_free(self) -> list[str]:
        """Refuse what is no list of days."""
        return days_of(self.cleaned_data["excluded_free"])

    def clean_name(self) -> str:
        """Refuse a name that breaks the line: it is the sender of every mail."""
        return settings_checks.line_of(self.cleaned_data["name"])

    def clean_dpo_name(self) -> str:
        """Refuse a name that breaks the line."""
        return settings_checks.line_of(self.cleaned_data["dpo_name"])

    def clean_slug(self) -> str:
        """Refuse a name that leads elsewhere already."""
        return settings_checks.slug_of(self.cleaned_data["slug"])

    def clean_identifiers(self) -> list[dict[str, Any]]:
        """Refuse what the form could not ask for."""
        return settings_checks.identifiers_of(self.cleaned_data["identifiers"] or [])

    def clean_ladder(self) -> dict[str, Any]:
        """Refuse what the reminders would not understand."""
        given = self.cleaned_data["ladder"]
        return settings_checks.ladder_of({} if given is None else given)

    def clean(self) -> dict[str, Any]:
        """Refuse a place that no calendar knows, and a main language that is not offered."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        for name, check in settings_checks.OF_THE_FORM.items():
            try:
                data[name] = check(data.get(name))
            except ValidationError as error:
                self.add_error(name, error)
        if data.get("language") and data.get("languages") and data["language"] not in data["languages"]:
            self.add_error("languages", _now("The main language must be among the languages offered."))
        country, region = str(data.get("country", "")).upper(), str(data.get("subdivision", "")).upper()
        data["country"], data["subdivision"] = country, region
        try:
            Calendar(country=country, subdivision=region or None)
        except UnknownPlace:
            wrong = "subdivision" if country in COUNTRIES else "country"
            self.add_error(wrong, _now("No calendar is known for this place."))
        return data


def days_of(written: object) -> list[str]:
    """Return a list of days as they are stored. Raises ValidationError for anything else."""
    if not isinstance(written, list):
        raise ValidationError(_now('Write a list of days, for example ["2027-02-24"].'))
    try:
        return sorted({date.fromisoformat(str(day)).isoformat() for day in written})
    except ValueError as error:
        raise ValidationError(_now("One of these is no day: %(error)s.") % {"error": error}) from error


class MembershipInline(admin.TabularInline):
    """The roles of a member of staff, beside the account; they are given in the settings, by two people."""

    model = Membership
    extra = 0
    readonly_fields = ("controller", "role")
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Refuse: one person proposes a role in the settings, another gives it."""
        return False


@admin.register(Controller)
class ControllerAdmin(admin.ModelAdmin):
    """The settings of a controller; a change of its calendar recomputes its open requests."""

    form = ControllerForm
    formfield_overrides: ClassVar = {
        models.URLField: {"assume_scheme": "https"},
        models.JSONField: {"widget": forms.Textarea(attrs={"rows": 3})},
    }
    readonly_fields = ("four_eyes", "four_eyes_reason")
    list_display = ("name", "country", "subdivision", "regime", "language", "is_open")
    list_filter = ("country", "regime", "is_open")
    search_fields = ("name", "slug")
    prepopulated_fields: ClassVar = {"slug": ("name",)}
    fieldsets = (
        (None, {"fields": ("name", "slug", "prefix", "is_open")}),
        (_("Place and law"), {"fields": ("country", "subdivision", "zone", "regime", "public_body", "authority")}),
        (_("Free days"), {"fields": ("regional_holidays", "extra_free", "excluded_free")}),
        (_("People"), {"fields": ("dpo_name", "dpo_email", "deputy_email", "management_email",
                                 "dpo_absent_from", "dpo_absent_until")}),
        (_("Letters and form"), {"fields": ("language", "languages", "binding_language",
                                            "postal_address", "phone", "accent", "notice_url",
                                            "notice_version", "imprint_url", "identifiers", "rights_shown",
                                            "questions_hidden", "texts", "is_listed")}),
        (_("Proof of identity"), {"fields": ("identity_means", "handover_url", "handover_key")}),
        (_("Work"), {"fields": ("four_eyes", "four_eyes_reason", "retention_years", "package_days", "ladder")}),
    )  # fmt: skip

    def has_delete_permission(self, request: HttpRequest, obj: Controller | None = None) -> bool:
        """Refuse: the requests of a controller are kept, so the controller is too."""
        return False

    def save_model(self, request: HttpRequest, obj: Controller, form: Any, change: bool) -> None:
        """Store the settings; where they move dates, compute every open request anew."""
        super().save_model(request, obj, form, change)
        if change and MOVES_DATES & set(form.changed_data):
            moved = upkeep.recompute(Controller.objects.get(pk=obj.pk), now=timezone.now())
            self.message_user(
                request, _now("Computed anew; requests whose dates changed: %(n)s.") % {"n": moved}
            )


def spoken() -> forms.ChoiceField:
    """Return the choice of a language that the desk speaks."""
    return forms.ChoiceField(label=_("language"), choices=settings.DESK_LANGUAGES)


class StaffForm(UserChangeForm):
    """This will offer the languages of the desk by name."""

    language = spoken()


@admin.register(Recipient)
class RecipientAdmin(admin.ModelAdmin):
    """To whom a controller passes data on: what the desk chooses from, case by case."""

    list_display = ("name", "controller", "kind", "under", "is_active")
    list_filter = ("controller", "kind", "is_active")
    search_fields = ("name",)
    fields = ("controller", "name", "kind", "under", "email", "is_active", "note")

    def has_delete_permission(self, request: HttpRequest, obj: Recipient | None = None) -> bool:
        """Refuse: cases name their recipients; one that receives nothing any more is marked so."""
        return False


@admin.register(User)
class StaffAdmin(UserAdmin):
    """Accounts and roles. A role at a controller decides which cases somebody sees."""

    form = StaffForm
    ordering = ("email",)
    list_display = ("email", "first_name", "last_name", "is_active", "is_staff")
    list_filter = ("is_active", "is_staff", "memberships__role")
    search_fields = ("email", "first_name", "last_name")
    filter_horizontal = ()
    inlines = (MembershipInline,)
    fieldsets = (
        (None, {"fields": ("email",)}),
        (_("Person"), {"fields": ("first_name", "last_name", "language", "zone", "digest")}),
        (_("Account"), {"fields": ("is_active", "is_staff", "is_superuser", "last_login")}),
    )
    readonly_fields = ("email", "is_active", "is_staff", "is_superuser", "last_login")

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:  # noqa: A002
        """Refuse: nobody sets somebody else's password. Raises PermissionDenied."""
        raise PermissionDenied

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Refuse: accounts begin with an invitation, in the settings."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Refuse: the log names who did what. An account that is no longer needed is closed in the settings."""
        return False


class SystemForm(forms.ModelForm):
    """This will take the rights and identifiers of a system as boxes to tick."""

    rights = forms.MultipleChoiceField(
        label=_("rights it matters for"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("None ticked: its owner is asked about every right."),
    )  # fmt: skip
    finds_by = forms.MultipleChoiceField(
        label=_("what is needed to find a person"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("The owner is shown these of the person and nothing else."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rights"].choices = [  # type: ignore[attr-defined]
            (right.code, right.name(get_language() or "en")) for right in rights.ALL.values()
        ]
        own = {
            kind["code"]: f"{controller.name}: {kind['code']}"
            for controller in Controller.objects.exclude(identifiers=[])
            for kind in controller.identifiers
        }
        contact = list(CONTACT.items())
        self.fields["finds_by"].choices = [*contact, *own.items()]  # type: ignore[attr-defined]


@admin.register(System)
class SystemAdmin(admin.ModelAdmin):
    """The register of systems. One that was asked about a request is kept: take it out of use instead."""

    form = SystemForm
    list_display = ("name", "controller", "owner_name", "owner_email", "is_active")
    list_filter = ("controller", "is_active", "legal_basis")
    search_fields = ("name", "owner_name", "owner_email")
    fieldsets = (
        (None, {"fields": ("controller", "name", "is_active")}),
        (_("Owner"), {"fields": ("owner_name", "owner_email", "language")}),
        (_("What it holds"), {"fields": ("data_categories", "legal_basis", "retention", "recipients_note")}),
        (_("Requests"), {"fields": ("rights", "finds_by")}),
    )

    def save_model(self, request: HttpRequest, obj: System, form: Any, change: bool) -> None:
        """Store the system; a new owner is mailed the questions that are open."""
        super().save_model(request, obj, form, change)
        if change and "owner_email" in form.changed_data:
            asked = tasks.introduce(obj, now=timezone.now())
            self.message_user(request, _now("Open questions mailed to the new owner: %(n)s.") % {"n": asked})
