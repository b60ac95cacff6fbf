"""The table of the settings: each section with its form, its help, and who may change it. One entry is one page."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _later

from dsr.law import retention
from dsr.law.authorities import UnknownAuthority
from dsr.models import Controller
from dsr.notices.words import cited
from dsr.web.settings.forms import (
    FourEyesForm,
    IdentityForm,
    LanguageForm,
    OfficerForm,
    OrganisationForm,
    RetentionForm,
    SettingForm,
)
from dsr.web.settings.forms_place import HolidayForm, PlaceForm
from dsr.web.settings.forms_public import IdentifiersForm, PublicForm, TextsForm
from dsr.web.settings.forms_reminders import ReminderForm

Facts = Callable[[Controller], list[tuple[Any, Any]]]


@dataclass(frozen=True)
class Section:
    """One page of settings of a controller.

    `officer` says whether its data protection officer may change it besides an administrator. `facts` are shown
    above the form: what follows from the settings as they are. `moves` offers to show which requests would move.
    """

    code: str
    name: Any
    says: Any
    form: type[SettingForm]
    officer: bool = True
    facts: Facts | None = None
    moves: bool = False
    step_up: bool = False

    def options(self, controller: Controller, now: datetime) -> dict[str, Any]:
        """Return what its form needs besides the controller."""
        return {"today": timezone.localdate(now, controller.tz)} if self.form is HolidayForm else {}


def _authority(controller: Controller) -> list[tuple[Any, Any]]:
    try:
        found = controller.competent_authority
    except UnknownAuthority:
        return [(_("Authority named in letters"), _("none: choose one below"))]
    return [(_("Authority named in letters"), f"{found.name}, {found.website}")]


def _kept(controller: Controller) -> list[tuple[Any, Any]]:
    suggested = retention.BY_REGIME.get(controller.regime)
    if suggested is None:
        return []
    said = _("%(years)s years (%(source)s)") % {
        "years": suggested.years,
        "source": cited(_(suggested.source)),
    }
    return [
        (_("Suggested by the law of this controller"), said),
        *(("", _(note)) for note in suggested.notes),
    ]


def _ways_in(controller: Controller) -> list[tuple[Any, Any]]:
    """Return the way to logo, link, code and snippet, which stand on a page of their own."""
    page = reverse("desk:embed", args=[controller.slug])
    return [
        (
            _("Logo, link, code for posters, snippet"),
            format_html('<a href="{}">{}</a>', page, _("Open the page")),
        )
    ]


_TABLE = (
    Section(
        "organisation", _later("Organisation"),
        _later("Who answers. People read it on the form, in every letter and in every mail."), OrganisationForm,
    ),
    Section(
        "officer", _later("Data protection officer"),
        _later("Who is told of each request, and who stands in."), OfficerForm,
    ),
    Section(
        "place", _later("Place and law"),
        _later("Where you are and which law counts. Periods, holidays and the authority follow from it."), PlaceForm,
        facts=_authority, moves=True,
    ),
    Section(
        "holidays", _later("Holidays"),
        _later("A period that ends on a free day runs on to the next working day. Check each December what is new."),
        HolidayForm, moves=True,
    ),
    Section("languages", _later("Languages"), _later("In which languages people can write to you."), LanguageForm),
    Section(
        "form", _later("Public form"),
        _later("What people see who ask: your colour, your links, the rights and questions that the form offers."),
        PublicForm, facts=_ways_in,
    ),
    Section(
        "texts", _later("Own words on the public pages"),
        _later("What you want to say yourself. What stays empty is said by the product, or not at all."), TextsForm,
    ),
    Section(
        "identifiers", _later("How people are found"),
        _later("Ask only for what helps to find somebody: a customer number, a device. Each with its purpose."),
        IdentifiersForm,
    ),
    Section(
        "reminders", _later("Reminders and overviews"),
        _later("Who is told when, counted in working days. What is due that very day cannot be switched off."),
        ReminderForm,
    ),
    Section(
        "identity", _later("Identity"),
        _later("How sure it must be who asks before an answer goes out. More than the house needs, never less."),
        IdentityForm,
    ),
    Section(
        "retention", _later("Retention"),
        _later("How long a closed request is kept as proof before what is personal in it is destroyed."), RetentionForm,
        facts=_kept,
    ),
    Section(
        "four-eyes", _later("Second person"),
        _later("An answer that goes to the wrong person, or with a sentence too much, cannot be called back."),
        FourEyesForm, officer=False, step_up=True,
    ),
)  # fmt: skip

SECTIONS: dict[str, Section] = {section.code: section for section in _TABLE}
