"""What cannot be opened is said to be closed; codes and dates still show, and nothing is changed."""

import pytest
from django.urls import reverse

from dsr.models import Message, SubjectRequest
from dsr.services import conversation
from dsr.vault import keys
from tests.make import at
from tests.web.desk.conftest import NOW, address, browser, clock, signed_in  # noqa: F401  (fixtures)

pytestmark = pytest.mark.django_db


@pytest.fixture
def closed(dsr):
    """A request whose key is gone, though nothing of it was purged."""
    conversation.write_in(dsr.submission, body="Bitte beeilen Sie sich.", now=at("2026-03-10 10:00"))
    keys.destroy([dsr.submission.key])
    return dsr


def test_the_page_of_a_request_shows_codes_and_dates_and_says_what_is_closed(closed, browser):  # noqa: F811
    page = browser.get(address(closed))

    text = page.content.decode()
    assert page.status_code == 200
    assert closed.reference in text
    assert "key-gone" in text
    assert "[…]" in text
    assert "beeilen" not in text


def test_a_step_that_would_write_is_refused_and_changes_nothing(closed, browser):  # noqa: F811
    before = (Message.objects.count(), SubjectRequest.objects.get().version)

    page = browser.post(
        reverse("desk:act", args=[closed.reference, "write_out"]),
        {"seen": before[1], "body": "Wir arbeiten daran."},
    )

    assert page.status_code in {422, 503}
    assert (Message.objects.count(), SubjectRequest.objects.get().version) == before


def test_a_page_that_opens_everything_says_nothing_of_it(dsr, browser):  # noqa: F811
    assert "key-gone" not in browser.get(address(dsr)).content.decode()


def test_the_other_requests_of_the_list_are_there(closed, browser):  # noqa: F811
    page = browser.get(reverse("desk:requests"), {"state": "all"}, follow=True)

    assert (page.status_code, closed.reference in page.content.decode()) == (200, True)
