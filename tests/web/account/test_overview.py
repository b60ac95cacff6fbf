"""Everybody chooses how often their overview comes by mail."""

import pytest

from dsr.models import User

pytestmark = pytest.mark.django_db
PAGE = "/desk/account/overview/"


def test_a_choice_is_kept_and_shown(client, dpo):
    client.force_login(dpo)

    answer = client.post(PAGE, {"digest": "weekly", "zone": "Europe/Lisbon"}, follow=True)

    kept = User.objects.get(pk=dpo.pk)
    assert (kept.digest, kept.zone) == ("weekly", "Europe/Lisbon")
    assert "Once a week" in answer.content.decode()


@pytest.mark.parametrize(
    ("digest", "zone"), [("hourly", ""), ("", ""), ("daily", "Europe/Atlantis"), ("daily", "../x")]
)
def test_what_is_no_choice_is_said_beside_the_field_and_changes_nothing(client, dpo, digest, zone):
    client.force_login(dpo)

    answer = client.post(PAGE, {"digest": digest, "zone": zone})

    kept = User.objects.get(pk=dpo.pk)
    assert answer.status_code == 422
    assert (kept.digest, kept.zone) == ("daily", "")


def test_the_page_says_that_nobody_silences_what_is_due(client, dpo):
    client.force_login(dpo)

    assert "still reaches one data protection officer" in client.get(PAGE).content.decode()
