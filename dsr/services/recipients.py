"""The duty to tell recipients (Art. 19): who they are, that each was told or why not, and the list of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from dsr.models import (
    Actor,
    Blocked,
    Blocker,
    EventName,
    Recipient,
    RecipientCheck,
    RecipientKind,
    RecipientNotice,
    SubjectRequest,
    Told,
    ToldBy,
    User,
)
from dsr.notices import outbox, outside
from dsr.services.step import local_day, require_of, step


@dataclass(frozen=True)
class NewRecipient:
    """A recipient that is not on record yet."""

    name: str
    kind: str = RecipientKind.OTHER
    email: str = ""


class NoAddress(ValueError):
    """A recipient has no mail address, so it cannot be written to from here."""


def choose(
    dsr_id: int, *, chosen: Sequence[Recipient], new: NewRecipient | None = None,
    by: User, now: datetime, seen: int | None = None,
) -> None:  # fmt: skip
    """Record who received the data of this case; nobody is an answer too. Recipients of others are left out."""
    with step(dsr_id, EventName.RECIPIENTS_CHOSEN, by=by, now=now, seen=seen, count=len(chosen)) as dsr:
        today = local_day(dsr, now)
        found = [each for each in chosen if each.controller_id == dsr.controller_id]
        if new is not None:
            found.append(put_on_record(dsr, new))
        check = check_of(dsr)
        check.checked_on = today
        check.save()
        for recipient in dict.fromkeys(found):
            RecipientNotice.objects.get_or_create(dsr=dsr, recipient=recipient, defaults={"opened_on": today})


def notify(
    dsr_id: int, *, row: RecipientNotice, what_was_done: str, who: str,
    by: User, now: datetime, seen: int | None = None,
) -> None:  # fmt: skip
    """Write to a recipient which data were rectified, erased or restricted. Raises NoAddress, LetterIncomplete."""
    with step(dsr_id, EventName.RECIPIENT_TOLD, by=by, now=now, seen=seen, recipient=row.recipient_id) as dsr:
        mine = _row(dsr, row)
        require_of(mine, "notify")
        if not mine.recipient.email:
            raise NoAddress
        words = {"what_was_done": what_was_done, "who": who}
        outside.post("recipient_notice", dsr, mine.recipient, by=by, now=now, words=words)
        mine.notify(on=local_day(dsr, now), medium=ToldBy.MAIL)
        mine.save()


def note_told(
    dsr_id: int, *, row: RecipientNotice, medium: str, notified_on: date | None = None,
    by: User, now: datetime, seen: int | None = None,
) -> None:  # fmt: skip
    """Record that a recipient was told in another way, on a day that is not in the future."""
    with step(dsr_id, EventName.RECIPIENT_TOLD, by=by, now=now, seen=seen, recipient=row.recipient_id) as dsr:
        mine = _row(dsr, row)
        require_of(mine, "notify")
        today = local_day(dsr, now)
        mine.notify(on=min(notified_on or today, today), medium=medium)
        mine.save()


def excuse(
    dsr_id: int,
    *,
    row: RecipientNotice,
    why: str,
    reason: str,
    by: User,
    now: datetime,
    seen: int | None = None,
) -> None:
    """Record why a recipient is not told: `why` is "impossible" or "disproportionate" (GDPR Art. 19)."""
    with step(
        dsr_id, EventName.RECIPIENT_EXCUSED, by=by, now=now, seen=seen, recipient=row.recipient_id, why=why
    ) as dsr:
        mine = _row(dsr, row)
        name = {Told.IMPOSSIBLE: "call_impossible", Told.DISPROPORTIONATE: "call_disproportionate"}[Told(why)]
        require_of(mine, name)
        getattr(mine, name)(reason=reason)
        mine.save()


def take_back(dsr_id: int, *, row: RecipientNotice, by: User, now: datetime, seen: int | None = None) -> None:
    """Open the duty towards a recipient again: a mail came back, or a reason did not hold."""
    with step(
        dsr_id, EventName.RECIPIENT_REOPENED, by=by, now=now, seen=seen, recipient=row.recipient_id
    ) as dsr:
        mine = _row(dsr, row)
        require_of(mine, "take_back")
        mine.take_back()
        mine.save()


def ask_for_list(dsr_id: int, *, now: datetime) -> None:
    """Take the person's wish to know who was told; whoever handles the request hears of it, once."""
    with step(dsr_id, EventName.RECIPIENTS_ASKED, actor=Actor.PERSON, now=now) as dsr:
        check = check_of(dsr)
        again = check.asked_on is not None and check.listed_on is None
        check.asked_on, check.listed_on = check.asked_on if again else local_day(dsr, now), None
        check.save()
        if not again:
            occasion = f"v{dsr.version}"
            outbox.queue("recipients_asked", dsr=dsr, recipient="handler", occasion=occasion, now=now)


def send_list(dsr_id: int, *, by: User, now: datetime, seen: int | None = None) -> None:
    """Tell the person who was told of the change (GDPR Art. 19 s.2). Raises Blocked before anybody has looked."""
    with step(dsr_id, EventName.RECIPIENTS_LISTED, by=by, now=now, seen=seen) as dsr:
        if check_of(dsr).checked_on is None:
            words = _("Say who received these data, or that nobody did.")
            raise Blocked([Blocker("recipients_unchecked", words, "GDPR Art. 19", "recipients_choose")])
        outbox.post_letter("recipients_list", dsr, by=by, now=now, words={})
        check = check_of(dsr)
        check.listed_on = local_day(dsr, now)
        check.save()


def check_of(dsr: SubjectRequest) -> RecipientCheck:
    """Return what a case knows of its recipients; an empty record where nobody has looked."""
    return RecipientCheck.objects.get_or_create(dsr=dsr)[0]


def told_by_instruction(dsr: SubjectRequest, recipient: Recipient, *, on: date) -> None:
    """Take a processor as told that was instructed: processors are recipients too (GDPR Art. 4(9))."""
    row = RecipientNotice.objects.filter(dsr=dsr, recipient=recipient, state=Told.OPEN).first()
    if row is not None:
        row.notify(on=on, medium=ToldBy.INSTRUCTION)
        row.save()


def _row(dsr: SubjectRequest, row: RecipientNotice) -> RecipientNotice:
    """Return a duty of this very case, read under the lock. Raises RecipientNotice.DoesNotExist for another's."""
    return RecipientNotice.objects.select_related("recipient").get(dsr=dsr, pk=row.pk)


def put_on_record(dsr: SubjectRequest, new: NewRecipient) -> Recipient:
    """Return a recipient of this name, added to the controller's register where it is new."""
    made, _created = Recipient.objects.get_or_create(
        controller=dsr.controller, name=new.name, defaults={"kind": new.kind, "email": new.email}
    )
    return made
