"""Where in America landmarks stand, by state and by boxes of degrees.

Every table here is the author's, from general knowledge: chances are per scene, never measured.
"""

from dataclasses import dataclass

NEW_ENGLAND = frozenset("ME NH VT MA CT RI".split())
SOUTH = frozenset("VA NC SC GA FL AL MS LA AR TN KY WV".split())
MIDWEST = frozenset("OH IN IL MI WI MN IA MO".split())
PLAINS = frozenset("ND SD NE KS OK TX".split())
WEST = frozenset("MT WY CO NM AZ UT ID NV WA OR CA".split())
NO_BILLBOARDS = frozenset("VT ME".split())
"""States that forbid them."""

PUMPJACKS = {"TX": 0.22, "OK": 0.3, "ND": 0.14, "NM": 0.08, "WY": 0.14, "KS": 0.2, "LA": 0.08, "CO": 0.07, "MT": 0.04}
TURBINES = {
    "IA": 0.22, "KS": 0.18, "OK": 0.12, "TX": 0.1, "WY": 0.08, "MN": 0.14, "ND": 0.12, "SD": 0.12, "IL": 0.12,
    "IN": 0.07, "NE": 0.1, "CO": 0.08, "NM": 0.06, "OR": 0.05, "WA": 0.06, "MI": 0.06, "NY": 0.04, "ME": 0.02,
}  # fmt: skip
PIVOTS = {"NE": 0.3, "KS": 0.22, "ID": 0.25, "CO": 0.2, "TX": 0.15, "WA": 0.2, "SD": 0.08, "OK": 0.06, "MN": 0.04}
CONCRETE_ELEVATORS = {
    "KS": 0.16, "NE": 0.14, "OK": 0.1, "TX": 0.05, "CO": 0.06, "IA": 0.1, "IL": 0.08, "SD": 0.08, "IN": 0.04,
    "OH": 0.04, "MN": 0.06, "WA": 0.04,
}  # fmt: skip
WOODEN_ELEVATORS = {"ND": 0.16, "MT": 0.1, "SD": 0.06, "MN": 0.03, "ID": 0.03}
COTTON_STATES = frozenset("TX GA MS AR AL SC NC TN LA OK".split())
COTTON_DAYS = (275, 345)
HAY_DAYS = (165, 320)
LIGHTHOUSES = frozenset("ME NH MA RI CT NY NJ NC CA OR WA MI WI OH".split())
COURTHOUSES = {
    "TX": 0.5, "IN": 0.5, "IA": 0.5, "MO": 0.5, "TN": 0.5, "IL": 0.45, "KY": 0.45, "GA": 0.45, "MS": 0.45, "AL": 0.4,
    "AR": 0.4, "OH": 0.4, "KS": 0.35, "NE": 0.35, "OK": 0.3, "NC": 0.25, "SC": 0.25, "WV": 0.25, "VA": 0.2, "FL": 0.2,
    "LA": 0.2, "WI": 0.2, "MN": 0.2, "MI": 0.15,
}  # fmt: skip
"""How many small towns have a courthouse on a square."""
SNOW_FENCE_SHARE = {"WY": 0.4, "MT": 0.12, "SD": 0.12, "ND": 0.12, "CO": 0.08, "NE": 0.08, "MN": 0.06, "ID": 0.05}


@dataclass(frozen=True, slots=True)
class Zone:
    """A box of degrees in one state, and the chance that holds inside it."""

    share: float
    south: float = 0.0
    north: float = 90.0
    west: float = -180.0
    east: float = 0.0


# A state's first box that holds the place gives the chance; a state that is not here, or outside its boxes, has none.
OIL = {
    **{state: (Zone(share),) for state, share in PUMPJACKS.items()},
    "CA": (Zone(0.35, 34.9, 36.4, -120.2, -118.8),),
    "TX": (Zone(0.5, 30.5, 34.0, -104.0, -100.5), Zone(0.22)),
    "NM": (Zone(0.45, 31.0, 33.8, -104.6),),
    "ND": (Zone(0.4, east=-102.0),),
    "MT": (Zone(0.15, west=-106.0), Zone(0.1, south=48.0)),
    "UT": (Zone(0.25, south=39.6, west=-110.6),),
    "PA": (Zone(0.05, south=41.2, east=-78.5),),
}
WIND = {
    **{state: (Zone(share),) for state, share in TURBINES.items()},
    "TX": (Zone(0.32, south=31.5, east=-98.5), Zone(0.15, north=28.5)),
    "CO": (Zone(0.2, west=-104.6),),
    "NM": (Zone(0.14, west=-104.9),),
    "MT": (Zone(0.06, west=-111.0),),
    "OR": (Zone(0.3, 45.3, 46.4, -121.2, -117.8),),
    "WA": (Zone(0.3, 45.3, 47.1, -121.0, -117.3),),
    "OK": (Zone(0.28, east=-97.5),),
    "CA": (
        Zone(0.7, 33.8, 34.05, -116.8, -116.4),
        Zone(0.7, 34.9, 35.2, -118.6, -118.1),
        Zone(0.5, 37.6, 38.3, -122.0, -121.5),
    ),
    "IL": (Zone(0.18, south=39.8),),
    "IN": (Zone(0.12, south=40.0),),
}
IRRIGATED = {
    **{state: (Zone(share),) for state, share in PIVOTS.items()},
    "KS": (Zone(0.24, east=-98.2),),
    "NE": (Zone(0.3, east=-97.5),),
    "OK": (Zone(0.2, south=36.4, east=-99.9),),
    "SD": (Zone(0.06, east=-98.0),),
    "TX": (Zone(0.3, south=32.8, east=-100.5),),
    "CO": (Zone(0.25, west=-104.8), Zone(0.3, 37.2, 38.1, -106.3, -105.5)),
    "ID": (Zone(0.25, north=44.2),),
    "WA": (Zone(0.3, 45.5, 47.8, -120.2, -118.2),),
    "OR": (Zone(0.3, 45.5, 46.0, -120.2, -118.6),),
}


def share_at(table: dict[str, tuple[Zone, ...]], state: str, lat: float, lon: float) -> float:
    """Chance that a table gives a place."""
    for zone in table.get(state, ()):
        if zone.south < lat < zone.north and zone.west < lon < zone.east:
            return zone.share
    return 0.0


def water_tower_style(state: str, chance: float) -> str:
    """Which water tower a region builds: legs in the old Midwest and South, a tank on the hill in New England."""
    if state in NEW_ENGLAND or state in ("NY", "PA", "WA", "OR", "CA", "NV", "UT", "AZ"):
        return "standpipe" if chance < 0.75 else "legged"
    if state in PLAINS or state in MIDWEST:
        return "legged" if chance < 0.4 else "spheroid"
    return "legged" if chance < 0.55 else "spheroid"


def church_style(state: str) -> str | None:
    """Which church stands in the country; None where the author knows of no habit."""
    if state == "NM":
        return "mission"
    if state in MIDWEST or state in ("KY", "MD", "PA", "NE", "KS"):
        return "brick"
    return "white" if state in NEW_ENGLAND or state in SOUTH or state in ("NY", "TX", "ND", "SD") else None
