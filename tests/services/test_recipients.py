"""Recipients are told of a rectification, erasure or restriction, or the reason why not is on record (Art. 19)."""

import pytest
from django_fsm import TransitionNotAllowed

from dsr.models import Blocked, Notice, Recipient, RecipientKind, RecipientNotice, State, Told, ToldBy
from dsr.models.guards_recipients import recipients_told
from dsr.notices.letter import LetterIncomplete
from dsr.services import handling, recipients
from dsr.services.recipients import NewRecipient, NoAddress
from tests import make
from tests.make import at, stored

NOW = at("2026-05-06 14:30")
pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    """A controller that passes data on to a shipper, a bureau without mail, and a newsletter processor."""
    controller = make.controller()
    for name, kind, email in (
        ("Beispiel Logistik", RecipientKind.OTHER, "lager@logistik.example.org"),
        ("Musterauskunftei", RecipientKind.CONTROLLER, ""),
        ("Postmuster Versanddienst", RecipientKind.PROCESSOR, "hilfe@postmuster.example.net"),
    ):
        Recipient.objects.create(controller=controller, name=name, kind=kind, email=email)
    return controller


def case(office, right="erasure", outcome="granted"):
    """Return a request with its desk, as if the answer were written."""
    (dsr,) = make.requests(office, right, now=NOW)
    type(dsr).objects.filter(pk=dsr.pk).update(outcome=outcome)
    return stored(dsr.pk), make.staff(office)


def rows(dsr):
    """Return how each recipient of a request stands, by name."""
    return {row.recipient.name: row for row in dsr.recipient_notices.select_related("recipient")}


def chosen(office, dsr, by, *names):
    """Record that those recipients received the data."""
    found = list(Recipient.objects.filter(controller=office, name__in=names))
    recipients.choose(dsr.pk, chosen=found, by=by, now=NOW)


def codes(dsr):
    """Return what stands in the way of closing, as far as recipients go."""
    return [blocker.code.split("_")[0] for blocker in recipients_told(stored(dsr.pk), None)]


def test_nothing_closes_before_somebody_looked_who_received_the_data(office):
    dsr, by = case(office)
    before = codes(dsr)

    recipients.choose(dsr.pk, chosen=[], by=by, now=NOW)

    assert before == ["recipients"]
    assert codes(dsr) == []
    assert stored(dsr.pk).recipient_check.checked_on == NOW.date()


@pytest.mark.parametrize(
    ("right", "outcome", "waits"),
    [
        ("erasure", "granted", True), ("rectification", "partly_granted", True), ("restriction", "granted", True),
        ("erasure", "refused", False), ("erasure", "no_data", False), ("access", "granted", False),
    ],
)  # fmt: skip
def test_only_what_changed_the_data_waits_for_recipients(office, right, outcome, waits):
    dsr, _by = case(office, right, outcome)

    assert bool(codes(dsr)) is waits


def test_a_controller_without_recipients_on_record_has_nobody_to_look_up():
    dsr, _by = case(make.controller())

    assert codes(dsr) == []


def test_each_recipient_waits_until_it_is_told_or_excused(office):
    dsr, by = case(office)
    chosen(office, dsr, by, "Beispiel Logistik", "Musterauskunftei")
    waiting = codes(dsr)

    recipients.notify(
        dsr.pk, row=rows(dsr)["Beispiel Logistik"], what_was_done="Das Konto wurde gelöscht.", who="Kunde 4711",
        by=by, now=NOW,
    )  # fmt: skip
    recipients.excuse(
        dsr.pk,
        row=rows(dsr)["Musterauskunftei"],
        why="impossible",
        reason="Die Firma ist erloschen.",
        by=by,
        now=NOW,
    )

    assert waiting == ["recipient", "recipient"]
    assert {name: row.state for name, row in rows(dsr).items()} == {
        "Beispiel Logistik": Told.NOTIFIED, "Musterauskunftei": Told.IMPOSSIBLE,
    }  # fmt: skip
    assert codes(dsr) == []


