"""Every right that may be refused is refused once over the desk's pages: the person reads why, and on what it rests."""

from dsr.law import rights
from dsr.models import Outcome, State
from tests.journeys.test_stories import NAME
from tests.journeys.world import House, stored

# The ground by which each right is refused here, and how the letter in German cites it.
GROUNDS = {
    "access": ("common.excessive", "Art. 12 Abs. 5 Buchst. b DSGVO"),
    "rectification": ("art16.exc.accurate", "Art. 16 DSGVO"),
    "erasure": ("art17.exc.legal_obligation", "Art. 17 Abs. 3 Buchst. b DSGVO"),
    "restriction": ("art18.exc.condition_not_met", "Art. 18 Abs. 1 DSGVO"),
    "portability": ("art20.exc.public_task", "Art. 20 Abs. 3"),
    "automated": ("common.manifestly_unfounded", "Art. 12 Abs. 5 Buchst. b DSGVO"),
}
REASONS = "Wir haben es geprüft und in der Akte begründet."


def test_a_refusal_of_each_right_tells_reasons_provision_complaint_and_court(quick: House) -> None:
    for number, (right, (ground, provision)) in enumerate(GROUNDS.items()):
        person = quick.person("de", f"nein{number}@person.example.net")
        person.asks("muster", right, name=NAME)
        (reference,) = person.references
        quick.author.does(reference, "confirm")
        quick.author.does(reference, "prove_identity", level="2", method="details")

        quick.author.does(reference, "draft", outcome="refused", answer="", grounds=[ground], reasons=REASONS)
        quick.author.does(reference, "refuse")
        quick.second.does(reference, "approve")
        quick.second.does(reference, "send")

        end = stored(reference)
        assert (end.state, end.outcome) == (State.CLOSED, Outcome.REFUSED), right
        assert "Gericht" in end.messages.get(kind="answer_refused").body
        person.looks().sees(REASONS, provision, quick.controller.competent_authority.name)


# An objection is weighed before it is refused: the story of one is among the long ones.
def test_no_right_that_may_be_refused_is_missing_here() -> None:
    refusable = {code for code, right in rights.ALL.items() if right.refusable}

    assert refusable - set(GROUNDS) == {"objection", "objection_research"}
