"""The case file: what was asked, what was done when and by whom, what was answered, on paper for a court or authority.

The full version holds the person's data and the correspondence; the other one tells the same by codes and dates.
"""

import json
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import typst
from django.conf import settings
from django.db.models import Q
from django.utils.dateformat import format as date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from dsr.evidence.verify import canonical
from dsr.models import Attachment, Direction, Event, SubjectRequest
from dsr.notices import kinds
from dsr.notices.paper import printable
from dsr.notices.words import cited, longdate, numbered

TEMPLATE = Path("evidence") / "casefile.typ"
# For keeping (PDF/A-2a) and for everybody's reading (PDF/UA-1); with a sign that no font has, for keeping alone.
STANDARDS: tuple[list[Any], ...] = (["a-2a", "ua-1"], ["a-2b"], [])
Pairs = list[tuple[str, str]]


def render(data: dict[str, Any], *, at: datetime) -> bytes:
    """Return the case file as PDF."""
    folder = Path(settings.BASE_DIR) / "templates"
    given = {"file": json.dumps(data, ensure_ascii=False)}
    for standards in STANDARDS:
        try:
            made = typst.compile(
                folder / TEMPLATE, root=folder, format="pdf", sys_inputs=given, pdf_standards=standards,
                timestamp=int(at.timestamp()),
            )  # fmt: skip
        except typst.TypstError:
            if not standards:
                raise
        else:
            return bytes(made)  # type: ignore[arg-type]
    raise AssertionError


def contents(
    dsr: SubjectRequest,
    entries: list[tuple[int, Event]],
    *,
    language: str,
    full: bool,
    now: datetime,
    proof: Pairs,
) -> dict[str, Any]:
    """Return what the template prints, in the language that is active."""
    sections = [
        {"title": _("The request"), "pairs": _request(dsr)},
        *([{"title": _("The person"), "pairs": _person(dsr)}] if full else []),
        {"title": _("Why this date"), "table": {"head": [_("Rule"), _("Source")], "rows": _why(dsr), "widths": [3, 1]}},
        {"title": _("What was asked and written"), "texts": list(_texts(dsr, full))},
        {"title": _("The decision"), "pairs": _decision(dsr), "texts": list(_answer(dsr)) if full else []},
        {"title": _("Systems asked"), "table": _systems(dsr)},
        {"title": _("Recipients told"), "table": _recipients(dsr)},
        {"title": _("Files"), "table": _files(dsr)},
        {"title": _("The log"), "table": _log(dsr, entries)},
        {"title": _("The proof"), "pairs": proof, "note": _how_to_check()},
    ]  # fmt: skip
    return {
        "language": language, "title": _("Case file %(reference)s") % {"reference": dsr.reference},
        "subtitle": dsr.controller.name,
        "made": _("Made on %(moment)s. %(version)s") % {
            "moment": _moment(now, dsr),
            "version": _("With personal data.") if full else _("Without personal data."),
        },
        "page": _("Page {n} of {all}"), "none": _("None."), "sections": sections,
    }  # fmt: skip


def _how_to_check() -> str:
    return _(
        "Each line of the log is an entry of a chain that was signed. The files of this bundle are listed with their"
        " SHA-256 in manifest.txt, which is signed as well. The program verify.py checks all of it without a network;"
        " README says how."
    )


def _request(dsr: SubjectRequest) -> Pairs:
    submission = dsr.submission
    answered = _("by %(author)s, approved by %(approver)s") % {
        "author": dsr.author,
        "approver": dsr.approver or "-",
    }
    pairs = [
        (_("Reference"), dsr.reference),
        (_("Right"), f"{dsr.law.name(get_language() or 'en')} ({numbered(dsr.law.article)})"),
        (_("Controller"), dsr.controller.name), (_("Received"), _moment(submission.received_at, dsr)),
        (_("By"), str(submission.get_channel_display())), (_("State"), str(dsr.get_state_display())),
        (_("Last day"), longdate(dsr.due_on)), (_("Answered on"), longdate(dsr.answered_on)),
        (_("Closed on"), longdate(dsr.closed_on)), (_("Answer written"), answered if dsr.author else ""),
        (_("Extended from"), longdate(dsr.extension.first_due_on) if dsr.is_extended else ""),
    ]  # fmt: skip
    return [(name, value) for name, value in pairs if value]


def _person(dsr: SubjectRequest) -> Pairs:
    subject = dsr.submission.subject
    pairs = [
        (_("Name"), subject.name), (_("Mail address"), subject.email), (_("Telephone"), subject.phone),
        (_("Postal address"), subject.postal_address), (_("Acts for them"), subject.agent_name),
        *((code, str(value)) for code, value in subject.identifiers.items()),
    ]  # fmt: skip
    return [(name, printable(value)) for name, value in pairs if value]


