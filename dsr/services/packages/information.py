"""What a person is told about the use of their data (GDPR Art. 15(1), (2)): what the desk wrote, else the register."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from dsr.law.authorities import UnknownAuthority
from dsr.law.rights import Item
from dsr.models import Blocker, Disclosure, SubjectRequest, System, TaskAnswer

# What each content of Art. 15 is called in the package, by its code; the copy is the rest of the page.
TITLES: dict[str, Any] = {
    "confirm": _("Whether we hold data about you"),
    "a": _("What your data are used for"),
    "b": _("Which kinds of data they are"),
    "c": _("Who received them, or will"),
    "d": _("How long we keep them"),
    "e": _("Your rights"),
    "f": _("Where you can complain"),
    "g": _("Where the data come from"),
    "h": _("Decisions made by machines"),
    "2": _("Data outside the European Union"),
}


@dataclass(frozen=True)
class Piece:
    """One piece of information: which item of the law it serves, its heading, its words."""

    id: str
    ref: str
    title: str
    text: str


def pieces(measure: Disclosure) -> list[Piece]:
    """Return every piece of information that is owed, in the language that is active; its text may still be empty."""
    return [
        Piece(item.id, item.ref, str(TITLES[item.code]), text_of(measure, item))
        for item in owed(measure)
    ]  # fmt: skip


def owed(measure: Disclosure) -> Sequence[Item]:
    """Return the items that are told in words."""
    return [item for item in measure.wanted if item.code in TITLES]


def text_of(measure: Disclosure, item: Item) -> str:
    """Return what the desk wrote of an item, else what the register and the settings say of it."""
    written = str(measure.information.get(item.id, "")).strip()
    usual = USUAL.get(item.code)
    return written or (usual(measure.dsr) if usual else "")


def lacking(measure: Disclosure) -> list[Blocker]:
    """Name each piece of information that nobody wrote and that no register says."""
    found = []
    with translation.override(measure.dsr.submission.language):
        empty = [item for item in owed(measure) if not text_of(measure, item)]
    for item in empty:
        text = _now("The words for this are missing: %(what)s") % {"what": TITLES[item.code]}
        found.append(Blocker("information", text, item.ref, "disclosure_inform", measure.pk))
    return found


def _confirm(dsr: SubjectRequest) -> str:
    return _now("Yes. We process personal data about you; what they are and how we use them stands below.")


def _categories(dsr: SubjectRequest) -> str:
    return _by_system(dsr, lambda system: system.data_categories)


def _recipients(dsr: SubjectRequest) -> str:
    return _by_system(dsr, lambda system: system.recipients_note)


def _retention(dsr: SubjectRequest) -> str:
    return _by_system(dsr, lambda system: system.retention)


def _rights(dsr: SubjectRequest) -> str:
    return _now(
        "You may have wrong data corrected, have data erased or their use restricted, and object to a use. Where "
        "you gave the data and the use rests on your consent or a contract, you may have them handed to you or to "
        "somebody else. A consent can be withdrawn at any time."
    )


def _complaint(dsr: SubjectRequest) -> str:
    try:
        authority = dsr.controller.competent_authority
    except UnknownAuthority:
        return ""
    said = _now("You may complain to a supervisory authority, for example where you live or work. Ours is:")
    here = (translation.get_language() or "en").split("-")[0]
    name = authority.name if here in authority.languages else authority.name_en
    return f"{said} {name}, {authority.website}"


def _by_system(dsr: SubjectRequest, said: Callable[[System], str]) -> str:
    """Return what the register says of each system that holds the person's data, one line each."""
    systems = [task.system for task in dsr.tasks.select_related("system") if task.answer in HOLDS]
    lines = [(system.name, " ".join(said(system).split())) for system in systems]
    return "\n".join(f"{name}: {words}" for name, words in lines if words)


HOLDS = {TaskAnswer.FOUND, TaskAnswer.KEPT_BECAUSE}
# The purposes, the source, the logic of decisions and the safeguards nobody can write but the desk.
USUAL: dict[str, Callable[[SubjectRequest], str]] = {
    "confirm": _confirm, "b": _categories, "c": _recipients, "d": _retention, "e": _rights, "f": _complaint,
}  # fmt: skip
