"""The ways into a form as the desk shows them, its logo, and what the desk sees of who is asking."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from dsr.models import Controller, Logo, Role, User
from dsr.notices import confirming, outbox
from tests import make, samples
from tests.web.public.test_mandate import CONFIRMS
from tests.web.public.walk import Walk


@pytest.fixture
def officer(client: Client, dpo: User) -> Client:
    """The data protection officer, signed in."""
    client.force_login(dpo)
    return client


def test_link_code_and_snippet_lead_to_the_form_without_a_script(officer: Client, controller: Controller):
    page = officer.get(f"/desk/form/{controller.slug}/").content.decode()

    snippet = re.search(r"<pre.*?>(.*?)</pre>", page, re.DOTALL)
    assert "/de/muster/?right=erasure&amp;origin=website" in page
    assert "<svg" in page
    assert snippet is not None
    assert "&lt;a href=" in snippet[1]
    assert "script" not in snippet[1]


def test_a_logo_is_taken_and_taken_away_again(officer: Client, controller: Controller):
    url = f"/desk/form/{controller.slug}/"

    nothing = officer.post(url, {})
    wrong = officer.post(url, {"logo": SimpleUploadedFile("x.gif", b"GIF89a")})
    taken = officer.post(url, {"logo": SimpleUploadedFile("x.png", samples.picture("PNG"))})
    there = Logo.objects.count()
    officer.post(url, {"remove": "yes"})

    assert [nothing.status_code, wrong.status_code, taken.status_code] == [422, 422, 302]
    assert (there, Logo.objects.count()) == (1, 0)


def test_the_page_of_a_foreign_controller_does_not_exist_and_handlers_have_none(
    officer: Client, controller: Controller
):
    make.controller("fremd")
    handler = make.staff(controller, Role.HANDLER, "handler@controller.example.org")

    assert officer.get("/desk/form/").url == "/desk/form/muster/"
    assert officer.get("/desk/form/fremd/").status_code == 404
    officer.force_login(handler)
    assert officer.get("/desk/form/muster/").status_code == 404


def test_the_case_says_what_the_person_said_of_who_acts_for_them(officer: Client, controller: Controller):
    submission = Walk(controller).sent("access", answers=CONFIRMS)
    url = f"/desk/requests/{submission.requests.get().reference}/"

    asked = officer.get(url).content.decode()
    Client().post(f"/de/mandate/{confirming.mandate_token(submission)}/", {"answer": "no"})
    denied = officer.get(url).content.decode()

    assert "the person was asked and has not answered yet" in asked
    assert "The person has not confirmed who acts for them." in asked
    assert "The person says that nobody acts for them." in denied


def test_the_case_says_that_a_mailbox_is_somebody_elses(officer: Client, controller: Controller):
    submission = Walk(controller).sent("access")
    Client().post(f"/de/confirm/{outbox.confirm_token(submission)}/", {"not_me": "yes"})

    page = officer.get(f"/desk/requests/{submission.requests.get().reference}/").content.decode()

    assert "“This was not me”" in page
    assert submission.received_at <= timezone.now()
