"""The settings, the addresses and the queue of DSR Desk."""

from config.celery import app as celery_app

__all__ = ["celery_app"]
