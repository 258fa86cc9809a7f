"""One place's landscape: its biomes blended, and bent by what the satellite saw there."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from geogame.world.biomes import BIOMES, Biome, Plant, biome_weights
from geogame.world.colour import Rgb, linear
from geogame.world.facts import Facts

# Biomes whose plains hold no procedural ridges: their mountains are the measured ones.
OPEN = frozenset(
    "hplains wyobasin powder sandhills mojave sage greatbasin saltflat sonoran colorado_desert permian".split()
)
# Shrubs that cover open ground evenly to the horizon.
BRUSH = frozenset("sage saltbush creosote mesquite brush".split())


@dataclass(frozen=True)
class Blend:
    """Weights of biomes at a place, and greenness and brightness of the ground seen from space, 0..1."""

    weights: dict[str, float]
    greenness: float
    brightness: float
    satellite: Rgb

    @classmethod
    def at(cls, facts: Facts) -> "Blend":
        """Blend the biomes around a place."""
        r, g, b = (float(c) for c in facts.satellite_rgb)
        greenness = float(np.clip(0.25 + 5.0 * (g - 0.5 * (r + b)), 0, 1))
        brightness = (r + g + b) / 3
        weights = biome_weights(facts.lat, facts.lon, facts.elevation_m)
        return cls(weights, greenness, brightness, np.maximum(facts.satellite_rgb, 0.02) ** 2.0)

    @cached_property
    def main(self) -> Biome:
        """The biome with the largest share."""
        return BIOMES[self.main_name]

    @cached_property
    def main_name(self) -> str:
        """Its name."""
        return next(iter(self.weights))

    @property
    def open_country(self) -> bool:
        """Whether procedural ridges would be wrong here."""
        return self.main_name in OPEN

    def number(self, field: str) -> float:
        """Weighted mean of a numeric field of the biomes."""
        return float(sum(w * getattr(BIOMES[name], field) for name, w in self.weights.items()))

    def colour(self, field: str) -> Rgb:
        """Weighted mean of a colour field, (3,) linear."""
        total = np.zeros(3)
        for name, weight in self.weights.items():
            total += weight * linear(getattr(BIOMES[name], field))
        return total

    @cached_property
    def tree_factor(self) -> float:
        """How many trees more or fewer than the recipe: dark and green from space means wooded."""
        return float(np.clip(1.35 - 2.6 * (self.brightness - 0.2), 0.35, 1.6))

    @property
    def forest_share(self) -> float:
        """Share of closed forest, bent by the satellite's colour."""
        return self.number("forest_share") * float(np.clip(0.25 + 0.75 * self.tree_factor, 0.4, 1.25))

    @property
    def brush(self) -> float:
        """Shrubs of dry open land, 0..1 of the thickest sagebrush."""
        return min(1.0, sum(w * plant.amount * plant.height_m for w, plant in self._brush()) / 5.5)

    @property
    def brush_colour(self) -> Rgb:
        """Mean colour of these shrubs, (3,) linear; black without any."""
        total, weight = np.zeros(3), 1e-9
        for share, plant in self._brush():
            total += share * plant.amount * linear(plant.leaf)
            weight += share * plant.amount
        mean: Rgb = total / weight
        return mean

    def _brush(self) -> list[tuple[float, Plant]]:
        return [(w, plant) for w, plant in self.plants("shrubs") if plant.species in BRUSH]

    def plants(self, field: str) -> list[tuple[float, Plant]]:
        """All plants of a field (``"trees"`` or ``"shrubs"``) with their biome's weight."""
        return [(w, plant) for name, w in self.weights.items() for plant in getattr(BIOMES[name], field)]
