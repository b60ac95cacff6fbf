"""The steps of the desk that concern measures: one entry for each transition, and for each fact to be recorded."""

from functools import partial

from django.utils.translation import gettext_lazy as _

from dsr.models import (
    Balancing,
    Correction,
    Disclosure,
    Erasure,
    EventName,
    HumanReview,
    Restriction,
    Transfer,
    Withdrawal,
)
from dsr.services.measures import base, erasing, opening, others, restricting
from dsr.web.desk import forms_erasure as erasure
from dsr.web.desk import forms_objection as objection
from dsr.web.desk import forms_restriction as restriction
from dsr.web.desk.action import Action, Letter
from dsr.web.desk.actions_giving import GIVING
from dsr.web.desk.forms_measures import plain
from dsr.web.desk.measure_steps import move as _move
from dsr.web.desk.measure_steps import on_one as _on
from dsr.web.desk.measure_steps import open_by as _open

AT_ONCE: dict[str, Action] = {
    "measure_open": Action(
        event=EventName.MEASURE, run=opening.open_missing, fits=opening.can_be_opened, aside=True,
        verb=_("Open what this right needs"),
        says=_("The request was at work before there was anything to record here. It is opened now."),
    ),
    "withdrawal_confirm": _move(
        objection.ConfirmStopForm,
        verb=_("Confirm the stop"),
        says=_("A withdrawal takes effect when it arrives. Record where the use has ended, and since when."),
    ),
    "balancing_stop": _on(
        objection.StopAdvertisingForm, others.stop_advertising, "stop",
        verb=_("Record the stop of advertising"),
        says=_("Advertising ends on the day of the objection. Nothing is weighed, and nobody can refuse it."),
    ),
    "balancing_uphold": _move(
        objection.UpholdForm, dpo_only=True,
        verb=_("Uphold the objection"),
        says=_("The use ends for good. The person can then have the data erased."),
    ),
    "balancing_override": _move(
        objection.OverrideForm, dpo_only=True, danger=True,
        verb=_("Record overriding grounds"),
        says=_("The use goes on only for compelling grounds that weigh more than the person's interests, or for "
               "legal claims. You have to show them."),
    ),
    "review_confirm": _move(
        objection.ReviewForm,
        verb=_("Record: decision confirmed"),
        says=_("A person with the power to change the decision looked at it and leaves it as it is."),
    ),
    "review_change": _move(
        objection.ChangeForm,
        verb=_("Record: decision changed"),
        says=_("A person looked at the decision and decided otherwise."),
    ),
}  # fmt: skip

RESTRICTING: dict[str, Action] = {
    "restriction_open": _open(
        restriction.RestrictForm, restricting.put_in_force, "restriction", restriction.RestrictForm.suits,
        verb=_("Put a restriction in force"),
        says=_("From now on the data are stored and hardly used otherwise, until the person was told that it ends."),
    ),
    "restriction_mark": _on(
        restriction.MarkForm, restricting.mark, "mark",
        verb=_("Record how it is marked"),
        says=_("Restricted data are marked, and their use is blocked technically."),
    ),
    "restriction_tell": _on(
        restriction.TellForm, restricting.tell_person, "tell",
        letter=Letter("restriction_in_force", {"what_was_done": "what_was_done"}),
        verb=_("Tell the person of the restriction"),
        says=_("The person reads what is restricted, since when and why."),
    ),
    "restriction_use": _on(
        restriction.UseForm, restricting.log_use, "use",
        verb=_("Log a permitted use"),
        says=_("Besides storing, the law allows four kinds of use. Each is written down."),
    ),
    "restriction_announce": _on(
        restriction.AnnounceForm, restricting.announce, "announce", dpo_only=True,
        letter=Letter("restriction_lifting", {"reasons": "lift_reason", "lift_on": "lift_on"}),
        verb=_("Announce the lifting"),
        says=_("The person is told before the restriction ends. Until the notice is sent, it holds."),
    ),
    "restriction_stay": _on(
        restriction.StayForm, restricting.stay, "stay", dpo_only=True,
        letter=Letter("restriction_in_force", {"what_was_done": "what_was_done"}),
        verb=_("Take the lifting back"),
        says=_("The restriction stays in force. The person, who was told that it ends, is told that it does not."),
    ),
    "restriction_lift": _move(
        plain(Restriction, "lift"), dpo_only=True,
        verb=_("Lift the restriction"),
        says=_("The person was told, and the day has come. The data may be used again."),
    ),
}  # fmt: skip

