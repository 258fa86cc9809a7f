"""The biome table names only things that exist, and its blend is a blend."""

import pytest

from geogame.world.anchors import ANCHORS
from geogame.world.biomes import BIOMES, biome_weights
from geogame.world.crops import CROPS
from geogame.world.houses import HOUSES
from geogame.world.sprites import list_species
from geogame.world.structures import FARM_BUILDINGS
from geogame.world.vegetation import LOOKS_LIKE

STANDING = {"windpump", "pumpjack", "turbine", "cow", "horse"}


@pytest.mark.parametrize("name", sorted(BIOMES))
def test_recipe_names_known_species_crops_and_buildings(name: str) -> None:
    biome = BIOMES[name]
    species = {p.species for p in biome.trees + biome.shrubs} | {biome.tuft}
    assert {LOOKS_LIKE.get(s, s) for s in species} <= set(list_species())
    assert set(biome.crops) <= set(CROPS)
    assert set(biome.farm) <= set(HOUSES) | set(FARM_BUILDINGS) | STANDING
    assert all(p.height_m > 0 and p.amount >= 0 for p in biome.trees + biome.shrubs)
    for share in (biome.cover, biome.forest_share, biome.crop_share, biome.deciduous, biome.lakes):
        assert 0 <= share <= 1


def test_every_biome_has_an_anchor_and_every_anchor_a_biome() -> None:
    assert {row.split(",")[2] for row in ANCHORS.split()} == set(BIOMES)


@pytest.mark.parametrize(
    ("lat", "lon", "elevation_m", "expected"),
    [(41.6, -93.6, 290, "corn"), (25.9, -80.9, 2, "everglades"), (44.6, -110.5, 2350, "yellowstone"),
     (32.3, -111.0, 750, "sonoran"), (46.2, -69.4, 200, "bigwoods")],
)  # fmt: skip
def test_known_places_get_their_biome(lat: float, lon: float, elevation_m: float, expected: str) -> None:
    weights = biome_weights(lat, lon, elevation_m)
    assert expected in weights
    assert sum(weights.values()) == pytest.approx(1.0)
    assert list(weights.values()) == sorted(weights.values(), reverse=True)


def test_mountains_and_the_plain_below_them_differ() -> None:
    assert next(iter(biome_weights(39.7, -105.3, 2600))) != next(iter(biome_weights(39.8, -104.5, 1600)))
