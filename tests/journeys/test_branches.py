"""The other ends of a request, one short story each, over HTTP: what the desk does, and what the person then reads."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from dsr.models import Recipient, RecipientKind, State
from tests.journeys.test_stories import NAME, in_berlin
from tests.journeys.world import House, stored

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

Steps = list[tuple[str, dict[str, Any]]]
DOUBT = {"why": "Zwei Personen heißen so.", "asks": "Ihre Kundennummer"}


@dataclass(frozen=True)
class Story:
    """One way that a request takes: the steps of the desk, the end, and what the person reads on the status page."""

    right: str
    steps: Steps
    outcome: str
    reads: tuple[str, ...] = ()
    language: str = "de"
    # The answer that two people send, where the story ends with one.
    answer: dict[str, Any] = field(default_factory=dict)
    before: Callable[[House], None] = lambda _house: None


def bilingual(house: House) -> None:
    """Let German bind at this controller."""
    type(house.controller).objects.update(binding_language="de")


STORIES = {
    "withdrawn": Story("access", [("withdraw", {})], "withdrawn", ("Your request",), language="en"),
    "handed over": Story("access", [("hand_over", {"to": "Anderswo AG"})], "handed_over", ("Anderswo AG",)),
    "lapsed": Story(
        "access",
        [("ask_identity", DOUBT), ("lapse", {"reasons": "Auf zwei Fragen kam nichts."})],
        "lapsed",
        ("Auf zwei Fragen kam nichts.",),
    ),
    "advertising stopped": Story(
        "objection_marketing",
        [("start", {}), ("balancing_stop", {"where_stopped": "Newsletter", "stopped_on": in_berlin()})],
        "granted",
        ("Die Werbung endet heute.",),
        answer={"outcome": "granted", "answer": "Die Werbung endet heute."},
    ),
    "restricted instead of erased": Story(
        "erasure",
        [
            ("prove_identity", {"level": "3", "method": "in_person"}),
            ("start", {}),
            ("erasure_describe", {"ground": "art17.ground.purpose_ended", "scope": "Kartei im Keller"}),
            ("erasure_restrict", {"instead_ground": "art17.exc.de.35_1", "instead_reasons": "Kartei auf Papier.",
                                  "marked": "Roter Reiter"}),
        ],
        "partly_granted",
        ("Kartei auf Papier.", "Ihre Kartei ist eingeschränkt."),
        answer={
            "outcome": "partly_granted", "answer": "Ihre Kartei ist eingeschränkt.",
            "grounds": ["art17.exc.legal_obligation"], "reasons": "BDSG 35(1).",
        },
    ),
    "bilingual": Story(
        "portability",
        [("prove_identity", {"level": "2", "method": "details"}), ("start", {})],
        "no_data",
        ("The German version, which follows, binds", "Mit freundlichen Grüßen"),
        language="en",
        answer={"outcome": "no_data", "answer": "We searched three systems. Wir haben gesucht."},
        before=bilingual,
    ),
}  # fmt: skip


def test_every_branch_ends_as_its_story_says(quick: House) -> None:
    for number, (name, story) in enumerate(STORIES.items()):
        story.before(quick)
        person = quick.person(story.language, f"mira{number}@person.example.net")
        person.asks("muster", story.right, name=NAME)
        (reference,) = person.references
        quick.author.does(reference, "confirm")

        for step, words in story.steps:
            quick.author.does(reference, step, **words)
        if story.answer:
            quick.author.answers(quick.second, reference, **story.answer)

        end = stored(reference)
        assert (end.state, end.outcome) == (State.CLOSED, story.outcome), name
        person.looks().sees(*story.reads)


def test_a_processor_forwards_acts_on_a_written_instruction_and_has_its_sub_processor_prove_it(
    quick: House,
) -> None:
    Recipient.objects.create(
        controller=quick.controller,
        name="Unterlager",
        kind=RecipientKind.PROCESSOR,
        email="u@lager.example.org",
    )
    person = quick.person("de")
    person.asks("muster", "erasure", name=NAME)
    (reference,) = person.references
    desk = quick.author
    desk.does(reference, "confirm")

    desk.does(reference, "processor_mark", new_name="Kundin AG", new_email="dpo@kundin.example.org")
    desk.is_told(reference, "draft")
    desk.does(reference, "processor_forward", what_is_asked="Löschung des Kontos 40-2217.")
    desk.does(reference, "processor_instructed", number="W-7", text="Konto löschen.", in_writing="on")
    desk.does(
        reference, "instruction_issue", processor=str(Recipient.objects.get(name="Unterlager").pk),
        what_is_asked="Konto löschen.", who="40-2217", due_on=in_berlin(days=5),
    )  # fmt: skip
    desk.does(reference, "processor_done", done="Gelöscht.")
    desk.is_told(reference, "processor_close", "Unterlager")
    instruction = stored(reference).instructions.get()
    desk.does(reference, "instruction_confirm", row=str(instruction.pk), proof="Lauf 12 des Lagers.")
    desk.does(reference, "processor_close")

    end = stored(reference)
    assert (end.outcome, end.processor_case.state) == ("handed_over", "done")
    person.looks().sees("Kundin AG")
