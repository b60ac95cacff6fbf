"""How a provision is cited in the language of a page.

The law's own files cite briefly, "GDPR 12(3) s.2"; in English that is "GDPR Art. 12(3) sentence 2", in German
"Art. 12 Abs. 3 Satz 2 DSGVO", in Swedish "artikel 12.3 andra meningen GDPR". What is in no known form is shown as it
stands, so a citation is never made wrong.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

# Between an abbreviation and its number no line may end.
_TIE = "\u00a0"
_TO = "\u2013"
_ITEM = re.compile(
    r"(?P<number>\d+[A-Z]?(?:-\d+[A-Z]?)?)?(?P<parts>(?:\(\w+\)(?:-\(\w+\))?)*)"
    r"(?: ?no\.(?P<no>\d+)(?P<point>\([a-z]\))?)?(?: alt\. (?P<alt>\d))?(?: s\.(?P<sentence>\d(?:-\d)?))?"
)
_LAW = re.compile(r"(UK GDPR|GDPR|BDSG|DSG|DSV|Reg\. 1182/71,) (?:Art\. |section )?(.+)")
_SENTENCES = {", second sentence": " s.2", ", third sentence": " s.3"}


_NAMES = {
    "es": ("RGPD", "considerando"), "fr": ("RGPD", "considérant"), "it": ("GDPR", "considerando"),
    "nl": ("AVG", "overweging"), "pl": ("RODO", "motyw"),
}  # fmt: skip


@dataclass(frozen=True)
class _Style:
    """A language's way: the names of laws, a list of provisions of one law, and words around them."""

    laws: Mapping[str, str]
    provisions: Callable[[list[re.Match[str]], str], str]
    words: tuple[tuple[str, str], ...]


def cited(source: str, language: str) -> str:
    """Return a source of law, or several with semicolons between, as the language cites it.

    A language without a way of its own cites as English does, with its own names for the regulation and its recitals;
    a form that is not known is left as it is.
    """
    style = _STYLES.get(language)
    if style is None:
        law, recital = _NAMES.get(language, ("GDPR", "recital"))
        said_so = re.sub(r"(?<!UK )\bGDPR (?:Art\. )?(?=\d)", f"{law} Art. ", source).replace(
            "recital", recital
        )
        return re.sub(r"(?<=\d|\)) s\.(?=\d)", " sentence ", said_so) if language == "en" else said_so
    law, said = "", []
    for part in source.split("; "):
        found = _LAW.fullmatch(part)
        law, rest = found.groups() if found else (law, part)
        items = _items(rest) if law in style.laws else None
        said.append(style.provisions(items, style.laws[law]) if items else _in_words(part, style))
    return "; ".join(said)


def numbered(article: str, language: str) -> str:
    """Return the number of an article with its paragraphs, "7(3)", as the language writes it after "Art."."""
    items, style = _items(article), _STYLES.get(language)
    if not items or style is None:
        return article
    return ", ".join(_german(item) if language == "de" else _swedish(item, "") for item in items)


def _items(text: str) -> list[re.Match[str]] | None:
    for words, mark in _SENTENCES.items():
        text = text.replace(words, mark)
    found = [_ITEM.fullmatch(one) for one in re.split(r", | with ", text)]
    items = [one for one in found if one and one.group()]
    return items if len(items) == len(found) and items[0]["number"] else None


def _in_words(part: str, style: _Style) -> str:
    for pattern, said in style.words:
        part = re.sub(pattern, said, part)
    return part


def _groups(item: re.Match[str]) -> list[tuple[str, str]]:
    """Return the brackets of a provision in order, each with what stands at the end of its range."""
    return re.findall(r"\((\w+)\)(?:-\((\w+)\))?", item["parts"])


def _span(first: str, last: str) -> str:
    return f"{first}{_TO}{last}" if last else first


