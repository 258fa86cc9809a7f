"""What the geography of a guess has, and how it differs from that of the true place.

Heights, classes of climate, water and cities are measured; temperatures and landscapes are the world's own (see
`geogame.world.facts`, `geogame.world.climate`, `geogame.world.biomes`). The facts cover `geogame.world.window` alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from geogame.ui.reveal.landscapes import CLIMATES, LANDSCAPES, OPEN_WATER
from geogame.world.window import EAST_DEG, NORTH_DEG, SOUTH_DEG, WEST_DEG

KEPT = 4096
MOST_WOODS = 0.95
"""As the world draws them: a road and its verge are always clear."""


@dataclass(frozen=True, slots=True)
class Geography:
    """What is told of one point.

    Attributes
    ----------
    climate
        Köppen's class in words.
    landscape
        What the landscape is called that has the largest part in it.
    woods, fields
        Shares of the land, 0 to 1.
    elevation_m, relief_m
        Height, and highest minus lowest within about 14 km, metres.
    coldest_c, warmest_c
        Mean temperature of the coldest and of the warmest day, degrees Celsius.
    water
        ``sea`` or ``lake`` where either lies within 12 km, else empty.
    water_km, city_km
        How far these and the nearest big city are, kilometres; the first is zero where there is no water.
    """

    climate: str
    landscape: str
    woods: float
    fields: float
    elevation_m: float
    relief_m: float
    coldest_c: float
    warmest_c: float
    water: str
    water_km: float
    city_km: float

    @property
    def mean_c(self) -> float:
        """Mean temperature of the year, degrees Celsius."""
        return (self.coldest_c + self.warmest_c) / 2


@lru_cache(maxsize=KEPT)
def geography_at(lat: float, lon: float) -> Geography | None:
    """Look a point up (WGS84 degrees); None where the facts do not reach."""
    if not (SOUTH_DEG <= lat <= NORTH_DEG and WEST_DEG <= lon <= EAST_DEG):
        return None
    from geogame.world.blend import Blend
    from geogame.world.facts import facts_at, water_kind

    facts = facts_at(lat, lon)
    wet = bool(water_kind(lat, lon))
    blend = Blend.at(facts)
    woods = 0.0 if wet else min(MOST_WOODS, blend.forest_share)
    return Geography(
        climate=CLIMATES[facts.koppen],
        landscape=OPEN_WATER if wet else LANDSCAPES[blend.main_name],
        woods=woods,
        fields=0.0 if wet else (1.0 - woods) * blend.number("crop_share"),
        elevation_m=facts.elevation_m,
        relief_m=facts.relief_m,
        coldest_c=facts.climate.coldest_c,
        warmest_c=2 * facts.climate.mean_c - facts.climate.coldest_c,
        water="" if facts.water is None else "sea" if facts.water.is_sea else "lake",
        water_km=0.0 if facts.water is None else facts.water.distance_km,
        city_km=facts.city.distance_km,
    )


@dataclass(frozen=True, slots=True)
class Contrast:
    """How a guess's geography differs from the place's: what kind of difference, by how much, and how striking.

    ``by`` is guess minus place, in the unit of ``kind``; zero where the kind is ``climate``. ``weight`` is one where
    people begin to see it.
    """

    kind: str
    by: float
    weight: float


STRIKING = {"elevation": 400.0, "relief": 150.0, "warmth": 4.0, "woods": 0.3, "fields": 0.35}
"""From how large a difference on one sees it: metres, metres, degrees Celsius, shares of the land. Typed by hand."""
CLIMATE_WEIGHT = 1.5


def contrasts(guess: Geography, place: Geography) -> list[Contrast]:
    """Return what strikes the eye, the strongest first; empty where the two are much alike."""
    by = {
        "elevation": guess.elevation_m - place.elevation_m,
        "relief": guess.relief_m - place.relief_m,
        "warmth": guess.mean_c - place.mean_c,
        "woods": guess.woods - place.woods,
        "fields": guess.fields - place.fields,
    }
    found = [Contrast(kind, value, abs(value) / STRIKING[kind]) for kind, value in by.items()]
    if guess.climate != place.climate:
        found.append(Contrast("climate", 0.0, CLIMATE_WEIGHT))
    return sorted((each for each in found if each.weight >= 1), key=lambda each: -each.weight)
