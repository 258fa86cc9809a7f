import numpy as np
import pytest

from geogame.errors import PartitionError
from geogame.regions import load_region
from geogame.ui.grid import cuts
from geogame.ui.grid.cuts import Cut, cells_of, finest_deg, kinds, resolutions, usual_deg


def test_a_region_is_offered_the_cuts_that_fit_it():
    usa, cities = kinds(load_region("usa"), dataset=False), kinds(load_region("cities"), dataset=True)
    assert (usa[0], cities[0], kinds(load_region("india"), dataset=False)[0]) == ("fishnet", "places", "tenths")
    assert {"places", "adaptive"} & set(usa) == set()
    assert {"places", "adaptive"} <= set(cities)
    assert len(set(cities)) == len(cities)


@pytest.mark.parametrize("name", ["usa", "stockholm", "india", "cities", "lincoln"])
def test_the_finest_squares_and_hexagons_are_no_more_than_a_page_can_show(name):
    region = load_region(name)
    west, south, east, north = region.bounds
    assert (east - west) * (north - south) / finest_deg(region) ** 2 <= cuts.MOST_CELLS or finest_deg(region) == 1
    assert len(cells_of(Cut(name, f"fishnet:{usual_deg(region)}"))) <= 1000
    assert resolutions(region)[0] == 0


def test_more_cells_than_a_page_can_show_are_refused_with_the_remedy(monkeypatch):
    monkeypatch.setattr(cuts, "MOST_CELLS", 10)
    with pytest.raises(PartitionError, match=r"4x4 cuts lincoln into 16 cells.*take larger cells"):
        cells_of(Cut("lincoln", "fishnet:4x4"))


def test_adaptive_cells_follow_the_training_places_of_a_dataset(built_catalog):
    cut = Cut("usa", cuts.ADAPTIVE, (str(built_catalog.path), 1), 5)
    partition = cells_of(cut)
    train = built_catalog.select("train").locations
    assert len(train) > 5
    assert np.bincount(partition.locate(train["lat"], train["lon"])).max() <= 5
    assert cut.command == f"python -m geogame partition add NAME --dataset {built_catalog.path} --at-most 5"
    assert cells_of(cut) is partition, "made once"


def test_the_command_line_makes_the_same_cells():
    assert Cut("usa", "h3:3").command == "python -m geogame grid usa --partition h3:3 --geojson cells.geojson"
