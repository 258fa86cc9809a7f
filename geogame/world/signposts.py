"""Which signs stand along a road, where, and on what posts."""

import math
from dataclasses import dataclass

import numpy as np

from geogame.world import arrays as A
from geogame.world.colour import linear
from geogame.world.kernels.placement import RIVER_BANK_M
from geogame.world.limits import RURAL_LIMITS_MPH
from geogame.world.roadside import GREY_STEEL, WOOD, Floats, Roadside
from geogame.world.setting import Setting
from geogame.world.settlement import COUNTRY, SUBURB
from geogame.world.signs import sign_back, sign_texture
from geogame.world.solids import Vec

SIZES_M = {"speed": 0.95, "mile": 0.8, "stop": 0.8, "yield": 0.9, "pennant": 1.0, "chevron": 0.8, "warning": 1.05}
MOOSE = frozenset(("ME", "NH", "VT"))
ELK = frozenset(("MT", "WY", "CO", "ID", "UT", "NM", "OR", "WA", "AZ"))
OPEN_RANGE = frozenset(("NV", "UT", "AZ", "NM", "WY", "MT", "ID", "CO"))
BUGGIES = frozenset(("PA", "OH", "IN"))
_BEND_PER_M = 0.0012  # of ROAD_CURVE: a bend that deserves a sign
_TOP_M = 2.75


@dataclass(frozen=True, slots=True)
class _Reader:
    """Who a sign is for: the way they drive, in the road's own axes."""

    right: float  # metres towards +u for a metre on
    ahead: float  # metres towards +v


FORTH, BACK = _Reader(0.0, 1.0), _Reader(0.0, -1.0)
FROM_RIGHT, FROM_LEFT = _Reader(-1.0, 0.0), _Reader(1.0, 0.0)


def put_signs(s: Setting, road: Roadside) -> None:
    """Put up the signs of a scene; those that tell of bends and junctions tell the truth."""
    edge = float(s.params[A.SHOULDER_HALF_WIDTH])
    rng = s.rng["signs"]
    if s.params[A.ROAD_SURFACE] < 0.5:
        for kind, detail, v in _along(s):
            if _on_crossing(s, v, 4.0):
                continue
            signpost(
                road, kind, detail, (math.copysign(edge + 1.5, v), v), FORTH if v > 0 else BACK, s.customs.sign_post
            )
            if kind in ("speed", "mile", "shield") and rng.random() < 0.4:
                behind = -v + float(rng.uniform(-4, 4))
                if not _on_crossing(s, behind, 4.0):
                    at = (math.copysign(edge + 1.5, v), behind)
                    signpost(road, kind, detail, at, FORTH if v > 0 else BACK, s.customs.sign_post)
        if s.town == COUNTRY:
            _chevrons(s, road, edge)
            if s.params[A.CENTRE_LINE] == A.CENTRE_DOUBLE and rng.random() < 0.2:
                v = _somewhere(s, 12, 30)
                if not _on_crossing(s, v, 4.0):
                    at = (-math.copysign(edge + 1.5, v), v)
                    signpost(road, "pennant", "", at, FORTH if v > 0 else BACK, s.customs.sign_post)
    _at_junctions(s, road)


def _along(s: Setting) -> list[tuple[str, str, float]]:
    """Signs beside the road: kind, detail, metres along; all face the camera."""
    p, rng, state = s.params, s.rng["signs"], s.facts.state
    chances = rng.random(6)
    bends = abs(float(p[A.ROAD_CURVE])) > _BEND_PER_M or abs(float(p[A.SWAY_M])) > 3.0
    kinds: list[tuple[str, str]] = []
    if s.town == COUNTRY and chances[0] < 0.42 and state in RURAL_LIMITS_MPH and not bends and p[A.CENTRE_LINE] > 0:
        kinds.append(("speed", str(RURAL_LIMITS_MPH[state])))
    if chances[1] < (0.5 if s.town == COUNTRY else 0.3):
        national = p[A.PAVED_SHOULDER_M] > 0.7 and chances[5] < 0.3
        kinds.append(("shield", "US" if national else state))
    if s.town == COUNTRY and chances[3] < 0.2:
        kinds.append(("mile", ""))
    out = [(kind, detail, _somewhere(s, 9 + 7 * k, 8)) for k, (kind, detail) in enumerate(kinds)]
    if chances[2] < (0.42 if s.town == COUNTRY else 0.1):
        v = _somewhere(s, 14, 22)
        symbol = _warning(s, v, bends)
        if symbol:
            out.append(("warning", symbol, v))
    return out


def _somewhere(s: Setting, least: float, spread: float) -> float:
    rng = s.rng["signs"]
    return (least + float(rng.uniform(0, spread))) * float(rng.choice([-1, 1]))


def _warning(s: Setting, v: float, bends: bool) -> str:
    """Return what the driver who reads a sign at ``v`` is warned of."""
    p, state = s.params, s.facts.state
    way = 1.0 if v > 0 else -1.0
    found: list[str] = []
    if bends and abs(float(p[A.ROAD_CURVE])) > _BEND_PER_M and abs(float(p[A.SWAY_M])) <= 3.0:
        found += ["curve" if p[A.ROAD_CURVE] * way > 0 else "curve_left"] * 4
    elif bends:
        found += ["winding"] * 4
    if s.town == COUNTRY:
        if p[A.CROSS_KIND] > 0.5 and (p[A.CROSS_V_M] - v) * way > 0:
            on_right = p[A.CROSS_KIND] == (A.CROSS_RIGHT if way > 0 else A.CROSS_LEFT)
            found += ["cross" if p[A.CROSS_KIND] == A.CROSS_BOTH else "side_right" if on_right else "side_left"] * 4
        found += ["moose", "moose"] if state in MOOSE else []
        found += ["elk"] if state in ELK and s.blend.forest_share > 0.2 else []
        found += ["cattle", "cattle"] if state in OPEN_RANGE and s.blend.forest_share < 0.3 else []
        found += ["deer"] if s.blend.forest_share > 0.12 and state not in OPEN_RANGE else []
        found += ["tractor"] if p[A.CROP_SHARE] > 0.3 else []
        found += ["buggy"] if state in BUGGIES and p[A.CROP_SHARE] > 0.15 else []
        found += ["rocks"] * 2 if s.facts.relief_m > 420 else []
        found += ["hill"] if p[A.HILL_M] > 16 else []
    return found[int(s.rng["signs"].integers(len(found)))] if found else ""


