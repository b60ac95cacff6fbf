"""The way to a working form: which settings a controller still needs to look at, in order, each a minute or two."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings as conf
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _later
from django.views.decorators.http import require_POST

from dsr.law.authorities import UnknownAuthority
from dsr.models import Controller, Event, EventName, Role
from dsr.services import settings as verbs
from dsr.web.desk.fields import say_what_is_missing
from dsr.web.desk.who import shell
from dsr.web.settings import places
from dsr.web.settings.forms_place import PlaceForm
from dsr.web.settings.who import administrators_only, controller_or_404
from dsr.web.settings_checks import RESERVED

ORDER = ("organisation", "place", "holidays", "languages", "officer", "systems", "people")


@dataclass(frozen=True)
class Step:
    """One step of the setup: where it is done, and whether it is."""

    name: Any
    says: Any
    url: str
    done: bool


def steps(controller: Controller) -> list[Step]:
    """Return the steps to a working form, in order."""
    seen = _looked_at(controller)

    def to(code: str) -> str:
        return reverse("settings:section", args=[controller.slug, code])

    return [
        Step(_("Organisation"), _("Name, address, telephone"), to("organisation"), bool(controller.postal_address)),
        Step(_("Place and law"), _("Country, region, authority"), to("place"), _has_authority(controller)),
        Step(_("Holidays"), _("Look at this year's and next year's list once"), to("holidays"), "holidays" in seen),
        Step(_("Languages"), _("In which languages people can write"), to("languages"), "languages" in seen),
        Step(_("Data protection officer"), _("And a deputy for days of absence"), to("officer"),
             bool(controller.dpo_email and controller.deputy_email)),
        Step(_("Systems and their owners"), _("Who is asked where data lie; a list can be read in"),
             reverse("settings:systems", args=[controller.slug]), controller.systems.filter(is_active=True).exists()),
        Step(_("A second person"), _("Somebody else who approves answers"), reverse("settings:people"),
             not controller.four_eyes or _officers(controller) > 1),
    ]  # fmt: skip


def progress(controller: Controller) -> tuple[int, int]:
    """Return how many steps are done, of how many."""
    found = steps(controller)
    return sum(step.done for step in found), len(found)


def after(code: str) -> str:
    """Return the section that follows in the setup; empty after the last one."""
    place = ORDER.index(code) if code in ORDER else len(ORDER)
    following = ORDER[place + 1 : place + 2]
    return following[0] if following else ""


class NewForm(forms.Form):
    """This will take the little that a further controller begins with; the rest has good defaults."""

    name = forms.CharField(label=_later("Name of the organisation"), max_length=200)
    country = forms.ChoiceField(label=_later("Country"))
    subdivision = forms.CharField(
        label=_later("Region"), max_length=6, required=False,
        help_text=_later("For example DE-BE. It decides which regional holidays count."),
    )  # fmt: skip
    language = forms.ChoiceField(label=_later("Main language"))
    dpo_email = forms.EmailField(label=_later("Mail address of the data protection officer"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["country"].choices = places.countries()  # type: ignore[attr-defined]
        self.fields["language"].choices = conf.LANGUAGES  # type: ignore[attr-defined]
        self.fields["country"].initial = "DE"
        say_what_is_missing(self)

    def clean(self) -> dict[str, Any]:
        """Refuse what the section on the place would refuse."""
        data = super().clean() or self.cleaned_data
        place = PlaceForm(
            {"country": data.get("country"), "subdivision": data.get("subdivision"), "regime": "eu_gdpr",
             "zone": "Europe/Berlin", "authority": ""}, instance=Controller(),
        )  # fmt: skip
        for name in ("country", "subdivision"):
            for error in place.errors.get(name, []):
                self.add_error(name, error)
        return data

    def values(self) -> dict[str, Any]:
        """Return the fields of the new controller."""
        data, country = self.cleaned_data, self.cleaned_data["country"]
        return {
            "name": data["name"], "slug": _free_slug(data["name"]), "country": country,
            "subdivision": data["subdivision"].strip().upper(), "zone": places.ZONES[country],
            "regime": places.LAWS.get(country, "eu_gdpr"), "language": data["language"], "dpo_email": data["dpo_email"],
        }  # fmt: skip


@administrators_only
def new(request: HttpRequest) -> HttpResponse:
    """Take in a further controller and lead to its setup."""
    form = NewForm(request.POST or None)
    if form.is_valid():
        made = verbs.set_up(form.values(), by=request.user, now=timezone.now())  # type: ignore[arg-type]
        messages.success(request, _("Added. Its form stays closed until you open it."))
        return redirect("settings:overview", made.slug)
    context = shell(
        request,
        "settings",
        form=form,
        has_errors=form.is_bound,
        administers=True,
        here="new",
        controller=None,
    )
    return render(request, "settings/new.html", context, status=422 if form.is_bound else 200)


@require_POST
def opening(request: HttpRequest, slug: str) -> HttpResponse:
    """Open the form of a controller to the public, or close it."""
    controller = controller_or_404(request, slug)
    is_open = "open" in request.POST
    verbs.change(controller.pk, {"is_open": is_open}, section="opening", by=request.user, now=timezone.now())  # type: ignore[arg-type]
    messages.success(request, _("The form is open.") if is_open else _("The form is closed."))
    return redirect("settings:overview", slug)


def _looked_at(controller: Controller) -> set[str]:
    """Return the sections that somebody has saved at least once."""
    saved = Event.objects.filter(controller=controller, name=EventName.SETTING_CHANGED).values_list(
        "data", flat=True
    )
    return {str(data.get("section")) for data in saved}


def _has_authority(controller: Controller) -> bool:
    try:
        return bool(controller.competent_authority)
    except UnknownAuthority:
        return False


def _officers(controller: Controller) -> int:
    return controller.memberships.filter(role=Role.DPO, user__is_active=True).count()


def _free_slug(name: str) -> str:
    """Return a short name for addresses that no controller has yet."""
    wanted = slugify(name) or "controller"
    taken = {*Controller.objects.filter(slug__startswith=wanted).values_list("slug", flat=True), *RESERVED}
    return next(slug for slug in (wanted, *(f"{wanted}-{n}" for n in range(2, 1000))) if slug not in taken)
