"""The panels on who is asking: a mandate that the person confirmed or denied, a mailbox that is somebody else's."""

from django.utils.translation import gettext as _

from dsr.models import MailboxCheck, Mandate, SubjectRequest
from dsr.models.guards_mandate import mandate_settled
from dsr.web.dates import longdate
from dsr.web.desk.panel import Panel
from dsr.web.desk.steps import mending
from dsr.web.desk.who import Desk
from dsr.web.tone import Tone


def asking(dsr: SubjectRequest, desk: Desk) -> list[Panel]:
    """Return what the desk has to know of the one who asked: nothing in most cases."""
    mandate = getattr(dsr.submission, "mandate", None)
    check = getattr(dsr.submission, "mailbox_check", None)
    found = [_mandate(dsr, mandate) if mandate else None, _mailbox(dsr, check) if check else None]
    return [panel for panel in found if panel is not None]


def _mandate(dsr: SubjectRequest, mandate: Mandate) -> Panel:
    tone: Tone = "late" if mandate.denied_at else "ontime" if mandate.confirmed_at else "soon"
    zone = dsr.controller.tz
    if mandate.denied_at:
        state = _("no, says the person, %(day)s") % {
            "day": longdate(mandate.denied_at.astimezone(zone).date())
        }
    elif mandate.confirmed_at:
        state = _("yes, says the person, %(day)s") % {
            "day": longdate(mandate.confirmed_at.astimezone(zone).date())
        }
    else:
        state = _("the person was asked and has not answered yet")
    blocker = mandate_settled(dsr, None)
    return Panel(
        code="mandate", title=_("Does somebody act for the person?"), state=state, tone=tone,
        missing=[(blocker, *mending(dsr, blocker))] if blocker else [],
        note="" if mandate.required else _("A document is there or announced: the word of the person is not needed."),
    )  # fmt: skip


def _mailbox(dsr: SubjectRequest, check: MailboxCheck) -> Panel | None:
    submission = dsr.submission
    if check.denied_at and not submission.confirm_digest and not submission.confirmed_at:
        return Panel(
            code="mailbox", title=_("Mailbox"), state=_("“This was not me”"), tone="late",
            note=_("The address was deleted. Decide whether it is a request: its sender may give another address."),
        )  # fmt: skip
    if check.held and submission.confirm_digest:
        return Panel(
            code="mailbox", title=_("Mailbox"), state=_("not written to yet"), tone="soon",
            note=_("It came from a network that sent very many. The clock runs. Confirm it if it is a request."),
        )  # fmt: skip
    return None
