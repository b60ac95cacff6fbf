"""How provisions are cited in the language of a page."""

import re

import pytest

from dsr.law import regimes, rights
from dsr.law.citations import cited, numbered

CITED = [
    ("GDPR Art. 12(3)", "Art. 12 Abs. 3 DSGVO", "artikel 12.3 GDPR"),
    ("GDPR 12(5)(a)", "Art. 12 Abs. 5 Buchst. a DSGVO", "artikel 12.5 a GDPR"),
    ("GDPR 16 s.2", "Art. 16 Satz 2 DSGVO", "artikel 16 andra meningen GDPR"),
    ("GDPR 4(7), 28", "Art. 4 Nr. 7, Art. 28 DSGVO", "artikel 4.7 och 28 GDPR"),
    (
        "GDPR 15(1)(a)-(h), (2)",
        "Art. 15 Abs. 1 Buchst. a-h, Abs. 2 DSGVO",
        "artikel 15.1 a-h och 15.2 GDPR",
    ),
    (
        "GDPR Art. 12(3), second sentence; Reg. 1182/71, Art. 3(2)(c)",
        "Art. 12 Abs. 3 Satz 2 DSGVO; Art. 3 Abs. 2 Buchst. c VO 1182/71",
        "artikel 12.3 andra meningen GDPR; artikel 3.2 c i förordning 1182/71",
    ),
    (
        "GDPR Art. 12(3); EDPB Guidelines 01/2022, paras 159 and 192-194",
        "Art. 12 Abs. 3 DSGVO; EDSA-Leitlinien 01/2022, Rn. 159 und 192-194",
        "artikel 12.3 GDPR; EDPB:s riktlinjer 01/2022, punkt 159 och 192-194",
    ),
    ("GDPR 17(2); recital 66", "Art. 17 Abs. 2 DSGVO; Erwägungsgrund 66", "artikel 17.2 GDPR; skäl 66"),
    ("GDPR 16; 5(1)(d)", "Art. 16 DSGVO; Art. 5 Abs. 1 Buchst. d DSGVO", "artikel 16 GDPR; artikel 5.1 d GDPR"),
    (
        "GDPR 12(5); CJEU C-526/24 (19 Mar 2026)",
        "Art. 12 Abs. 5 DSGVO; EuGH C-526/24",
        "artikel 12.5 GDPR; EU-domstolen C-526/24",
    ),
    ("UK GDPR Art. 5(1)(e), 5(2)", "Art. 5 Abs. 1 Buchst. e, Art. 5 Abs. 2 UK GDPR", "artikel 5.1 e och 5.2 UK GDPR"),
    ("BDSG section 34(2), third sentence", "§ 34 Abs. 2 Satz 3 BDSG", "BDSG section 34(2), third sentence"),
    (
        "BDSG 34(1) no.1 with 33(1) no.1, no.2(b), 33(3)",
        "§ 34 Abs. 1 Nr. 1, § 33 Abs. 1 Nr. 1, Nr. 2 Buchst. b, § 33 Abs. 3 BDSG",
        "BDSG 34(1) no.1 with 33(1) no.1, no.2(b), 33(3)",
    ),
    ("GDPR 12(3) s.2-3", "Art. 12 Abs. 3 Satz 2-3 DSGVO", "artikel 12.3 andra-tredje meningen GDPR"),
]  # fmt: skip
# Sources of other places, and free words: shown as they are.
LEFT = (
    "UK GDPR Art. 12A (Data (Use and Access) Act 2025, s. 76; SI 2026/82, reg. 2)",
    "11 CCR 7021(b); Cal. Civ. Code 1798.130",
    "PIPEDA s. 8(3)-(8)",
    "ICO, right of access guidance",
    "The controller's own choice",
    "",
)


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u2013", "-")


@pytest.mark.parametrize(("source", "german", "swedish"), CITED)
def test_a_provision_is_cited_as_the_language_does(source, german, swedish):
    assert plain(cited(source, "de")) == german
    assert plain(cited(source, "sv")) == swedish


@pytest.mark.parametrize("language", ["de", "sv"])
@pytest.mark.parametrize("source", LEFT)
def test_what_has_no_known_form_stays_as_it_is(source, language):
    assert cited(source, language) == source


def test_english_names_the_article_and_the_sentence():
    assert cited("GDPR 12(3) s.2", "en") == "GDPR Art. 12(3) sentence 2"
    assert cited("GDPR Art. 12(3)", "en") == "GDPR Art. 12(3)"
    assert cited("GDPR Art. 28(3) s.3; BDSG 35", "en") == "GDPR Art. 28(3) sentence 3; BDSG 35"


@pytest.mark.parametrize(("language", "law"), [("nl", "AVG"), ("fr", "RGPD"), ("pl", "RODO"), ("it", "GDPR")])
def test_other_languages_of_the_form_have_their_own_name_of_the_regulation(language, law):
    assert cited("GDPR 12(3)", language) == cited("GDPR Art. 12(3)", language) == f"{law} Art. 12(3)"
    assert cited("UK GDPR Art. 12A", language) == "UK GDPR Art. 12A"
    assert cited("GDPR 15(4); recital 63", "fr") == "RGPD Art. 15(4); considérant 63"


def test_no_line_may_end_between_an_abbreviation_and_its_number():
    assert cited("GDPR 12(3)", "de") == "Art.\u00a012 Abs.\u00a03 DSGVO"


@pytest.mark.parametrize(
    ("article", "german", "swedish"),
    [("15", "15", "15"), ("7(3)", "7 Abs. 3", "7.3"), ("21(2)-(3)", "21 Abs. 2-3", "21.2-3")],
)
def test_an_article_alone_is_numbered_as_the_language_does(article, german, swedish):
    assert plain(numbered(article, "de")) == german
    assert plain(numbered(article, "sv")) == swedish
    assert numbered(article, "pl") == article


def sources() -> set[str]:
    """Return every source that a page may show, apart from the United Kingdom's, which is English everywhere."""
    law = regimes.get("eu_gdpr")
    found = {law.start_source, law.roll_source, law.no_pause_source, *law.sources}
    found |= {rule.source for rule in law.pauses}
    for period in law.periods:
        found |= {period.source, period.extended_source}
    for right in rights.ALL.values():
        found |= {item.ref for item in right.items()}
    return {source for source in found if source and not source.startswith("UK")}


@pytest.mark.parametrize("source", sorted(sources()))
def test_no_english_bracket_is_left_in_a_german_or_swedish_citation(source):
    for language in ("de", "sv"):
        parts = [part for part in cited(source, language).split("; ") if re.match(r"Art|§|artikel", part)]
        assert language == "sv" or "GDPR" not in cited(source, language)
        assert parts or not re.search(r"GDPR (Art\. )?\d", source)
        for part in parts:
            assert not re.search(r"\(\w+\)|\bs\.\d|\bno\.\d", part)
