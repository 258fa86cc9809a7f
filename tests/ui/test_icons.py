import re
from urllib.parse import unquote
from xml.etree import ElementTree as ET

import pytest

from geogame.ui.icons import icon, icon_css, mark_css
from geogame.ui.theme import PALETTES


@pytest.mark.parametrize("css", [icon_css(), mark_css(PALETTES["light"]), mark_css(PALETTES["dark"])])
def test_every_picture_in_the_stylesheet_is_well_formed_svg(css):
    pictures = re.findall(r'url\("data:image/svg\+xml,(.*?)"\)', css)
    assert len(pictures) >= 3
    for picture in pictures:
        assert ET.fromstring(unquote(picture)).tag.endswith("svg")  # noqa: S314 - our own text


def test_icons_are_hidden_from_screen_readers():
    assert 'aria-hidden="true"' in icon("help")


def test_an_unknown_icon_is_refused_with_the_list_of_known_ones():
    with pytest.raises(KeyError, match="compass"):
        icon("rocket")