def test_the_notice_goes_by_mail_and_says_no_more_of_the_person_than_the_desk_wrote(office):
    dsr, by = case(office)
    chosen(office, dsr, by, "Beispiel Logistik")

    recipients.notify(
        dsr.pk, row=rows(dsr)["Beispiel Logistik"], what_was_done="Das Konto wurde gelöscht.", who="Kunde 4711",
        by=by, now=NOW,
    )  # fmt: skip

    (written,) = dsr.outside_letters.all()
    notice = Notice.objects.get(kind="recipient_notice")
    assert notice.recipient == f"rcpt:{written.recipient_id}"
    assert "Kunde 4711" in written.body
    assert "Art. 19 der Datenschutz-Grundverordnung" in written.body
    assert "Mira" not in written.body
    assert "mira@" not in written.body
    assert rows(dsr)["Beispiel Logistik"].medium == ToldBy.MAIL


@pytest.mark.parametrize("lacks", ["what_was_done", "who"])
def test_a_notice_that_lacks_what_happened_or_to_whom_is_not_written(office, lacks):
    dsr, by = case(office)
    chosen(office, dsr, by, "Beispiel Logistik")
    words = {"what_was_done": "Gelöscht.", "who": "Kunde 4711", lacks: "  "}

    with pytest.raises(LetterIncomplete) as stopped:
        recipients.notify(dsr.pk, row=rows(dsr)["Beispiel Logistik"], **words, by=by, now=NOW)

    assert [item.code for item in stopped.value.missing] == [lacks]
    assert rows(dsr)["Beispiel Logistik"].state == Told.OPEN


def test_a_recipient_without_an_address_is_not_written_to_from_here(office):
    dsr, by = case(office)
    chosen(office, dsr, by, "Musterauskunftei")

    with pytest.raises(NoAddress):
        recipients.notify(
            dsr.pk, row=rows(dsr)["Musterauskunftei"], what_was_done="Gelöscht.", who="4711", by=by, now=NOW
        )

    assert rows(dsr)["Musterauskunftei"].state == Told.OPEN


def test_a_reason_why_not_is_needed_in_words(office):
    dsr, by = case(office)
    chosen(office, dsr, by, "Musterauskunftei")

    with pytest.raises(Blocked):
        recipients.excuse(
            dsr.pk, row=rows(dsr)["Musterauskunftei"], why="disproportionate", reason="  ", by=by, now=NOW
        )

    assert codes(dsr) == ["recipient"]


def test_what_was_told_by_telephone_is_recorded_with_its_day_but_never_a_day_to_come(office):
    dsr, by = case(office)
    chosen(office, dsr, by, "Musterauskunftei")

    recipients.note_told(
        dsr.pk, row=rows(dsr)["Musterauskunftei"], medium="phone", notified_on=at("2026-06-01 09:00").date(),
        by=by, now=NOW,
    )  # fmt: skip

    told = rows(dsr)["Musterauskunftei"]
    assert (told.state, told.medium, told.notified_on) == (Told.NOTIFIED, ToldBy.PHONE, NOW.date())


def test_a_recipient_is_told_once_and_again_only_after_it_was_taken_back(office):
    dsr, by = case(office)
    chosen(office, dsr, by, "Musterauskunftei")
    recipients.note_told(dsr.pk, row=rows(dsr)["Musterauskunftei"], medium="post", by=by, now=NOW)
    with pytest.raises(TransitionNotAllowed):
        recipients.note_told(dsr.pk, row=rows(dsr)["Musterauskunftei"], medium="post", by=by, now=NOW)

    recipients.take_back(dsr.pk, row=rows(dsr)["Musterauskunftei"], by=by, now=NOW)

    again = rows(dsr)["Musterauskunftei"]
    assert (again.state, again.notified_on, again.medium) == (Told.OPEN, None, "")


