"""A request that reached us as somebody's processor: forward it, follow documented instructions, answer nothing."""

from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from dsr.models import (
    Blocked,
    Blocker,
    EventName,
    ProcessorCase,
    ProcessorState,
    Recipient,
    RecipientKind,
    SubjectRequest,
    User,
)
from dsr.models.guards_recipients import unproven
from dsr.notices import outbox, outside
from dsr.services.handling import schedule_purge
from dsr.services.recipients import NewRecipient, NoAddress, put_on_record
from dsr.services.step import local_day, require, require_of, step


class NotTheController(ValueError):
    """A request is forwarded only to somebody who is on record here as a controller."""


def mark(
    dsr_id: int, *, for_controller: Recipient | None, new: NewRecipient | None = None,
    by: User, now: datetime, seen: int | None = None,
) -> None:  # fmt: skip
    """Record for whom we only process these data; from now on nothing is answered on the merits.

    Raises NotTheController where nobody who is a controller is named.
    """
    with step(dsr_id, EventName.PROCESSOR_MARKED, by=by, now=now, seen=seen) as dsr:
        named = for_controller or (put_on_record(dsr, new) if new else None)
        if (
            named is None
            or named.controller_id != dsr.controller_id
            or named.kind != RecipientKind.CONTROLLER
        ):
            raise NotTheController
        ProcessorCase.objects.create(dsr=dsr, for_controller=named, opened_on=local_day(dsr, now))


def forward(dsr_id: int, *, what_is_asked: str, by: User, now: datetime, seen: int | None = None) -> None:
    """Send the request on to its controller and tell the person (GDPR Art. 28(3)(e)). Raises NoAddress."""
    with step(dsr_id, EventName.FORWARDED, by=by, now=now, seen=seen) as dsr:
        case = _case(dsr, "forward")
        if not case.for_controller.email:
            raise NoAddress
        words = {"what_is_asked": what_is_asked}
        outside.post("forward_request", dsr, case.for_controller, by=by, now=now, words=words)
        outbox.post_letter("forwarded", dsr, by=by, now=now, words={"handed_to": case.for_controller.name})
        case.forward(on=local_day(dsr, now))
        case.save()


def take_instruction(
    dsr_id: int, *, number: str, text: str, in_writing: bool, instructed_on: date | None = None,
    by: User, now: datetime, seen: int | None = None,
) -> None:  # fmt: skip
    """Record the controller's documented instruction; one to erase has to be in writing, else Blocked."""
    with step(dsr_id, EventName.PROCESSOR_MOVED, by=by, now=now, seen=seen, to="instructed") as dsr:
        case, today = _case(dsr, "take_instruction"), local_day(dsr, now)
        case.take_instruction(
            number=number, text=text, in_writing=in_writing, on=min(instructed_on or today, today),
            erases=dsr.right == "erasure",
        )  # fmt: skip
        case.save()


def suspend(dsr_id: int, *, objection: str, by: User, now: datetime, seen: int | None = None) -> None:
    """Halt an instruction that seems unlawful and tell the controller why at once (GDPR Art. 28(3) s.3)."""
    with step(dsr_id, EventName.PROCESSOR_MOVED, by=by, now=now, seen=seen, to="suspended") as dsr:
        case = _case(dsr, "suspend")
        if not case.for_controller.email:
            raise NoAddress
        case.suspend(objection=objection)
        words = {"instruction_reference": case.instruction_number, "reasons": objection}
        outside.post("instruction_doubt", dsr, case.for_controller, by=by, now=now, words=words)
        case.save()


def carry_out(dsr_id: int, *, done: str, by: User, now: datetime, seen: int | None = None) -> None:
    """Record what was done on the instruction."""
    with step(dsr_id, EventName.PROCESSOR_MOVED, by=by, now=now, seen=seen, to="done") as dsr:
        case = _case(dsr, "carry_out")
        case.carry_out(done=done, on=local_day(dsr, now))
        case.save()


def close(dsr_id: int, *, by: User, now: datetime, seen: int | None = None) -> None:
    """Close our part: the controller answers, which the person knows since the forwarding. Raises Blocked."""
    with step(dsr_id, EventName.HANDED_OVER, by=by, now=now, seen=seen) as dsr:
        if blocking := to_close(dsr):
            raise Blocked(blocking)
        require(dsr, "hand_over", by)
        dsr.hand_over(to=dsr.processor_case.for_controller.name, on=local_day(dsr, now))
        schedule_purge(dsr)


def to_close(dsr: SubjectRequest) -> list[Blocker]:
    """Return what stands in the way of closing our part."""
    case = getattr(dsr, "processor_case", None)
    article = "GDPR Art. 28(3)(a), (e)"
    if case is None or case.state == ProcessorState.TO_FORWARD:
        return [Blocker("forward", _("The request is not forwarded yet."), article, "processor_forward")]
    if case.state == ProcessorState.INSTRUCTED:
        return [Blocker("carry_out", _("The instruction is not carried out yet."), article, "processor_done")]
    if case.state == ProcessorState.SUSPENDED:
        text = _("The instruction is suspended: the controller has to confirm, change or withdraw it.")
        return [Blocker("suspended", text, article, "processor_instructed")]
    # Sub-processors whom we instructed have to prove that they did it too.
    return unproven(dsr)


def _case(dsr: SubjectRequest, name: str) -> ProcessorCase:
    """Return this request's record of our role, if its state allows a step. Raises TransitionNotAllowed."""
    case = ProcessorCase.objects.select_related("for_controller").get(dsr=dsr)
    require_of(case, name)
    return case
