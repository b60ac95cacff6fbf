"""What every page of the form shares, and which pages depend on earlier answers."""

from collections.abc import Mapping
from typing import Any

from django import forms

from dsr.models import Controller, Relation

Answers = Mapping[str, Any]


def relation(answers: Answers) -> str:
    """Return who is filling in the form."""
    return str(answers.get("who", {}).get("relation", Relation.SELF))


def medium(answers: Answers) -> str:
    """Return the way that was chosen for the answer: "mail", "post" or "page"."""
    return str(answers.get("answer", {}).get("medium", "mail"))


def asked_as(page: str, answers: Answers) -> str:
    """Return on which earlier answers the questions of a page depend: with others it is asked again."""
    if page == "contact":
        return f"{medium(answers)} {relation(answers)}"
    return relation(answers) if page == "relation" else ""


class PageForm(forms.Form):
    """One page of the form. `heading` is its question, `lede` what helps to answer it."""

    heading: Any = ""
    lede: Any = ""
    # The field whose question is the heading of the page, where there is only one.
    single = ""
    page = ""
    # Small choices where several questions share the page; no "(optional)" where that goes for all of them.
    small = all_optional = False
    use_required_attribute = False

    def __init__(self, data: Any = None, *, controller: Controller, answers: Answers) -> None:
        self.controller, self.answers = controller, answers
        super().__init__(data, initial=answers.get(self.page, {}))
        self.build()

    @property
    def single_field(self) -> forms.BoundField:
        """The one question of the page."""
        return self[self.single]

    def build(self) -> None:
        """Add the fields that depend on the controller or on earlier answers."""

    def kept(self) -> dict[str, Any]:
        """Return what the draft keeps of a page that was answered well."""
        return {**self.cleaned_data, "asked_as": asked_as(self.page, self.answers)}
