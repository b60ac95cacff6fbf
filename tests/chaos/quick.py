"""The application with a timetable of seconds, so that a test need not wait for minutes."""

from config.celery import app

app.conf.beat_schedule = {
    name: {**entry, "schedule": 1.0, "options": {"expires": 30}}
    for name, entry in app.conf.beat_schedule.items()
    if name in {"reminders", "outbox"}
}
