"""What the forms of all measures share: to which row the step is done, and what the row says already."""

from typing import Any, ClassVar

from django import forms

from dsr.models import Blocker, Measure, SubjectRequest, User
from dsr.models.guards_measures import measures_of
from dsr.web.desk.step_form import StepForm


def rows_of(dsr: SubjectRequest, model: type[Measure]) -> list[Any]:
    """Return the measures of one kind that a request has, unless the person's data are gone."""
    if dsr.submission.purged_at is not None:
        return []
    return [measure for measure in measures_of(dsr) if isinstance(measure, model)]


class MeasureForm(StepForm):
    """This will take a step of one measure; the address says of which, else the first that it fits.

    `move` is a transition; where there is none, `states` are those in which the facts may be recorded.
    """

    model: ClassVar[type[Measure]]
    move: ClassVar[str] = ""
    states: ClassVar[tuple[str, ...]] = ()

    on = forms.TypedChoiceField(coerce=int, widget=forms.HiddenInput)

    @classmethod
    def rows(cls, dsr: SubjectRequest) -> list[Any]:
        """Return the measures that this step fits."""
        return [row for row in rows_of(dsr, cls.model) if cls.fits_row(row)]

    @classmethod
    def fits_row(cls, row: Any) -> bool:
        """Return whether the step fits one measure, whatever may be missing for it."""
        return row.fits(cls.move) if cls.move else row.state in cls.states

    @classmethod
    def suits(cls, dsr: SubjectRequest) -> bool:
        """Return whether the step fits any measure of a request."""
        return bool(cls.rows(dsr))

    @classmethod
    def stops(cls, dsr: SubjectRequest, by: User) -> list[Blocker]:
        """Return what stands in the way, at the measure where it is least."""
        return min((cls.stops_row(row, by) for row in cls.rows(dsr)), key=len, default=[])

    @classmethod
    def stops_row(cls, row: Any, by: User) -> list[Blocker]:
        """Return what stands in the way at one measure, besides what the form itself asks for."""
        found = row.blockers(cls.move, by) if cls.move else []
        return [blocker for blocker in found if blocker.code not in cls.base_fields]

    def prepare(self) -> None:
        """Choose the row, and begin with what it says."""
        rows = self.rows(self.dsr)
        if self.is_bound:
            # The second half of a double click names a row that the step fitted a moment ago.
            posted = str(self.data.get("on", ""))
            rows += [
                row for row in rows_of(self.dsr, self.model) if str(row.pk) == posted and row not in rows
            ]
        self.fields["on"].choices = [(row.pk, row.pk) for row in rows]
        wanted = [row for row in rows if row.pk == self.on] or rows
        if not wanted:
            return
        row = wanted[0]
        self.initial["on"] = row.pk
        for name in self.fields.keys() - {"on", "seen", *self.initial}:
            if (said := getattr(row, name, None)) not in (None, ""):
                self.initial[name] = said
        self.fit(row)

    def fit(self, row: Any) -> None:
        """Fit the fields to the measure at hand."""


def plain(of: type[Measure], transition: str) -> type[MeasureForm]:
    """Return the form of a transition that needs no words."""
    return type(
        "PlainForm", (MeasureForm,), {"model": of, "move": transition, "__doc__": MeasureForm.__doc__}
    )
