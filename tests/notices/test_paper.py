"""A letter on paper is a tagged PDF that says what the letter says, whatever people wrote into it."""

import shutil
import subprocess

import pytest

from dsr.models import Message
from dsr.notices import outbox, paper
from tests import make
from tests.make import at

pytestmark = pytest.mark.django_db
NOW = at("2026-03-17 14:45")
PLACES = {"de": ("DE", "DE-BE"), "en": ("IE", ""), "sv": ("SE", "")}
MARKUP = '#strong[fett] *b* _i_ $x^2$ \\ <a> @b `c` #include("/etc/passwd") #eval("1+1") [k] //x'
WORDS = {"reasons": f"{MARKUP}\n- Archiv Nord\n- Archiv Süd", "what_was_done": "Eine Kopie liegt bei."}


def letter(
    language="de", *, address="Beispielallee 7\n10999 Berlin", words=WORDS, name="Mira Erfunden", country=None
):
    """Return a letter in the correspondence of somebody who wants post."""
    place = country or PLACES[language]
    office = make.controller(f"amt-{language}", country=place[0], subdivision=place[1], language=language)
    (dsr,) = make.requests(
        office, now=at("2026-03-10 09:00"), language=language, postal_address=address, medium="post", email="",
        name=name,
    )  # fmt: skip
    dsr.grounds = [dsr.law.refusal_grounds(office.country)[0].id]
    dsr.save()
    return outbox.post_letter("answer_partly", dsr, by=None, now=NOW, words=words)


def text_of(pdf, tmp_path):
    """Return the text of a PDF as software reads it, with its spaces made one."""
    if shutil.which("pdftotext") is None:
        pytest.skip("there is no pdftotext (Debian: apt install poppler-utils)")
    (tmp_path / "letter.pdf").write_bytes(pdf)
    read = subprocess.run(
        ["pdftotext", "-raw", tmp_path / "letter.pdf", "-"], check=True, capture_output=True
    )
    return " ".join(read.stdout.decode().split())


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (
            "de",
            [
                "Ihr Antrag: Auskunftsrecht",
                "Dienstag, 17. März 2026",
                "Seite 1 von 1",
                "Mit freundlichen Grüßen",
            ],
        ),
        ("en", ["Your request:", "Tuesday 17 March 2026", "Page 1 of 1", "Kind regards"]),
        ("sv", ["Din begäran:", "tisdag 17 mars 2026", "Sida 1 av 1", "Vänliga hälsningar"]),
    ],
)
def test_every_word_of_the_letter_stands_on_paper_in_each_language(language, expected, tmp_path):
    message = letter(language)

    read = text_of(paper.render(message), tmp_path)

    assert [words for words in expected if words not in read] == []
    unsaid = [
        line for line in message.body.splitlines() if " ".join(line.removeprefix("- ").split()) not in read
    ]
    assert unsaid == []


@pytest.mark.parametrize("language", PLACES)
def test_it_is_tagged_has_a_title_and_names_its_language(language):
    pdf = paper.render(letter(language))

    assert pdf.startswith(b"%PDF-1.7")
    for mark in (
        b"/StructTreeRoot",
        b"/MarkInfo",
        b"pdfuaid:part",
        b"dc:title",
        f"/Lang({language})".encode(),
    ):
        assert mark in pdf, mark


def test_what_people_wrote_is_never_markup(tmp_path):
    message = letter(name="#panic(1) *Mira* $y$", address='#read("x")\n10999 Berlin')

    read = text_of(paper.render(message), tmp_path)

    assert MARKUP in read
    assert "#panic(1) *Mira* $y$" in read
    assert '#read("x")' in read


def test_a_sign_without_a_font_does_not_stop_a_letter():
    pdf = paper.render(letter(name="Mira \U0001f600 Erfunden"))

    assert pdf.startswith(b"%PDF-")
    assert b"/StructTreeRoot" in pdf


def test_control_characters_are_left_out():
    words = {**WORDS, "reasons": "Vor\x07her und\tnachher."}

    parts = paper.contents(letter(words=words))["parts"]

    assert "Vorher und nachher." in [line for part in parts for line in part["lines"]]


def test_the_address_is_the_persons_and_names_nobody_twice():
    plain, doubled = letter(), letter("sv", address="Mira Erfunden\nExempelgatan 7\n111 22 Stockholm")

    assert paper.contents(plain)["address"] == ["Mira Erfunden", "Beispielallee 7", "10999 Berlin"]
    assert paper.contents(doubled)["address"] == ["Mira Erfunden", "Exempelgatan 7", "111 22 Stockholm"]


@pytest.mark.parametrize(
    ("language", "window", "marks"), [("de", 25, True), ("sv", 112, False), ("en", 25, False)]
)
def test_the_window_stands_where_the_envelopes_of_the_country_have_it(language, window, marks):
    found = paper.contents(letter(language))

    assert (found["window"], found["marks"]) == (window, marks)


def test_lists_stay_lists_between_the_lines_around_them():
    parts = paper.contents(letter())["parts"]

    assert {"kind": "list", "lines": ["Archiv Nord", "Archiv Süd"]} in parts


def test_the_same_letter_is_the_same_file():
    message = letter()

    assert paper.render(message) == paper.render(message)


def test_a_long_letter_runs_over_several_pages(tmp_path):
    words = {**WORDS, "reasons": "\n\n".join(f"Absatz {n} mit einigen Worten dazu." for n in range(60))}

    read = text_of(paper.render(letter(words=words)), tmp_path)

    assert "Seite 2 von" in read
    assert "Absatz 59" in read


def test_a_letter_whose_words_were_destroyed_cannot_be_printed():
    message = letter()
    Message.objects.filter(pk=message.pk).update(body="")

    with pytest.raises(paper.NoLetter):
        paper.render(Message.objects.get(pk=message.pk))
