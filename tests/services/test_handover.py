"""The word of a controller's own area counts once, for minutes, for one request; documents go with the decision."""

import base64
import importlib.util
import json
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from dsr.models import Attachment, Event, IdentityProof, Message, State
from dsr.services import handling, handover, identity, papers
from tests import make
from tests.house.files import ROOT
from tests.make import at, stored
from tests.services.packages.ready import committed

pytestmark = pytest.mark.django_db
NOW = at("2026-03-11 10:20")
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def example():
    """Return the script that the documents offer for copying."""
    spec = importlib.util.spec_from_file_location("example", ROOT / "docs" / "handover_example.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def asked(controller, dsr, dpo, settings):
    """A request whose person is in doubt, at a controller that vouches and takes documents."""
    settings.BASE_URL = "https://rights.example.org"
    controller.identity_means, controller.handover_url = (
        ["account", "document"],
        "https://shop.example.org/me",
    )
    controller.handover_key = base64.b64encode(KEY.public_key().public_bytes_raw()).decode()
    controller.save()
    handling.ask_identity(dsr.pk, why="Zwei heißen so.", asks="Ein Dokument", by=dpo, now=NOW)
    return stored(dsr.pk)


def token(dsr, key=KEY, now=NOW, **claims):
    """Return a token as the example makes it, with some claims changed."""
    made = example().token(key, "muster", "https://rights.example.org", dsr.reference, int(now.timestamp()))
    if not claims:
        return made
    head, body, _signature = made.split(".")
    facts = json.loads(base64.urlsafe_b64decode(body + "=="))
    facts = {name: value for name, value in (facts | claims).items() if value is not None}
    said = f"{head}.{example().part(json.dumps(facts).encode())}"
    return f"{said}.{example().part(key.sign(said.encode()))}"


def test_a_token_of_the_example_proves_level_two_and_the_clock_runs_again(asked):
    handover.take(asked.submission_id, token(asked), now=NOW + timedelta(minutes=1))

    proof = IdentityProof.objects.get()
    assert (proof.level, proof.method, proof.by) == (2, "account", None)
    assert stored(asked.pk).state == State.RECEIVED
    assert stored(asked.pk).due_on is not None
    assert Event.objects.filter(name="identity_proved", actor="person").count() == 1


def test_a_token_is_good_once(asked):
    made = token(asked)
    handover.take(asked.submission_id, made, now=NOW)

    with pytest.raises(handover.NotVouched, match="used"):
        handover.take(asked.submission_id, made, now=NOW)

    assert IdentityProof.objects.count() == 1


@pytest.mark.parametrize(
    ("claims", "why"),
    [
        ({"sub": "DSR-2031-000009-C"}, "other request"),
        ({"iss": "andere"}, "audience"),
        ({"aud": "https://other.example.org"}, "audience"),
        ({"exp": int(NOW.timestamp()) + 3600}, "time"),
        ({"iat": int(NOW.timestamp()) + 300, "exp": int(NOW.timestamp()) + 400}, "time"),
        ({"exp": None}, "form"),
        ({"exp": "soon"}, "form"),
        ({"exp": True}, "form"),
        ({"exp": 10**400}, "form"),
        ({"jti": "short"}, "form"),
        ({"jti": None}, "form"),
    ],
)
def test_a_token_with_another_claim_proves_nothing(asked, claims, why):
    with pytest.raises(handover.NotVouched, match=why):
        handover.take(asked.submission_id, token(asked, **claims), now=NOW)

    assert not IdentityProof.objects.exists()


def test_a_token_that_is_too_old_or_signed_by_another_key_proves_nothing(asked):
    other = Ed25519PrivateKey.from_private_bytes(bytes(32))

    with pytest.raises(handover.NotVouched, match="time"):
        handover.take(asked.submission_id, token(asked), now=NOW + timedelta(minutes=5))
    with pytest.raises(handover.NotVouched, match="signature"):
        handover.take(asked.submission_id, token(asked, key=other), now=NOW)


@pytest.mark.parametrize(
    "written", ["", ".", "a.b", "a.b.c", "é.é.é", "e30.e30.e30", "." * 3000, "e30.e30." + "A" * 86]
)
def test_what_is_no_token_is_refused_and_breaks_nothing(asked, written):
    with pytest.raises(handover.NotVouched):
        handover.take(asked.submission_id, written, now=NOW)


def test_a_token_without_signature_is_refused_whatever_it_calls_its_algorithm(asked):
    _head, body, _signature = token(asked).split(".")
    head = example().part(json.dumps({"alg": "none"}).encode())

    with pytest.raises(handover.NotVouched):
        handover.take(asked.submission_id, f"{head}.{body}.", now=NOW)


def test_a_controller_that_does_not_vouch_takes_no_token(asked):
    asked.controller.identity_means = ["document"]
    asked.controller.save()

    with pytest.raises(handover.NotVouched, match="not offered"):
        handover.take(asked.submission_id, token(asked), now=NOW)


def test_a_document_is_told_to_the_desk_and_destroyed_with_the_decision(asked, dpo):
    kept = papers.take(asked.submission_id, ContentFile(PDF, name="ausweis.pdf"), now=NOW)
    there = default_storage.exists(kept.stored_as)

    with committed():
        identity.prove_identity(asked.pk, level=3, method="document", by=dpo, now=NOW)

    assert there
    assert not default_storage.exists(kept.stored_as)
    assert not Attachment.objects.exists()
    proof = IdentityProof.objects.get()
    assert (proof.method, proof.by, proof.at) == ("document", dpo, NOW)
    assert Message.objects.filter(direction="in").count() == 1


def test_documents_are_taken_only_while_identity_is_asked_for_and_three_at_most(controller, asked, dpo):
    for _each in range(3):
        papers.take(asked.submission_id, ContentFile(PDF, name="a.pdf"), now=NOW)

    with pytest.raises(papers.files.NotTaken):
        papers.take(asked.submission_id, ContentFile(PDF, name="a.pdf"), now=NOW)
    identity.prove_identity(asked.pk, level=3, method="document", by=dpo, now=NOW)
    with pytest.raises(papers.NotAsked):
        papers.take(asked.submission_id, ContentFile(PDF, name="a.pdf"), now=NOW)


def test_a_document_goes_as_well_when_the_request_ends_without_a_decision(asked, dpo):
    papers.take(asked.submission_id, ContentFile(PDF, name="a.pdf"), now=NOW)
    before = papers.sweep(now=NOW)
    handling.lapse(asked.pk, reasons="Nichts kam.", by=dpo, now=NOW)

    with committed():
        after = papers.sweep(now=NOW)

    assert (before, after) == (0, 1)
    assert not Attachment.objects.exists()


def test_a_document_is_never_part_of_a_package(asked, dpo):
    kept = papers.take(asked.submission_id, ContentFile(PDF, name="a.pdf"), now=NOW)

    assert not kept.belongs_to(asked)
    assert make.stored(asked.pk).own_files.count() == 0
