"""The tests run on the engines they were meant to run on."""

import os

import pytest
from celery import Celery
from django.conf import settings
from django.contrib.auth import hashers
from django.db import connection

from tests import plugin, processes


@pytest.mark.django_db
def test_the_database_is_the_engine_that_was_asked_for():
    wanted = "sqlite" if os.environ.get("DSR_TEST_DB") == "sqlite" else "postgresql"

    assert connection.vendor == wanted


@pytest.mark.django_db
def test_a_process_beside_the_test_is_led_to_the_same_database():
    name = connection.settings_dict["NAME"]

    assert "test" in name.rpartition("/")[2]
    assert f"/{name}" in processes.database_url()


def test_a_real_broker_answers():
    with Celery(broker=settings.REDIS_URL).connection_for_read() as broker:
        channel = broker.default_channel

        assert channel.client.ping()


@pytest.mark.parametrize(
    ("url", "own"),
    [
        (
            "redis+socket:///tmp/x/broker.sock?virtual_host=0",
            "redis+socket:///tmp/x/broker.sock?virtual_host=2",
        ),
        ("redis://:word@localhost:6379", "redis://:word@localhost:6379/2"),
        ("redis://localhost:6379/0", "redis://localhost:6379/2"),
    ],
)
def test_each_worker_of_the_test_run_has_its_own_messages(url, own):
    assert plugin.own_broker(url, "gw1") == own


def test_outside_of_tests_passwords_are_hashed_with_argon2():
    quick, *real = settings.PASSWORD_HASHERS

    assert "MD5" in quick
    assert (
        hashers.get_hashers_by_algorithm()["argon2"]
        .encode("Wolke am Abend", "salzigessalz")
        .startswith("argon2$argon2id")
    )
    assert "Argon2" in real[0]
