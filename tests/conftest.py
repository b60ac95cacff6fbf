"""What most tests begin with: one controller, its people and one request, made through the real services."""

from collections.abc import Iterator
from typing import Any

import pytest

from dsr.models import Controller, Role, SubjectRequest, User
from tests import make, signed_in  # noqa: F401  (marks the sessions of force_login)
from tests.make import at
from tests.smtp_server import SmtpServer


@pytest.fixture(autouse=True)
def _own_log_files(settings, tmp_path):
    """Each test has a log of its own, and so a key and a file of checkpoints that no other test has written."""
    settings.LOG_KEY_FILE = tmp_path / "log_key"
    settings.CHECKPOINT_FILE = tmp_path / "checkpoints" / "checkpoints.txt"


@pytest.fixture
def controller(db: None) -> Controller:
    """A controller in Berlin."""
    return make.controller()


@pytest.fixture
def dpo(controller: Controller) -> User:
    """Its data protection officer."""
    return make.staff(controller)


@pytest.fixture
def second_dpo(controller: Controller) -> User:
    """A second person who may approve what the first one wrote."""
    return make.staff(controller, Role.DPO, "second@controller.example.org")


@pytest.fixture
def handler(controller: Controller) -> User:
    """A case handler of the controller."""
    return make.staff(controller, Role.HANDLER, "handler@controller.example.org")


@pytest.fixture
def dsr(controller: Controller) -> SubjectRequest:
    """A request for access that came by post on Tuesday 10 March 2026 and awaits triage."""
    return make.requests(controller, now=at("2026-03-10 09:00"))[0]


@pytest.fixture
def smtp(settings: Any) -> Iterator[SmtpServer]:
    """A mail server on this machine to which everything is sent."""
    with SmtpServer() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
        settings.EMAIL_TIMEOUT = 5
        yield server
