"""What the settings of a controller must look like, where a slip would break its form or silence its reminders."""

import base64
import re
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from dsr.law import rights
from dsr.models.controller import PLACES
from dsr.notices import ladder, overviews
from dsr.notices.hours import CLOCK, is_days

# Words that stand in the place of a controller's name in an address: web/public/urls.py.
RESERVED = frozenset(
    {
        "status",
        "confirm",
        "mandate",
        "about",
        "c",
        "desk",
        "admin",
        "static",
        "healthz",
        "task",
        "metrics",
        "webhooks",
    }
)
CODE = re.compile(r"[a-z][a-z0-9_]{0,39}")
# What the page of identifiers keeps beside the answers.
TAKEN = {"asked_as"}
# Thirty years is the longest limitation period of the laws here; more is a slip, and no calendar goes on for ever.
MOST_YEARS = 30
KEY_LENGTH = 32


def slug_of(written: str) -> str:
    """Return a short name for addresses. Raises ValidationError for one that leads elsewhere already."""
    if written.lower() in RESERVED:
        raise ValidationError(_("This name is used by another page. Choose another one."))
    return written


def line_of(written: str) -> str:
    """Return a text of one line. Raises ValidationError for a line break, with which no mail could be sent."""
    if any(letter < " " for letter in written):
        raise ValidationError(_("Write this in one line."))
    return written


def years_of(written: int | None) -> int | None:
    """Return how many years closed requests are kept. Raises ValidationError for what can only be a slip."""
    if written is not None and written > MOST_YEARS:
        raise ValidationError(_("Keep closed requests for at most %(most)s years.") % {"most": MOST_YEARS})
    return written


def identifiers_of(written: object) -> list[dict[str, Any]]:
    """Return the identifiers by which a person is found. Raises ValidationError for what no form could show."""
    kinds = written if isinstance(written, list) else [None]
    codes = [kind.get("code") if isinstance(kind, dict) else None for kind in kinds]
    fits = all(isinstance(code, str) and CODE.fullmatch(code) and code not in TAKEN for code in codes)
    if not fits or len(set(codes)) < len(codes) or not all(_is_said(kind) for kind in kinds):
        raise ValidationError(
            _(
                'Write a list such as %(example)s; each "code" once, in small letters, figures and underscores.'
            )
            % {"example": '[{"code": "order", "label": {"en": "Order number"}}]'}
        )
    return kinds


def texts_of(written: object) -> dict[str, Any]:
    """Return a controller's own texts. Raises ValidationError that names the places and how they are written."""
    places = written if isinstance(written, dict) else {} if written in (None, "", []) else None
    fits = places is not None and all(
        place in PLACES and isinstance(said, dict) and all(isinstance(words, str) for words in said.values())
        for place, said in places.items()
    )
    if places is None or not fits:
        raise ValidationError(
            _("Write texts by place and language, such as %(example)s. The places are: %(places)s.")
            % {"example": '{"intro": {"en": "We are glad that you ask."}}', "places": ", ".join(PLACES)}
        )
    return places


def rights_of(written: object) -> list[str]:
    """Return the rights that a form offers. Raises ValidationError for one that the law does not know."""
    codes = written if isinstance(written, list) else [None] if written else []
    if unknown := [str(code) for code in codes if code not in rights.ALL]:
        raise ValidationError(
            _("There is no right with this code: %(codes)s.") % {"codes": ", ".join(unknown)}
        )
    return codes


def questions_of(written: object) -> list[str]:
    """Return the questions that a form leaves out. Raises ValidationError for one that no right asks."""
    known = {f"{right.code}.{question.code}" for right in rights.ALL.values() for question in right.asks_for}
    codes = written if isinstance(written, list) else [None] if written else []
    if unknown := [str(code) for code in codes if code not in known]:
        raise ValidationError(_("No right asks this question: %(codes)s.") % {"codes": ", ".join(unknown)})
    return codes


def means_of(written: object) -> list[str]:
    """Return the ways to prove identity. Raises ValidationError for one that does not exist."""
    known, written = {"document", "account"}, written or []
    if not isinstance(written, list) or not set(map(str, written)) <= known:
        raise ValidationError(_("Choose among: %(known)s.") % {"known": ", ".join(sorted(known))})
    return written


def key_of(written: str) -> str:
    """Return a public key. Raises ValidationError for what is none."""
    try:
        right = not written or len(base64.b64decode(written, validate=True)) == KEY_LENGTH
    except ValueError:
        right = False
    if not right:
        raise ValidationError(_("This is no public key of Ed25519: 32 bytes, written in base64."))
    return written


OF_THE_FORM = {
    "identity_means": means_of,
    "handover_key": key_of,
    "texts": texts_of,
    "rights_shown": rights_of,
    "questions_hidden": questions_of,
    "retention_years": years_of,
}


def _is_said(kind: Any) -> bool:
    """Tell whether label and purpose are words, or words by language."""
    texts = [kind[name] for name in ("label", "purpose") if name in kind]
    return all(_is_text(text) for text in texts)


def _is_text(text: object) -> bool:
    if isinstance(text, dict):
        return bool(text) and all(isinstance(words, str) for words in text.values())
    return isinstance(text, str)


def ladder_of(written: object) -> dict[str, Any]:
    """Return the reminder settings. Raises ValidationError that names what the ladder would not understand."""
    if not isinstance(written, dict):
        raise ValidationError(_("Write settings in curly brackets; {} takes the defaults."))
    rungs = written.get("rungs", {})
    if not isinstance(rungs, dict) or not all(isinstance(given, dict) for given in rungs.values()):
        raise ValidationError(_('Write "rungs" with the settings of each reminder in curly brackets.'))
    wrong = [name for name, value in written.items() if name != "rungs" and not _fits_all(name, value)]
    for kind, given in rungs.items():
        if kind not in ladder.KINDS:
            wrong.append(kind)
        wrong += [f"{kind}: {name}" for name, value in given.items() if not _fits_one(name, value)]
    if wrong:
        raise ValidationError(
            _("The reminders do not understand this: %(names)s.") % {"names": _listed(wrong)}
        )
    return written


def _fits_all(name: str, value: object) -> bool:
    if name == "every_day":
        return isinstance(value, bool)
    if name == "owners":
        return isinstance(value, dict) and all(_fits_owner(*given) for given in value.items())
    if name == "overviews":
        return isinstance(value, dict) and all(_fits_overview(*given) for given in value.items())
    return name in {"at", "opens", "closes"} and _is_clock(value)


def _fits_overview(name: str, value: object) -> bool:
    """Tell whether a setting of one overview says when it goes out, or that it does not."""
    if name not in overviews.ALL or not isinstance(value, dict):
        return False
    return all(_fits_one(key, given) for key, given in value.items()) and value.keys() <= {"at", "off"}


def _fits_owner(name: str, value: object) -> bool:
    """Tell whether a setting of the owners' ladder counts in working days, as `task_ladder` reads it."""
    if name == "chased_after":
        return isinstance(value, list) and all(is_days(day) and day > 0 for day in value)
    return name in {"days", "before", "escalated_after"} and is_days(value) and value > 0


def _fits_one(name: str, value: object) -> bool:
    if name == "to":
        return isinstance(value, list) and bool(value) and all(who in ladder.STAFF for who in value)
    if name == "off":
        return isinstance(value, bool)
    return is_days(value) if name == "days" else name == "at" and _is_clock(value)


def _is_clock(value: object) -> bool:
    return isinstance(value, str) and CLOCK.match(value) is not None


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names))
