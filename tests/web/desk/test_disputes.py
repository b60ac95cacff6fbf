"""Complaint, inquiry, hold and corrections of the clock at the desk."""

from datetime import date

import pytest

from dsr.models import Dispute
from dsr.services import disputes, handling
from tests.make import stored
from tests.web.desk.conftest import NOW, address
from tests.web.desk.ways import ASK, do

pytestmark = pytest.mark.django_db
INQUIRY = {"kind": "inquiry", "about": "Warum so spät?", "reference": "521.7", "came_on": "2026-03-10"}


def test_an_inquiry_is_recorded_answered_and_ended_and_each_step_stands_in_its_panel(browser, dsr):
    first = do(browser, dsr, "dispute_open", **INQUIRY, set_on="2026-03-27")
    row = Dispute.objects.get().pk
    opened = browser.get(address(dsr)).content.decode()
    do(
        browser,
        dsr,
        "dispute_answer",
        row=row,
        answer="Stellungnahme vom 11. März.",
        answered_on="2026-03-11",
    )
    do(browser, dsr, "dispute_end", row=row, result="Eingestellt.")
    ended = browser.get(address(dsr)).content.decode()

    assert first.status_code == 302
    assert all(
        words in opened for words in ("Inquiry of the supervisory authority", "521.7", "27 March 2026")
    )
    assert all(words in ended for words in ("Stellungnahme vom 11. März.", "Eingestellt.", "over"))
    assert Dispute.objects.get().state == "over"


def test_a_second_click_makes_no_second_dispute_and_no_alarm(browser, dsr):
    typed = {"seen": dsr.version, **INQUIRY}

    answers = [browser.post(address(dsr, "dispute_open"), typed).status_code for _click in range(2)]

    assert answers == [302, 302]
    assert Dispute.objects.count() == 1


def test_whoever_placed_a_hold_is_told_why_they_cannot_release_it(browser, dsr, dpo):
    disputes.open_one(dsr.pk, kind="hold", about="Streit.", by=dpo, now=NOW)

    answer = do(browser, dsr, "dispute_end", row=Dispute.objects.get().pk, result="Vorbei.")

    assert answer.status_code == 422
    assert "a second person must release it" in answer.content.decode()


def test_a_wrong_day_keeps_what_was_typed(browser, dsr):
    answer = do(browser, dsr, "dispute_open", **{**INQUIRY, "came_on": "2026-03-12"})

    assert answer.status_code == 422
    assert "This day has not come yet." in answer.content.decode()
    assert "Warum so spät?" in answer.content.decode()


def test_a_pause_is_corrected_at_the_desk_and_impossible_days_are_refused(browser, dsr, dpo):
    handling.ask_identity(dsr.pk, **ASK, by=dpo, now=NOW)
    row = stored(dsr.pk).pauses.get().pk

    wrong = do(browser, dsr, "pause_correct", row=row, asked_on="2026-03-09", answered_on="", why="Vertippt.")
    right = do(browser, dsr, "pause_correct", row=row, asked_on="2026-03-10", answered_on="", why="Vertippt.")

    assert (wrong.status_code, right.status_code) == (422, 302)
    assert stored(dsr.pk).pauses.get().asked_on == date(2026, 3, 10)


def test_an_extension_is_corrected_and_taken_out_at_the_desk(browser, dsr, dpo):
    handling.extend(dsr.pk, ground="number", reasons="Viele.", by=dpo, now=NOW)

    corrected = do(
        browser,
        dsr,
        "extension_correct",
        announced_on="2026-03-10",
        ground="complexity",
        why="Falscher Grund.",
    )
    removed = do(browser, dsr, "extension_remove", why="Ging nie hinaus.")

    assert (corrected.status_code, removed.status_code) == (302, 302)
    assert not stored(dsr.pk).is_extended


def test_reopening_asks_why_and_shows_how_it_had_ended(browser, dsr, dpo):
    handling.withdraw(dsr.pk, by=dpo, now=NOW)

    do(browser, dsr, "reopen", reason="complaint", why="Eine Seite fehlt.")
    page = browser.get(address(dsr)).content.decode()

    assert "Taken up again" in page
    assert "Eine Seite fehlt." in page
    assert "before: withdrawn" in page
