"""A scene follows its place; chance decides only what geography does not."""

import numpy as np
import pytest

from geogame.errors import WorldError
from geogame.world import arrays as A
from geogame.world.place import Place
from geogame.world.render import render_place
from geogame.world.scene import build_scene
from geogame.world.setting import setting_of
from geogame.world.sprites import list_species

IOWA = Place(42.05, -93.9, 200, 16.0, 106)
VERMONT_FALL = Place(44.1, -72.7, 283, 10.5, 113)
VERMONT_WINTER = Place(44.1, -72.7, 20, 10.5, 113)
KANSAS = Place(38.4, -98.8, 168, 15.0, 105)
MANHATTAN = Place(40.75, -73.98, 160, 12.0, 114)
OREGON_COAST = Place(44.62, -124.04, 200, 15.0, 101)


def test_same_place_gives_the_same_pixels() -> None:
    first = render_place(IOWA, (0.0, 90.0), 96, 48, detail="training")
    second = render_place(IOWA, (0.0, 90.0), 96, 48, detail="training")
    assert first.shape == (2, 48, 96, 3)
    assert (first == second).all()


def test_another_seed_changes_the_view_but_not_the_geography() -> None:
    other = Place(IOWA.lat, IOWA.lon, IOWA.day_of_year, IOWA.solar_hour, 991)
    a, b = setting_of(IOWA, "training"), setting_of(other, "training")
    assert a.facts == b.facts
    assert a.blend.weights == b.blend.weights
    assert a.season.temperature_c == b.season.temperature_c
    assert a.params[A.HILL_M] == b.params[A.HILL_M]
    assert a.params[A.SEED] != b.params[A.SEED]
    views = [render_place(p, (0.0,), 96, 48, detail="training").astype(float) for p in (IOWA, other)]
    assert np.abs(views[0] - views[1]).mean() > 5


def test_winter_in_vermont_is_white_and_autumn_is_not() -> None:
    winter, fall = (setting_of(p, "training") for p in (VERMONT_WINTER, VERMONT_FALL))
    assert winter.season.snow == 1.0
    assert winter.params[A.SNOW_LINE_M] < 0
    assert fall.season.autumn > 0.5
    white, red = (
        render_place(p, (0.0,), 96, 48, detail="training")[0, 30:].astype(float) for p in (VERMONT_WINTER, VERMONT_FALL)
    )
    assert white.mean() > red.mean() + 20


def test_manhattan_is_built_up_and_kansas_is_not() -> None:
    assert len(build_scene(MANHATTAN, "training").quads) > 300
    assert len(build_scene(KANSAS, "training").quads) < 600


def test_the_sea_lies_where_the_map_has_it() -> None:
    setting = setting_of(OREGON_COAST, "training")
    assert setting.params[A.WATER_DISTANCE_M] < 500
    west = abs((np.degrees(setting.params[A.WATER_BEARING]) - 270 + 180) % 360 - 180)
    assert west < 60


@pytest.mark.parametrize("seed", range(3))
def test_palms_never_stand_in_the_north(seed: int) -> None:
    palms = [species for name, species in list_species().items() if name.endswith("palm")]
    ids = {first + k for s in palms for first in [s.first] for k in range(s.variants)}
    rng = np.random.default_rng(seed)
    for _ in range(4):
        place = Place(float(rng.uniform(38, 48)), float(rng.uniform(-115, -78)), 180, 12.0, int(rng.integers(1 << 40)))
        sprites = set(build_scene(place, "training").billboards[:, A.B_SPRITE].astype(int))
        assert not sprites & ids


@pytest.mark.parametrize(
    ("place", "size", "word"),
    [
        (Place(40.0, -100.0, 0, 12.0, 1), (96, 48), "day"),
        (Place(40.0, -100.0, 10, 25.0, 1), (96, 48), "hour"),
        (IOWA, (0, 48), "at least"),
    ],
)
def test_nonsense_is_refused_in_words(place: Place, size: tuple[int, int], word: str) -> None:
    with pytest.raises(WorldError, match=word):
        render_place(place, (0.0,), *size)
