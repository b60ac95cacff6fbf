"""The pictures of the first page: the bar of what is open, the load of each person, the trend of a year."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client

from dsr.models import Controller, SubjectRequest, User
from dsr.services import answering, handling
from dsr.web.desk import trend
from tests import make
from tests.make import at
from tests.web.desk.conftest import NOW, ready

pytestmark = pytest.mark.django_db
HOME = "/desk/"
ASK = {"why": "Zwei Kundinnen heißen so.", "asks": "Ihre Kundennummer."}


def test_the_bar_tells_late_near_calm_and_resting_apart_and_leads_to_each(
    browser: Client, controller: Controller, dpo: User
):
    days = {"late": -2, "soon": 1, "ontime": 20}
    for name, ahead in days.items():
        (dsr,) = make.requests(controller, now=NOW)
        SubjectRequest.objects.filter(pk=dsr.pk).update(due_on=NOW.date() + timedelta(days=ahead))
        days[name] = dsr.reference
    (resting,) = make.requests(controller, now=NOW)
    handling.ask_identity(resting.pk, **ASK, by=dpo, now=NOW)

    shown = browser.get(HOME).context["bar"]
    found = {
        tone: [row["reference"] for row in browser.get(f"/desk/requests/?{query}").context["rows"]]
        for tone, _words, query in shown
    }

    assert [tone for tone, _words, _query in shown] == ["late", "soon", "ontime", "resting"]
    assert found == {
        **{name: [reference] for name, reference in days.items()},
        "resting": [resting.reference],
    }


def test_the_trend_counts_what_came_and_went_in_each_month_by_right(
    browser: Client, controller: Controller, dpo: User, second_dpo: User
):
    make.requests(controller, "erasure", now=NOW, received_at=at("2026-01-31 23:30"))
    ready_now = ready(make.requests(controller, "access", now=NOW)[0], dpo, second_dpo)
    answering.send(ready_now.pk, by=dpo, now=NOW)

    months = {f"{month.first:%Y-%m}": month for month in browser.get(HOME).context["months"]}

    assert list(months)[:3] == ["2026-03", "2026-02", "2026-01"]
    assert dict(months["2026-01"].by_right) == {"erasure": 1}
    assert (months["2026-03"].received, months["2026-03"].answered, months["2026-03"].late) == (1, 1, 0)


def test_the_load_of_each_person_stands_under_the_weeks(
    browser: Client, controller: Controller, dpo: User, handler: User
):
    for _each in range(2):
        (dsr,) = make.requests(controller, now=NOW)
        handling.assign(dsr.pk, to=handler, by=dpo, now=NOW)
    make.requests(controller, now=NOW)

    people = browser.get(HOME).context["people"]

    assert [(one.name, one.total) for one in people] == [("handler", 2), ("nobody yet", 1)]
    assert [count for count, _width in people[0].weeks] == [0, 0, 0, 0, 0, 2]


def test_the_year_of_a_large_office_is_counted_once_in_a_while(
    browser: Client, controller: Controller, monkeypatch: pytest.MonkeyPatch
):
    make.requests(controller, now=NOW)
    monkeypatch.setattr(trend, "MANY", -1)

    before = browser.get(HOME).context["months"][0].received
    make.requests(controller, now=NOW)
    after = browser.get(HOME).context["months"][0].received
    cache.clear()

    assert (before, after, browser.get(HOME).context["months"][0].received) == (1, 1, 2)
