"""Countries as Natural Earth draws them at 1 : 110 million; no statement on sovereignty."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files

import shapely
from shapely.geometry import MultiPolygon, Polygon

from geogame.errors import RegionError
from geogame.geo import ScoreScale
from geogame.regions.base import Region

PROVENANCE = "Natural Earth 1 : 110 million, ne_110m_admin_0_countries (public domain), as drawn there"

# The distance between the bounding box's corners, written down since haversine's first call compiles for a second.
INDIA_DIAGONAL_KM = 4265.3327300301


def country(name: str) -> Polygon | MultiPolygon:
    """Outline of a country by its English name or three-letter code (ISO 3166), case aside.

    Raises
    ------
    RegionError
        If Natural Earth has none of that name; the message names similar ones.
    """
    outlines = _outlines()
    found = outlines.get(name.casefold())
    if found is None:
        import difflib

        near = difflib.get_close_matches(name.casefold(), outlines, n=5, cutoff=0.5)
        hint = f"did you mean {', '.join(near)}?" if near else "give an English name or a three-letter code"
        raise RegionError(f"there is no country {name!r} among Natural Earth's 177; {hint}")
    return found


@cache
def _outlines() -> dict[str, Polygon | MultiPolygon]:
    text = files("geogame.regions").joinpath("data/countries.geojson").read_text(encoding="utf-8")
    outlines = {}
    for feature in json.loads(text)["features"]:
        polygon = shapely.geometry.shape(feature["geometry"])
        outlines[feature["properties"]["name"].casefold()] = polygon
        if feature["properties"]["iso_a3"] != "-99":
            outlines[feature["properties"]["iso_a3"].casefold()] = polygon
    return outlines


def india() -> Region:
    """India's mainland, the India seed system's region; `tenths` cuts it into the system's 58 cells."""
    return Region(
        name="india",
        title="India",
        polygon=country("India"),
        provenance=PROVENANCE,
        score_scale=ScoreScale("diagonal", INDIA_DIAGONAL_KM),
        headings_deg=(0.0, 90.0, 180.0, 270.0),
        partition="tenths",
    )


def country_of(lat: float, lon: float) -> str:
    """Return the English name of the country at a place (WGS84 degrees), empty at sea.

    Outlines are coarse: on a coast it is the nearest country within 0.5°.
    """
    tree, names = _tree()
    point = shapely.Point(lon, lat)
    inside = tree.query(point, predicate="intersects")
    if len(inside):
        return names[int(inside[0])]
    near = tree.query_nearest(point, max_distance=0.5, all_matches=False)
    return names[int(near[0])] if len(near) else ""


@cache
def _tree() -> tuple[shapely.STRtree, tuple[str, ...]]:
    text = files("geogame.regions").joinpath("data/countries.geojson").read_text(encoding="utf-8")
    features = json.loads(text)["features"]
    return (
        shapely.STRtree([shapely.geometry.shape(feature["geometry"]) for feature in features]),
        tuple(str(feature["properties"]["name"]) for feature in features),
    )
