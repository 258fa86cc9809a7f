from dataclasses import replace

import numpy as np
import pytest

from geogame.browse.filters import Filter, matching, searchable
from geogame.catalog import Catalog
from geogame.curation import Step


@pytest.fixture
def dated(built_catalog: Catalog) -> Catalog:
    """The stand-in's places with dates known to the day, the month, the year and not at all, and a creator."""
    dates = ["2019-05-31", "2019-05", "2019", ""] * 6
    frame = built_catalog.locations.assign(captured_on=dates, creator=["O'Neill <b>", *["someone"] * 23])
    return replace(built_catalog, locations=frame)


def found(catalog: Catalog, **wanted: object) -> list[int]:
    return matching(catalog, Filter(**wanted), {}).tolist()


def test_nothing_asked_for_fits_everything(built_catalog: Catalog) -> None:
    assert found(built_catalog) == list(range(24))


def test_each_field_narrows_and_together_they_narrow_more(built_catalog: Catalog) -> None:
    frame = built_catalog.locations
    cell = int(frame["cell"].iloc[3])
    assert found(built_catalog, cells=(cell,)) == np.flatnonzero(frame["cell"] == cell).tolist()
    train = found(built_catalog, splits=("train",))
    assert train == np.flatnonzero(frame["split"] == "train").tolist()
    assert found(built_catalog, splits=("train",), text=frame["id"].iloc[train[2]]) == [train[2]]
    assert found(built_catalog, splits=("val",), text=frame["id"].iloc[train[2]]) == []
    assert found(built_catalog, sources=("mapillary",)) == []


@pytest.mark.parametrize(
    ("since", "until", "kinds"),
    [
        ("2019-05-31", "", [0, 1, 2]),  # any day of that month or year may be meant
        ("2019-06", "", [2]),
        ("2020", "", []),
        ("", "2019-05-30", [1, 2]),
        ("", "2018", []),
        ("2019", "2019-05-31", [0, 1, 2]),
    ],
)
def test_dates_known_to_the_month_or_year_fit_if_any_day_does(
    dated: Catalog, since: str, until: str, kinds: list[int]
) -> None:
    assert sorted({row % 4 for row in found(dated, since=since, until=until)}) == kinds


def test_every_word_must_occur_and_none_is_a_pattern(dated: Catalog) -> None:
    assert found(dated, text="O'NEILL <B>") == [0]
    assert found(dated, text="o'neill someone") == []
    assert found(dated, text=".*") == []
    lines = searchable(dated)
    assert matching(dated, Filter(text="o'neill"), {}, lines).tolist() == [0]


def test_headings_and_marks(built_catalog: Catalog) -> None:
    views = built_catalog.views
    some = replace(
        built_catalog, views=views[(views["heading_deg"] != 90) | (views["location_id"] == built_catalog.ids[5])]
    )
    assert found(some, heading_deg=90.0) == [5]
    assert found(some, heading_deg=33.0) == []
    held = {built_catalog.ids[2]: Step((built_catalog.ids[2],), "flagged", "", "")}
    assert matching(some, Filter(marks=("flagged",)), held).tolist() == [2]
    assert len(matching(some, Filter(marks=("unmarked",)), held)) == 23
