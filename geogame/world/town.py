"""Where buildings stand: a farm by the road, a street of houses, a downtown, a skyline behind."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geogame.world import arrays as A
from geogame.world.biomes import Biome
from geogame.world.colour import Rgb, linear
from geogame.world.customs import Customs
from geogame.world.facts import Facts
from geogame.world.houses import HOUSES
from geogame.world.roadside import Roadside
from geogame.world.settlement import BIG_CITY, DOWNTOWN, ROWS, SMALL_TOWN, STRIP, SUBURB
from geogame.world.solids import Footprint, Surface
from geogame.world.structures import FARM_BUILDINGS
from geogame.world.vehicles import car

Rng = np.random.Generator


@dataclass(slots=True)
class Town:
    """Shared inputs of the placing functions; collects the circles trees must keep clear of."""

    road: Roadside
    facts: Facts
    customs: Customs
    biome: Biome
    rng: Rng
    clearings: list[tuple[float, float, float]]
    animals: list[tuple[str, float, float]]

    def spot(self, u: float, v: float, turn: float = 0.0) -> tuple[Footprint, bool]:
        """Return the footprint at road coordinates, its front to the road, and whether it is dry land."""
        feet, land = self.road.line(u, np.array([v]))
        x, y, z = (float(c) for c in feet[0])
        angle = math.pi / 2 - float(self.road.params[A.ROAD_BEARING]) + turn + (math.pi if u > 0 else 0.0)
        return Footprint(x, y, 5, 5, angle, z - 0.15), bool(land[0] != A.OPEN_WATER)


def weighted(rng: Rng, shares: dict[str, float]) -> str:
    """Draw a key by its share."""
    names = list(shares)
    weights = np.array([shares[name] for name in names])
    return names[int(rng.choice(len(names), p=weights / weights.sum()))]


def _roof(town: Town) -> Rgb | None:
    return linear(weighted(town.rng, town.customs.roof_mix)) if town.customs.roof_mix else None


def country(town: Town) -> None:
    """Place nought to three farm buildings or houses near the road."""
    rng = town.rng
    kinds = (*town.biome.farm, weighted(rng, town.customs.house_mix))
    for _ in range(int(rng.choice(4, p=[0.28, 0.34, 0.24, 0.14]))):
        kind = kinds[int(rng.integers(len(kinds)))]
        far = 2.6 if kind in ("elevator", "turbine", "chicken") else 1.0
        u = float(rng.choice([-1, 1])) * rng.uniform(26, 60) * far
        foot, dry = town.spot(u, float(rng.uniform(-130, 130)), float(rng.choice([0.0, math.pi / 2])))
        if not dry:
            continue
        if kind in ("windpump", "pumpjack", "turbine", "cow", "horse"):
            town.animals.append((kind, foot.x, foot.y))
            continue
        if kind in FARM_BUILDINGS:
            colour = linear(town.customs.barn_colours[int(rng.integers(len(town.customs.barn_colours)))])
            FARM_BUILDINGS[kind](town.road.solids, foot, rng, colour)
        else:
            HOUSES.get(kind, HOUSES["farmhouse"])(town.road.solids, foot, rng, _roof(town))
        town.clearings.append((foot.x, foot.y, 14.0))


def suburb(town: Town) -> None:
    """Line both sides of the street with houses of the state's styles, drives and parked cars."""
    rng, half = town.rng, float(town.road.params[A.ROAD_HALF_WIDTH])
    styles = {k: v for k, v in town.customs.house_mix.items() if k not in ("trailer", "cabin")} or {"ranch": 1.0}
    for side in (-1, 1):
        v = -140 + rng.uniform(0, 10)
        while v < 140:
            foot, dry = town.spot(side * (half + rng.uniform(15, 19)), v)
            style = weighted(rng, styles)
            if dry:
                HOUSES[style](town.road.solids, foot, rng, _roof(town))
                town.clearings.append((foot.x, foot.y, 10.0))
            if rng.random() < 0.35:
                parked, _ = town.spot(side * (half + rng.uniform(4, 8)), v + 9.5, math.pi / 2)
                car(town.road.solids, parked, rng, town.facts.state)
            v += rng.uniform(11, 14) if style == "row" else rng.uniform(19, 25)


