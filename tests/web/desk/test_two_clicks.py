"""Two clicks at the same moment: on the same button by one person, on two buttons by two."""

import threading
from collections.abc import Callable

import pytest
from django.db import connections
from django.test import Client

from dsr.models import Event, SubjectRequest, User
from tests.make import stored
from tests.web.desk.conftest import address, signed_in

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*posts: Callable[[], int]) -> list[int]:
    """Let every post go at the same moment; return their status codes in order."""
    gate, codes = threading.Barrier(len(posts)), [0] * len(posts)

    def run(place: int, post: Callable[[], int]) -> None:
        try:
            gate.wait(timeout=10)
            codes[place] = post()
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(posts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return codes


def test_a_double_click_starts_the_work_once_and_both_clicks_are_answered_alike(
    browser: Client, dsr: SubjectRequest, dpo: User
):
    clients = [signed_in(dpo) for _n in range(4)]
    seen = dsr.version

    def click(client: Client) -> int:
        return client.post(address(dsr, "start"), {"seen": seen}).status_code

    codes = at_once(*[lambda client=client: click(client) for client in clients])

    assert codes == [302] * 4
    assert Event.objects.filter(dsr=dsr, name="started").count() == 1


def test_of_two_people_on_two_buttons_one_wins_and_the_other_is_told(
    browser: Client, second_browser: Client, dsr: SubjectRequest
):
    seen = dsr.version

    codes = at_once(
        lambda: browser.post(address(dsr, "start"), {"seen": seen}).status_code,
        lambda: second_browser.post(address(dsr, "mark_not_a_request"), {"seen": seen}).status_code,
    )

    assert sorted(codes) == [302, 409]
    assert stored(dsr.pk).version == seen + 1
