"""A strip: flat shops behind parking lots, fuel and fast food, signs on poles along a wide road."""

import math

import numpy as np

from geogame.world import arrays as A
from geogame.world.cities import city_style
from geogame.world.colour import Rgb, linear
from geogame.world.lots import frontage, lot, pave
from geogame.world.openings import COPING, variant
from geogame.world.rowhouses import shop
from geogame.world.solids import Footprint, Surface
from geogame.world.town import Town
from geogame.world.vehicles import car

STALL_WIDE_M, STALL_DEEP_M, AISLE_M = 2.75, 5.25, 6.5


def gas_station(town: Town, side: float, v: float) -> None:
    """Build a fuel canopy on posts before a small shop."""
    rng, out = town.rng, town.road.solids
    foot, dry = lot(town, side, 6.0, v, (6.0, 3.6))
    shop_foot, land = lot(town, side, 19.0, v, (7.0, 4.0))
    if not (dry and land):
        return
    pave(town, (side, v - 11.0, 11.0), (0.6, 17.0), Surface(linear("#a9a59c"), A.MAT_LOT))
    band = linear(("#8a2a24", "#2a5a3a", "#2a4a7a", "#c08a20", "#b0502a")[int(rng.integers(5))])
    roof = foot.moved(0, 0, 6.0, 3.6, 4.7)
    out.box(roof, 0.9, Surface(band), Surface(linear("#d8d8d4")))
    out.boxes[-1] = (*out.boxes[-1][:5], 5.5)
    out.slab(foot, 4.68, Surface(linear("#d8d8d4")))
    for along in (-4.0, 4.0):
        x, y = foot.at(along, 0.0)
        town.road.wires.post(np.array([x, y, foot.z]), 4.8, 0.2, linear("#c0c0bc"))
        pump = foot.moved(along, 0.0, 0.35, 0.25, -0.3)
        out.box(pump, 2.0, Surface(linear("#b8b8b4")), Surface(band))
        out.boxes.pop()
    out.box(shop_foot, 4.2, Surface(linear("#d5d0c4"), A.MAT_STUCCO), None, founded=True)
    shop(out, shop_foot, 3.6, 4, rng, 0.0)
    town.clearings += [(foot.x, foot.y, 11.0), (shop_foot.x, shop_foot.y, 11.0)]
    _pylon(town, side, v + 11.0, band)


def _pylon(town: Town, side: float, v: float, rgb: Rgb) -> None:
    """Stand a tall sign of plain coloured panels at the road."""
    rng, out = town.rng, town.road.solids
    foot, dry = lot(town, side, 2.2, v, (1.7, 0.25))
    if not dry:
        return
    high = rng.uniform(5.0, 9.0)
    x, y = foot.at(0, 0)
    town.road.wires.post(np.array([x, y, foot.z]), high, 0.22, linear("#8f9294"))
    turned = Footprint(foot.x, foot.y, 1.7, 0.25, foot.angle + math.pi / 2, foot.z)
    for k in range(int(rng.integers(1, 4))):
        tone = rgb if k == 0 else linear(("#e4e2da", "#c08a20", "#2a4a7a", "#8a2a24", "#3f6a4a")[int(rng.integers(5))])
        part = turned.moved(0, 0, 1.7 - 0.25 * k, 0.25, high - 1.9 * k)
        out.box(part, 1.6 if k == 0 else 1.2, Surface(tone))
        out.boxes.pop()


