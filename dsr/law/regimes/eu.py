"""The GDPR in the European Union and the EEA (Norway, Iceland, Liechtenstein)."""

from dsr.law.periods import Span
from dsr.law.regimes.record import Effect, PauseRule, Period, Regime
from dsr.law.text import gettext_noop as _

REGIME = Regime(
    code="eu_gdpr",
    name=_("GDPR (European Union and EEA)"),
    periods=(
        Period(
            kind="access",
            first=Span(1, "months"),
            source="GDPR Art. 12(3); Reg. 1182/71, Art. 3(2)(c)",
            # Three months from receipt, and not two months from the first last day: "that period" is extended.
            extended=Span(3, "months"),
            extended_source="GDPR Art. 12(3), second sentence; Reg. 1182/71, Art. 3(2)(c)",
        ),
    ),
    rolls=True,
    reviewed=True,
    start_source="Reg. 1182/71, Art. 3(1)",
    roll_source="Reg. 1182/71, Art. 3(4)",
    pauses=(
        PauseRule("identity", Effect.SUSPENDS, "GDPR Art. 12(6); EDPB Guidelines 01/2022, para 159"),
        PauseRule("clarification", Effect.SUSPENDS, "GDPR recital 63; EDPB Guidelines 01/2022, para 159"),
    ),
    no_pause_source="GDPR Art. 12(3); EDPB Guidelines 01/2022, paras 159 and 192-194",
    sources=(
        "Regulation (EU) 2016/679, Art. 12",
        "Regulation (EEC, Euratom) No 1182/71, Art. 2 and 3",
        "EDPB Guidelines 01/2022 on the right of access, version 2.1, paras 156-164",
    ),
    notes=(
        _(
            "Art. 12(3) itself knows no suspension; a strict authority may deny it. The safe day counts without it."
        ),
    ),
)
