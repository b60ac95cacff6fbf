"""Where it begins: the list of controllers, a controller's start page, its colours."""

from datetime import datetime
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dsr.law import deadlines
from dsr.models import Controller, Logo
from dsr.services import drafts
from dsr.web.accent import accent_css
from dsr.web.public import flow, visit, words
from dsr.web.public.forms import offered
from dsr.web.public.pages import address
from dsr.web.public.presets import presets
from dsr.web.public.shell import for_controller, show

DAY = 24 * 60 * 60
# Up to so many controllers can be looked over; of more, one looks for a name.
FEW, LONGEST = 6, 100


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show whom one can ask here; go straight on where there is one only."""
    controllers = list(Controller.objects.filter(is_open=True, is_listed=True))
    if len(controllers) == 1:
        return redirect("public:start", controllers[0].slug)
    sought = " ".join(request.GET.get("q", "")[:LONGEST].split())
    doors = [
        {"controller": controller, "says": words.own(controller, "routing")} for controller in controllers
    ]
    context = {
        "doors": [door for door in doors if _speaks_of(door, sought)],
        "sought": sought,
        "searchable": len(doors) > FEW,
        "any": bool(doors),
    }
    return show(request, "public/home.html", None, context)


def _speaks_of(door: dict[str, Any], sought: str) -> bool:
    """Tell whether a controller's name, address or own words hold every word that somebody looks for."""
    controller = door["controller"]
    told = controller.text("routing", get_language() or "en")
    said = f"{controller.name} {controller.postal_address} {told}".casefold()
    return all(word in said for word in sought.casefold().split())


@for_controller
@require_safe
def start(request: HttpRequest, controller: Controller) -> HttpResponse:
    """Say what happens, how long it takes and which other ways there are."""
    now = timezone.now()
    draft = visit.draft_of(request, controller, now=now)
    unsent = draft is not None and draft.submission_id is None
    wanted = presets(request)
    context = {
        "intro": words.own(controller, "intro"),
        "by": _first_period(controller, now),
        "wanted": [_(right.plain) for right in wanted.rights if right.code in offered(controller)],
        "query": wanted.query,
        "unsent": unsent,
        "go_on_url": address(
            controller, flow.first_open(controller, flow.given(draft.answers)) if draft else "who"
        ),
        "just_sent": draft is not None and not unsent,
        "receipt_url": reverse("public:done", args=[controller.slug]),
    }
    return show(request, "public/start.html", controller, context)


@for_controller
@require_POST
def discard(request: HttpRequest, controller: Controller) -> HttpResponse:
    """Delete what was entered and not sent."""
    draft = visit.draft_of(request, controller, now=timezone.now())
    if draft is not None:
        drafts.discard(draft.pk)
    response = redirect("public:start", controller.slug)
    visit.forget(response, controller)
    return response


@login_not_required
@require_safe
def colours(request: HttpRequest, slug: str) -> HttpResponse:
    """Return the stylesheet of a controller's own colour; its address changes with the colour."""
    controller = get_object_or_404(Controller, slug=slug)
    try:
        sheet = accent_css(controller.accent)
    except ValueError:  # a colour that came in past the form: the house's own stands
        sheet = ""
    response = HttpResponse(sheet, content_type="text/css; charset=utf-8")
    response["Cache-Control"] = f"public, max-age={DAY}"
    return response


@login_not_required
@require_safe
def logo(request: HttpRequest, slug: str) -> HttpResponse:
    """Return a controller's logo, which was made here; its address changes with it."""
    found = get_object_or_404(Logo, controller__slug=slug)
    response = HttpResponse(bytes(found.png), content_type="image/png")
    response["Cache-Control"] = f"public, max-age={DAY}"
    return response


def _first_period(controller: Controller, now: datetime) -> Any:
    """Return the last day for an answer to a request that is sent today."""
    today = now.astimezone(controller.tz).date()
    facts = deadlines.Facts(regime=controller.regime, received_on=today, calendar=controller.calendar)
    return deadlines.timetable(facts).last_on
