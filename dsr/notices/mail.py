"""The mail about a notice: whom it goes to, what it says, and the headers that keep it in its thread.

No subject, sender or first line holds a name, a right or anything of the content: the mailbox may be read by others.
"""

from datetime import date, datetime
from email.utils import formataddr, parseaddr
from typing import Any

from anymail.message import AnymailMessage
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from dsr.models import Notice, User
from dsr.notices import (
    about,
    account,
    bilingual,
    codes,
    confirming,
    digest,
    kinds,
    ladder,
    links,
    outbox,
    outside,
    overviews,
    report,
    task_ladder,
    task_link,
    tracking,
)
from dsr.notices import words as wording
from dsr.vault import secrets

FOLDER = "notices"
USER = "user:"
DEEPER = "  "


def build(notice: Notice, address: str, *, now: datetime) -> AnymailMessage:
    """Return the mail of a notice to an address, rendered in the notice's language."""
    kind = kinds.get(notice.kind)
    with translation.override(notice.language):
        setting = _setting(notice, kind, now)
        setting |= {"controller": notice.controller, "reference": _reference(notice)}
        subject = " ".join(wording.text(FOLDER, notice.language, f"{kind.code}.subject", setting).split())
        body = wording.text(FOLDER, notice.language, kind.code, setting)
        for other in bilingual.languages(notice.controller, notice.language, outside=not kind.to_person)[1:]:
            with translation.override(other):
                again = _setting(notice, kind, now) | {
                    "controller": notice.controller,
                    "reference": setting["reference"],
                }
                body += f"\n\n{bilingual.SEAM}\n\n" + wording.text(FOLDER, other, kind.code, again)
        page = {"subject": subject, "language": notice.language, "paragraphs": paragraphs(body)}
        html = render_to_string(f"{FOLDER}/mail.html", page)
    mail = AnymailMessage(
        subject=subject, body=body, from_email=_sender(notice), to=[address], headers=_headers(notice, kind),
        reply_to=[notice.controller.dpo_email] if _leaves(kind) else None,
    )  # fmt: skip
    mail.attach_alternative(html, "text/html")
    # A provider hands this back with its reports; a mail server never sees it.
    mail.metadata = {tracking.MARK: notice.message_id}
    return mail


def address_of(notice: Notice, *, now: datetime) -> str:
    """Return where a notice goes as things stand now; empty where there is no such address."""
    controller = notice.controller
    officer = controller.officer_address(now.astimezone(controller.tz).date())
    if notice.recipient in {"person", "principal"}:
        subject = notice.submission.subject if notice.submission else None
        both = (subject.mail_address, subject.email) if subject else ("", "")
        return both[notice.recipient == "principal"]
    if notice.recipient.startswith((codes.OLD, codes.NEW, outside.MARK)):
        own = notice.recipient.startswith(outside.MARK)
        return outside.address_of(notice) if own else codes.address_of(notice.recipient)
    if notice.recipient.startswith(USER):
        user = User.objects.filter(pk=int(notice.recipient.removeprefix(USER)), is_active=True).first()
        return user.email if user else ""
    if notice.recipient == "handler":
        handler = notice.dsr.handler if notice.dsr else None
        return handler.email if handler and handler.is_active else officer
    if notice.recipient == "owner":
        task = task_ladder.task_of(notice)
        return task.system.owner_email if task else ""
    standing = {"deputy": controller.deputy_email, "management": controller.management_email}
    return standing.get(notice.recipient, officer)


def paragraphs(body: str) -> list[dict[str, Any]]:
    """Return the paragraphs of a plain text for the HTML part: a link of its own, a list, a heading, or lines."""
    found: list[dict[str, Any]] = []
    for part in body.split("\n\n"):
        lines = part.split("\n")
        if len(lines) == 1 and part.startswith(settings.BASE_URL):
            found.append({"link": part})
        elif all(line.startswith(("- ", DEEPER)) for line in lines):
            bullets = _bullets(lines)
            if any(bullet["link"] for bullet in bullets) and "lines" in found[-1] and len(found) > 1:
                found.append({"heading": found.pop()["lines"][0]})
            found.append({"bullets": bullets})
        else:
            found.append({"lines": lines})
    return found


def _bullets(lines: list[str]) -> list[dict[str, str]]:
    """Return the points of a list; a link stands deeper on the line below its words."""
    found: list[dict[str, str]] = []
    for line in lines:
        if line.startswith(DEEPER) and found:
            found[-1]["link"] = line.strip()
        else:
            found.append({"text": line.removeprefix("- "), "link": ""})
    return found


def _setting(notice: Notice, kind: kinds.Kind, now: datetime) -> dict[str, Any]:
    """Return what the words of a mail may print, by whom it is for."""
    if kind.outside:
        return {"tag": f"[{_reference(notice)}]", "letter": outside.text_of(notice)}
    if kind.code == overviews.DIGEST:
        return digest.contents(int(notice.recipient.removeprefix(USER)), now=now)
    if kind.code in overviews.OF_CONTROLLER:
        return report.contents(notice.controller, kind.code, notice.occasion, now=now)
    if kind.to_principal and notice.submission:
        link = links.to_mandate(confirming.mandate_token(notice.submission), notice.language)
        return {**_for_person(notice), "mandate_link": link}
    return _for_person(notice) if kind.to_person else _for_staff(notice, now)


