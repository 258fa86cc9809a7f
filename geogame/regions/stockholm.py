"""The middle of Stockholm: where the Stockholm seed system photographed places on several dates."""

import shapely

from geogame.geo import ScoreScale
from geogame.regions.base import Region

WEST, SOUTH, EAST, NORTH = 17.975, 59.285, 18.125, 59.36
PROVENANCE = "A box around Stockholm's inner city, chosen by the author; the seed system's own outline has no source"

# The distance between the box's corners, written down since haversine's first call compiles for a second.
DIAGONAL_KM = 11.9149823127


def stockholm() -> Region:
    """Eight kilometres from south to north and as many across; views at four rotations."""
    return Region(
        name="stockholm",
        title="Stockholm, inner city",
        polygon=shapely.box(WEST, SOUTH, EAST, NORTH),
        provenance=PROVENANCE,
        score_scale=ScoreScale("diagonal", DIAGONAL_KM),
        headings_deg=(0.0, 90.0, 180.0, 270.0),
    )
