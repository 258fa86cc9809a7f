"""A town being built, the farms and lone houses of the country, and a skyline far behind."""

import math
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from geogame.world import arrays as A
from geogame.world.biomes import Biome
from geogame.world.colour import Rgb, linear
from geogame.world.customs import Customs
from geogame.world.facts import Facts
from geogame.world.houses import HOUSES
from geogame.world.landforms import uninhabited
from geogame.world.roadside import Roadside
from geogame.world.solids import Footprint, Surface
from geogame.world.structures import FARM_BUILDINGS

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
    shade: list[tuple[float, float]] = field(default_factory=list)  # where trees were planted one by one
    hedges: list[tuple[float, float]] = field(default_factory=list)  # and shrubs

    def spot(self, u: float, v: float, turn: float = 0.0) -> tuple[Footprint, bool]:
        """Return the footprint at road coordinates, front to the road, and whether it is dry and off the streets."""
        feet, land = self.road.line(u, np.array([v]))
        x, y, z = (float(c) for c in feet[0])
        angle = math.pi / 2 - float(self.road.params[A.ROAD_BEARING]) + turn + (math.pi if u > 0 else 0.0)
        # Downtown's blocks are wide and leave their own gaps at the cross streets.
        gridded = self.road.params[A.CROSSWALKS] > 0.5
        dry = bool(land[0] != A.OPEN_WATER) and bool(self.road.clear(u, np.array([v]), 0.5 if gridded else 11.0)[0])
        return Footprint(x, y, 5, 5, angle, z - 0.15), dry


def weighted(rng: Rng, shares: dict[str, float]) -> str:
    """Draw a key by its share."""
    names = list(shares)
    weights = np.array([shares[name] for name in names])
    return names[int(rng.choice(len(names), p=weights / weights.sum()))]


def roof_colour(town: Town) -> Rgb | None:
    """Draw the colour of a roof; None leaves it to the house."""
    return linear(weighted(town.rng, town.customs.roof_mix)) if town.customs.roof_mix else None


def country(town: Town) -> None:
    """Place a farmstead, a lone house or two, or nothing, near the road; on dunes, salt and the like never."""
    if uninhabited(town.road.params):
        return
    rng = town.rng
    kinds = (*town.biome.farm, weighted(rng, town.customs.house_mix))
    for _ in range(int(rng.choice(4, p=[0.28, 0.34, 0.24, 0.14]))):
        kind = kinds[int(rng.integers(len(kinds)))]
        far = 2.6 if kind in ("elevator", "turbine", "chicken") else 1.0
        u = float(rng.choice([-1, 1])) * rng.uniform(26, 60) * far
        v = float(rng.uniform(-130, 130))
        foot, dry = town.spot(u, v, float(rng.choice([0.0, math.pi / 2])))
        if not dry:
            continue
        if kind in ("windpump", "pumpjack", "turbine", "cow", "horse"):
            town.animals.append((kind, foot.x, foot.y))
        elif kind == "farm":
            _farmstead(town, u, v)
        elif kind in FARM_BUILDINGS:
            FARM_BUILDINGS[kind](town.road.solids, foot, rng, _barn_colour(town))
            town.clearings.append((foot.x, foot.y, 16.0))
        else:
            HOUSES.get(kind, HOUSES["farmhouse"])(town.road.solids, foot, rng, roof_colour(town))
            town.clearings.append((foot.x, foot.y, 14.0))


def _barn_colour(town: Town) -> Rgb:
    return linear(town.customs.barn_colours[int(town.rng.integers(len(town.customs.barn_colours)))])


def _farmstead(town: Town, u: float, v: float) -> None:
    """Group a house, a barn, sheds and bins around a yard."""
    rng, out, side = town.rng, town.road.solids, math.copysign(1.0, u)
    mix = {k: w for k, w in town.customs.house_mix.items() if k not in ("row", "shotgun", "tract")}
    colour = _barn_colour(town)
    for kind, across, along in (
        (weighted(rng, mix) if mix else "farmhouse", 0.0, 0.0),
        ("barn", rng.uniform(20.0, 30.0), rng.uniform(14.0, 24.0)),
        ("shed", rng.uniform(24.0, 34.0), rng.uniform(-18.0, -10.0)),
        ("silo" if town.biome.crop_share > 0.3 else "", rng.uniform(34.0, 44.0), rng.uniform(-2.0, 6.0)),
    ):
        place, dry = town.spot(
            u + side * across, v + along, math.pi / 2 if kind == "barn" and rng.random() < 0.5 else 0.0
        )
        if not dry or not kind:
            continue
        if kind == "shed":
            shape = place.moved(0, 0, rng.uniform(4.0, 9.0), 3.6)
            wall = Surface(colour if rng.random() < 0.5 else linear("#b3b5b4"), A.MAT_METAL_SHEET)
            out.gable(shape, 3.4, 1.5, wall, Surface(linear("#9a9da0"), A.MAT_METAL_SHEET), founded=True)
        elif kind in FARM_BUILDINGS:
            FARM_BUILDINGS[kind](out, place, rng, colour)
        else:
            HOUSES[kind](out, place, rng, roof_colour(town))
        town.clearings.append((place.x, place.y, 15.0))


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
