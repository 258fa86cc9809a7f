"""What kind of settlement a place lies in, and what each kind is like. Thresholds and traits are the author's.

A kind is a small integer, so that ``town == COUNTRY`` and the like read plainly; `traits` says everything else.
"""

import math
from dataclasses import dataclass

import numpy as np

from geogame.world.facts import KM_PER_DEGREE, Facts

COUNTRY, SUBURB, DOWNTOWN, SMALL_TOWN, STRIP, ROWS, BIG_CITY = range(7)


@dataclass(frozen=True, slots=True)
class Traits:
    """What all settlements of one kind share.

    Attributes
    ----------
    tree_share, grass_share, shrub_share
        Of the plants that would stand here in open country.
    street_tree_step_m
        Between the trees of an avenue.
    half_width_m, sidewalk_end_m
        Of the street: to the kerb, and to the back of the sidewalk.
    lanes
        Whether lane and edge lines are painted.
    straight
        Whether streets follow the compass.
    paved
        0..1: how much of the ground between buildings is pavement.
    wires
        Whether poles and wires follow the street.
    """

    tree_share: float
    grass_share: float
    shrub_share: float
    street_tree_step_m: float
    half_width_m: float
    sidewalk_end_m: float
    lanes: bool
    straight: bool
    paved: float
    wires: bool


TRAITS: dict[int, Traits] = {
    COUNTRY: Traits(1.0, 1.0, 0.55, 0.0, 0.0, 0.0, False, False, 0.0, True),
    SUBURB: Traits(0.30, 0.5, 0.055, 21.0, 5.2, 8.6, False, False, 0.0, True),
    SMALL_TOWN: Traits(0.25, 0.3, 0.03, 19.0, 7.0, 10.6, False, True, 0.45, True),
    STRIP: Traits(0.12, 0.15, 0.02, 34.0, 8.8, 10.8, True, True, 0.85, True),
    ROWS: Traits(0.12, 0.15, 0.02, 13.0, 5.4, 8.8, False, True, 0.8, False),
    DOWNTOWN: Traits(0.15, 0.2, 0.02, 17.0, 7.2, 10.6, True, True, 0.9, False),
    BIG_CITY: Traits(0.06, 0.05, 0.0, 19.0, 8.4, 12.6, True, True, 1.0, False),
}

# People around, then the share of each kind among places with at least so many.
_MIXES: tuple[tuple[float, dict[int, float]], ...] = (
    (1.2e6, {BIG_CITY: 0.5, ROWS: 0.5}),
    (6.0e5, {DOWNTOWN: 0.5, ROWS: 0.5}),
    (2.2e5, {DOWNTOWN: 0.4, SUBURB: 0.42, STRIP: 0.18}),
    (1.1e5, {DOWNTOWN: 0.2, SUBURB: 0.58, STRIP: 0.22}),
    (3.5e4, {SUBURB: 0.66, STRIP: 0.22, SMALL_TOWN: 0.12}),
    (1.2e4, {SMALL_TOWN: 0.4, SUBURB: 0.44, STRIP: 0.16}),
    (2.5e3, {SMALL_TOWN: 0.7, SUBURB: 0.3}),
)


@dataclass(frozen=True, slots=True)
class Quarter:
    """A part of a city that is built unlike what its number of people says.

    Attributes
    ----------
    lat, lon, radius_km
        Its middle, WGS84 degrees, and how far it reaches.
    mix
        The share of each kind of settlement there.
    """

    lat: float
    lon: float
    radius_km: float
    mix: dict[int, float]


QUARTERS: tuple[Quarter, ...] = (
    # Flats of the nineteen-thirties and hotels on Miami's barrier islands; the old towns of New Orleans and Santa Fe.
    Quarter(25.79, -80.132, 3.2, {ROWS: 0.75, DOWNTOWN: 0.25}),
    Quarter(25.85, -80.122, 3.6, {ROWS: 0.4, DOWNTOWN: 0.6}),
    Quarter(29.960, -90.060, 2.0, {ROWS: 1.0}),
    Quarter(35.686, -105.938, 1.8, {SMALL_TOWN: 0.8, SUBURB: 0.2}),
)
# States whose cities were laid out for the car: houses apart, hardly a row.
SPRAWLING = frozenset("TX AZ NV OK NM FL GA NC TN UT CO KS NE AL MS AR SC ID".split())


def settlement(facts: Facts, chance: float) -> int:
    """
    Return the kind of settlement.

    Parameters
    ----------
    facts
        Of the place: how many people live around, weighted by distance.
    chance
        0..1; which of the kinds that are found among so many people.
    """
    for quarter in QUARTERS:
        north = (facts.lat - quarter.lat) * KM_PER_DEGREE
        east = (facts.lon - quarter.lon) * KM_PER_DEGREE * math.cos(math.radians(quarter.lat))
        if math.hypot(north, east) < quarter.radius_km:
            return _draw(quarter.mix, chance)
    for least, mix in _MIXES:
        if facts.people_nearby >= least:
            kind = _draw(mix, chance)
            if kind == ROWS and (facts.state in SPRAWLING or (facts.state == "CA" and facts.lat < 36)):
                return STRIP if chance > 0.85 else SUBURB
            return kind
    return COUNTRY


def _draw(mix: dict[int, float], chance: float) -> int:
    return list(mix)[int(np.searchsorted(np.cumsum(list(mix.values())), min(chance, 0.999)))]


def traits(town: int) -> Traits:
    """Return what settlements of this kind are like."""
    return TRAITS[town]
