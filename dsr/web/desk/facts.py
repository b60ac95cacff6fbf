"""The facts beside a request: the person, how it came, who they are known to be, siblings, pauses, files."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from dsr.models import Level, Notice, Relation, State, Status, SubjectRequest
from dsr.notices import kinds
from dsr.notices.words import cited
from dsr.web import present
from dsr.web.dates import longdate, shortdate
from dsr.web.desk.actions import ACTIONS
from dsr.web.desk.history import moment
from dsr.web.desk.who import Desk
from dsr.web.public.words import in_language

LANGUAGES = dict(settings.LANGUAGES)
Pairs = list[tuple[str, str]]


def facts(dsr: SubjectRequest, desk: Desk) -> dict[str, Any]:
    """Return the panels at the side of the page of a request."""
    return {
        "person": _person(dsr),
        "arrival": _arrival(dsr),
        "identity": _identity(dsr),
        "clock": _clock(dsr),
        "siblings": [
            {
                "dsr": other,
                "right": present.right_name(other),
                "readable": desk.may_read(other),
                "state": other.get_outcome_display()
                if other.state == State.CLOSED
                else other.get_state_display(),
            }
            for other in dsr.submission.requests.all()
            if other.pk != dsr.pk
        ],
        # What the owners of systems sent stands in the panel of the systems.
        "files": [
            one
            for one in dsr.submission.attachments.all()
            if one.task_id is None and one.packed_for_id is None
        ],
    }


def first_line(dsr: SubjectRequest) -> str:
    """Return in one line when and how a request came, by which article, and who has it."""
    submission = dsr.submission
    parts = [
        _("received %(day)s") % {"day": longdate(submission.received_on)},
        str(submission.get_channel_display()),
        str(LANGUAGES.get(submission.language, submission.language)),
        article(dsr),
        _("handled by %(name)s") % {"name": dsr.handler} if dsr.handler else _("handled by nobody yet"),
    ]
    return " · ".join(filter(None, parts))


def article(dsr: SubjectRequest) -> str:
    """Return the article of a right as people write it; nothing under a law that numbers its rights otherwise."""
    law = {"eu_gdpr": "GDPR", "uk_gdpr": "UK GDPR"}.get(dsr.controller.regime)
    return cited(f"{law} Art. {dsr.law.article}") if law else ""


def waiting_for(dsr: SubjectRequest, desk: Desk) -> str:
    """Return whom or what a request waits for, when the next step is not this person's."""
    if dsr.state == State.UNCONFIRMED:
        return _("The mailbox is not confirmed yet. The clock has run since receipt.")
    if dsr.state == State.IN_REVIEW and dsr.author_id == desk.user.pk and dsr.controller.four_eyes:
        return _("You wrote this answer. A second person reads it now.")
    if dsr.state in {State.IN_REVIEW, State.READY} and not desk.is_dpo(dsr.controller_id):
        return _("The data protection officer has it now.")
    if dsr.state == State.CLOSED and dsr.submission.purged_at:
        return _("The personal data of this request were destroyed.")
    if dsr.state == State.CLOSED and dsr.purge_on:
        return _("Its personal data will be destroyed on %(day)s.") % {"day": longdate(dsr.purge_on)}
    return ""


def letters(dsr: SubjectRequest, notices: list[Notice]) -> list[dict[str, Any]]:
    """Return the letters that somebody must look after: to be posted, or come back."""
    found = []
    for notice in notices:
        if notice.status in {Status.TO_POST, Status.FAILED} and notice.dsr_id in {None, dsr.pk}:
            paper = notice.status == Status.TO_POST
            found.append({
                "name": kinds.get(notice.kind).name, "said": notice.get_status_display(),
                "url": reverse("desk:act", args=[dsr.reference, "mark_posted" if paper else "write_out"]),
                "verb": ACTIONS["mark_posted" if paper else "write_out"].verb,
                "pdf": reverse("desk:letter_pdf", args=[dsr.reference, notice.pk]) if paper else "",
            })  # fmt: skip
    return found


def _person(dsr: SubjectRequest) -> Pairs:
    subject = dsr.submission.subject
    labels = {
        kind["code"]: in_language(kind.get("label", kind["code"])) for kind in dsr.controller.identifiers
    }
    pairs = [
        (_("Name"), subject.name),
        (_("Mail address"), subject.email),
        (_("Telephone"), subject.phone),
        (_("Postal address"), subject.postal_address),
        *((labels.get(code, code), str(value)) for code, value in subject.identifiers.items()),
        (_("Acts for them"), subject.agent_name),
        (_("Address of whoever acts"), subject.agent_email),
    ]
    return [pair for pair in pairs if pair[1]]


def _arrival(dsr: SubjectRequest) -> Pairs:
    submission = dsr.submission
    pairs = [
        (_("Received"), moment(submission.received_at, dsr)),
        (_("By"), str(submission.get_channel_display())),
        (_("Entered"), _entered(dsr)),
        (_("Language"), str(LANGUAGES.get(submission.language, submission.language))),
        (_("Answer wanted"), str(submission.get_medium_display())),
        (_("Asked by"), "" if submission.relation == Relation.SELF else str(submission.get_relation_display())),
        (_("Controller"), dsr.controller.name),
    ]  # fmt: skip
    return [pair for pair in pairs if pair[1]]


def _entered(dsr: SubjectRequest) -> str:
    """Return when a request that was taken in by hand was typed in, and by whom."""
    submission = dsr.submission
    return f"{moment(submission.entered_at, dsr)}, {submission.entered_by}" if submission.entered_by else ""


def _identity(dsr: SubjectRequest) -> dict[str, Any]:
    needed, level = dsr.controller.level_needed(dsr.right), dsr.identity_level
    return {
        "enough": level >= needed,
        "level": Level(level).label,
        "needed": Level(needed).label,
        "proofs": [
            (moment(proof.at, dsr), f"{proof.get_method_display()}{f', {proof.by}' if proof.by else ''}")
            for proof in dsr.submission.proofs.all()
        ],
    }


def _clock(dsr: SubjectRequest) -> Pairs:
    """Return pauses and extension, in the order of their days."""
    pairs = [
        (
            _("Paused: %(reason)s") % {"reason": pause.get_reason_display()} if pause.rests
            else _("Asked, the clock ran on: %(reason)s") % {"reason": pause.get_reason_display()},
            f"{shortdate(pause.asked_on)} \N{EN DASH} {shortdate(pause.answered_on) or _('today')}",
        )
        for pause in dsr.pauses.all()
    ]  # fmt: skip
    if dsr.is_extended:
        first = _("told on %(day)s, before it was %(first)s") % {
            "day": shortdate(dsr.extension.announced_on), "first": shortdate(dsr.extension.first_due_on),
        }  # fmt: skip
        pairs.append((_("Extended: %(ground)s") % {"ground": dsr.extension.get_ground_display()}, first))
    return pairs
