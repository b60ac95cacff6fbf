"""What becomes of files whose time is over: two decide, what was agreed happens, the rest waits."""

from datetime import date

import pytest

from dsr.models import Attachment, Controller, Disposal, EventName, SubjectRequest, User
from dsr.services import disposal, purge
from dsr.services.step import NotTheirDecision
from tests import make
from tests.make import at, stored

pytestmark = pytest.mark.django_db
CLOSED, SOON, OVER = at("2026-03-12 09:00"), at("2029-12-10 09:00"), at("2030-01-02 03:00")
RETAIN = {"fate": "retain", "ground": "claims", "until": date(2031, 5, 9)}


@pytest.fixture
def closed(controller: Controller, dpo: User, second_dpo: User) -> SubjectRequest:
    """A request that was closed in March 2026, so that its day is 1 January 2030; two officers decide about it."""
    Controller.objects.update(disposal_list=True)
    (dsr,) = make.requests(controller, now=at("2026-03-10 09:00"))
    return make.answered(dsr, author=dpo, approver=second_dpo, now=CLOSED)


def listed(dsr: SubjectRequest, now=SOON) -> list[int]:
    return [file.pk for file in disposal.over([dsr.controller_id], on=now.date())]


def is_gone(dsr: SubjectRequest) -> bool:
    return stored(dsr.pk).submission.purged_at is not None


def test_a_file_appears_thirty_days_before_its_day(closed):
    assert listed(closed, at("2029-12-01 09:00")) == []
    assert listed(closed, at("2029-12-02 09:00")) == [closed.submission_id]


def test_an_open_sibling_keeps_the_whole_letter_from_the_list(controller, closed):
    SubjectRequest.objects.filter(pk=closed.pk).update(purge_on=date(2026, 4, 1))
    (other,) = make.requests(controller, "erasure", now=at("2026-03-10 09:00"))
    SubjectRequest.objects.filter(pk=other.pk).update(submission=closed.submission)

    assert listed(closed, at("2026-04-02 09:00")) == []


def test_nothing_is_destroyed_that_nobody_decided(closed):
    assert purge.purge(now=OVER).submissions == 0
    assert not is_gone(closed)


def test_what_one_proposed_is_not_destroyed_before_another_agrees(closed, dpo, second_dpo):
    disposal.propose(closed.submission_id, fate="destroy", by=dpo, now=SOON)
    assert purge.purge(now=OVER).submissions == 0

    disposal.confirm(closed.submission_id, by=second_dpo, now=SOON)
    assert purge.purge(now=SOON).submissions == 0
    assert purge.purge(now=OVER).references == [closed.reference]


def test_nobody_agrees_with_themself_but_where_one_person_is_enough(closed, dpo):
    disposal.propose(closed.submission_id, fate="destroy", by=dpo, now=SOON)
    with pytest.raises(disposal.SamePerson):
        disposal.confirm(closed.submission_id, by=dpo, now=SOON)

    Controller.objects.update(four_eyes=False)
    disposal.propose(closed.submission_id, fate="destroy", by=dpo, now=SOON)

    assert Disposal.objects.get().is_confirmed


def test_a_handler_decides_nothing_about_it(closed, handler):
    with pytest.raises(NotTheirDecision):
        disposal.propose(closed.submission_id, fate="destroy", by=handler, now=SOON)


def test_a_file_that_is_kept_longer_comes_back_on_its_new_day(closed, dpo, second_dpo):
    disposal.propose(closed.submission_id, **RETAIN, by=dpo, now=SOON)
    disposal.confirm(closed.submission_id, by=second_dpo, now=SOON)

    assert stored(closed.pk).purge_on == date(2031, 5, 10)
    assert listed(closed, OVER) == []
    assert listed(closed, at("2031-05-01 09:00")) == [closed.submission_id]
    assert not Disposal.objects.exists()


@pytest.mark.parametrize("lacks", ["ground", "until"])
def test_keeping_longer_asks_for_reason_and_day(closed, dpo, lacks):
    with pytest.raises(disposal.GroundMissing):
        disposal.propose(closed.submission_id, **{**RETAIN, lacks: None}, by=dpo, now=SOON)


@pytest.mark.parametrize("until", [SOON.date(), date(2033, 1, 1)])
def test_a_file_is_kept_until_a_day_ahead_and_not_for_ever(closed, dpo, until):
    with pytest.raises(disposal.TooLong):
        disposal.propose(closed.submission_id, **{**RETAIN, "until": until}, by=dpo, now=SOON)


def test_a_proposal_that_is_taken_back_stands_on_the_list_again(closed, dpo, second_dpo):
    disposal.propose(closed.submission_id, fate="destroy", by=dpo, now=SOON)
    disposal.confirm(closed.submission_id, by=second_dpo, now=SOON)
    disposal.reject(closed.submission_id, by=dpo, now=SOON)

    assert purge.purge(now=OVER).submissions == 0
    assert listed(closed) == [closed.submission_id]


def test_there_is_nothing_to_decide_about_what_is_destroyed_or_was_never_proposed(closed, dpo, second_dpo):
    with pytest.raises(disposal.Gone):
        disposal.confirm(closed.submission_id, by=second_dpo, now=SOON)
    disposal.propose(closed.submission_id, fate="destroy", by=dpo, now=SOON)
    disposal.confirm(closed.submission_id, by=second_dpo, now=SOON)
    purge.purge(now=OVER)

    for step in (disposal.confirm, disposal.reject):
        with pytest.raises(disposal.Gone):
            step(closed.submission_id, by=second_dpo, now=OVER)


def test_the_certificate_stays_and_counts_what_went(closed, dpo, second_dpo):
    disposal.propose(closed.submission_id, fate="destroy", by=dpo, now=SOON)
    disposal.confirm(closed.submission_id, by=second_dpo, now=SOON)
    files = Attachment.objects.exclude(stored_as="").count()
    purge.purge(now=OVER)

    found = Disposal.objects.get()
    assert (found.destroyed_at, found.proposed_by, found.confirmed_by) == (OVER, dpo, second_dpo)
    assert found.fields > 5
    assert found.files == files == 1


def test_each_decision_stands_in_the_log_by_codes_alone(closed, dpo, second_dpo):
    disposal.propose(closed.submission_id, **RETAIN, by=dpo, now=SOON)
    disposal.confirm(closed.submission_id, by=second_dpo, now=SOON)

    events = closed.events.filter(name__startswith="disposal").order_by("pk")
    assert [(event.name, event.by) for event in events] == [
        (EventName.DISPOSAL_PROPOSED, dpo), (EventName.DISPOSAL_CONFIRMED, second_dpo),
    ]  # fmt: skip
    assert events[0].data == {"fate": "retain", "ground": "claims", "until": "2031-05-09"}