CORRECTING: dict[str, Action] = {
    "correction_add": _open(
        restriction.ContestForm, others.contest, "correction", restriction.ContestForm.suits,
        verb=_("Add a contested field"),
        says=_("Each field is decided by itself."),
    ),
    "correction_correct": _move(
        restriction.CorrectForm,
        verb=_("Record the correction"),
        says=_("The wrong value was replaced in every system that holds it."),
    ),
    "correction_complete": _move(
        restriction.CompleteForm,
        verb=_("Record the added statement"),
        says=_("The data were incomplete, and what the person says was added to them."),
    ),
    "correction_reject": _move(
        restriction.RejectForm,
        verb=_("Leave the field as it is"),
        says=_("The data were checked and are right. You have to show how."),
    ),
}  # fmt: skip

ERASING: dict[str, Action] = {
    "erasure_open": _open(
        erasure.PlanForm, erasing.plan, "erasure", erasure.PlanForm.suits,
        verb=_("Plan the erasure"),
        says=_("After this, the person can have the data erased. Plan it where the person wants it."),
    ),
    "erasure_describe": _on(
        erasure.DescribeForm, partial(base.note, Erasure, "describe"), "describe",
        verb=_("Record ground and extent"),
        says=_("On which ground which data are erased."),
    ),
    "erasure_keep": _on(
        erasure.KeepForm, erasing.keep, "keep",
        verb=_("List what is kept"),
        says=_("Each data set that stays, with the exact provision and the day on which it ends."),
    ),
    "erasure_hold": _on(
        erasure.HoldForm, erasing.hold, "hold",
        verb=_("Place a legal hold"),
        says=_("The data are needed for a dispute. Nothing is erased until the hold is released."),
    ),
    "erasure_release": _on(
        erasure.ReleaseForm, erasing.release, "release", dpo_only=True,
        verb=_("Release the legal hold"),
        says=_("The dispute is over. The reason stays on record."),
    ),
    "erasure_schedule": _move(
        erasure.ScheduleForm,
        verb=_("Schedule the erasure"),
        says=_("Set the day. Until then the erasure can be cancelled."),
    ),
    "erasure_cancel": _move(
        plain(Erasure, "cancel"),
        verb=_("Cancel the schedule"),
        says=_("The day is taken back. Nothing has been erased."),
    ),
    "erasure_run": _move(
        plain(Erasure, "run"), dpo_only=True, danger=True, step_up=True,
        verb=_("Begin the erasure"),
        says=_("From here on nothing can be taken back."),
    ),
    "erasure_finish": _move(
        erasure.FinishForm,
        verb=_("Record the erasure as done"),
        says=_("The data are gone. Keep the least that proves it."),
    ),
    "erasure_restrict": _on(
        erasure.InsteadForm, erasing.restrict_instead, "restrict_instead", dpo_only=True,
        letter=Letter("restriction_in_force", {"what_was_done": "instead_reasons"}),
        verb=_("Restrict instead of erasing"),
        says=_("In three cases German law restricts data instead of erasing them. The person is told."),
    ),
    "erasure_certificate": _on(
        erasure.CertificateForm, erasing.certify, "certificate",
        letter=Letter("erasure_certificate", {"what_was_done": "what_was_done"}),
        verb=_("Send a certificate of erasure"),
        says=_("The person has it in writing that the data are gone, without what was erased."),
    ),
}  # fmt: skip

MEASURE_ACTIONS: dict[str, Action] = AT_ONCE | RESTRICTING | CORRECTING | ERASING | GIVING
# The transitions that no button does: they follow the answer.
WITH_ANSWER = {(Disclosure, "approve"), (Disclosure, "release"), (Transfer, "hand_over")}
WITH_FACTS = {(Transfer, "rebuild"), (Restriction, "announce"), (Erasure, "restrict_instead")}
KINDS = (Disclosure, Correction, Erasure, Restriction, Transfer, Balancing, Withdrawal, HumanReview)
