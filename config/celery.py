"""The Celery application; its timetable is that of `dsr/services/timetable`.

The tasks only look for rows that are due: a tick that is lost, late or doubled changes nothing.
"""

import os
from typing import Any

from celery import Celery, bootsteps
from celery.schedules import crontab
from django.utils.module_loading import import_string

from dsr.services.timetable import RHYTHMS, Rhythm

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("dsr")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["dsr"])


class Gate(bootsteps.Step):
    """This will keep a worker from starting on a restored backup whose erasures were not repeated."""

    def __init__(self, parent: Any, **options: Any) -> None:
        import_string("dsr.services.restoring.refuse_unreplayed")()
        super().__init__(parent, **options)


app.steps["worker"].add(Gate)

app.conf.task_routes = {
    "dsr.tasks.deliver": {"queue": "mail"},
    "dsr.tasks.sweep_outbox": {"queue": "mail"},
    "dsr.tasks.sweep_exports": {"queue": "exports"},
    "dsr.tasks.sweep_*": {"queue": "sweeps"},
}


def _when(rhythm: Rhythm) -> float | crontab:
    if rhythm.every:
        return float(rhythm.every)
    return crontab(minute=str(rhythm.minute), hour="*" if rhythm.hour is None else str(rhythm.hour))


app.conf.beat_schedule = {
    name: {
        "task": f"dsr.tasks.sweep_{name}", "schedule": _when(rhythm), "options": {"expires": rhythm.drops_after},
    }
    for name, rhythm in RHYTHMS.items()
}  # fmt: skip
