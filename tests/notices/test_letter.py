"""A letter holds what the law asks for, in each language, or it is not written."""

import pytest

from dsr.law import letters
from dsr.models import Extension, RecipientCheck
from dsr.notices import kinds, letter
from dsr.notices import words as wording
from tests import make
from tests.make import at

pytestmark = pytest.mark.django_db

NOW = at("2026-03-17 14:45")
LANGUAGES = ("en", "de", "sv")
# Everything that the desk may be asked to write.
WORDS = {
    "reasons": "Because <b>5 & 6</b> are kept for tax.", "doubt_reason": "Two people share the name.",
    "asks": "Your customer number, please.", "scope_reason": "Fourteen systems hold something.",
    "handed_to": "Beispiel Logistik GmbH", "what_was_done": "We erased two accounts.", "body": "Thank you for waiting.",
    "merged_into": "DSR-2026-000001-P",
    "who": "Customer 4711.", "what_is_asked": "Erase the account.", "instruction_reference": "INS-2026-7",
    "due_day": "2026-03-27", "lift_on": "2026-04-09",
    "amount": "25.50", "currency": "EUR", "calculation": "Two hours of copying.",
}  # fmt: skip
# Which right shows the most of a kind's table.
RIGHT = {"answer_granted": ("access", "rectification", "withdrawal"), "answer_partly": ("access", "erasure")}


def request_for(kind, language, right="access"):
    country = {"de": ("DE", "DE-BE"), "sv": ("SE", ""), "en": ("IE", "")}[language]
    office = make.controller(kind + right, country=country[0], subdivision=country[1], language=language)
    (dsr,) = make.requests(office, right, now=at("2026-03-10 09:00"), language=language)
    dsr.grounds = [] if not dsr.law.refusable else [dsr.law.refusal_grounds(office.country)[0].id]
    if kind == "recipients_list":
        RecipientCheck.objects.create(dsr=dsr, checked_on=NOW.date())
    if kind == "extension":
        Extension.objects.create(
            dsr=dsr, announced_on=NOW.date(), ground="number", first_due_on=dsr.due_on, reasons=""
        )
        dsr.copy_dates()
    return dsr


def cases():
    for kind in kinds.LETTERS:
        for right in RIGHT.get(kind, ("access",)):
            for language in LANGUAGES:
                yield kind, right, language


@pytest.mark.parametrize(("kind", "right", "language"), [*cases()])
def test_a_letter_prints_everything_that_the_law_asks_of_it(kind, right, language):
    dsr = request_for(kind, language, right)
    items = [i for i in letters.MUST.get(kind, ()) if i.applies(right, dsr.controller.country)]
    marked = {item.code: f"«{item.code}»" for item in items if item.code != "refusable_right"}
    setting = letter.surroundings(dsr, now=NOW)

    printed = wording.text("letters", language, kind, {**setting, **marked})

    assert [code for code, mark in marked.items() if mark not in printed] == []
    assert dsr.reference in printed
    assert dsr.controller.name in printed


@pytest.mark.parametrize(("kind", "right", "language"), [*cases()])
def test_a_letter_is_complete_with_what_the_desk_can_write(kind, right, language):
    dsr = request_for(kind, language, right)

    written = letter.compose(kind, dsr, now=NOW, words=WORDS)

    assert "{" not in written
    assert "None" not in written
    assert "\n\n\n" not in written
    assert all(line == line.strip() for line in written.splitlines())
    assert len(written) > 300


@pytest.mark.parametrize(
    ("kind", "word", "ref"),
    [
        ("identity_doubt", "doubt_reason", "GDPR 12(6)"),
        ("identity_doubt", "asks", "GDPR 12(6); EDPB 01/2022 paras 65-79"),
        ("scope_question", "scope_reason", "GDPR recital 63"),
        ("extension", "reasons", "GDPR 12(3) s.2-3"),
        ("answer_refused", "reasons", "GDPR 12(4)"),
        ("answer_granted", "what_was_done", "GDPR 12(3) s.1"),
        ("lapsed", "reasons", "GDPR 12(4)"),
        ("handed_over", "handed_to", "GDPR 12(1), 4(7)"),
    ],
)
def test_a_letter_that_lacks_something_is_not_written_and_says_what_with_its_article(kind, word, ref):
    dsr = request_for(kind, "en")

    with pytest.raises(letter.LetterIncomplete) as stopped:
        letter.compose(kind, dsr, now=NOW, words={**WORDS, word: "  "})

    assert ref in [item.ref for item in stopped.value.missing]


def test_a_right_that_cannot_be_refused_has_no_letter_of_refusal():
    dsr = request_for("answer_refused", "de", "objection_marketing")

    with pytest.raises(letter.LetterIncomplete) as stopped:
        letter.compose("answer_refused", dsr, now=NOW, words=WORDS)

    assert [item.code for item in stopped.value.missing] == ["refusable_right"]


