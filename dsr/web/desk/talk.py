"""The correspondence of a request as its page shows it: what the person wrote, and what the desk wrote."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from dsr.models import Attachment, Direction, Message, SubjectRequest
from dsr.notices import kinds, letter
from dsr.web.desk.history import moment


@dataclass(frozen=True)
class Said:
    """One piece of the correspondence."""

    ours: bool
    head: str
    body: str
    # The whole letter, where `body` is only what the desk wrote into it.
    letter: str = ""
    language: str = ""
    # What the person sent along with it.
    files: Sequence[Attachment] = ()


def talk(dsr: SubjectRequest, messages: Iterable[Message]) -> list[Said]:
    """Return letters and messages both ways, the request itself first."""
    submission = dsr.submission
    asked = [
        _("The person wrote"), moment(submission.received_at, dsr), str(submission.get_channel_display()),
    ]  # fmt: skip
    words = [submission.letter, *_details(dsr)]
    first = Said(ours=False, head=", ".join(asked), body="\n\n".join(filter(None, words)) or _("(no text)"))
    return [first, *(_said(message, dsr) for message in messages)]


def _details(dsr: SubjectRequest) -> Iterator[str]:
    """Yield what the person answered to the questions of this right."""
    given = dsr.submission.details.get(dsr.right, {})
    for question in dsr.law.asks_for:
        answer = given.get(question.code)
        if answer:
            chosen = dict(question.choices).get(str(answer), "")
            yield f"{_(question.label)}\n{_(chosen) if chosen else answer}"


def _said(message: Message, dsr: SubjectRequest) -> Said:
    ours = message.direction == Direction.OUT
    who = str(message.author or _("DSR Desk")) if ours else _("The person wrote")
    if not ours or message.kind not in kinds.ALL:
        head = f"{who}, {moment(message.at, dsr)}, {message.get_channel_display()}"
        along = (
            [] if ours else [one for one in dsr.submission.attachments.all() if one.message_id == message.pk]
        )
        return Said(ours, head, message.body, language=message.language, files=along)
    name = str(kinds.get(message.kind).name)
    head = f"{who}, {moment(message.at, dsr)}, " + _("letter “%(name)s”") % {"name": name}
    if message.dsr_id not in {None, dsr.pk} and message.dsr:
        head = f"{head}, {message.dsr.reference}"
    own = own_words(message, dsr)
    if own is None:
        return Said(ours, head, message.body, language=message.language)
    return Said(ours, head, own, message.body, message.language)


def own_words(message: Message, dsr: SubjectRequest) -> str | None:
    """Return what the desk wrote into a letter, so that a page need not repeat its frame; None shows it whole."""
    day = message.at.astimezone(dsr.controller.tz).date()
    if message.dsr_id not in {None, dsr.pk} or message.kind in {"acknowledgement", "withdrawn", "forwarded"}:
        return ""
    if message.kind in {"identity_doubt", "scope_question"}:
        return next((pause.why for pause in dsr.pauses.all() if pause.asked_on == day), "")
    if message.kind == "fee_announced":
        return next((fee.reasons for fee in dsr.fees.all() if fee.announced_on == day), "")
    if message.kind == "extension" and dsr.is_extended:
        return dsr.extension.reasons
    if message.kind.startswith("answer_") and dsr.answer:
        return "\n\n".join(filter(None, (dsr.answer, dsr.reasons)))
    return _inside_frame(message, dsr) if message.kind == "note" else None


def _inside_frame(message: Message, dsr: SubjectRequest) -> str:
    """Return what stands between the greeting and the contact of a message: what the desk wrote."""
    mark = "\N{SECTION SIGN}"
    frame = letter.compose("note", dsr, now=message.at, words={"body": mark}).split("\n\n")
    before = frame.index(mark)
    return "\n\n".join(message.body.split("\n\n")[before : before + 1 - len(frame) or None])
