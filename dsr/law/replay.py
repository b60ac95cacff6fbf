"""The proof of an explanation: its steps, applied again, lead to the same day."""

from collections.abc import Iterable
from datetime import date, timedelta

from dsr.law.explanation import Step
from dsr.law.periods import add_months, is_weekend


class DoesNotFollow(ValueError):
    """This will say that a step of an explanation does not follow from the one before it."""


def replay(explanation: Iterable[Step]) -> date | None:
    """Return the last day to which the steps lead when each is applied again, or None if it is suspended.

    Raises DoesNotFollow where the day of a step is not what its own values give.
    """
    day: date | None = None
    for step in explanation:
        if step.rule == "safe":
            continue
        if step.rule == "suspended":
            day = None
            continue
        day = _again(step, dict(step.values), day)
        if step.on != day:
            raise DoesNotFollow(f"{step.rule}: {step.on} instead of {day}")
    return day


def _again(step: Step, values: dict[str, object], day: date | None) -> date:
    if step.rule in {"received", "restart", "reopened"}:
        return _date(values, "day")
    if step.rule == "delay":
        return _date(values, "asked") + timedelta(days=_number(values, "days"))
    if step.rule in {"period", "extension"}:
        return _span(values)
    if day is None:
        raise DoesNotFollow(f"{step.rule} cannot be the first step")
    if step.rule in {"pause", "extension_pause", "again"}:
        return day + timedelta(days=_number(values, "days"))
    if step.rule == "roll":
        return _roll(values, day)
    return day


def _span(values: dict[str, object]) -> date:
    start, length, unit = _date(values, "start"), _number(values, "length"), values["unit"]
    if unit == "months":
        return add_months(start, length)
    if unit == "days":
        return start + timedelta(days=length)
    # Working days hang on the calendar; without it only their number can be checked.
    end = _date(values, "day")
    weekdays = sum(not is_weekend(start + timedelta(days=n)) for n in range(1, (end - start).days + 1))
    if is_weekend(end) or weekdays < length:
        raise DoesNotFollow(f"there are no {length} working days up to {end}")
    return end


def _roll(values: dict[str, object], day: date) -> date:
    if _date(values, "before") != day or not (is_weekend(day) or values.get("holiday")):
        raise DoesNotFollow(f"nothing moves the last day from {day}")
    day += timedelta(days=1)
    while is_weekend(day):
        day += timedelta(days=1)
    return day


def _date(values: dict[str, object], name: str) -> date:
    value = values.get(name)
    if not isinstance(value, date):
        raise DoesNotFollow(f"{name} is no date")
    return value


def _number(values: dict[str, object], name: str) -> int:
    value = values.get(name)
    if not isinstance(value, int):
        raise DoesNotFollow(f"{name} is no number")
    return value
