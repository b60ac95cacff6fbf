"""One story for each right: from the first page of the form to the closing letter, and on to the forgetting.

Each goes over HTTP without JavaScript, through a real Celery worker and a real mail server.
"""

import io
import zipfile
from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from dsr.models import Event, Outcome, State
from dsr.services import purge
from tests.journeys.world import House, Person, stored, words_left
from tests.make import BERLIN

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

NAME = "Mira Erfunden"
# What Art. 15(1) asks for where nothing special is true of a case, and the copy of Art. 15(3).
CONTENTS = [f"art15.resp.{code}" for code in ("confirm", "a", "b", "c", "d", "e", "f", "copy")]


def in_berlin(days: int = 0) -> str:
    """Return today, or a day after it, as the desk types it."""
    return (datetime.now(BERLIN).date() + timedelta(days=days)).isoformat()


def in_four_years() -> datetime:
    """Return a night in which everything that closes today is over."""
    return timezone.now() + timedelta(days=4 * 366)


def is_forgotten(house: House, person: Person, *words: str) -> None:
    """Assert that the purge leaves the codes and the dates, and none of the person's words."""
    submission = stored(person.references[0]).submission
    assert all(word in words_left(submission) for word in words)

    house.forgets(submission, in_four_years())

    assert words_left(submission) == ""
    for reference in person.references:
        assert (stored(reference).state, bool(stored(reference).closed_on)) == (State.CLOSED, True)
    assert Event.objects.filter(submission=submission, name="purged").count() == len(person.references)
    assert NAME not in person.looks().text


def is_kept_while_restricted(house: House, person: Person) -> None:
    """Assert that nobody is forgotten who has to be told before a restriction ends."""
    assert purge.purge(now=in_four_years()).submissions == 0
    assert NAME in words_left(stored(person.references[0]).submission)


def is_lifted(house: House, person: Person, reference: str, why: str) -> None:
    """Tell the person that a restriction ends today, wait until that is sent, and lift it (Art. 18(3))."""
    before = len(house.mail.inbox_of(person.email))
    house.author.does(reference, "restriction_announce", lift_reason=why, lift_on=in_berlin(days=1))
    house.mail.wait_for_letter(person.email, before + 1)
    person.looks().sees(why)
    house.has_sent(reference, "restriction_lifting")
    house.author.is_told(reference, "restriction_lift", "has not come yet")
    # A night passes: the day that the person was told is here.
    stored(reference).restrictions.update(lift_on=in_berlin())
    house.author.does(reference, "restriction_lift")
    assert stored(reference).restrictions.get().state == "lifted"


def test_access_with_a_doubt_about_identity_an_extension_and_the_copy_at_the_end(house: House) -> None:
    person = house.person("de")
    person.asks("muster", "access", name=NAME, details={"access": {"focus": "Bestellungen von 2025"}})
    (reference,) = person.references
    person.confirms()
    assert house.mail.wait_for_letter("dpo@controller.example.org", 1)

    house.author.does(
        reference,
        "ask_identity",
        why="Zwei Kundinnen tragen diesen Namen.",
        asks="Ihre letzte Rechnungsnummer.",
    )
    person.looks().sees("Zwei Kundinnen tragen diesen Namen.")
    assert stored(reference).due_on is None
    person.writes("Die letzte Rechnung war die 7781.")
    house.author.does(reference, "prove_identity", level="2", method="details")
    house.author.does(reference, "start")
    house.author.does(reference, "extend", ground="complexity", reasons="Vier Archive sind zu durchsuchen.")
    house.author.is_told(reference, "disclosure_compile", "Art. 15(4)", "15(1)(a)")
    house.author.does(
        reference, "disclosure_collect", items=CONTENTS, third_parties="Zwei andere Namen sind geschwärzt."
    )
    told = {f"about_{code}": f"Angaben zu {code}" for code in "abcd"}
    house.author.does(reference, "disclosure_inform", **told)
    house.author.fills(reference, "Bestellungen", "Erste: 3. März 2025\nZweite: 9. Mai 2025")
    house.author.does(reference, "disclosure_compile")
    house.author.does(reference, "draft", outcome="granted", answer="Ihre Kopie liegt bei.")
    house.author.does(reference, "submit_for_review")
    house.author.is_told(reference, "approve", "second person")
    house.second.does(reference, "approve")
    house.second.does(reference, "send")

    page = person.looks()
    page.sees("Ihre Kopie liegt bei.", "Vier Archive sind zu durchsuchen.")
    assert stored(reference).outcome == Outcome.GRANTED
    package = zipfile.ZipFile(io.BytesIO(person.fetches(reference)))
    assert "9. Mai 2025" in package.read("ihre-daten.html").decode()
    assert "Angaben zu a" in package.read("ihre-daten.html").decode()
    assert stored(reference).disclosures.get().state == "retrieved"
    person.looks().sees("Ihre Daten liegen bereit. Sie können sie 2 Mal abholen")
    house.second.does(reference, "disclosure_destroy")
    assert stored(reference).disclosures.get().state == "destroyed"
    is_forgotten(house, person, NAME, "Bestellungen von 2025", "7781", "Vier Archive")


def test_rectification_in_swedish_is_done_and_told(house: House) -> None:
    person = house.person("sv")
    person.asks(
        "muster",
        "rectification",
        name=NAME,
        details={"rectification": {"wrong": "Gatan", "right": "Nygatan 4"}},
    )
    (reference,) = person.references
    person.confirms()

    house.author.does(reference, "prove_identity", level="2", method="known_channel")
    house.author.does(reference, "start")
    house.author.does(
        reference,
        "correction_correct",
        old="Gamla gatan 3",
        new="Nygatan 4",
        evidence="Folkbokföringen, kontrollerad",
    )
    house.author.answers(
        house.second, reference, outcome="granted", answer="Adressen är rättad till Nygatan 4."
    )

    person.looks().sees("Adressen är rättad till Nygatan 4.")
    assert "Nygatan" not in person.letter(3).text
    is_forgotten(house, person, "Nygatan 4")


