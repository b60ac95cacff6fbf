"""Somebody is found by the beginnings of the words of their name and addresses, of which the table shows none."""

import pytest
from django.db import connection

from dsr.models import SearchToken, SubjectRequest
from dsr.services import search
from dsr.vault import tokens
from tests import make
from tests.make import at

NOW = at("2026-03-11 10:07")

pytestmark = pytest.mark.both


@pytest.fixture
def mira(controller):
    """A request of somebody with a name, addresses and an identifier."""
    (dsr,) = make.requests(
        controller, now=NOW, name="Mira Erfunden-Müller", email="Mira.E@person.example.net",
        postal_address="Lange Straße 12\n10115 Berlin", identifiers={"customer": "K-47113"},
        agent_name="Łukasz Vertreter", agent_email="kanzlei@recht.example.org",
    )  # fmt: skip
    make.requests(controller, now=NOW, name="Otto Erdacht", email="otto@person.example.net")
    return dsr


def found(text):
    return list(SubjectRequest.objects.matching(text).order_by("pk"))


@pytest.mark.parametrize(
    "text",
    [
        "mira", "MIR", "Erfunden", "erfu", "müller", "muller", "mueller", "MÜL", "mira müller", "müller, mira",
        "mira.e@person.example.net", "MIRA.E@PERSON.example.net", "@recht.example.org", "Lange Straße",
        "lange strasse 12",
        "10115", "K-47113", "47113", "471", "lukasz", "Łukasz", "Vertr",
    ],
)  # fmt: skip
def test_who_is_looked_for_is_found(mira, text):
    assert found(text) == [mira]


@pytest.mark.parametrize("text", ["mi", "ira", "otto mira", "mira@person.example.net", "", "  ", "-", "xyz"])
def test_who_is_not_meant_is_not_found(mira, text):
    assert mira not in found(text)


def test_what_several_share_finds_them_all(mira):
    assert len(found("@person.example.net")) == 2
    assert len(found("er")) == 0


def test_it_narrows_what_was_chosen_before(mira):
    assert list(SubjectRequest.objects.filter(state="closed").matching("mira")) == []


def test_the_table_holds_no_word_and_another_pepper_finds_nothing(mira, settings):
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM dsr_searchtoken")
        dump = str(cursor.fetchall()).lower()
    assert "mira" not in dump

    settings.PEPPER = "another"

    assert found("mira") == []


def test_a_new_name_replaces_the_old_one(mira):
    subject = mira.submission.subject
    subject.name = "Mira Neuname"
    subject.save()

    search.index_anew(subject)

    assert (found("neuname"), found("erfunden")) == ([mira], [])


def test_each_word_is_one_row(mira):
    rows = SearchToken.objects.filter(submission=mira.submission).count()

    assert rows == len(search.tokens_of(mira.submission.subject))
    assert rows < 120


def test_a_very_long_word_is_found_too(controller):
    word = "Donaudampfschifffahrtsgesellschaftskapitän"
    (dsr,) = make.requests(controller, now=NOW, name=word)

    assert found(word) == found(word[:30]) == found(word[:10]) == [dsr]


def test_folding_is_the_same_however_a_letter_was_typed():
    assert tokens.of_words(["Mu\u0308ller"]) == tokens.of_words(["M\u00fcller"])
