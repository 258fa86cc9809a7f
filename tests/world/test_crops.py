"""Fields show what the calendar says."""

import numpy as np
import pytest

from geogame.world.climate import climate_at
from geogame.world.crops import CROPS
from geogame.world.season import season_at
from geogame.world.sprites import list_species
from geogame.world.vegetation import LOOKS_LIKE

SOIL = np.array([0.1, 0.07, 0.05])
IOWA = climate_at(42.0, -93.6, 300.0)


@pytest.mark.parametrize("crop", sorted(CROPS))
@pytest.mark.parametrize("day", range(1, 366, 26))
def test_every_crop_is_drawable_on_every_day(crop: str, day: int) -> None:
    state = CROPS[crop](season_at(IOWA, day, "Dfa", 0.5), SOIL)
    assert all(colour.shape == (3,) and (colour >= 0).all() and (colour < 1.2).all() for colour in state.colours)
    assert state.height_m >= 0
    if state.species is not None:
        assert LOOKS_LIKE.get(state.species, state.species) in list_species()
        assert state.leaf is not None


def test_corn_is_tall_in_july_and_gone_in_january() -> None:
    july = CROPS["corn"](season_at(IOWA, 205, "Dfa", 0.5), SOIL)
    january = CROPS["corn"](season_at(IOWA, 15, "Dfa", 0.5), SOIL)
    assert july.height_m > 2
    assert january.height_m == 0
    assert january.species is None


def test_hay_lies_in_windrows_then_in_bales_then_grows_again() -> None:
    june, later, regrown, winter = (CROPS["hay"](season_at(IOWA, day, "Dfa", 0.5), SOIL) for day in (157, 170, 190, 20))
    assert june.windrows
    assert june.species is None
    assert later.species == "bale"
    assert not later.windrows
    assert regrown.species is None
    assert not regrown.windrows
    assert not winter.windrows
    assert winter.species is None


def test_cotton_is_green_in_july_and_white_with_bolls_in_october() -> None:
    july, october, january = (CROPS["cotton"](season_at(IOWA, day, "Cfa", 0.5), SOIL) for day in (200, 285, 15))
    assert july.trunk is not None
    assert october.trunk is not None
    assert july.trunk[1] > july.trunk[0]
    assert october.trunk.min() > 0.7
    assert october.colours[0].mean() > 2 * july.colours[0].mean()
    assert january.resting
    assert january.species is None
