"""What browsers and crawlers ask for at the root without being told to: robots.txt and favicon.ico."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.views.decorators.http import require_safe

# The pages carry noindex themselves: a crawler must be let in to read that. Nothing behind a sign-in is for it.
ROBOTS = "User-agent: *\nDisallow: /desk/\nDisallow: /admin/\nDisallow: /healthz/\nDisallow: /metrics\n"


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Answer what a crawler may look at."""
    return HttpResponse(ROBOTS, content_type="text/plain; charset=utf-8")


@require_safe
def icon(request: HttpRequest) -> HttpResponse:
    """Lead a browser that asks for the old name to the icon of the product."""
    return redirect(static("dsr/icon.svg"))
