"""Which state of the base map a place lies in."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from shapely import STRtree

STATES_FILE = Path(__file__).parents[2] / "static" / "states.geojson"


def state_of(lat: float, lon: float) -> str:
    """Return the name of the state at a place (WGS84 degrees), empty outside all of them.

    The base map's outlines are simplified: a place within a few kilometres of a border may get the neighbour's
    name, one on the coast the nearest state within 0.1°.
    """
    from shapely import Point

    tree, names = _states()
    inside = tree.query(Point(lon, lat), predicate="intersects")
    if len(inside):
        return names[int(inside[0])]
    near = tree.query_nearest(Point(lon, lat), max_distance=0.1, all_matches=False)
    return names[int(near[0])] if len(near) else ""


@cache
def _states() -> tuple[STRtree, tuple[str, ...]]:
    from shapely import STRtree
    from shapely.geometry import shape

    if not STATES_FILE.is_file():
        return STRtree([]), ()
    features = json.loads(STATES_FILE.read_text(encoding="utf-8"))["features"]
    return (
        STRtree([shape(feature["geometry"]) for feature in features]),
        tuple(str(feature["properties"].get("name", "")) for feature in features),
    )
