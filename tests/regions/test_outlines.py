import json

import numpy as np
import pytest
import shapely

from geogame.errors import RegionError
from geogame.regions.countries import country
from geogame.regions.outlines import cut_at_antimeridian, outline_of, read_outline, scale_of

SQUARE = [[0, 0], [4, 0], [4, 4], [0, 4], [0, 0]]


def polygon(*rings):
    return {"type": "Polygon", "coordinates": list(rings)}


def feature(geometry, name=""):
    return {"type": "Feature", "properties": {"name": name}, "geometry": geometry}


def collection(*features):
    return {"type": "FeatureCollection", "features": list(features)}


def test_polygons_features_and_collections_are_read_with_holes_and_islands(tmp_path):
    hole = [[1, 1], [1, 2], [2, 2], [2, 1], [1, 1]]
    island = [[6, 0], [7, 0], [7, 1], [6, 1], [6, 0]]
    path = tmp_path / "Å land.geojson"
    point = feature({"type": "Point", "coordinates": [0, 0]})
    path.write_text("\ufeff" + json.dumps(collection(feature(polygon(SQUARE, hole)), feature(polygon(island)), point)))
    outline = read_outline(path)
    assert outline.polygon.area == 16
    assert outline.places == ()
    assert outline_of(polygon(SQUARE, hole), "made").polygon.area == 15


def test_features_with_names_that_lie_apart_are_places():
    east = [[x + 10, y] for x, y in SQUARE]
    outline = outline_of(collection(feature(polygon(SQUARE), "West"), feature(polygon(east), "East")), "made")
    assert outline.places == ("West", "East")
    assert [part.bounds[0] for part in shapely.get_parts(outline.polygon)] == [0, 10]
    overlapping = collection(feature(polygon(SQUARE), "One"), feature(polygon(SQUARE), "Two"))
    assert outline_of(overlapping, "made").places == ()


@pytest.mark.parametrize(
    "ring",
    [
        [[170, -10], [190, -10], [190, 10], [170, 10], [170, -10]],
        [[170, -10], [-170, -10], [-170, 10], [170, 10], [170, -10]],
        [[-190, -10], [-170, -10], [-170, 10], [-190, 10], [-190, -10]],
    ],
)
def test_what_crosses_the_antimeridian_is_cut_there_however_it_is_written(ring):
    area = outline_of(polygon(ring), "made").polygon
    assert sorted(part.bounds for part in area.geoms) == [(-180, -10, -170, 10), (170, -10, 180, 10)]
    assert scale_of(area).kind == "geoscore"


def test_a_hole_that_crosses_the_antimeridian_stays_a_hole():
    outer = [[170, -10], [-170, -10], [-170, 10], [170, 10], [170, -10]]
    inner = [[179, -1], [179, 1], [-179, 1], [-179, -1], [179, -1]]
    area = outline_of(polygon(outer, inner), "made").polygon
    assert area.area == pytest.approx(400 - 4)
    assert not shapely.intersects_xy(area, [179.5, -179.5], [0, 0]).any()


def test_what_does_not_cross_comes_back_unchanged():
    shape = shapely.Polygon(SQUARE)
    assert cut_at_antimeridian(shape).equals_exact(shape, 0)


@pytest.mark.parametrize(
    ("geometry", "message"),
    [
        (polygon([[0, 0], [4, 4], [4, 0], [0, 4], [0, 0]]), r"no simple area \(Self-intersection"),
        (polygon([[0, 0], [4, 0], [0, 0], [0, 0]]), "no (simple )?area"),
        (polygon([[0, 100], [4, 100], [4, 104], [0, 100]]), "longitude first"),
        (polygon([[674521, 6580221], [674589, 6580082], [674463, 6580325], [674521, 6580221]]), "leaves the Earth"),
        (polygon([[-180, -60], [-60, -60], [60, -60], [180, -60], [-180, -60]]), "no (simple )?area|pole"),
        (polygon([[0, -60], [120, -60], [240, -60], [360, -60], [0, -60]]), "pole"),
        ({"type": "LineString", "coordinates": SQUARE}, "holds no polygon"),
        (collection(), "holds no polygon"),
        ([1, 2], "holds no polygon"),
    ],
)
def test_what_is_no_area_on_earth_is_refused_with_what_is_wrong(geometry, message):
    with pytest.raises(RegionError, match=message):
        outline_of(geometry, "made")


def test_a_file_that_is_no_geojson_is_refused(tmp_path):
    (tmp_path / "made.geojson").write_text("<html>")
    for name in ("made.geojson", "gone.geojson"):
        with pytest.raises(RegionError, match=rf"{name}.*GeoJSON"):
            read_outline(tmp_path / name)


def test_countries_are_found_by_name_and_code_and_similar_names_are_proposed():
    assert country("india").equals(country("IND"))
    assert country("Fiji").bounds[0] == -180
    assert np.isfinite(country("Croatia").area)
    with pytest.raises(RegionError, match="germany"):
        country("Germani")