def _leaves(kind: kinds.Kind) -> bool:
    """Tell whether a mail goes to somebody who is not of the staff."""
    return kind.to_person or kind.to_principal or kind.outside


def _for_person(notice: Notice) -> dict[str, Any]:
    submission, language = notice.submission, notice.language
    unproven = bool(submission and submission.confirm_digest)
    return {
        "tag": f"[{_reference(notice)}]",
        "references": [dsr.reference for dsr in submission.requests.order_by("pk")] if submission else [],
        "received_on": wording.longdate(submission.received_on) if submission else "",
        "due_on": wording.longdate(notice.dsr.due_on) if notice.dsr else "",
        "confirm_link": links.to_confirm(outbox.confirm_token(submission), language) if unproven else "",
        "code": _code(notice, unproven=unproven),
        "status_link": links.to_status(language),
        # Whoever did not send the form themselves is handed the secret when they confirm their mailbox.
        "by_hand": bool(submission and submission.entered_by_id),
    }


def _code(notice: Notice, *, unproven: bool) -> str:
    """Return the code that a mail carries; in one to confirm none where staff typed the request in."""
    if row := codes.of_notice(notice):
        return secrets.grouped(codes.code(row))
    if not unproven:
        return ""
    by_form = notice.submission is not None and notice.submission.entered_by_id is None
    return secrets.grouped(confirming.code(notice)) if by_form and notice.kind == "confirm_mailbox" else ""


def _for_staff(notice: Notice, now: datetime) -> dict[str, Any]:
    dsr = notice.dsr
    today = now.astimezone(notice.controller.tz).date()
    left = wording.time_left(dsr.due_on, today, closed=not dsr.is_open) if dsr else ""
    return {
        "tag": f"[{left}]" if left else "",
        "left": left,
        "due_on": wording.longdate(dsr.due_on) if dsr else "",
        "working_days": ladder.working_days_left(dsr, today) if dsr else 0,
        "state": dsr.get_state_display() if dsr else "",
        "unassigned": bool(dsr and not dsr.handler_id),
        "link": links.to_case(dsr) if dsr else "",
        "failed": _failed(notice) if notice.kind == "bounce" else None,
        **_of_task(notice, today),
        **about.dispute(notice, today),
        **about.dates(notice),
        **account.said(notice),
    }


def _of_task(notice: Notice, today: date) -> dict[str, Any]:
    """Return what a mail says of one system and its question, and to its owner the link that answers it."""
    task = task_ladder.task_of(notice)
    if task is None:
        return {}
    said: dict[str, Any] = {
        "system": task.system.name,
        "owner": task.system.owner_name or task.system.owner_email,
        "task_due_on": wording.longdate(task.due_on),
        "task_late": today > task.due_on,
    }
    if notice.recipient == "owner":
        said["tag"] = f"[{wording.time_left(task.due_on, today)}]"
        said["link"] = links.to_task(task_link.token(task), notice.language)
    return said


def _failed(notice: Notice) -> dict[str, Any] | None:
    """Return what an alert about an undelivered mail says of that mail: its kind, to whom, and why."""
    failed = Notice.objects.filter(pk=int(notice.occasion.removeprefix("n"))).first()
    if failed is None:
        return None
    return {
        "name": kinds.get(failed.kind).name,
        "to_person": failed.recipient == "person",
        "recipient": kinds.RECIPIENTS[failed.recipient.split(":")[0]],
        "code": failed.error,
    }


def _reference(notice: Notice) -> str:
    if notice.dsr:
        return notice.dsr.reference
    first = notice.submission.requests.order_by("pk").first() if notice.submission else None
    return first.reference if first else notice.controller.name


def _sender(notice: Notice) -> str:
    """Return the installation's own address under the controller's name, which the person knows."""
    return formataddr((notice.controller.name, parseaddr(settings.DEFAULT_FROM_EMAIL)[1]))


def _headers(notice: Notice, kind: kinds.Kind) -> dict[str, str]:
    headers = {
        "Message-ID": f"<{notice.message_id}>",
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
    }
    if not notice.submission:
        thread = _thread(f"{notice.about}:{notice.kind}")
        headers |= {"In-Reply-To": thread, "References": thread}
    else:
        side = "person" if kind.to_person else notice.recipient if _leaves(kind) else "staff"
        thread = _thread(f"{notice.submission.pk}:{side}")
        headers |= {"In-Reply-To": thread, "References": thread}
    if not _leaves(kind):
        headers["List-Id"] = f"DSR Desk <dsr-desk.{outbox.host()}>"
    return headers


def _thread(what: str) -> str:
    """Return the id under which mail programs gather the mails of one submission or report; it tells nothing."""
    return f"<{secrets.digest(what, 'thread')[:32]}@{outbox.host()}>"
