"""A controller's own colour on its public pages, corrected until everything written in it or on it can be read."""

from collections.abc import Iterable

# The grounds on which the accent stands as text, and the colours written on an accent ground (tokens.css).
LIGHT_GROUNDS, ON_LIGHT = ("#faf8f4", "#ffffff", "#f1eee7"), "#ffffff"
DARK_GROUNDS, ON_DARK = ("#15181b", "#1d2125", "#24292e"), "#10181b"
# How much of the accent stains the tint of chosen cards and of our letters, on white and on the dark surface.
LIGHT_STAIN, DARK_STAIN = 0.10, 0.14
# WCAG 2.2, success criterion 1.4.3.
LEAST = 4.5
STEP = 0.04

Colour = tuple[float, float, float]


def accent_css(accent: str) -> str:
    """Return a stylesheet that sets a controller's accent for light and dark pages, never below 4.5 : 1.

    Raises ValueError if `accent` is not written as #rrggbb.
    """
    wanted = parse(accent)
    light = _legible(wanted, (0.0, 0.0, 0.0), LIGHT_GROUNDS, LIGHT_STAIN)
    dark = _legible(wanted, (1.0, 1.0, 1.0), DARK_GROUNDS, DARK_STAIN)
    return (
        f":root{{{_tokens(light, ON_LIGHT, LIGHT_GROUNDS[1], LIGHT_STAIN)}}}\n"
        "@media (prefers-color-scheme:dark){"
        f":root{{{_tokens(dark, ON_DARK, DARK_GROUNDS[1], DARK_STAIN)}}}}}\n"
    )


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours written as #rrggbb, from 1 to 21 (WCAG 2.2, relative luminance)."""
    return _contrast(parse(one), parse(other))


def parse(written: str) -> Colour:
    """Return red, green and blue from 0 to 1. Raises ValueError if the colour is not written as #rrggbb."""
    if len(written) != len("#rrggbb") or not written.startswith("#"):
        raise ValueError(f"a colour is written as #rrggbb, not {written!r}")
    red, green, blue = bytes.fromhex(written[1:])
    return red / 255, green / 255, blue / 255


def _tokens(accent: Colour, written_on: str, surface: str, stain: float) -> str:
    tint = _mixed(parse(surface), accent, stain)
    return f"--accent:{_hex(accent)};--on-accent:{written_on};--accent-tint:{_hex(tint)}"


def _legible(wanted: Colour, towards: Colour, grounds: Iterable[str], stain: float) -> Colour:
    """Return the colour, moved no further towards black or white than every ground asks for."""
    papers = [parse(ground) for ground in grounds]
    colour, moved = wanted, 0.0
    while moved < 1.0:
        tint = _mixed(papers[1], colour, stain)
        if all(_contrast(_rounded(colour), _rounded(ground)) >= LEAST for ground in [*papers, tint]):
            break
        moved = min(moved + STEP, 1.0)
        colour = _mixed(wanted, towards, moved)
    return colour


def _contrast(one: Colour, other: Colour) -> float:
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: Colour) -> float:
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour)  # noqa: PLR2004
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _mixed(base: Colour, stain: Colour, share: float) -> Colour:
    red, green, blue = (b + (s - b) * share for b, s in zip(base, stain, strict=True))
    return red, green, blue


def _rounded(colour: Colour) -> Colour:
    return parse(_hex(colour))


def _hex(colour: Colour) -> str:
    return "#" + bytes(round(c * 255) for c in colour).hex()
