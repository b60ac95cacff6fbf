"""A passphrase by a second way, and the end of a package: in time, used up, purged."""

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage

from dsr.models import Disclosure, Notice, Package, SubjectRequest, current_package
from dsr.services import purge, reading
from dsr.services.packages import expiry, giving
from dsr.web.desk import needs
from dsr.web.desk.who import Desk
from tests.make import at
from tests.services.packages.ready import SENT, committed, released

pytestmark = pytest.mark.django_db
SOON = SENT + timedelta(minutes=3)


def test_a_passphrase_is_shown_once_kept_as_a_digest_and_asked_for(dsr, dpo, second_dpo):
    released(dsr, dpo, second_dpo)
    drawn = giving.set_passphrase(dsr.pk, by=dpo, now=SENT)

    with pytest.raises(giving.WrongPassphrase):
        giving.issue(dsr.pk, passphrase="", now=SOON)
    token = giving.issue(dsr.pk, passphrase=drawn.lower(), now=SOON)

    assert giving.redeem(dsr.pk, token, now=SOON).downloads == 1
    assert drawn not in str(Package.objects.values_list().get())


def test_a_passphrase_that_was_wrong_five_times_rests_and_the_right_one_works_afterwards(
    dsr, dpo, second_dpo
):
    released(dsr, dpo, second_dpo)
    drawn = giving.set_passphrase(dsr.pk, by=dpo, now=SENT)
    for _time in range(5):
        with pytest.raises(giving.WrongPassphrase):
            giving.issue(dsr.pk, passphrase="WRONG", now=SOON)

    with pytest.raises(giving.TooManyTries) as caught:
        giving.issue(dsr.pk, passphrase=drawn, now=SOON + timedelta(minutes=14))

    assert caught.value.until == SOON + timedelta(minutes=15)
    assert giving.issue(dsr.pk, passphrase=drawn, now=SOON + timedelta(minutes=15))


def test_what_nobody_fetched_in_time_is_destroyed_and_the_officer_is_told(dsr, dpo, second_dpo):
    released(dsr, dpo, second_dpo)
    name = current_package(dsr).stored_as

    early = expiry.sweep(now=at("2026-05-01 23:59"))
    with committed():
        late = expiry.sweep(now=at("2026-05-02 00:00"))

    assert (early, late) == (0, 1)
    assert not default_storage.exists(name)
    assert Disclosure.objects.get(dsr=dsr).state == "destroyed"
    assert Notice.objects.filter(kind="package_expired", recipient="dpo").count() == 1
    assert expiry.sweep(now=at("2026-05-03 00:00")) == 0


def test_what_was_fetched_as_often_as_it_may_be_is_destroyed_once_nothing_runs_any_more(dsr, dpo, second_dpo):
    released(dsr, dpo, second_dpo)
    for _time in range(3):
        giving.redeem(dsr.pk, giving.issue(dsr.pk, now=SOON), now=SOON)

    ended = [expiry.sweep(now=SOON + timedelta(minutes=minutes)) for minutes in (30, 61)]

    assert ended == [0, 1]
    assert Disclosure.objects.get(dsr=dsr).state == "destroyed"
    assert not Notice.objects.filter(kind="package_expired").exists()


def test_the_purge_destroys_the_archive_with_everything_else(dsr, dpo, second_dpo):
    released(dsr, dpo, second_dpo)
    package = current_package(dsr)
    SubjectRequest.objects.update(purge_on=SENT.date())

    purge.purge(now=SENT + timedelta(days=1))

    assert not default_storage.exists(package.stored_as)
    package = Package.objects.get()
    assert (package.stored_as, package.person_digest, package.passphrase_digest) == ("", "", "")


def test_what_nobody_fetched_needs_somebody_at_the_desk_until_they_looked(dsr, dpo, second_dpo):
    released(dsr, dpo, second_dpo)
    expiry.sweep(now=at("2026-05-02 00:00"))
    desk = Desk(dpo)

    told = [need.words for need in needs.lines(desk, at("2026-05-04 09:00"), 5)[0]]
    reading.read(dsr, by=dpo, now=at("2026-05-04 09:01"))
    looked = needs.lines(desk, at("2026-05-04 09:02"), 5)[0]

    assert told == ["Nobody fetched the package"]
    assert looked == []
