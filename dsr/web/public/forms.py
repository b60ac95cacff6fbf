"""The questions of the public form, one page each; `flow` says in which order they come."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from dsr.law import rights
from dsr.models import Controller, Relation
from dsr.web.public import words
from dsr.web.public.fields import Address, Line, Words, one_of
from dsr.web.public.page_form import Answers, PageForm, medium, relation
from dsr.web.public.shell import language_name, languages

DETAILS = "details-"

# Most wanted first; every right stands in the list (a test compares it with the law's).
RIGHTS = (
    "access", "rectification", "erasure", "objection_marketing", "withdrawal", "portability", "restriction",
    "objection", "objection_research", "automated",
)  # fmt: skip


def offered(controller: Controller) -> tuple[str, ...]:
    """Return the rights that a controller's form offers, in the order of the form; all, unless it chose some."""
    return tuple(code for code in RIGHTS if code in controller.rights_shown) or RIGHTS


class WhoForm(PageForm):
    """Who is asking."""

    page, single = "who", "relation"
    heading = _("Who are you?")

    def build(self) -> None:
        """Offer who may ask."""
        self.fields["relation"] = one_of(words.RELATIONS, self.heading, required=_("Choose who you are."))


class RelationForm(PageForm):
    """How a person knows the controller; or for whom somebody else acts, and on what basis."""

    page = "relation"

    def build(self) -> None:
        """Ask a person one easy question, anybody else for whom and by what right they act."""
        if relation(self.answers) == Relation.SELF:
            self.heading = _("How do we know you?")
            self.single = "known_as"
            self.lede = _("This tells us where to look. You may leave it open.")
            offered = [words.RESIDENT, *words.KNOWN_AS[1:]] if self.controller.public_body else words.KNOWN_AS
            self.fields["known_as"] = one_of(offered, self.heading, help_text=self.lede)
            return
        self.heading = words.WHOSE[relation(self.answers)]
        self.fields["name"] = Line(
            label=_("Name of the person whose data it is"),
            error_messages={"required": _("Write the name of the person for whom you act.")},
        )
        if relation(self.answers) == Relation.GUARDIAN:
            self.fields["child_age"] = forms.IntegerField(
                label=_("Age of the child"), min_value=0, max_value=25,
                widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
                help_text=_("From a certain age we ask the child as well."),
                error_messages=dict.fromkeys(
                    ("required", "invalid", "min_value", "max_value"), _("Write the age in years, for example 12.")
                ),
            )  # fmt: skip
        self.fields["person_email"] = Address(
            label=_("E-mail address of this person"), required=False,
            help_text=_("We tell them that you act for them, and ask them whether that is so."),
        )  # fmt: skip
        self.fields["agent_name"] = Line(
            label=_("Your own name"), hints={"autocomplete": "name"},
            error_messages={"required": _("Write your own name.")},
        )  # fmt: skip
        self.fields["basis"] = one_of(
            words.BASES[relation(self.answers)], _("What allows you to act for them?"),
            required=_("Choose what allows you to act."),
            help_text=_("If you have a document that shows it, you can add it on the page for files."),
        )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Ask for the person's address where it is their word that allows somebody to act."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if (
            data.get("basis") == "confirms"
            and not data.get("person_email")
            and "person_email" not in self.errors
        ):
            self.add_error("person_email", _("Write the person's address: we ask them there."))
        return data


class RightsForm(PageForm):
    """What shall be done."""

    page, single = "rights", "rights"
    heading = _("What would you like us to do?")
    lede = _("You may choose more than one. Each gets its own answer.")

    def build(self) -> None:
        """Offer every right, those of the link that led here ticked beforehand."""
        self.fields["rights"] = forms.MultipleChoiceField(
            choices=[(code, words.in_words(rights.ALL[code].plain)) for code in offered(self.controller)],
            label=self.heading, help_text=self.lede, widget=forms.CheckboxSelectMultiple,
            error_messages={
                "required": _("Choose at least one thing that we shall do."),
                "invalid_choice": _("Choose from the list, please."),
                "invalid_list": _("Choose from the list, please."),
            },
        )  # fmt: skip
        shown = offered(self.controller)
        wanted = {*self.initial.get("rights", []), *self.answers.get("preset", [])}
        self.initial = {"rights": [code for code in shown if code in wanted]}

    @property
    def hints(self) -> dict[str, str]:
        """The second line of each card: a few more words, and the article."""
        return {code: words.hint(rights.ALL[code]) for code in RIGHTS}


