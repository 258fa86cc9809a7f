"""Where a species may stand: boxes of latitude and longitude that placement enforces. Typed by the author.

A species without an entry stands wherever its biome puts it. The boxes hold wild and commonly planted ranges, drawn
coarsely from general knowledge.
"""

Box = tuple[float, float, float, float]
"""South, north, west, east, degrees."""

RANGES: dict[str, tuple[Box, ...]] = {
    "sabal_palm": (
        (24.3, 30.9, -88.2, -79.8), (30.5, 34.1, -82.2, -77.7), (28.8, 30.6, -97.5, -88.0), (25.7, 29.0, -99.0, -96.5),
    ),
    "royal_palm": ((24.3, 27.9, -82.9, -79.9),),
    "fan_palm": (
        (32.5, 38.9, -123.0, -114.3), (31.3, 34.2, -115.0, -110.4), (35.0, 36.5, -115.8, -114.4),
        (25.7, 29.9, -100.5, -96.0), (24.3, 28.5, -82.9, -79.9),
    ),
    "date_palm": ((32.5, 35.0, -121.0, -111.3), (35.0, 36.5, -115.8, -114.4), (24.3, 28.5, -82.9, -79.9)),
    "palmetto": ((24.3, 31.4, -93.0, -79.8), (31.0, 34.6, -82.8, -77.4)),
    "mangrove": ((24.3, 28.0, -82.9, -79.9),),
    "saguaro": ((31.3, 34.6, -114.6, -109.9),),
    "joshua_tree": ((33.6, 38.0, -118.7, -112.6),),
    "ocotillo": ((28.9, 34.7, -116.8, -99.9),),
    "cholla": ((28.9, 36.9, -118.0, -101.5),),
    "creosote": ((26.0, 37.5, -118.6, -98.5),),
    "agave": ((28.9, 36.0, -117.5, -99.0),),
    "sotol": ((28.9, 33.5, -111.5, -98.5),),
    "redwood": ((35.8, 42.3, -124.5, -121.3),),
    "mossy_oak": ((27.0, 32.0, -85.6, -79.9), (31.0, 34.7, -82.3, -77.4), (28.9, 31.2, -95.6, -84.9)),
    "mossy_cypress": ((26.0, 32.0, -85.6, -79.9), (31.0, 35.6, -82.3, -76.3), (28.9, 31.6, -95.6, -84.9)),
    "bald_cypress": ((25.0, 38.7, -99.9, -75.0),),
    "kudzu": ((30.3, 37.2, -91.6, -76.6),),
    "sawgrass": ((24.3, 36.0, -95.5, -75.4),),
    "tumbleweed": ((31.0, 49.0, -121.0, -97.0),),
    "sugarcane": ((25.0, 31.2, -98.5, -80.0),),
    "valley_oak": ((32.5, 43.0, -124.2, -116.5),),
    "eucalyptus": ((32.5, 40.5, -124.2, -116.5),),
    "citrus": ((25.0, 30.0, -99.5, -80.0), (32.5, 37.5, -120.5, -111.0)),
}  # fmt: skip
"""Species of the atlas (its long names) to the boxes outside which it is never placed."""


def grows_at(species: str, lat: float, lon: float) -> bool:
    """Whether a species of the atlas (its long name) may stand at a place, in degrees."""
    boxes = RANGES.get(species)
    return boxes is None or any(inside(box, lat, lon) for box in boxes)


def inside(box: Box, lat: float, lon: float) -> bool:
    """Whether a place lies in a box."""
    south, north, west, east = box
    return south <= lat <= north and west <= lon <= east
