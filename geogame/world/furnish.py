"""Everything made by people in a scene: buildings, wires, fences, signs."""

import math

import numpy as np
from numpy.typing import NDArray

from geogame.world import arrays as A
from geogame.world.bridges import bridge
from geogame.world.colour import linear
from geogame.world.fences import fence
from geogame.world.furniture import furniture
from geogame.world.landforms import uninhabited
from geogame.world.rangeland import cattle_guards, ranch_gate, set_gate
from geogame.world.roadside import Roadside, delineators, guardrail, snow_poles, utility_line
from geogame.world.setting import Setting
from geogame.world.settlement import COUNTRY, traits
from geogame.world.signposts import put_signs
from geogame.world.streets import build
from geogame.world.town import Town, weighted
from geogame.world.traffic import traffic

RAILED_DROPS = 0.6
NEAR_SHORE_M = 45.0


def falling_side(params: NDArray[np.float32]) -> float:
    """Return on which side of the road the land falls into a valley or to a shore: 1 right, -1 left, 0 neither."""
    if params[A.LANDFORM] in (A.LANDFORM_VALLEY, A.LANDFORM_COAST):
        return 1.0 if params[A.LANDFORM_BEARING] > 0.0 else -1.0
    if params[A.WATER_DISTANCE_M] < NEAR_SHORE_M:
        return math.copysign(1.0, math.sin(float(params[A.WATER_BEARING] - params[A.ROAD_BEARING])))
    return 0.0


def furnish(s: Setting, road: Roadside, town: Town) -> None:
    """Everything made by people."""
    c, rng, edge = s.customs, s.rng["roadside"], float(s.params[A.SHOULDER_HALF_WIDTH])
    chances = rng.random(8)
    build(town, s.town)
    side = 1.0 if chances[0] < 0.5 else -1.0
    drop = falling_side(s.params) if s.town == COUNTRY else 0.0
    if drop:
        side = -drop
    if chances[1] < c.wires_share and traits(s.town).wires:
        away = 3.2 + 3.0 * chances[2] if s.town == COUNTRY else -0.6
        utility_line(road, c, side * (edge + away), 62 if s.town == COUNTRY else 42)
    if s.town == COUNTRY:
        # Where the land falls away beside the road a rail stands more often than the state's roads have one.
        share = max(c.guardrail_share, RAILED_DROPS) if drop else c.guardrail_share
        if chances[3] < share and c.guardrail != "none":
            guardrail(road, c.guardrail, -side * (edge + 0.6))
        _fences(s, road)
        snowed_in = s.facts.relief_m > 450 and s.facts.elevation_m > 1900 and s.facts.lat > 37
        if snowed_in and chances[5] < 0.4 and s.params[A.ROAD_SURFACE] < 0.5:
            snow_poles(road, edge + 0.7)
        elif chances[4] < c.delineators_share:
            delineators(road, edge + 0.8, linear(c.delineator_hex))
    bridge(s, road)
    put_signs(s, road)
    traffic(s, road)
    furniture(s, road, town)


def _fences(s: Setting, road: Roadside) -> None:
    """Fence the fields and the range on both sides, with the ranch's gate and the guards that break the line."""
    rng, mix = s.rng["roadside"], s.customs.fence_mix
    if uninhabited(s.params):
        return
    u = float(s.params[A.FOREST_SETBACK_M]) * 0.7 + float(s.params[A.SHOULDER_HALF_WIDTH]) + 1.6
    gate, kind = ranch_gate(s), "none"
    for each in (-1.0, 1.0):
        fenced, drawn = rng.random() < 0.85, weighted(rng, mix)
        if fenced:
            here = gate if gate is not None and gate.side == each else None
            fence(road, drawn, each * u, here.gap if here else None)
            kind = drawn if drawn != "none" else kind
            if here is not None and drawn != "none":
                set_gate(road, here, each * u)
    cattle_guards(s, road, u, kind)
