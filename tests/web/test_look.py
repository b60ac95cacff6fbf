"""The tags of the look: badges, dates written out, the parts of a form."""

from datetime import date
from typing import ClassVar

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template
from django.template.loader import render_to_string
from django.utils.translation import override

from dsr.web.fields import ThreeFieldDate

DAY = date(2026, 12, 14)


def shown(source: str, **context: object) -> str:
    """Return what a template with our tags shows."""
    return Template("{% load look %}" + source).render(Context(context))


class Asked(forms.Form):
    """This will ask for everything that a part must draw."""

    name = forms.CharField(help_text="As we know you.")
    born_on = ThreeFieldDate()
    wish = forms.MultipleChoiceField(
        choices=[("access", "See it"), ("erasure", "Delete it")], widget=forms.CheckboxSelectMultiple
    )
    hints: ClassVar = {"access": "a copy <b>"}


@pytest.mark.parametrize(
    ("language", "long", "short", "day"),
    [
        ("en", "Monday 14 December 2026", "14 Dec 2026", "14 December"),
        ("de", "Montag, 14. Dezember 2026", "14. Dez. 2026", "14. Dezember"),
        ("sv", "måndag 14 december 2026", "14 dec 2026", "14 december"),
    ],
)
def test_dates_are_written_as_each_language_writes_them(language, long, short, day):
    with override(language):
        found = shown("{% longdate d %}|{% shortdate d %}|{{ d|daydate }}", d=DAY)

    assert found == f"{long}|{short}|{day}"


def test_no_date_is_nothing():
    assert shown("{% longdate d %}{{ d|shortdate }}{% rail d %}", d=None) == ""


def test_a_badge_has_shape_and_words_and_escapes_them():
    found = shown("{% badge 'late' words %}", words="2 <days> late")

    assert found == (
        '<span class="badge late"><span class="shape" aria-hidden="true">▲</span>2 &lt;days&gt; late</span>'
    )


def test_a_postal_address_fits_on_one_line():
    assert shown("{{ a|one_line }}", a="Ring 1,\r\n\n21079 Musterstadt \n") == "Ring 1, 21079 Musterstadt"


def test_pages_far_away_are_left_out():
    page = Paginator(range(900), 20).page(7)

    found = shown(
        "{% page_numbers p as all %}{% for n in all %}{% if n|is_gap %}.{% else %}{{ n }} {% endif %}{% endfor %}",
        p=page,
    )

    assert found == "1 .6 7 8 .45 "


def test_a_field_with_an_error_is_tied_to_its_hint_and_its_error():
    form = Asked({"name": ""})

    found = render_to_string("parts/field.html", {"field": form["name"]})

    assert 'aria-describedby="id_name_helptext id_name_error"' in found
    assert 'id="id_name_helptext"' in found
    assert 'id="id_name_error"' in found
    assert 'aria-invalid="true"' in found


def test_choices_are_cards_with_their_second_line():
    found = render_to_string("parts/field.html", {"field": Asked()["wish"], "hints": Asked.hints})

    assert found.count('class="choice"') == 2
    assert '<span class="hint">a copy &lt;b&gt;</span>' in found
    assert "<legend" in found


def test_a_date_is_three_inputs_and_one_day():
    form = Asked(
        {"name": "x", "wish": ["access"], "born_on_day": "9", "born_on_month": "3", "born_on_year": "1984"}
    )

    found = render_to_string("parts/field.html", {"field": form["born_on"]})

    assert form.is_valid()
    assert form.cleaned_data["born_on"] == date(1984, 3, 9)
    assert [f'name="born_on_{part}"' in found for part in ("day", "month", "year")] == [True] * 3
    assert 'value="1984"' in found


@pytest.mark.parametrize(
    ("day", "month", "year", "says"),
    [
        ("30", "2", "2026", "no such day"),
        ("", "", "", "day, month and year"),
        ("3", "", "1999", "day, month and year"),
        ("3", "x", "1999", "numbers"),
        ("3", "1", "99999999999999999999", "no such day"),
    ],
)
def test_a_day_that_is_none_is_refused_with_what_to_do(day, month, year, says):
    form = Asked({"born_on_day": day, "born_on_month": month, "born_on_year": year})

    assert says in form["born_on"].errors[0]


def test_the_summary_of_errors_leads_to_an_input_for_every_field():
    form = Asked({})

    found = render_to_string("parts/error_summary.html", {"form": form})
    page = "".join(render_to_string("parts/field.html", {"field": field}) for field in form)

    targets = [part.split('"')[0] for part in found.split('href="#')[1:]]
    assert len(targets) == 3
    assert all(f'id="{target}"' in page for target in targets)


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "409", "500"])
@pytest.mark.parametrize("language", ["en", "de", "sv"])
def test_a_page_for_what_went_wrong_needs_no_context(name, language):
    with override(language):
        page = render_to_string(f"{name}.html")

    assert f'<html lang="{language}">' in page
    assert page.count("<h1>") == page.count("<main") == 1
