"""Instructions to our own processors, each numbered, each with its proof (Art. 28(3)(a), 29)."""

from datetime import date, datetime

from django.db.models import F

from dsr.models import (
    EventName,
    Instruction,
    Recipient,
    RecipientKind,
    ReferenceCounter,
    SubjectRequest,
    User,
)
from dsr.notices import outside
from dsr.services.recipients import NoAddress, told_by_instruction
from dsr.services.step import local_day, require_of, step


class NotAProcessor(ValueError):
    """Only a processor of this controller can be instructed."""


def issue(
    dsr_id: int, *, processor: Recipient, what_is_asked: str, who: str, due_on: date,
    by: User, now: datetime, seen: int | None = None,
) -> Instruction:  # fmt: skip
    """Instruct a processor under the next number and write to it. Raises NotAProcessor, NoAddress."""
    with step(dsr_id, EventName.INSTRUCTED, by=by, now=now, seen=seen, recipient=processor.pk) as dsr:
        if processor.controller_id != dsr.controller_id or processor.kind != RecipientKind.PROCESSOR:
            raise NotAProcessor
        if not processor.email:
            raise NoAddress
        today = local_day(dsr, now)
        made = Instruction.objects.create(
            dsr=dsr, controller=dsr.controller, recipient=processor, number=_next_number(dsr, today.year),
            issued_on=today, due_on=max(due_on, today), text=what_is_asked,
        )  # fmt: skip
        words = {
            "instruction_reference": made.number, "what_is_asked": what_is_asked, "who": who,
            "due_day": made.due_on.isoformat(),
        }  # fmt: skip
        outside.post("processor_instruction", dsr, processor, by=by, now=now, words=words)
        told_by_instruction(dsr, processor, on=today)
    return made


def confirm(
    dsr_id: int, *, row: Instruction, proof: str, by: User, now: datetime, seen: int | None = None
) -> None:
    """Put the processor's proof on record; the instruction is carried out."""
    with step(
        dsr_id, EventName.INSTRUCTION_MOVED, by=by, now=now, seen=seen, number=row.number, to="confirmed"
    ) as dsr:
        mine = _row(dsr, row, "confirm")
        mine.confirm(proof=proof, on=local_day(dsr, now))
        mine.save()


def suspend(
    dsr_id: int, *, row: Instruction, objection: str, by: User, now: datetime, seen: int | None = None
) -> None:
    """Halt an instruction that the processor thinks unlawful, with its reasons (GDPR Art. 28(3) s.3)."""
    with step(
        dsr_id, EventName.INSTRUCTION_MOVED, by=by, now=now, seen=seen, number=row.number, to="suspended"
    ) as dsr:
        mine = _row(dsr, row, "suspend")
        mine.suspend(objection=objection)
        mine.save()


def uphold(dsr_id: int, *, row: Instruction, by: User, now: datetime, seen: int | None = None) -> None:
    """Let a suspended instruction stand after its objection was looked at."""
    with step(
        dsr_id, EventName.INSTRUCTION_MOVED, by=by, now=now, seen=seen, number=row.number, to="issued"
    ) as dsr:
        mine = _row(dsr, row, "uphold")
        mine.uphold()
        mine.save()


def withdraw(dsr_id: int, *, row: Instruction, by: User, now: datetime, seen: int | None = None) -> None:
    """Take an instruction back; its number is not given again."""
    with step(
        dsr_id, EventName.INSTRUCTION_MOVED, by=by, now=now, seen=seen, number=row.number, to="withdrawn"
    ) as dsr:
        mine = _row(dsr, row, "withdraw")
        mine.withdraw()
        mine.save()


def _row(dsr: SubjectRequest, row: Instruction, name: str) -> Instruction:
    """Return an instruction of this very case whose state allows a step. Raises TransitionNotAllowed."""
    mine = Instruction.objects.get(dsr=dsr, pk=row.pk)
    require_of(mine, name)
    return mine


def _next_number(dsr: SubjectRequest, year: int) -> str:
    """Return the next number of this controller in a year, "INS-2026-7"; given back when the transaction fails."""
    # No controller's own prefix holds a sign, so the two counters never meet.
    rows = ReferenceCounter.objects.filter(prefix=f"#{dsr.controller_id}", year=year)
    if not rows.update(last=F("last") + 1):
        counter = ReferenceCounter(prefix=f"#{dsr.controller_id}", year=year)
        ReferenceCounter.objects.bulk_create([counter], ignore_conflicts=True)
        rows.update(last=F("last") + 1)
    return f"INS-{year}-{rows.values_list('last', flat=True).get()}"
