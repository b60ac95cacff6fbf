"""The settings of a controller, page by page: what is set, what it does, and what a change would move."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from dsr.models import Controller
from dsr.services import settings as verbs
from dsr.web.desk import step_up
from dsr.web.desk.who import shell
from dsr.web.settings import setup
from dsr.web.settings.sections import SECTIONS, Section
from dsr.web.settings.who import controller_or_404, controllers_to_set, may_set

SHOWN = 12


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Lead to the settings of the only controller, or list them all. Raises Http404 for everybody else."""
    if not may_set(request.user):  # type: ignore[arg-type]
        raise Http404
    found = list(controllers_to_set(request.user))  # type: ignore[arg-type]
    context = {"controllers": [(each, setup.progress(each)) for each in found]}
    return render(request, "settings/index.html", around(request, None, "", **context))


@require_safe
def overview(request: HttpRequest, slug: str) -> HttpResponse:
    """Show how far the settings of one controller are, and where to go on."""
    controller = controller_or_404(request, slug)
    context = {"steps": setup.steps(controller), "done": setup.progress(controller)}
    return render(request, "settings/overview.html", around(request, controller, "overview", **context))


@require_http_methods(["GET", "POST"])
def section(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Show one section, show what a change would move, or store it. Raises Http404 for what is not theirs."""
    if code not in SECTIONS:
        raise Http404
    each = SECTIONS[code]
    controller = controller_or_404(request, slug, officer=each.officer)
    if each.step_up and (answer := step_up.asked(request)):
        return answer
    now = timezone.now()
    # The form works on a row of its own: nothing that was typed reaches the one that the page shows.
    held = Controller.objects.get(pk=controller.pk)
    posted = request.POST if request.method == "POST" else None
    form = each.form(posted, instance=held, **each.options(controller, now))
    moved: Any = None
    if form.is_valid():
        if "preview" not in request.POST:
            count = verbs.change(controller.pk, form.values(), section=code, by=request.user, now=now)  # type: ignore[arg-type]
            messages.success(request, _saved(count))
            return redirect("settings:section", form.values().get("slug", slug), code)
        moved = verbs.effect(controller, form.values(), now=now)
    context = {
        "each": each, "form": form, "has_errors": bool(form.errors), "moved": moved, "shown": (moved or [])[:SHOWN],
        "facts": each.facts(controller) if each.facts else [], "following": setup.after(code),
    }  # fmt: skip
    status = 422 if form.errors else 200
    return render(
        request, "settings/section.html", around(request, controller, code, **context), status=status
    )


def around(request: HttpRequest, controller: Controller | None, here: str, **more: Any) -> dict[str, Any]:
    """Return what every page of the settings needs."""
    administers = bool(request.user.is_superuser)  # type: ignore[union-attr]
    shown: list[Section] = [each for each in SECTIONS.values() if each.officer or administers]
    nav = {"controller": controller, "sections": shown, "here": here, "administers": administers}
    return shell(request, "settings", **nav, **more)


def _saved(count: int) -> str:
    if not count:
        return _("Saved.")
    moved = ngettext(
        "%(n)s open request has other dates now.", "%(n)s open requests have other dates now.", count
    )
    return _("Saved.") + " " + moved % {"n": count}
