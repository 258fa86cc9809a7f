import pytest
from made_catalog import make_catalog
from made_models import recorded

from geogame.evaluation.results import Model
from geogame.regions import load_region
from geogame.ui.grid import words
from geogame.ui.grid.cuts import Cut, cells_of
from geogame.ui.grid.figures import confusion, flags, measured, offered, paint, shown, spread

SQUARES, COARSE = Cut("usa", "fishnet"), Cut("usa", "fishnet:2x1")


@pytest.fixture(scope="module")
def catalog():
    return make_catalog({3: 4, 19: 1}, others=2)


@pytest.fixture(scope="module")
def report():
    own = recorded()
    own["classification"]["confusion"] = [[19, 19, 5], [19, 12, 3], [200, 19, 2], [7, 12, 4]]
    return own


def test_places_are_counted_in_any_cells_by_split(catalog):
    own = spread(catalog, cells_of(SQUARES))
    assert {cell: len(ids) for cell, ids in own.ids.items()} == {3: 4, 19: 1, 0: 1, 1: 1}
    assert own.splits[3] == {"test": 4}
    other = spread(catalog, cells_of(COARSE))
    assert other.places == 7
    assert other.outside == 0
    assert sum((counted for counted in other.splits.values()), start=type(other.splits[0])()) == {"test": 5, "train": 2}


def test_confusion_counts_both_ways_and_right_answers_not_at_all(report):
    assert confusion(report, 19) == {12: 3, 200: 2}
    assert confusion(report, None) == {12: 7, 19: 2}
    assert confusion(report, 42) == {}


def test_colours_run_from_the_least_to_nearly_the_most(catalog, report):
    found = spread(catalog, cells_of(SQUARES))
    places = shown("places", SQUARES, found, None, None, "km")
    assert (places.low, places.high, places.shares[3], places.shares[19]) == ("0", "4", 1.0, 0.25)
    area = shown("area", SQUARES, found, None, None, "km")
    assert set(area.shares) == set(range(243))
    assert area.high.endswith("km² +")
    assert max(area.shares.values()) == 1.0
    recall = shown("recall", SQUARES, found, report, None, "km")
    assert (recall.low, recall.high, recall.shares[19]) == ("0 %", "100 %", 0.5)
    mixed = shown("confusion", SQUARES, found, report, 19, "km")
    assert mixed.title == words.CONFUSED_WITH.format(cell=19)
    assert mixed.shares == {12: 1.0, 200: pytest.approx(2 / 3)}


def test_every_cell_says_what_is_known_of_it(catalog, report):
    found = spread(catalog, cells_of(SQUARES))
    what = shown("places", SQUARES, found, report, 19, "km")
    told = paint(SQUARES, found, report, what, 19, "mi")
    assert len(told.notes) == 243
    assert told.notes[19].startswith(f"{words.area(cells_of(SQUARES).cells[19].area_km2)}, 1 place, mean ")
    assert told.notes[19].endswith(" mi off, 50 % right, mostly taken for 12")
    assert ", 0 places" in told.notes[100]
    assert told.chosen == 19


def test_only_what_is_known_is_offered(catalog, report, tmp_path):
    found = spread(catalog, cells_of(SQUARES))
    assert offered(None, None) == ["area"]
    assert offered(found, None) == ["places", "area"]
    assert offered(found, report) == list(words.COLOURS)
    own = cells_of(SQUARES).fingerprint
    models = [
        Model("fits", tmp_path, partition_fingerprint=own, reports=(report,)),
        Model("unmeasured", tmp_path, partition_fingerprint=own),
        Model("elsewhere", tmp_path, partition_fingerprint="0" * 16, reports=(report,)),
    ]
    assert list(measured(models, cells_of(SQUARES))) == ["fits"]
    assert measured(models, cells_of(COARSE)) == {}


def test_the_parts_of_a_scattered_region_are_marked():
    cities, usa = load_region("cities"), load_region("usa")
    assert [mark.truth for mark in flags(cities)] == list(cities.centres.values())
    assert flags(usa) == []
