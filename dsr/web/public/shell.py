"""What every public page shares: its controller, its languages, its colours."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse, translate_url
from django.utils.dateformat import format as date_format
from django.utils.html import format_html
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext as _

from dsr.law.authorities import UnknownAuthority
from dsr.models import Controller, Logo
from dsr.models.controller import ACCENT

View = Callable[..., HttpResponse]


def for_controller(view: View) -> View:
    """Return a public view that is handed its controller; it speaks only the languages that one offers."""

    @login_not_required
    @wraps(view)
    def shown(request: HttpRequest, slug: str, **parts: Any) -> HttpResponse:
        controller = get_object_or_404(Controller, slug=slug)
        if request.method == "GET" and get_language() not in languages(controller):
            return redirect(translate_url(request.get_full_path(), languages(controller)[0]))
        return view(request, controller, **parts)

    return shown


def languages(controller: Controller | None) -> list[str]:
    """Return the codes of the languages that a controller offers and this installation speaks, its main one first."""
    spoken = [code for code, _name in settings.LANGUAGES]
    if controller is None:
        return spoken
    offered = [code for code in spoken if code in controller.languages]
    main = [controller.language] if controller.language in spoken else []
    return list(dict.fromkeys([*main, *offered])) or [settings.LANGUAGE_CODE]


def language_name(code: str) -> str:
    """Return what a language calls itself."""
    name: str = get_language_info(code)["name_local"]
    return name[:1].upper() + name[1:]


def show(
    request: HttpRequest,
    template: str,
    controller: Controller | None,
    context: dict[str, Any],
    *,
    status: int = 200,
) -> HttpResponse:
    """Return a public page with its frame."""
    here = get_language()
    links = [
        {
            "code": code,
            "name": language_name(code),
            "url": translate_url(request.get_full_path(), code),
            "current": code == here,
        }
        for code in sorted(languages(controller))
    ]
    frame: dict[str, Any] = {"controller": controller, "language_links": links}
    if controller is not None:
        frame["home_url"] = reverse("public:start", args=[controller.slug])
        frame["logo"] = Logo.objects.filter(controller=controller).defer("png").first()
    if controller is not None and controller.accent.lower() != ACCENT:
        # The colour stands in the address, so that a browser may keep the sheet and still sees a new colour at once.
        frame["colours_url"] = f"{reverse('public:colours', args=[controller.slug])}?{controller.accent[1:]}"
    return render(request, template, {**frame, **context}, status=status)


def moment(at: datetime, controller: Controller) -> str:
    """Return a day and time of day as the controller's clocks show it."""
    # Translators: a day and a time of day, in the letters of Django's date format.
    return date_format(at.astimezone(controller.tz), _("j F Y, H:i"))


def complaint(controller: Controller) -> dict[str, Any]:
    """Return the authority to which one may complain (GDPR Art. 77) and its name in a language the reader knows.

    Nothing where the installation knows no authority for the place.
    """
    try:
        authority = controller.competent_authority
    except UnknownAuthority:
        return {}
    here = (get_language() or "en").split("-")[0]
    own = here in authority.languages
    foreign = not own and here != "en"
    english = format_html('<span lang="en">{}</span>', authority.name_en) if foreign else authority.name_en
    return {"authority": authority, "authority_name": authority.name if own else english}
