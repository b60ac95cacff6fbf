"""What a page does when something sealed cannot be opened: it shows codes and dates, and says what is closed."""

import logging
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from dsr.vault import sealing
from dsr.vault.errors import VaultError

log = logging.getLogger(__name__)

Respond = Callable[[HttpRequest], HttpResponse]


class SealedMiddleware:
    """This will show a page of the desk again without what cannot be opened; any other says that it is closed."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Return the page without what is closed, and nothing for any other error."""
        if not isinstance(error, VaultError):
            return None
        log.error("%s: %s", error.code, error)
        match = request.resolver_match
        if match and request.method == "GET" and request.path.startswith("/desk/"):
            request.vault_troubles = found = {error.code}  # type: ignore[attr-defined]
            mark = sealing.troubles.set(found)
            try:
                return match.func(request, *match.args, **match.kwargs)  # type: ignore[no-any-return]
            except VaultError:
                pass  # not a field but a file, or the store itself: nothing of the page can be shown
            finally:
                sealing.troubles.reset(mark)
        return render(request, "sealed.html", {"code": error.code}, status=503)
