"""Processing on behalf of somebody (Art. 28): what we instruct our processors to do, and what we are instructed."""

from datetime import date
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField

from dsr.models.base import SealedRow
from dsr.models.blocker import Blocked, Blocker
from dsr.models.guards import step_from
from dsr.models.machine import Machine
from dsr.models.recipient import Recipient
from dsr.vault.personal import PersonalText


def _require(words: str, mend: str, article: str = "GDPR Art. 28(3)") -> None:
    """Raise Blocked where words that have to be on record are not there."""
    if not words.strip():
        raise Blocked([Blocker("words", _("Say in words what is to be put on record."), article, mend)])


class InstructionState(models.TextChoices):
    """How an instruction to a processor stands."""

    ISSUED = "issued", _("issued, no proof yet")
    CONFIRMED = "confirmed", _("carried out, proof on record")
    SUSPENDED = "suspended", _("suspended: the processor thinks it unlawful")
    WITHDRAWN = "withdrawn", _("taken back")


class Instruction(Machine, SealedRow):
    """One documented instruction to one processor (GDPR Art. 28(3)(a), 29). Its number never changes."""

    personal: ClassVar = ("text", "proof", "objection")
    impersonal: ClassVar = ("number",)

    dsr = models.ForeignKey("dsr.SubjectRequest", models.CASCADE, related_name="instructions")
    controller = models.ForeignKey("dsr.Controller", models.PROTECT, related_name="instructions")
    recipient = models.ForeignKey(Recipient, models.PROTECT, related_name="instructions")
    number = models.CharField(max_length=24)
    state = FSMField(
        max_length=12, default=InstructionState.ISSUED, choices=InstructionState.choices, protected=True
    )
    issued_on = models.DateField()
    due_on = models.DateField()
    confirmed_on = models.DateField(null=True, blank=True)
    text = PersonalText()
    proof = PersonalText()
    objection = PersonalText()

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["controller", "number"], name="each_instruction_number_once")
        ]

    def __str__(self) -> str:
        return self.number

    @step_from([InstructionState.ISSUED], InstructionState.CONFIRMED)
    def confirm(self, *, proof: str, on: date) -> None:
        """Take the processor's proof that it, and whoever works under it, has done it. Raises Blocked without one."""
        _require(proof, "instruction_confirm")
        self.proof, self.confirmed_on = proof, on

    @step_from([InstructionState.ISSUED], InstructionState.SUSPENDED)
    def suspend(self, *, objection: str) -> None:
        """Halt it as the processor thinks it breaks the law (GDPR Art. 28(3) s.3). Raises Blocked without words."""
        _require(objection, "instruction_suspend")
        self.objection = objection

    @step_from([InstructionState.SUSPENDED], InstructionState.ISSUED)
    def uphold(self) -> None:
        """Let it stand after the objection was looked at."""

    @step_from([InstructionState.ISSUED, InstructionState.SUSPENDED], InstructionState.WITHDRAWN)
    def withdraw(self) -> None:
        """Take it back; another may follow under its own number."""


class ProcessorState(models.TextChoices):
    """How a request stands that is for another controller, whose processor we are."""

    TO_FORWARD = "to_forward", _("to be forwarded at once")
    FORWARDED = "forwarded", _("forwarded to the controller")
    INSTRUCTED = "instructed", _("instructed, to be carried out")
    SUSPENDED = "suspended", _("suspended: the instruction seems unlawful")
    DONE = "done", _("carried out as instructed")


class ProcessorCase(Machine, SealedRow):
    """A request that reached us as somebody's processor: it is forwarded, and acted on by instruction alone."""

    personal: ClassVar = ("instruction", "objection", "done")
    impersonal: ClassVar = ("instruction_number",)

    dsr = models.OneToOneField("dsr.SubjectRequest", models.CASCADE, related_name="processor_case")
    for_controller = models.ForeignKey(Recipient, models.PROTECT, related_name="processor_cases")
    state = FSMField(
        max_length=12, default=ProcessorState.TO_FORWARD, choices=ProcessorState.choices, protected=True
    )
    opened_on = models.DateField()
    forwarded_on = models.DateField(null=True, blank=True)
    # The number that the controller gave its instruction, and the day on which it came.
    instruction_number = models.CharField(max_length=60, blank=True)
    instructed_on = models.DateField(null=True, blank=True)
    in_writing = models.BooleanField(default=False)
    instruction = PersonalText()
    objection = PersonalText()
    done = PersonalText()
    done_on = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return f"request {self.dsr_id} as processor"

    @step_from([ProcessorState.TO_FORWARD], ProcessorState.FORWARDED)
    def forward(self, *, on: date) -> None:
        """Take the request as forwarded to the controller (GDPR Art. 28(3)(e))."""
        self.forwarded_on = on

    @step_from(
        [ProcessorState.FORWARDED, ProcessorState.SUSPENDED, ProcessorState.DONE], ProcessorState.INSTRUCTED
    )
    def take_instruction(self, *, number: str, text: str, in_writing: bool, on: date, erases: bool) -> None:
        """Take a documented instruction of the controller. Raises Blocked for an erasure that is not in writing.

        Source: GDPR Art. 28(3)(a), 29; that an erasure is instructed in writing is what contracts ask for.
        """
        _require(number, "processor_instructed")
        _require(text, "processor_instructed")
        if erases and not in_writing:
            words = _("An instruction to erase is needed in writing.")
            raise Blocked([Blocker("in_writing", words, "GDPR Art. 28(3)(a)", "processor_instructed")])
        self.instruction_number, self.instruction, self.in_writing = number, text, in_writing
        self.instructed_on, self.objection = on, ""

    @step_from([ProcessorState.INSTRUCTED], ProcessorState.SUSPENDED)
    def suspend(self, *, objection: str) -> None:
        """Halt the instruction, which seems to break the law (GDPR Art. 28(3) s.3). Raises Blocked without words."""
        _require(objection, "processor_suspend")
        self.objection = objection

    @step_from([ProcessorState.INSTRUCTED], ProcessorState.DONE)
    def carry_out(self, *, done: str, on: date) -> None:
        """Record what was done on the instruction. Raises Blocked without words."""
        _require(done, "processor_done")
        self.done, self.done_on = done, on
