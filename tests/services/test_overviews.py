"""The overviews: each person's morning, each week, month and year once; nobody can silence what is due that day."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command

from dsr.evidence import checkpoints
from dsr.models import Controller, Digest, Notice, Role, Status, SubjectRequest, Task, User
from dsr.notices import delivery, digest, mail, overviews
from dsr.services import handling
from dsr.services import overviews as service
from tests import make
from tests.make import at, stored

pytestmark = pytest.mark.django_db

# Tuesday 10 March 2026 received, Friday 10 April last day.
MORNING = at("2026-03-17 07:30")  # a Tuesday
MINUTE = timedelta(minutes=1)


def digests(**where):
    rows = Notice.objects.filter(kind="digest", **where).order_by("pk")
    return [(row.recipient, row.occasion, row.status) for row in rows]


def read(user, now):
    return digest.contents(user.pk, now=now)


def titles(user, now):
    return {
        section["title"]: [line["text"] for line in section["lines"]]
        for section in read(user, now)["sections"]
    }


def test_each_person_gets_one_overview_on_the_morning_of_a_working_day(dsr, dpo, handler):
    handling.assign(dsr.pk, to=handler, by=dpo, now=at("2026-03-10 10:00"))

    counts = [service.sweep(now=now) for now in (MORNING - MINUTE, MORNING, MORNING, MORNING + 60 * MINUTE)]

    assert digests(occasion="2026-03-17") == [
        (f"user:{dpo.pk}", "2026-03-17", "waiting"), (f"user:{handler.pk}", "2026-03-17", "waiting"),
    ]  # fmt: skip
    assert counts[2:] == [0, 0]


@pytest.mark.parametrize(
    "free", ["2026-03-14 07:31", "2026-03-15 12:00", "2026-04-03 09:00", "2026-04-06 09:00"]
)
def test_on_weekends_and_public_holidays_there_is_none(dsr, dpo, free):
    service.sweep(now=at(free))

    assert digests() == []


def test_the_morning_is_that_of_the_reader_not_of_the_controller(dsr, dpo):
    User.objects.filter(pk=dpo.pk).update(zone="Asia/Tokyo")
    tokyo = ZoneInfo("Asia/Tokyo")

    service.sweep(now=at("2026-03-17 07:29", tokyo))
    before = digests()
    service.sweep(now=at("2026-03-17 07:30", tokyo))

    assert before == []
    assert digests() == [(f"user:{dpo.pk}", "2026-03-17", "waiting")]


def test_half_past_seven_is_half_past_seven_on_both_sides_of_the_change_of_clocks(dsr, dpo):
    service.sweep(now=at("2026-03-27 09:00"))
    service.sweep(now=at("2026-03-30 09:00"))

    rows = Notice.objects.filter(kind="digest").order_by("due_at")
    assert [row.due_at.strftime("%d %H:%M") for row in rows] == ["27 06:30", "30 05:30"]


def test_an_empty_overview_is_noted_as_skipped_but_sent_on_the_first_working_day_of_the_week(controller, dpo):
    service.sweep(now=at("2026-03-16 08:00"))
    service.sweep(now=at("2026-03-17 08:00"))
    service.sweep(now=at("2026-04-07 08:00"))  # a Tuesday, after Easter Monday

    assert [(occasion, status) for _who, occasion, status in digests()] == [
        ("2026-03-16", Status.WAITING), ("2026-03-17", Status.SKIPPED), ("2026-04-07", Status.WAITING),
    ]  # fmt: skip


def test_weekly_and_never_are_heard(dsr, dpo, handler, second_dpo):
    User.objects.filter(pk=handler.pk).update(digest=Digest.NEVER)
    User.objects.filter(pk=second_dpo.pk).update(digest=Digest.WEEKLY)

    for day in (16, 17, 18):
        service.sweep(now=at(f"2026-03-{day} 08:00"))

    readers = [who for who, _occasion, _status in digests()]
    assert (readers.count(f"user:{dpo.pk}"), readers.count(f"user:{second_dpo.pk}")) == (3, 1)
    assert readers.count(f"user:{handler.pk}") == 0


def test_when_everybody_switched_it_off_one_officer_still_hears_of_what_is_due_that_day(dsr, dpo, second_dpo):
    User.objects.update(digest=Digest.NEVER)

    service.sweep(now=at("2026-04-09 08:00"))
    before = digests()
    service.sweep(now=at("2026-04-10 08:00"))  # the last day
    service.sweep(now=at("2026-04-13 08:00"))  # too late

    assert before == []
    assert [who for who, _occasion, _status in digests()] == [f"user:{dpo.pk}"] * 2


def test_sections_tell_what_is_overdue_due_soon_waiting_new_and_stuck(controller, dpo):
    made = {
        "late": make.requests(controller, now=at("2026-02-03 09:00"))[0],
        "today": make.requests(controller, now=at("2026-02-17 09:00"))[0],
        "soon": make.requests(controller, now=at("2026-02-20 09:00"))[0],
        "waits": make.requests(controller, now=at("2026-03-05 09:00"))[0],
        "asked": make.requests(controller, now=at("2026-03-05 09:00"))[0],
        "new": make.requests(controller, now=at("2026-03-16 09:00"))[0],
        "stuck": make.requests(controller, now=at("2026-03-04 09:00"))[0],
    }
    handling.ask_identity(made["waits"].pk, why="-", asks="-", by=dpo, now=at("2026-03-06 09:00"))
    Task.objects.create(
        dsr=made["asked"],
        system=make.system(controller),
        asked_at=at("2026-03-06 09:00"),
        due_on=date(2026, 3, 20),
    )

    found = titles(dpo, MORNING)

    expected = {
        "Overdue": "late", "Today": "today", "This week": "soon", "Waiting for others": ("waits", "asked"),
        "New": "new", "Stuck": "stuck",
    }  # fmt: skip
    assert list(found) == list(expected)
    for title, names in expected.items():
        references = {made[name].reference for name in ([names] if isinstance(names, str) else names)}
        assert {line.split(":")[0] for line in found[title]} == references


def test_a_handler_sees_their_own_and_nobody_sees_another_controllers(dsr, dpo, handler):
    other = make.controller("other", prefix="OTH", dpo_email="x@other.example.org")
    officer = make.staff(other, Role.DPO, "x@other.example.org")
    make.requests(other, now=at("2026-03-10 09:00"))

    assert read(handler, MORNING)["sections"] == []
    handling.assign(dsr.pk, to=handler, by=dpo, now=at("2026-03-11 09:00"))

    assert dsr.reference in str(titles(handler, MORNING)["New"])
    assert dsr.reference not in str(titles(officer, MORNING))


def test_a_long_section_is_cut_and_says_how_many_more_there_are(controller, dpo):
    for _letter in range(digest.MOST + 3):
        make.requests(controller, now=at("2026-03-16 09:00"))

    (section,) = read(dpo, MORNING)["sections"]

    assert (section["count"], len(section["lines"]), section["more"]) == (digest.MOST + 3, digest.MOST, 3)


def test_every_line_of_an_overview_is_a_link_in_both_parts(dsr, dpo, smtp):
    Notice.objects.all().delete()
    service.sweep(now=MORNING)

    delivery.sweep(clock=lambda: MORNING + MINUTE)

    (received,) = [one for one in smtp.inbox if str(one.mail["Subject"]).startswith("Your overview")]
    html = received.mail.get_body(("html",)).get_content()
    link = f"/desk/requests/{dsr.reference}/"
    assert link in received.text
    assert f'{link}">{dsr.reference}' in html
    assert received.mail["References"]


def test_an_overview_of_yesterday_is_not_sent_today(dsr, dpo, smtp):
    service.sweep(now=MORNING)

    delivery.sweep(clock=lambda: MORNING + timedelta(days=1))

    assert [row.status for row in Notice.objects.filter(kind="digest")] == [Status.SKIPPED]


def test_after_an_outage_that_ends_at_night_nothing_is_written_before_the_morning(dsr, dpo):
    service.sweep(now=at("2026-03-17 22:00"))

    assert Notice.objects.filter(kind__in=overviews.ALL).count() == 0


def test_the_reports_go_once_in_their_week_month_and_year_on_a_working_day(dsr, dpo):
    for days in range(400):
        service.sweep(now=at("2026-03-10 12:00") + timedelta(days=days))

    def occasions(kind):
        return list(Notice.objects.filter(kind=kind).order_by("due_at").values_list("occasion", flat=True))

    weeks, months, years = (occasions(kind) for kind in ("weekly_report", "monthly_report", "holidays_check"))
    assert len(weeks) == len(set(weeks)) == 58
    assert (months[0], months[1], months[-1], len(months)) == ("2026-02", "2026-03", "2027-03", 14)
    assert years == ["2027"]
    first_of_may = Notice.objects.get(kind="monthly_report", occasion="2026-04")
    assert first_of_may.due_at == at("2026-05-04 08:00")  # 1 May is a holiday, a Friday


def test_a_report_may_be_moved_or_left_out(dsr, dpo):
    Controller.objects.update(
        ladder={"overviews": {"weekly_report": {"at": "11:00"}, "digest": {"off": True}}}
    )

    service.sweep(now=at("2026-03-16 10:59"))
    before = Notice.objects.filter(kind="weekly_report").count()
    service.sweep(now=at("2026-03-16 11:00"))

    assert (before, Notice.objects.filter(kind="weekly_report").count()) == (0, 1)
    assert digests() == []


def test_the_month_counts_what_came_and_what_was_answered_in_time(controller, dpo, second_dpo):
    (early,) = make.requests(controller, now=at("2026-03-10 09:00"))
    make.answered(early, author=dpo, approver=second_dpo, now=at("2026-03-20 09:00"))
    make.requests(controller, now=at("2026-02-01 09:00"))
    SubjectRequest.objects.filter(pk=early.pk)
    service.sweep(now=at("2026-04-01 09:00"))

    row = Notice.objects.get(kind="monthly_report", occasion="2026-03")
    row.language = "en"
    body = mail.build(row, "x@example.org", now=at("2026-04-01 09:00")).body

    assert "- Received: 1" in body
    assert "- Answered in time: 1" in body
    assert "- Overdue today: 1" in body
    assert "- On time, of what was answered or is overdue: 50 %" in body


def test_next_years_free_days_are_listed_by_name(dsr, dpo):
    service.sweep(now=at("2026-12-01 09:00"))

    row = Notice.objects.get(kind="holidays_check")
    body = mail.build(row, "x@example.org", now=at("2026-12-01 09:00")).body

    assert "- Freitag 1. Januar 2027: Neujahr" in body or "Neujahr" in body
    assert stored(dsr.pk).due_on == date(2026, 4, 10)


def test_two_sweeps_at_once_write_each_overview_once(dsr, dpo):
    rows = list(service._digests(MORNING))
    service.sweep(now=MORNING)

    service.outbox.insert(rows, hint=False)

    assert len(digests(occasion="2026-03-17")) == 1


@pytest.mark.parametrize("kind", overviews.ALL)
def test_a_time_for_each_overview_stands_in_the_table(kind):
    assert overviews.ALL[kind].at.hour in {7, 8, 9}


def test_the_weekly_report_brings_the_signed_state_of_the_log_as_it_is(dsr, dpo, smtp, tmp_path):
    checkpoints.keep(now=at("2026-03-16 07:00"))
    Notice.objects.all().delete()
    service.sweep(now=at("2026-03-16 08:00"))
    delivery.sweep(clock=lambda: at("2026-03-16 08:01"))

    (received,) = [one for one in smtp.inbox if "12/2026" in str(one.mail["Subject"])]
    saved = tmp_path / "mail.eml"
    saved.write_bytes(received.content)
    call_command("verify_log", checkpoints=[saved])

    assert list(checkpoints.notes_of(saved))
    assert checkpoints.latest().note.strip() in received.text.replace("\r\n", "\n")
