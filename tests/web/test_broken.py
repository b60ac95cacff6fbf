"""A fault of our own: its page gives back what was typed, and never has a fault itself."""

from typing import Any

import pytest
from django.test import Client, RequestFactory

from dsr.models import Controller
from dsr.services import drafts
from dsr.web import errors
from tests.web.public.walk import Walk


def test_a_fault_gives_back_what_was_typed(controller: Controller, monkeypatch: pytest.MonkeyPatch):
    walk = Walk(controller, Client(raise_request_exception=False), language="de").fill("access")

    def fault(*_given: Any, **_named: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr(drafts, "keep", fault)

    answer = walk.post("details-access", {"own_words": "Viele <Worte>", "wish": "copy"})

    text = answer.content.decode()
    assert answer.status_code == 500
    assert "Viele &lt;Worte&gt;" in text
    assert "Was Sie geschrieben hatten" in text


def test_a_fault_in_reading_what_was_typed_is_still_a_page(rf: RequestFactory):
    request = rf.post("/de/x/", data=b"x" * 30, content_type="multipart/form-data; boundary=none")

    answer = errors.broken(request)

    assert answer.status_code == 500
    assert b"<h1>" in answer.content
