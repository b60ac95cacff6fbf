"""Where one language binds, a letter in another carries both, says which binds, and is printed in both."""

import pytest

from dsr.models import Notice
from dsr.notices import bilingual, mail, outbox, paper
from tests import make
from tests.make import at
from tests.notices.test_paper import text_of

NOW = at("2026-03-17 14:45")
WORDS = {"reasons": "Fyra arkiv. / Vier Archive."}
pytestmark = pytest.mark.django_db


def extended(language, binding="de", **asked):
    office = make.controller(f"amt-{language}-{binding}", binding_language=binding)
    (dsr,) = make.requests(office, now=at("2026-03-10 09:00"), language=language, **asked)
    return outbox.post_letter("extension", dsr, by=None, now=NOW, words=WORDS)


@pytest.mark.parametrize(
    ("language", "binding", "says"),
    [
        ("en", "de", "The German version, which follows, binds"),
        ("sv", "de", "Den tyska versionen, som följer, gäller"),
        ("de", "en", "Maßgeblich ist die englische Fassung"),
    ],
)
def test_a_letter_says_which_version_binds_and_that_version_follows(language, binding, says):
    own, binds = bilingual.parted(extended(language, binding).body)

    assert says in own
    assert {"de": "Mit freundlichen Grüßen", "en": "Kind regards"}[binding] in binds
    assert says not in binds


def test_whoever_reads_the_binding_language_gets_one_version():
    assert len(bilingual.parted(extended("de").body)) == 1


def test_without_a_binding_language_there_is_one_version():
    assert len(bilingual.parted(extended("sv", "").body)) == 1


def test_the_mail_about_it_is_neutral_in_both_languages():
    extended("en")
    notice = Notice.objects.get(kind="extension")

    body = mail.build(notice, "mira@person.example.net", now=NOW).body

    own, binds = bilingual.parted(body)
    assert "your request" in own.casefold()
    assert "Ihr" in binds
    assert "arkiv" not in body


def test_on_paper_the_binding_version_begins_on_a_page_of_its_own_in_its_own_language(tmp_path):
    letter = extended("en", medium="post", postal_address="Beispielallee 7\n10999 Berlin")

    pdf = paper.render(letter)

    text = text_of(pdf, tmp_path)
    assert "Page 1 of 2" in text
    assert "Mit freundlichen Grüßen" in text
    assert b"pdfuaid" in pdf
    assert paper.contents(letter)["others"][0]["language"] == "de"
