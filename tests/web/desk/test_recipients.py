"""At the desk: recipients, instructions, our role as a processor and a fee, led over the pages."""

import pytest
from django.test import Client
from django.urls import reverse

from dsr.models import (
    Fee,
    Instruction,
    ProcessorState,
    Recipient,
    RecipientKind,
    Role,
    State,
    SubjectRequest,
    Told,
)
from dsr.services import handling, recipients
from tests import make
from tests.make import at, stored

pytestmark = pytest.mark.django_db
NOW = at("2026-05-06 14:30")


@pytest.fixture(autouse=True)
def clock():
    """Stand in the present: what is told here lies in the past of today."""
    return


class Visitor:
    """One member of staff at the pages of one request."""

    def __init__(self, user, dsr):
        self.client, self.dsr = Client(), dsr
        self.client.force_login(user)

    def page(self):
        """Return the page of the request as text."""
        return self.client.get(reverse("desk:request", args=[self.dsr.reference])).content.decode()

    def act(self, code, **words):
        """Carry out a step with these words."""
        url = reverse("desk:act", args=[self.dsr.reference, code])
        return self.client.post(url, {"seen": stored(self.dsr.pk).version, **words})

    def look(self, code, query=""):
        """Open the page of a step."""
        return self.client.get(reverse("desk:act", args=[self.dsr.reference, code]) + query)


@pytest.fixture
def shipper(controller):
    """Somebody who received data, and can be written to."""
    return Recipient.objects.create(
        controller=controller, name="Beispiel Logistik", email="lager@logistik.example.org"
    )


@pytest.fixture
def erasure(controller, shipper):
    """A request for erasure."""
    return make.requests(controller, "erasure", now=NOW)[0]


def test_recipients_are_looked_up_told_and_shown(erasure, dpo, shipper):
    desk = Visitor(dpo, erasure)
    assert "Look up the recipients" in desk.page()

    chosen = desk.act("recipients_choose", chosen=[shipper.pk])
    row = erasure.recipient_notices.get()
    told = desk.act("recipient_notify", row=row.pk, what_was_done="Konto gelöscht.", who="Kunde 4711")

    assert (chosen.status_code, told.status_code) == (302, 302)
    assert erasure.recipient_notices.get().state == Told.NOTIFIED
    assert "all told or excused" in desk.page()


def test_a_choice_that_says_nothing_or_two_things_is_asked_again(erasure, dpo, shipper):
    desk = Visitor(dpo, erasure)

    silent = desk.act("recipients_choose")
    twofold = desk.act("recipients_choose", chosen=[shipper.pk], nobody="on")

    assert (silent.status_code, twofold.status_code) == (422, 422)
    assert not erasure.recipient_notices.exists()


@pytest.mark.parametrize("nonsense", ["x", "\u00b2", "9" * 20, "9" * 5000, "\x00"])
def test_a_recipient_that_cannot_be_one_is_refused_in_words(erasure, dpo, shipper, nonsense):
    recipients.choose(erasure.pk, chosen=[shipper], by=dpo, now=NOW)
    desk = Visitor(dpo, erasure)

    several = desk.act("recipients_choose", chosen=[nonsense])
    one = desk.act("recipient_told", row=nonsense)

    assert (several.status_code, one.status_code) == (422, 422)


def test_the_letter_to_a_recipient_is_shown_before_it_goes_and_is_not_the_persons(erasure, dpo, shipper):
    recipients.choose(erasure.pk, chosen=[shipper], by=dpo, now=NOW)
    desk = Visitor(dpo, erasure)

    page = desk.act(
        "recipient_notify", row=erasure.recipient_notices.get().pk, what_was_done="Konto gelöscht.", who="4711",
        preview="1",
    ).content.decode()  # fmt: skip

    assert "Mitteilung nach Art. 19" in page
    assert "to the recipient that you chose" in page
    assert "Guten Tag Mira" not in page
    assert erasure.recipient_notices.get().state == Told.OPEN


def test_the_address_of_a_step_chooses_its_row(erasure, dpo, shipper):
    other = Recipient.objects.create(controller=erasure.controller, name="Archiv", email="archiv@example.org")
    recipients.choose(erasure.pk, chosen=[shipper, other], by=dpo, now=NOW)
    row = erasure.recipient_notices.get(recipient=shipper)

    page = Visitor(dpo, erasure).look("recipient_told", f"?on={row.pk}").content.decode()

    assert f'<option value="{row.pk}" selected>Beispiel Logistik' in page


def test_a_double_click_is_no_conflict_but_another_row_from_an_old_page_is(erasure, dpo, shipper):
    other = Recipient.objects.create(controller=erasure.controller, name="Archiv", email="archiv@example.org")
    recipients.choose(erasure.pk, chosen=[shipper, other], by=dpo, now=NOW)
    desk, seen = Visitor(dpo, erasure), stored(erasure.pk).version
    first, second = (erasure.recipient_notices.get(recipient=each) for each in (shipper, other))
    words = {"medium": "post", "notified_on": "2026-05-06"}

    once = desk.act("recipient_told", row=first.pk, seen=seen, **words)
    twice = desk.act("recipient_told", row=first.pk, seen=seen, **words)
    stale = desk.act("recipient_told", row=second.pk, seen=seen, **words)

    assert (once.status_code, twice.status_code, stale.status_code) == (302, 302, 409)
    assert erasure.recipient_notices.get(recipient=other).state == Told.OPEN


