"""The UK GDPR, with Art. 12A since 5 February 2026 (Data (Use and Access) Act 2025, section 76)."""

from dsr.law.periods import Span
from dsr.law.regimes.record import Effect, PauseRule, Period, Regime
from dsr.law.text import gettext_noop as _

REGIME = Regime(
    code="uk_gdpr",
    name=_("UK GDPR"),
    periods=(
        Period(
            kind="access",
            first=Span(1, "months"),
            source="UK GDPR Art. 12A; ICO, right of access guidance",
            extended=Span(3, "months"),
            extended_source="UK GDPR Art. 12A; ICO, right of access guidance: three months from the start",
        ),
    ),
    rolls=True,
    reviewed=True,
    start_source="UK GDPR Art. 12A; ICO, right of access guidance",
    roll_source="ICO, right of access guidance",
    pauses=(
        PauseRule("identity", Effect.RESTARTS, "UK GDPR Art. 12A (relevant time)"),
        PauseRule("fee", Effect.RESTARTS, "UK GDPR Art. 12A (relevant time)"),
        PauseRule("clarification", Effect.EXCLUDES, "UK GDPR Art. 12A; cf. DPA 2018, s. 54(3C)"),
    ),
    no_pause_source="UK GDPR Art. 12A",
    sources=(
        "UK GDPR Art. 12A (Data (Use and Access) Act 2025, s. 76; SI 2026/82, reg. 2)",
        "Data Protection Act 2018, s. 54(3C)",
        "ICO, right of access guidance, 8 December 2025",
    ),
    notes=(
        _("A complaint to the controller is acknowledged within 30 days (DPA 2018, s. 164A)."),
        _("Art. 12A was read through its twin in the Data Protection Act 2018, section 54."),
    ),
)
