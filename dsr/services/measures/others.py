"""The smaller deeds: one more contested field, a file to hand over, the stop of advertising."""

from datetime import date, datetime

from dsr.models import Balancing, Blocked, Correction, EventName, Transfer, User
from dsr.models.measures.transfer import portable
from dsr.services.measures.base import change, fill, take
from dsr.services.step import local_day, step


def contest(dsr_id: int, *, field: str, new: str, by: User, now: datetime, seen: int | None = None) -> None:
    """Record one more field that the person contests (GDPR Art. 16)."""
    with step(dsr_id, EventName.MEASURE, by=by, now=now, seen=seen, measure="correction", step="open") as dsr:
        Correction.objects.create(dsr=dsr, opened_on=local_day(dsr, now), field=field, new=new)


def stop_advertising(
    dsr_id: int, *, on: int, where_stopped: str, stopped_on: date, suppressed: bool, by: User, now: datetime,
    seen: int | None = None,
) -> None:  # fmt: skip
    """Record where advertising was stopped, and whether the person is on the list of those who get none."""
    with change(Balancing, "stop", dsr_id, on=on, by=by, now=now, seen=seen) as balancing:
        fill(balancing, {"where_stopped": where_stopped, "stopped_on": stopped_on, "suppressed": suppressed})


def build_file(
    dsr_id: int, *, contents: str, basis: str, automated: bool, provided: bool, others_checked: bool, format: str,  # noqa: A002
    by: User, now: datetime, seen: int | None = None,
) -> None:  # fmt: skip
    """Record the file for the person and that every condition of Art. 20 is met. Raises Blocked."""
    with step(dsr_id, EventName.MEASURE, by=by, now=now, seen=seen, measure="transfer", step="open") as dsr:
        transfer = Transfer(
            dsr=dsr, opened_on=local_day(dsr, now), contents=contents, basis=basis, automated=automated,
            provided=provided, others_checked=others_checked, format=format,
        )  # fmt: skip
        _require_portable(transfer)
        transfer.save()


def rebuild_file(
    dsr_id: int, *, on: int, contents: str, basis: str, automated: bool, provided: bool, others_checked: bool,
    format: str, by: User, now: datetime, seen: int | None = None,  # noqa: A002
) -> None:  # fmt: skip
    """Build the file anew, after a failure or with what was missing. Raises Blocked."""
    with change(Transfer, "rebuild", dsr_id, on=on, by=by, now=now, seen=seen) as transfer:
        fill(transfer, {
            "contents": contents, "basis": basis, "automated": automated, "provided": provided,
            "others_checked": others_checked, "format": format,
        })  # fmt: skip
        _require_portable(transfer)
        if transfer.fits("rebuild"):
            take(transfer, "rebuild", by=by, now=now)


def _require_portable(transfer: Transfer) -> None:
    if blockers := portable(transfer, None):
        raise Blocked(blockers)
