"""The palette of the app and of every map and chart in it, in one place.

``.streamlit/config.toml`` holds the same paper and ink for Streamlit's own widgets; a test compares the two.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Literal

ThemeName = Literal["light", "dark"]


@dataclass(frozen=True)
class Palette:
    """Colours of one theme, each ``#rrggbb``.

    Attributes
    ----------
    paper, ink, muted, hairline, card : str
        Page, text, quiet text, thin lines and raised surfaces.
    water, land, region : str
        The base map: sea, neighbouring land, the region one plays in.
    you, model, truth : str
        The three marks. They are never text colours.
    outline : str
        The 2 px line round every mark.
    accent, on_accent : str
        The primary action and the text on it.
    """

    paper: str
    ink: str
    muted: str
    hairline: str
    card: str
    water: str
    land: str
    region: str
    you: str
    model: str
    truth: str
    outline: str
    accent: str
    on_accent: str


PALETTES: dict[ThemeName, Palette] = {
    "light": Palette(
        paper="#FAF8F4",
        ink="#1F2A33",
        muted="#58616A",
        hairline="#E3DED4",
        card="#FFFEFA",
        water="#D5E5EC",
        land="#F4F1EA",
        region="#FFFEFA",
        you="#E69F00",
        model="#0072B2",
        truth="#009E73",
        outline="#1F2A33",
        accent="#1F2A33",
        on_accent="#FAF8F4",
    ),
    "dark": Palette(
        paper="#10171D",
        ink="#E8ECEF",
        muted="#93A0AA",
        hairline="#26323B",
        card="#16202A",
        water="#0D1821",
        land="#1A242D",
        region="#24313B",
        you="#E69F00",
        model="#56B4E9",
        truth="#009E73",
        outline="#FAF8F4",
        accent="#E8ECEF",
        on_accent="#10171D",
    ),
}


def palette(theme: str | None) -> Palette:
    """Return the palette of a theme, the light one when the theme is not known yet."""
    return PALETTES["dark" if theme == "dark" else "light"]


def css_variables(theme: str | None) -> str:
    """Return the palette as CSS custom properties (``--gg-paper`` …), which components inherit too."""
    colours = palette(theme)
    pairs = (f"--gg-{field.name.replace('_', '-')}:{getattr(colours, field.name)}" for field in fields(colours))
    return ":root{" + ";".join(pairs) + "}"


def contrast(first: str, second: str) -> float:
    """Return the WCAG 2 contrast ratio of two ``#rrggbb`` colours, 1 to 21."""
    bright, dim = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def _luminance(colour: str) -> float:
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
