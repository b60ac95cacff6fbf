"""Changing the settings of a controller: what was changed by whom is logged, dates that move are computed anew."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any

from django.db import transaction

from dsr.models import Actor, Controller, Event, EventName, LetterText, User
from dsr.services import upkeep

# A change of one of these can move the last day of every open request.
MOVES_DATES = frozenset(
    {"country", "subdivision", "zone", "regime", "regional_holidays", "extra_free", "excluded_free", "ladder"}
)
# So many open requests are looked at before a change: enough to see what it does, quick enough for a page.
LOOKED_AT = 500


class NoReason(ValueError):
    """Answers would go out unseen by a second person, and nobody wrote down why."""


@dataclass(frozen=True)
class Moved:
    """One open request whose last day a change would move."""

    reference: str
    before: date | None
    after: date | None


def change(controller_id: int, values: Mapping[str, Any], *, section: str, by: User, now: datetime) -> int:
    """Store settings of a controller; return how many open requests have other dates by it. Raises NoReason."""
    with transaction.atomic():
        controller = Controller.objects.select_for_update().get(pk=controller_id)
        changed = sorted(name for name, value in values.items() if getattr(controller, name) != value)
        for name in changed:
            setattr(controller, name, values[name])
        if not controller.four_eyes and not controller.four_eyes_reason.strip():
            raise NoReason
        if changed:
            controller.save(update_fields=changed)
        # To have looked and left everything as it is counts, too: holidays are checked once a year.
        note(controller, section, by=by, now=now, fields=changed)
        if not MOVES_DATES & set(changed):
            return 0
        return upkeep.recompute(Controller.objects.get(pk=controller_id), now=now)


def effect(controller: Controller, values: Mapping[str, Any], *, now: datetime) -> list[Moved]:
    """Return the open requests whose last day these settings would move; nothing is stored."""
    changed = Controller.objects.get(pk=controller.pk)
    for name, value in values.items():
        setattr(changed, name, value)
    found = []
    for dsr in islice(upkeep.open_requests(controller), LOOKED_AT):
        dsr.controller = changed
        days = [each for each in upkeep.differences(dsr, now=now) if each.field == "due_on"]
        found += [Moved(dsr.reference, _day(each.stored), _day(each.computed)) for each in days]
    return found


def set_up(values: Mapping[str, Any], *, by: User, now: datetime) -> Controller:
    """Create a further controller; its form stays closed until its settings were looked through."""
    with transaction.atomic():
        controller = Controller.objects.create(**values, is_open=False)
        note(controller, "new", by=by, now=now)
    return controller


def write_letter(
    controller: Controller, kind: str, language: str, body: str, *, by: User, now: datetime
) -> None:
    """Keep a new version of a letter's words; an empty one goes back to those of the house."""
    with transaction.atomic():
        Controller.objects.select_for_update().get(pk=controller.pk)
        texts = LetterText.objects.filter(controller=controller, kind=kind, language=language)
        newest = texts.first()
        if (newest.body if newest else "") == body:
            return
        LetterText.objects.create(
            controller=controller, kind=kind, language=language, body=body, at=now, by=by,
            version=(newest.version if newest else 0) + 1,
        )  # fmt: skip
        note(controller, "letters", by=by, now=now, fields=[kind, language])


def note(
    controller: Controller, section: str, *, by: User, now: datetime, fields: list[str] | None = None
) -> None:
    """Write into the log which settings were changed; what they say is no matter for the log."""
    Event.objects.create(
        controller=controller, name=EventName.SETTING_CHANGED, at=now, by=by, actor=Actor.STAFF,
        data={"section": section, "fields": fields or []},
    )  # fmt: skip


def _day(found: date | datetime | None) -> date | None:
    return found.date() if isinstance(found, datetime) else found
