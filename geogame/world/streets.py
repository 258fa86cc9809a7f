"""Streets of a town: rows of houses, a downtown, a main street."""

import math

import numpy as np

from geogame.world import arrays as A
from geogame.world.cities import CityStyle, city_style
from geogame.world.colour import linear
from geogame.world.courthouse import courthouse_style, green
from geogame.world.landmark_tables import COURTHOUSES
from geogame.world.lots import at_crossing, frontage, lot, on_green, pave
from geogame.world.openings import COPING, CORNICE, ESCAPE, QUOINS, STRINGS, VIGAS, variant
from geogame.world.rowhouses import ROWS, facade, shop
from geogame.world.settlement import BIG_CITY, COUNTRY, SMALL_TOWN, STRIP, SUBURB
from geogame.world.settlement import ROWS as ROWS_OF_HOUSES
from geogame.world.solids import Footprint, Surface
from geogame.world.strips import gas_station, strip
from geogame.world.structures import church
from geogame.world.suburbs import houses, suburb
from geogame.world.town import Town, country, weighted

Rng = np.random.Generator


def rows(town: Town) -> None:
    """Line the street with the region's row houses or flats, a corner shop here and there."""
    rng, style = town.rng, city_style(town.facts)
    for side in (-1.0, 1.0):
        kind, left = weighted(rng, style.rows), 0
        v = -190.0
        while v < 190.0:
            if left <= 0:
                kind, left = weighted(rng, style.rows), int(rng.integers(5, 12))
            (low, high), half_y, gap, build = ROWS[kind]
            half_x = rng.uniform(low, high)
            if at_crossing(town, v, v + 2 * half_x):
                v += 4.0
                left = 0
                continue
            inset = {"brownstone": 2.3, "two_flat": 3.0, "garden": 7.0, "shotgun": 3.0, "triple_decker": 3.2}.get(
                kind, 1.4 if kind in ("painted", "creole", "deco") else 0.6
            )
            foot, dry = lot(town, side, inset, v + half_x, (half_x, half_y))
            if dry:
                build(town.road.solids, foot, rng)
                town.clearings.append((foot.x, foot.y, max(half_x, half_y) + 3.0))
            v += 2 * half_x + gap
            left -= 1


def downtown(town: Town, kind: int) -> None:
    """Build blocks on both sides with shops at street level, and towers over the roofs behind them."""
    rng, style = town.rng, city_style(town.facts)
    big = kind == BIG_CITY
    dense = min(1.0, 0.15 + town.facts.people_nearby / 5e6) if big else 0.12
    for side in (-1.0, 1.0):
        v = -330.0
        while v < 330.0:
            half_x = rng.uniform(5.0, 9.0) if rng.random() < 0.5 else rng.uniform(9.0, 17.0)
            if at_crossing(town, v, v + 2 * half_x):
                v += 3.0
                continue
            _block(town, style, side, v + half_x, (half_x, rng.uniform(8.0, 12.0)), dense)
            v += 2 * half_x + (0.05 if rng.random() < 0.8 else 1.2)
        v = -380.0
        while v < 380.0:
            half_x = rng.uniform(10.0, 18.0)
            if rng.random() < 0.25 + 0.7 * dense:
                foot, dry = lot(town, side, rng.uniform(28.0, 60.0), v + half_x, (half_x, rng.uniform(9.0, 14.0)))
                if dry:
                    tower(town, foot, style, rng.uniform(0.7, 1.25) * (35.0 + 115.0 * dense) * style.height)
            v += 2 * half_x + rng.uniform(3.0, 26.0)


