"""The South Korean Personal Information Protection Act with its decree."""

from dsr.law.periods import Span
from dsr.law.regimes.record import Period, Regime
from dsr.law.text import gettext_noop as _

REGIME = Regime(
    code="kr_pipa",
    name=_("South Korean Personal Information Protection Act"),
    periods=(
        Period(kind="access", first=Span(10, "days"), source="PIPA Enforcement Decree Art. 41, 43 and 44"),
    ),
    rolls=False,
    reviewed=False,
    start_source="PIPA Enforcement Decree Art. 41",
    no_pause_source="PIPA Enforcement Decree Art. 41",
    sources=("PIPA Enforcement Decree Art. 41, 43 and 44",),
    notes=(_("Access may be put off while a just cause lasts; there is no fixed extension."),),
)
