"""No letter goes out that lacks what the law asks of its kind: each item is taken away once, in each language."""

import pytest
from django.utils import translation

from dsr.law.letters import MUST
from dsr.notices import kinds, letter
from dsr.notices.letter import LetterIncomplete
from tests.notices.test_letter import LANGUAGES, NOW, RIGHT, WORDS, request_for

pytestmark = pytest.mark.django_db
# Besides the first right of each kind, those about which some item alone is.
MORE = {"answer_granted": ("withdrawal", "erasure"), "answer_partly": ("erasure",)}
# Kinds that are written, and that the table of the law knows; the last has no letter, its mail is all there is.
WRITTEN = [kind for kind in kinds.LETTERS if kind in MUST]


def items(kind):
    """Yield each thing that a letter of a kind must contain somewhere, with a right for which it must."""
    rights = dict.fromkeys((*RIGHT.get(kind, ("access",)), *MORE.get(kind, ())))
    for item in MUST[kind]:
        for country in ("DE", "SE", "IE"):
            for right in rights:
                if item.applies(right, country):
                    yield item.code, right, country


def rows():
    for kind in WRITTEN:
        for language in LANGUAGES:
            place = {"de": "DE", "sv": "SE", "en": "IE"}[language]
            for code, right, country in items(kind):
                if country == place and (code, kind) != ("refusable_right", kind):
                    yield kind, language, right, code


ROWS = sorted(set(rows()))


@pytest.mark.parametrize(("kind", "language", "right", "code"), ROWS)
def test_a_letter_without_one_thing_that_the_law_asks_is_refused_and_names_it(kind, language, right, code):
    dsr = request_for(kind, language, right)
    with translation.override(language):
        setting = letter.surroundings(dsr, now=NOW, language=language)
        contents = letter.gather(kind, dsr, WORDS, setting)
        assert letter.write(kind, dsr, contents, setting)

        with pytest.raises(LetterIncomplete) as refused:
            letter.write(kind, dsr, {**contents, code: " "}, setting)

    assert [item.code for item in refused.value.missing] == [code]
    assert refused.value.missing[0].ref


def test_every_kind_every_language_and_every_item_was_taken_away_once():
    done = {(kind, language, code) for kind, language, _right, code in ROWS}

    for kind in WRITTEN:
        for item in MUST[kind]:
            if item.code == "refusable_right":
                continue  # nobody can give it: it stops the refusal of a right that nobody may refuse
            wanted = {"de"} if item.jurisdiction == "DE" else set(LANGUAGES)
            assert {language for language in LANGUAGES if (kind, language, item.code) in done} == wanted
    assert len(done) > 150
