"""Single sign-on against an identity provider in a process of its own."""

import json
import re
import socket
import time
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlencode

import pytest
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.test import Client
from django.urls import reverse

from dsr.models import User
from tests.processes import running
from tests.signed_in import spare_code

pytestmark = pytest.mark.django_db
PEOPLE = (
    {"sub": "one", "email": "dpo@controller.example.org", "email_verified": True},
    {"sub": "unproven", "email": "dpo@controller.example.org", "email_verified": False},
    {"sub": "stranger", "email": "stranger@elsewhere.example.org", "email_verified": True},
)


@pytest.fixture(scope="module")
def provider(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running identity provider that knows three people."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    claims = [word for person in PEOPLE for word in ("--user-claims", json.dumps(person))]
    log: Path = tmp_path_factory.mktemp("oidc") / "log"
    with running(
        "oidc_provider_mock", "--port", str(port), *claims, log=log, PYTHONWARNINGS="ignore"
    ) as process:
        base = f"http://127.0.0.1:{port}"
        for _try in range(100):
            assert process.poll() is None, log.read_text()
            with suppress(OSError):
                urllib.request.urlopen(f"{base}/.well-known/openid-configuration", timeout=2).close()
                break
            time.sleep(0.1)
        yield base


@pytest.fixture
def door(provider: str, settings) -> str:
    """Our own address that leads to the provider."""
    where = {"server_url": provider}
    app = {"provider_id": "sso", "name": "House", "client_id": "desk", "secret": "s", "settings": where}
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app], "OAUTH_PKCE_ENABLED": True}}
    settings.OIDC_NAME = "House"
    return reverse("openid_connect_login", args=["sso"])


class Stay(urllib.request.HTTPRedirectHandler):
    """This will keep an answer that leads elsewhere, so that its address can be read."""

    def redirect_request(self, *args: object, **kwargs: object) -> None:
        return None


def come_back(client: Client, door: str, who: str):
    """Go to the provider, sign in there as somebody, and come back."""
    there = client.get(door)["Location"]
    try:
        urllib.request.build_opener(Stay).open(there, urlencode({"sub": who}).encode(), timeout=5)
        raise AssertionError("the provider did not lead back")
    except urllib.error.HTTPError as answer:
        back = answer.headers["Location"]
    return client.get(re.sub(r"^https?://[^/]+", "", back))


def test_whoever_has_an_account_comes_in_and_is_asked_for_the_second_factor(dpo: User, door: str):
    code = spare_code(dpo.email)
    client = Client()

    step = come_back(client, door, "one")
    answer = client.post(step["Location"], {"code": code})

    assert step["Location"] == reverse("mfa_authenticate")
    assert answer["Location"] == reverse("desk:home")
    assert client.get(reverse("desk:home")).status_code == 200
    assert SocialAccount.objects.get(user=dpo).uid == "one"
    assert User.objects.count() == 1


def test_without_a_second_factor_single_sign_on_leads_to_one(dpo: User, door: str):
    client = Client()

    come_back(client, door, "one")

    assert client.get(reverse("desk:home"))["Location"] == reverse("account:begin")
    assert not Authenticator.objects.exists()


@pytest.mark.parametrize("who", ["stranger", "unproven"])
def test_whom_the_provider_names_without_an_account_here_stays_outside(dpo: User, door: str, who: str):
    client = Client()

    answer = come_back(client, door, who)

    assert "No account here" in answer.content.decode()
    assert client.get(reverse("desk:home")).status_code == 302
    assert (User.objects.count(), SocialAccount.objects.count()) == (1, 0)


def test_a_closed_account_is_not_opened_by_the_provider(dpo: User, door: str):
    come_back(Client(), door, "one")
    dpo.is_active = False
    dpo.save()
    client = Client()

    answer = come_back(client, door, "one")

    assert answer["Location"] == reverse("account:no_account")
    assert client.get(reverse("desk:home"))["Location"].startswith(reverse("desk:sign_in"))


def test_an_answer_that_nobody_asked_for_opens_nothing(dpo: User, door: str):
    answer = Client().get(
        reverse("openid_connect_callback", args=["sso"]), {"code": "x", "state": "invented"}
    )

    assert answer.status_code in {200, 302, 401, 403}
    assert "No account here" in answer.content.decode()


def test_the_button_stands_at_the_door_where_single_sign_on_is_set_up(door: str, db: None):
    assert "Sign in with House" in Client().get(reverse("desk:sign_in")).content.decode()
