"""Another address and another secret: nothing changes without the code, and the known channel is told."""

from datetime import timedelta

import pytest

from dsr.models import IdentityProof, MailCode, Notice, Submission
from dsr.notices import codes, mail
from dsr.services import contact, identity, renewal
from dsr.services.mailbox import Tried
from tests import make
from tests.make import at, stored

pytestmark = pytest.mark.django_db
NOW = at("2026-03-11 10:20")
OLD, NEW = "mira@person.example.net", "neu@person.example.net"


def mailed(row: MailCode, now=NOW) -> str:
    """Let the mail of a code go out; return the code as the mail says it."""
    row.refresh_from_db()
    Notice.objects.filter(pk=row.notice_id).update(sent_at=now)
    row.refresh_from_db()
    return codes.code(row)


def proven(dsr, dpo) -> Submission:
    """Return the submission of a request whose mailbox and person are proven."""
    identity.prove_identity(dsr.pk, level=2, method="details", by=dpo, now=at("2026-03-10 11:00"))
    IdentityProof.objects.create(submission=dsr.submission, level=1, method="link", at=at("2026-03-10 12:00"))
    Submission.objects.filter(pk=dsr.submission_id).update(confirm_digest="")
    return dsr.submission


def test_letters_go_to_a_new_address_only_once_its_code_is_typed(dsr, dpo):
    submission = proven(dsr, dpo)

    due_at = contact.ask(submission.pk, NEW, now=NOW)
    before = Submission.objects.get(pk=submission.pk).subject.email
    code = mailed(MailCode.objects.get())
    tried = contact.confirm(submission.pk, code.lower(), now=NOW)

    fresh = Submission.objects.get(pk=submission.pk)
    assert (due_at, before, tried) == (NOW, OLD, Tried.CONFIRMED)
    assert (fresh.subject.email, fresh.contact_changed_at) == (NEW, NOW)


def test_a_new_address_starts_at_what_its_own_mailbox_proves(dsr, dpo):
    submission = proven(dsr, dpo)
    before = stored(dsr.pk).identity_level
    contact.ask(submission.pk, NEW, now=NOW)
    contact.confirm(submission.pk, mailed(MailCode.objects.get()), now=NOW)

    assert (before, stored(dsr.pk).identity_level) == (2, 1)


def test_the_old_mailbox_is_told_without_naming_the_new_one_and_so_is_the_desk(dsr, dpo):
    submission = proven(dsr, dpo)
    contact.ask(submission.pk, NEW, now=NOW)
    contact.confirm(submission.pk, mailed(MailCode.objects.get()), now=NOW)

    told = Notice.objects.get(kind="contact_changed")
    message = mail.build(told, mail.address_of(told, now=NOW), now=NOW)

    assert message.to == [OLD]
    assert NEW not in message.subject + message.body
    assert "72 Stunden" in message.body
    assert Notice.objects.filter(kind="contact_moved", recipient="handler").exists()


def test_the_code_goes_to_the_new_mailbox_alone_and_stands_nowhere_in_the_database(dsr, dpo):
    submission = proven(dsr, dpo)
    contact.ask(submission.pk, NEW, now=NOW)
    notice = Notice.objects.get(kind="contact_code")

    message = mail.build(notice, mail.address_of(notice, now=NOW), now=NOW)

    code = codes.code(MailCode.objects.get())
    assert message.to == [NEW]
    assert code in message.body.replace("-", "")
    assert code not in str(list(MailCode.objects.values())) + str(list(Notice.objects.values()))


@pytest.mark.parametrize("minutes", [11, 600])
def test_a_code_holds_ten_minutes_from_its_mail(dsr, dpo, minutes):
    submission = proven(dsr, dpo)
    contact.ask(submission.pk, NEW, now=NOW)
    code = mailed(MailCode.objects.get())

    assert contact.confirm(submission.pk, code, now=NOW + timedelta(minutes=minutes)) == Tried.OVER


def test_five_wrong_codes_end_a_code(dsr, dpo):
    submission = proven(dsr, dpo)
    contact.ask(submission.pk, NEW, now=NOW)
    code = mailed(MailCode.objects.get())

    tried = [contact.confirm(submission.pk, "0000000000", now=NOW) for _time in range(5)]

    assert tried == [Tried.WRONG] * 5
    assert contact.confirm(submission.pk, code, now=NOW) == Tried.OVER
    assert Submission.objects.get(pk=submission.pk).subject.email == OLD


