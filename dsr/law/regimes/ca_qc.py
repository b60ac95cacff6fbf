"""The law of Quebec for the private sector (P-39.1)."""

from dsr.law.periods import Span
from dsr.law.regimes.record import Period, Regime
from dsr.law.text import gettext_noop as _

REGIME = Regime(
    code="ca_qc_p39_1",
    name=_("Quebec private sector law (P-39.1)"),
    periods=(Period(kind="access", first=Span(30, "days"), source="P-39.1, s. 32"),),
    rolls=False,
    reviewed=False,
    start_source="P-39.1, s. 32",
    no_pause_source="P-39.1, s. 32",
    sources=("P-39.1, s. 32",),
    notes=(_("Silence counts as a refusal."), _("There is no extension.")),
)
