"""The mainland of the United States, as the Census Bureau draws it."""

from importlib.resources import files

import shapely

from geogame.geo import ScoreScale
from geogame.regions.base import Region

PROVENANCE = (
    "US Census Bureau, cartographic boundary file cb_2018_us_nation_5m (public domain): "
    "the polygon that holds 39.50 N, 98.35 W"
)

# The distance between the bounding box's corners, written down since haversine's first call compiles for a second.
DIAGONAL_KM = 5629.4165160942


def usa() -> Region:
    """Mainland USA with four views a location; scores fall with its bounding box's diagonal, 5,629.4 km."""
    text = files("geogame.regions").joinpath("data/usa.geojson").read_text(encoding="utf-8")
    polygon = shapely.from_geojson(text)
    return Region(
        name="usa",
        title="Mainland USA",
        polygon=polygon,
        provenance=PROVENANCE,
        score_scale=ScoreScale("diagonal", DIAGONAL_KM),
        headings_deg=(0.0, 90.0, 180.0, 270.0),
    )