def test_an_address_gets_one_such_mail_a_day_and_a_submission_asks_three_times(dsr, dpo):
    submission = proven(dsr, dpo)
    first = contact.ask(submission.pk, NEW, now=NOW)
    second = contact.ask(submission.pk, NEW, now=NOW)
    contact.ask(submission.pk, "dritte@person.example.net", now=NOW)

    with pytest.raises(contact.TooMany):
        contact.ask(submission.pk, "vierte@person.example.net", now=NOW)

    assert (first, second.date().isoformat()) == (NOW, "2026-03-12")


def test_the_address_of_now_is_no_new_one(dsr, dpo):
    with pytest.raises(contact.SameAddress):
        contact.ask(proven(dsr, dpo).pk, OLD.upper(), now=NOW)


def test_what_the_desk_writes_down_starts_with_no_proof_at_all(dsr, dpo):
    submission = proven(dsr, dpo)

    contact.change(dsr.pk, email=NEW, postal_address="Neue Gasse 4", phone="", by=dpo, now=NOW)

    subject = Submission.objects.get(pk=submission.pk).subject
    assert (subject.email, subject.postal_address) == (NEW, "Neue Gasse 4")
    assert stored(dsr.pk).identity_level == 0
    assert mail.address_of(Notice.objects.get(kind="contact_changed"), now=NOW) == OLD


def test_a_new_secret_comes_through_the_confirmed_mailbox_and_ends_the_old_one(dsr, dpo):
    submission = proven(dsr, dpo)
    wish = renewal.wish(dsr.reference, now=NOW)
    sent = renewal.sweep(now=NOW)
    code = mailed(MailCode.objects.get())

    wrong = renewal.redeem(wish, "0000000000", now=NOW)
    renewed = renewal.redeem(wish, code, now=NOW)
    again = renewal.redeem(wish, code, now=NOW)

    assert (sent, wrong, again) == (1, None, None)
    assert renewed is not None
    assert len(renewed[1]) == 26
    assert Submission.objects.get(pk=submission.pk).secret_digest != submission.secret_digest
    assert Notice.objects.filter(kind="secret_renewed", recipient="person").count() == 1


def test_no_code_goes_to_a_mailbox_that_nobody_confirmed(dsr):
    renewal.wish(dsr.reference, now=NOW)

    assert renewal.sweep(now=NOW) == 0
    assert not Notice.objects.filter(kind="secret_code").exists()


def test_after_a_change_of_address_by_the_desk_the_old_confirmation_counts_no_more(dsr, dpo):
    proven(dsr, dpo)
    contact.change(dsr.pk, email=NEW, postal_address="", phone="", by=dpo, now=NOW)

    renewal.wish(dsr.reference, now=NOW)

    assert renewal.sweep(now=NOW) == 0


def test_an_unknown_reference_leaves_the_same_trace_and_no_mail(dsr, dpo):
    proven(dsr, dpo)
    known, unknown = (renewal.wish(ref, now=NOW) for ref in (dsr.reference, "DSR-2031-000009-C"))

    sent = renewal.sweep(now=NOW)

    assert sent == 1
    assert renewal.redeem(unknown, codes.code(MailCode.objects.get(pk=unknown)), now=NOW) is None
    assert MailCode.objects.get(pk=known).notice is not None


def test_three_codes_a_day_go_to_one_mailbox(dsr, dpo):
    proven(dsr, dpo)
    for minute in range(5):
        renewal.wish(dsr.reference, now=NOW + timedelta(minutes=minute))

    assert renewal.sweep(now=NOW + timedelta(minutes=9)) == 3


def test_a_request_of_somebody_else_is_not_touched(controller, dsr, dpo):
    other = make.requests(controller, "access", now=NOW, name="Jan Anders", email="jan@person.example.net")[0]
    proven(dsr, dpo)
    contact.ask(dsr.submission_id, NEW, now=NOW)

    tried = contact.confirm(other.submission_id, mailed(MailCode.objects.get()), now=NOW)

    assert tried == Tried.OVER
    assert Submission.objects.get(pk=other.submission_id).subject.email == "jan@person.example.net"
