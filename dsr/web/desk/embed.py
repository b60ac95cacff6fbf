"""How a form is reached from elsewhere: its address, a code for posters, a snippet for a website; and its logo."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from dsr.law import rights
from dsr.models import Controller, Logo
from dsr.notices import links
from dsr.services import branding
from dsr.services.filing.kinds import NotTaken
from dsr.web import codes
from dsr.web.desk.who import shell
from dsr.web.public.forms import offered
from dsr.web.public.shell import languages
from dsr.web.public.words import in_words, refusal
from dsr.web.settings.who import controllers_to_set, setters_only


class LogoForm(forms.Form):
    """A logo to be shown at the head of the public pages."""

    use_required_attribute = False
    logo = forms.FileField(
        label=_("Logo"), widget=forms.FileInput(attrs={"accept": ".png,.jpg,.jpeg,.svg"}),
        help_text=_("PNG, JPEG or SVG. It is drawn anew as a small picture; nothing else in the file is ever shown."),
        error_messages={"required": _("Choose a picture.")},
    )  # fmt: skip


@setters_only
@require_http_methods(["GET", "HEAD", "POST"])
def embed(request: HttpRequest, slug: str = "") -> HttpResponse:
    """Show the ways into one form; take its logo."""
    mine = controllers_to_set(request.user).order_by("name")  # type: ignore[arg-type]
    if not slug:
        first = mine.first()
        if first is None:
            raise Http404
        return redirect("desk:embed", first.slug)
    controller = get_object_or_404(mine, slug=slug)
    form = LogoForm(request.POST or None, request.FILES or None)
    if request.method == "POST":
        if "remove" in request.POST:
            branding.remove_logo(controller)
            messages.success(request, gettext("The logo is taken away; the name stands alone."))
            return redirect("desk:embed", slug)
        if form.is_valid() and _keep(form, controller):
            messages.success(request, gettext("The logo stands on the public pages now."))
            return redirect("desk:embed", slug)
    wrong = request.method == "POST"
    context = {
        **_ways(controller),
        "form": form,
        "others": mine.exclude(pk=controller.pk),
        "has_errors": wrong,
    }
    return render(request, "desk/embed.html", shell(request, "form", **context), status=422 if wrong else 200)


def _keep(form: LogoForm, controller: Controller) -> bool:
    upload = form.cleaned_data["logo"]
    try:
        branding.set_logo(controller, upload)
    except NotTaken as error:
        form.add_error("logo", refusal(error.reason, upload.name or ""))
        return False
    return True


def _ways(controller: Controller) -> dict[str, Any]:
    address = links.to_form(controller.slug, languages(controller)[0])
    return {
        "controller": controller,
        "address": address,
        "code": codes.as_svg(address),
        "logo": Logo.objects.filter(controller=controller).defer("png").first(),
        "by_language": [(code, links.to_form(controller.slug, code)) for code in languages(controller)],
        "deep": [
            (in_words(rights.ALL[code].plain), f"{address}?right={code}&origin=website")
            for code in offered(controller)
        ],
    }