def _why(dsr: SubjectRequest) -> list[list[str]]:
    def said(value: Any) -> str:
        if isinstance(value, date):
            return longdate(value)
        return _(value) if isinstance(value, str) and value else str(value)

    steps = dsr.timetable().explanation
    return [
        [_(step.text) % {name: said(value) for name, value in step.values}, step.source] for step in steps
    ]


def _texts(dsr: SubjectRequest, full: bool) -> Iterator[dict[str, str]]:
    """Yield what was asked, and every message both ways; without the words where these are not to be told."""
    submission = dsr.submission
    asked = ", ".join(
        [_("The person wrote"), _moment(submission.received_at, dsr), str(submission.get_channel_display())]
    )
    details = json.dumps(submission.details.get(dsr.right, {}), ensure_ascii=False, indent=1) if full else ""
    words = "\n\n".join(filter(None, [submission.letter, details.strip("{} \n")])) if full else ""
    yield {"head": asked, "body": printable(words)}
    own = Q(dsr=dsr) | Q(dsr=None)
    for message in submission.messages.filter(own).select_related("author").order_by("at", "pk"):
        ours = message.direction == Direction.OUT
        kind = str(kinds.get(message.kind).name) if message.kind in kinds.ALL else ""
        who = str(message.author or _("DSR Desk")) if ours else _("The person wrote")
        head = ", ".join(
            filter(None, [who, _moment(message.at, dsr), str(message.get_channel_display()), kind])
        )
        yield {"head": head, "body": printable(message.body) if full else ""}


def _decision(dsr: SubjectRequest) -> Pairs:
    grounds = [dsr.law.ground(code) for code in dsr.grounds] if dsr.law.refusable else []
    return [
        (_("Outcome"), str(dsr.get_outcome_display()) or _("not decided yet")),
        *((_("Ground"), f"{_(ground.text)} ({cited(ground.ref)})") for ground in grounds),
    ]


def _answer(dsr: SubjectRequest) -> Iterator[dict[str, str]]:
    parts = (
        (_("Answer"), dsr.answer),
        (_("Reasons"), dsr.reasons),
        (_("Reason for lateness"), dsr.late_reason),
    )
    yield from ({"head": head, "body": printable(body)} for head, body in parts if body)


def _systems(dsr: SubjectRequest) -> dict[str, Any]:
    rows = [
        [task.system.name, _moment(task.asked_at, dsr), _moment(task.answered_at, dsr),
         str(task.get_answer_display() or task.get_state_display())]
        for task in dsr.tasks.select_related("system").order_by("pk")
    ]  # fmt: skip
    return {
        "head": [_("System"), _("Asked"), _("Answered"), _("Answer")],
        "rows": rows,
        "widths": [2, 2, 2, 2],
    }


def _recipients(dsr: SubjectRequest) -> dict[str, Any]:
    rows = [
        [row.recipient.name, str(row.get_state_display()), longdate(row.notified_on)]
        for row in dsr.recipient_notices.select_related("recipient").order_by("pk")
    ]
    return {"head": [_("Recipient"), _("State"), _("Told on")], "rows": rows, "widths": [2, 1, 2]}


def files_of(dsr: SubjectRequest) -> list[Attachment]:
    """Return the files of a case: what came with the letter, and what the owners of systems sent for this request."""
    found = dsr.submission.attachments.filter(task=None) | dsr.submission.attachments.filter(task__dsr=dsr)
    return list(found.exclude(stored_as="").order_by("pk").distinct())


def _files(dsr: SubjectRequest) -> dict[str, Any]:
    rows = [[str(one.pk), one.media_type, str(one.size), one.sha256] for one in files_of(dsr)]
    return {"head": [_("Number"), _("Kind"), _("Bytes"), "SHA-256"], "rows": rows, "widths": [1, 2, 1, 4]}


def _log(dsr: SubjectRequest, entries: list[tuple[int, Event]]) -> dict[str, Any]:
    rows = [
        [str(seq), _moment(event.at, dsr, seconds=True), f"{event.get_name_display()}{_codes(event)}",
         str(event.by or event.get_actor_display())]
        for seq, event in entries
    ]  # fmt: skip
    return {"head": [_("Entry"), _("When"), _("What"), _("Who")], "rows": rows, "widths": [1, 3, 5, 3]}


def _codes(event: Event) -> str:
    """Return the codes of an event; hashes stand in the log itself."""
    shown = {name: value for name, value in event.data.items() if name != "text" and value not in ("", None)}
    return f": {canonical(shown).decode()[1:-1]}".replace('"', "").replace(",", ", ") if shown else ""


def _moment(at: datetime | None, dsr: SubjectRequest, *, seconds: bool = False) -> str:
    """Return a moment on the clock of the controller."""
    return (
        date_format(at.astimezone(dsr.controller.tz), "Y-m-d H:i:s" if seconds else "Y-m-d H:i") if at else ""
    )
