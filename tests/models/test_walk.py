"""A walk through every step of requests and measures, in any order: whatever happens, the law's order holds."""

import os
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from django_fsm import TransitionNotAllowed
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from dsr.demo import serve
from dsr.law import rights
from dsr.models import (
    MEASURES,
    Blocked,
    Erasure,
    Notice,
    Restriction,
    Role,
    Status,
    SubjectRequest,
)
from dsr.models.guards_measures import measures_of
from dsr.notices.letter import LetterIncomplete
from dsr.services import answering, handling, identity, posting
from dsr.services.answering import NotEditable
from dsr.services.measures import base, erasing, opening, others, restricting
from dsr.services.posting import NothingToPost
from tests import make
from tests.make import at
from tests.models.walk_laws import Lawful, taken
from tests.models.walk_words import DAYS, FILE, WORDS

# About 40 steps a walk, and two rounds at least; DSR_WALKS=140 makes more than 10,000 steps, which takes some minutes.
STEPS, ROUNDS, MOST_ROUNDS, WALKS = 60, 2, 12, int(os.environ.get("DSR_WALKS", "30"))
REFUSED = (Blocked, TransitionNotAllowed, NotEditable, NothingToPost, LetterIncomplete)
# Erasure and restriction have the longest way to their ends, so walks begin with them more often.
LEADS = st.sampled_from([*["erasure", "restriction"] * 5, *sorted(rights.ALL)])
RIGHTS = st.lists(st.sampled_from(sorted(rights.ALL)), max_size=2, unique=True)
PICK = st.integers(min_value=0, max_value=10**6)


