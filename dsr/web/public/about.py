"""What every public page leads to at its foot: the privacy page, the imprint, the statement on accessibility."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from dsr.law import retention
from dsr.models import Controller
from dsr.services import drafts
from dsr.web.public import words
from dsr.web.public.shell import complaint, for_controller, show

PAGES = {
    "privacy": _("Privacy"),
    "imprint": _("Imprint"),
    "accessibility": _("Accessibility"),
}


@for_controller
@require_safe
def about(request: HttpRequest, controller: Controller, page: str) -> HttpResponse:
    """Show one of these pages of a controller, with its own words where it has given some."""
    if page not in PAGES:
        raise Http404
    context: dict[str, Any] = {
        "own_words": words.own(controller, page),
        "heading": PAGES[page],
        **(_privacy(controller) if page == "privacy" else {}),
        **complaint(controller),
    }
    return show(request, f"public/about_{page}.html", controller, context)


@login_not_required
@require_safe
def everywhere(request: HttpRequest, page: str) -> HttpResponse:
    """Lead to the page of the only controller, or list those of all."""
    if page not in PAGES:
        raise Http404
    controllers = list(Controller.objects.filter(is_open=True, is_listed=True))
    if len(controllers) == 1:
        return redirect("public:about", controllers[0].slug, page)
    context = {"heading": PAGES[page], "page": page, "controllers": controllers}
    return show(request, "public/about_all.html", None, context)


def _privacy(controller: Controller) -> dict[str, Any]:
    kept = controller.retention_years or retention.BY_REGIME[controller.regime].years
    return {"years": kept, "hours": int(drafts.LIFE.total_seconds() // 3600)}
