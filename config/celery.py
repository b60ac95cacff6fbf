"""The Celery application and its whole timetable.

The tasks only look for rows that are due: a tick that is lost, late or doubled changes nothing.
"""

import os
from typing import Any

from celery import Celery, bootsteps
from celery.schedules import crontab
from django.utils.module_loading import import_string

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
    "dsr.tasks.make_exports": {"queue": "exports"},
    "dsr.tasks.sweep_*": {"queue": "sweeps"},
}
# A tick expires before it could pile up behind others; the next one finds the same rows.
app.conf.beat_schedule = {
    "reminders": {"task": "dsr.tasks.sweep_reminders", "schedule": 60, "options": {"expires": 55}},
    "owners": {"task": "dsr.tasks.sweep_owners", "schedule": 60, "options": {"expires": 55}},
    "overviews": {"task": "dsr.tasks.sweep_overviews", "schedule": 300, "options": {"expires": 290}},
    "outbox": {"task": "dsr.tasks.sweep_outbox", "schedule": 15, "options": {"expires": 14}},
    "log": {"task": "dsr.tasks.sweep_log", "schedule": 30, "options": {"expires": 29}},
    "dates": {"task": "dsr.tasks.sweep_dates", "schedule": crontab(minute="7"), "options": {"expires": 3000}},
    "exports": {"task": "dsr.tasks.make_exports", "schedule": 20, "options": {"expires": 19}},
    "packages": {"task": "dsr.tasks.sweep_packages", "schedule": 300, "options": {"expires": 290}},
    "drafts": {"task": "dsr.tasks.sweep_drafts", "schedule": 900, "options": {"expires": 890}},
    "purge": {"task": "dsr.tasks.sweep_purge", "schedule": crontab(minute="30", hour="2"),
              "options": {"expires": 36000}},
}  # fmt: skip
