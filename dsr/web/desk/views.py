"""Saved views of the list: one's own, and those that the team of a controller shares."""

from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from dsr.models import Role, SavedView
from dsr.services import views
from dsr.web.access import role_required
from dsr.web.desk.filters import SEARCHED, FilterForm
from dsr.web.desk.keyset import known
from dsr.web.desk.who import Desk, desk_of


class ViewForm(forms.Form):
    """This will take the name of a view, and whether the team sees it."""

    name = forms.CharField(label=gettext_lazy("Name of this view"), max_length=60)
    shared = forms.BooleanField(label=gettext_lazy("Show it to the team"), required=False)


def of(desk: Desk) -> list[SavedView]:
    """Return the views that a person may choose from."""
    team = desk.at(Role.DPO, Role.HANDLER)
    return list(SavedView.objects.filter(Q(owner=desk.user) | Q(controller__in=team)).distinct())


@role_required(Role.DPO, Role.HANDLER)
@require_POST
def save(request: HttpRequest) -> HttpResponse:
    """Keep the list as it is shown under a name."""
    desk, form = desk_of(request), ViewForm(request.POST)
    query = _query(request, desk)
    if not form.is_valid():
        messages.error(request, _("Give the view a name of at most 60 letters. Nothing was saved."))
    elif form.cleaned_data["shared"] and not desk.at(Role.DPO):
        messages.error(request, _("Only a data protection officer shares a view. Nothing was saved."))
    else:
        mine = [one for one in desk.controllers if desk.is_dpo(one.pk)]
        team = next((one for one in mine if f"controller={one.pk}" in query), mine[0] if mine else None)
        views.save(
            owner=desk.user, name=form.cleaned_data["name"], query=query,
            shared_with=team if form.cleaned_data["shared"] else None,
        )  # fmt: skip
        messages.success(request, _("The view is saved."))
    return redirect(f"{reverse('desk:requests')}?{query}")


@role_required(Role.DPO, Role.HANDLER)
@require_POST
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Drop one's own view."""
    if not SavedView.objects.filter(pk=pk, owner=desk_of(request).user).exists():
        raise Http404
    views.drop(pk, owner=desk_of(request).user)
    return redirect("desk:requests")


def _query(request: HttpRequest, desk: Desk) -> str:
    """Return the filters, the order and the columns that were sent, and nothing that was searched for."""
    form = FilterForm(request.POST, desk=desk)
    kept = {name: value for name, value in form.cleaned_data.items() if value and name not in SEARCHED}
    pairs = [*kept.items(), ("sort", known(request.POST.get("sort", "")))]
    return urlencode([*pairs, *(("show", name) for name in request.POST.getlist("show"))])[:500]
