"""The systems of a case at the desk: the panel and its four steps, each for whom it is."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from dsr.models import Notice, Task
from dsr.services import files, handling, tasks
from tests import make
from tests.make import at, stored

pytestmark = pytest.mark.django_db

STARTED = at("2026-03-11 10:20")
LATER = at("2026-03-13 15:05")


@pytest.fixture(autouse=True)
def clock():
    """Stand in the present: what is told here lies in the past of today."""
    return


@pytest.fixture
def started(dsr, controller, handler):
    make.system(controller, "CRM", owner_name="Customer service")
    make.system(controller, "Mail archive")
    handling.start(dsr.pk, by=handler, now=STARTED)
    return stored(dsr.pk)


def question(dsr, name="CRM"):
    return Task.objects.select_related("system", "dsr__submission").get(dsr=dsr, system__name=name)


def page_of(client, dsr):
    return client.get(reverse("desk:request", args=[dsr.reference])).content.decode()


def act(client, dsr, action, **words):
    path = reverse("desk:act", args=[dsr.reference, action])
    return client.post(path, {"seen": stored(dsr.pk).version, **words})


def test_a_case_shows_what_each_system_answered_and_who_was_asked_when(client, started, dpo):
    tasks.answer(
        question(started).pk, answer="kept_because", comment="Found three.", reason="Invoices.", now=LATER
    )
    client.force_login(dpo)

    page = page_of(client, started)

    for words in ("1 of 2 answered", "Customer service", "Kept, with a reason", "Invoices.", "Found three.",
                  "late since 25"):  # fmt: skip
        assert words in page


def test_a_file_of_a_system_is_handed_out_with_its_own_case_and_with_no_other_of_the_letter(
    client, controller, dpo
):
    make.system(controller)
    first, second = make.requests(controller, "access", "rectification", now=at("2026-03-10 09:00"))
    handling.start(first.pk, by=dpo, now=STARTED)
    upload = SimpleUploadedFile("record.txt", b"One line.\n")
    kept = files.take_for(upload, task=question(first), now=LATER)
    client.force_login(dpo)

    answers = [client.get(reverse("desk:file", args=[dsr.reference, kept.pk])) for dsr in (first, second)]
    for close in answers[0]._resource_closers:
        close()

    assert [answer.status_code for answer in answers] == [200, 404]
    assert "record.txt" in page_of(client, first)
    assert "record.txt" not in page_of(client, second)


def test_what_is_missing_names_the_system_with_its_article_and_leads_to_its_owner(client, started, dpo):
    client.force_login(dpo)

    page = page_of(client, started)

    link = f"{reverse('desk:act', args=[started.reference, 'chase_task'])}?on={question(started).pk}"
    assert "CRM has not answered yet." in page
    assert "GDPR Art. 15(1)" in page
    assert link in page
    assert re.search(
        rf'<input[^>]*value="{question(started).pk}"[^>]*checked', client.get(link).content.decode()
    )


def test_the_owner_is_reminded_from_the_case(client, started, handler):
    client.force_login(handler)

    answer = act(client, started, "chase_task", task=question(started).pk)

    assert answer.status_code == 302
    assert Notice.objects.filter(kind="task_chaser").count() == 1
    assert "reminded once" in page_of(client, started)


def test_another_system_is_asked_and_one_is_asked_again(client, started, controller, handler):
    extra, crm = make.system(controller, "Warehouse", rights=["erasure"]), question(started).system
    client.force_login(handler)

    answers = [
        act(client, started, "ask_system", system=system.pk, question="Since 2019?").status_code
        for system in (extra, crm)
    ]

    assert answers == [302, 302]
    assert (question(started, "Warehouse").question, question(started).round) == ("Since 2019?", 2)


def test_an_answer_is_recorded_and_needs_a_reason_where_data_are_kept(client, started, handler):
    client.force_login(handler)
    words = {"task": question(started).pk, "answer": "kept_because"}

    refused = act(client, started, "record_task", **words)
    taken = act(client, started, "record_task", **words, reason="Invoices until 2034.")

    assert (refused.status_code, taken.status_code) == (422, 302)
    assert (question(started).reason, question(started).answered_by) == ("Invoices until 2034.", handler)


def test_only_the_officer_does_without_an_answer(client, started, handler, dpo):
    words = {"task": question(started).pk, "reason": "Switched off."}
    client.force_login(handler)
    refused = act(client, started, "waive_task", **words)
    client.force_login(dpo)

    taken = act(client, started, "waive_task", **words)

    assert (refused.status_code, taken.status_code, question(started).state) == (403, 302, "waived")


@pytest.mark.parametrize("action", ["chase_task", "record_task", "waive_task"])
def test_a_question_of_another_case_cannot_be_touched_from_this_one(client, started, controller, dpo, action):
    other = make.requests(controller, "access", now=at("2026-03-10 09:00"))[0]
    handling.start(other.pk, by=dpo, now=STARTED)
    client.force_login(dpo)

    answer = act(client, started, action, task=question(other).pk, answer="found", reason="So.")

    assert (answer.status_code, question(other).state) == (422, "open")


def test_a_system_of_another_controller_is_not_offered(client, started, dpo):
    foreign = make.system(make.controller("other"), "Elsewhere")
    client.force_login(dpo)

    answer = act(client, started, "ask_system", system=foreign.pk)

    assert (answer.status_code, Task.objects.filter(system=foreign).count()) == (422, 0)


def test_a_double_click_reminds_once(client, started, handler):
    client.force_login(handler)
    seen = stored(started.pk).version

    answers = [
        act(client, started, "chase_task", task=question(started).pk, seen=seen).status_code
        for _twice in range(2)
    ]

    assert answers == [302, 302]
    assert Notice.objects.filter(kind="task_chaser").count() == 1


def test_the_page_of_a_case_costs_no_more_for_many_systems(client, started, controller, dpo):
    client.force_login(dpo)
    page_of(client, started)
    counts = []
    for names in (["A"], [f"S{n}" for n in range(12)]):
        for name in names:
            tasks.ask(started.pk, system=make.system(controller, name), by=dpo, now=timezone.now())
        with CaptureQueriesContext(connection) as seen:
            page_of(client, started)
        counts.append(len(seen))

    assert counts[0] == counts[1]


def test_a_case_without_systems_has_no_panel_of_them(client, dsr, handler):
    handling.start(dsr.pk, by=handler, now=STARTED)
    client.force_login(handler)

    assert "panel-systems" not in page_of(client, dsr)


def test_the_next_step_is_to_remind_an_owner_who_is_late_and_once_reminded_it_is_another(
    client, started, dpo
):
    client.force_login(dpo)
    before = re.search(r'class="button primary"[^>]*>([^<]*)<', page_of(client, started))[1]
    for task in Task.objects.filter(dsr=started):
        act(client, started, "chase_task", task=task.pk)

    after = re.search(r'class="button primary"[^>]*>([^<]*)<', page_of(client, started))[1]

    assert before == "Remind the owner"
    assert after != before
