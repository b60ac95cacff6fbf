"""The headers of whatever this server answers: pages, files, redirects, refusals."""

import pytest
from django.test import Client

from dsr.models import Controller

pytestmark = pytest.mark.django_db
ANSWERS = [
    "/", "/nope", "/en/", "/en/muster/", "/en/muster/request/who/", "/en/c/muster/colours.css", "/en/status/", "/desk/",
    "/desk/sign-in/", "/desk/search/", "/admin/", "/healthz/", "/static/dsr/base.css", "/static/dsr/icon.svg",
    "/static/admin/css/base.css", "/en/confirm/nothing/",
]  # fmt: skip


@pytest.mark.parametrize("path", ANSWERS)
def test_every_answer_carries_the_policy_that_loads_nothing_from_elsewhere(controller: Controller, path: str):
    answer = Client().get(path)
    answer.close()

    rules = dict(rule.strip().split(" ", 1) for rule in answer["Content-Security-Policy"].split(";"))
    assert rules["default-src"] == rules["frame-ancestors"] == rules["base-uri"] == "'none'"
    assert set(rules.values()) == {"'none'", "'self'"}
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"


@pytest.mark.parametrize("path", [path for path in ANSWERS if not path.endswith((".css", ".svg"))])
def test_no_page_and_no_redirect_is_kept_by_a_cache(controller: Controller, path: str):
    answer = Client().get(path)

    assert "no-store" in answer["Cache-Control"]


def test_a_visitor_keeps_no_cookie_but_the_form_that_was_begun(controller: Controller):
    visitor = Client()
    visitor.get("/en/muster/request/who/")
    visitor.post("/en/muster/request/who/", {"relation": "self"})

    lasting = {name for name, cookie in visitor.cookies.items() if cookie["max-age"] != ""}

    assert lasting == {f"draft-{controller.pk}"}
    assert all(cookie["httponly"] and cookie["samesite"] == "Lax" for cookie in visitor.cookies.values())
