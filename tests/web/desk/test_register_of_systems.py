"""The register of systems, the first page of the day, the settings: each to whom it belongs."""

import csv
import io
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from dsr.models import Membership, Notice, Role, Task
from dsr.services import handling, tasks
from tests import make
from tests.make import at, stored

pytestmark = pytest.mark.django_db

STARTED = at("2026-03-11 10:20")
LATER = at("2026-03-13 15:05")


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


def test_the_register_of_systems_shows_an_officer_those_of_their_controllers(client, started, dpo):
    make.system(make.controller("other", name="Other AB"), "Elsewhere")
    client.force_login(dpo)

    page = client.get(reverse("desk:systems")).content.decode()

    assert "2 systems hold personal data" in page
    assert "Mail archive" in page
    assert "Elsewhere" not in page


@pytest.mark.parametrize(("role", "status"), [(Role.DPO, 200), (Role.HANDLER, 404), (Role.AUDITOR, 404)])
def test_only_an_officer_opens_the_register_of_systems(client, controller, role, status):
    user = make.staff(controller, role, "somebody@controller.example.org")
    client.force_login(user)

    assert client.get(reverse("desk:systems")).status_code == status
    assert Membership.objects.get(user=user).role == role


def test_the_register_of_systems_costs_few_queries(
    client, started, controller, dpo, django_assert_max_num_queries
):
    for number in range(20):
        make.system(controller, f"S{number}")
    client.force_login(dpo)

    with django_assert_max_num_queries(9):
        client.get(reverse("desk:systems"))


def test_an_administrator_keeps_the_register_with_boxes_to_tick(admin_client, controller):
    controller.identifiers = [{"code": "order", "label": "Order number"}]
    controller.save()
    words = {
        "controller": controller.pk, "name": "CRM", "owner_name": "", "owner_email": "crm@systems.example.org",
        "language": "de", "rights": ["access", "erasure"], "finds_by": ["email", "order"], "is_active": "on",
        "data_categories": "Orders", "legal_basis": "contract", "retention": "10 years", "recipients_note": "",
    }  # fmt: skip

    answer = admin_client.post(reverse("admin:dsr_system_add"), words)

    system = controller.systems.get()
    assert answer.status_code == 302
    assert (system.rights, system.finds_by) == (["access", "erasure"], ["email", "order"])


def home(client):
    return client.get(reverse("desk:home")).content.decode()


def test_the_first_page_names_the_owners_who_are_late_with_a_way_to_remind_each(
    client, controller, handler, dpo
):
    make.system(controller)
    dsr, other = (make.requests(controller, "access", now=timezone.now())[0] for _twice in range(2))
    for each, by in ((dsr, handler), (other, dpo)):
        handling.start(each.pk, by=by, now=timezone.now())
    Task.objects.update(due_on=timezone.localdate() - timedelta(days=3))
    client.force_login(handler)

    page = home(client)

    assert "3 days late" in page
    assert f"chase_task/?on={question(dsr).pk}" in page
    assert f"chase_task/?on={question(other).pk}" not in page


def test_a_question_that_came_back_and_a_case_that_is_gathered_need_the_handler(client, controller, handler):
    make.system(controller)
    back, done = (make.requests(controller, "access", now=timezone.now())[0] for _twice in range(2))
    for dsr in (back, done):
        handling.start(dsr.pk, by=handler, now=timezone.now())
    tasks.hand_back(question(back).pk, now=timezone.now())
    tasks.answer(question(done).pk, answer="nothing_found", now=timezone.now())
    client.force_login(handler)
    for dsr in (back, done):
        page_of(client, dsr)

    page = home(client)

    assert "A question to a system came back" in page
    assert "All systems have answered" in page


def test_the_register_counts_the_systems_that_were_asked_and_that_answered(client, started, dpo):
    tasks.answer(question(started).pk, answer="nothing_found", now=LATER)
    client.force_login(dpo)

    file = b"".join(client.post(reverse("desk:register_csv")).streaming_content).decode("utf-8-sig")

    header, row = list(csv.reader(io.StringIO(file), delimiter=";" if ";" in file.splitlines()[0] else ","))
    cells = dict(zip(header, row, strict=True))
    assert (cells["Systems asked"], cells["Systems that answered"]) == ("2", "1")


def test_a_new_owner_in_the_settings_is_mailed_the_open_questions(admin_client, started):
    system = question(started).system
    words = {
        "controller": system.controller_id, "name": system.name, "owner_email": "next@systems.example.org",
        "language": "en", "finds_by": ["email"], "is_active": "on",
    }  # fmt: skip

    answer = admin_client.post(reverse("admin:dsr_system_change", args=[system.pk]), words)

    assert answer.status_code == 302
    assert Notice.objects.filter(kind="task", dsr=started).count() == 3