def _block(town: Town, style: CityStyle, side: float, v: float, half: tuple[float, float], dense: float) -> None:
    rng, out = town.rng, town.road.solids
    foot, dry = lot(town, side, 0.0, v, half)
    if not dry:
        return
    if rng.random() < 0.10 + 0.45 * dense and half[0] > 8.0:
        tower(town, foot, style, rng.uniform(28.0, 60.0) * (1 + 1.6 * dense) * style.height)
    else:
        storeys = int(rng.integers(2, 5) + (rng.integers(0, 9) if rng.random() < 0.3 + 0.5 * dense else 0))
        rgb = linear(style.tones[int(rng.integers(len(style.tones)))]) * rng.uniform(0.85, 1.1)
        brick = rng.random() < style.brick_share and storeys < 12
        material = A.MAT_BRICK if brick else (A.MAT_STUCCO if style.stucco else A.MAT_ASHLAR)
        windows = (
            ("tall", "arched", "loft", "wide")[rng.integers(4)]
            if brick
            else ("punched", "ribbon", "tall")[rng.integers(3)]
        )
        along = (CORNICE if brick and rng.random() < 0.7 else COPING) | (STRINGS if rng.random() < 0.5 else 0)
        along |= QUOINS if brick and rng.random() < 0.15 else 0
        along |= ESCAPE if brick and storeys < 8 and rng.random() < style.escape_share else 0
        accent = ("forest", "brown", "black", "cream", "white", "grey")[rng.integers(6)]
        columns = max(2, round(half[0] / 1.5))
        front = Surface(rgb, material, columns, storeys, variant(windows, accent, -1, -1, along))
        height = 3.7 * storeys + 1.2
        wall = Surface(rgb, material, columns if storeys > 5 else 0, storeys, variant("sash"))
        out.walls(foot, height, wall, front, founded=True)
        out.slab(foot, height, Surface(rgb * 0.5))
        if storeys > 4 and rng.random() < style.tank_share:
            tank(town, foot, height)
    shop(out, foot, 4.1, max(1, round(half[0] / 2.6)), rng, style.awning_share)


def tank(town: Town, foot: Footprint, height: float) -> None:
    """Stand a wooden water tank on a roof."""
    rng, out = town.rng, town.road.solids
    base = foot.moved(rng.uniform(-0.5, 0.5) * foot.half_x, rng.uniform(-0.2, 0.5) * foot.half_y, 1.2, 1.2, height)
    out.walls(base, 2.4, Surface(linear("#2f2b28"), A.MAT_PORCH, 1, 1, 2))
    out.drum(
        (base.x, base.y, base.z + 2.3), 1.9, 3.4, Surface(linear("#6a5544"), A.MAT_CLAPBOARD), linear("#4a4440"), 8
    )
    del out.boxes[-2:]


def tower(town: Town, foot: Footprint, style: CityStyle, height: float) -> None:
    """Build a tower: all glass, or masonry in tiers that step back."""
    rng, out = town.rng, town.road.solids
    if rng.random() < style.glass_share:
        rgb = linear(style.glass[int(rng.integers(len(style.glass)))]) * rng.uniform(0.8, 1.15)
        kind = int(rng.integers(3))
        look = Surface(rgb, A.MAT_GLASS_TOWER, max(2, int(foot.half_x / 0.85)), max(2, int(height / 3.6)), kind)
        out.box(foot, height, look, Surface(rgb * 0.4), founded=True)
        if rng.random() < 0.4:
            crown = foot.moved(0, 0, foot.half_x * 0.6, foot.half_y * 0.6, height)
            out.box(crown, 6.0, Surface(rgb * 0.7, A.MAT_GLASS_TOWER, 6, 2, 2))
            out.boxes.pop()
        return
    rgb = linear(style.tones[int(rng.integers(len(style.tones)))]) * rng.uniform(0.9, 1.15)
    material = (
        A.MAT_STUCCO if style.stucco else (A.MAT_BRICK if rng.random() < style.brick_share * 0.7 else A.MAT_ASHLAR)
    )
    windows = (
        ("punched", "tall", "ribbon", "balcony")[rng.integers(4)]
        if style.stucco
        else ("punched", "tall", "sash")[rng.integers(3)]
    )
    base, share = foot, 1.0
    tiers = int(rng.integers(2, 4)) if height > 45.0 and style.tank_share > 0.1 else 1
    for k in range(tiers):
        part = height * (0.55, 0.28, 0.17)[k] if tiers > 1 else height
        storeys = max(1, int(part / 3.5))
        columns = max(2, round(base.half_x / 1.6))
        along = (COPING if k < tiers - 1 else CORNICE) | (QUOINS if k == 0 and rng.random() < 0.2 else 0)
        look = Surface(rgb, material, columns, storeys, variant(windows, "cream", -1, -1, along))
        out.box(base, part, look, Surface(rgb * 0.5), look, founded=k == 0)
        share *= 0.72
        base = base.moved(0, base.half_y * 0.12, base.half_x * 0.74, base.half_y * 0.74, part)
    if rng.random() < style.tank_share:
        tank(town, base, 0.0)


