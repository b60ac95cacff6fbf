"""Walks every machine of a measure: each transition has a button, each button its words, each document its drawing."""

import pytest
from django.conf import settings
from django.utils import translation

from dsr.exports import machines
from dsr.law import letters, rights
from dsr.models import MEASURES, SubjectRequest
from dsr.models.guards_measures import ABSENT, RELATED
from dsr.notices import kinds
from dsr.services.measures.opening import OPENERS, OWN
from dsr.web.desk.actions import ACTIONS
from dsr.web.desk.actions_measures import KINDS, MEASURE_ACTIONS, WITH_ANSWER, WITH_FACTS
from dsr.web.desk.forms_measures import MeasureForm
from dsr.web.desk.panel_measures import ENDED, FACTS
from tests.house.files import ROOT

OTHERS = [code for code, _name in settings.DESK_LANGUAGES if code != "en"]


def transitions():
    """Return every transition of every measure."""
    return {
        (model, each.name)
        for model in MEASURES.values() for each in model._meta.get_field("state").get_all_transitions(model)
    }  # fmt: skip


def test_every_transition_of_a_measure_has_a_button_or_follows_the_answer():
    forms = [action.form for action in MEASURE_ACTIONS.values() if issubclass(action.form, MeasureForm)]

    with_button = {(form.model, form.move) for form in forms if form.move}

    assert with_button | WITH_ANSWER | WITH_FACTS == transitions()
    assert with_button & WITH_ANSWER == set()


def test_every_kind_of_measure_has_its_panel_and_its_place_in_the_tables():
    assert set(KINDS) == set(MEASURES.values())
    assert set(FACTS) == set(MEASURES)
    assert set(RELATED) == set(OWN) == set(rights.ALL)
    assert set(ABSENT) == {names[0] for names in RELATED.values()}
    assert set(rights.ALL) - set(OPENERS) == {"restriction", "portability"}


@pytest.mark.parametrize("right", rights.ALL)
def test_a_right_finds_its_own_measure_first(right):
    relation = SubjectRequest._meta.get_field(RELATED[right][0])

    assert relation.related_model is OWN[right]


@pytest.mark.parametrize("code", MEASURE_ACTIONS)
def test_every_step_says_when_it_fits_and_stands_in_its_panel(code):
    action = ACTIONS[code]

    assert action.aside
    assert action.fits is not None
    assert not action.transition


@pytest.mark.parametrize("code", MEASURE_ACTIONS)
@pytest.mark.parametrize("language", OTHERS)
def test_every_step_of_a_measure_speaks_every_language(code, language):
    action = ACTIONS[code]

    with translation.override("en"):
        english = str(action.verb), str(action.says)
    with translation.override(language):
        said = str(action.verb), str(action.says)

    assert said[0] != english[0]
    assert said[1] != english[1]


@pytest.mark.parametrize("kind", MEASURES)
def test_every_state_is_reached_and_the_last_ones_are_left_by_nothing_but_a_new_attempt(kind):
    model = MEASURES[kind]
    field = model._meta.get_field("state")
    found = machines.arrows(model, field)

    reached = {arrow.target for arrow in found} | {field.default, "stopped"}
    ends = set(machines.states(field)) - {arrow.source for arrow in found}

    assert set(machines.states(field)) <= reached
    assert ends <= ENDED | {"stopped"}


@pytest.mark.parametrize("kind", ["restriction_in_force", "restriction_lifting", "erasure_certificate"])
def test_the_letters_of_measures_are_listed_with_what_they_must_contain(kind):
    assert kind in kinds.LETTERS
    assert letters.MUST[kind]


@pytest.mark.parametrize("name", machines.files())
def test_the_documents_show_the_machines_as_the_code_has_them(name):
    path = ROOT / "docs" / name

    assert path.read_text(encoding="utf-8") == machines.files()[name], "run manage.py draw_machines"


def test_every_mend_of_a_blocker_leads_to_a_step_of_the_desk():
    sources = [*(ROOT / "dsr" / "models").rglob("*.py")]
    written = "\n".join(path.read_text(encoding="utf-8") for path in sources)

    named = {mend for _text, _article, mend in ABSENT.values()} | {
        code for code in MEASURE_ACTIONS if f'"{code}"' in written
    }

    assert named <= set(ACTIONS)
    assert {"disclosure_collect", "erasure_describe", "restriction_mark", "balancing_override"} <= named
