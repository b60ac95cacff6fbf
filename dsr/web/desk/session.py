"""How long a member of staff stays signed in: half an hour without a click, eight hours in all."""

from collections.abc import Callable
from datetime import timedelta

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

Respond = Callable[[HttpRequest], HttpResponse]

AT_MOST = timedelta(hours=8).total_seconds()
# A click moves the end of the session, but not at every page: writing it costs a query.
EVERY = timedelta(minutes=1).total_seconds()


class StaffSessionMiddleware:
    """This will move the end of a session with each click, and end it after a working day."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Keep the time, then let the page answer."""
        if request.user.is_authenticated:
            now = timezone.now().timestamp()
            began = request.session.setdefault("began", now)
            if now - began > AT_MOST:
                logout(request)
            elif now - request.session.get("clicked", 0) > EVERY:
                request.session["clicked"] = now
        return self.get_response(request)
