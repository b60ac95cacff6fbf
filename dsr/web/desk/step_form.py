"""What the form of every step has: the version that the page showed, and what a step needs of its fields."""

from typing import Any

from django import forms

from dsr.models import SubjectRequest, User
from dsr.web.desk.fields import say_what_is_missing


class StepForm(forms.Form):
    """This will carry the version that the page showed, and nothing else unless a step needs words."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    # The second line of each choice, by field: {"grounds": {"art17.…": "GDPR 17(3)"}}.
    hints: dict[str, dict[Any, Any]]
    refusing: tuple[str, ...] = ()

    def __init__(
        self,
        *args: Any,
        dsr: SubjectRequest,
        user: User,
        decides: bool,
        on: int | None = None,
        **kwargs: Any,
    ) -> None:
        # The row that the link to this page was about, where a request has several: `?on=12`.
        self.on = on
        kwargs["initial"] = {"seen": dsr.version, **self.at_first(dsr), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self.dsr, self.user, self.decides, self.hints = dsr, user, decides, {}
        self.prepare()
        say_what_is_missing(self)

    def at_first(self, dsr: SubjectRequest) -> dict[str, Any]:
        """Return what the fields hold when the page is opened."""
        return {}

    def prepare(self) -> None:
        """Fit the fields to this request."""

    @property
    def shown(self) -> list[dict[str, Any]]:
        """The fields to show, each with its hints; `refusing` ones matter only where something is refused."""
        return [
            {
                "field": field, "hints": self.hints.get(field.name, {}), "plain": field.name == "grounds",
                "refusing": field.name in self.refusing,
            }
            for field in self.visible_fields()
        ]  # fmt: skip

    @property
    def words(self) -> dict[str, Any]:
        """What the step takes: everything but the version; what is not valid yet is left out."""
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}
