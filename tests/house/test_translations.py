"""Every text is there in German and Swedish, and what was compiled is what was written."""

import re
import shutil
import subprocess
from pathlib import Path

import polib
import pytest
from django.utils.translation.template import templatize

from tests.house.files import ROOT, name, written

LOCALE = ROOT / "dsr" / "locale"
LANGUAGES = ("de", "sv")
# The public pages and the letters to the person speak these as well.
FURTHER = ("fr", "es", "it", "nl", "pl")
PUBLIC = ("dsr/web/public/", "dsr/law/rights/", "dsr/law/explanation", "dsr/law/step_texts", "templates/public/",
          "templates/base.html", "templates/parts/")  # fmt: skip
KEYWORDS = (
    "gettext_noop", "gettext_lazy", "_now", "_later", "ngettext_lazy:1,2", "pgettext:1c,2", "pgettext_lazy:1c,2",
    "npgettext:1c,2,3", "npgettext_lazy:1c,2,3",
)  # fmt: skip
PLACE = re.compile(r"%\(\w+\)[sd]|\{\w*\}|%[sd]")


def extracted(folder: Path, *where: str) -> polib.POFile:
    """Return every text that is marked for translation in what lies under these names."""
    if shutil.which("xgettext") is None:
        pytest.skip("there is no xgettext (Debian: apt install gettext)")
    sources = [
        path for path in written(".py") if name(path).startswith(where) and name(path).startswith("dsr/")
    ]
    for number, path in enumerate(written(".html", ".txt", ".typ")):
        if name(path).startswith("templates/") and name(path).startswith(where):
            copy = folder / f"{number}.py"
            copy.write_text(templatize(path.read_text(encoding="utf-8"), origin=name(path)), encoding="utf-8")
            sources.append(copy)
    listed = folder / "sources"
    listed.write_text("\n".join(map(str, sources)))
    pot = folder / "texts.pot"
    subprocess.run(
        ["xgettext", "--from-code=UTF-8", "--language=Python", f"--files-from={listed}", "-o", pot,
         *(f"--keyword={word}" for word in KEYWORDS)],
        check=True, capture_output=True,
    )  # fmt: skip
    return polib.pofile(str(pot))


@pytest.fixture(scope="module")
def texts(tmp_path_factory) -> polib.POFile:
    """Every text of code and templates that is marked for translation."""
    return extracted(tmp_path_factory.mktemp("texts"), "dsr/", "templates/")


@pytest.fixture(scope="module")
def public_texts(tmp_path_factory) -> polib.POFile:
    """Every text of the public pages, of the rights, and of why a date is that date."""
    return extracted(tmp_path_factory.mktemp("public"), *PUBLIC)


def written_in(language: str) -> polib.POFile:
    """Return what was written in one language."""
    return polib.pofile(str(LOCALE / language / "LC_MESSAGES" / "django.po"))


def key(entry: polib.POEntry) -> tuple[str | None, str]:
    """Return what identifies a text."""
    return entry.msgctxt, entry.msgid


def words(entry: polib.POEntry) -> list[str]:
    """Return the translation of a text, or all its plural forms."""
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_translated(texts, language):
    done = {key(entry) for entry in written_in(language) if entry.translated() and all(words(entry))}

    missing = [entry.msgid for entry in texts if key(entry) not in done]

    assert len(texts) > 100
    assert missing == []


@pytest.mark.parametrize("language", FURTHER)
def test_every_text_of_the_public_pages_is_translated_further(public_texts, language):
    done = {key(entry) for entry in written_in(language) if entry.translated() and all(words(entry))}

    assert len(public_texts) > 100
    assert [entry.msgid for entry in public_texts if key(entry) not in done] == []


@pytest.mark.parametrize("language", [*LANGUAGES, *FURTHER])
def test_a_translation_fills_in_the_same_places(language):
    wrong = [
        entry.msgid
        for entry in written_in(language)
        for text in words(entry)
        if not set(PLACE.findall(text)) <= set(PLACE.findall(entry.msgid + entry.msgid_plural))
        or (not entry.msgid_plural and set(PLACE.findall(text)) != set(PLACE.findall(entry.msgid)))
    ]

    assert wrong == []


@pytest.mark.parametrize("language", [*LANGUAGES, *FURTHER])
def test_what_is_compiled_is_what_was_written(language):
    compiled = polib.mofile(str(LOCALE / language / "LC_MESSAGES" / "django.mo"))

    assert {key(entry): words(entry) for entry in compiled} == {
        key(entry): words(entry) for entry in written_in(language) if entry.translated()
    }
