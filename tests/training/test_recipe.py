from pathlib import Path

import gradient_world
import pytest

from geogame.errors import RecipeError, UsageError
from geogame.sources.presets import PRESETS
from geogame.training.recipe import find_recipes, load_recipe


@pytest.mark.parametrize("path", find_recipes(), ids=lambda path: path.stem)
def test_every_recipe_that_comes_along_is_valid(path: Path) -> None:
    recipe = load_recipe(path)
    assert recipe.name == path.stem
    bench = recipe.profile("bench")
    assert bench.geolocator.kind == recipe.geolocator.kind
    for profile in (recipe, bench):
        assert profile.expected is not None
    assert bench.expected is not None
    assert bench.expected.minutes <= 40
    assert bench.data.preset in PRESETS


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ("[training]\nepochs = 0", "training.epochs"),
        ("[training]\nvelocity = 9", r"training.velocity: there is no such entry; choose among seed, epochs"),
        ("[training]\nepoch = 9", r"training.epoch: there is no such entry; did you mean 'epochs'\?"),
        ("[trainings]\nepochs = 9", r": trainings: there is no such entry; did you mean 'training'\?"),
        ("[training]\nunfreeze = [{epoch = 1, stage = 2, rat = 0.1}]", r"unfreeze.0.rat: .*'rate'"),
        ("[training]\nunfreeze = [{epoch = 1, stage = 2}]", r"unfreeze.0.rate: this entry has to be there$"),
        ("[expected]\nminute = 9", r"expected.minute: .*'minutes'"),
        ("[geolocator]\nkind = 'cnn'\nfilter = 9", r"geolocator.filter: .*'filters'"),
        ("[geolocator]\nkind = 'vit'", r"geolocator.kind: there is no geolocator 'vit'; choose one of cnn, cnn_lstm"),
        ("[geolocator]\nkind = 'cnn'\nbackbone = 'vgg'", r"geolocator.backbone: there is no backbone 'vgg'; choose"),
        ("[geolocator]\nwidths = [8]", "geolocator"),
        ("[decoding]\nrule = 'guess'", "decoding.rule"),
        ("crop = [0.0, 0.0, 1.0, 1.5]", "data.crop"),
    ],
)
def test_a_wrong_entry_is_named(tmp_path: Path, line: str, named: str) -> None:
    path = tmp_path / "odd.toml"
    path.write_text(f'name = "odd"\ntitle = "Odd"\n[data]\npreset = "p"\n{line}\n', encoding="utf-8")
    with pytest.raises(RecipeError, match=named):
        load_recipe(path)


def test_a_geolocator_that_is_no_table_is_named(tmp_path: Path) -> None:
    path = tmp_path / "odd.toml"
    path.write_text('name = "odd"\ntitle = "Odd"\ngeolocator = 3\n[data]\npreset = "p"\n', encoding="utf-8")
    with pytest.raises(RecipeError, match=r"geolocator.kind: there is no geolocator '3'"):
        load_recipe(path)


def test_what_is_no_toml_says_where(tmp_path: Path) -> None:
    path = tmp_path / "odd.toml"
    path.write_text("name = ", encoding="utf-8")
    with pytest.raises(RecipeError, match="TOML"):
        load_recipe(path)


def test_an_unknown_recipe_or_profile_lists_what_there_is(tmp_path: Path) -> None:
    with pytest.raises(RecipeError, match="usa-rendered"):
        load_recipe("no-such-recipe")
    path = tmp_path / "tiny.toml"
    path.write_text(gradient_world.TINY_RECIPE, encoding="utf-8")
    with pytest.raises(UsageError, match="full or bench"):
        load_recipe(path).profile("fast")