def test_the_desk_is_asked_for_the_list_of_a_closed_request_until_it_is_sent(erasure, dpo):
    handling.withdraw(erasure.pk, by=dpo, now=NOW)
    recipients.ask_for_list(erasure.pk, now=NOW)
    recipients.choose(erasure.pk, chosen=[], by=dpo, now=NOW)
    desk = Visitor(dpo, erasure)
    before = desk.client.get(reverse("desk:home")).content.decode()

    sent = desk.act("recipients_list")

    after = desk.client.get(reverse("desk:home")).content.decode()
    assert sent.status_code == 302
    assert "The person asks who was told" in before
    assert "The person asks who was told" not in after


def test_an_instruction_is_issued_and_proved(controller, dpo, erasure):
    to = Recipient.objects.create(
        controller=controller,
        name="Postmuster",
        kind=RecipientKind.PROCESSOR,
        email="hilfe@postmuster.example.net",
    )
    desk = Visitor(dpo, erasure)
    words = {"processor": to.pk, "what_is_asked": "Löschen.", "who": "4711", "due_on": "2099-05-20"}

    shown = desk.act("instruction_issue", preview="1", **words).content.decode()
    issued = desk.act("instruction_issue", **words)
    made = Instruction.objects.get()
    proved = desk.act("instruction_confirm", row=made.pk, proof="Protokoll 17.")

    assert "Weisung INS-" in shown
    assert (issued.status_code, proved.status_code) == (302, 302)
    assert f"{made.number} · Postmuster" in desk.page()
    assert Instruction.objects.get().state == "confirmed"


def test_our_role_as_a_processor_is_led_from_marking_to_closing(controller, dpo, erasure):
    theirs = Recipient.objects.create(
        controller=controller,
        name="Erdacht Bank",
        kind=RecipientKind.CONTROLLER,
        email="dsb@erdacht.example.org",
    )
    desk = Visitor(dpo, erasure)

    steps = [
        desk.act("processor_mark", for_controller=theirs.pk),
        desk.act("processor_forward", what_is_asked="Löschung, Vertrag 4711."),
        desk.act(
            "processor_instructed",
            number="W-17",
            text="Löschen.",
            instructed_on="2026-05-06",
            in_writing="on",
        ),
        desk.act("processor_done", done="Gelöscht."),
        desk.act("processor_close"),
    ]

    assert [step.status_code for step in steps] == [302] * 5
    assert (stored(erasure.pk).state, stored(erasure.pk).processor_case.state) == (
        State.CLOSED,
        ProcessorState.DONE,
    )
    assert "We are a processor here" in desk.page()


def test_as_a_processor_the_next_step_is_to_forward_and_no_answer_is_asked_for(controller, dpo, erasure):
    theirs = Recipient.objects.create(
        controller=controller,
        name="Erdacht Bank",
        kind=RecipientKind.CONTROLLER,
        email="dsb@erdacht.example.org",
    )
    desk = Visitor(dpo, erasure)
    url = reverse("desk:request", args=[erasure.reference])
    before = [one.blocker.code for one in desk.client.get(url).context["missing"]]

    desk.act("processor_mark", for_controller=theirs.pk)

    after = desk.page()
    assert "outcome" in before
    assert [one.blocker.code for one in desk.client.get(url).context["missing"]] == ["processor"]
    assert (
        'class="button primary" href="/desk/requests/' + erasure.reference + '/processor_forward/"' in after
    )


def test_an_unwritten_instruction_to_erase_is_sent_back_with_its_article(controller, dpo, erasure):
    theirs = Recipient.objects.create(
        controller=controller,
        name="Erdacht Bank",
        kind=RecipientKind.CONTROLLER,
        email="dsb@erdacht.example.org",
    )
    desk = Visitor(dpo, erasure)
    desk.act("processor_mark", for_controller=theirs.pk)
    desk.act("processor_forward", what_is_asked="Löschung.")

    page = desk.act("processor_instructed", number="W-17", text="Löschen.", instructed_on="2026-05-06")

    assert page.status_code == 422
    assert "GDPR Art. 28(3)(a)" in page.content.decode()


def test_a_fee_is_announced_and_settled(dsr, dpo):
    desk = Visitor(dpo, dsr)
    words = {
        "ground": "excessive", "reasons": "Zum achten Mal.", "amount": "25.50", "currency": "EUR",
        "calculation": "Eine Stunde.",
    }  # fmt: skip

    shown = desk.act("fee_announce", preview="1", **words).content.decode()
    announced = desk.act("fee_announce", **words)
    page = desk.page()
    settled = desk.act("fee_settle", how="waived")

    assert "25,50 EUR" in shown
    assert (announced.status_code, settled.status_code) == (302, 302)
    assert "The clock does not rest for a fee" in page
    assert Fee.objects.get().state == "waived"


@pytest.mark.parametrize("code", ["fee_announce", "processor_mark", "instruction_issue", "processor_close"])
def test_a_case_handler_cannot_take_what_the_data_protection_officer_decides(controller, erasure, code):
    handler = make.staff(controller, Role.HANDLER, "handler@controller.example.org")
    SubjectRequest.objects.filter(pk=erasure.pk).update(handler=handler)

    assert Visitor(handler, erasure).look(code).status_code == 403


def test_somebody_of_another_controller_finds_nothing(erasure):
    stranger = make.staff(make.controller("fremd"), Role.DPO, "fremd@controller.example.org")

    assert Visitor(stranger, erasure).look("recipients_choose").status_code == 404


def test_national_grounds_for_refusing_name_their_country(dsr, dpo):
    page = Visitor(dpo, dsr).look("draft").content.decode()

    assert "BDSG 34(1) no.2(a) · Germany only" in page
    assert "GDPR Art. 12(5)(b); EDPB 01/2022 para 185" in page
    assert "GDPR Art. 12(5)(b); EDPB 01/2022 para 185 · " not in page