def _german(item: re.Match[str]) -> str:
    """Return "12 Abs. 5 Buchst. a Satz 2"; without the number where it is that of the provision before."""
    said = [item["number"].replace("-", _TO)] if item["number"] else []
    # Article 4 lists its definitions under numbers.
    paragraph = "Nr." if item["number"] == "4" else "Abs."
    for first, last in _groups(item):
        said.append(f"{paragraph if first[0].isdigit() else 'Buchst.'}{_TIE}{_span(first, last)}")
    if item["no"]:
        said.append(f"Nr.{_TIE}{item['no']}")
    if item["point"]:
        said.append(f"Buchst.{_TIE}{item['point'][1:-1]}")
    if item["alt"]:
        said.append(f"Alt.{_TIE}{item['alt']}")
    if item["sentence"]:
        said.append(f"Satz{_TIE}{item['sentence'].replace('-', _TO)}")
    return " ".join(said)


def _in_german(items: list[re.Match[str]], law: str) -> str:
    sign = "§" if law == "BDSG" else "Art."
    return f"{', '.join((f'{sign}{_TIE}' if one['number'] else '') + _german(one) for one in items)} {law}"


_MENINGEN = {"1": "första", "2": "andra", "3": "tredje", "4": "fjärde"}


def _swedish(item: re.Match[str], number: str) -> str:
    """Return "12.5 a andra meningen"; a paragraph alone takes the number of the provision before."""
    said = item["number"].replace("-", _TO) if item["number"] else ""
    for first, last in _groups(item):
        digit = first[0].isdigit()
        said = f"{said or number}.{_span(first, last)}" if digit else f"{said} {_span(first, last)}".strip()
    if item["alt"]:
        said += f" alternativ {item['alt']}"
    if item["sentence"]:
        first, _, last = item["sentence"].partition("-")
        said += f" {_MENINGEN[first]}{_TO + _MENINGEN[last] if last else ''} meningen"
    return said


def _in_swedish(items: list[re.Match[str]], law: str) -> str:
    number, said = "", []
    for one in items:
        number = one["number"] or number
        said.append(_swedish(one, number))
    several = " och ".join(filter(None, (", ".join(said[:-1]), said[-1])))
    return f"artikel{_TIE}{several} {law}"


_STYLES = {
    "de": _Style(
        {"GDPR": "DSGVO", "UK GDPR": "UK GDPR", "BDSG": "BDSG", "DSG": "DSG", "DSV": "DSV",
         "Reg. 1182/71,": "VO 1182/71"},
        _in_german,
        ((r"^GDPR recital (\d+)$", rf"Erwägungsgrund{_TIE}\1 DSGVO"), (r"^recitals? ", f"Erwägungsgrund{_TIE}"),
         (r"^EDPB (?:Guidelines )?", "EDSA-Leitlinien "),
         (r",? paras? ", f", Rn.{_TIE}"), (r",? ex\. ", f", Beispiel{_TIE}"), (r"^CJEU ", "EuGH "),
         (r" \(\d+ [A-Z][a-z]+ \d{4}\)$", ""), (r"(?<=\d) and (?=\d)", " und "), (r"(?<=\d)-(?=\d)", _TO)),
    ),
    "sv": _Style(
        {"GDPR": "GDPR", "UK GDPR": "UK GDPR", "Reg. 1182/71,": "i förordning 1182/71"},
        _in_swedish,
        ((r"^GDPR recital (\d+)$", rf"skäl{_TIE}\1 GDPR"), (r"^recitals? ", f"skäl{_TIE}"),
         (r"^EDPB (?:Guidelines )?", "EDPB:s riktlinjer "),
         (r",? paras? ", f", punkt{_TIE}"), (r",? ex\. ", f", exempel{_TIE}"), (r"^CJEU ", "EU-domstolen "),
         (r" \(\d+ [A-Z][a-z]+ \d{4}\)$", ""), (r"(?<=\d) and (?=\d)", " och "), (r"(?<=\d)-(?=\d)", _TO)),
    ),
}  # fmt: skip
