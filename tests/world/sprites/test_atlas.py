import logging
import multiprocessing
import os
from pathlib import Path

import numpy as np
import pytest

from geogame.world.biomes import BIOMES
from geogame.world.sprites import atlas, cache, list_species
from geogame.world.sprites.bake import CHANNELS, LEVELS, bake, draw, fitted, mip_levels
from geogame.world.sprites.species import ALIASES, RECIPES
from geogame.world.vegetation import LOOKS_LIKE

SMALL = {name: RECIPES[name] for name in ("fir", "oak", "round_bale")}
SHORT_NAMES = {
    "fir", "spruce", "juniper", "pine", "loblolly", "oak", "maple", "liveoak", "caloak", "aspen", "cypress",
    "bare", "barethin", "sabal", "royal", "palmetto", "joshua", "saguaro", "sage", "creosote", "mesquite",
    "tuft", "tall", "wheat", "corn", "cotton", "yucca", "agave", "ocot", "fern", "windpump", "bale",
    "wtower", "cow", "eucal", "pear",
}  # fmt: skip


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(cache.CACHE_DIR_VARIABLE, str(tmp_path_factory.mktemp("cache")))
        yield atlas()


def test_atlas_is_at_most_110_megabytes(world):
    assert world.texels.nbytes <= 110e6


def test_levels_lie_one_after_another_and_fill_the_texels(world):
    offsets, sizes = world.levels[..., 0].ravel(), (world.levels[..., 1] * world.levels[..., 2]).ravel()
    np.testing.assert_array_equal(offsets, np.concatenate([[0], np.cumsum(sizes)[:-1]]))
    assert len(world.texels) == sizes.sum()
    assert world.texels.shape[1] == CHANNELS
    assert world.levels.shape[1:] == (LEVELS, 3)


def test_species_share_out_the_sprites_without_gap_or_overlap(world):
    own = [world.species[name] for name in RECIPES]
    assert [s.first for s in own] == list(np.cumsum([0] + [s.variants for s in own[:-1]]))
    assert own[-1].first + own[-1].variants == len(world.levels)


def test_short_names_are_species():
    assert set(list_species()) >= SHORT_NAMES


def test_aliases_point_at_species_and_hide_none():
    assert set(ALIASES.values()) <= set(RECIPES)
    assert not set(ALIASES) & set(RECIPES)