def test_erasure_in_part_names_what_is_kept_and_why(house: House) -> None:
    person = house.person("de")
    person.asks("muster", "erasure", name=NAME)
    (reference,) = person.references
    person.confirms()
    house.author.does(reference, "prove_identity", level="3", method="in_person")
    house.author.does(reference, "start")

    house.author.is_told(reference, "erasure_schedule", "17(1)")
    house.author.does(reference, "erasure_describe", ground="art17.ground.purpose_ended", scope="Kundenkonto")
    house.author.does(
        reference, "erasure_keep", what="Rechnungen", ground="art17.exc.legal_obligation", provision="AO 147(1)",
        until="2034-12-31",
    )  # fmt: skip
    house.author.does(reference, "erasure_schedule", run_on=in_berlin())
    house.author.does(reference, "erasure_run")
    house.author.does(reference, "erasure_finish", proof="Lauf 4711 des Shops")
    house.author.answers(
        house.second, reference, outcome="partly_granted", answer="Ihr Kundenkonto ist gelöscht.",
        grounds=["art17.exc.legal_obligation"], reasons="Rechnungen bleiben acht Jahre (AO 147).",
    )  # fmt: skip

    page = person.looks()
    page.sees("Ihr Kundenkonto ist gelöscht.", "Rechnungen bleiben acht Jahre (AO 147).")
    page.sees(house.controller.competent_authority.name)
    is_forgotten(house, person, "Rechnungen bleiben")


def test_restriction_is_put_in_force_for_a_person_whose_mailbox_is_confirmed(house: House) -> None:
    person = house.person("en")
    person.asks("muster", "restriction", name=NAME)
    (reference,) = person.references
    person.confirms()
    house.author.does(reference, "start")

    house.author.does(
        reference,
        "restriction_open",
        ground="art18.ground.claims",
        scope="Address",
        marked="Flag in the customer file",
    )
    house.author.answers(
        house.second, reference, outcome="granted", answer="From today we only store your address."
    )

    person.looks().sees("From today we only store your address.")
    is_kept_while_restricted(house, person)
    is_lifted(house, person, reference, "The claim is settled.")
    is_forgotten(house, person, "only store your address")


def test_portability_of_somebody_unknown_is_answered_with_no_data(house: House) -> None:
    person = house.person("en")
    person.asks("muster", "portability", name=NAME)
    (reference,) = person.references
    person.confirms()
    house.author.does(reference, "start")
    house.author.does(reference, "prove_identity", level="2", method="details")

    house.author.answers(house.second, reference, outcome="no_data", answer="We searched three systems.")

    person.looks().sees("We searched three systems.")
    assert stored(reference).outcome == Outcome.NO_DATA
    is_forgotten(house, person, "three systems")


def test_objection_is_refused_only_with_compelling_grounds_a_complaint_office_and_a_court(
    house: House,
) -> None:
    person = house.person("en")
    person.asks("muster", "objection", name=NAME, details={"objection": {"situation": "I live in hiding."}})
    (reference,) = person.references
    person.confirms()
    house.author.does(reference, "prove_identity", level="2", method="account")
    house.author.does(reference, "start")

    assert stored(reference).restrictions.get().state == "in_force"
    house.author.does(reference, "restriction_mark", scope="Fraud score", marked="Score switched off")
    house.author.does(
        reference, "balancing_override", balancing="The check protects others; nothing milder does."
    )
    house.author.answers(
        house.second, reference, outcome="refused", answer="We keep the fraud check.",
        grounds=["art21_1.exc.compelling"], reasons="The fraud check protects other customers.",
    )  # fmt: skip

    page = person.looks()
    page.sees("The fraud check protects other customers.", house.controller.competent_authority.name, "court")
    is_lifted(house, person, reference, "The grounds for the fraud check weigh more.")
    is_forgotten(house, person, "I live in hiding", "fraud check")


def test_consent_is_withdrawn_without_a_proof_of_identity_and_cannot_be_refused(house: House) -> None:
    person = house.person("de")
    person.asks("muster", "withdrawal", name=NAME)
    (reference,) = person.references
    person.confirms()
    house.author.does(reference, "start")
    refusing = house.author.browser.open(f"/desk/requests/{reference}/draft/").read.forms[-1].choices

    house.author.does(reference, "withdrawal_confirm", where_stopped="Newsletter und Druckerei")
    house.author.answers(house.second, reference, outcome="granted", answer="Der Newsletter endet heute.")

    assert ("outcome", "refused") not in refusing
    person.looks().sees("Der Newsletter endet heute.")
    is_forgotten(house, person, "Newsletter")


def test_an_automated_decision_is_looked_at_by_a_person(house: House) -> None:
    person = house.person("sv")
    person.asks("muster", "automated", name=NAME, details={"automated": {"decision": "Krediten nekades."}})
    (reference,) = person.references
    person.confirms()
    house.author.does(reference, "prove_identity", level="2", method="details")
    house.author.does(reference, "start")

    house.author.does(
        reference, "review_change", reviewer="R. Exempel, kreditchef", reasons="Inkomsten var felräknad."
    )
    house.author.answers(
        house.second, reference, outcome="granted", answer="En handläggare har prövat beslutet på nytt."
    )

    person.looks().sees("En handläggare har prövat beslutet på nytt.")
    is_forgotten(house, person, "Krediten nekades.")
