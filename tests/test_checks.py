"""Production does not start with a setting that would put personal data at risk."""

import pytest
from django.core.checks import Tags, run_checks
from django.core.management import call_command

from tests import make

pytestmark = pytest.mark.django_db
SAFE = {
    "PRODUCTION": True, "DEBUG": False, "SECRET_KEY": "k" * 50, "HTTPS": True, "REDIS_URL": "redis://localhost",
    "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend", "EMAIL_HOST": "mail.example.org",
    "EMAIL_USE_SSL": True, "EMAIL_USE_TLS": False, "SECOND_FACTOR": True,
}  # fmt: skip


def found(settings, **changes) -> set[str]:
    """Return the codes of our own messages under these settings."""
    for name, value in {**SAFE, **changes}.items():
        setattr(settings, name, value)
    return {message.id for message in run_checks(tags=[Tags.security]) if message.id.startswith("dsr.")}


def test_safe_settings_pass(settings):
    assert found(settings) == set()


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"DEBUG": True}, "dsr.E001"),
        ({"SECRET_KEY": "k" * 49}, "dsr.E002"),
        ({"HTTPS": False}, "dsr.E003"),
        ({"EMAIL_USE_SSL": False}, "dsr.E004"),
        ({"EMAIL_BACKEND": "dsr.notices.filebox.EmailBackend"}, "dsr.E005"),
        ({"SECOND_FACTOR": False}, "dsr.E006"),
    ],
)
def test_one_unsafe_setting_is_named(settings, changes, code):
    assert found(settings, **changes) == {code}


@pytest.mark.parametrize(
    ("place", "code"),
    [
        ({"KEK_FILE": "", "KEK_DRAWN": False}, "dsr.E010"),
        ({"KEK_FILE": "{tmp}/missing", "KEK_DRAWN": False}, "dsr.E010"),
        ({"KEK_FILE": "{tmp}/open"}, "dsr.E011"),
        ({"KEK_FILE": "{tmp}/files/kek"}, "dsr.E012"),
        ({"KEY_STORE": "sqlite://{tmp}/files/keys/keys.sqlite3"}, "dsr.E012"),
    ],
)
def test_keys_that_others_read_or_that_lie_with_the_data_are_refused(settings, tmp_path, place, code):
    (tmp_path / "open").touch(0o644)
    settings.FILES_DIR = tmp_path / "files"

    words = {
        name: str(value).format(tmp=tmp_path) if isinstance(value, str) else value
        for name, value in place.items()
    }

    assert found(settings, **words) == {code}


def test_keys_in_a_folder_of_their_own_pass(settings, tmp_path):
    (tmp_path / "kek").touch(0o600)

    assert (
        found(settings, KEK_FILE=str(tmp_path / "kek"), KEK_DRAWN=False, KEY_STORE=f"files://{tmp_path}/k")
        == set()
    )


def test_mail_to_this_machine_may_go_without_encryption(settings):
    assert found(settings, EMAIL_USE_SSL=False, EMAIL_HOST="localhost") == set()


def test_a_demo_may_be_as_unsafe_as_it_likes(settings):
    assert found(settings, PRODUCTION=False, DEBUG=True, SECRET_KEY="k", HTTPS=False) == set()


def test_without_a_broker_somebody_has_to_sweep(settings):
    on_sqlite = settings.DATABASES["default"]["ENGINE"].endswith("sqlite3")

    assert found(settings, REDIS_URL="") == (set() if on_sqlite else {"dsr.W001"})


def test_a_second_person_given_up_without_a_reason_keeps_production_from_starting(settings):
    office = make.controller(four_eyes=False)

    silent = found(settings)
    call_command("four_eyes", office.slug, "off", "--reason", "One person works here.")

    assert silent == {"dsr.E007"}
    assert found(settings) == set()
