from dataclasses import replace

import numpy as np

from geogame.world import arrays as A
from geogame.world.place import REFERENCE_YEAR, Place
from geogame.world.scene import build_scene
from geogame.world.setting import YEARLY, streams_of

LINCOLN = Place(40.813, -96.703, 180, 12.0, 78)
WALLS = slice(0, 9)


def walls(place: Place) -> set[tuple[float, ...]]:
    return {tuple(row) for row in build_scene(place, "training").quads[:, WALLS].tolist()}


def test_only_weather_snow_and_traffic_have_chance_of_the_year() -> None:
    now, then = streams_of(LINCOLN), streams_of(replace(LINCOLN, year=2012))
    differing = {name for name, rng in now.items() if rng.random() != then[name].random()}
    assert differing == set(YEARLY)


def test_the_reference_year_is_the_one_of_places_without_a_year() -> None:
    assert (
        streams_of(LINCOLN)["weather"].random() == streams_of(replace(LINCOLN, year=REFERENCE_YEAR))["weather"].random()
    )


def test_buildings_stay_through_years_and_seasons_while_skies_change() -> None:
    dates = [replace(LINCOLN, year=2010 + k, day_of_year=1 + 70 * k) for k in range(5)]
    shared = set.intersection(*(walls(date) for date in dates))
    assert len(shared) > 0.7 * min(len(walls(date)) for date in dates)
    skies = {float(build_scene(date, "training").sky[A.SKY_SEED]) for date in dates}
    assert len(skies) > 2
    assert np.isfinite(list(skies)).all()
