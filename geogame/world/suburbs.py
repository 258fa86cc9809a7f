"""A street of houses, and what lies around each: drive, walk, shrubs, fences, neighbours behind."""

import itertools
import math

import numpy as np

from geogame.world import arrays as A
from geogame.world.colour import linear
from geogame.world.houses import HOUSES
from geogame.world.lots import vec
from geogame.world.solids import Footprint, Surface
from geogame.world.town import Town, roof_colour, weighted
from geogame.world.vehicles import car

NARROW = {
    "shotgun": 9.5, "row": 9.0, "bungalow": 15.0, "foursquare": 15.0, "victorian": 16.0, "cape": 18.0, "tract": 18.0,
    "saltbox": 19.0, "clapboard": 19.0, "ranch": 26.0, "stucco": 23.0, "adobe": 21.0, "farmhouse": 24.0,
}  # fmt: skip
"""Lot widths of houses that need less or more than the usual 22 m."""
_HALF_LOT_M = 15.0
"""Half the widest house with its garage: what corner lots keep clear of the crossing street."""
YARD_FENCES = {
    **dict.fromkeys("AZ NV".split(), ("wall", 0.95)),
    **dict.fromkeys("NM CA".split(), ("wall", 0.6)),
    **dict.fromkeys("TX OK CO UT ID WA OR KS".split(), ("boards", 0.85)),
    **dict.fromkeys("GA NC SC TN AL MS LA AR FL VA KY MO NE WY MT".split(), ("boards", 0.45)),
    **dict.fromkeys("NY NJ CT MA RI PA DE MD".split(), ("white", 0.3)),
}
"""What closes the gap between two houses towards the street, and how often; elsewhere yards run together."""
_LOOKS = {
    "wall": (("#c9b294", "#bfa588", "#d2c2a8"), A.MAT_STUCCO),
    "boards": (("#8a6a4c", "#7d7266", "#a07c56"), A.MAT_METAL_SHEET),
    "white": (("#e6e6e0",), A.MAT_METAL_SHEET),
}


def suburb(town: Town) -> None:
    """Line both sides of the street with houses of the state's styles, and set others behind them."""
    for side in (-1.0, 1.0):
        houses(town, side, -150.0, 150.0, 15.0)
        _behind(town, side)


def houses(town: Town, side: float, start: float, end: float, setback_m: float) -> None:
    """Line one side of the street from `start` to `end` with houses, set back behind the kerb."""
    rng, half = town.rng, float(town.road.params[A.ROAD_HALF_WIDTH])
    styles = _styles(town)
    apart = 1.25 if town.facts.people_nearby < 4e4 else 1.0
    v = start + rng.uniform(0, 10)
    while v < end:
        u = side * (half + setback_m + rng.uniform(0, 3.5))
        foot, dry = town.spot(u, v)
        style = weighted(rng, styles)
        next_v = v + NARROW.get(style, 22.0) * apart * rng.uniform(0.92, 1.1)
        if dry and _room(town, u, v):
            HOUSES[style](town.road.solids, foot, rng, roof_colour(town))
            town.clearings.append((foot.x, foot.y, 11.0))
            _slab(town, side, (v + 7.5, v + 10.5), 7.8)
            _yard(town, side, v, foot, next_v)
        if rng.random() < 0.45:
            parked, dry = town.spot(side * (half + rng.uniform(8, 11)), v + 9.0, math.pi / 2)
            if dry:
                car(town.road.solids, parked, rng, town.facts.state)
        v = next_v


def _styles(town: Town) -> dict[str, float]:
    return {k: v for k, v in town.customs.house_mix.items() if k not in ("trailer", "cabin")} or {"ranch": 1.0}


def _behind(town: Town, side: float) -> None:
    """Set the houses of the next street behind, their backs to this one."""
    rng, v = town.rng, -120.0
    while v < 120.0:
        u = side * (float(town.road.params[A.ROAD_HALF_WIDTH]) + rng.uniform(48.0, 54.0))
        foot, dry = town.spot(u, v, math.pi)
        style = weighted(rng, _styles(town))
        land = town.road.line(u, np.array([v - 8.0, v, v + 8.0]))[1]
        if dry and _room(town, u, v) and (land != A.FOREST).all() and (land != A.OPEN_WATER).all():
            HOUSES[style](town.road.solids, foot, rng, roof_colour(town))
            town.clearings.append((foot.x, foot.y, 11.0))
        v += max(20.0, NARROW.get(style, 22.0)) * rng.uniform(1.0, 1.3)


def _yard(town: Town, side: float, v: float, foot: Footprint, next_v: float) -> None:
    """
    Furnish the yard of a house.

    Parameters
    ----------
    town
        Where it stands.
    side
        Of the street: 1 right, -1 left.
    v, next_v
        Of this house's middle and the next one's, metres along the street.
    foot
        Its spot, the front towards the street.
    """
    rng, facts = town.rng, town.facts
    front = float(town.road.params[A.ROAD_HALF_WIDTH]) + 9.5
    if _off_streets(town, side, v - 2.0, v):
        _slab(town, side, (v - 1.8, v - 0.6), front - float(town.road.params[A.SHOULDER_HALF_WIDTH]))
    for along in rng.uniform(-7.0, 7.0, int(rng.integers(2, 7))):
        if abs(along) > 1.8:
            x, y = foot.at(float(along), -foot.half_y - 1.6)
            town.hedges.append((x, y))
    kind, share = YARD_FENCES.get(facts.state, ("", 0.0))
    if rng.random() < share:
        hexes, material = _LOOKS[kind]
        look = Surface(linear(hexes[int(rng.integers(len(hexes)))]), material)
        feet, land = town.road.line(side * (front + 9.0), np.array([v + 6.0, next_v - 6.0]))
        if next_v - v > 14.0 and not (land == A.OPEN_WATER).any() and _off_streets(town, side, v, next_v):
            low = feet - [0.0, 0.0, 0.35]
            town.road.solids.quad(vec(low[0]), vec(low[1] - low[0]), (0.0, 0.0, 2.15), look)


def _room(town: Town, u: float, v: float) -> bool:
    return bool(town.road.clear(u, np.array([v]), _HALF_LOT_M)[0])


def _off_streets(town: Town, side: float, start: float, end: float) -> bool:
    stations = np.linspace(start, end, 6)
    return bool(town.road.clear(side, stations, 1.0).all())


def _slab(town: Town, side: float, along: tuple[float, float], deep_m: float) -> None:
    """Lay concrete from the sidewalk towards a house, in pieces that follow the ground."""
    start, look = float(town.road.params[A.SHOULDER_HALF_WIDTH]), Surface(linear("#a8a49c"), A.MAT_CONCRETE)
    ends = np.array(along)
    rows = [town.road.line(side * u, ends)[0] + (0.0, 0.0, 0.07) for u in np.linspace(start, start + deep_m, 4)]
    for near, far in itertools.pairwise(rows):
        town.road.solids.quad(vec(near[0]), vec(near[1] - near[0]), vec(far[0] - near[0]), look)
