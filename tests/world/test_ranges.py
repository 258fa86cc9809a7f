import numpy as np
import pytest

from geogame.world import arrays as A
from geogame.world.biomes import BIOMES
from geogame.world.crops import CROPS
from geogame.world.flora import BLOOMS, HERDS, blooming
from geogame.world.kernels.layout import road_uv
from geogame.world.place import Place
from geogame.world.ranges import RANGES, grows_at
from geogame.world.scene import build_scene
from geogame.world.setting import setting_of
from geogame.world.sprites import list_species
from geogame.world.sprites.species import ALIASES, RECIPES
from geogame.world.vegetation import LOOKS_LIKE

PALMS = ("sabal_palm", "royal_palm", "fan_palm", "date_palm")


def species_of(scene):
    owner = {}
    for name in RECIPES:
        look = scene.atlas.species[name]
        owner.update(dict.fromkeys(range(look.first, look.first + look.variants), name))
    return np.array([owner[int(sprite)] for sprite in scene.billboards[:, A.B_SPRITE]])


def places(n):
    rng = np.random.default_rng(11)
    return [
        Place(float(rng.uniform(25.5, 48.5)), float(rng.uniform(-123, -70)), int(rng.integers(1, 366)), 12.0, k)
        for k in range(n)
    ]


def test_every_range_names_a_species_of_the_atlas():
    assert set(RANGES) <= set(RECIPES) | set(CROPS)


@pytest.mark.parametrize("palm", PALMS)
def test_no_palm_grows_in_the_north(palm):
    assert not any(grows_at(palm, lat, lon) for lat in np.arange(39.0, 49.5, 0.5) for lon in np.arange(-124, -67, 1.0))


@pytest.mark.parametrize(
    ("species", "at_home", "abroad"),
    [
        ("saguaro", (32.3, -111.2), [(36.2, -115.1), (31.8, -106.4), (33.9, -118.0)]),
        ("mangrove", (25.3, -80.9), [(30.0, -81.4), (29.3, -90.0), (27.8, -97.2)]),
        ("mossy_oak", (32.0, -81.1), [(30.3, -98.6), (35.2, -89.9), (38.0, -78.5)]),
        ("joshua_tree", (34.1, -116.3), [(32.3, -111.2), (40.0, -117.0)]),
        ("kudzu", (33.5, -86.8), [(42.0, -75.0), (27.9, -81.5), (35.0, -100.0)]),
    ],
)
def test_a_species_keeps_to_its_country(species, at_home, abroad):
    assert grows_at(species, *at_home)
    assert not any(grows_at(species, *place) for place in abroad)


@pytest.mark.parametrize("place", places(12), ids=lambda place: f"{place.lat:.1f},{place.lon:.1f}")
def test_nothing_is_placed_outside_its_range_nor_on_the_lanes(place):
    scene = build_scene(place, "training")
    names = species_of(scene)
    assert all(grows_at(name, place.lat, place.lon) for name in set(names))
    half = float(scene.params[A.ROAD_HALF_WIDTH])
    off = np.array([abs(road_uv(float(x), float(y), scene.params)[0]) for x, y in scene.billboards[:, :2]])
    assert off.min(initial=99.0) > half


def test_plants_stand_in_the_same_places_at_both_details():
    place = Place(44.1, -72.7, 190, 12.0, 5)
    full, small = (build_scene(place, detail).billboards for detail in ("full", "training"))
    np.testing.assert_array_equal(full[:, : A.B_SUNLIT], small[:, : A.B_SUNLIT])


def test_grass_close_by_is_dense_in_green_country():
    scene = build_scene(Place(44.1, -72.7, 190, 12.0, 5), "training")
    near = np.hypot(scene.billboards[:, A.B_X], scene.billboards[:, A.B_Y]) < 28
    assert np.isin(species_of(scene)[near], ["sward", "meadow", "tuft"]).sum() > 1000


def test_bluebonnets_bloom_in_texas_in_april_only():
    def names(*where):
        return {bloom.name for bloom in blooming(*where)}

    assert "bluebonnet" in names(30.3, -98.6, 100)
    assert "bluebonnet" not in names(30.3, -98.6, 200) | names(44.0, -72.0, 100)
    assert "goldenrod" in names(44.0, -72.0, 255)


def test_all_that_biomes_crops_blooms_and_herds_name_is_in_the_atlas():
    known = set(list_species()) | set(LOOKS_LIKE)
    named = {plant.species for biome in BIOMES.values() for plant in (*biome.trees, *biome.shrubs)}
    named |= {bloom.sprite for bloom in BLOOMS} | {herd.sprite for herds in HERDS.values() for herd in herds}
    assert named <= known
    assert {crop for biome in BIOMES.values() for crop in biome.crops} <= set(CROPS)
    assert set(ALIASES.values()) <= set(RECIPES)


def test_almonds_bloom_in_california_in_february():
    setting = setting_of(Place(37.0, -120.2, 50, 12.0, 3), "training")
    assert CROPS["almond"](setting.season, np.full(3, 0.2)).species == "small_bloom"
