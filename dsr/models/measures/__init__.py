"""The measures: one small machine for each right (see docs/machines.md)."""

from dsr.models.measures.balancing import Balancing, BalancingState
from dsr.models.measures.base import Measure
from dsr.models.measures.correction import Correction, CorrectionState
from dsr.models.measures.disclosure import Disclosure, DisclosureState
from dsr.models.measures.erasure import Erasure, ErasureState, KeptData
from dsr.models.measures.restriction import PermittedUse, Restriction, RestrictionState
from dsr.models.measures.review import HumanReview, ReviewState
from dsr.models.measures.transfer import Transfer, TransferState
from dsr.models.measures.withdrawal import Withdrawal, WithdrawalState

MEASURES: dict[str, type[Measure]] = {
    model.kind: model
    for model in (
        Disclosure, Correction, Erasure, Restriction, Transfer, Balancing, Withdrawal, HumanReview,
    )
}  # fmt: skip

__all__ = [
    "MEASURES", "Balancing", "BalancingState", "Correction", "CorrectionState", "Disclosure", "DisclosureState",
    "Erasure", "ErasureState", "HumanReview", "KeptData", "Measure", "PermittedUse", "Restriction",
    "RestrictionState", "ReviewState", "Transfer", "TransferState", "Withdrawal", "WithdrawalState",
]  # fmt: skip
