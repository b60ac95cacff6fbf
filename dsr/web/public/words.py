"""What the public form calls things, in the words of somebody who never read the law."""

import re
from collections.abc import Mapping
from typing import Any

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as now_in_words
from django.utils.translation import gettext_lazy as _

from dsr.law.rights import Right
from dsr.models import Controller, Relation
from dsr.notices.words import numbered
from dsr.services.files import MOST_FILES, Reason

RELATIONS = [
    (Relation.SELF.value, _("I ask about my own data")),
    (Relation.AGENT.value, _("I act for somebody else, for example as a lawyer")),
    (Relation.GUARDIAN.value, _("I am a parent or guardian of a child")),
    (Relation.CARER.value, _("I look after an adult, for example as their legal representative")),
]
RESIDENT = ("resident", _("I live here, or had a matter with your office"))
WHOSE = {
    Relation.AGENT.value: _("For whom do you act?"),
    Relation.GUARDIAN.value: _("Which child is it about?"),
    Relation.CARER.value: _("Whom do you look after?"),
}
KNOWN_AS = [
    ("customer", _("I am or was a customer")),
    ("staff", _("I work or worked here")),
    ("applicant", _("I applied for a job")),
    ("visitor", _("I visited your website or your house")),
    ("other", _("Something else")),
]
BASES: dict[str, list[tuple[str, Any]]] = {
    Relation.AGENT.value: [
        ("authority", _("I have a written authority")),
        ("confirms", _("The person will confirm it to you")),
    ],
    Relation.GUARDIAN.value: [
        ("parent", _("I have parental responsibility")),
        ("appointed", _("A court or an authority appointed me")),
    ],
    Relation.CARER.value: [
        ("authority", _("The person gave me a power of attorney")),
        ("appointed", _("A court or an authority appointed me")),
    ],
}
MEDIA = [
    ("mail", _("By e-mail, and on your status page")),
    ("post", _("By post")),
    ("page", _("Only on the status page: I give no address and look there myself")),
]
YES_NO = (("yes", _("Yes")), ("no", _("No")))

FEW = {
    2: _("two"), 3: _("three"), 4: _("four"), 5: _("five"), 6: _("six"), 7: _("seven"), 8: _("eight"),
    9: _("nine"), 10: _("ten"),
}  # fmt: skip

GERMAN = re.compile("Löschung|Sperrung|Auskunft")

REFUSALS = {
    Reason.EMPTY: _("“%(name)s” is empty. Please choose the file again."),
    Reason.TOO_BIG: _("“%(name)s” is larger than 20 MB. Please make it smaller, or send it by post."),
    Reason.TOO_MANY: _("“%(name)s” was not added: there can be %(most)s files at most."),
    Reason.KIND: _(
        "“%(name)s” is of a kind that we cannot take. Please send a PDF, a picture (JPEG, PNG, HEIC), a text (TXT, "
        "EML, DOCX) or a table (CSV, XLSX)."
    ),
    Reason.LOCKED: _("“%(name)s” is locked by a password. Please save it without one and choose it again."),
    Reason.ACTIVE: _(
        "“%(name)s” can run programs (macros or scripts), and we cannot take that. Please save it anew without them, "
        "for example as a PDF."
    ),
    Reason.BOMB: _(
        "“%(name)s” unpacks to far more than it seems to be. Please save it anew, for example as a PDF."
    ),
    Reason.NO_ROOM: _(
        "“%(name)s” could not be stored just now. Please try again later, or go on without it: the request counts "
        "all the same."
    ),
    Reason.BROKEN: _(
        "“%(name)s” cannot be opened: it is damaged, or not whole. Please save it anew and try again."
    ),
    Reason.PIXELS: _("“%(name)s” is a picture with more than 64 million points. Please make it smaller."),
    Reason.MISMATCH: _(
        "“%(name)s” is not what the end of its name says. Please save it anew, for example as a PDF."
    ),
}


def in_words(text: str) -> str:
    """Return a text of the law's data in the language of the page."""
    return now_in_words(text) if text else ""


def hint(right: Right) -> SafeString:
    """Return the second line of a right's card: a few more words, and the article of the law."""
    return format_html(
        "{} · {}\u00a0{}", marked(in_words(right.plain_hint)), now_in_words("Art."), numbered(right.article)
    )


def marked(text: str) -> SafeString:
    """Return a text in which German words are marked as German, for those who listen to the page."""
    safe = conditional_escape(text)
    if (get_language() or "").startswith("de"):
        return mark_safe(safe)  # noqa: S308  (escaped above)
    return mark_safe(GERMAN.sub(r'<span lang="de">\g<0></span>', safe))  # noqa: S308  (escaped above)


def in_language(text: str | Mapping[str, str]) -> str:
    """Return a text that a controller may have given in several languages."""
    if isinstance(text, str):
        return in_words(text)
    return text.get((get_language() or "en").split("-")[0]) or next(iter(text.values()), "")


def own(controller: Controller, place: str) -> str:
    """Return a controller's own words for a place; marked as another language where this one has none."""
    here = (get_language() or "en").split("-")[0]
    said = controller.text(place, here)
    if not said or controller.texts[place].get(here):
        return said
    return format_html('<span lang="{}">{}</span>', controller.language, said)


def refusal(reason: Reason, name: str) -> str:
    """Return why a file was not taken, and what to do."""
    return str(REFUSALS[reason] % {"name": name, "most": MOST_FILES})


def few(count: int) -> str:
    """Return a small number as a word."""
    return str(FEW.get(count, count))