class DetailsForm(PageForm):
    """What helps to do one of the rights that were chosen. Nothing of it must be answered."""

    small = all_optional = True

    def __init__(self, data: Any = None, *, right: str, **options: Any) -> None:
        self.page, self.right = f"{DETAILS}{right}", rights.get(right)
        super().__init__(data, **options)

    def build(self) -> None:
        """Ask what the law's data say of this right, and leave room for everything else."""
        self.heading = words.in_words(self.right.plain)
        self.lede = _("These questions help us. You need not answer any of them.")
        for question in self.right.asks_for:
            if f"{self.right.code}.{question.code}" in self.controller.questions_hidden:
                continue
            label, help_text = words.in_words(question.label), words.in_words(question.hint)
            if question.kind == "text":
                self.fields[question.code] = Words(rows=2, label=label, help_text=help_text, required=False)
            else:
                choices = question.choices or words.YES_NO
                shown = [
                    (value, words.in_words(text) if isinstance(text, str) else text)
                    for value, text in choices
                ]
                self.fields[question.code] = one_of(shown, label, help_text=help_text)
        self.fields["own_words"] = Words(
            rows=4, label=_("Is there anything else we should know about this?"), required=False
        )


class FindForm(PageForm):
    """By what the controller can find the person's data: only what this one can use, each with its purpose."""

    page, all_optional = "find", True
    heading = _("What helps us to find your data?")
    lede = _("Fill in only what you have at hand. Without it we look for your name and address.")

    def build(self) -> None:
        """Ask for the identifiers of this controller."""
        if relation(self.answers) != Relation.SELF:
            self.heading = _("What helps us to find the data?")
            self.lede = _("Fill in only what you have at hand. Without it we look for the name and address.")
        for kind in self.controller.identifiers:
            self.fields[kind["code"]] = Line(
                label=words.in_language(kind.get("label", kind["code"])), required=False,
                help_text=words.in_language(kind.get("purpose", "")), hints={"spellcheck": "false"},
            )  # fmt: skip


class AnswerForm(PageForm):
    """By which way and in which language the answer shall come."""

    page = "answer"
    heading = _("How shall we answer you?")

    def build(self) -> None:
        """Offer the ways, and the languages of this controller."""
        self.fields["medium"] = one_of(
            words.MEDIA, _("By which way?"), required=_("Choose how we shall answer.")
        )
        spoken = languages(self.controller)
        if len(spoken) > 1:
            names = [
                (code, format_html('<span lang="{}">{}</span>', code, language_name(code))) for code in spoken
            ]
            self.fields["language"] = one_of(
                names, _("In which language?"), required=_("Choose the language of our answer.")
            )
            self.initial = {"language": get_language(), **self.initial}


class ContactForm(PageForm):
    """Where the answer goes: only what the chosen way needs."""

    page = "contact"

    def build(self) -> None:
        """Ask for a name, and for the address of the chosen way."""
        by = medium(self.answers)
        self.heading = _("Your name") if by == "page" else _("Where shall our answer go?")
        if relation(self.answers) == Relation.SELF:
            self.fields["name"] = Line(
                label=_("Your name"), required=by == "post", hints={"autocomplete": "name"},
                help_text="" if by == "post" else _("Leave it empty if we know you only by a number or a device."),
                error_messages={"required": _("Write your name, so that the letter reaches you.")},
            )  # fmt: skip
        if by == "mail":
            self.fields["email"] = Address(
                label=_("Your e-mail address"), hints={"autocomplete": "email"},
                help_text=_("We send a link to it, so that we know it is yours. "
                            "What we write about you never stands in the e-mail itself."),
                error_messages={"required": _("Write your e-mail address, or go back and choose another way.")},
            )  # fmt: skip
        if by == "post":
            self.fields["postal_address"] = Words(
                rows=4, label=_("Your postal address"), hints={"autocomplete": "street-address"},
                help_text=_("Street, postcode, place, country."),
                error_messages={"required": _("Write the address to which the letter shall go.")},
            )  # fmt: skip

    def clean_email(self) -> str:
        """Refuse to write to both at one address: the person must hear of it from us, not from who acts for them."""
        email = str(self.cleaned_data["email"])
        person = self.answers.get("relation", {}).get("person_email", "")
        if person and email.casefold() == person.casefold():
            raise ValidationError(_("This is the address of the person for whom you act. Write your own."))
        return email


FORMS: dict[str, type[PageForm]] = {
    form.page: form for form in (WhoForm, RelationForm, RightsForm, FindForm, AnswerForm, ContactForm)
}


def form_for(page: str, controller: Controller, answers: Answers, data: Any = None) -> PageForm:
    """Return the form of a page, filled with what was kept or bound to what was posted."""
    if page.startswith(DETAILS):
        right = page.removeprefix(DETAILS)
        return DetailsForm(data, right=right, controller=controller, answers=answers)
    return FORMS[page](data, controller=controller, answers=answers)
