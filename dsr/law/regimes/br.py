"""The Brazilian general data protection law (LGPD)."""

from dsr.law.periods import Span
from dsr.law.regimes.record import Period, Regime
from dsr.law.text import gettext_noop as _

REGIME = Regime(
    code="br_lgpd",
    name=_("Brazilian general data protection law (LGPD)"),
    periods=(Period(kind="access", first=Span(15, "days"), source="LGPD (Lei 13.709/2018) Art. 19, II"),),
    rolls=False,
    reviewed=False,
    start_source="LGPD Art. 19",
    no_pause_source="LGPD Art. 19",
    sources=("LGPD (Lei 13.709/2018) Art. 19",),
    notes=(_("A simple confirmation is given at once; the full declaration has 15 days."),),
)
