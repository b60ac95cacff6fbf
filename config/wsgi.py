"""The entry of the web server."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()

from dsr.services import restoring  # noqa: E402  (tables can be named only now)

restoring.refuse_unreplayed()
