"""Letters and mails in two languages: the person's own first, then the one that binds where a controller says so."""

from collections.abc import Sequence

from dsr.models import Controller
from dsr.notices import words as wording

# Stands between the two versions, on a line of its own; the letter on paper parts them there.
SEAM = "* * *"


def languages(controller: Controller, own: str, *, outside: bool = False) -> tuple[str, ...]:
    """Return in which languages to write: the reader's own, and the binding one where it is another.

    Who stands outside is written to in the controller's own language alone.
    """
    binding = controller.binding_language
    same = binding.split("-")[0] == own.split("-")[0]
    return (own,) if not binding or same or outside else (own, binding)


def join(versions: Sequence[str], own: str, controller: Controller) -> str:
    """Return one text of all versions: the first says in its own language that the last one binds."""
    if len(versions) == 1:
        return versions[0]
    said = wording.text("letters", own, f"binding/{controller.binding_language.split('-')[0]}", {})
    return f"\n\n{SEAM}\n\n".join([f"{versions[0]}\n\n{said}", *versions[1:]])


def parted(text: str) -> list[str]:
    """Return the versions of a text."""
    return text.split(f"\n\n{SEAM}\n\n")