@pytest.mark.parametrize("name", RECIPES)
def test_every_variant_is_a_plant_that_fits_its_picture(world, name):
    species = world.species[name]
    seen = set()
    for sprite in range(species.first, species.first + species.variants):
        offset, width, height = world.levels[sprite, 0]
        picture = world.texels[offset : offset + width * height].reshape(height, width, CHANNELS)
        alpha = picture[..., 0]
        assert 0.004 < (alpha > 127).mean() < 0.95
        assert abs(width / height - species.aspect) < 0.08
        assert (alpha[-4:] > 0).any(), "it stands on the ground"
        assert (alpha[: max(4, height // 8)] > 0).any(), "it reaches its full height"
        assert (picture[..., 1:] <= alpha[..., None]).all(), "texels are premultiplied"
        seen.add(picture.tobytes())
    assert len(seen) == species.variants


def test_every_tree_and_shrub_of_the_biomes_has_eight_variants():
    species = list_species()
    plants = {p.species for biome in BIOMES.values() for p in (*biome.trees, *biome.shrubs)} - {"tuft", "sawgrass"}
    few = {name for name in plants if species[LOOKS_LIKE.get(name, name)].variants < 8} - {"cattail"}
    assert not few


@pytest.mark.parametrize("name", ["oak", "spruce", "ponderosa_pine", "live_oak", "saguaro", "sagebrush"])
def test_variants_differ_to_the_eye(world, name):
    species = world.species[name]
    outlines = []
    for sprite in range(species.first, species.first + species.variants):
        offset, width, height = world.levels[sprite, 3]
        outlines.append(world.texels[offset : offset + width * height, 0].astype(float))
    apart = [np.abs(a - b).mean() for i, a in enumerate(outlines) for b in outlines[:i]]
    assert min(apart) > 8


def test_baking_twice_gives_the_same_texels():
    first, second = bake(SMALL), bake(SMALL)
    np.testing.assert_array_equal(first[0], second[0])
    np.testing.assert_array_equal(first[1], second[1])


def test_a_new_species_changes_no_other():
    alone = bake({"oak": SMALL["oak"]})[0]
    together, levels = bake(SMALL)
    start = levels[SMALL["fir"].variants, 0, 0]
    np.testing.assert_array_equal(together[start : start + len(alone)], alone)


def test_progress_counts_up_to_all_sprites():
    calls = []
    bake(SMALL, lambda done, total: calls.append((done, total)))
    total = sum(recipe.variants for recipe in SMALL.values())
    assert calls[-1] == (total, total)
    assert calls == sorted(calls)


def test_normals_of_a_smooth_solid_face_the_viewer_and_outwards():
    picture = draw(RECIPES["water_sphere"], np.random.default_rng(0))
    row = picture[int(len(picture) * 0.18)]
    solid = row[:, 0] > 0.99
    nx = row[:, 3] * 2 - 1
    assert nx[solid][:3].max() < -0.2
    assert nx[solid][-3:].min() > 0.2
    assert (row[solid, 5] * 2 - 1).min() > -0.05


def test_a_plant_is_scaled_to_height_one_and_squeezed_into_its_width():
    discs = np.zeros((2, 12), np.float32)
    discs[:, 0], discs[:, 1], discs[:, 3], discs[:, 11] = [3, -1], [2, 1], 0.1, 1
    scaled = fitted(discs, 1.0)
    assert scaled[:, 1].max() + scaled[0, 3] == pytest.approx(1.0, abs=1e-6)
    assert np.abs(scaled[:, 0]).max() <= 0.51
    assert scaled[0, 0] / scaled[1, 0] == pytest.approx(-3)


def test_mip_levels_keep_the_mean():
    picture = np.random.default_rng(0).random((128, 64, CHANNELS)).astype(np.float32)
    levels = mip_levels(picture)
    assert [level.shape[:2] for level in levels] == [(128 >> k, 64 >> k) for k in range(LEVELS)]
    np.testing.assert_allclose(levels[-1].mean((0, 1)), picture.mean((0, 1)), atol=1e-5)


def test_the_second_reader_finds_the_stored_atlas(world, tmp_path):
    path = tmp_path / "sprites.npz"
    cache._write(path, world.texels, world.levels)
    baked = []
    again = cache.load_or_bake(path, lambda done, _total: baked.append(done))
    assert not baked
    np.testing.assert_array_equal(again.texels, world.texels)
    assert again.species == world.species


@pytest.mark.parametrize("damage", ["cut", "flipped", "foreign"])
def test_a_damaged_cache_is_told_apart(world, tmp_path, caplog, damage):
    path = tmp_path / "sprites.npz"
    cache._write(path, world.texels, world.levels)
    if damage == "cut":
        os.truncate(path, path.stat().st_size // 2)
    elif damage == "flipped":
        data = bytearray(path.read_bytes())
        data[len(data) // 2] ^= 255
        path.write_bytes(data)
    else:
        np.savez(path, texels=world.texels[:-1], levels=world.levels)
    with caplog.at_level(logging.WARNING):
        assert cache._read(path) is None
    assert "baked anew" in caplog.text


def test_writing_leaves_one_file_and_removes_older_versions(tmp_path):
    texels, levels = bake({"round_bale": SMALL["round_bale"]})
    (tmp_path / "sprites-0000000000000000.npz").write_bytes(b"old")
    cache._write(cache.cache_file(tmp_path), texels, levels)
    assert [p.name for p in tmp_path.iterdir()] == [cache.cache_file(tmp_path).name]


def _write_many(path: str) -> None:
    texels, levels = bake({"round_bale": SMALL["round_bale"]})
    for _ in range(20):
        cache._write(Path(path), texels, levels)


def test_two_processes_may_write_at_once(tmp_path):
    path = tmp_path / "sprites.npz"
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=_write_many, args=(str(path),)) for _ in range(2)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert [writer.exitcode for writer in writers] == [0, 0]
    with np.load(path) as stored:
        expected = bake({"round_bale": SMALL["round_bale"]})[0]
        np.testing.assert_array_equal(stored["texels"], expected)
    assert list(tmp_path.iterdir()) == [path]


def test_an_unwritable_cache_still_gives_an_atlas(tmp_path, caplog):
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    found = cache.load_or_bake(blocked / "sprites.npz")
    assert len(found.levels) == sum(recipe.variants for recipe in RECIPES.values())
    assert "could not be kept" in caplog.text


def test_the_cache_directory_follows_the_environment(monkeypatch, tmp_path):
    monkeypatch.setenv(cache.CACHE_DIR_VARIABLE, str(tmp_path))
    assert cache.cache_directory() == tmp_path
    monkeypatch.delenv(cache.CACHE_DIR_VARIABLE)
    assert cache.cache_directory().name == "geogame"
