"""The person downloads the proof of receipt from their page, and nobody else does."""

from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from dsr.evidence import checkpoints, verify
from dsr.models import Checkpoint, Controller
from tests.web.public.walk import entered

pytestmark = pytest.mark.django_db


def address(name: str, *arguments: str) -> str:
    with translation.override("en"):
        return reverse(f"public:{name}", args=arguments)


def test_the_page_offers_a_proof_as_soon_as_the_log_was_signed(controller: Controller):
    walk, submission = entered(controller, "access", "erasure")
    first, second = submission.requests.order_by("pk")
    before = walk.get("status").content.decode()
    early = walk.client.get(address("proof", first.reference))
    checkpoints.keep(now=timezone.now())

    after = walk.get("status").content.decode()
    proof = walk.client.get(address("proof", second.reference))
    key = verify.Key(walk.client.get(address("log_key")).content.decode())
    entry, _checkpoint = verify.check_proof(proof.content.decode(), key)

    assert (address("proof", first.reference) in before, early.status_code) == (False, 404)
    assert address("proof", first.reference) in after
    assert key.written in after
    assert proof["Content-Disposition"] == f'attachment; filename="{second.reference}.tlog-proof"'
    assert (entry["data"]["reference"], entry["data"]["right"]) == (second.reference, "erasure")


def test_without_the_page_open_there_is_no_proof(controller: Controller):
    _walk, submission = entered(controller, "access")
    checkpoints.keep(now=timezone.now())

    answer = Client().get(address("proof", submission.requests.get().reference))

    assert answer.status_code == 404


def test_the_proof_of_somebody_else_is_none(controller: Controller):
    _other, theirs = entered(controller, "access")
    walk, _submission = entered(controller, "access")
    checkpoints.keep(now=timezone.now())

    assert walk.client.get(address("proof", theirs.requests.get().reference)).status_code == 404
    assert walk.client.get(address("proof", "nonsense")).status_code == 404


def test_the_program_is_the_one_that_stands_in_the_bundles(client: Client):
    answer = client.get(address("verifier"))

    assert answer.content == Path(verify.__file__).read_bytes()
    assert answer["Content-Type"].startswith("text/plain")


def test_before_the_first_checkpoint_there_is_no_key_to_show(client: Client):
    assert Checkpoint.objects.count() == 0
    assert client.get(address("log_key")).status_code == 404
