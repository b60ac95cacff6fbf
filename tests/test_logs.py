"""The log of the programs: one line or one object each, and no one's address or words in it."""

import json
import logging
import sys

import pytest

from config import logs


def record(words, *args, error=None, **extra):
    made = logging.LogRecord("dsr.notices", logging.WARNING, __file__, 7, words, args, error)
    made.__dict__.update(extra)
    return made


def failing():
    try:
        raise ValueError("Key (email)=(mira@person.example.net) of Mira Erfunden")
    except ValueError:
        return sys.exc_info()


@pytest.mark.parametrize("formatter", [logs.Line(), logs.Json()])
def test_addresses_and_what_an_exception_says_are_left_out(formatter):
    line = formatter.format(record("sent to %s", "mira@person.example.net", error=failing()))

    assert "mira" not in line.lower()
    assert "<address>" in line
    assert "ValueError" in line
    assert "test_logs.py" in line


def test_a_line_of_json_is_one_object_with_what_was_given_beside_the_words():
    line = logs.Json().format(record("notice %s put off", 17, notice=17, code="451", nested={"a": 1}))

    found = json.loads(line)
    assert "\n" not in line
    assert (found["level"], found["logger"], found["message"]) == (
        "WARNING",
        "dsr.notices",
        "notice 17 put off",
    )
    assert (found["notice"], found["code"]) == (17, "451")
    assert "nested" not in found


def test_a_line_of_text_begins_with_its_time():
    assert logs.Line().format(record("x")).startswith("20")
