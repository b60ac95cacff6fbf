"""Every text of the rights and of the letters' contents is there in German and Swedish."""

from functools import cache
from pathlib import Path

import polib
import pytest

from dsr.law.letters import MUST
from dsr.law.rights import ALL, FACTS, ITEMS, LINKS

LOCALE = Path(__file__).parents[2] / "dsr" / "locale"


@cache
def catalogue(language: str) -> dict[str, str]:
    """Return what a language says for each text."""
    entries = polib.pofile(str(LOCALE / language / "LC_MESSAGES" / "django.po"))
    return {entry.msgid: entry.msgstr for entry in entries if entry.translated()}


def form_texts():
    """Return what the public form shows of the rights."""
    for right in ALL.values():
        yield from (right.plain, right.plain_hint)
        for question in right.asks_for:
            yield from (question.label, question.hint, *(label for _, label in question.choices))


GROUPS = {
    "form": set(form_texts()),
    "statements": {text for item in ITEMS.values() for text in (item.text, *item.examples)},
    "links": {text for link in LINKS for text in (link.when, link.then)},
    "facts": set(FACTS.values()),
    "letters": {item.text for items in MUST.values() for item in items},
}
groups = pytest.mark.parametrize("group", list(GROUPS))


@groups
@pytest.mark.parametrize("language", ["de", "sv"])
def test_every_text_is_translated(group, language):
    known = catalogue(language)

    assert sorted(text for text in GROUPS[group] if not known.get(text)) == []


@groups
@pytest.mark.parametrize("language", ["de", "sv"])
def test_no_translation_is_the_english_text(group, language):
    known = catalogue(language)

    assert sorted(text for text in GROUPS[group] if known.get(text) == text) == []


@groups
def test_no_text_is_empty(group):
    # gettext answers an empty text with the head of its catalogue
    assert all(text.strip() for text in GROUPS[group])


@pytest.mark.parametrize(
    ("right", "german", "swedish"),
    [
        (
            "access",
            "Zeigen Sie mir, welche Daten Sie über mich haben",
            "Visa mig vilka uppgifter ni har om mig",
        ),
        ("erasure", "Löschen Sie meine Daten", "Radera mina uppgifter"),
        ("withdrawal", "Ich widerrufe meine Einwilligung", "Jag återkallar mitt samtycke"),
    ],
)
def test_the_form_speaks_german_and_swedish(right, german, swedish):
    plain = ALL[right].plain

    assert (catalogue("de")[plain], catalogue("sv")[plain]) == (german, swedish)


@pytest.mark.parametrize(
    ("language", "stiff"),
    [
        ("de", ("Datensubjekt", "Sperrung der Verarbeitung", "Prozessor")),
        ("sv", ("datasubjekt", "processor")),
    ],
)
def test_the_official_words_are_used(language, stiff):
    known = catalogue(language)
    texts = [known[text] for group in GROUPS.values() for text in group]

    assert [text for text in texts if any(word in text for word in stiff)] == []