def main_street(town: Town) -> None:
    """Build a small town: shops wall to wall for a block or two, then houses, a church among them."""
    rng, style, out = town.rng, city_style(town.facts), town.road.solids
    reach = rng.uniform(48.0, 95.0)
    square = _square(town)
    if square is not None:
        reach = max(reach, 92.0)
        _courthouse_square(town, *square, style)
    for side in (-1.0, 1.0):
        v = -reach + rng.uniform(-8.0, 8.0)
        end = reach + rng.uniform(-8.0, 8.0)
        first = True
        while v < end:
            half_x = rng.uniform(3.6, 7.0)
            if on_green(town.road.params, side, v, v + 2 * half_x) or at_crossing(town, v, v + 2 * half_x):
                v += 3.0
                continue
            chance = rng.random()
            foot, dry = lot(town, side, 0.0, v + half_x, (half_x, rng.uniform(8.0, 11.0)))
            if dry and chance < 0.9:
                if town.facts.state == "NM":
                    _adobe_shop(town, foot)
                elif style.wood and rng.random() < 0.55:
                    _false_front(town, foot)
                else:
                    _storefront(town, foot, style, corner=first)
                town.clearings.append((foot.x, foot.y, 12.0))
            elif dry and rng.random() < 0.5:
                gas_station(town, side, v + half_x + 6.0)
                half_x += 8.0
            first = False
            v += 2 * half_x + 0.05
        beyond = ((-150.0, -reach - 14.0), (end + 14.0, 150.0))
        for low, high in beyond:
            houses(town, side, low, high, 13.0)
    side = 1.0 if rng.random() < 0.5 else -1.0
    foot, dry = town.spot(
        side * (frontage(town) + 15.0), (reach + 24.0) * (1.0 if rng.random() < 0.5 else -1.0), -math.pi / 2
    )
    if dry:
        church(out, foot, rng, linear("#e8e6df"))
        town.clearings.append((foot.x, foot.y, 14.0))


def _square(town: Town) -> tuple[float, float] | None:
    """Return the side of the street and the middle of the block that a courthouse stands on, if this is a seat."""
    seat, side = town.rng.random(2)
    params = town.road.params
    if seat >= COURTHOUSES.get(town.facts.state, 0.0) or params[A.WATER_DISTANCE_M] < A.NO_WATER:
        return None
    crossing, period = float(params[A.CROSS_V_M]), float(params[A.CROSS_PERIOD_M])
    return (1.0 if side < 0.5 else -1.0), crossing - math.copysign(period / 2, crossing)


def _courthouse_square(town: Town, side: float, middle: float, style: CityStyle) -> None:
    """Lay out the green, and a street of shops behind it."""
    green(town, side, middle, courthouse_style(town.facts.state))
    behind, street = 63.0, Surface(linear("#5f5e5c"), A.MAT_LOT)
    pave(town, (side, middle - A.GREEN_HALF_M, A.GREEN_HALF_M), (behind - 11.0, behind - 2.0), street)
    v = middle - A.GREEN_HALF_M
    while v < middle + A.GREEN_HALF_M - 8.0:
        half_x = town.rng.uniform(3.6, 6.5)
        foot, dry = lot(town, side, behind, v + half_x, (half_x, 6.0))
        if dry and town.rng.random() < 0.92:
            _storefront(town, foot, style, corner=False)
            town.clearings.append((foot.x, foot.y, 12.0))
        v += 2 * half_x + 0.05


