"""The register says how many recipients were told, how many instructions were given, and which fee was asked."""

import csv

import pytest
from django.test import Client
from django.urls import reverse

from tests import filled, make
from tests.make import at

pytestmark = pytest.mark.django_db


def test_the_register_counts_recipients_instructions_and_fee_and_holds_none_of_their_words(controller, dpo):
    (dsr,) = make.requests(controller, "erasure", now=at("2026-05-06 14:30"))
    filled.rows_of(dsr, "Vertraulich")
    client = Client()
    client.force_login(dpo)

    response = client.post(reverse("desk:register_csv"))

    text = b"".join(response).decode("utf-8-sig")
    (row,) = csv.DictReader(text.splitlines(), delimiter=";" if ";" in text.splitlines()[0] else ",")
    assert [row[name] for name in ("Recipients", "Recipients told (Art. 19)", "Instructions to processors", "Fee")] == [
        "1", "0", "1", "5.00 EUR",
    ]  # fmt: skip
    assert "Vertraulich" not in text
