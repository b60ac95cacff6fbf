"""A controller's colour is kept where it can be read and corrected where it cannot."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dsr.web import accent
from dsr.web.accent import accent_css, contrast

TOKENS = (Path(__file__).parents[2] / "dsr/static/dsr/tokens.css").read_text()
COLOURS = st.tuples(*[st.integers(0, 255)] * 3).map(lambda rgb: "#" + bytes(rgb).hex())


def tokens(css: str) -> tuple[dict[str, str], dict[str, str]]:
    """Return the colours for light and for dark pages."""
    light, dark = css.split("@media")
    found = (dict(re.findall(r"--([a-z-]+): ?(#[0-9a-f]{6})", part)) for part in (light, dark))
    return next(found), next(found)


LIGHT, DARK = tokens(TOKENS)


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_every_pair_of_text_and_ground_in_the_stylesheet_can_be_read(colours):
    tones = ["accent", "late", "soon", "ontime", "resting"]
    grounds = [colours[name] for name in ("paper", "surface", "sunk")]

    poor = [
        (text, ground)
        for text in ["ink", "soft", *tones]
        for ground in [
            *grounds,
            *(colours[f"{tone}-tint"] for tone in tones if tone == text or text in {"ink", "soft"}),
        ]
        if contrast(colours[text], ground) < 4.5
    ]

    assert poor == []
    assert contrast(colours["on-accent"], colours["accent"]) >= 4.5
    assert min(contrast(colours["edge"], ground) for ground in grounds) >= 3


def test_the_grounds_are_those_of_the_stylesheet():
    assert [LIGHT[name] for name in ("paper", "surface", "sunk")] == list(accent.LIGHT_GROUNDS)
    assert [DARK[name] for name in ("paper", "surface", "sunk")] == list(accent.DARK_GROUNDS)
    assert (LIGHT["on-accent"], DARK["on-accent"]) == (accent.ON_LIGHT, accent.ON_DARK)


@given(wanted=COLOURS)
def test_whatever_the_colour_text_in_it_and_on_it_can_be_read(wanted):
    light, dark = tokens(accent_css(wanted))

    for own, page in ((light, LIGHT), (dark, DARK)):
        grounds = [page["paper"], page["surface"], page["sunk"], own["accent-tint"]]
        assert min(contrast(own["accent"], ground) for ground in grounds) >= 4.5
        assert contrast(own["on-accent"], own["accent"]) >= 4.5
        assert min(contrast(page[text], own["accent-tint"]) for text in ("ink", "soft")) >= 4.5


def test_a_colour_that_can_be_read_on_paper_is_kept_as_it_is():
    light, _dark = tokens(accent_css("#7a1fa2"))

    assert light["accent"] == "#7a1fa2"


def test_a_yellow_is_darkened_on_paper_and_kept_in_the_dark():
    light, dark = tokens(accent_css("#ffcc00"))

    assert contrast(light["accent"], "#ffcc00") > 2
    assert dark["accent"] == "#ffcc00"


@pytest.mark.parametrize("written", ["red", "#fff", "#12345g", "", "#ffffff;}body{display:none"])
def test_what_is_no_colour_never_reaches_a_stylesheet(written):
    with pytest.raises(ValueError):  # noqa: PT011  (two causes, two messages)
        accent_css(written)


def test_black_and_white_are_given_and_taken_in_full():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#0e5a68", "#0e5a68") == pytest.approx(1)