class Walk(Lawful, RuleBasedStateMachine):
    """This will lead the requests of one letter through whatever steps come, lawful or not."""

    def __init__(self) -> None:
        super().__init__()
        self.now: datetime = at("2026-03-10 09:00")
        self.versions: dict[int, int] = {}

    @initialize(
        lead=LEADS, beside=RIGHTS, with_access=st.booleans(), country=st.sampled_from(["DE", "SE"]),
        medium=st.sampled_from(["mail", "post"]),
    )  # fmt: skip
    def arrives(self, lead: str, beside: list[str], with_access: bool, country: str, medium: str) -> None:
        asked = [*dict.fromkeys([*(["access"] if with_access else []), lead, *beside])]
        place = {"country": country, "subdivision": "DE-BE" if country == "DE" else ""}
        self.office = make.controller("muster", **place)
        self.people = [
            make.staff(self.office, Role.DPO, f"{name}@controller.example.org") for name in ("a", "b")
        ]
        self.numbers = [dsr.pk for dsr in make.requests(self.office, *asked, now=self.now, medium=medium)]

    # --- steps ---------------------------------------------------------------------------------------------------

    @rule(hours=st.sampled_from([1, 20, 47, 200, 800]))
    def time_passes(self, hours: int) -> None:
        self.now += timedelta(hours=hours)
        taken["steps"] += 1

    @rule(which=PICK, step=PICK, person=PICK)
    def handles(self, which: int, step: int, person: int) -> None:
        deeds = (
            handling.start, answering.submit_for_review, answering.approve, answering.send, answering.return_to_work,
            handling.withdraw, handling.reopen, opening.open_missing, posting.mark_posted, handling.receive_answer,
        )  # fmt: skip
        # Withdrawing ends a walk: it is tried seldom.
        chosen = deeds[step % len(deeds)]
        if chosen is not handling.withdraw or step % 7 == 0:
            self.tries(chosen, which, person)

    @rule(
        which=PICK, outcome=st.sampled_from(["granted", "partly_granted", "refused", "no_data"]), person=PICK
    )
    def drafts(self, which: int, outcome: str, person: int) -> None:
        dsr = self.read(which)
        refusing = outcome in {"refused", "partly_granted"}
        grounds = [item.id for item in dsr.law.refusal_grounds(self.office.country)[:1]] if refusing else []
        reasons = "Weil." if refusing else ""
        self.tries(
            answering.draft, which, person, outcome=outcome, answer="Getan.", grounds=grounds, reasons=reasons
        )

    @rule(which=PICK, level=st.sampled_from([1, 2, 3]))
    def proves(self, which: int, level: int) -> None:
        self.tries(identity.prove_identity, which, 0, level=level, method="details")

    @rule(
        which=PICK, question=st.sampled_from(["ask_identity", "ask_clarification", "extend", "lapse", "late"])
    )
    def asks(self, which: int, question: str) -> None:
        words: dict[str, Any] = {
            "ask_identity": {"why": "Zwei gleiche Namen.", "asks": "Kundennummer"},
            "ask_clarification": {"why": "Sehr viel.", "asks": "Welche?", "rests": True},
            "extend": {"ground": "complexity", "reasons": "Vier Archive."},
            "lapse": {"reasons": "Keine Antwort."},
            "late": {"late_reason": "Archiv."},
        }[question]
        deed = handling.explain_lateness if question == "late" else getattr(handling, question)
        if question != "lapse" or which % 5 == 0:
            self.tries(deed, which, 0, **words)

    @rule(which=PICK, row=PICK, step=PICK, person=PICK, said=st.booleans())
    def moves(self, which: int, row: int, step: int, person: int, said: bool) -> None:
        """Try a transition of a measure, whether it fits or not, with or without the words that it needs."""
        rows = measures_of(self.read(which))
        if not rows:
            return
        measure = rows[row % len(rows)]
        model = MEASURES[measure.kind]
        names = sorted({t.name for t in model._meta.get_field("state").get_all_transitions(model)})
        fitting = [name for name in names if measure.fits(name)]
        name = (fitting or names)[step % len(fitting or names)] if step % 4 else names[step % len(names)]
        words = dict(WORDS[measure.kind]) if said else {}
        if said and measure.kind in DAYS:
            words[DAYS[measure.kind]] = self.now.date()
        if said and measure.kind == "disclosure":
            words["items"] = [item.id for item in measure.wanted]
        if (measure.kind, name) == ("restriction", "announce"):
            day = self.now.date() + timedelta(days=2)
            self.tries(restricting.announce, which, person, on=measure.pk, lift_reason="Vorbei.", lift_on=day)
        elif name not in {"restrict_instead", "hand_over", "approve", "release"}:
            self.tries(base.move, which, person, before=(model, name), on=measure.pk, **words)

    @rule(which=PICK, person=PICK)
    def serves(self, which: int, person: int) -> None:
        """Record everything that an answer still lacks, as the crew of a diligent desk does."""
        self.tries(serve.serve, which, person)

    @rule(
        which=PICK,
        person=PICK,
        deed=st.sampled_from(["restrict", "file", "field", "plan", "hold", "instead"]),
    )
    def does_more(self, which: int, person: int, deed: str) -> None:
        dsr = self.read(which)
        erasure = dsr.erasures.first()
        if deed == "restrict" and dsr.right in {"restriction", "rectification", "erasure"}:
            facts = {"ground": "art18.ground.claims", "scope": "Konto", "marked": "Ja"}
            self.tries(restricting.put_in_force, which, person, **facts)
        elif deed == "file" and dsr.right == "portability":
            self.tries(others.build_file, which, person, **FILE)
        elif deed == "field" and dsr.right == "rectification":
            self.tries(others.contest, which, person, field="Straße", new="Neu")
        elif deed == "plan" and dsr.right in erasing.OFFERED and erasure is None:
            self.tries(erasing.plan, which, person, scope="Alles")
        elif deed == "hold" and erasure is not None and which % 3 == 0:
            self.tries(erasing.hold, which, person, on=erasure.pk, hold_reason="Klage")
        elif deed == "instead" and erasure is not None and which % 3 == 0:
            facts = {"instead_ground": "art17.exc.de.35_1", "instead_reasons": "Kartei", "marked": "Ja"}
            self.tries(erasing.restrict_instead, which, person, on=erasure.pk, **facts)

    @rule(which=PICK, outcome=st.sampled_from(["granted", "partly_granted"]), author=PICK)
    def carries_through(self, which: int, outcome: str, author: int) -> None:
        """Lead a request from wherever it stands towards its answer, as a diligent desk would."""
        self.tries(handling.start, which, author)
        self.proves(which, level=2)
        self.drafts(which, outcome, author)
        self.serves(which, author)
        for deed, person in ((answering.submit_for_review, 0), (answering.approve, 1), (answering.send, 1)):
            self.tries(deed, which, author + person)

    @rule(which=PICK, level=st.sampled_from([0, 2]), person=PICK)
    def erases(self, which: int, level: int, person: int) -> None:
        """Lead an erasure towards its end, whether the person is known or not, and whatever is open beside it."""
        facts = {"ground": "art17.ground.unlawful", "scope": "Konto"}
        for row in [row for row in measures_of(self.read(which)) if row.kind == "erasure"]:
            if level:
                self.proves(which, level=level)
            self.tries(base.note, which, person, before=(Erasure, "describe"), on=row.pk, **facts)
            for name, words in (
                ("schedule", {"run_on": self.now.date()}),
                ("run", {}),
                ("finish", {"proof": "Lauf"}),
            ):
                self.tries(base.move, which, person, before=(Erasure, name), on=row.pk, **words)

    @rule(which=PICK, told=st.booleans(), days=st.sampled_from([0, 1, 4]))
    def ends_a_restriction(self, which: int, told: bool, days: int) -> None:
        """Announce the end of a restriction and lift it: told or not, in time or too soon."""
        for row in [row for row in measures_of(self.read(which)) if row.kind == "restriction"]:
            day = self.now.date() + timedelta(days=2)
            self.tries(restricting.announce, which, 0, on=row.pk, lift_reason="Vorbei.", lift_on=day)
            if told:
                self.tries(posting.mark_posted, which, 0)
                self.mail_goes_out()
            self.now += timedelta(days=days)
            self.tries(base.move, which, 0, before=(Restriction, "lift"), on=row.pk)

    @rule()
    def mail_goes_out(self) -> None:
        Notice.objects.filter(status=Status.WAITING).update(status=Status.SENT, sent_at=self.now)

    # --- what holds, whatever happened ---------------------------------------------------------------------------

    @invariant()
    def all_is_lawful(self) -> None:
        """Look at everything again whenever a request has changed."""
        versions = dict(
            SubjectRequest.objects.filter(pk__in=getattr(self, "numbers", [])).values_list("pk", "version")
        )
        if versions == self.versions:
            return
        self.versions = versions
        rows = self.all()
        self.what_is_closed_was_closed_lawfully(rows)
        self.what_was_released_had_a_known_person_and_two_of_ours()
        self.what_was_lifted_was_announced_by_a_letter_that_went_out_before()
        self.what_was_erased_had_a_known_person_and_no_access_open_at_that_moment()
        self.every_date_is_what_the_law_computes_from_the_facts(rows)

    # --- helpers -------------------------------------------------------------------------------------------------

    def all(self) -> list[SubjectRequest]:
        rows = SubjectRequest.objects.filter(pk__in=getattr(self, "numbers", []))
        return list(rows.select_related("controller", "submission"))

    def read(self, which: int) -> SubjectRequest:
        dsr = make.stored(self.numbers[which % len(self.numbers)])
        dsr.today = self.now.astimezone(self.office.tz).date()
        return dsr

    def tries(self, deed: Any, which: int, person: int, before: Any = (), **words: Any) -> None:
        """Do one step as one of the two people; what is refused changes nothing."""
        taken["steps"] += 1
        number, by = self.numbers[which % len(self.numbers)], self.people[person % 2]
        version = version_of(number)
        try:
            with transaction.atomic():
                deed(*before, number, by=by, now=self.now, **words)
            taken["done"] += 1
        except REFUSED:
            assert version_of(number) == version