def strip(town: Town) -> None:
    """Line a wide road with flat shops behind parking lots, signs on poles, fuel and fast food."""
    rng, style, out = town.rng, city_style(town.facts), town.road.solids
    for side in (-1.0, 1.0):
        v = -190.0 + rng.uniform(0.0, 20.0)
        while v < 190.0:
            chance = rng.random()
            if chance < 0.2:
                gas_station(town, side, v + 12.0)
                v += 34.0
                continue
            if chance < 0.45:
                _diner(town, side, v + 9.0)
                v += 30.0
                continue
            half_x = rng.uniform(17.0, 34.0)
            inset = rng.uniform(30.0, 38.0)
            foot, dry = lot(town, side, inset, v + half_x, (half_x, 9.0))
            if dry:
                rgb = linear(style.tones[int(rng.integers(len(style.tones)))])
                material = A.MAT_BRICK if rng.random() < style.brick_share else A.MAT_STUCCO
                height = rng.uniform(5.5, 8.0)
                wall = Surface(rgb, material)
                cover = Surface(rgb, material, max(2, int(half_x / 3)), 1, variant("ribbon", "cream", -1, -1, COPING))
                out.box(foot, height, wall, Surface(linear("#a8a6a0")), Surface(cover.rgb, material), founded=True)
                shop(out, foot, 4.2, max(2, round(half_x / 3.4)), rng, 0.25)
                if rng.random() < 0.6:
                    mark = foot.moved(rng.uniform(-0.5, 0.5) * half_x, -9.1, 4.5, 0.3)
                    out.box(mark, height + 1.8, Surface(rgb * 1.15, A.MAT_STUCCO))
                    out.boxes.pop()
                town.clearings.append((foot.x, foot.y, half_x + 4.0))
                _parking(town, side, v, half_x, inset)
                _pylon(
                    town,
                    side,
                    v + half_x * rng.uniform(0.4, 1.6),
                    linear("#8a2a24" if rng.random() < 0.5 else "#2a4a7a"),
                )
            v += 2 * half_x + rng.uniform(6.0, 16.0)
        _border(town, side)
        _backdrop(town, side)


def _border(town: Town, side: float) -> None:
    """Plant low shrubs here and there between the sidewalk and the lots."""
    rng, edge = town.rng, frontage(town) + 1.3
    stations = np.arange(-100.0, 100.0, 2.1)
    stations = stations[np.floor(stations / 17.0) % 3 < 1] + rng.uniform(-0.4, 0.4)
    feet, _ = town.road.line(side * edge, stations)
    off = town.road.clear(side, stations, 3.0) & (rng.random(len(stations)) < 0.8)
    town.hedges += [(float(x), float(y)) for x, y, _z in feet[off]]


def _backdrop(town: Town, side: float) -> None:
    """Set large plain buildings behind the lots: storage, stores, workshops."""
    rng, out, v = town.rng, town.road.solids, -210.0
    while v < 210.0:
        half_x = rng.uniform(14.0, 34.0)
        foot, dry = lot(town, side, rng.uniform(58.0, 74.0), v + half_x, (half_x, rng.uniform(9.0, 14.0)))
        land = town.road.line(side * (frontage(town) + 70.0), np.linspace(v, v + 2 * half_x, 5))[1]
        if dry and (land != A.FOREST).all():
            hexes = ("#d9d4c8", "#c4bfb4", "#b8a894", "#cfcac2", "#a8ada8", "#bfa58c")
            rgb, height = linear(hexes[int(rng.integers(len(hexes)))]), rng.uniform(5.5, 10.0)
            front = Surface(rgb, A.MAT_STUCCO, max(3, round(half_x / 2.5)), 1, variant("ribbon", "grey", 1, -1, COPING))
            out.box(foot, height, Surface(rgb, A.MAT_METAL_SHEET), Surface(rgb * 0.8), front, founded=True)
            band = Surface(linear(("#8a2a24", "#2a4a7a", "#3f6a4a", "#5f6468")[int(rng.integers(4))]))
            out.panel(foot, (-half_x, -foot.half_y - 0.05, height - 1.5, 2 * half_x), (0, 0, 0.9), band)
            town.clearings.append((foot.x, foot.y, half_x))
        v += 2 * half_x + rng.uniform(8.0, 45.0)


