"""What the desk does with a request, and what the clock makes of it."""

from datetime import date

import pytest
from django_fsm import TransitionNotAllowed

from dsr.models import Blocked, Event, Extension, Outcome, Role, State
from dsr.services import conversation, handling, identity, posting
from tests import make
from tests.make import at, stored

NOW = at("2026-03-11 10:07")
WORDS = {"why": "Zwei Konten tragen diesen Namen.", "asks": "Ihre Kundennummer genügt."}
pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    """A controller in Berlin, its data protection officer and one request for access of Wednesday 11 March."""
    controller = make.controller()
    (dsr,) = make.requests(controller, now=NOW)
    return controller, make.staff(controller), dsr


def test_a_new_request_is_due_a_month_after_receipt_on_a_working_day(desk):
    _, _, dsr = desk

    # 11 April 2026 is a Saturday.
    assert (dsr.due_on, dsr.state) == (date(2026, 4, 13), State.RECEIVED)
    assert dsr.safe_on <= date(2026, 4, 10)


def test_an_identity_doubt_rests_the_clock_until_the_day_the_answer_came(desk):
    _, dpo, dsr = desk
    handling.ask_identity(dsr.pk, **WORDS, by=dpo, now=at("2026-03-13 09:00"))
    resting = stored(dsr.pk)

    handling.receive_answer(dsr.pk, answered_on=date(2026, 3, 19), by=dpo, now=at("2026-03-23 16:00"))

    # Six days rest, 13 to 19 March: 11 + 6 = 17 April, a Friday.
    assert (resting.due_on, resting.state) == (None, State.AWAITING_IDENTITY)
    assert (stored(dsr.pk).due_on, stored(dsr.pk).state) == (date(2026, 4, 17), State.RECEIVED)


def test_an_answer_leads_back_to_the_state_from_which_the_question_was_put(desk):
    _, dpo, dsr = desk
    handling.start(dsr.pk, by=dpo, now=NOW)
    handling.ask_identity(dsr.pk, **WORDS, by=dpo, now=NOW)

    handling.receive_answer(dsr.pk, by=dpo, now=at("2026-03-12 08:00"))

    assert stored(dsr.pk).state == State.IN_PROGRESS


def test_a_question_about_scope_need_not_rest_the_clock(desk):
    _, dpo, dsr = desk

    handling.ask_clarification(dsr.pk, **WORDS, rests=False, by=dpo, now=NOW)

    assert (stored(dsr.pk).state, stored(dsr.pk).due_on) == (State.AWAITING_CLARIFICATION, date(2026, 4, 13))


def test_only_access_may_be_asked_to_be_narrowed(desk):
    controller, dpo, _ = desk
    (dsr,) = make.requests(controller, "erasure", now=NOW)

    with pytest.raises(Blocked) as caught:
        handling.ask_clarification(dsr.pk, **WORDS, rests=True, by=dpo, now=NOW)

    assert [blocker.code for blocker in caught.value.blockers] == ["not_access"]


def test_recording_identity_sets_every_waiting_sibling_running_again(desk):
    controller, dpo, _ = desk
    access, erasure = make.requests(controller, "access", "erasure", now=NOW)
    for dsr in (access, erasure):
        handling.ask_identity(dsr.pk, **WORDS, by=dpo, now=NOW)

    identity.prove_identity(access.pk, level=2, method="details", by=dpo, now=at("2026-03-16 12:00"))

    assert {stored(dsr.pk).state for dsr in (access, erasure)} == {State.RECEIVED}
    assert stored(erasure.pk).identity_level == 2
    # Five days rest, 11 to 16 March: 16 April, a Thursday.
    assert stored(erasure.pk).due_on == date(2026, 4, 16)


def test_an_extension_keeps_the_first_day_and_counts_three_months_from_receipt(desk):
    _, dpo, dsr = desk

    handling.extend(dsr.pk, ground="complexity", reasons="Vier Systeme.", by=dpo, now=at("2026-04-02 11:00"))

    # Three months from 11 March: 11 June 2026, a Thursday and no holiday in Berlin.
    assert stored(dsr.pk).due_on == date(2026, 6, 11)
    assert Extension.objects.get(dsr=dsr).first_due_on == date(2026, 4, 13)
    assert dsr.messages.filter(kind="extension").count() == 1


def test_a_period_is_extended_only_once(desk):
    _, dpo, dsr = desk
    handling.extend(dsr.pk, ground="complexity", reasons="Vier Systeme.", by=dpo, now=NOW)

    with pytest.raises(Blocked) as caught:
        handling.extend(dsr.pk, ground="number", reasons="Nochmals.", by=dpo, now=NOW)

    assert "extended" in [blocker.code for blocker in caught.value.blockers]


def test_a_period_that_has_ended_cannot_be_extended(desk):
    _, dpo, dsr = desk

    with pytest.raises(Blocked) as caught:
        handling.extend(dsr.pk, ground="complexity", reasons="Zu spät.", by=dpo, now=at("2026-04-14 00:10"))

    assert [blocker.code for blocker in caught.value.blockers] == ["too_late"]


def test_the_last_evening_of_the_period_is_still_in_time_for_an_extension(desk):
    _, dpo, dsr = desk

    handling.extend(dsr.pk, ground="complexity", reasons="Am Abend.", by=dpo, now=at("2026-04-13 23:59"))

    assert stored(dsr.pk).is_extended


def test_a_withdrawal_of_consent_has_no_period_to_extend(desk):
    controller, dpo, _ = desk
    (dsr,) = make.requests(controller, "withdrawal", now=NOW)

    with pytest.raises(Blocked) as caught:
        handling.extend(dsr.pk, ground="complexity", reasons="Nein.", by=dpo, now=NOW)

    assert "immediate" in [blocker.code for blocker in caught.value.blockers]


