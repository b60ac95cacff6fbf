"""The fee of Art. 12(5)(a), announced with its reasons, so that the person can take the request back first."""

from datetime import datetime
from decimal import Decimal

from dsr.law import regimes
from dsr.models import EventName, Fee, FeeState, Pause, PauseReason, SubjectRequest, User
from dsr.notices import outbox
from dsr.services.step import local_day, require_of, step


class FeeOpen(ValueError):
    """A fee was announced already and is not settled."""


class NoFeeKnown(ValueError):
    """No fee may ever be asked for this right."""


def announce(
    dsr_id: int, *, ground: str, amount: Decimal, currency: str, reasons: str, calculation: str,
    by: User, now: datetime, seen: int | None = None,
) -> None:  # fmt: skip
    """Announce a fee with its reasons. Raises FeeOpen, NoFeeKnown, LetterIncomplete.

    The clock rests only where the law that applies says so; under the GDPR it runs on (EDPB 01/2022 paras 192-194).
    """
    with step(dsr_id, EventName.FEE_ANNOUNCED, by=by, now=now, seen=seen, ground=ground) as dsr:
        if not dsr.law.refusable:
            raise NoFeeKnown
        if open_fee(dsr) is not None:
            raise FeeOpen
        today = local_day(dsr, now)
        Fee.objects.create(
            dsr=dsr, ground=ground, amount=amount, currency=currency, reasons=reasons, calculation=calculation,
            announced_on=today,
        )  # fmt: skip
        if regimes.get(dsr.controller.regime).pause_rule(PauseReason.FEE) is not None:
            Pause.objects.create(dsr=dsr, reason=PauseReason.FEE, asked_on=today, why=reasons)
        words = {
            "reasons": reasons, "amount": str(amount), "currency": currency, "calculation": calculation,
        }  # fmt: skip
        outbox.post_letter("fee_announced", dsr, by=by, now=now, words=words)


def settle(dsr_id: int, *, how: str, by: User, now: datetime, seen: int | None = None) -> None:
    """Record that the fee was paid or accepted, or let it go; a clock that rests for it runs again."""
    with step(dsr_id, EventName.FEE_SETTLED, by=by, now=now, seen=seen, how=how) as dsr:
        today = local_day(dsr, now)
        fee = Fee.objects.filter(dsr=dsr).exclude(state=FeeState.WAIVED).latest("pk")
        name = {FeeState.ACCEPTED: "accept", FeeState.WAIVED: "waive"}[FeeState(how)]
        require_of(fee, name)
        getattr(fee, name)(on=today)
        fee.save()
        dsr.pauses.filter(reason=PauseReason.FEE, answered_on=None).update(answered_on=today)


def open_fee(dsr: SubjectRequest) -> Fee | None:
    """Return the fee that was announced and is not settled."""
    return next((fee for fee in dsr.fees.all() if fee.state == FeeState.ANNOUNCED), None)