def downtown(town: Town) -> None:
    """Build three rows of blocks on both sides, taller where more people live, shops at street level."""
    rng, half = town.rng, float(town.road.params[A.ROAD_HALF_WIDTH])
    dense = min(1.0, town.facts.people_nearby / 6e6)
    for row in range(3):
        for side in (-1, 1):
            v = -400.0
            while v < 400:
                width = rng.uniform(14, 30)
                if abs(v % 120 - 60) < 9:
                    v += 18
                    continue
                _block(town, (side * (half + 5.2), row, v, width), dense)
                v += width + 0.2


def _block(town: Town, place: tuple[float, int, float, float], dense: float) -> None:
    rng = town.rng
    frontage, row, v, width = place
    tall = rng.random() < 0.18 + 0.45 * dense
    height = (
        rng.uniform(28, 60) * (1 + 1.6 * dense) * (1 + row * 0.35) if tall else rng.uniform(9, 22) * (1 + 0.8 * dense)
    )
    depth = rng.uniform(8, 14)
    side = 1.0 if frontage > 0 else -1.0
    foot, dry = town.spot(frontage + side * (depth + row * 38), v + width / 2)
    if not dry:
        return
    foot = Footprint(foot.x, foot.y, width / 2 - 0.3, depth, foot.angle, 0.0)
    warm = town.facts.lon < -100 and town.facts.lat < 37
    tones = (
        ("#d8cbb5", "#c9b8a0", "#e0ddd5", "#b8b0a5")
        if warm
        else ("#8a4a3a", "#9a5f48", "#a89a86", "#b8ab98", "#77706a")
    )
    colour = linear(tones[int(rng.integers(len(tones)))]) * rng.uniform(0.8, 1.15)
    floors = max(2, int(height / 3.6))
    if tall and rng.random() < 0.55:
        glass = linear(("#5a7f95", "#6f8a8f", "#4f6a80")[int(rng.integers(3))])
        look = Surface(glass, A.MAT_GLASS_TOWER, int(width / 1.7), int(height / 1.9))
    else:
        brick = height < 30 and not warm
        look = Surface(colour, A.MAT_BRICK if brick else A.MAT_CONCRETE, max(2, int(width / 3.2)), floors)
    town.road.solids.box(foot, height, look)
    if row == 0:
        feet, _ = town.road.line(frontage - side * 0.1, np.array([v + 0.4, v + width - 0.4]))
        a, b = feet[0], feet[1]
        span = (float(b[0] - a[0]), float(b[1] - a[1]), 0.0)
        shop = Surface(linear("#4a4440"), A.MAT_STOREFRONT, max(2, int(width / 4)), 1)
        town.road.solids.quad((float(a[0]), float(a[1]), 0.0), span, (0.0, 0.0, 4.3), shop)


def skyline(town: Town, height_at: NDArray[np.float32], radii_m: NDArray[np.float32]) -> None:
    """Set the towers of a big city within 28 km on the horizon, in its true direction."""
    city, rng = town.facts.city, town.rng
    if not 2.5 < city.distance_km < 28:
        return
    for _ in range(min(int(10 + city.population / 6e4), 70)):
        distance = city.distance_km * 1000 + rng.normal(0, 700)
        bearing = city.bearing_rad + rng.normal(0, 700 / distance / 1.2)
        height = rng.gamma(3, 26) * (0.7 + min(1.5, city.population / 2e6))
        half = rng.uniform(14, 26)
        ray = int((bearing % (2 * math.pi)) / (2 * math.pi) * len(height_at)) % len(height_at)
        ring = int(np.searchsorted(radii_m, min(distance, 1.2e5))) - 1
        z = max(float(height_at[ray, ring]), -30.0) - 20
        x, y = distance * math.sin(bearing), distance * math.cos(bearing)
        tower = Surface(linear("#8a94a0") * rng.uniform(0.5, 1.2))
        town.road.solids.box(Footprint(x, y, half, half, 0.0, z), height + 20, tower)
        town.road.solids.boxes.pop()


def build(town: Town, kind: int) -> None:
    """Build what stands in a settlement of this kind."""
    {SUBURB: suburb, STRIP: suburb, SMALL_TOWN: suburb, ROWS: downtown, DOWNTOWN: downtown, BIG_CITY: downtown}.get(
        kind, country
    )(town)