def test_a_controller_without_an_authority_cannot_send_a_refusal():
    dsr = request_for("answer_refused", "en")
    dsr.controller.country, dsr.controller.subdivision = "US", "US-TX"

    with pytest.raises(letter.LetterIncomplete) as stopped:
        letter.compose("answer_refused", dsr, now=NOW, words=WORDS)

    assert [item.code for item in stopped.value.missing] == ["authority"]


def test_the_words_of_the_desk_stand_as_they_were_written():
    dsr = request_for("answer_refused", "en")

    written = letter.compose("answer_refused", dsr, now=NOW, words=WORDS)

    assert "Because <b>5 & 6</b> are kept for tax." in written


@pytest.mark.parametrize(
    ("language", "day"),
    [("en", "Friday 10 April 2026"), ("de", "Freitag, 10. April 2026"), ("sv", "fredag 10 april 2026")],
)
def test_dates_are_written_out_in_the_language_of_the_person(language, day):
    dsr = request_for("acknowledgement", language)

    assert day in letter.compose("acknowledgement", dsr, now=NOW, words={})


def test_the_acknowledgement_goes_right_by_right_and_repeats_nothing_that_a_stranger_wrote():
    office = make.controller()
    one, *_others = make.requests(
        office, "access", "erasure", "withdrawal", now=at("2026-03-10 09:00"), name="Evil Link"
    )

    written = letter.compose("acknowledgement", one, now=NOW, words={})

    lines = [line for line in written.splitlines() if line.startswith("- ")]
    assert [dsr.reference in line for dsr, line in zip([one, *_others], lines, strict=True)] == [True] * 3
    assert ["10. April 2026" in line for line in lines] == [True, True, False]
    assert "Evil" not in written
    assert "Berliner Beauftragte" in written


def test_a_preview_of_an_extension_shows_where_it_would_lead():
    office = make.controller()
    (dsr,) = make.requests(office, now=at("2026-03-10 09:00"))

    written = letter.compose("extension", dsr, now=NOW, words=WORDS)

    assert "bis Freitag, 10. April 2026" in written
    assert "spätestens am Mittwoch, 10. Juni 2026" in written


def test_an_agent_is_addressed_and_the_person_named():
    office = make.controller()
    (dsr,) = make.requests(office, now=at("2026-03-10 09:00"), agent_name="Kanzlei Erdacht")

    written = letter.compose("note", dsr, now=NOW, words=WORDS)

    assert "Guten Tag Kanzlei Erdacht," in written
    assert "Im Namen von: Mira Erfunden" in written


def test_a_language_without_letters_is_written_to_in_english():
    dsr = request_for("note", "en")
    dsr.submission.language = "fi"

    assert "Kind regards" in letter.compose("note", dsr, now=NOW, words=WORDS)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("kind", "word", "item"),
    [
        ("recipient_notice", "what_was_done", "what_was_done"), ("recipient_notice", "who", "who"),
        ("processor_instruction", "what_is_asked", "what_is_asked"), ("processor_instruction", "due_day", "due_on"),
        ("processor_instruction", "instruction_reference", "instruction_reference"),
        ("forward_request", "what_is_asked", "what_is_asked"), ("forwarded", "handed_to", "handed_to"),
        ("instruction_doubt", "reasons", "reasons"),
        ("instruction_doubt", "instruction_reference", "instruction_reference"),
        ("fee_announced", "reasons", "reasons"), ("fee_announced", "amount", "fee"),
        ("fee_announced", "calculation", "fee"),
    ],
)  # fmt: skip
def test_a_letter_about_recipients_processors_or_a_fee_is_refused_without_each_thing_it_needs(
    kind, word, item, language
):
    dsr = request_for(kind, language)

    with pytest.raises(letter.LetterIncomplete) as stopped:
        letter.compose(kind, dsr, now=NOW, words={**WORDS, word: " "})

    assert [each.code for each in stopped.value.missing] == [item]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", [code for code, kind in kinds.LETTERS.items() if kind.outside])
def test_a_letter_to_somebody_outside_is_in_the_controllers_language_and_names_the_person_by_no_word_of_its_own(
    kind, language
):
    dsr = request_for(kind, language)
    dsr.submission.language = "en" if language != "en" else "de"

    written = letter.compose(kind, dsr, now=NOW, words=WORDS)

    assert "Mira" not in written
    assert {"en": "Kind regards", "de": "Mit freundlichen", "sv": "Vänliga hälsningar"}[language] in written


@pytest.mark.parametrize(
    ("language", "cited"),
    [
        ("en", "(GDPR Art. 17(3)(b))"),
        ("de", "(Art.\u00a017 Abs.\u00a03 Buchst.\u00a0b DSGVO)"),
        ("sv", "(artikel\u00a017.3 b GDPR)"),
    ],
)
def test_what_was_refused_is_cited_as_a_lawyer_of_the_language_writes_it(language, cited):
    dsr = request_for("answer_partly", language, "erasure")
    dsr.grounds = [dsr.law.ground("legal_obligation").id]

    assert cited in letter.compose("answer_partly", dsr, now=NOW, words=WORDS)
