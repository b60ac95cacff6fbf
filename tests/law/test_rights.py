"""The rights as data: their names, their effects on each other, and what an answer to them needs."""

import dataclasses

import pytest

from dsr.law import rights
from dsr.law.rights import ALL, FACTS, ITEMS, LINKS, UnknownRight, common

EVERY = list(ALL.values())
each_right = pytest.mark.parametrize("right", EVERY, ids=list(ALL))


def ids(items):
    """Return the ids of some items."""
    return [item.id for item in items]


def test_the_rights_stand_in_the_order_of_the_form():
    assert list(ALL) == [
        "access", "rectification", "erasure", "restriction", "portability",
        "objection", "objection_marketing", "objection_research", "withdrawal", "automated",
    ]  # fmt: skip


def test_a_right_is_found_by_its_code():
    assert rights.get("erasure").id == "art17"


@pytest.mark.parametrize("code", ["art17", "Erasure", "deletion"])
def test_a_right_that_does_not_exist_is_named_in_the_error(code):
    with pytest.raises(UnknownRight, match=code):
        rights.get(code)


@each_right
def test_a_right_cannot_be_changed(right):
    with pytest.raises(dataclasses.FrozenInstanceError):
        right.refusable = True


@each_right
def test_every_right_has_a_name_and_a_heading_in_three_languages(right):
    for names in (right.names, right.heading):
        assert set(names) == {"en", "de", "sv"}
        assert all(name.strip() for name in names.values())


@pytest.mark.parametrize(
    ("language", "name"),
    [
        ("de", "Recht auf Löschung"),
        ("de-AT", "Recht auf Löschung"),
        ("sv", "Rätt till radering"),
        ("SV", "Rätt till radering"),
        ("en-gb", "Right to erasure"),
        ("fi", "Right to erasure"),
        ("", "Right to erasure"),
    ],
)
def test_a_right_is_named_in_the_language_asked_for_and_else_in_english(language, name):
    assert ALL["erasure"].name(language) == name


def test_a_heading_falls_back_to_english_too():
    right = ALL["withdrawal"]

    assert right.heading_for("sv-FI") == "Villkor för samtycke"
    assert right.heading_for("pl") == "Conditions for consent"


@each_right
def test_every_statement_names_its_source(right):
    for item in right.items():
        assert item.ref.strip(), item.id
        assert any(sign.isdigit() for sign in item.ref) or "practice" in item.ref, item.id


@pytest.mark.parametrize("item", common.ITEMS, ids=ids(common.ITEMS))
def test_every_common_statement_names_its_source(item):
    assert any(sign.isdigit() for sign in item.ref)


def test_every_effect_points_to_a_statement_that_exists():
    opened = {item.id: item.opens for item in ITEMS.values() if item.opens}

    assert len(opened) == 9
    assert set(opened.values()) <= set(ITEMS)


@pytest.mark.parametrize("link", LINKS, ids=ids(LINKS))
def test_every_link_joins_rights_and_statements_that_exist(link):
    assert link.rights
    assert set(link.rights) <= set(ALL)
    assert link.points_to
    assert set(link.points_to) <= set(ITEMS) | {right.id for right in EVERY}
    assert link.ref


def test_an_objection_restricts_at_once_and_erases_when_upheld():
    effects = {item.id: item.opens for item in ALL["objection"].side_effects}

    assert effects == {
        "art21_1.side.restriction": "art18.ground.objection_pending",
        "art21_1.side.erasure": "art17.ground.objection",
    }


def test_only_the_lifting_of_a_restriction_has_a_hard_gate():
    assert [item.id for item in ITEMS.values() if item.hard_gate] == ["art18.duty.inform_before_lifting"]


def test_access_is_answered_with_all_that_the_article_lists():
    always = ids(ALL["access"].response_for("FR", ()))

    assert always == [f"art15.resp.{letter}" for letter in ("confirm", "a", "b", "c", "d", "e", "f", "copy")]


def test_what_depends_on_a_fact_is_asked_for_only_when_it_is_true():
    answer = ids(ALL["access"].response_for("DE", {"third_country_transfer", "automated_decision_making"}))

    assert {"art15.resp.2", "art15.resp.h"} <= set(answer)
    assert {"art15.resp.g", "art15.resp.further_copy_fee"}.isdisjoint(answer)


def test_germany_wants_the_person_told_of_a_restriction_instead_of_erasure():
    right = ALL["erasure"]

    assert ids(right.response_for("DE", ())) == ["art17.resp.done", "art17.resp.restricted"]
    assert ids(right.response_for("SE", ())) == ["art17.resp.done"]


@pytest.mark.parametrize("code", ["portability", "automated"])
def test_portability_and_automated_decisions_need_all_their_preconditions(code):
    right = ALL[code]

    assert right.preconditions_logic == "all"
    assert len(right.preconditions) > 1


def test_every_fact_that_the_law_asks_for_has_words():
    named = {link.until for link in LINKS} - {None}
    for item in ITEMS.values():
        named |= {*item.requires, *item.cumulative, item.condition, item.ends, item.scope} - {None}

    assert named == set(FACTS)


@each_right
def test_the_form_may_ask_but_never_demand(right):
    assert right.asks_for
    for question in right.asks_for:
        assert not question.required
        assert bool(question.choices) is (question.kind == "choice"), question.code
    assert len({question.code for question in right.asks_for}) == len(right.asks_for)


@pytest.mark.parametrize("code", ["erasure", "restriction"])
def test_the_grounds_offered_on_the_form_are_those_of_the_article(code):
    (question,) = (question for question in ALL[code].asks_for if question.code == "ground")

    offered = [value for value, _ in question.choices]
    assert offered == [*(item.code for item in ALL[code].grounds), "unknown"]


@pytest.mark.parametrize(
    ("identity", "code"),
    [
        ("art17.exc.legal_claims", "legal_claims"),
        ("art15.exc.de.34_1_2a", "de.34_1_2a"),
        ("common.excessive", "excessive"),
        ("art19.exception_impossible", "exception_impossible"),
        ("art18.use.consent", "consent"),
        ("free", "free"),
    ],
)
def test_an_item_knows_its_short_code(identity, code):
    assert ITEMS[identity].code == code
