"""A controller's own words in the middle of a letter: plain text with a few names in braces, and nothing that runs.

Of Django's template language only `{{ name }}` and `{% if name %} … {% else %} … {% endif %}` are let through, with the
names that this kind of letter has. The frame of the letter and what the law demands stay those of the house.
"""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from django.template import Context, Template, TemplateDoesNotExist, TemplateSyntaxError
from django.template.base import Lexer, TokenType
from django.template.loader import get_template
from django.utils.translation import gettext as _

from dsr.law import letters
from dsr.law.letters import Mandatory
from dsr.models import Controller, LetterText
from dsr.notices import kinds
from dsr.notices import words as wording

BODY = re.compile(r"\{% block body %\}\n?(.*?)\{% endblock %\}", re.DOTALL)
NAMED = re.compile(r"\{\{ *(\w+) *\}\}|\{% if (\w+) %\}")
IF = re.compile(r"if (\w+)")
# What every letter knows besides what the law demands of its kind; the frame prints the contact by itself.
COMMON = ("received_on", "written_on", "reference", "right", "name", "on_behalf_of")
FRAMED = frozenset({"contact", "refusable_right"})
LONGEST = 8000


@cache
def standard(kind: str, language: str) -> str:
    """Return the house's words for the middle of a letter; empty where they are no plain text."""
    try:
        origin = get_template(f"letters/{language}/{kind}.txt").template.origin.name
    except TemplateDoesNotExist:
        return ""
    found = BODY.search(Path(origin).read_text(encoding="utf-8"))
    return found[1].strip() if found else ""


def editable() -> list[str]:
    """Return the kinds of letters whose words a controller may change."""
    return [
        kind
        for kind in kinds.LETTERS
        if standard(kind, "en") and not faults(kind, "en", standard(kind, "en"))
    ]


def names(kind: str, language: str) -> list[str]:
    """Return the names that the words of a letter may use."""
    used = [one or two for one, two in NAMED.findall(standard(kind, language))]
    must = [item.code for item in letters.MUST.get(kind, ()) if item.code not in FRAMED]
    return list(dict.fromkeys([*used, *must, *COMMON]))


def needed(kind: str, language: str) -> list[Mandatory]:
    """Return what the law demands of a letter and its middle has to say."""
    used = {one or two for one, two in NAMED.findall(standard(kind, language))}
    items = [item for item in letters.MUST.get(kind, ()) if item.code not in FRAMED and item.code in used]
    return list({item.code: item for item in items}.values())


def faults(kind: str, language: str, body: str) -> list[str]:
    """Return what is wrong with the words of a letter, each with what to do; nothing where they may be used."""
    known = set(names(kind, language))
    found = [fault for token in Lexer(body).tokenize() if (fault := _fault(token, known))]
    if not found:
        try:
            _template(kind, language, body)
        except TemplateSyntaxError:
            found.append(_("An “if” is not closed. Each {% if … %} needs its {% endif %}."))
    said = {one for one, _two in NAMED.findall(body)}
    found += [
        _("%(what)s is missing; the law demands it (%(ref)s). Put {{ %(name)s }} where it belongs.")
        % {"what": _(item.text), "ref": wording.cited(item.ref), "name": item.code}
        for item in needed(kind, language)
        if item.code not in said
    ]
    return found


def _fault(token: Any, known: set[str]) -> str:
    if token.token_type == TokenType.TEXT:
        return ""
    words = token.contents.strip()
    if token.token_type == TokenType.VAR:
        if words in known:
            return ""
        return _("{{ %(name)s }} is not known. Use one of the names listed beside the text.") % {
            "name": words
        }
    opened = IF.fullmatch(words)
    if token.token_type == TokenType.BLOCK and (
        words in {"else", "endif"} or (opened and opened[1] in known)
    ):
        return ""
    return _("“%(words)s” cannot stand here: only names and a plain “if” can.") % {"words": words}


def of(controller: Controller, kind: str, language: str) -> str:
    """Return a controller's own words for a letter; empty where it uses those of the house.

    Words that an update of the law has made incomplete are passed over: a letter is never held up by them.
    """
    newest = LetterText.objects.filter(controller=controller, kind=kind, language=language).first()
    return newest.body if newest and not faults(kind, language, newest.body) else ""


def render(kind: str, language: str, body: str, context: Mapping[str, Any]) -> str:
    """Return a letter with these words, which have no faults, in its middle."""
    return wording.tidy(_template(kind, language, body).render(Context(dict(context), autoescape=False)))


def _template(kind: str, language: str, body: str) -> Template:
    frame = f'{{% extends "letters/{language}/{kind}.txt" %}}{{% block body %}}\n'
    return Template(frame + body.replace("\r\n", "\n") + "\n{% endblock %}")
