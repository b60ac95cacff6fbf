"""Nothing goes out that is not theirs, whole, proven and seen by two; and what goes out is told and ends."""

import threading
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection

from dsr.models import (
    Attachment,
    Blocked,
    Disclosure,
    Event,
    Notice,
    Package,
    PackageFile,
    Submission,
    Ticket,
    current_package,
)
from dsr.services import answering, identity
from dsr.services.packages import build, giving, keeping
from tests import make
from tests.make import at, stored
from tests.services.measures.at_work import codes
from tests.services.packages.ready import NOW, SENT, approved, released

pytestmark = pytest.mark.django_db
SOON = SENT + timedelta(minutes=3)


def sending(dsr, by, now=SENT):
    """Return the codes of what keeps the answer from being sent."""
    with pytest.raises(Blocked) as caught:
        answering.send(dsr.pk, by=by, now=now)
    assert stored(dsr.pk).state == "ready"
    assert current_package(dsr) is None or current_package(dsr).released_at is None
    return codes(caught)


def test_the_package_goes_out_with_the_answer_and_waits_thirty_days(dsr, dpo, second_dpo):
    released(dsr, dpo, second_dpo)

    package = current_package(dsr)
    assert (package.built_by, package.approved_by, package.released_at) == (dpo, second_dpo, SENT)
    assert package.expires_at == at("2026-05-02 00:00")
    assert Disclosure.objects.get(dsr=dsr).state == "released"


def test_the_time_in_which_it_can_be_fetched_is_a_setting_of_the_controller(dsr, dpo, second_dpo):
    dsr.controller.package_days = 7
    dsr.controller.save()

    released(dsr, dpo, second_dpo)

    assert current_package(dsr).expires_at == at("2026-04-09 00:00")


def test_an_answer_that_gives_data_does_not_go_out_without_its_package(dsr, dpo, second_dpo):
    approved(dsr, dpo, second_dpo)
    build.take_back(dsr, now=NOW)

    assert sending(dsr, second_dpo) == ["package"]


def test_who_put_it_together_does_not_approve_it(dsr, dpo, second_dpo):
    approved(dsr, dpo, second_dpo)
    Package.objects.update(approved_by=dpo)

    assert sending(dsr, second_dpo) == ["package_unseen"]


def test_a_file_of_another_case_makes_the_release_impossible(dsr, controller, dpo, second_dpo):
    other = make.requests(controller, "access", now=NOW, name="Jan Anders", email="jan@person.example.net")[0]
    foreign = Attachment.objects.create(
        submission=other.submission, packed_for=other, name="jan.csv", stored_as="xx/y", media_type="text/csv",
        size=3, sha256="1" * 64, added_at=NOW,
    )  # fmt: skip
    approved(dsr, dpo, second_dpo)
    PackageFile.objects.create(
        package=current_package(dsr), attachment=foreign, path="data/09-file.csv", sha256="1" * 64, size=3
    )

    assert sending(dsr, second_dpo) == ["foreign_file"]


def test_a_file_of_a_sibling_for_another_right_is_foreign_too(controller, dpo, second_dpo):
    dsr, sibling = make.requests(controller, "access", "portability", now=NOW)
    approved(dsr, dpo, second_dpo)
    Attachment.objects.filter(packed_for=dsr).update(packed_for=sibling)

    assert sending(dsr, second_dpo) == ["foreign_file"]


def test_a_package_bound_to_another_person_does_not_go_out(dsr, dpo, second_dpo):
    approved(dsr, dpo, second_dpo)
    subject = dsr.submission.subject
    subject.name = "Jan Anders"
    subject.save()

    assert sending(dsr, second_dpo) == ["package_changed"]


def test_an_archive_that_was_exchanged_on_the_disk_goes_to_nobody(dsr, dpo, second_dpo):
    approved(dsr, dpo, second_dpo)
    exchange(current_package(dsr))

    assert sending(dsr, second_dpo) == ["package_changed"]


def test_an_archive_that_was_exchanged_after_its_release_is_not_handed_out(dsr, dpo, second_dpo):
    released(dsr, dpo, second_dpo)
    token = giving.issue(dsr.pk, now=SOON)
    exchange(current_package(dsr))

    with pytest.raises(Blocked) as caught:
        giving.redeem(dsr.pk, token, now=SOON)

    assert codes(caught) == ["package_changed"]
    assert current_package(dsr).downloads == 0


