"""The application with a timetable of seconds, so that a test need not wait for minutes."""

import importlib
import os

import django

from config.celery import app

django.setup()
importlib.import_module("tests.chaos.tempo").keep()

if os.environ.get("DSR_STORM_TEMPO") != "real":
    app.conf.beat_schedule = {
        name: {**entry, "schedule": 1.0, "options": {"expires": 30}}
        for name, entry in app.conf.beat_schedule.items()
        if name in {"reminders", "outbox", "log"}
    }
