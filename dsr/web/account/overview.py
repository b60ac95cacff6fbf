"""One's own overview by mail: how often, and by whose clock its morning is."""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _later
from django.views.decorators.http import require_http_methods

from dsr.law.deadlines import NoSuchZone, zone_of
from dsr.models import Digest, User
from dsr.services import staff
from dsr.web.desk.fields import say_what_is_missing
from dsr.web.desk.who import shell


class OverviewForm(forms.Form):
    """This will take how often somebody wants their overview."""

    digest = forms.ChoiceField(
        label=_later("How often"), choices=Digest.choices, widget=forms.RadioSelect,
        help_text=_later(
            "What is due that day or overdue still reaches one data protection officer, whoever switched it off."
        ),
    )  # fmt: skip
    zone = forms.CharField(
        label=_later("Time zone"), required=False, max_length=64,
        help_text=_later("For example Europe/Berlin. Empty: that of the controller."),
    )  # fmt: skip

    def clean_zone(self) -> str:
        """Refuse a name that is no time zone."""
        written = str(self.cleaned_data["zone"]).strip()
        try:
            zone_of(written or "UTC")
        except NoSuchZone as error:
            raise ValidationError(
                _("There is no time zone of this name. Use one such as Europe/Berlin.")
            ) from error
        return written


@require_http_methods(["GET", "HEAD", "POST"])
def overview(request: HttpRequest) -> HttpResponse:
    """Choose how often one's overview comes."""
    user: User = request.user  # type: ignore[assignment]
    form = OverviewForm(request.POST or None, initial={"digest": user.digest, "zone": user.zone})
    say_what_is_missing(form)
    if not form.is_valid():
        context = shell(request, "account", form=form, has_errors=form.is_bound)
        return render(request, "desk/account/overview.html", context, status=422 if form.is_bound else 200)
    staff.choose_overview(user.pk, **form.cleaned_data)
    messages.success(request, _("Your choice is kept."))
    return redirect("account:account")
