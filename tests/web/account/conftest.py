"""What the tests of accounts start from: the data protection officer with a password, and a way to sign in."""

import pytest
from django.test import Client
from django.urls import reverse

from dsr.models import User

PASSWORD = "paper-ink-and-rail"


@pytest.fixture
def account(dpo: User) -> User:
    """The data protection officer, with a password and no second factor yet."""
    dpo.set_password(PASSWORD)
    dpo.save()
    return dpo


def by_password(email: str, password: str = PASSWORD) -> Client:
    """Return a browser in which somebody typed address and password at the door."""
    client = Client()
    client.post(reverse("desk:sign_in"), {"username": email, "password": password})
    return client
