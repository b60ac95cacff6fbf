"""One step for several requests of the list: giving them to somebody. An extension is each one's own."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from dsr.models import Blocked, Role, SubjectRequest, User
from dsr.services import handling
from dsr.web import present
from dsr.web.access import role_required
from dsr.web.desk.fields import row_of
from dsr.web.desk.steps import address
from dsr.web.desk.who import desk_of, shell

# So many rows stand on a page of the list.
MOST = 200


@role_required(Role.DPO, Role.HANDLER)
@require_POST
def bulk(request: HttpRequest) -> HttpResponse:
    """Give the chosen requests to one person; or say why an extension is not given to several at once."""
    desk = desk_of(request)
    chosen = list(
        desk.cases.filter(reference__in=request.POST.getlist("chosen")[:MOST]).select_related("controller")
    )
    back = f"{reverse('desk:requests')}?{request.POST.get('query', '')}"
    if not chosen:
        messages.error(request, _("Choose at least one request of the list."))
        return redirect(back)
    if "extend" in request.POST:
        rows = [(dsr, present.right_name(dsr), address(dsr, "extend")) for dsr in chosen]
        return render(request, "desk/bulk.html", shell(request, "requests", rows=rows), status=422)
    if not all(desk.is_dpo(dsr.controller_id) for dsr in chosen):
        raise PermissionDenied
    to = User.objects.filter(pk=row_of(request.POST.get("to", "")), is_active=True).first()
    if to is None:
        messages.error(request, _("Choose who gets the requests."))
        return redirect(back)
    _assign(request, chosen, to, desk.user)
    return redirect(back)


def _assign(request: HttpRequest, chosen: list[SubjectRequest], to: User, by: User) -> None:
    """Give each request to a person, and name those that could not be given."""
    done, left = 0, []
    for dsr in chosen:
        try:
            if dsr.handler_id != to.pk:
                handling.assign(dsr.pk, to=to, by=by, now=timezone.now())
            done += 1
        except (handling.NotOnTeam, Blocked):
            left.append(dsr.reference)
    if done:
        said = ngettext("%(n)s request is with %(name)s now.", "%(n)s requests are with %(name)s now.", done)
        messages.success(request, said % {"n": done, "name": to})
    if left:
        said = _("%(name)s does not handle requests of that controller: %(references)s.")
        messages.error(request, said % {"name": to, "references": ", ".join(left)})
