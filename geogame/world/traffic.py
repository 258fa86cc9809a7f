"""Traffic: vehicles that drive on the right, and those that stand along the kerb. Densities are the author's."""

import math

import numpy as np
from numpy.typing import NDArray

from geogame.world import arrays as A
from geogame.world.mesh import Pose
from geogame.world.roadside import Roadside
from geogame.world.setting import Setting
from geogame.world.settlement import BIG_CITY, COUNTRY, DOWNTOWN, ROWS, SMALL_TOWN, STRIP, SUBURB
from geogame.world.vehicle_shapes import SIZES
from geogame.world.vehicles import draw_kind, free, stand

Rng = np.random.Generator
Floats = NDArray[np.float64]
# Mean gap between vehicles of one lane, metres, and how far along the road they are drawn.
HEADWAY_M = {COUNTRY: 520.0, SUBURB: 150.0, SMALL_TOWN: 70.0, STRIP: 55.0, ROWS: 80.0, DOWNTOWN: 48.0, BIG_CITY: 30.0}
REACH_M = {COUNTRY: 330.0}
TOWN_REACH_M = 170.0
# Share of the kerb's parking bays that are taken.
PARKED = {SUBURB: 0.1, SMALL_TOWN: 0.5, ROWS: 0.75, DOWNTOWN: 0.6, BIG_CITY: 0.7}
BAY_M = 6.4
CORNER_M = 7.5  # no parking so near to a crossing street
TURN_LANE_HALF_M = 1.8
SCHOOL_DAYS = (165, 235)  # no school bus between these days of the year


def traffic(s: Setting, road: Roadside) -> None:
    """Put vehicles on the lanes and along the kerbs."""
    _kerbs(s, road)
    _lanes(s, road)


def lanes(params: NDArray[np.float32]) -> tuple[float, ...]:
    """Distances of the lanes' middles right of the centre line, metres; a turning lane in the middle stays empty."""
    half = float(params[A.ROAD_HALF_WIDTH])
    inner = TURN_LANE_HALF_M if params[A.CENTRE_LINE] == A.CENTRE_TURN_LANE else 0.0
    if params[A.EDGE_LINE] == A.EDGE_SOLID_AND_LANES:
        return (inner + (half - inner) * 0.25, inner + (half - inner) * 0.75)
    return (min(half * 0.5, 1.9),)


def pose_at(road: Roadside, u: float, v: float, direction: float, half_length: float) -> Pose:
    """Pose of a vehicle `u` metres right of the centre line at `v`, facing along the road or against it."""
    feet, _ = road.line(u, np.array([v - half_length * 0.6, v, v + half_length * 0.6]))
    (ax, ay, az), (x, y, _z), (bx, by, bz) = (tuple(float(c) for c in foot) for foot in feet)
    run = math.hypot(bx - ax, by - ay)
    angle = math.atan2((by - ay) * direction, (bx - ax) * direction)
    return Pose(x, y, (az + bz) / 2 + 0.05, angle, (bz - az) / run * direction)


def _kind(s: Setting, rng: Rng) -> str:
    """Draw what drives here: now and then a truck, a school bus on a school day, a tractor among fields."""
    chance = float(rng.random())
    country = s.town == COUNTRY
    wide = float(s.params[A.PAVED_SHOULDER_M]) > 1.0 or s.town == STRIP
    gravel = s.params[A.ROAD_SURFACE] > 0
    for kind, share in (
        ("semi", 0.0 if gravel or s.town in (SUBURB, ROWS) else 0.16 if wide else 0.05),
        ("box_truck", 0.03 if country else 0.06),
        ("school_bus", 0.0 if SCHOOL_DAYS[0] < s.season.day_of_year < SCHOOL_DAYS[1] else 0.035),
        ("tractor", 0.14 * float(s.params[A.CROP_SHARE]) if country else 0.0),
    ):
        chance -= share
        if chance < 0:
            return kind
    return draw_kind(rng, s.facts.state)


def _lanes(s: Setting, road: Roadside) -> None:
    rng, p = s.rng["vehicles"], s.params
    headway = HEADWAY_M[s.town] * (2.2 if p[A.ROAD_SURFACE] > 0 else 1.0)
    reach = REACH_M.get(s.town, TOWN_REACH_M)
    for u in lanes(p):
        for direction in (1.0, -1.0):
            v = -reach + float(rng.exponential(headway))
            while v < reach:
                kind = _kind(s, rng)
                length = SIZES[kind][0]
                middle = v + length / 2
                # Driving on the right: along the road right of its centre line, against it on the left.
                pose = pose_at(road, u * direction, middle, direction, length / 2)
                if middle < reach and free(road.solids, kind, pose, 0.2):
                    stand(road.solids, kind, pose, rng, moving=True)
                v = middle + length / 2 + 5.0 + float(rng.exponential(headway))


def _kerbs(s: Setting, road: Roadside) -> None:
    share = PARKED.get(s.town, 0.0)
    if share <= 0:
        return
    rng, half = s.rng["vehicles"], float(s.params[A.ROAD_HALF_WIDTH])
    if half < 5.0:
        return
    for side in (1.0, -1.0):
        for v in np.arange(-112.0, 113.0, BAY_M):
            taken, shift, kind = float(rng.random()), float(rng.uniform(-0.35, 0.35)), draw_kind(rng, s.facts.state)
            width = SIZES[kind][1]
            if taken < share and road.clear(0.0, np.array([float(v)]), 9.0)[0]:
                pose = pose_at(road, side * (half - 0.25 - width / 2), float(v) + shift, side, SIZES[kind][0] / 2)
                if free(road.solids, kind, pose, 0.2):
                    stand(road.solids, kind, pose, rng)
