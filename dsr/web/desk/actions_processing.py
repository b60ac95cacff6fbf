"""The steps of the desk that concern processing on behalf: instructions, and requests of another controller."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from dsr.models import EventName, InstructionState, ProcessorState, SubjectRequest
from dsr.services import instructions, processor_role
from dsr.web.desk import forms_instructions as forms
from dsr.web.desk import forms_processor
from dsr.web.desk.action import Action, Letter, Words, has_contact, is_open
from dsr.web.desk.repeats import Same


@dataclass(frozen=True)
class NumberedLetter(Letter):
    """The letter of an instruction: its number is given when it is issued, so the preview shows where it will stand."""

    def words_for(self, dsr: SubjectRequest, typed: Words) -> dict[str, Any]:
        """Return the letter's words with a number to come."""
        return {**super().words_for(dsr, typed), "instruction_reference": "INS-…"}


@dataclass(frozen=True)
class DoubtLetter(Letter):
    """The letter that doubts a controller's instruction, under the number that the controller gave it."""

    def words_for(self, dsr: SubjectRequest, typed: Words) -> dict[str, Any]:
        """Return the letter's words with that number."""
        return {
            **super().words_for(dsr, typed),
            "instruction_reference": dsr.processor_case.instruction_number,
        }


def in_state(*states: str) -> Callable[[SubjectRequest], bool]:
    """Return a rule: whether we are a processor in an open case, in one of these states."""

    def fits(dsr: SubjectRequest) -> bool:
        case = getattr(dsr, "processor_case", None)
        return is_open(dsr) and case is not None and case.state in states

    return fits


def has_instruction(*states: str) -> Callable[[SubjectRequest], bool]:
    """Return a rule: whether a case has instructions in one of these states."""
    return lambda dsr: has_contact(dsr) and any(row.state in states for row in dsr.instructions.all())


def may_instruct(dsr: SubjectRequest) -> bool:
    """Return whether there is a processor that can be instructed; a page has read it with the request."""
    known: bool | None = getattr(dsr, "has_processors", None)
    return forms.processors(dsr).exists() if known is None else known


def now_in(*states: str) -> Same:
    """Return a check for a second click: the instruction that it names is in one of these states."""
    return lambda dsr, words: bool(dsr.instructions.filter(pk=words["row"].pk, state__in=states).exists())


def same_text(dsr: SubjectRequest, words: Words) -> bool:
    """Tell whether the last instruction says what was typed."""
    last = dsr.instructions.last()
    return last is not None and last.text == words.get("what_is_asked")


ISSUED, SUSPENDED = InstructionState.ISSUED, InstructionState.SUSPENDED

PROCESSING_ACTIONS: dict[str, Action] = {
    "instruction_issue": Action(
        event=EventName.INSTRUCTED, run=instructions.issue, form=forms.InstructForm, same=same_text, aside=True,
        fits=lambda dsr: is_open(dsr) and may_instruct(dsr), dpo_only=True,
        letter=NumberedLetter("processor_instruction", {
            "what_is_asked": "what_is_asked", "who": "who", "due_day": "due_on",
        }),
        verb=_("Instruct a processor"),
        says=_("A documented instruction with a number goes to the processor by mail. The answer waits for its proof."),
    ),
    "instruction_confirm": Action(
        event=EventName.INSTRUCTION_MOVED, run=instructions.confirm, form=forms.ProofForm, aside=True,
        fits=has_instruction(ISSUED), same=now_in(InstructionState.CONFIRMED),
        verb=_("Record the processor's proof"),
        says=_("The processor has done it, and so has whoever works under it."),
    ),
    "instruction_suspend": Action(
        event=EventName.INSTRUCTION_MOVED, run=instructions.suspend, form=forms.ObjectionForm, aside=True,
        fits=has_instruction(ISSUED), same=now_in(SUSPENDED),
        verb=_("Record the processor's objection"),
        says=_("The processor thinks that the instruction breaks the law. It waits until you have looked at it."),
    ),
    "instruction_uphold": Action(
        event=EventName.INSTRUCTION_MOVED, run=instructions.uphold, form=forms.UpholdForm, aside=True,
        fits=has_instruction(SUSPENDED), same=now_in(ISSUED), dpo_only=True,
        verb=_("Let an instruction stand"),
        says=_("You have looked at the objection, and the instruction is lawful. Tell the processor so."),
    ),
    "instruction_withdraw": Action(
        event=EventName.INSTRUCTION_MOVED, run=instructions.withdraw, form=forms.WithdrawForm, aside=True,
        fits=has_instruction(ISSUED, SUSPENDED), same=now_in(InstructionState.WITHDRAWN), dpo_only=True, danger=True,
        verb=_("Take an instruction back"),
        says=_("The processor need not carry it out any more. Tell it so; the number is not given again."),
    ),
    "processor_mark": Action(
        event=EventName.PROCESSOR_MARKED, run=processor_role.mark, form=forms_processor.MarkForm, dpo_only=True,
        fits=lambda dsr: is_open(dsr) and getattr(dsr, "processor_case", None) is None,
        verb=_("We are only a processor here"),
        says=_("The data are another controller's. The request is forwarded, and nothing is answered from here."),
    ),
    "processor_forward": Action(
        event=EventName.FORWARDED, run=processor_role.forward, form=forms_processor.ForwardForm, aside=True,
        fits=in_state(ProcessorState.TO_FORWARD),
        letter=Letter("forward_request", {"what_is_asked": "what_is_asked"}),
        verb=_("Forward to the controller"),
        says=_("Without delay. The controller gets the mail below, and the person is told who answers."),
    ),
    "processor_instructed": Action(
        event=EventName.PROCESSOR_MOVED, run=processor_role.take_instruction, form=forms_processor.InstructedForm,
        fits=in_state(ProcessorState.FORWARDED, ProcessorState.SUSPENDED, ProcessorState.DONE), aside=True,
        verb=_("Record the controller's instruction"),
        says=_("You act only on a documented instruction. One to erase has to be in writing."),
    ),
    "processor_suspend": Action(
        event=EventName.PROCESSOR_MOVED, run=processor_role.suspend, form=forms_processor.DoubtForm, aside=True,
        fits=in_state(ProcessorState.INSTRUCTED),
        letter=DoubtLetter("instruction_doubt", {"reasons": "objection"}),
        verb=_("Suspend: the instruction seems unlawful"),
        says=_("The controller is told at once and with reasons. Until it answers, nothing is carried out."),
    ),
    "processor_done": Action(
        event=EventName.PROCESSOR_MOVED, run=processor_role.carry_out, form=forms_processor.DoneForm, aside=True,
        fits=in_state(ProcessorState.INSTRUCTED),
        verb=_("Record that it was carried out"),
        says=_("Say what was done on the instruction, and send the controller the proof it asked for."),
    ),
    "processor_close": Action(
        event=EventName.HANDED_OVER, run=processor_role.close, dpo_only=True, aside=True,
        fits=in_state(*ProcessorState), stops=lambda dsr, user: processor_role.to_close(dsr),
        verb=_("Close our part"),
        says=_("The controller answers. The person knows it since the request was forwarded; nothing more is sent."),
    ),
}  # fmt: skip
