"""A hint to the workers that something waits in the outbox. It may be lost: the timetable sweeps it anyway.

So it is published once, quickly, without a retry; a broker that is down is left alone for a few seconds.
"""

import logging
import threading
import time
from contextlib import suppress

from celery import current_app
from django.conf import settings
from kombu import Producer

log = logging.getLogger(__name__)

PATIENCE = 0.5
REST = 5.0
# By then the timetable has had the outbox swept twenty times.
OUTDATED = 300
QUICKLY = {
    "max_retries": 0, "interval_start": 0, "interval_step": 0, "interval_max": 0, "connect_retries_timeout": PATIENCE,
    "socket_timeout": PATIENCE, "socket_connect_timeout": PATIENCE, "retry_on_timeout": False,
}  # fmt: skip


class _Line(threading.local):
    """This will keep one connection a thread, and remember when the broker last failed."""

    producer: Producer | None = None
    rests_until: float = 0.0

    def open(self) -> Producer:
        """Return this thread's producer, connected."""
        if self.producer is None:
            connection = current_app.connection_for_write(
                settings.CELERY_BROKER_URL, transport_options=QUICKLY, connect_timeout=PATIENCE
            )
            self.producer = current_app.amqp.Producer(connection, auto_declare=False)
        return self.producer

    def drop(self) -> None:
        """Give the connection up; the next hint after a rest opens another."""
        producer, self.producer = self.producer, None
        self.rests_until = time.monotonic() + REST
        if producer is not None:
            with suppress(Exception):
                producer.connection.collect()


_line = _Line()


def send_soon() -> None:
    """Ask a worker to send what waits. Never raises, and never takes longer than a second."""
    if not settings.REDIS_URL or time.monotonic() < _line.rests_until:
        return
    try:
        current_app.send_task(
            "dsr.tasks.sweep_outbox", queue="mail", expires=OUTDATED, producer=_line.open(), retry=False
        )
    except Exception as error:  # noqa: BLE001  (a hint that fails must not fail what it hints at)
        log.warning("no hint to the workers: %s", type(error).__name__)
        _line.drop()