def test_a_recipient_of_another_case_is_not_touched(office):
    dsr, by = case(office)
    other, _by = case(office)
    chosen(office, other, by, "Musterauskunftei")

    with pytest.raises(RecipientNotice.DoesNotExist):
        recipients.note_told(dsr.pk, row=rows(other)["Musterauskunftei"], medium="post", by=by, now=NOW)


def test_recipients_of_another_controller_are_left_out(office):
    dsr, by = case(office)
    foreign = Recipient.objects.create(controller=make.controller("fremd"), name="Fremde Firma")

    recipients.choose(dsr.pk, chosen=[foreign], by=by, now=NOW)

    assert rows(dsr) == {}


def test_somebody_new_is_put_on_record_for_the_next_case_too(office):
    dsr, by = case(office)

    recipients.choose(dsr.pk, chosen=[], new=NewRecipient("Neue Werkstatt"), by=by, now=NOW)

    assert list(rows(dsr)) == ["Neue Werkstatt"]
    assert office.recipients.filter(name="Neue Werkstatt").exists()


def test_the_person_asks_once_and_the_desk_is_told_once(office):
    dsr, _by = case(office)

    recipients.ask_for_list(dsr.pk, now=NOW)
    recipients.ask_for_list(dsr.pk, now=at("2026-05-07 08:00"))

    assert Notice.objects.filter(kind="recipients_asked", recipient="handler").count() == 1
    assert stored(dsr.pk).recipient_check.asked_on == NOW.date()


def test_the_list_names_each_recipient_and_how_it_was_told(office):
    dsr, by = case(office)
    chosen(office, dsr, by, "Beispiel Logistik", "Musterauskunftei")
    recipients.note_told(dsr.pk, row=rows(dsr)["Beispiel Logistik"], medium="post", by=by, now=NOW)
    recipients.excuse(
        dsr.pk, row=rows(dsr)["Musterauskunftei"], why="impossible", reason="Erloschen.", by=by, now=NOW
    )
    recipients.ask_for_list(dsr.pk, now=NOW)

    recipients.send_list(dsr.pk, by=by, now=NOW)

    letter = dsr.messages.get(kind="recipients_list").body
    assert "Beispiel Logistik: unterrichtet am Mittwoch, 6. Mai 2026" in letter
    assert "Musterauskunftei: konnte nicht unterrichtet werden" in letter
    assert stored(dsr.pk).recipient_check.listed_on == NOW.date()


def test_a_list_before_anybody_looked_is_not_sent(office):
    dsr, by = case(office)

    with pytest.raises(Blocked) as stopped:
        recipients.send_list(dsr.pk, by=by, now=NOW)

    assert [blocker.mend for blocker in stopped.value.blockers] == ["recipients_choose"]
    assert not dsr.messages.filter(kind="recipients_list").exists()


def test_a_list_of_nobody_says_so(office):
    dsr, by = case(office)
    recipients.choose(dsr.pk, chosen=[], by=by, now=NOW)

    recipients.send_list(dsr.pk, by=by, now=NOW)

    assert "an niemanden weitergegeben" in dsr.messages.get(kind="recipients_list").body


def test_a_closed_request_still_gives_its_list(office):
    dsr, by = case(office)
    handling.withdraw(dsr.pk, by=by, now=NOW)

    recipients.choose(dsr.pk, chosen=[], by=by, now=NOW)
    recipients.send_list(dsr.pk, by=by, now=NOW)

    assert stored(dsr.pk).state == State.CLOSED
    assert dsr.messages.filter(kind="recipients_list").count() == 1


def test_events_hold_numbers_and_codes_but_no_name_and_no_word(office):
    dsr, by = case(office)
    chosen(office, dsr, by, "Musterauskunftei")
    recipients.excuse(
        dsr.pk, row=rows(dsr)["Musterauskunftei"], why="impossible", reason="Erloschen.", by=by, now=NOW
    )

    told = str(list(dsr.events.values_list("data", flat=True)))
    assert "Erloschen" not in told
    assert "Musterauskunftei" not in told
