"""What a letter must contain before it may go out."""

import dataclasses

import pytest

from dsr.law.letters import MUST, Mandatory, UnknownKind, missing
from dsr.law.rights import ALL, UnknownRight

REFUSING = ["answer_refused", "answer_partly", "lapsed"]
REFUSABLE = [right.code for right in ALL.values() if right.refusable]
every_kind = pytest.mark.parametrize("kind", list(MUST))


def codes(items):
    """Return the codes of what is missing."""
    return [item.code for item in items]


@pytest.mark.parametrize("right", REFUSABLE)
@pytest.mark.parametrize("kind", REFUSING)
def test_every_refusal_needs_reasons_authority_and_remedy(kind, right):
    lacking = missing(kind, (), right=right, country="SE")

    assert [code for code in codes(lacking) if code in {"reasons", "authority", "remedy"}] == [
        "reasons", "authority", "remedy",
    ]  # fmt: skip
    assert {item.ref for item in lacking if item.code == "reasons"} == {"GDPR 12(4)"}


@pytest.mark.parametrize("absent", ["reasons", "authority", "remedy", "contact"])
def test_a_refusal_that_lacks_one_thing_is_told_which(absent):
    have = {"reasons", "authority", "remedy", "contact"} - {absent}

    assert codes(missing("answer_refused", have, right="erasure", country="FR")) == [absent]


def test_a_complete_letter_lacks_nothing():
    have = ["contact", "remedy", "authority", "reasons"]

    assert missing("answer_refused", have, right="portability", country="NO") == ()


def test_germany_wants_the_reasons_for_refusing_access_on_file():
    have = {"reasons", "authority", "remedy", "contact"}

    (lacking,) = missing("answer_refused", have, right="access", country="DE")

    assert (lacking.code, lacking.ref) == ("reasons_documented", "BDSG 34(2) s.1")
    assert missing("answer_refused", have, right="access", country="AT") == ()
    assert missing("answer_refused", have, right="erasure", country="DE") == ()


@pytest.mark.parametrize("kind", ["answer_refused", "answer_partly"])
@pytest.mark.parametrize("right", ["withdrawal", "objection_marketing"])
def test_no_letter_refuses_what_the_law_lets_nobody_refuse(kind, right):
    have = {item.code for items in MUST.values() for item in items} - {"refusable_right"}

    (lacking,) = missing(kind, have, right=right, country="DE")

    assert lacking.ref == "GDPR 7(3), 21(3)"


def test_what_lacks_is_named_in_the_order_of_the_table():
    lacking = codes(missing("answer_partly", {"reasons"}, right="erasure", country="DE"))

    assert lacking == [
        "what_was_done",
        "what_was_refused",
        "authority",
        "remedy",
        "recipients_hint",
        "contact",
    ]


@pytest.mark.parametrize("right", list(ALL))
def test_an_acknowledgement_names_the_due_day_unless_the_right_takes_effect_at_once(right):
    lacking = codes(missing("acknowledgement", (), right=right))

    assert ("due_on" in lacking) is (right not in {"withdrawal", "objection_marketing"})
    assert {"contact", "authority"} <= set(lacking)


def test_an_acknowledgement_of_several_rights_names_the_due_day():
    assert "due_on" in codes(missing("acknowledgement", ()))


def test_an_extension_needs_reasons_and_the_new_day_with_their_article():
    lacking = missing("extension", {"contact"}, right="access", country="DE")

    assert [(item.code, item.ref) for item in lacking] == [
        ("reasons", "GDPR 12(3) s.2-3"),
        ("new_due_on", "GDPR 12(3) s.2-3"),
    ]


def test_a_doubt_about_identity_needs_its_reason():
    assert codes(missing("identity_doubt", {"contact", "what_is_needed"})) == ["doubt_reason"]


def test_a_question_about_scope_says_that_else_the_whole_request_stands():
    assert codes(missing("scope_question", {"contact", "scope_reason", "question"})) == [
        "whole_request_stands"
    ]


@pytest.mark.parametrize("right", list(ALL))
def test_recipients_are_mentioned_after_rectification_erasure_and_restriction(right):
    lacking = codes(missing("answer_granted", (), right=right, country="DE"))

    assert ("recipients_hint" in lacking) is (right in {"rectification", "erasure", "restriction"})


def test_access_names_the_authority_even_when_everything_is_given():
    assert "authority" in codes(missing("answer_granted", (), right="access"))
    assert "authority" not in codes(missing("answer_granted", (), right="erasure"))


def test_a_withdrawal_is_confirmed_with_the_word_that_the_past_stays_lawful():
    assert codes(missing("answer_granted", {"what_was_done", "contact"}, right="withdrawal")) == [
        "past_unaffected"
    ]


def test_the_lifting_of_a_restriction_is_announced_with_its_day():
    assert [item.ref for item in missing("restriction_lifting", {"contact", "reasons"})] == ["GDPR 18(3)"]


def test_a_lapsed_request_can_be_taken_up_again():
    have = {"reasons", "authority", "remedy", "contact"}

    assert codes(missing("lapsed", have, right="restriction", country="SE")) == ["how_to_reopen"]


def test_a_kind_that_does_not_exist_is_an_error_and_not_an_empty_list():
    with pytest.raises(UnknownKind, match="answer_maybe"):
        missing("answer_maybe", ())


def test_a_right_that_does_not_exist_is_an_error():
    with pytest.raises(UnknownRight, match="art15"):
        missing("answer_granted", (), right="art15")


@every_kind
def test_every_item_has_a_source_and_stands_once(kind):
    assert MUST[kind]
    assert all(item.ref and item.text for item in MUST[kind])
    assert len(set(codes(MUST[kind]))) == len(MUST[kind])


@every_kind
def test_taking_away_any_one_item_stops_the_letter(kind):
    for right in ALL:
        needed = codes(missing(kind, (), right=right, country="DE"))
        for absent in needed:
            assert codes(missing(kind, set(needed) - {absent}, right=right, country="DE")) == [absent]


@every_kind
def test_every_item_is_asked_for_by_some_letter(kind):
    asked = {item.code for right in ALL for item in missing(kind, (), right=right, country="DE")}

    assert asked == set(codes(MUST[kind]))


@pytest.mark.parametrize(
    "kind",
    [
        "confirm_mailbox", "acknowledgement", "identity_doubt", "scope_question", "identity_settled", "extension",
        "answer_granted", "answer_partly", "answer_refused", "answer_no_data", "withdrawn", "lapsed", "handed_over",
        "forwarded", "restriction_lifting", "fee_announced", "erasure_certificate", "merged",
    ],
)  # fmt: skip
def test_the_letters_of_a_request_are_in_the_table(kind):
    assert kind in MUST


def test_a_mandatory_item_cannot_be_changed():
    item = Mandatory("reasons", "The reasons", "GDPR 12(4)")

    with pytest.raises(dataclasses.FrozenInstanceError):
        item.ref = "none"
