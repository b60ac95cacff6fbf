"""One letter to three controllers; and somebody whom only a device number tells apart from others."""

import re

import pytest

from dsr.models import State, SubjectRequest
from tests import make
from tests.journeys.test_stories import NAME
from tests.journeys.walker import Walker
from tests.journeys.world import AUTHOR, House, stored

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def test_a_letter_to_three_controllers_is_answered_by_each_with_the_same_day_of_receipt(
    quick: House,
) -> None:
    for slug, prefix in (("agency", "AGY"), ("video", "VID")):
        make.staff(make.controller(slug, prefix=prefix, name=f"{slug.title()} Beispiel"), email=AUTHOR)
    person = quick.person("de")
    person.asks("muster", "access", name=NAME)
    (reference,) = person.references
    quick.author.does(reference, "confirm")

    for slug in ("agency", "video"):
        to = type(quick.controller).objects.get(slug=slug)
        quick.author.does(reference, "pass_on", to=str(to.pk))

    ours, *theirs = SubjectRequest.objects.order_by("pk")
    assert [dsr.controller.slug for dsr in theirs] == ["agency", "video"]
    assert {dsr.submission.received_at for dsr in theirs} == {ours.submission.received_at}
    # Each goes its own way: one is not ours to answer, one is taken back, one goes on.
    quick.author.does(theirs[0].reference, "hand_over", to="Land Beispiel")
    quick.author.does(theirs[1].reference, "withdraw")
    outcomes = [(stored(dsr.reference).state, stored(dsr.reference).outcome) for dsr in (ours, *theirs)]
    assert outcomes == [
        (State.RECEIVED, ""), (State.CLOSED, "handed_over"), (State.CLOSED, "withdrawn"),
    ]  # fmt: skip
    person.looks().sees(reference)


def test_somebody_known_by_a_device_number_alone_is_told_that_it_names_nobody_known(
    quick: House,
) -> None:
    labels = {"de": "Gerätenummer", "en": "Device number"}
    type(quick.controller).objects.update(
        identifiers=[
            {"code": "device", "label": labels, "purpose": {"de": "Mehr wissen wir nicht von Ihnen"}}
        ]
    )
    b = Walker(quick.base).open("/de/muster/request/who/").submit(relation="self")
    b.submit(known_as="visitor").submit(rights=["access"]).submit()
    b.sees("Mehr wissen wir nicht von Ihnen")
    b.submit(device="a1b2-c3d4")
    b.submit(medium="mail", language="de").submit(name="", email="mira@person.example.net").submit()
    b.submit("form")
    (reference,) = set(re.findall(r"[A-Z]{2,8}-\d{4}-\d{6}-[A-Z]", b.text))
    dsr = stored(reference)
    assert dsr.submission.subject.identifiers == {"device": "a1b2-c3d4"}
    assert dsr.submission.subject.name == ""

    desk = quick.author
    desk.does(reference, "confirm")
    desk.does(reference, "start")
    desk.answers(
        quick.second, reference, outcome="refused", answer="",
        grounds=["common.not_identifiable"], reasons="Die Nummer gehört zu keinem Menschen, den wir kennen.",
    )  # fmt: skip

    assert stored(reference).outcome == "refused"