def version_of(number: int) -> int:
    """Return the version of a request, and nothing else of it."""
    return SubjectRequest.objects.values_list("version", flat=True).get(pk=number)


@pytest.mark.slow
@pytest.mark.django_db
def test_whatever_the_desk_does_the_order_of_the_law_holds(monkeypatch) -> None:
    class InOneTransaction(Walk):
        """This will undo a whole walk when it is over."""

        def __init__(self) -> None:
            super().__init__()
            self.undo = transaction.atomic()
            self.undo.__enter__()

        def teardown(self) -> None:
            try:
                self.the_log_leads_to_where_everything_stands(self.all())
            finally:
                transaction.set_rollback(True)
                self.undo.__exit__(None, None, None)

    # Which ends so many walks reach is chance: others follow until every end was reached.
    for number in range(MOST_ROUNDS):
        seed(number)(InOneTransaction)
        run_state_machine_as_test(
            InOneTransaction,
            settings=settings(
                max_examples=WALKS, stateful_step_count=STEPS, deadline=None, database=None,
                phases=[Phase.explicit, Phase.generate], suppress_health_check=list(HealthCheck),
            ),
        )  # fmt: skip
        assert taken["steps"] >= 20 * WALKS * (number + 1)
        if number + 1 >= ROUNDS and min(taken.values()) > 0:
            break

    # A walk that never gets anywhere would prove nothing.
    assert min(taken.values()) > 0, taken
