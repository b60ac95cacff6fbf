"""A letter to the person: what it must contain is gathered first, checked against the law, and then written out."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dsr.law import letters
from dsr.law.authorities import Authority, UnknownAuthority
from dsr.law.letters import Mandatory
from dsr.models import Blocked, Blocker, State, SubjectRequest
from dsr.notices import bilingual, kinds, own_text
from dsr.notices import words as wording
from dsr.notices.contents import COMPUTED

FOLDER = "letters"
# Sentences that the law asks for and that stand ready in every language, below `parts`.
READY = (
    "contact", "authority", "remedy", "recipients_hint", "past_unaffected", "whole_request_stands", "how_to_reopen",
    "reasons_documented", "how_to_withdraw", "told_before_lifting",
)  # fmt: skip
# What the desk writes, by the item of the law that it is.
WRITTEN = {
    "reasons": "reasons", "doubt_reason": "doubt_reason", "scope_reason": "scope_reason", "handed_to": "handed_to",
    "what_was_done": "what_was_done", "what_is_needed": "asks", "question": "asks", "body": "body",
    "what_is_asked": "what_is_asked", "instruction_reference": "instruction_reference", "who": "who",
    "merged_into": "merged_into",
}  # fmt: skip


class LetterIncomplete(Blocked):
    """A letter lacks what the law demands of it, which blocks its step; `missing` says what, each with its article."""

    def __init__(self, kind: str, missing: Sequence[Mandatory]) -> None:
        super().__init__([Blocker(item.code, gettext_lazy(item.text), item.ref) for item in missing])
        self.kind, self.missing = kind, tuple(missing)


def compose(kind: str, dsr: SubjectRequest, *, now: datetime, words: Mapping[str, str]) -> str:
    """Return a letter in the language of the submission; `words` are the desk's own.

    Where another language binds, the letter says so and that version follows (see `bilingual`). Nothing is stored:
    the desk's preview calls it too. Raises LetterIncomplete.
    """
    versions = []
    for language in bilingual.languages(
        dsr.controller, language_of(kind, dsr), outside=kinds.get(kind).outside
    ):
        with translation.override(language):
            setting = surroundings(dsr, now=now, language=language)
            versions.append(write(kind, dsr, gather(kind, dsr, words, setting), setting))
    return bilingual.join(versions, language_of(kind, dsr), dsr.controller)


def write(kind: str, dsr: SubjectRequest, contents: Mapping[str, Any], setting: Mapping[str, Any]) -> str:
    """Return one version of a letter from its contents. Raises LetterIncomplete where the law wants more."""
    if lacking := missing(kind, dsr, contents):
        raise LetterIncomplete(kind, lacking)
    language = setting["language"]
    if own := own_text.of(dsr.controller, kind, language):
        return own_text.render(kind, language, own, {**setting, **contents})
    return wording.text(FOLDER, language, kind, {**setting, **contents})


def missing(kind: str, dsr: SubjectRequest, contents: Mapping[str, Any]) -> tuple[Mandatory, ...]:
    """Return what the law demands of this letter and its contents do not give."""
    if kind not in letters.MUST:
        return ()
    have = {code for code, value in contents.items() if str(value).strip()}
    rights = [dsr.right] if kind != "acknowledgement" else [each.right for each in siblings(dsr)]
    found = {
        item.code: item
        for right in rights
        for item in letters.missing(kind, have, right=right, country=dsr.controller.country)
    }
    return tuple(found.values())


def language_of(kind: str, dsr: SubjectRequest) -> str:
    """Return the language of a letter: the person's own, the controller's for everybody else."""
    return dsr.controller.language if kinds.get(kind).outside else dsr.submission.language


def surroundings(dsr: SubjectRequest, *, now: datetime, language: str = "") -> dict[str, Any]:
    """Return what every letter may print besides what the law demands of its kind."""
    submission, controller = dsr.submission, dsr.controller
    subject, language = submission.subject, language or submission.language
    return {
        "language": language,
        "controller": controller,
        "authority_to_name": _authority(dsr),
        "reference": dsr.reference,
        "right": dsr.law.name(language),
        "requests": [_line(each, language) for each in siblings(dsr)],
        "received_on": wording.longdate(submission.received_on),
        "written_on": wording.longdate(now.astimezone(controller.tz).date()),
        "address_line": ", ".join(controller.postal_address.splitlines()),
        "name": subject.agent_name or subject.name,
        "on_behalf_of": subject.name if subject.agent_name else "",
    }


def gather(
    kind: str, dsr: SubjectRequest, words: Mapping[str, str], setting: dict[str, Any]
) -> dict[str, Any]:
    """Return the contents of a letter, by the codes under which the law lists what it must contain."""
    language = setting["language"]
    contents: dict[str, Any] = {code: words.get(word, "").strip() for code, word in WRITTEN.items()}
    contents |= _computed(kind, dsr, words, setting)
    must = letters.MUST.get(kind, ())
    wanted = {item.code for item in must if item.applies(dsr.right, dsr.controller.country)} | {"contact"}
    for code in READY:
        if code in wanted:
            contents[code] = wording.text(FOLDER, language, f"parts/{code}", {**setting, **contents})
    return contents


def _computed(
    kind: str, dsr: SubjectRequest, words: Mapping[str, str], setting: dict[str, Any]
) -> dict[str, str]:
    """Return what a kind of letter must contain and nobody has to write."""
    language = setting["language"]
    if kind == "acknowledgement":
        return {"due_on": wording.text(FOLDER, language, "parts/due_on", setting)}
    if kind == "withdrawn":
        return {"what_was_done": wording.text(FOLDER, language, "parts/withdrawn", setting)}
    if kind == "answer_partly":
        return {"what_was_refused": _refused(dsr, words)}
    if kind == "extension":
        # Before the extension is announced this is a preview: it shows where the announcement would lead.
        table = dsr.timetable()
        first = dsr.extension.first_due_on if dsr.is_extended else table.due_on
        new = dsr.due_on if dsr.is_extended else table.extendable_to
        return {"first_due_on": wording.longdate(first), "new_due_on": wording.longdate(new)}
    if kind in COMPUTED:
        return COMPUTED[kind](dsr, words)
    return {"reasons": _reasons(dsr, words)} if kind == "answer_refused" else {}


def siblings(dsr: SubjectRequest) -> list[SubjectRequest]:
    """Return every request of the same submission, in the order in which they were opened."""
    return list(dsr.submission.requests.order_by("pk"))


def _line(dsr: SubjectRequest, language: str) -> dict[str, Any]:
    """Return one request as the acknowledgement lists it."""
    return {
        "reference": dsr.reference,
        "right": dsr.law.name(language),
        "immediate": dsr.law.immediate,
        "due_on": wording.longdate(dsr.due_on),
        "closed": dsr.state == State.CLOSED,
    }


def _refused(dsr: SubjectRequest, words: Mapping[str, str]) -> str:
    """Return which parts were not done: in the desk's words, else the grounds that were chosen for them."""
    written = words.get("what_was_refused", "").strip()
    if written or not dsr.law.refusable:
        return written
    grounds = [dsr.law.ground(code) for code in dsr.grounds]
    return "\n".join(f"- {_(ground.text)} ({wording.cited(ground.ref)})" for ground in grounds)


def _reasons(dsr: SubjectRequest, words: Mapping[str, str]) -> str:
    """Return why, in the desk's words, and the provisions of the grounds that were chosen; without words nothing."""
    written = words.get("reasons", "").strip()
    if not written or not dsr.law.refusable:
        return written
    refs = dict.fromkeys(wording.cited(dsr.law.ground(code).ref) for code in dsr.grounds)
    if not refs:
        return written
    return f"{written}\n\n" + _("We rely on: %(provisions)s.") % {"provisions": "; ".join(refs)}


def _authority(dsr: SubjectRequest) -> Authority | None:
    try:
        return dsr.controller.competent_authority
    except UnknownAuthority:
        return None
