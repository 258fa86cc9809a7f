"""The table of a reveal: each guess beside the place."""

from geogame.ui.reveal import words
from geogame.ui.reveal.land import Column, markup

PLACE = Column("truth", "The place", 41.25, -96.0, "", 131)
YOURS = Column("you", "<b>Your guess</b>", 39.5, -106.0, "", 98)
MODELS = Column("model", "The model's guess", 41.3, -96.5, "M", 131)
PARIS, LYON = Column("truth", "The place", 48.9, 2.4, "", 3), Column("you", "Your guess", 45.8, 4.8, "", -1)


def test_every_guess_has_a_column_and_a_sentence_on_how_its_land_differs():
    html = markup([YOURS, PLACE, MODELS], "km")
    assert html.count('<th scope="col">') == 3
    assert "Nebraska" in html
    assert "Colorado" in html
    assert "higher" in html.split("<table>")[0]
    assert "much the same kind of land" in html.split("<table>")[0]
    assert "<b>Your" not in html


def test_where_no_facts_are_known_there_are_places_and_cells_alone():
    html = markup([LYON, PARIS], "km")
    assert "France" in html
    assert words.CELL in html
    assert words.CLIMATE not in html
    assert words.LAND_NOTE not in html
