"""What is told of a point's land, and which differences are worth a sentence."""

from dataclasses import replace

import pytest

from geogame.ui.reveal import words
from geogame.ui.reveal.geography import STRIKING, contrasts, geography_at
from geogame.ui.reveal.landscapes import CLIMATES, LANDSCAPES
from geogame.world.biomes import BIOMES
from geogame.world.facts import KOPPEN_CLASSES

OMAHA, VEGAS, ATLANTIC, PARIS = (41.25, -96.0), (36.2, -115.2), (30.0, -78.0), (48.9, 2.4)


def test_every_landscape_and_every_climate_of_the_world_has_a_name_of_its_own():
    assert set(LANDSCAPES) == set(BIOMES)
    assert len(set(LANDSCAPES.values())) == len(LANDSCAPES)
    assert set(CLIMATES) == set(KOPPEN_CLASSES)


def test_the_land_of_a_known_place_is_told():
    omaha = geography_at(*OMAHA)
    assert omaha.climate.startswith("humid continental")
    assert omaha.fields > 0.5
    assert 250 < omaha.elevation_m < 400
    assert omaha.coldest_c < 0 < omaha.mean_c < 20 < omaha.warmest_c


def test_at_sea_there_are_neither_woods_nor_fields():
    sea = geography_at(*ATLANTIC)
    assert (sea.landscape, sea.woods, sea.fields, sea.water) == ("open water", 0.0, 0.0, "sea")


def test_beyond_the_facts_nothing_is_told():
    assert geography_at(*PARIS) is None
    assert set(words.land(None, "km").values()) == {words.UNKNOWN}


@pytest.mark.parametrize(
    ("field", "by", "told"),
    [
        ("elevation_m", 900.0, "900 m higher"),
        ("elevation_m", -900.0, "900 m lower"),
        ("relief_m", 500.0, "more mountainous land"),
        ("woods", 0.9, "more woods (90 %; the place: 0 %)"),
        ("climate", "", "another climate"),
    ],
)
def test_the_difference_that_strikes_is_the_one_told(field, by, told):
    here = replace(geography_at(*OMAHA), woods=0.0, elevation_m=1000.0)
    there = replace(here, **{field: "tundra" if field == "climate" else getattr(here, field) + by})
    found = contrasts(there, here)
    assert len(found) == 1
    assert told in words.contrast_line("Your guess", found, there, here, "km")


def test_what_nobody_would_see_is_not_told():
    here = geography_at(*OMAHA)
    there = replace(here, elevation_m=here.elevation_m + 0.9 * STRIKING["elevation"])
    assert contrasts(there, here) == []
    assert "much the same" in words.contrast_line("Your guess", [], there, here, "km")


def test_heights_and_degrees_follow_the_unit():
    vegas = words.land(geography_at(*VEGAS), "mi")
    assert vegas[words.ELEVATION].endswith(" ft")
    assert vegas[words.WARMTH].count("°F") == 2
    assert words.temperature(-40.0, "mi") == words.temperature(-40.0, "km").replace("C", "F") == "−40 °F"
    assert words.metres(1000.0, "mi") == "3\u202f280 ft"
