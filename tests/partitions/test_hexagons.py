import h3
import numpy as np
import pytest
import shapely

from geogame.errors import PartitionError
from geogame.partitions import load_partition
from geogame.partitions.hexagons import hexagons
from geogame.regions import load_region
from geogame.regions.base import Region


def region_of(polygon):
    return Region("made", "Made", polygon, "made", load_region("usa").score_scale, (0.0,))


@pytest.mark.parametrize("name", ["lincoln", "india", "cities"])
def test_hexagons_cover_the_region_once(name):
    region = load_region(name)
    cells = [cell.polygon for cell in load_partition("h3", name).cells]
    assert shapely.area(cells).sum() == pytest.approx(region.polygon.area, rel=1e-9)


def test_a_point_lies_in_the_hexagon_that_h3_says():
    region = region_of(shapely.box(10, 40, 14, 43))
    partition = hexagons(region, 4)
    rng = np.random.default_rng(4)
    lats, lons = rng.uniform(40, 43, 3000), rng.uniform(10, 14, 3000)
    cells = partition.locate(lats, lons)
    assert (cells >= 0).all()
    names = np.array([h3.latlng_to_cell(lat, lon, 4) for lat, lon in zip(lats, lons, strict=True)])
    members = {cell: names[cells == cell].tolist() for cell in set(cells.tolist())}
    chosen = {cell: max(set(found), key=found.count) for cell, found in members.items()}
    agreeing = np.mean([chosen[cell] == name for cell, name in zip(cells.tolist(), names.tolist(), strict=True)])
    assert agreeing > 0.99, "straight edges stand for arcs"
    assert [chosen[cell] for cell in sorted(chosen)] == sorted(chosen.values())


def test_hexagons_across_the_antimeridian_are_clipped_on_either_side():
    fiji = shapely.MultiPolygon([shapely.box(177, -19, 180, -16), shapely.box(-180, -19, -178, -16)])
    partition = hexagons(region_of(fiji), 3)
    assert shapely.area([cell.polygon for cell in partition.cells]).sum() == pytest.approx(fiji.area)
    assert partition.locate([-17.5, -17.5], [179.99, -179.99]).min() >= 0


@pytest.mark.parametrize("resolution", [-1, 16, 15])
def test_a_resolution_that_is_none_or_too_fine_is_refused(resolution):
    with pytest.raises(PartitionError, match="resolution"):
        hexagons(load_region("india"), resolution)
