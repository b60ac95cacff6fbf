"""A request closes in favour of an earlier one of the same person, and never so that both are lost."""

import pytest

from dsr.models import Blocked, Role, State
from dsr.services import handling
from tests import make
from tests.make import at, stored
from tests.services.test_step import at_once

NOW = at("2026-03-11 10:07")


@pytest.mark.django_db
@pytest.mark.parametrize("place", ["itself", "later", "closed", "another right", "another controller"])
def test_a_request_merges_only_with_an_earlier_open_one_for_the_same_right(controller, dpo, place):
    (closed,) = make.requests(controller, now=NOW)
    (erasure,) = make.requests(controller, "erasure", now=NOW)
    (elsewhere,) = make.requests(make.controller("other"), now=NOW)
    (dsr,) = make.requests(controller, now=NOW)
    (later,) = make.requests(controller, now=NOW)
    handling.withdraw(closed.pk, by=dpo, now=NOW)
    into = {
        "itself": dsr, "later": later, "closed": closed, "another right": erasure, "another controller": elsewhere,
    }[place]  # fmt: skip

    with pytest.raises(Blocked) as caught:
        handling.merge(dsr.pk, into=into, by=dpo, now=NOW)

    assert [blocker.code for blocker in caught.value.blockers] == ["not_earlier"]
    assert stored(dsr.pk).state == State.RECEIVED


@pytest.mark.django_db(transaction=True)
def test_two_requests_that_are_merged_with_each_other_at_once_leave_one_open():
    controller = make.controller()
    first, second = make.staff(controller), make.staff(controller, Role.DPO, "second@controller.example.org")
    (one,), (other,) = make.requests(controller, now=NOW), make.requests(controller, now=NOW)

    ends = at_once(
        lambda: handling.merge(one.pk, into=other, by=first, now=NOW),
        lambda: handling.merge(other.pk, into=one, by=second, now=NOW),
    )

    assert [type(end) for end in ends] == [Blocked, type(None)]
    assert (stored(one.pk).state, stored(other.pk).merged_into_id) == (State.RECEIVED, one.pk)


@pytest.mark.django_db(transaction=True)
def test_a_request_is_not_merged_with_one_that_closes_at_the_same_moment():
    controller = make.controller()
    dpo = make.staff(controller)
    (earlier,), (dsr,) = make.requests(controller, now=NOW), make.requests(controller, now=NOW)

    ends = at_once(
        lambda: handling.withdraw(earlier.pk, now=NOW),
        lambda: handling.merge(dsr.pk, into=earlier, by=dpo, now=NOW),
    )

    merged_first = ends[1] is None
    assert stored(dsr.pk).is_open is not merged_first
    assert type(ends[1]) in {type(None), Blocked}


@pytest.mark.django_db
def test_a_reopened_request_is_no_longer_merged_or_handed_over(controller, dpo):
    (earlier,), (dsr,) = make.requests(controller, now=NOW), make.requests(controller, now=NOW)
    handling.merge(dsr.pk, into=earlier, by=dpo, now=NOW)
    handling.hand_over(earlier.pk, to="Andere Stelle", by=dpo, now=NOW)

    for closed in (dsr, earlier):
        handling.reopen(closed.pk, by=dpo, now=NOW)

    assert (stored(dsr.pk).merged_into, stored(earlier.pk).handed_to) == (None, "")


@pytest.mark.django_db
def test_the_person_reads_under_which_number_a_merged_request_goes_on(controller, dpo):
    (first,), (second,) = make.requests(controller, now=NOW), make.requests(controller, now=NOW)

    handling.merge(second.pk, into=first, by=dpo, now=NOW)

    letter = second.submission.messages.get(kind="merged")
    assert first.reference in letter.body
    assert stored(first.pk).is_open
