"""Who sees what at the desk; a foreign case answers as one that does not exist."""

import pytest
from django.test import Client
from django.urls import reverse

from dsr.models import Controller, Membership, Role, SubjectRequest, User
from dsr.services import handling
from tests import make
from tests.web.desk.conftest import NOW, address, foreign_request, signed_in

pytestmark = pytest.mark.django_db
PAGES = ["home", "requests", "intake", "register"]


@pytest.mark.parametrize("page", PAGES)
def test_nobody_sees_a_page_of_the_desk_without_signing_in(page: str):
    answer = Client().get(reverse(f"desk:{page}"))

    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("desk:sign_in"))


def test_a_case_of_another_controller_does_not_exist(browser: Client):
    foreign = foreign_request()

    answers = [
        browser.get(address(foreign)),
        browser.get(address(foreign, "start")),
        browser.post(address(foreign, "start"), {"seen": foreign.version}),
    ]

    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert foreign.reference not in browser.get(reverse("desk:requests")).content.decode()


def test_a_case_handler_sees_the_cases_that_are_assigned_to_them_and_no_other(
    controller: Controller, handler: User, dpo: User
):
    mine, other = make.requests(controller, "access", "erasure", now=NOW)
    handling.assign(mine.pk, to=handler, by=dpo, now=NOW)

    client = signed_in(handler)

    assert client.get(address(mine)).status_code == 200
    assert client.get(address(other)).status_code == 404
    listed = client.get(reverse("desk:requests")).content.decode()
    assert (mine.reference in listed, other.reference in listed) == (True, False)


def test_a_case_handler_may_propose_and_does_not_decide(dsr: SubjectRequest, handler: User, dpo: User):
    handling.assign(dsr.pk, to=handler, by=dpo, now=NOW)
    handling.start(dsr.pk, by=handler, now=NOW)
    client = signed_in(handler)

    decisions = ["extend", "assign", "hand_over", "merge"]

    assert [client.get(address(dsr, code)).status_code for code in decisions] == [403] * 4
    assert client.get(address(dsr, "draft")).status_code == 200
    page = client.get(address(dsr))
    blocked = {
        step.code: [str(r.blocker.text) for r in step.reasons] for step in page.context["steps"].blocked
    }
    assert blocked["extend"] == ["The data protection officer decides this."]


def test_a_case_handler_cannot_post_a_decision_either(dsr: SubjectRequest, handler: User, dpo: User):
    handling.assign(dsr.pk, to=handler, by=dpo, now=NOW)
    stored = make.stored(dsr.pk)

    answer = signed_in(handler).post(
        address(dsr, "extend"), {"seen": stored.version, "ground": "complexity", "reasons": "Elf Systeme."}
    )

    assert answer.status_code == 403
    assert not make.stored(dsr.pk).is_extended


def test_an_auditor_sees_register_and_figures_but_no_content(controller: Controller, dsr: SubjectRequest):
    auditor = make.staff(controller, Role.AUDITOR, "auditor@controller.example.org")
    client = signed_in(auditor)

    register = client.get(reverse("desk:register"))

    assert dsr.reference in register.content.decode()
    assert "Mira Erfunden" not in register.content.decode()
    assert client.get(reverse("desk:home")).context["figures"].open == 1
    assert client.get(address(dsr)).status_code == 404
    assert client.get(reverse("desk:requests")).status_code == 404
    assert client.get(reverse("desk:intake")).status_code == 404


def test_an_administrator_without_a_role_sees_no_case(dsr: SubjectRequest, django_user_model: type[User]):
    admin = django_user_model.objects.create_superuser("admin@controller.example.org", "paper-ink-and-rail")
    client = signed_in(admin)

    assert client.get(address(dsr)).status_code == 404
    assert client.get(reverse("desk:register")).status_code == 404
    assert client.get(reverse("desk:home")).context["figures"].open == 0


def test_a_role_that_is_taken_away_takes_the_cases_with_it(browser: Client, dpo: User, dsr: SubjectRequest):
    assert browser.get(address(dsr)).status_code == 200

    Membership.objects.filter(user=dpo).delete()

    assert browser.get(address(dsr)).status_code == 404


def test_a_handlers_register_does_not_exist(handler: User):
    client = signed_in(handler)

    assert client.get(reverse("desk:register")).status_code == 404
    assert client.post(reverse("desk:register_csv")).status_code == 404
