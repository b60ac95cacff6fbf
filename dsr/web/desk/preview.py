"""The letter of a step before it goes: as the person will read it, and what it still lacks."""

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from dsr.law.letters import Mandatory
from dsr.models import SubjectRequest
from dsr.notices import kinds, letter
from dsr.web.desk.action import Action
from dsr.web.desk.step_form import StepForm

# What stands in the preview where the desk has written nothing yet.
GAP = "[ … ]"
# The fields of a request that a draft fills; a preview shows them as they were typed.
DRAFTED = ("outcome", "answer", "reasons", "grounds")


@dataclass(frozen=True)
class Preview:
    """One letter as it stands."""

    name: Any
    text: str
    language: str
    # (what is missing, by which article)
    missing: Sequence[tuple[str, str]]
    on_paper: bool
    outside: bool = False


def preview(action: Action, dsr: SubjectRequest, form: StepForm, *, now: datetime) -> Preview | None:
    """Return the letter that this step would send now, with gaps where words are missing.

    None for a step without a letter, and while it is not chosen which letter it will be.
    """
    if action.letter is None:
        return None
    typed = _typed(form)
    shown = _as_if(dsr, typed, extended=action.transition == "extend")
    kind = action.letter.kind_for(shown)
    if not kind:
        return None
    words = {name: str(value) for name, value in action.letter.words_for(shown, typed).items()}
    missing: Sequence[Mandatory] = ()
    try:
        text = letter.compose(kind, shown, now=now, words=words)
    except letter.LetterIncomplete as incomplete:
        missing = incomplete.missing
        text = _with_gaps(kind, shown, now, words, missing)
    subject = shown.submission.subject
    on_paper = shown.submission.medium == "post" or not subject.mail_address
    lint = [(_(item.text), item.ref) for item in missing]
    language, outside = letter.language_of(kind, shown), kinds.get(kind).outside
    return Preview(kinds.get(kind).name, text, language, lint, on_paper and not outside, outside)


def _typed(form: StepForm) -> dict[str, Any]:
    """Return what the form holds: what was posted where that is valid, else what it began with."""
    if form.is_bound:
        return {name: value for name, value in form.words.items() if value is not None}
    return dict(form.initial)


def _as_if(dsr: SubjectRequest, typed: dict[str, Any], *, extended: bool) -> SubjectRequest:
    """Return a copy of a request as it would be; nothing of it is ever stored."""
    shown = copy(dsr)
    for name in DRAFTED:
        if name in typed:
            setattr(shown, name, typed[name])
    if extended:
        shown.due_on = dsr.timetable().extendable_to or dsr.due_on
    return shown


def _with_gaps(
    kind: str, dsr: SubjectRequest, now: datetime, words: dict[str, str], missing: Sequence[Mandatory]
) -> str:
    gaps = {letter.WRITTEN[item.code]: GAP for item in missing if item.code in letter.WRITTEN}
    try:
        return letter.compose(kind, dsr, now=now, words={**words, **gaps})
    except letter.LetterIncomplete:
        # What is missing is not the desk's to write, such as the authority of a controller: the list says it.
        return ""
