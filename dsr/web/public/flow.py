"""The order of the pages, what is still open, and what all answers together ask for."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from dsr.models import Controller, Medium, Relation
from dsr.services.intake import Asked
from dsr.web.public.forms import DETAILS, RIGHTS
from dsr.web.public.page_form import asked_as

Answers = Mapping[str, Any]

# Nobody reads and answers eight pages faster than this; a hint for triage, never a reason to refuse.
QUICK = timedelta(seconds=15)


def given(answers: Answers) -> dict[str, dict[str, Any]]:
    """Return the answers with the pages at the top, as the forms read them."""
    return {**answers.get("pages", {}), "preset": answers.get("preset", [])}


def pages(controller: Controller, pages_given: Answers) -> list[str]:
    """Return the names of all pages that this person sees, in order."""
    chosen = pages_given.get("rights", {}).get("rights", [])
    find = ["find"] if controller.identifiers else []
    return [
        "who", "relation", "rights", *(f"{DETAILS}{code}" for code in chosen), *find, "answer", "contact", "files",
        "check",
    ]  # fmt: skip


def exists(page: str) -> bool:
    """Tell whether anybody could ever see a page of this name."""
    known = {"who", "relation", "rights", "find", "answer", "contact", "files", "check"}
    return page in known or (page.startswith(DETAILS) and page.removeprefix(DETAILS) in RIGHTS)


def first_open(controller: Controller, pages_given: Answers) -> str:
    """Return the first page without an answer that still holds; "check" when there is none."""
    return next(
        page
        for page in pages(controller, pages_given)
        if page == "check" or pages_given.get(page, {}).get("asked_as") != asked_as(page, pages_given)
    )


def asked(answers: Answers, *, language: str, now: datetime, held: bool = False) -> Asked:
    """Return what the answers of a complete form ask for."""
    pages_given = given(answers)
    who = pages_given["who"]["relation"]
    relation, contact = pages_given["relation"], pages_given["contact"]
    answer = pages_given["answer"]
    own = who == Relation.SELF
    chosen = pages_given["rights"]["rights"]
    return Asked(
        rights=chosen,
        language=answer.get("language") or language,
        name=contact.get("name", "") if own else relation.get("name", ""),
        email=contact.get("email", "") if own else relation.get("person_email", ""),
        postal_address=contact.get("postal_address", ""),
        identifiers=_filled(pages_given.get("find", {})),
        agent_name="" if own else relation.get("agent_name", ""),
        agent_email="" if own else contact.get("email", ""),
        relation=who,
        medium=Medium.POST if answer["medium"] == "post" else Medium.MAIL,
        letter=_letter(pages_given, chosen),
        details={
            **{code: _filled(pages_given[f"{DETAILS}{code}"]) for code in chosen},
            "about": _about(answers, now, held=held),
        },
        held=held,
        origin=answers.get("origin", ""),
    )


def _filled(page: Answers) -> dict[str, Any]:
    return {code: value for code, value in page.items() if code != "asked_as" and value not in ("", None)}


def _letter(pages_given: Answers, chosen: list[str]) -> str:
    """Return what the person wrote in their own words, right by right."""
    texts = [pages_given[f"{DETAILS}{code}"].get("own_words", "") for code in chosen]
    return "\n\n".join(text for text in texts if text)


def _about(answers: Answers, now: datetime, *, held: bool) -> dict[str, Any]:
    """Return what concerns no single right: how the person is known, by what right somebody acts, soft signals."""
    relation = _filled(answers["pages"]["relation"])
    about = {code: relation[code] for code in ("known_as", "basis", "child_age") if code in relation}
    signals = [*answers.get("signals", [])]
    if now - datetime.fromisoformat(answers["begun_at"]) < QUICK:
        signals.append("quick")
    if held:
        signals.append("held")
    return {**about, **({"signals": signals} if signals else {})}