def test_silence_closes_nothing_until_a_person_says_so_and_then_the_letter_gives_reasons(desk):
    _, dpo, dsr = desk
    handling.ask_identity(dsr.pk, **WORDS, by=dpo, now=NOW)

    handling.lapse(dsr.pk, reasons="Keine Antwort seit sechs Monaten.", by=dpo, now=at("2026-09-15 09:00"))

    assert (stored(dsr.pk).state, stored(dsr.pk).outcome) == (State.CLOSED, Outcome.LAPSED)
    assert "Keine Antwort seit sechs Monaten." in dsr.messages.get(kind="lapsed").body


def test_a_closed_request_knows_when_its_data_are_destroyed(desk):
    _, dpo, dsr = desk

    handling.withdraw(dsr.pk, by=dpo, now=at("2026-03-20 12:00"))

    # Three years after closing, on the first day of the year that follows.
    assert stored(dsr.pk).purge_on == date(2030, 1, 1)


def test_a_request_goes_only_to_someone_who_handles_requests_of_its_controller(desk):
    controller, dpo, dsr = desk
    other = make.staff(make.controller("anders"), Role.HANDLER, "stranger@other.example.org")
    auditor = make.staff(controller, Role.AUDITOR, "auditor@controller.example.org")

    for nobody in (other, auditor):
        with pytest.raises(handling.NotOnTeam):
            handling.assign(dsr.pk, to=nobody, by=dpo, now=NOW)

    assert stored(dsr.pk).handler is None


def test_a_message_of_the_person_is_kept_and_wakes_the_desk(desk):
    _, _, dsr = desk

    conversation.write_in(dsr.submission, body="Meine Kundennummer ist 40-2217.", now=at("2026-03-13 21:14"))

    assert dsr.submission.messages.get(direction="in").body == "Meine Kundennummer ist 40-2217."
    assert dsr.notices.filter(kind="message_in", recipient="handler").count() == 1


def test_events_hold_no_words_of_anybody(desk):
    _, dpo, dsr = desk
    handling.ask_identity(dsr.pk, **WORDS, by=dpo, now=NOW)
    conversation.write_in(dsr.submission, body="Meine Kundennummer ist 40-2217.", now=NOW)

    told = " ".join(str(event.data) for event in Event.objects.all())

    assert not any(
        word in told for word in ("Konten", "Kundennummer", "40-2217", "Mira", "person.example.net")
    )


def test_a_step_that_the_state_does_not_know_is_refused(desk):
    _, dpo, dsr = desk

    with pytest.raises(TransitionNotAllowed):
        handling.lapse(dsr.pk, reasons="Nie gefragt.", by=dpo, now=NOW)


@pytest.fixture
def on_paper():
    """A request of somebody who wants letters by post, with its data protection officer."""
    controller = make.controller()
    (dsr,) = make.requests(controller, now=NOW, medium="post", postal_address="Feldweg 3\n99999 Nirgendwo")
    return make.staff(controller), dsr


def test_a_clock_rests_from_the_day_the_letter_went_into_the_post(on_paper):
    dpo, dsr = on_paper
    handling.ask_identity(dsr.pk, **WORDS, by=dpo, now=at("2026-03-13 17:00"))

    posting.mark_posted(dsr.pk, by=dpo, now=at("2026-03-16 08:30"))
    handling.receive_answer(dsr.pk, answered_on=date(2026, 3, 19), by=dpo, now=at("2026-03-19 12:00"))

    # Three days rest, 16 to 19 March: 14 April, a Tuesday.
    assert stored(dsr.pk).due_on == date(2026, 4, 14)


def test_an_extension_that_is_posted_after_the_first_period_extends_nothing(on_paper):
    dpo, dsr = on_paper
    handling.extend(dsr.pk, ground="complexity", reasons="Vier Systeme.", by=dpo, now=at("2026-04-13 16:00"))
    before = stored(dsr.pk).due_on

    posting.mark_posted(dsr.pk, by=dpo, now=at("2026-04-14 08:30"))

    assert (before, stored(dsr.pk).due_on) == (date(2026, 6, 11), date(2026, 4, 13))


def test_a_letter_is_posted_once(on_paper):
    dpo, dsr = on_paper
    posting.mark_posted(dsr.pk, by=dpo, now=NOW)

    with pytest.raises(posting.NothingToPost):
        posting.mark_posted(dsr.pk, by=dpo, now=NOW)


def test_a_resting_clock_has_no_last_day_to_extend_and_the_step_says_so(desk):
    _, dpo, dsr = desk
    handling.ask_identity(dsr.pk, **WORDS, by=dpo, now=NOW)

    with pytest.raises(Blocked) as caught:
        handling.extend(
            dsr.pk, ground="complexity", reasons="Vier Systeme.", by=dpo, now=at("2026-04-20 09:00")
        )

    assert [blocker.code for blocker in caught.value.blockers] == ["resting"]


def test_after_the_answer_the_first_period_can_still_be_extended_by_what_it_has_left(desk):
    _, dpo, dsr = desk
    handling.ask_identity(dsr.pk, **WORDS, by=dpo, now=at("2026-03-13 09:00"))
    handling.receive_answer(dsr.pk, answered_on=date(2026, 5, 4), by=dpo, now=at("2026-05-04 09:00"))

    handling.extend(dsr.pk, ground="number", reasons="Vier Systeme.", by=dpo, now=at("2026-05-05 09:00"))

    # 52 days rest: 11 April and 11 June each move that far; 2 August is a Sunday.
    assert (stored(dsr.pk).extension.first_due_on, stored(dsr.pk).due_on) == (
        date(2026, 6, 2),
        date(2026, 8, 3),
    )
