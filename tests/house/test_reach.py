"""Every statement of the law is met somewhere in the desk, or the documents say why not; all of them are counted."""

from importlib import import_module

import pytest

from dsr.law import letters, rights
from dsr.law.rights import ALL, ITEMS, LINKS
from dsr.models.measures.disclosure import CONDITIONS
from dsr.web.desk.actions import ACTIONS
from tests.house import reach
from tests.house.files import ROOT

COUNTRIES = ("DE", "SE", "AT", "ES", "GB", "FR")


def split(table):
    """Return every id of a table, with its place."""
    return {code: place for place, codes in table.items() for code in codes.split()}


def offered():
    """Return what the forms of the desk offer as a choice, in any country."""
    found = {item.id for right in ALL.values() for land in COUNTRIES for item in right.refusal_grounds(land)}
    erasure, restriction, access = (rights.get(code) for code in ("erasure", "restriction", "access"))
    choices = (
        *erasure.grounds, *erasure.exceptions, *restriction.permitted_while_restricted, *access.scope_options,
        *access.response_for("DE", CONDITIONS),
        # A restriction for an objection that is weighed is never chosen: it begins when the objection arrives.
        *(item for item in restriction.grounds if item.code != "objection_pending"),
    )  # fmt: skip
    return found | {item.id for item in choices}


STEPS, LETTERS, RULES = split(reach.STEPS), split(reach.LETTERS), split(reach.RULES)
NOT_REACHED = set(reach.NOT_REACHED.split())
EVERY = {*(right.id for right in ALL.values()), *ITEMS, *(link.id for link in LINKS)}


def test_each_of_the_206_statements_is_met_once_or_listed_as_not_met():
    # Each right stands on the public form; that an answer is free of charge is the rule, a fee the exception.
    places = [{right.id for right in ALL.values()} | {"free"}, offered(), STEPS, LETTERS, RULES, NOT_REACHED]

    met = [code for place in places for code in place]

    assert len(EVERY) == 206
    assert sorted(met) == sorted(EVERY)
    assert len(NOT_REACHED) == 15


@pytest.mark.parametrize("code", reach.STEPS)
def test_a_step_that_is_named_stands_in_the_desk(code):
    assert code in ACTIONS


@pytest.mark.parametrize(("kind", "item"), reach.LETTERS)
def test_a_letter_that_is_named_must_say_so(kind, item):
    assert item in {each.code for each in letters.MUST[kind]}


@pytest.mark.parametrize("path", reach.RULES)
def test_a_rule_that_is_named_is_there(path):
    module, name = path.rsplit(".", 1)

    assert callable(getattr(import_module(module), name))


@pytest.mark.parametrize("code", sorted(NOT_REACHED))
def test_the_documents_say_why_a_statement_is_not_met(code):
    told = (ROOT / "docs" / "rights.md").read_text(encoding="utf-8")

    assert f"| `{code}` |" in told
