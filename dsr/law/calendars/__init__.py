"""Working days of a place: weekends, public holidays of country and subdivision, and a controller's own days.

Source: Regulation (EEC, Euratom) No 1182/71, Art. 2: public holidays are those of the place where the action is
to be taken; working days are all days other than public holidays, Sundays and Saturdays.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta

from dsr.law.calendars.listed import public_holidays
from dsr.law.calendars.places import COUNTRIES, EEA, UnknownPlace, home_of, supported
from dsr.law.periods import SATURDAY
from dsr.law.text import gettext_noop as _

__all__ = ["COUNTRIES", "EEA", "Calendar", "UnknownPlace", "supported"]

EXTRA_DAY = _("additional free day")
WEEKEND = {5: _("Saturday"), 6: _("Sunday")}
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Calendar:
    """The working days of one place, with the extra and excluded days of one controller.

    `regional` switches the holidays of the subdivision off. Raises UnknownPlace for a place that does not exist.
    """

    country: str
    subdivision: str | None = None
    extra: frozenset[date] = frozenset()
    excluded: frozenset[date] = frozenset()
    regional: bool = True
    _home: str | None = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        home = home_of(self.country, self.subdivision)
        object.__setattr__(self, "_home", home if self.regional else None)

    def is_working_day(self, day: date) -> bool:
        """Tell whether a day is neither a weekend nor a public holiday here (Reg. 1182/71, Art. 2(2))."""
        if day.weekday() >= SATURDAY or day in self.extra:
            return False
        return day not in public_holidays(self.country, self._home, day.year) or day in self.excluded

    def name_of(self, day: date) -> str | None:
        """Return the name of the public holiday in the language of the place, or None if it is none."""
        name = None if day in self.excluded else public_holidays(self.country, self._home, day.year).get(day)
        return name or (EXTRA_DAY if day in self.extra else None)

    def next_working_day(self, day: date) -> date:
        """Return the day itself if it is a working day, else the first one after it (Reg. 1182/71, Art. 3(4))."""
        while not self.is_working_day(day):
            day += ONE_DAY
        return day

    def previous_working_day(self, day: date) -> date:
        """Return the day itself if it is a working day, else the last one before it."""
        while not self.is_working_day(day):
            day -= ONE_DAY
        return day

    def add_working_days(self, day: date, n: int) -> date:
        """Return the n-th working day after `day`, or before it where `n` is negative; with 0, `day` itself."""
        step = ONE_DAY if n > 0 else -ONE_DAY
        for _left in range(abs(n)):
            day += step
            while not self.is_working_day(day):
                day += step
        return day

    def free_days(self, start: date, end: date) -> dict[date, str]:
        """Return every day from `start` to `end`, both included, that is no working day, with its name."""
        days = (start + ONE_DAY * n for n in range((end - start).days + 1))
        return {
            day: self.name_of(day) or WEEKEND[day.weekday()] for day in days if not self.is_working_day(day)
        }

    def nation_wide(self) -> "Calendar":
        """Return the same calendar without the holidays of the subdivision."""
        return Calendar(self.country, self.subdivision, self.extra, self.excluded, regional=False)