def _parking(town: Town, side: float, v: float, half_x: float, inset: float) -> None:
    """Pave the lot before a shop in pieces that follow the ground, mark its stalls, and park cars in them."""
    rng, out = town.rng, town.road.solids
    tone = linear(town.customs.asphalt_hex) * rng.uniform(0.7, 0.95)
    start, end = 3.0, inset - 1.5
    while start + AISLE_M < end:
        stalls = min(2 * STALL_DEEP_M, end - start)
        pave(town, (side, v, half_x), (start, start + stalls), Surface(tone, A.MAT_LOT, 0, 0, 1))
        if start + stalls < end:
            beyond = min(start + stalls + AISLE_M, end)
            pave(town, (side, v, half_x), (start + stalls, beyond), Surface(tone, A.MAT_LOT))
        for row in (start + 0.5 * STALL_DEEP_M, start + 1.5 * STALL_DEEP_M):
            for k in range(int(2 * half_x / STALL_WIDE_M)):
                taken, nose_in = rng.random(2)
                place = v + (k + 0.5) * STALL_WIDE_M
                if taken < 0.2 and row < end - 2.0:
                    u = side * (frontage(town) + row)
                    parked, land = town.spot(u, place, math.pi / 2 * (1 if nose_in < 0.7 else -1))
                    if land:
                        car(out, parked, rng, town.facts.state)
        start += 2 * STALL_DEEP_M + AISLE_M
    _lot_lamp(town, side * (frontage(town) + 3.0 + STALL_DEEP_M), v + half_x)


def _lot_lamp(town: Town, u: float, v: float) -> None:
    """Stand a tall lamp with two heads in a lot."""
    feet, land = town.road.line(u, np.array([v]))
    if land[0] == A.OPEN_WATER:
        return
    wires, grey = town.road.wires, linear("#8b9092")
    wires.post(feet[0], 0.8, 0.3, linear("#b9b4aa"))
    wires.post(feet[0], 9.4, 0.09, grey)
    top = feet[0] + [0.0, 0.0, 9.3]
    bearing = float(town.road.params[A.ROAD_BEARING])
    along = np.array([math.sin(bearing), math.cos(bearing), 0.0])
    wires.add(top - along * 1.1, top + along * 1.1, 0.09, grey)
    for way in (-1.1, 0.7):
        wires.add(top + along * way, top + along * (way + 0.4), 0.16, linear("#d8d8cc"))


def _diner(town: Town, side: float, v: float) -> None:
    """Build a small restaurant with a mansard roof."""
    rng, out = town.rng, town.road.solids
    foot, dry = lot(town, side, rng.uniform(9.0, 15.0), v, (7.5, 5.5))
    if not dry:
        return
    tone = linear(("#8a3a2a", "#b08a58", "#5f4a3a", "#3f5a4a", "#8f8a84")[int(rng.integers(5))])
    wall = Surface(
        linear(("#b8a080", "#d5cbb8", "#8f4a38")[int(rng.integers(3))]), A.MAT_BRICK, 5, 1, variant("wide", "brown")
    )
    out.walls(foot, 3.2, wall, Surface(wall.rgb, A.MAT_BRICK, 5, 1, variant("wide", "burgundy", 2)), founded=True)
    asphalt = Surface(linear(town.customs.asphalt_hex) * 0.8, A.MAT_LOT, 0, 0, 1)
    pave(town, (side, v - 11.0, 11.0), (1.6, 8.6), asphalt)
    out.hip_roof(foot, 3.2, 2.2, Surface(tone, A.MAT_SHINGLE), 0.7)
    town.clearings.append((foot.x, foot.y, 12.0))
    for k in range(int(rng.integers(1, 6))):
        parked, land = town.spot(side * (frontage(town) + 5.5), v - 7.0 + 2.9 * k, math.pi / 2)
        if land:
            car(out, parked, rng, town.facts.state)
    _pylon(town, side, v + 10.5, tone)
