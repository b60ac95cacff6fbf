"""The Swiss Federal Act on Data Protection and its ordinance (DSG and DSV)."""

from dsr.law.periods import Span
from dsr.law.regimes.record import Effect, PauseRule, Period, Regime
from dsr.law.text import gettext_noop as _

DAYS_TO_CONFIRM_COSTS = 10

REGIME = Regime(
    code="ch_fadp",
    name=_("Swiss Federal Act on Data Protection"),
    periods=(Period(kind="access", first=Span(30, "days"), source="DSG Art. 25(7); DSV Art. 18(1)"),),
    rolls=False,
    reviewed=False,
    start_source="DSV Art. 18(1)",
    pauses=(PauseRule("fee", Effect.DELAYS, "DSV Art. 19(3)", days=DAYS_TO_CONFIRM_COSTS),),
    no_pause_source="DSV Art. 18",
    sources=("DSG Art. 25(7)", "DSV Art. 18 and 19"),
    notes=(
        _("There is no fixed extension: within the 30 days, name the day on which the answer will come."),
        _("Costs that are not confirmed within ten days: the request counts as withdrawn."),
    ),
)
