"""The registers of a controller: the systems where data lie, and the recipients to whom they go."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from dsr.models import Controller, Recipient, System, User
from dsr.services import settings, tasks


def keep_system(
    controller_id: int, values: Mapping[str, Any], *, pk: int | None, by: User, now: datetime
) -> int:
    """Store a system; return how many open questions went to a new owner."""
    with transaction.atomic():
        controller = Controller.objects.select_for_update().get(pk=controller_id)
        asked = _keep_system(controller, values, pk=pk, now=now)
        settings.note(controller, "systems", by=by, now=now, fields=sorted(values))
    return asked


def keep_systems(
    controller_id: int, rows: Sequence[Mapping[str, Any]], *, by: User, now: datetime
) -> tuple[int, int]:
    """Store a whole table of systems, known ones by their names; return how many are new and how many were there."""
    made = changed = 0
    with transaction.atomic():
        controller = Controller.objects.select_for_update().get(pk=controller_id)
        known = dict(controller.systems.values_list("name", "pk"))
        for row in rows:
            pk = known.get(row["name"])
            _keep_system(controller, row, pk=pk, now=now)
            made, changed = made + (pk is None), changed + (pk is not None)
        settings.note(controller, "systems", by=by, now=now, fields=["table"])
    return made, changed


def keep_recipient(
    controller_id: int, values: Mapping[str, Any], *, pk: int | None, by: User, now: datetime
) -> None:
    """Store a recipient."""
    with transaction.atomic():
        controller = Controller.objects.select_for_update().get(pk=controller_id)
        held = controller.recipients.get(pk=pk) if pk else Recipient(controller=controller)
        for name, value in values.items():
            setattr(held, name, value)
        held.save()
        settings.note(controller, "recipients", by=by, now=now, fields=sorted(values))


def _keep_system(controller: Controller, values: Mapping[str, Any], *, pk: int | None, now: datetime) -> int:
    held = controller.systems.get(pk=pk) if pk else System(controller=controller)
    owner = held.owner_email
    for name, value in values.items():
        setattr(held, name, value)
    held.save()
    return tasks.introduce(held, now=now) if pk and held.owner_email != owner else 0
