"""Every mail in every language: rendered, neutral where others may read it, and in its thread."""

import re
from datetime import date

import pytest
from django.conf import settings as real_settings

from dsr.law import rights
from dsr.models import AccessLink, Dispute, EventName, Notice, Role, Status, Task
from dsr.notices import about, account, dispute_ladder, kinds, mail, outbox, outside, overviews, task_ladder
from dsr.services.step import record
from tests import filled, make
from tests.make import at, stored

pytestmark = pytest.mark.django_db

NOW = at("2026-03-17 14:45")
LANGUAGES = ("en", "de", "sv")
# Letters to the person speak further languages; every kind is walked in each that it has.
FURTHER = ("fr", "es", "it", "nl", "pl")
TO_PERSON = [code for code, kind in kinds.ALL.items() if kind.to_person or kind.to_principal]
EVERY = [(code, language) for code in kinds.ALL for language in LANGUAGES] + [
    (code, language) for code in TO_PERSON for language in FURTHER
]
PERSON = {
    "name": "Mira Erfunden", "email": "mira@person.example.net", "phone": "+49 30 0000 001",
    "postal_address": "Erdachtweg 7, 10115 Berlin", "letter": "Ich moechte alles ueber meine Bestellungen wissen.",
    "agent_name": "", "identifiers": {"customer": "K-998877"},
}  # fmt: skip


# What the desk writes to others, who need to know whom and what it concerns.
OUTSIDE = {
    "what_was_done": "The account is gone.", "who": "Number 4711", "what_is_asked": "The account, please.",
    "instruction_reference": "INS-2026-7", "due_day": "2026-03-27", "reasons": "There is no basis for it.",
}  # fmt: skip


def notice_of(kind, language, *, right="access", recipient=None, **asked):
    """Return a stored notice of a kind whose person gave everything that could leak."""
    office = make.controller(f"{kind}-{language}", language=language)
    (dsr,) = make.requests(
        office, right, now=at("2026-03-10 09:00"), **{**PERSON, "language": language, **asked}
    )
    occasion = "m1"
    if kind in overviews.ALL:
        return overview_of(kind, office)
    if kind in account.ALL:
        return account_notice(kind, office)
    if kind == "bounce":
        failed = outbox.row(
            "extension", dsr=dsr, recipient="person", occasion="m9", now=NOW, status=Status.FAILED
        )
        failed.error = "550"
        failed.save()
        occasion = f"n{failed.pk}"
    if kind == "dispute_due":
        dispute = Dispute.objects.create(
            dsr=dsr, kind="inquiry", came_on=date(2026, 3, 10), due_on=date(2026, 3, 20), about="Erfunden"
        )
        occasion = dispute_ladder.occasion(dispute, date(2026, 3, 17))
    if kind == "dates_moved":
        data = {"from": "2026-04-10", "to": "2026-04-13"}
        moved = record(dsr, EventName.DATE_MOVED, now=NOW, by=None, actor=None, data=data)
        row = outbox.row(
            kind, controller=office, recipient="dpo", occasion=about.occasion_of(moved.pk, moved.pk), now=NOW
        )
        row.save()
        return Notice.objects.get(pk=row.pk)
    if kind.startswith("task"):
        task = Task.objects.create(
            dsr=dsr, system=make.system(office), asked_at=NOW, due_on=date(2026, 3, 31)
        )
        occasion = task_ladder.occasion(task, "asked")
    if kinds.get(kind).outside:
        Notice.objects.all().delete()
        outside.post(kind, dsr, filled.recipient(dsr), by=None, now=NOW, words=OUTSIDE)
        return Notice.objects.get()
    row = outbox.row(kind, dsr=dsr, recipient=recipient or kinds.get(kind).to, occasion=occasion, now=NOW)
    row.language = language
    row.save()
    return Notice.objects.get(pk=row.pk)


def account_notice(kind, office):
    """Return a stored mail about an account of staff."""
    user = make.staff(office, email=f"{kind}-{office.language}@controller.example.org")
    link = AccessLink.objects.create(user=user, created_at=NOW, expires_at=NOW)
    occasion = {"account_changed": "password:1", "role_proposed": "p1"}.get(kind, f"l{link.pk}")
    row = outbox.row(kind, controller=office, recipient=f"user:{user.pk}", occasion=occasion, now=NOW)
    row.language = office.language
    row.save()
    return Notice.objects.get(pk=row.pk)


def overview_of(kind, office):
    """Return a stored overview, of a day on which it has something to say."""
    occasion = {
        "digest": "2026-03-17",
        "weekly_report": "2026-W12",
        "monthly_report": "2026-02",
        "holidays_check": "2027",
    }
    officer = make.staff(office)
    officer.language = office.language
    officer.save()
    to = f"user:{officer.pk}" if kind == "digest" else kinds.get(kind).to
    row = outbox.row(kind, controller=office, recipient=to, occasion=occasion[kind], now=NOW)
    row.save()
    return row


