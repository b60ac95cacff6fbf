"""How long the file of a request is kept, and what goes earlier.

No law names a period for the file itself: GDPR Art. 5(2) asks for proof, Art. 5(1)(e) and recital 64 limit it. So
each number below is a choice with a reason, a controller may set another, and a hold stops every purge while a
complaint or an action is open.
"""

from dataclasses import dataclass
from datetime import date

from dsr.law import regimes
from dsr.law.periods import MONTHS_A_YEAR, add_months
from dsr.law.text import gettext_noop as _


@dataclass(frozen=True, slots=True)
class Retention:
    """How long the file is kept under one law: `years` after closing, and never less than `least_months`.

    `checked` is False where the source was not read for this product.
    """

    years: int
    source: str
    checked: bool
    least_months: int = 0
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the file that has a time of its own: until what it is kept, then what happens to it."""

    code: str
    what: str
    keep: str
    then: str
    source: str
    days: int | None = None


_THREE_YEARS = "GDPR Art. 5(1)(e), 5(2); OWiG section 31(2) no. 1; BGB sections 195, 199"

BY_REGIME: dict[str, Retention] = {
    "eu_gdpr": Retention(
        years=3,
        source=_THREE_YEARS,
        checked=True,
        notes=(
            _("Germany: fines lapse after three years, damages three years after the end of the year."),
            _("Sweden: a sanction fee may be raised within five years (lag 2018:218, chapter 6, section 4)."),
        ),
    ),
    "uk_gdpr": Retention(
        years=3,
        source="UK GDPR Art. 5(1)(e), 5(2)",
        checked=True,
        notes=(
            _("The ICO names no period but asks for a reasoned one; civil claims may come within six years."),
        ),
    ),
    "ch_fadp": Retention(years=3, source=_("The controller's own choice"), checked=False),
    "us_ca_ccpa": Retention(years=3, source="11 CCR 7101", checked=False, least_months=24),
    "br_lgpd": Retention(years=3, source=_("The controller's own choice"), checked=False),
    "ca_pipeda": Retention(
        years=3,
        source="PIPEDA s. 8(8)",
        checked=True,
        notes=(_("The data that was asked for is kept until every remedy is exhausted."),),
    ),
    "ca_qc_p39_1": Retention(years=3, source=_("The controller's own choice"), checked=False),
    "kr_pipa": Retention(years=3, source=_("The controller's own choice"), checked=False),
}

PARTS: tuple[Part, ...] = (
    Part(
        "identity_copy",
        _("Copy of an identity document"),
        _("until the check, at best the same day"),
        _("deleted; a note stays: checked, how, by whom, when"),
        "EDPB Guidelines 01/2022, para 79",
        days=0,
    ),
    Part(
        "security_answers",
        _("Answers to security questions, scans of a mandate"),
        _("until the request is closed"),
        _("deleted; a reference to the proof may stay"),
        "GDPR Art. 5(1)(e)",
    ),
    Part(
        "export",
        _("The copy of the data that was handed out"),
        _("while it can be downloaded: 30 days"),
        _("deleted; its checksum, list of contents and time of delivery stay"),
        "GDPR Art. 5(1)(e), 5(2)",
        days=30,
    ),
    Part(
        "file",
        _("Letters, decision, grounds, dates and log"),
        _("three years after closing, to the end of the year"),
        _("emptied of personal text; counters without names stay"),
        _THREE_YEARS,
    ),
    Part(
        "erased_content",
        _("What was erased"),
        _("never in the file"),
        _("only proof of the erasure, without the content"),
        "GDPR Art. 17, 5(2)",
        days=0,
    ),
    Part(
        "suppression",
        _("Entry that keeps marketing away"),
        _("as long as the objection must work"),
        _("only the smallest key that serves it"),
        "GDPR Art. 21(3)",
    ),
    Part(
        "control_only",
        _("Data stored only to answer or to control"),
        _("for that purpose alone"),
        _("technically restricted"),
        "BDSG section 34(2), third sentence",
    ),
)


def purge_on(closed_on: date, regime: str, years: int | None = None) -> date:
    """Return the day on which the file of a closed request is emptied: the first 1 January after the period.

    `years` is the controller's own setting; without it the law's default holds. A law that fixes a least time is
    kept in any case. Sources: BGB section 199 (the end of the year), 11 CCR 7101. Raises UnknownRegime, and
    ValueError for a negative number of years.
    """
    rule = BY_REGIME[regimes.get(regime).code]
    years = rule.years if years is None else years
    if years < 0:
        raise ValueError(f"a file cannot be kept for {years} years")
    months = max(years * MONTHS_A_YEAR, rule.least_months)
    return date(add_months(closed_on, months).year + 1, 1, 1)
