"""What is settled about a scene before anything is placed: facts, season, customs, road, and streams of chance."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from geogame.world import arrays as A
from geogame.world.blend import Blend
from geogame.world.crops import CROPS, FieldState
from geogame.world.customs import CUSTOMS, Customs
from geogame.world.facts import Facts, facts_at
from geogame.world.junctions import lay_details
from geogame.world.palette import soil_colour
from geogame.world.place import REFERENCE_YEAR, Place
from geogame.world.rivers import lay_river
from geogame.world.road import layout
from geogame.world.season import Season, season_at
from geogame.world.settlement import COUNTRY, settlement

Detail = Literal["full", "training"]
Rng = np.random.Generator
# Independent streams of chance, so that drawing more of one thing leaves the others as they were.
STREAMS = (
    "season", "road", "weather", "trees", "shrubs", "grass", "crops", "roadside", "town", "colours", "settlement",
    "vehicles", "furniture", "landmarks", "flora", "junctions", "signs", "rangeland", "rivers",
)  # fmt: skip

RESTING_WEIGHT = 0.05  # of a crop whose fields lie bare or in stubble, against 1 of one that stands

# Those whose chance is of the year of the picture, not of the place.
YEARLY = ("season", "weather", "vehicles")


@dataclass(frozen=True, slots=True)
class Setting:
    """What is settled about a scene before anything is placed."""

    facts: Facts
    blend: Blend
    season: Season
    customs: Customs
    town: int
    crop: FieldState
    params: NDArray[np.float32]
    rng: dict[str, Rng]
    fine: bool


def setting_of(place: Place, detail: Detail) -> Setting:
    """Gather facts, season, customs and layout of a place; no pixels yet."""
    rng = streams_of(place)
    facts = facts_at(place.lat, place.lon)
    blend = Blend.at(facts)
    customs = CUSTOMS[facts.state]
    # California's steppes get their rain in winter, as its Mediterranean country does.
    rains = "Csa" if facts.state == "CA" and facts.koppen.startswith("BS") else facts.koppen
    season = season_at(facts.climate, place.day_of_year, rains, float(rng["season"].random()))
    town = settlement(facts, float(rng["settlement"].random()))
    params = layout(facts, blend, customs, season, town, rng["road"])
    lay_details(params, facts, customs, town, rng["junctions"])
    lay_river(params, facts, country=town == COUNTRY, rng=rng["rivers"])
    crop = _crop(blend, season, rng["crops"])
    params[A.CROP_HEIGHT_M], params[A.CROP_ROWS] = crop.height_m, A.WINDROWS if crop.windrows else float(crop.rows)
    return Setting(facts, blend, season, customs, town, crop, params, rng, detail == "full")


def streams_of(place: Place) -> dict[str, Rng]:
    """Streams of chance by name: the same for a place in every year, but for those in `YEARLY`."""
    seeds = dict(zip(STREAMS, np.random.SeedSequence(place.scene_seed).spawn(len(STREAMS)), strict=True))
    if place.year != REFERENCE_YEAR:
        yearly = np.random.SeedSequence((place.scene_seed, place.year)).spawn(len(YEARLY))
        seeds.update(zip(YEARLY, yearly, strict=True))
    return {name: np.random.Generator(np.random.PCG64(seed)) for name, seed in seeds.items()}


def _crop(blend: Blend, season: Season, rng: Rng) -> FieldState:
    soil = soil_colour(blend)
    names = [name for name in blend.main.crops if name]
    if not names:
        return FieldState((soil, soil * 0.9, soil * 1.1))
    states = [CROPS[name](season, soil) for name in names]
    # What stands in the fields marks a place; after its harvest a crop shares them with those still standing.
    weights = np.array([RESTING_WEIGHT if state.resting else 1.0 for state in states])
    return states[int(rng.choice(len(states), p=weights / weights.sum()))]
