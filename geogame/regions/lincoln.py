"""The middle of Lincoln, Nebraska: a town for the rendered time machine, small enough to be searched place by place."""

import shapely

from geogame.geo import ScoreScale
from geogame.regions.base import Region

WEST, SOUTH, EAST, NORTH = -96.712, 40.804, -96.694, 40.822
PROVENANCE = "A box around downtown Lincoln, chosen by the author: inland, level, with snow and leaves in turn"

# The distance between the box's corners, written down since haversine's first call compiles for a second.
DIAGONAL_KM = 2.5101355774


def lincoln() -> Region:
    """Two kilometres from south to north by one and a half, four views a location."""
    return Region(
        name="lincoln",
        title="Lincoln, Nebraska (2.0 × 1.5 km)",
        polygon=shapely.box(WEST, SOUTH, EAST, NORTH),
        provenance=PROVENANCE,
        score_scale=ScoreScale("diagonal", DIAGONAL_KM),
        headings_deg=(0.0, 90.0, 180.0, 270.0),
        partition="tenths",
    )
