"""Bends, side roads and the state of the surface: what makes one road differ from the next."""

import math

import numpy as np
from numpy.typing import NDArray

from geogame.world import arrays as A
from geogame.world.customs import Customs
from geogame.world.facts import Facts
from geogame.world.settlement import BIG_CITY, COUNTRY, DOWNTOWN, ROWS, SMALL_TOWN, STRIP, SUBURB

Floats = NDArray[np.float32]
Rng = np.random.Generator
DOTTED = frozenset(("CA",))
"""States where raised dots mark lanes."""
PERIODS_M = {SUBURB: 150.0, SMALL_TOWN: 120.0, STRIP: 240.0, ROWS: 120.0, DOWNTOWN: 120.0, BIG_CITY: 120.0}
"""From one cross street to the next."""
_HALF_WIDTHS_M = {SUBURB: 4.2, SMALL_TOWN: 4.6, STRIP: 5.4, ROWS: 4.4, DOWNTOWN: 5.0, BIG_CITY: 5.4}
_TRACKLESS = (
    A.LANDFORM_DUNES,
    A.LANDFORM_BADLANDS,
    A.LANDFORM_CANYON,
    A.LANDFORM_LAVA,
    A.LANDFORM_VALLEY,
    A.LANDFORM_COAST,
    A.LANDFORM_SALT,
)
_TIGHTEST_PER_M = 1 / 80.0  # curvature of an S-curve


def lay_details(p: Floats, facts: Facts, customs: Customs, town: int, rng: Rng) -> None:
    """
    Add bends, crossing streets and wear to a road.

    Parameters
    ----------
    p
        Layout parameters of `road.layout`, in and out.
    facts, customs
        What is known of the place.
    town
        One of ``settlement``.
    rng
        Source of chance.
    """
    chances = rng.random(10)
    _sway(p, facts, town, chances)
    _crossing(p, customs, town, chances)
    if p[A.ROAD_SURFACE] > 0.5:
        if chances[7] < (0.12 if p[A.SQUARE_FIELDS] > 0.5 else 0.5):
            p[A.GRASS_CROWN] = 0.45 + 0.5 * chances[8]
            p[A.ROAD_HALF_WIDTH] = 1.9 + 0.5 * chances[8]
            p[A.SHOULDER_HALF_WIDTH] = p[A.ROAD_HALF_WIDTH] + 0.5
        return
    p[A.PATCHES] = float(np.clip(chances[7] * 1.3 - 0.45, 0, 1)) * (0.5 + customs.tar_snakes)
    p[A.BOTTS_DOTS] = float(facts.state in DOTTED and chances[8] < 0.7)
    if town == STRIP:
        p[A.CENTRE_LINE] = A.CENTRE_TURN_LANE


def _sway(p: Floats, facts: Facts, town: int, chances: NDArray[np.float64]) -> None:
    """Let a road in the hills swing from side to side; in the mountains more."""
    flat = p[A.SQUARE_FIELDS] > 0.5 or facts.relief_m < 60
    if town != COUNTRY or flat or p[A.WATER_DISTANCE_M] < A.NO_WATER or chances[0] > 0.75:
        return
    length = 170.0 + 190.0 * chances[1]
    widest = _TIGHTEST_PER_M / (2 * math.pi / length) ** 2
    swing = min(widest, 2.0 + 0.03 * facts.relief_m) * (0.5 + 0.5 * chances[2])
    p[A.SWAY_M] = swing * (1.0 if chances[3] < 0.5 else -1.0)
    p[A.SWAY_WAVELENGTH_M] = length


def _dry_kind(p: Floats, kind: float) -> float:
    """Return the kind of junction whose street does not run into the sea beside the road."""
    if p[A.WATER_DISTANCE_M] >= A.NO_WATER:
        return kind
    on_right = math.sin(float(p[A.WATER_BEARING] - p[A.ROAD_BEARING])) > 0
    return A.CROSS_LEFT if on_right else A.CROSS_RIGHT


def _crossing(p: Floats, customs: Customs, town: int, chances: NDArray[np.float64]) -> None:
    if town != COUNTRY:
        p[A.CROSS_KIND] = _dry_kind(p, A.CROSS_BOTH)
        p[A.CROSS_PERIOD_M] = PERIODS_M[town]
        p[A.CROSS_HALF_WIDTH] = _HALF_WIDTHS_M[town]
        p[A.CROSS_PAVED] = 1.0
        p[A.CROSS_V_M] = (22.0 + 38.0 * chances[5]) * (1 if chances[6] < 0.5 else -1)
        p[A.CROSSWALKS] = float(town != SUBURB)
        return
    if p[A.LANDFORM] in _TRACKLESS:
        return
    square = p[A.SQUARE_FIELDS] > 0.5
    if chances[4] > (0.5 if square else 0.4):
        return
    through = chances[9] < (0.5 if square else 0.15)
    one_side = A.CROSS_RIGHT if chances[9] * 97 % 1 < 0.5 else A.CROSS_LEFT
    p[A.CROSS_KIND] = _dry_kind(p, A.CROSS_BOTH if through else one_side)
    p[A.CROSS_V_M] = (16.0 + 50.0 * chances[5]) * (1.0 if chances[6] < 0.5 else -1.0)
    paved = p[A.ROAD_SURFACE] < 0.5 and chances[3] < 0.75 - customs.gravel_share
    p[A.CROSS_PAVED] = float(paved)
    lane = not paved and chances[2] < 0.5
    p[A.CROSS_HALF_WIDTH] = 3.2 if paved else 1.9 if lane else 2.9