def leaks(dsr):
    """Return every word that says who asked, or what for, in any language."""
    assert dsr is None or dsr.pk
    names = {
        name for right in rights.ALL.values() for name in (*right.names.values(), *right.popular.values())
    }
    words = {
        *names,
        "erasure",
        "deletion",
        "Löschung",
        "radering",
        "access",
        "Auskunft",
        "consent",
        "Einwilligung",
    }
    return (
        words
        | {value for value in PERSON.values() if isinstance(value, str) and value}
        | {"K-998877", "Erfunden"}
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", kinds.ALL)
def test_every_mail_is_whole_in_every_language(kind, language):
    notice = notice_of(kind, language)

    built = mail.build(notice, "someone@example.org", now=NOW)

    html = built.alternatives[0].content
    assert built.body.strip()
    assert not re.search(r"\{[{%]|None|\n\n\n", built.body + built.subject)
    assert f'lang="{language}"' in html
    assert "\n" not in built.subject
    if notice.dsr_id:
        assert stored(notice.dsr_id).reference in built.subject


@pytest.mark.parametrize(("kind", "language"), EVERY)
def test_no_mail_says_who_asked_or_what_for(kind, language):
    notice = notice_of(kind, language)

    built = mail.build(notice, "someone@example.org", now=NOW)

    seen = (built.subject + built.from_email + built.body + built.alternatives[0].content).casefold()
    assert [word for word in leaks(notice.dsr) if word.casefold() in seen] == []


@pytest.mark.parametrize(("kind", "language"), EVERY)
def test_the_first_line_is_short_and_neutral(kind, language):
    notice = notice_of(kind, language)

    first = mail.build(notice, "someone@example.org", now=NOW).body.splitlines()[0]

    assert 20 < len(first) < 130
    assert notice.controller.name not in first


def test_the_word_search_of_these_tests_would_find_a_leak():
    notice = notice_of("note", "de")

    assert any(word in "Ihr Antrag auf Löschung, Mira Erfunden" for word in leaks(notice.dsr))


@pytest.mark.parametrize(
    ("kind", "language", "subject"),
    [
        ("identity_doubt", "en", "[{}] Your request: a question for you"),
        ("answer_refused", "de", "[{}] Ihr Antrag: unsere Antwort liegt bereit"),
        ("acknowledgement", "sv", "[{}] Din begäran: den har kommit fram"),
        ("due_in_7", "en", "[24 days left] {}: 16 working days left"),
        ("overdue", "de", "[noch 24 Tage] {}: überfällig"),
    ],
)
def test_a_subject_names_the_reference_and_a_neutral_step(kind, language, subject):
    notice = notice_of(kind, language)

    assert mail.build(notice, "someone@example.org", now=NOW).subject == subject.format(notice.dsr.reference)


def test_the_same_answer_looks_the_same_from_outside_whatever_was_decided():
    subjects = {
        mail.build(notice_of(kind, "en"), "x@example.org", now=NOW).subject[22:]
        for kind in ("answer_granted", "answer_partly", "answer_refused", "answer_no_data")
    }

    assert len(subjects) == 1


def test_a_mail_carries_its_fixed_id_its_thread_and_the_mark_of_a_machine():
    notice = notice_of("due_in_7", "en")

    built = mail.build(notice, "someone@example.org", now=NOW)

    headers = built.extra_headers
    assert headers["Message-ID"] == f"<{notice.message_id}>"
    assert headers["Auto-Submitted"] == "auto-generated"
    assert headers["References"] == headers["In-Reply-To"]
    assert "dsr-desk" in headers["List-Id"]


def test_the_mails_of_one_submission_share_a_thread_and_the_person_has_another_than_the_staff():
    notice = notice_of("note", "en")
    again = outbox.row("extension", dsr=notice.dsr, recipient="person", occasion="m2", now=NOW)
    staff = outbox.row("overdue", dsr=notice.dsr, recipient="dpo", occasion="x", now=NOW)

    threads = [
        mail.build(n, "x@example.org", now=NOW).extra_headers["References"] for n in (notice, again, staff)
    ]

    assert threads[0] == threads[1] != threads[2]


def test_the_person_is_written_to_by_the_controller_and_answers_its_officer():
    built = mail.build(notice_of("note", "de"), "x@example.org", now=NOW)

    assert built.from_email.startswith("Muster Versand GmbH <")
    assert built.reply_to == ["dpo@controller.example.org"]


def test_until_the_mailbox_is_confirmed_every_mail_to_the_person_brings_the_link():
    notice = notice_of("answer_granted", "sv")
    token = outbox.confirm_token(notice.submission)
    link = f"{real_settings.BASE_URL}/sv/confirm/{token}/"

    unproven = mail.build(notice, "x@example.org", now=NOW)
    notice.submission.confirm_digest = ""

    proven = mail.build(notice, "x@example.org", now=NOW)
    assert link in unproven.body
    assert f'href="{link}"' in unproven.alternatives[0].content
    assert "/sv/confirm/" not in proven.body
    assert f"{real_settings.BASE_URL}/sv/status/" in proven.body


def test_the_mail_that_confirms_a_mailbox_holds_what_the_law_lists_for_it():
    built = mail.build(notice_of("confirm_mailbox", "en"), "x@example.org", now=NOW)

    assert "/en/confirm/" in built.body
    assert "dpo@controller.example.org" in built.body


def test_what_is_not_ours_is_escaped_in_the_html_part():
    notice = notice_of("note", "en")
    notice.controller.name = "A <script>alert(1)</script> & Sons"

    html = mail.build(notice, "x@example.org", now=NOW).alternatives[0].content

    assert "<script>" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; Sons" in html


def test_a_line_break_in_a_name_cannot_add_a_header():
    notice = notice_of("note", "en")
    notice.controller.name = "Evil\nBcc: all@example.org"

    with pytest.raises(ValueError, match="Header values"):
        mail.build(notice, "x@example.org", now=NOW).message()


def test_a_staff_member_who_left_is_not_written_to(controller):
    handler = make.staff(controller, Role.HANDLER, "gone@controller.example.org")
    (dsr,) = make.requests(controller, now=NOW)
    dsr.handler = handler
    row = outbox.row("due_in_14", dsr=dsr, recipient="handler", now=NOW)
    before = mail.address_of(row, now=NOW)

    handler.is_active = False

    assert (before, mail.address_of(row, now=NOW)) == (
        "gone@controller.example.org",
        "dpo@controller.example.org",
    )
