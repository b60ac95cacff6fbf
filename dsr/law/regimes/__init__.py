"""The laws this product knows, one file each. A law that was not reviewed says so."""

from dsr.law.regimes import br, ca, ca_qc, ch, eu, kr, uk, us_ca
from dsr.law.regimes.record import REASONS, Effect, PauseRule, Period, Regime, UnknownKind, UnknownRegime

__all__ = [
    "ALL",
    "REASONS",
    "Effect",
    "PauseRule",
    "Period",
    "Regime",
    "UnknownKind",
    "UnknownRegime",
    "get",
]

ALL: dict[str, Regime] = {
    module.REGIME.code: module.REGIME for module in (eu, uk, ch, us_ca, br, ca, ca_qc, kr)
}


def get(code: str) -> Regime:
    """Return the law that is kept under a code. Raises UnknownRegime."""
    try:
        return ALL[code]
    except KeyError:
        raise UnknownRegime(f"no law is known under {code!r}") from None
