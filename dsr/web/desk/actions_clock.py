"""The steps of the desk that correct what the clock is computed from."""

from django.utils.translation import gettext_lazy as _

from dsr.models import EventName, SubjectRequest
from dsr.services import clock
from dsr.web.desk import forms_disputes as forms
from dsr.web.desk.action import Action, Words, is_open


def rests(dsr: SubjectRequest) -> bool:
    """Return whether an open request has a pause that could be wrong."""
    return is_open(dsr) and any(pause.rests for pause in dsr.pauses.all())


def is_extended(dsr: SubjectRequest) -> bool:
    """Return whether an open request has an extension that could be wrong."""
    return is_open(dsr) and dsr.is_extended


def same_days(dsr: SubjectRequest, words: Words) -> bool:
    """Tell whether the pause has the days that were typed."""
    days = {"asked_on": words.get("asked_on"), "answered_on": words.get("answered_on")}
    return bool(dsr.pauses.filter(pk=words["row"].pk, **days).exists())


CLOCK_ACTIONS: dict[str, Action] = {
    "pause_correct": Action(
        event=EventName.PAUSE_CORRECTED, run=clock.correct_pause, form=forms.CorrectPauseForm, fits=rests,
        dpo_only=True, same=same_days,
        verb=_("Correct a pause"),
        says=_("A day was recorded wrongly. The last day is computed anew, and the log says so."),
    ),
    "pause_remove": Action(
        event=EventName.PAUSE_CORRECTED, run=clock.remove_pause, form=forms.PauseForm, fits=rests, dpo_only=True,
        danger=True, same=lambda dsr, words: not dsr.pauses.filter(pk=words["row"].pk, rests=True).exists(),
        verb=_("Take a pause out"),
        says=_("The clock should not have rested. That you asked stays on record; the last day is computed anew."),
    ),
    "extension_correct": Action(
        event=EventName.EXTENSION_CORRECTED, run=clock.correct_extension, form=forms.CorrectExtensionForm,
        fits=is_extended, dpo_only=True,
        same=lambda dsr, words: dsr.is_extended and dsr.extension.announced_on == words.get("announced_on"),
        verb=_("Correct the extension"),
        says=_("The day on which the person was told, or the ground, was recorded wrongly."),
    ),
    "extension_remove": Action(
        event=EventName.EXTENSION_CORRECTED, run=clock.remove_extension, form=forms.RemoveExtensionForm,
        fits=is_extended, dpo_only=True, danger=True, same=lambda dsr, words: not dsr.is_extended,
        verb=_("Take the extension out"),
        says=_("The person was never told, or should not have been. The first last day counts again; tell the "
               "person if they were told of another."),
    ),
}  # fmt: skip