def test_after_a_change_of_address_nothing_is_released_for_three_days_and_identity_counts_anew(
    dsr, dpo, second_dpo
):
    approved(dsr, dpo, second_dpo)
    Submission.objects.update(contact_changed_at=NOW + timedelta(hours=1))
    at_once = sending(dsr, second_dpo, now=NOW + timedelta(hours=72))
    unproven = sending(dsr, second_dpo, now=NOW + timedelta(hours=74))
    identity.prove_identity(dsr.pk, level=2, method="details", by=dpo, now=NOW + timedelta(hours=2))

    answering.send(dsr.pk, by=second_dpo, now=NOW + timedelta(hours=74))

    assert (at_once, unproven) == (["identity", "contact_changed"], ["identity"])
    assert current_package(dsr).released_at is not None


def test_after_a_change_of_address_what_lies_ready_is_not_handed_out_either(dsr, dpo, second_dpo):
    released(dsr, dpo, second_dpo)
    token = giving.issue(dsr.pk, now=SOON)
    Submission.objects.update(contact_changed_at=SOON)

    with pytest.raises(giving.NotYet):
        giving.redeem(dsr.pk, token, now=SOON)
    with pytest.raises(giving.NotYet):
        giving.issue(dsr.pk, now=SOON + timedelta(hours=80))

    assert Ticket.objects.get().used_at is None


def test_a_download_is_told_to_the_person_seen_in_the_log_and_moves_the_measure(dsr, dpo, second_dpo):
    released(dsr, dpo, second_dpo)

    package = giving.redeem(dsr.pk, giving.issue(dsr.pk, now=SOON), now=SOON)

    assert b"".join(keeping.chunks(package))[:2] == b"PK"
    assert Disclosure.objects.get(dsr=dsr).state == "retrieved"
    assert Notice.objects.filter(kind="package_fetched", recipient="person").count() == 1
    last = Event.objects.filter(dsr=dsr, name="package").last()
    assert (last.data["step"], last.actor) == ("fetched", "person")


def test_three_downloads_and_no_more_each_with_a_mail_of_its_own(dsr, dpo, second_dpo):
    released(dsr, dpo, second_dpo)
    for _time in range(3):
        giving.redeem(dsr.pk, giving.issue(dsr.pk, now=SOON), now=SOON)

    with pytest.raises(giving.NothingToFetch):
        giving.issue(dsr.pk, now=SOON)

    assert Notice.objects.filter(kind="package_fetched").count() == 3


@pytest.mark.parametrize("minutes", [15, 200])
def test_a_ticket_is_good_for_a_quarter_of_an_hour(dsr, dpo, second_dpo, minutes):
    released(dsr, dpo, second_dpo)
    token = giving.issue(dsr.pk, now=SOON)

    with pytest.raises(giving.UsedTicket):
        giving.redeem(dsr.pk, token, now=SOON + timedelta(minutes=minutes))

    assert current_package(dsr).downloads == 0


def test_a_ticket_is_good_once_and_a_newer_one_ends_it(dsr, dpo, second_dpo):
    released(dsr, dpo, second_dpo)
    first, second = giving.issue(dsr.pk, now=SOON), giving.issue(dsr.pk, now=SOON)
    giving.redeem(dsr.pk, second, now=SOON)

    for token in (first, second, "", "0" * 43):
        with pytest.raises(giving.UsedTicket):
            giving.redeem(dsr.pk, token, now=SOON)

    assert current_package(dsr).downloads == 1


def test_a_ticket_opens_no_other_request(dsr, controller, dpo, second_dpo):
    other = make.requests(controller, "access", now=NOW, name="Jan Anders", email="jan@person.example.net")[0]
    released(dsr, dpo, second_dpo)
    released(other, dpo, second_dpo)
    token = giving.issue(other.pk, now=SOON)

    with pytest.raises(giving.UsedTicket):
        giving.redeem(dsr.pk, token, now=SOON)


@pytest.mark.django_db(transaction=True)
def test_of_two_downloads_at_once_of_the_last_one_allowed_one_is_given(dsr, dpo, second_dpo):
    released(dsr, dpo, second_dpo)
    for _time in range(2):
        giving.redeem(dsr.pk, giving.issue(dsr.pk, now=SOON), now=SOON)
    token, given, start = giving.issue(dsr.pk, now=SOON), [], threading.Barrier(4)

    def run():
        start.wait(10)
        try:
            giving.redeem(dsr.pk, token, now=SOON)
            given.append("file")
        except (giving.UsedTicket, giving.NothingToFetch):
            given.append("none")
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _each in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert sorted(given) == ["file", "none", "none", "none"]
    assert current_package(dsr).downloads == 3


def exchange(package: Package) -> None:
    """Put another file where an archive lay."""
    default_storage.delete(package.stored_as)
    name = default_storage.save(package.stored_as, ContentFile(b"PK\x03\x04 of somebody else"))
    assert name == package.stored_as
