"""How a line of the log is written: as text or as JSON, and never with anybody's address or words.

A message of ours holds codes and numbers only. What an exception says may quote what somebody wrote, so of an exception
the log keeps its kind and where it happened. Whatever looks like a mail address is left out of any line.
"""

import json
import logging
import re
import traceback
from datetime import UTC, datetime

ADDRESS = re.compile(r"[^\s@<>\"'(),;:]+@[^\s@<>\"'(),;]+")
HIDDEN = "<address>"
# What every record has; all else was given with `extra` and is written as it is.
STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}
SIMPLE = (str, int, float, bool, type(None))
# Our own messages and the names of errors hold no one's words; what comes through these may quote an address.
REQUEST_ATTRIBUTES = frozenset({"request", "server_time", "status_code"})


def without_addresses(words: str) -> str:
    """Return a text in which every mail address is covered."""
    return ADDRESS.sub(HIDDEN, words)


def places(error: BaseException) -> list[str]:
    """Return where an error came from, the innermost place last: files, lines and functions, no values."""
    return [
        f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(error.__traceback__)
    ]


class Line(logging.Formatter):
    """This will write one readable line, and below it the places of an error."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line of a record."""
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        words = f"{at} {record.levelname} {record.name} {without_addresses(record.getMessage())}"
        error = record.exc_info[1] if record.exc_info else None
        if error is not None:
            words += "".join(f"\n  {place}" for place in places(error)) + f"\n  {type(error).__name__}"
        return words


class Json(logging.Formatter):
    """This will write one JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the object of a record."""
        written: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": without_addresses(record.getMessage()),
        }
        for name, value in vars(record).items():
            if name not in STANDARD and isinstance(value, SIMPLE):
                written[name] = without_addresses(value) if isinstance(value, str) else value
        error = record.exc_info[1] if record.exc_info else None
        if error is not None:
            written |= {"error": type(error).__name__, "places": places(error)}
        return json.dumps(written, ensure_ascii=False)
