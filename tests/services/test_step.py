"""One step: all or nothing, one winner, nothing lost."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection, connections
from django_fsm import TransitionNotAllowed

from dsr.models import Blocked, Event, IdentityProof, Message, Notice, Role, State, SubjectRequest
from dsr.notices import outbox
from dsr.services import answering, handling, identity, intake
from dsr.services.step import StalePage, step
from tests import make
from tests.make import at, stored

NOW = at("2026-03-11 10:07")


def at_once(*calls: Callable[[], object]) -> list[Exception | None]:
    """Run every call in a thread of its own, all let go together; return how each ended."""
    gate, ends = threading.Barrier(len(calls)), [None] * len(calls)

    def run(place: int, call: Callable[[], object]) -> None:
        try:
            gate.wait(timeout=10)
            call()
        except Exception as error:  # noqa: BLE001  (how it ended is what the test asks)
            ends[place] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return ends


@pytest.mark.django_db(transaction=True)
def test_of_two_people_acting_at_once_on_the_same_page_one_wins_and_the_other_is_told() -> None:
    controller = make.controller()
    first, second = make.staff(controller), make.staff(controller, Role.DPO, "second@controller.example.org")
    (dsr,) = make.requests(controller, now=NOW)

    ends = at_once(
        lambda: handling.start(dsr.pk, by=first, now=NOW, seen=dsr.version),
        lambda: handling.mark_not_a_request(dsr.pk, by=second, now=NOW, seen=dsr.version),
    )

    assert sorted(type(end).__name__ for end in ends) == ["NoneType", "StalePage"]
    assert stored(dsr.pk).version == dsr.version + 1
    assert Event.objects.filter(dsr=dsr).exclude(name="measure").count() == 2


@pytest.mark.django_db(transaction=True)
def test_ten_clicks_on_the_same_button_start_the_work_once() -> None:
    controller = make.controller()
    dpo = make.staff(controller)
    (dsr,) = make.requests(controller, now=NOW)

    ends = at_once(*[lambda: handling.start(dsr.pk, by=dpo, now=NOW)] * 10)

    assert [type(end) for end in ends].count(TransitionNotAllowed) == 9
    assert list(Event.objects.filter(dsr=dsr, name="started").values_list("version", flat=True)) == [2]


@pytest.mark.django_db(transaction=True)
def test_two_people_who_settle_identity_on_two_rights_of_one_letter_do_not_wait_for_each_other_for_ever() -> (
    None
):
    controller = make.controller()
    first, second = make.staff(controller), make.staff(controller, Role.DPO, "second@controller.example.org")
    access, erasure = make.requests(controller, "access", "erasure", now=NOW)
    for dsr in (access, erasure):
        handling.ask_identity(dsr.pk, why="Zwei Konten.", asks="Die Kundennummer.", by=first, now=NOW)

    ends = at_once(
        lambda: identity.prove_identity(access.pk, level=2, method="details", by=first, now=NOW),
        lambda: identity.prove_identity(erasure.pk, level=2, method="details", by=second, now=NOW),
    )

    assert ends == [None, None]
    assert {stored(dsr.pk).state for dsr in (access, erasure)} == {State.RECEIVED}


@pytest.mark.django_db(transaction=True)
def test_a_link_that_is_confirmed_while_the_desk_takes_the_request_in_confirms_it_once() -> None:
    controller = make.controller()
    dpo = make.staff(controller)
    asked = intake.Asked(rights=("access", "erasure"), language="de", email="mira@person.example.net")
    receipt = intake.submit(controller, asked, now=NOW)
    token = outbox.confirm_token(receipt.submission)

    ends = at_once(
        lambda: identity.confirm_by_link(token, now=NOW),
        lambda: identity.confirm(receipt.requests[1].pk, by=dpo, now=NOW),
        lambda: identity.confirm_by_link(token, now=NOW),
    )

    assert {type(end) for end in ends} <= {type(None), TransitionNotAllowed, identity.UnknownLink}
    assert {stored(dsr.pk).state for dsr in receipt.requests} == {State.RECEIVED}
    assert IdentityProof.objects.filter(submission=receipt.submission).count() == 1


@pytest.mark.django_db
def test_a_step_that_fails_leaves_no_event_no_letter_and_no_change() -> None:
    controller = make.controller()
    dpo = make.staff(controller)
    (dsr,) = make.requests(controller, now=NOW)
    before = (Event.objects.count(), Notice.objects.count(), Message.objects.count())

    def half_a_step():
        with step(dsr.pk, "started", by=dpo, now=NOW) as locked:
            locked.start()
            outbox.post_letter("note", locked, by=dpo, now=NOW, words={"body": "Halb."})
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        half_a_step()

    assert stored(dsr.pk).state == State.RECEIVED
    assert (Event.objects.count(), Notice.objects.count(), Message.objects.count()) == before


@pytest.mark.django_db
def test_a_page_that_shows_an_older_version_cannot_act() -> None:
    controller = make.controller()
    dpo = make.staff(controller)
    (dsr,) = make.requests(controller, now=NOW)
    handling.assign(dsr.pk, to=dpo, by=dpo, now=NOW)

    with pytest.raises(StalePage):
        handling.start(dsr.pk, by=dpo, now=NOW, seen=dsr.version)

    assert stored(dsr.pk).state == State.RECEIVED


@pytest.mark.django_db
def test_nothing_but_a_transition_changes_the_state() -> None:
    (dsr,) = make.requests(make.controller(), now=NOW)

    with pytest.raises(AttributeError):
        dsr.state = State.CLOSED

    assert stored(dsr.pk).state == State.RECEIVED


@pytest.mark.django_db
def test_a_step_that_lacks_something_says_every_missing_thing_in_words() -> None:
    controller = make.controller()
    dpo = make.staff(controller)
    (dsr,) = make.requests(controller, now=NOW)
    handling.start(dsr.pk, by=dpo, now=NOW)

    with pytest.raises(Blocked) as caught:
        answering.submit_for_review(dsr.pk, by=dpo, now=NOW)

    found = [blocker.code for blocker in caught.value.blockers]
    assert found[:2] == ["outcome", "answer"]
    # The eight contents of Art. 15(1) and the copy, and the check for data of other people.
    assert found[2:] == [*["items"] * 8, "third_parties"]
    assert all(str(blocker.text).endswith(".") for blocker in caught.value.blockers[:2])


@pytest.mark.django_db(transaction=True)
def test_parallel_submissions_take_references_without_gap_or_double() -> None:
    controller = make.controller()
    make.staff(controller)

    ends = at_once(*[lambda: make.requests(controller, "access", "erasure", now=NOW)] * 8)

    numbers = sorted(
        int(ref.split("-")[2]) for ref in SubjectRequest.objects.values_list("reference", flat=True)
    )
    assert ends == [None] * 8
    assert numbers == list(range(1, 17))


@pytest.mark.django_db
def test_the_suite_runs_on_the_database_it_was_asked_to_use() -> None:
    assert connection.vendor in {"postgresql", "sqlite"}
