"""Secrets: strong, forgiving to the hand that copies them, stored only as digests."""

import math

from dsr.vault import secrets


def test_a_receipt_secret_holds_130_bits() -> None:
    secret = secrets.new_secret()

    assert len(secret) * math.log2(len(secrets.ALPHABET)) == 130
    assert set(secret) <= set(secrets.ALPHABET)


def test_two_secrets_are_never_the_same() -> None:
    drawn = {secrets.new_secret() for _ in range(2000)}

    assert len(drawn) == 2000


def test_a_secret_typed_with_gaps_small_letters_and_misread_letters_is_the_same() -> None:
    secret = "0123456789ABCDEFGHJKMNPQR1"

    typed = secrets.grouped(secret).lower().replace("0", "o").replace("1", "l").replace("-", " ")

    assert secrets.normal(typed) == secret


def test_digests_of_different_purposes_differ_and_only_the_right_value_matches() -> None:
    stored = secrets.digest("ABC", "receipt")

    assert stored != secrets.digest("ABC", "confirm")
    assert secrets.same("ABC", stored, "receipt")
    assert not secrets.same("ABD", stored, "receipt")
    assert not secrets.same("", "", "receipt")


def test_an_address_is_recognised_whatever_its_capitals_and_an_empty_one_is_nobody() -> None:
    assert secrets.address_key(" Maja.Example@Example.org ") == secrets.address_key(
        "maja.example@example.org"
    )
    assert secrets.address_key("  ") == ""


def test_a_derived_secret_is_as_strong_as_a_drawn_one_and_belongs_to_its_token_alone() -> None:
    derived = {secrets.derived_secret(secrets.new_token(), "receipt-of-draft") for _ in range(500)}

    assert len(derived) == 500
    assert {len(secret) for secret in derived} == {26}
    assert set("".join(derived)) == set(secrets.ALPHABET)
    assert secrets.derived_secret("t", "receipt-of-draft") == secrets.derived_secret("t", "receipt-of-draft")
    assert secrets.derived_secret("t", "receipt-of-draft") != secrets.derived_secret("t", "draft")