def _chevrons(s: Setting, road: Roadside, edge: float) -> None:
    """Line the outside of a sharp bend."""
    curve = float(s.params[A.ROAD_CURVE])
    if abs(curve) < 0.0019 or s.rng["signs"].random() < 0.4:
        return
    outside = -math.copysign(edge + 1.3, curve)
    for v in (26.0, 42.0, 58.0, 74.0):
        for way, reader in ((1.0, FORTH), (-1.0, BACK)):
            if not _on_crossing(s, way * v, 3.0):
                side = "right" if curve * way > 0 else "left"
                signpost(road, "chevron", side, (outside, way * v), reader, s.customs.sign_post)


def _on_crossing(s: Setting, v: float, margin: float) -> bool:
    p = s.params
    if abs(v - float(p[A.RIVER_V_M])) < float(p[A.RIVER_HALF_WIDTH_M]) + margin + RIVER_BANK_M:
        return bool(p[A.RIVER_HALF_WIDTH_M] > 0)
    if p[A.CROSS_KIND] < 0.5:
        return False
    ahead, period = v - float(p[A.CROSS_V_M]), float(p[A.CROSS_PERIOD_M])
    if period > 0:
        ahead -= period * math.floor(ahead / period + 0.5)
    return abs(ahead) < float(p[A.CROSS_HALF_WIDTH]) + margin


def _at_junctions(s: Setting, road: Roadside) -> None:
    """Stop whoever comes from a side road; in suburbs too, where no signals hang."""
    p, rng = s.params, s.rng["signs"]
    kind = int(p[A.CROSS_KIND])
    if kind == A.CROSS_NONE or s.town not in (COUNTRY, SUBURB):
        return
    quiet = p[A.CROSS_PAVED] < 0.5
    chance = float(rng.random())
    if s.town == COUNTRY and quiet and (p[A.CROSS_HALF_WIDTH] < 2.5 or chance < 0.3):
        return
    face = "yield" if quiet and chance > 0.8 else "stop"
    half, paved = float(p[A.CROSS_HALF_WIDTH]), float(p[A.ROAD_HALF_WIDTH] + p[A.PAVED_SHOULDER_M])
    first, period = float(p[A.CROSS_V_M]), float(p[A.CROSS_PERIOD_M])
    stations = [first] if period == 0 else [first - period, first, first + period]
    for v in stations:
        if abs(v) > 110:
            continue
        for side, reader, has in ((1.0, FROM_RIGHT, kind != A.CROSS_LEFT), (-1.0, FROM_LEFT, kind != A.CROSS_RIGHT)):
            if not has:
                continue
            at = (side * (paved + 2.6), v + side * (half + 2.6))
            signpost(road, face, "", at, reader, s.customs.sign_post)
            if s.town != COUNTRY and side > 0:
                signpost(road, "street", "", at, reader, "", 3.15)
                signpost(road, "street", "", at, FORTH, "", 2.95)


def signpost(
    road: Roadside,
    kind: str,
    detail: str,
    place: tuple[float, float],
    reader: _Reader,
    post: str,
    top_m: float = _TOP_M,
) -> None:  # fmt: skip
    """
    Set a sign for one way of traffic; from behind its bare back is seen.

    Parameters
    ----------
    road
    kind, detail
        As `signs.sign_texture` takes them.
    place
        (u, v) metres in road coordinates.
    reader
        The way those drive who shall read it.
    post
        One of ``customs.SIGN_POSTS``, or empty for none.
    top_m
        Height of its upper edge.
    """
    u, v = place
    feet, _ = road.line(u, np.array([v - 1.0, v, v + 1.0]))
    foot = feet[1]
    on = feet[2] - feet[0]
    on = np.array([on[0], on[1], 0.0]) / math.hypot(on[0], on[1])
    out = np.array([on[1], -on[0], 0.0])
    drives = out * reader.right + on * reader.ahead
    right = np.array([drives[1], -drives[0], 0.0])
    size = SIZES_M.get(kind, 0.75)
    lift = np.array([0.0, 0.0, top_m - size])
    for face, shift, across in ((sign_texture(kind, detail), -0.05, right), (sign_back(kind, detail), 0.0, -right)):
        corner = foot + lift - across * size / 2 + drives * shift
        road.solids.quad(_vec(corner), _vec(across * size), (0.0, 0.0, size), road.printed(face))
    if not post:
        return
    tall = top_m - 0.15
    if post == "perforated":
        strip = sign_texture("perforated", "")
        corner = foot - right * 0.03 - drives * 0.02
        road.solids.quad(_vec(corner), _vec(right * 0.06), (0.0, 0.0, tall), road.printed(strip))
        road.wires.post(foot + drives * 0.03, tall, 0.025, linear(GREY_STEEL))
    else:
        thick, colour = (0.06, WOOD) if post == "wood" else (0.033, "#5f6a5c")
        road.wires.post(foot + drives * (thick + 0.01), tall, thick, linear(colour))


def _vec(point: Floats) -> Vec:
    return float(point[0]), float(point[1]), float(point[2])
