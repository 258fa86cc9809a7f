import tomllib
from pathlib import Path

import pytest

from geogame.ui.theme import PALETTES, contrast, css_variables, palette

CONFIG = Path(__file__).parents[2] / ".streamlit" / "config.toml"


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("text", ["ink", "muted"])
@pytest.mark.parametrize("surface", ["paper", "card"])
def test_text_is_readable_on_every_surface(theme, text, surface):
    colours = PALETTES[theme]
    assert contrast(getattr(colours, text), getattr(colours, surface)) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_text_on_the_primary_action_is_readable(theme):
    assert contrast(PALETTES[theme].on_accent, PALETTES[theme].accent) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("mark", ["you", "model", "truth"])
def test_every_mark_stands_out_by_itself_or_by_its_outline(theme, mark):
    colours = PALETTES[theme]
    for ground in (colours.region, colours.water, colours.land):
        assert max(contrast(getattr(colours, mark), ground), contrast(colours.outline, ground)) >= 3


def test_contrast_of_black_and_white_is_the_largest():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)


def test_an_unknown_theme_is_shown_as_light():
    assert palette(None) == PALETTES["light"]


def test_css_variables_name_every_colour():
    css = css_variables("dark")
    assert "--gg-paper:#10171D" in css
    assert "--gg-on-accent:" in css


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_streamlit_is_configured_with_the_same_paper_and_ink(theme):
    configured = tomllib.loads(CONFIG.read_text(encoding="utf-8"))["theme"][theme]
    assert configured["backgroundColor"].upper() == PALETTES[theme].paper
    assert configured["textColor"].upper() == PALETTES[theme].ink