def _storefront(town: Town, foot: Footprint, style: CityStyle, *, corner: bool) -> None:
    """Build a brick shop of one to three storeys; at a corner a bank of stone."""
    rng, out = town.rng, town.road.solids
    bank = corner and rng.random() < 0.6
    storeys = 2 if bank else int(rng.choice([1, 2, 2, 3]))
    rgb = linear("#b5ac98" if bank else style.tones[int(rng.integers(len(style.tones)))])
    brick = not bank and rng.random() < max(0.5, style.brick_share)
    material = A.MAT_BRICK if brick else (A.MAT_ASHLAR if bank or not style.stucco else A.MAT_STUCCO)
    accent = ("forest", "brown", "burgundy", "cream", "white", "navy")[rng.integers(6)]
    along = CORNICE | (STRINGS if rng.random() < 0.4 else 0) | (QUOINS if bank else 0)
    windows = ("tall", "arched", "sash")[rng.integers(3)] if not bank else "arched"
    columns = max(2, round(foot.half_x / 1.2))
    front = Surface(rgb, material, columns, storeys, variant(windows, accent, 1 if bank else -1, -1, along))
    facade(out, foot, 4.2 * storeys + 1.3, Surface(rgb, material), front, linear("#57534e"))
    if not bank:
        shop(out, foot, 3.9, max(1, round(foot.half_x / 2.4)), rng, style.awning_share + 0.1)


def _adobe_shop(town: Town, foot: Footprint) -> None:
    """Build an earthen shop with beam ends, deep windows and a shaded walk on posts."""
    rng, out = town.rng, town.road.solids
    hexes = ("#b88a62", "#c09a74", "#ab7c56", "#b5906c", "#c4a27c")
    rgb = linear(hexes[int(rng.integers(len(hexes)))])
    storeys = 1 if rng.random() < 0.6 else 2
    accent = ("turquoise", "teal", "sky", "brown", "white")[rng.integers(5)]
    columns = max(2, round(foot.half_x / 1.3))
    look = Surface(rgb, A.MAT_STUCCO, columns, storeys, variant("deep", accent, 1, -1, VIGAS))
    facade(out, foot, 3.9 * storeys + 0.6, Surface(rgb, A.MAT_STUCCO), look)
    if rng.random() < 0.6:
        wide = 2 * foot.half_x
        posts = Surface(linear("#5a3f28"), A.MAT_PORCH, max(2, columns // 2), 1, 2)
        out.panel(foot, (-foot.half_x, -foot.half_y - 2.0, 0.1, wide), (0, 0, 2.9), posts)
        out.panel(foot, (-foot.half_x, -foot.half_y - 2.2, 2.95, wide), (0, 2.2, 0.2), Surface(linear("#6a4a30")))


def _false_front(town: Town, foot: Footprint) -> None:
    """Build a wooden shop whose flat front rises above its gable, with a boardwalk roof."""
    rng, out = town.rng, town.road.solids
    hexes = ("#8a6a4a", "#b09a78", "#7a4a38", "#9aa090", "#c9bda0", "#5f6a6a")
    rgb = linear(hexes[int(rng.integers(len(hexes)))])
    storeys = 1 if rng.random() < 0.6 else 2
    height = 3.6 * storeys
    body = Footprint(foot.x, foot.y, foot.half_x - 0.1, foot.half_y, foot.angle, foot.z)
    out.gable_front(
        body,
        height,
        1.8,
        Surface(rgb * 0.9, A.MAT_CLAPBOARD),
        Surface(linear("#8d9094"), A.MAT_METAL_SHEET),
        0.1,
        founded=True,
    )
    wide = 2 * foot.half_x
    front = Surface(rgb, A.MAT_CLAPBOARD, 3, storeys, variant("tall", "brown", -1, -1, CORNICE))
    out.panel(foot, (-foot.half_x, -foot.half_y - 0.08, 0.0, wide), (0, 0, height + 2.3), front)
    shop(out, foot, 3.3, max(1, round(foot.half_x / 2.4)), rng, 0.0)
    if rng.random() < 0.7:
        posts = Surface(linear("#6a5038"), A.MAT_PORCH, 3, 1, 2)
        out.panel(foot, (-foot.half_x, -foot.half_y - 2.0, 0.1, wide), (0, 0, 3.0), posts)
        out.panel(
            foot,
            (-foot.half_x, -foot.half_y - 2.2, 3.05, wide),
            (0, 2.1, 0.5),
            Surface(linear("#7a6a58"), A.MAT_SHINGLE),
        )


def build(town: Town, kind: int) -> None:
    """Build what stands in a settlement of this kind."""
    if kind == COUNTRY:
        country(town)
    elif kind == SUBURB:
        suburb(town)
    elif kind == SMALL_TOWN:
        main_street(town)
    elif kind == STRIP:
        strip(town)
    elif kind == ROWS_OF_HOUSES:
        rows(town)
    else:
        downtown(town, kind)
