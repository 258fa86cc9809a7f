"""Twenty-two cities of the world, those of the GeoSpottr seed system: each a disc, and a place with a name."""

from shapely.geometry import MultiPolygon, Polygon

from geogame.geo import GEOSCORE_KM, ScoreScale, destination
from geogame.regions.base import Region

RADIUS_KM = 12.0
CORNERS = 48
PROVENANCE = "Discs of 12 km around points in the middle, chosen by the author; the 22 names are GeoSpottr's"
CENTRES = {
    "Amsterdam": (52.373, 4.893),
    "Berlin": (52.520, 13.405),
    "Bogota": (4.650, -74.090),
    "Buenos Aires": (-34.604, -58.420),
    "Cape Town": (-33.935, 18.470),
    "Chicago": (41.879, -87.670),
    "Los Angeles": (34.053, -118.300),
    "Melbourne": (-37.810, 144.970),
    "Milan": (45.465, 9.190),
    "Montevideo": (-34.880, -56.170),
    "New York": (40.730, -73.980),
    "Rio de Janeiro": (-22.910, -43.230),
    "Santiago": (-33.450, -70.660),
    "Seoul": (37.555, 126.980),
    "Singapore": (1.345, 103.830),
    "Taipei": (25.045, 121.535),
    "Tel Aviv": (32.075, 34.795),
    "Tokyo": (35.685, 139.740),
    "Toronto": (43.680, -79.390),
    "Vancouver": (49.255, -123.110),
    "Vienna": (48.208, 16.373),
    "Zurich": (47.377, 8.541),
}


def cities() -> Region:
    """All 22 with four views a location; `places` makes each a cell, and scores are the field's for the whole Earth."""
    return Region(
        name="cities",
        title="22 cities",
        polygon=MultiPolygon([_disc(*centre) for centre in CENTRES.values()]),
        provenance=PROVENANCE,
        score_scale=ScoreScale("geoscore", GEOSCORE_KM),
        headings_deg=(0.0, 90.0, 180.0, 270.0),
        places=tuple(CENTRES),
    )


def _disc(lat: float, lon: float) -> Polygon:
    ring = [destination(lat, lon, -360.0 * corner / CORNERS, RADIUS_KM) for corner in range(CORNERS)]
    return Polygon([(x, y) for y, x in ring])
