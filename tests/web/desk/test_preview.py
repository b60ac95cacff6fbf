"""The letter of a step, before it goes."""

import pytest
from django.test import Client

from dsr.models import Message, Notice, SubjectRequest, User
from tests.make import stored
from tests.web.desk.conftest import address
from tests.web.desk.ways import (
    ASK,
    as_ready,
    as_started,
    do,
)

pytestmark = pytest.mark.django_db


def test_the_letter_is_previewed_with_gaps_and_with_what_it_still_lacks(
    browser: Client, dsr: SubjectRequest, dpo: User
):
    as_started(dsr, dpo)

    letter = browser.get(address(dsr, "ask_identity")).context["letter"]

    assert [article for _text, article in letter.missing] == [
        "GDPR 12(6)",
        "GDPR 12(6); EDPB 01/2022 paras 65-79",
    ]
    assert "[ … ]" in letter.text
    assert letter.language == "de"


def test_a_preview_shows_the_words_in_the_letter_and_sends_nothing(
    browser: Client, dsr: SubjectRequest, dpo: User
):
    as_started(dsr, dpo)
    before = (Message.objects.count(), Notice.objects.count(), stored(dsr.pk).version)

    answer = do(browser, dsr, "ask_identity", **ASK, preview="1")

    letter = answer.context["letter"]
    assert answer.status_code == 200
    assert ASK["why"] in letter.text
    assert ASK["asks"] in letter.text
    assert not letter.missing
    assert (Message.objects.count(), Notice.objects.count(), stored(dsr.pk).version) == before


def test_the_preview_of_an_extension_names_the_new_day(browser: Client, dsr: SubjectRequest, dpo: User):
    as_started(dsr, dpo)

    answer = do(browser, dsr, "extend", ground="complexity", reasons="Elf Systeme.", preview="1")

    assert "10. Juni 2026" in answer.context["letter"].text


def test_the_preview_of_a_refusal_names_ground_authority_and_court(
    browser: Client, dsr: SubjectRequest, dpo: User
):
    as_started(dsr, dpo)

    answer = do(
        browser, dsr, "draft", outcome="refused", answer="Wir können dem nicht folgen.", preview="1",
        reasons="Zum fünften Mal im Monat.", grounds=["common.excessive"],
    )  # fmt: skip

    text = answer.context["letter"].text
    assert "Zum fünften Mal im Monat." in text
    assert "datenschutz-berlin.de" in text
    assert "Gericht" in text
    assert stored(dsr.pk).outcome == ""


def test_the_letter_that_goes_out_is_the_one_that_was_previewed(
    browser: Client, dsr: SubjectRequest, dpo: User
):
    as_ready(dsr, dpo)

    shown = browser.get(address(dsr, "send")).context["letter"].text
    do(browser, dsr, "send")

    assert Message.objects.get(dsr=dsr, kind="answer_granted").body == shown
