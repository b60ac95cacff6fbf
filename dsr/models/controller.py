"""The controller: who must answer, where, and by which settings."""

from datetime import date, timedelta
from typing import ClassVar
from zoneinfo import ZoneInfo

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from dsr.law import authorities
from dsr.law.calendars import Calendar
from dsr.models.base import Declared
from dsr.models.identity import LEVEL_NEEDED

ACCENT = "#0e5a68"
# The places of the public pages at which a controller may speak in its own words.
PLACES = ("intro", "done", "routing", "imprint", "privacy", "accessibility")


def default_languages() -> list[str]:
    """Return the languages a new controller offers."""
    return ["en", "de", "sv"]


class Controller(Declared):
    """One controller with everything that differs between controllers. It is no natural person's data."""

    impersonal: ClassVar = (
        "name", "slug", "prefix", "country", "subdivision", "zone", "regime", "language", "languages",
        "binding_language", "postal_address", "phone", "dpo_name", "dpo_email", "deputy_email", "management_email",
        "authority",
        "accent", "notice_url", "notice_version", "extra_free", "excluded_free", "identifiers", "ladder", "texts",
        "identity_means", "handover_url", "handover_key",
        "rights_shown", "questions_hidden", "imprint_url",
        "four_eyes_reason", "identity_levels",
    )  # fmt: skip

    name = models.CharField(_("name"), max_length=200)
    slug = models.SlugField(_("short name in addresses"), unique=True)
    prefix = models.CharField(
        _("prefix of reference numbers"),
        max_length=8,
        default="DSR",
        validators=[RegexValidator(r"^[A-Z]{2,8}$", _("Use two to eight capital letters."))],
    )
    is_open = models.BooleanField(_("form is open"), default=True)

    country = models.CharField(_("country"), max_length=2, help_text=_("Two letters, for example DE."))
    subdivision = models.CharField(
        _("region"), max_length=6, blank=True, help_text=_("For example DE-BE; it decides public holidays.")
    )
    zone = models.CharField(_("time zone"), max_length=64, default="Europe/Berlin")
    regime = models.CharField(_("law"), max_length=16, default="eu_gdpr")
    public_body = models.BooleanField(_("public body"), default=False)
    authority = models.CharField(
        _("supervisory authority"),
        max_length=40,
        blank=True,
        help_text=_("Empty: found by country and region."),
    )
    regional_holidays = models.BooleanField(_("regional holidays count"), default=True)
    extra_free = models.JSONField(_("extra free days"), default=list, blank=True)
    excluded_free = models.JSONField(_("public holidays that do not count here"), default=list, blank=True)

    language = models.CharField(_("main language"), max_length=8, default="en")
    languages = models.JSONField(_("languages offered"), default=default_languages)
    binding_language = models.CharField(
        _("language that binds"),
        max_length=8,
        blank=True,
        help_text=_(
            "Letters in another language carry this one as well, and say that it binds. Empty: none."
        ),
    )
    postal_address = models.TextField(_("postal address"), blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    dpo_name = models.CharField(_("data protection officer"), max_length=200, blank=True)
    dpo_email = models.EmailField(_("address of the data protection officer"))
    deputy_email = models.EmailField(_("address of the deputy"), blank=True)
    dpo_absent_from = models.DateField(_("officer absent from"), null=True, blank=True)
    dpo_absent_until = models.DateField(
        _("officer absent until"), null=True, blank=True, help_text=_("Until then the deputy gets the mails.")
    )
    management_email = models.EmailField(_("address of the management"), blank=True)
    accent = models.CharField(
        _("colour"),
        max_length=7,
        default=ACCENT,
        validators=[RegexValidator(r"^#[0-9a-fA-F]{6}$", _("Write the colour as #rrggbb."))],
    )
    notice_url = models.URLField(_("privacy notice"), blank=True)
    notice_version = models.CharField(_("version of the privacy notice"), max_length=40, blank=True)
    identifiers = models.JSONField(_("identifiers that help to find a person"), default=list, blank=True)

    is_listed = models.BooleanField(_("stands in the public list of this installation"), default=True)
    rights_shown = models.JSONField(
        _("rights offered on the form"), default=list, blank=True,
        help_text=_("None chosen: all of them. People may ask for any right in another way all the same."),
    )  # fmt: skip
    questions_hidden = models.JSONField(
        _("questions left out of the form"), default=list, blank=True,
        help_text=_('As a list of right and question, for example ["erasure.made_public"].'),
    )  # fmt: skip
    texts = models.JSONField(
        _("own texts of the public pages"), default=dict, blank=True,
        help_text=_('By place and language, for example {"intro": {"en": "We are glad that you ask."}}.'),
    )  # fmt: skip
    imprint_url = models.URLField(_("imprint"), blank=True)

    four_eyes = models.BooleanField(_("a second person approves each answer"), default=True)
    four_eyes_reason = models.TextField(_("why no second person approves"), blank=True)
    # By right, only where the controller asks for more than `identity.LEVEL_NEEDED`.
    identity_levels = models.JSONField(_("identity needed by right"), default=dict, blank=True)
    retention_years = models.PositiveSmallIntegerField(
        _("years a closed request is kept"), null=True, blank=True
    )
    content_months = models.PositiveSmallIntegerField(
        _("months after closing until letter and files are destroyed"), null=True, blank=True,
        help_text=_("What the person wrote and sent along. Empty: together with the whole file."),
    )  # fmt: skip
    disposal_list = models.BooleanField(
        _("two officers decide before a file is destroyed"), default=True,
        help_text=_("Otherwise each file is destroyed on its day, without being asked about."),
    )  # fmt: skip
    # The ways to prove who one is that the status page offers besides the code; the desk may use any.
    identity_means = models.JSONField(_("proof of identity on the status page"), default=list, blank=True)
    handover_url = models.URLField(_("page in your own logged-in area that vouches for a person"), blank=True)
    handover_key = models.CharField(_("public key of that page (Ed25519, base64)"), max_length=60, blank=True)
    package_days = models.PositiveSmallIntegerField(
        _("days in which a package can be fetched"),
        default=30,
        validators=[MinValueValidator(1), MaxValueValidator(90)],
    )
    ladder = models.JSONField(_("reminder settings"), default=dict, blank=True)
    dates_checked_on = models.DateField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("controller")
        verbose_name_plural = _("controllers")
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name

    def text(self, place: str, language: str) -> str:
        """Return the controller's own words for a place of its pages, in a language or in its main one."""
        by_language = self.texts.get(place, {})
        return str(by_language.get(language.split("-")[0]) or by_language.get(self.language, ""))

    @property
    def tz(self) -> ZoneInfo:
        """The zone in which this controller's days begin and end."""
        return ZoneInfo(self.zone)

    def level_needed(self, right: str) -> int:
        """Return how sure it must be who asks before this right is answered: what the house needs, or more."""
        own = self.identity_levels.get(right, 0) if isinstance(self.identity_levels, dict) else 0
        return max(int(LEVEL_NEEDED[right]), own if isinstance(own, int) else 0)

    @property
    def package_window(self) -> timedelta:
        """How long a package waits to be fetched; a choice of the controller (GDPR Art. 5(1)(e) gives no number)."""
        return timedelta(days=self.package_days)

    @property
    def calendar(self) -> Calendar:
        """The working days of the place where this controller acts, with its own corrections."""
        return Calendar(
            country=self.country,
            subdivision=self.subdivision or None,
            extra=frozenset(date.fromisoformat(day) for day in self.extra_free),
            excluded=frozenset(date.fromisoformat(day) for day in self.excluded_free),
            regional=self.regional_holidays,
        )

    def stands_in(self, on: date) -> bool:
        """Return whether the deputy gets the officer's mails on a day; nobody is absent before the first day is set."""
        if not self.deputy_email or self.dpo_absent_from is None or on < self.dpo_absent_from:
            return False
        return self.dpo_absent_until is None or on <= self.dpo_absent_until

    def officer_address(self, on: date) -> str:
        """Return where the officer's mails go on a day: to the deputy while the officer is absent."""
        return self.deputy_email if self.stands_in(on) else self.dpo_email

    @property
    def competent_authority(self) -> authorities.Authority:
        """The supervisory authority to name in every letter (GDPR Art. 77; 12(4))."""
        if self.authority:
            return authorities.by_id(self.authority)
        return authorities.competent(self.country, self.subdivision or None, public_body=self.public_body)
