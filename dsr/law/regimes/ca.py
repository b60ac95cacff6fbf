"""The Canadian federal law for the private sector (PIPEDA)."""

from dsr.law.periods import Span
from dsr.law.regimes.record import Period, Regime
from dsr.law.text import gettext_noop as _

REGIME = Regime(
    code="ca_pipeda",
    name=_("Canadian federal privacy law (PIPEDA)"),
    periods=(
        Period(
            kind="access",
            first=Span(30, "days"),
            source="PIPEDA s. 8(3)",
            extended=Span(60, "days"),
            extended_source="PIPEDA s. 8(4)",
        ),
    ),
    rolls=False,
    reviewed=False,
    start_source="PIPEDA s. 8(3)",
    no_pause_source="PIPEDA s. 8",
    sources=("PIPEDA s. 8(3)-(8)",),
    notes=(_("Silence counts as a refusal."),),
)
