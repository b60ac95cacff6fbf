"""A red banner on every page of the desk while mail does not leave the house, and none otherwise."""

from datetime import timedelta

import pytest
from django.utils import timezone

from dsr.models import Notice, Status
from dsr.notices import outbox

pytestmark = pytest.mark.django_db
WORDS = "Mails are stuck."


def waiting(dsr, minutes):
    Notice.objects.all().delete()
    outbox.queue(
        "message_in", dsr=dsr, recipient="dpo", occasion="m", now=timezone.now() - timedelta(minutes=minutes)
    )


@pytest.mark.parametrize(("minutes", "shown"), [(14, False), (16, True)])
def test_it_shows_on_every_page_once_a_mail_is_a_quarter_of_an_hour_late(client, dsr, dpo, minutes, shown):
    waiting(dsr, minutes)
    client.force_login(dpo)

    pages = [client.get(path).content.decode() for path in ("/desk/", f"/desk/requests/{dsr.reference}/")]

    assert [WORDS in page for page in pages] == [shown, shown]


def test_it_is_gone_when_the_mail_went_and_a_stranger_never_sees_it(client, dsr, dpo):
    waiting(dsr, 60)
    outside = client.get("/desk/sign-in/").content.decode()
    Notice.objects.update(status=Status.SENT)
    client.force_login(dpo)

    assert WORDS not in outside + client.get("/desk/").content.decode()
