"""The California Consumer Privacy Act with its regulations (11 CCR)."""

from dsr.law.periods import Span
from dsr.law.regimes.record import Period, Regime
from dsr.law.text import gettext_noop as _

_FIFTEEN_BUSINESS_DAYS = Span(15, "working_days")

REGIME = Regime(
    code="us_ca_ccpa",
    name=_("California Consumer Privacy Act"),
    periods=(
        Period(
            kind="access",  # to know, to delete, to correct
            first=Span(45, "days"),
            source="11 CCR 7021(b); Cal. Civ. Code 1798.130",
            extended=Span(90, "days"),
            extended_source="11 CCR 7021(b)",
            acknowledge=Span(10, "working_days"),
            acknowledge_source="11 CCR 7021(a)",
        ),
        Period(kind="opt_out", first=_FIFTEEN_BUSINESS_DAYS, source="11 CCR 7026(f)", announces=False),
        Period(kind="limit", first=_FIFTEEN_BUSINESS_DAYS, source="11 CCR 7027", announces=False),
    ),
    rolls=False,
    reviewed=False,
    start_source="11 CCR 7021(b)",
    no_pause_source="11 CCR 7021(b)",
    sources=("11 CCR 7021, 7026, 7027", "Cal. Civ. Code 1798.130"),
    notes=(
        _(
            "The regulations do not say what a business day is; the safe day counts holidays as business days."
        ),
    ),
)
