"""What holds of every request and measure, whatever the desk did to them."""

from typing import Any

from dsr.models import (
    LEVEL_NEEDED,
    OPEN,
    Disclosure,
    Erasure,
    Level,
    Notice,
    Outcome,
    Restriction,
    Status,
    SubjectRequest,
    replay,
)
from dsr.models.guards_measures import measures_of
from dsr.services import answering

# How far the walks got: one that never reaches anything would prove nothing.
taken = {"steps": 0, "done": 0, "closed": 0, "released": 0, "lifted": 0, "erased": 0, "replayed": 0}


class Lawful:
    """This will look at everything that was closed, released, lifted or erased, and at every date."""

    office: Any

    def what_is_closed_was_closed_lawfully(self, rows: list[SubjectRequest]) -> None:
        for dsr in rows:
            if dsr.state != "closed":
                continue
            taken["closed"] += 1
            assert dsr.outcome
            assert dsr.closed_on
            if dsr.answered_on:
                kind = answering.LETTER_OF[Outcome(dsr.outcome)]
                assert dsr.messages.filter(kind=kind).exists()
                assert dsr.answer
            if dsr.outcome == "refused" or (dsr.outcome == "partly_granted" and dsr.answered_on):
                assert dsr.grounds
                assert dsr.reasons
                assert dsr.law.refusable
            if dsr.outcome == "refused" and dsr.right == "objection":
                assert dsr.balancings.get().balancing
            if dsr.answered_on and dsr.outcome in {"granted", "partly_granted"}:
                assert dsr.identity_level >= LEVEL_NEEDED[dsr.right]
                assert measures_of(dsr)

    def what_was_released_had_a_known_person_and_two_of_ours(self) -> None:
        for row in Disclosure.objects.filter(state__in=["released", "retrieved", "expired", "destroyed"]):
            taken["released"] += 1
            assert row.dsr.identity_level >= Level.MATCHED
            assert row.compiled_by_id
            assert row.approved_by_id
            assert row.compiled_by_id != row.approved_by_id
            assert {item.id for item in row.wanted} <= set(row.items)

    def what_was_lifted_was_announced_by_a_letter_that_went_out_before(self) -> None:
        for row in Restriction.objects.filter(state="lifted"):
            taken["lifted"] += 1
            notice = Notice.objects.get(letter=row.letter_id)
            assert notice.status in {Status.SENT, Status.POSTED}
            assert notice.sent_at.astimezone(self.office.tz).date() <= row.lifted_on
            assert row.lifted_on >= row.lift_on

    def what_was_erased_had_a_known_person_and_no_access_open_at_that_moment(self) -> None:
        for row in Erasure.objects.filter(state__in=["running", "erased"]):
            taken["erased"] += 1
            assert row.started_on
            assert row.dsr.identity_level >= LEVEL_NEEDED["erasure"]
            siblings = row.dsr.submission.requests.filter(right__in=["access", "portability"], state__in=OPEN)
            # One that is open now was reopened after the erasure had begun.
            assert all(sibling.events.filter(name="reopened").exists() for sibling in siblings)

    def the_log_leads_to_where_everything_stands(self, rows: list[SubjectRequest]) -> None:
        for dsr in rows:
            events = list(dsr.events.order_by("pk"))
            taken["replayed"] += len(events)
            assert replay.state_of(events) == dsr.state
            assert replay.measures_of(events) == sorted((row.kind, row.state) for row in measures_of(dsr))

    def every_date_is_what_the_law_computes_from_the_facts(self, rows: list[SubjectRequest]) -> None:
        for dsr in rows:
            if dsr.is_open:
                table = dsr.timetable()
                assert (dsr.due_on, dsr.safe_on) == (table.last_on, table.safe_on)
