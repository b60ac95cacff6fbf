"""The panel of the package: what is in it, who stands for it, and what became of it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from dsr.models import MOST_DOWNLOADS, Package, SubjectRequest, current_package
from dsr.models.guards_package import contact_settled, secret_settled
from dsr.services.packages import adding, sources
from dsr.web.desk.panel import Panel, PanelStep
from dsr.web.desk.who import Desk
from dsr.web.public.shell import moment
from dsr.web.tone import Tone

# What the log says of a step of the package.
STEPS: dict[str, Any] = {
    "file_added": gettext_lazy("file added"), "file_out": gettext_lazy("file left out"),
    "file_back": gettext_lazy("file put back"), "built": gettext_lazy("put together"),
    "released": gettext_lazy("released"), "passphrase": gettext_lazy("passphrase drawn"),
    "read": gettext_lazy("looked at"), "fetched": gettext_lazy("fetched by the person"),
    "expired": gettext_lazy("not fetched in time, destroyed"), "destroyed": gettext_lazy("destroyed"),
}  # fmt: skip


def said(data: Mapping[str, Any]) -> str:
    """Return what happened to a package in words."""
    return str(STEPS.get(data.get("step", ""), ""))


def package(dsr: SubjectRequest, desk: Desk) -> list[Panel]:
    """Return the panel of the package; none for rights that give nothing out, or before there is anything."""
    if dsr.right not in {"access", "portability"} or dsr.submission.purged_at is not None:
        return []
    found, may = current_package(dsr), adding.may_change(dsr)
    if found is None and not may:
        return []
    files = [one for one in sources.offered(dsr) if not one.left_out]
    state, tone = _standing(found, dsr)
    page = reverse("desk:package", args=[dsr.reference])
    steps = [PanelStep(_("Files and data"), page)]
    if found is not None and found.is_kept:
        if not dsr.is_open and _waits(dsr, found):
            steps.append(
                PanelStep(_("Settle identity"), reverse("desk:act", args=[dsr.reference, "prove_identity"]))
            )
        steps.append(PanelStep(_("Look at the package"), reverse("desk:package_file", args=[dsr.reference])))
    return [
        Panel(
            code="package",
            title=_("Package for the person"),
            state=state,
            tone=tone,
            lines=[(name, value) for name, value in _lines(found, len(files), dsr) if value],
            steps=steps,
            note=_waits(dsr, found),
        )
    ]


def _standing(found: Package | None, dsr: SubjectRequest) -> tuple[str, Tone]:
    if found is None:
        return _("not put together yet"), "soon"
    if found.destroyed_at is not None:
        return (_("fetched, destroyed"), "done") if found.fetched_at else (_("not fetched in time"), "late")
    if found.fetched_at is not None:
        return _("fetched"), "done"
    if found.released_at is not None:
        return _("can be fetched"), "ontime"
    return (_("approved"), "ontime") if found.approved_by_id else (_("put together"), "ontime")


def _lines(found: Package | None, files: int, dsr: SubjectRequest) -> list[tuple[str, str]]:
    holds = ngettext("%(n)s file", "%(n)s files", files) % {"n": files}
    if found is None:
        return [(_("To be packed"), holds)]
    times = _("%(n)s of %(most)s") % {"n": found.downloads, "most": MOST_DOWNLOADS}
    return [
        (_("Put together"), _signed(found.built_at, found.built_by, dsr)),
        (_("Size"), filesizeformat(found.size)),
        (_("Approved by"), _signed(found.approved_at, found.approved_by, dsr)),
        (_("Released"), _signed(found.released_at, None, dsr)),
        (_("Can be fetched until"), _signed(found.expires_at, None, dsr)),
        (_("Fetched"), _signed(found.fetched_at, None, dsr)),
        (_("Downloads"), times if found.released_at else ""),
        (_("Passphrase"), _("asked for at the download") if found.passphrase_digest else ""),
        (_("Destroyed"), _signed(found.destroyed_at, None, dsr)),
    ]  # fmt: skip


def _waits(dsr: SubjectRequest, found: Package | None) -> str:
    """Return why nothing can be fetched at this moment, where address or secret were just changed."""
    blocker = contact_settled(dsr) or secret_settled(dsr)
    return str(blocker.text) if blocker and found is not None and found.is_kept else ""


def _signed(at: datetime | None, by: Any, dsr: SubjectRequest) -> str:
    return ", ".join(filter(None, (moment(at, dsr.controller) if at else "", str(by or ""))))
