"""A request arrives: once, on its day, with its receipt."""

import uuid
from datetime import date

import pytest

from dsr.law.rights import UnknownRight
from dsr.models import Event, IdentityProof, Notice, State, SubjectRequest, Submission
from dsr.notices import delivery, outbox
from dsr.services import identity, intake
from dsr.vault import secrets
from tests import make
from tests.make import at
from tests.services.test_step import at_once

NOW = at("2026-08-31 23:40")
ASKED = intake.Asked(
    rights=("access", "erasure"), language="sv", name="Siv Påhittad", email="siv@person.example.net"
)


@pytest.mark.django_db
def test_each_right_opens_its_own_request_with_its_own_reference_and_clock():
    receipt = intake.submit(make.controller(), ASKED, now=NOW)

    assert [dsr.right for dsr in receipt.requests] == ["access", "erasure"]
    assert [dsr.reference[:15] for dsr in receipt.requests] == ["DSR-2026-000001", "DSR-2026-000002"]
    # There is no 31 September, and the 30th is a Wednesday.
    assert {dsr.due_on for dsr in receipt.requests} == {date(2026, 9, 30)}
    assert {dsr.state for dsr in receipt.requests} == {State.UNCONFIRMED}


@pytest.mark.django_db
def test_the_day_of_receipt_is_the_controllers_day_not_the_servers():
    helsinki = make.controller("suomi", country="FI", subdivision="", zone="Europe/Helsinki")

    receipt = intake.submit(helsinki, ASKED, now=NOW)

    # 23:40 in Berlin is 00:40 on 1 September in Helsinki.
    assert receipt.submission.received_on == date(2026, 9, 1)
    assert receipt.requests[0].due_on == date(2026, 10, 1)


@pytest.mark.django_db
def test_only_a_digest_of_the_secret_is_stored():
    receipt = intake.submit(make.controller(), ASKED, now=NOW)

    row = Submission.objects.filter(pk=receipt.submission.pk).values().get()
    assert len(receipt.secret) == 26
    assert receipt.secret not in str(row)
    assert secrets.same(receipt.secret, row["secret_digest"], "receipt")


@pytest.mark.django_db
def test_the_person_and_the_officer_are_told_in_the_same_transaction():
    receipt = intake.submit(make.controller(), ASKED, now=NOW)

    told = set(Notice.objects.filter(submission=receipt.submission).values_list("kind", "recipient"))
    assert told == {("confirm_mailbox", "person"), ("new_request", "dpo")}


@pytest.mark.django_db
def test_what_staff_took_in_is_acknowledged_at_once():
    (dsr,) = make.requests(make.controller(), now=NOW)

    told = set(Notice.objects.filter(submission=dsr.submission).values_list("kind", "recipient"))
    assert ("acknowledgement", "person") in told


@pytest.mark.django_db
def test_a_confirmed_mailbox_is_proof_of_the_first_level_and_brings_the_acknowledgement_once():
    receipt = intake.submit(make.controller(), ASKED, now=NOW)
    token = outbox.confirm_token(receipt.submission)

    confirmed = identity.confirm_by_link(token, now=NOW)

    assert [dsr.state for dsr in receipt.submission.requests.all()] == [State.RECEIVED] * 2
    assert IdentityProof.objects.get().level == 1
    assert Notice.objects.filter(kind="acknowledgement").count() == 1
    assert confirmed.secret == ""
    with pytest.raises(identity.UnknownLink):
        identity.confirm_by_link(token, now=NOW)


@pytest.mark.django_db(transaction=True)
def test_the_same_form_posted_five_times_at_once_opens_its_requests_once():
    controller, key = make.controller(), uuid.uuid4()

    ends = at_once(*[lambda: intake.submit(controller, ASKED, now=NOW, client_key=key)] * 5)

    assert ends == [None] * 5
    assert (Submission.objects.count(), SubjectRequest.objects.count(), Event.objects.count()) == (1, 2, 2)
    again = intake.submit(controller, ASKED, now=NOW, client_key=key)
    assert (again.repeated, again.secret) == (True, "")


@pytest.mark.django_db
def test_a_letter_that_lay_in_the_house_counts_from_the_day_it_came():
    controller = make.controller()

    (dsr,) = make.requests(controller, now=NOW, received_at=at("2026-08-14 08:15"))

    # A month from 14 August is Monday 14 September.
    assert (dsr.due_on, dsr.state) == (date(2026, 9, 14), State.RECEIVED)


@pytest.mark.django_db
def test_a_letter_from_tomorrow_a_letter_that_asks_nothing_and_an_unknown_right_are_refused():
    controller = make.controller()

    with pytest.raises(intake.ReceivedInFuture):
        intake.submit(controller, ASKED, now=NOW, received_at=at("2026-09-01 08:00"))
    with pytest.raises(intake.NothingAsked):
        intake.submit(controller, intake.Asked(rights=(), language="sv"), now=NOW)
    with pytest.raises(UnknownRight):
        intake.submit(controller, intake.Asked(rights=("everything",), language="sv"), now=NOW)

    assert Submission.objects.count() == 0


@pytest.mark.django_db
def test_a_failed_submission_gives_its_number_back():
    controller, key = make.controller(), uuid.uuid4()
    intake.submit(controller, ASKED, now=NOW, client_key=key)
    intake.submit(controller, ASKED, now=NOW, client_key=key)

    receipt = intake.submit(controller, ASKED, now=NOW)

    assert [dsr.reference[:15] for dsr in receipt.requests] == ["DSR-2026-000003", "DSR-2026-000004"]


@pytest.mark.django_db
def test_each_prefix_counts_for_itself_and_each_year_begins_anew():
    first, second = make.controller(), make.controller("zweit", prefix="ZWEIT")

    references = [
        intake.submit(first, ASKED, now=NOW).requests[0].reference,
        intake.submit(second, ASKED, now=NOW).requests[0].reference,
        intake.submit(first, ASKED, now=at("2027-01-02 09:00")).requests[0].reference,
    ]

    assert [ref[:-2] for ref in references] == ["DSR-2026-000001", "ZWEIT-2026-000001", "DSR-2027-000001"]


@pytest.mark.django_db
def test_an_unknown_link_confirms_nothing():
    intake.submit(make.controller(), ASKED, now=NOW)

    with pytest.raises(identity.UnknownLink):
        identity.confirm_by_link("guessed", now=NOW)

    assert IdentityProof.objects.count() == 0
    assert set(SubjectRequest.objects.values_list("state", flat=True)) == {State.UNCONFIRMED}


@pytest.mark.django_db
@pytest.mark.parametrize("medium", ["mail", "post"])
def test_a_controller_whose_authority_is_not_known_takes_requests_all_the_same(medium):
    controller = make.controller(country="US", subdivision="US-TX", regime="us_ca_ccpa")
    asked = intake.Asked(
        rights=("access",),
        language="en",
        email="mira@person.example.net",
        medium=medium,
        postal_address="Weg 1",
    )

    receipt = intake.submit(controller, asked, now=NOW)
    delivery.sweep(clock=lambda: NOW)

    assert SubjectRequest.objects.filter(submission=receipt.submission).count() == 1
    told = Notice.objects.filter(kind="acknowledgement").values_list("status", "error")
    assert list(told) == ([("failed", "incomplete")] if medium == "post" else [])
    assert Notice.objects.filter(kind="bounce", recipient="dpo").count() == len(told)
