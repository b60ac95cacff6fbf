"""The one Django application of DSR Desk."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DsrConfig(AppConfig):
    """This will name the application and load its start-up checks."""

    name = "dsr"
    verbose_name = _("Data-subject requests")

    def ready(self) -> None:
        """Register the checks that refuse an unsafe start."""
        from dsr import checks  # noqa: F401, PLC0415  (Django registers checks by importing them here)
