import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geogame.game import clean_name


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Ada", "Ada"),
        ("  Ada \t Lovelace\n", "Ada Lovelace"),
        ("", "You"),
        ("\x00\x1b\u202e", "You"),
        ("A\u202eda\x07", "Ada"),
        ("Zu\u0308rich", "Zürich"),
        ("x" * 99, "x" * 40),
        ("<b>Ada</b>", "<b>Ada</b>"),
    ],
)
def test_names_are_bounded_and_cleaned(typed, shown):
    assert clean_name(typed) == shown


@given(st.text(max_size=200))
def test_every_name_is_short_one_line_and_clean_for_good(text):
    name = clean_name(text)
    assert 1 <= len(name) <= 40
    assert not any(unicodedata.category(c).startswith("C") for c in name)
    assert clean_name(name) == name
