"""What the repository says: nothing unfinished, nothing of one machine, nobody's real address, no code in a page."""

import re

from tests.house.files import name, written

UNFINISHED = re.compile(r"\b(TOD[O]|FIXM[E]|XX[X])\b")
# A path that exists on one machine alone, or a number that only one tracker knows.
OF_ONE_MACHINE = re.compile(r"(?<![\w.}])/(roo[t]|wor[k]|hom[e])/\w|\.\./share[d]|\bissue #?\d")
MAIL = re.compile(r"[\w.+-]+@((?:[\w-]+\.)+[A-Za-z]{2,})")
INVENTED = re.compile(r"(^|\.)(example(\.(org|net|com))?|test|invalid|localhost)$")
# Authorities are public bodies; their real addresses belong into letters.
REAL_ADDRESSES = ("dsr/law/authorit",)
# The policy of every page forbids these; a browser would drop them without a word.
CODE_IN_PAGE = re.compile(
    r"<style|\sstyle=|<script(?![^>]*\ssrc=)|\son[a-z]+=[\"']|javascript:", re.IGNORECASE
)
FOREIGN = re.compile(r"""(?:src|href|action)=["'](?:https?:)?//""")


def found(pattern: re.Pattern[str], *suffixes: str, under: str = "") -> list[str]:
    """Return every place at which a pattern is found, as a person looks for it."""
    places = []
    for path in written(*suffixes):
        if not name(path).startswith(under) or name(path) == "LICENSE":
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            places += [f"{name(path)}:{number}: {match[0]}" for match in pattern.finditer(line)]
    return places


def test_nothing_is_marked_as_unfinished():
    assert found(UNFINISHED) == []


def test_nothing_leads_to_one_machine_or_one_tracker():
    assert found(OF_ONE_MACHINE) == []


def test_every_mail_address_is_invented():
    real = [place for place in found(MAIL) if not INVENTED.search(place.rpartition("@")[2].lower())]

    assert [place for place in real if not place.startswith(REAL_ADDRESSES)] == []


def test_pages_hold_no_style_and_no_script_of_their_own():
    assert found(CODE_IN_PAGE, ".html", under="templates/public") == []
    assert found(CODE_IN_PAGE, ".html", under="templates/desk") == []
    assert found(CODE_IN_PAGE, ".html", under="templates/parts") == []
    assert found(CODE_IN_PAGE, ".html", under="templates/base") == []


def test_pages_fetch_nothing_from_elsewhere():
    assert found(FOREIGN, ".html", ".css") == []


def test_a_page_with_code_would_be_found():
    assert CODE_IN_PAGE.search('<p style="color: red">')
    assert CODE_IN_PAGE.search("<script>alert()</script>")
    assert CODE_IN_PAGE.search('<a onclick="go()">')
    assert not CODE_IN_PAGE.search('<script src="/static/dsr/x.js" defer></script>')
    assert not CODE_IN_PAGE.search('<option value="x" selected>')
