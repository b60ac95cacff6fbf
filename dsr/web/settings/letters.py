"""The words of a controller's letters: written here, checked against the law, shown with an invented case, kept."""

from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _later

from dsr.law import letters as law
from dsr.law import rights
from dsr.law.authorities import UnknownAuthority
from dsr.models import Controller, LetterText
from dsr.notices import kinds, letter, own_text
from dsr.notices import words as wording
from dsr.services import settings as verbs
from dsr.web.desk.fields import Words, say_what_is_missing
from dsr.web.settings.pages import around
from dsr.web.settings.who import controller_or_404

COMMON = {
    "received_on": _later("the day on which the request arrived"), "written_on": _later("the day of the letter"),
    "reference": _later("the reference number"), "right": _later("the right that is asked for"),
    "name": _later("the name of whoever gets the letter"), "on_behalf_of": _later("for whom they act, if for somebody"),
    "first_due_on": _later("the day by which it was due at first"),
}  # fmt: skip


class LetterForm(forms.Form):
    """This will take the words of one letter in one language."""

    body = Words(label=_later("The middle of the letter"), rows=16, max_length=own_text.LONGEST)

    def __init__(self, *args: Any, kind: str, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind, self.language = kind, language
        say_what_is_missing(self)

    def clean_body(self) -> str:
        """Refuse what could not be printed, and what leaves out what the law demands."""
        body = str(self.cleaned_data["body"]).strip()
        if found := own_text.faults(self.kind, self.language, body):
            raise forms.ValidationError([forms.ValidationError(fault) for fault in found])
        return body


def letters(request: HttpRequest, slug: str) -> HttpResponse:
    """List the kinds of letters, and which have words of their own."""
    controller = controller_or_404(request, slug)
    own: dict[tuple[str, str], LetterText] = {}
    for text in LetterText.objects.filter(controller=controller).order_by("version"):
        own[text.kind, text.language] = text
    spoken = [
        code for code, _name in settings.LANGUAGES if code in {*controller.languages, controller.language}
    ]
    rows = [
        {
            "code": kind, "name": kinds.get(kind).name,
            "languages": [(code, bool((held := own.get((kind, code))) and held.body)) for code in spoken],
        }
        for kind in own_text.editable()
    ]  # fmt: skip
    return render(request, "settings/letters.html", around(request, controller, "letters", rows=rows))


def text(request: HttpRequest, slug: str, kind: str, language: str) -> HttpResponse:
    """Show the words of one letter; try them on an invented case, keep them, or go back to those of the house."""
    controller = controller_or_404(request, slug)
    if kind not in own_text.editable() or language not in dict(settings.LANGUAGES):
        raise Http404
    versions = list(
        LetterText.objects.filter(controller=controller, kind=kind, language=language).select_related("by")
    )
    if request.method == "POST" and "reset" in request.POST:
        return _keep(request, controller, kind, language, "", _("The words of the house are used again."))
    old = next((each.body for each in versions if str(each.version) == request.GET.get("version")), "")
    body = old or own_text.of(controller, kind, language) or own_text.standard(kind, language)
    form = LetterForm(request.POST or None, kind=kind, language=language, initial={"body": body})
    if form.is_valid() and "preview" not in request.POST:
        return _keep(request, controller, kind, language, form.cleaned_data["body"], _("Saved."))
    shown = form.cleaned_data.get("body", "") if form.is_bound else body
    faulty = own_text.faults(kind, language, shown)
    context = {
        "form": form, "has_errors": bool(form.errors), "kind": kinds.get(kind), "language": language,
        "names": _names(kind, language), "versions": versions, "is_own": bool(versions and versions[0].body),
        "sample": sample(controller, kind, language, shown) if shown and not faulty else "",
    }  # fmt: skip
    page = around(request, controller, "letters", **context)
    return render(request, "settings/letter.html", page, status=422 if form.errors else 200)


def _keep(
    request: HttpRequest, controller: Controller, kind: str, language: str, body: str, said: str
) -> HttpResponse:
    kept = "" if body == own_text.standard(kind, language) else body
    verbs.write_letter(controller, kind, language, kept, by=request.user, now=timezone.now())  # type: ignore[arg-type]
    messages.success(request, said)
    return redirect("settings:letter", controller.slug, kind, language)


def _names(kind: str, language: str) -> list[tuple[str, Any, str, bool]]:
    """Return the names that the words may use: what each stands for, by which article, and whether it is needed."""
    must = {item.code: item for item in law.MUST.get(kind, ())}
    wanted = {item.code for item in own_text.needed(kind, language)}
    found = []
    for name in own_text.names(kind, language):
        item = must.get(name)
        where = wording.cited(item.ref) if item else ""
        found.append((name, _(item.text) if item else COMMON.get(name, ""), where, name in wanted))
    return sorted(found, key=lambda row: not row[3])


def sample(controller: Controller, kind: str, language: str, body: str) -> str:
    """Return a letter as it would look for a case that nobody ever had."""
    today = timezone.localdate(timezone.now(), controller.tz)
    with translation.override(language):
        setting = _setting(controller, language, today)
        must = {item.code: f"[{_(item.text)}]" for item in law.MUST.get(kind, ())}
        ready = {
            code: wording.text(letter.FOLDER, language, f"parts/{code}", setting)
            for code in letter.READY
            if code in must or code == "contact"
        }
        days = {name: wording.longdate(today) for name in ("first_due_on", "new_due_on")}
        return own_text.render(kind, language, body, {**must, **days, **setting, **ready})


def _setting(controller: Controller, language: str, today: date) -> dict[str, Any]:
    try:
        authority = controller.competent_authority
    except UnknownAuthority:
        authority = None
    return {
        "controller": controller, "authority_to_name": authority,
        "reference": f"{controller.prefix}-{today.year}-000123-K", "right": rights.get("access").name(language),
        "received_on": wording.longdate(today), "written_on": wording.longdate(today),
        "address_line": ", ".join(controller.postal_address.splitlines()), "name": "Mira Muster", "on_behalf_of": "",
        "requests": [],
    }  # fmt: skip
