"""Walks every table of the house: an entry without its counterpart elsewhere fails here."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import get_template
from django.utils import translation
from django_fsm import TransitionNotAllowed

from dsr.law import deadlines, letters, regimes, rights
from dsr.law.calendars import Calendar
from dsr.models import ANSWERS, LEVEL_NEEDED, Outcome, State, SubjectRequest
from dsr.notices import kinds, ladder
from dsr.services import answering
from dsr.web.desk.actions import ACTIONS
from dsr.web.public import flow

LANGUAGES = [code for code, _name in settings.LANGUAGES]
DESK = [code for code, _name in settings.DESK_LANGUAGES]
OTHERS = [code for code in DESK if code != "en"]
PLACES = {
    "eu_gdpr": ("SE", None), "uk_gdpr": ("GB", "GB-SCT"), "ch_fadp": ("CH", "CH-ZH"), "us_ca_ccpa": ("US", "US-CA"),
    "br_lgpd": ("BR", None), "ca_pipeda": ("CA", "CA-ON"), "ca_qc_p39_1": ("CA", "CA-QC"), "kr_pipa": ("KR", None),
}  # fmt: skip


def transitions() -> set[str]:
    """Return the name of every transition of the Article 12 machine."""
    field = SubjectRequest._meta.get_field("state")
    return {transition.name for transition in field.get_all_transitions(SubjectRequest)}


@pytest.mark.parametrize("code", rights.ALL)
def test_a_right_has_its_words_its_level_of_identity_and_its_page_in_the_form(code: str) -> None:
    right = rights.get(code)

    names = [right.name(language) for language in LANGUAGES]
    assert len(set(names)) == len(LANGUAGES)
    assert all(right.heading[language] for language in DESK)
    assert code in LEVEL_NEEDED
    assert flow.exists(f"{flow.DETAILS}{code}")
    assert code in dict(SubjectRequest._meta.get_field("right").choices)


@pytest.mark.parametrize("code", rights.ALL)
@pytest.mark.parametrize("language", OTHERS)
def test_the_plain_words_of_a_right_are_translated(code: str, language: str) -> None:
    right = rights.get(code)

    with translation.override(language):
        said = translation.gettext(right.plain)

    assert said != right.plain


@pytest.mark.parametrize("code", regimes.ALL)
def test_a_regime_computes_its_dates_and_explains_them_in_every_language(code: str) -> None:
    country, subdivision = PLACES[code]

    table = deadlines.timetable(deadlines.Facts(code, date(2027, 1, 29), Calendar(country, subdivision)))

    assert table.due_on is not None
    assert table.safe_on <= table.due_on
    for language in OTHERS:
        with translation.override(language):
            assert all(translation.gettext(step.text) != step.text for step in table.explanation)


def test_every_transition_has_a_button_and_every_button_a_transition_or_a_fitting_rule() -> None:
    with_button = {action.transition for action in ACTIONS.values() if action.transition}

    assert with_button == transitions()
    assert [name for name, action in ACTIONS.items() if not action.transition and action.fits is None] == []


@pytest.mark.parametrize("name", ACTIONS)
def test_a_button_has_a_verb_and_a_sentence_in_every_language(name: str) -> None:
    action = ACTIONS[name]

    for language in OTHERS:
        with translation.override("en"):
            english = (str(action.verb), str(action.says))
        with translation.override(language):
            assert str(action.verb) != english[0]
            assert str(action.says) != english[1]


@pytest.mark.parametrize("state", State)
def test_every_state_is_reached_and_only_closed_is_left_by_reopening_alone(state: State) -> None:
    field = SubjectRequest._meta.get_field("state")
    out = {
        t.name
        for t in field.get_all_transitions(SubjectRequest)
        if t.source == state and t.target is not None
    }

    assert out
    assert (out == {"reopen"}) == (state == State.CLOSED)


def test_every_way_to_answer_has_its_letter_and_the_letter_its_contents() -> None:
    assert set(answering.LETTER_OF) == set(ANSWERS)
    for kind in answering.LETTER_OF.values():
        assert kind in kinds.LETTERS
        assert letters.MUST[kind]


def in_its_languages(codes: Iterable[str]) -> list[tuple[str, str]]:
    """Return each kind with the languages that it is written in: those of the desk, and to the person all."""
    found = [(code, kinds.get(code)) for code in codes]
    return [
        (code, language)
        for code, kind in found
        for language in (LANGUAGES if kind.to_person or kind.to_principal else DESK)
    ]


@pytest.mark.parametrize(("kind", "language"), in_its_languages(kinds.LETTERS))
def test_a_letter_has_a_text_in_every_language(kind: str, language: str) -> None:
    assert (
        Path(get_template(f"letters/{language}/{kind}.txt").origin.name).read_text(encoding="utf-8").strip()
    )


@pytest.mark.parametrize(("kind", "language"), in_its_languages(kinds.ALL))
def test_a_mail_has_a_subject_and_a_text_in_every_language(kind: str, language: str) -> None:
    for part in ("subject.txt", "txt"):
        origin = Path(get_template(f"notices/{language}/{kind}.{part}").origin.name)
        assert origin.read_text(encoding="utf-8").strip(), origin


def test_every_rung_of_the_ladder_is_a_kind_of_mail() -> None:
    assert {rung.kind for rung in ladder.LADDER} <= set(kinds.ALL)


def test_every_outcome_and_state_is_said_in_every_language() -> None:
    for language in OTHERS:
        for choice in (*Outcome, *State):
            with translation.override("en"):
                english = str(choice.label)
            with translation.override(language):
                assert str(choice.label) != english, (language, choice)


def test_a_wrong_step_is_named_by_the_state_that_does_not_know_it() -> None:
    dsr = SubjectRequest(right="access", state=State.CLOSED)

    with pytest.raises(TransitionNotAllowed):
        dsr.start()
