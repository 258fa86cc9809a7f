from pathlib import Path

from geogame.ui.training.outline import outline

RECIPE = """
name = "own"
title = "Own"
[data]
preset = "roads"
[expected]
minutes = 60
disk_gb = 7
{full}
[bench.expected]
minutes = 5
{bench}
"""


def written(folder: Path, **lines: str) -> str:
    path = folder / "own.toml"
    path.write_text(RECIPE.format(**{"full": "", "bench": "", **lines}), encoding="utf-8")
    return str(path)


def test_a_time_is_estimated_until_the_recipe_says_that_it_was_measured(tmp_path: Path) -> None:
    assert outline(written(tmp_path)).measured == {"full": False, "bench": False}
    own = outline(written(tmp_path, bench="measured = true"))
    assert own.minutes == {"full": 60.0, "bench": 5.0}
    assert own.disk_gb == {"full": 7.0, "bench": 7.0}
    assert own.memory_gb == {"full": 0.0, "bench": 0.0}
    assert own.measured == {"full": False, "bench": True}


def test_a_profile_says_what_the_recipe_says_and_it_does_not_change(tmp_path: Path) -> None:
    both = outline(written(tmp_path, full="measured = true"))
    assert both.measured == {"full": True, "bench": True}
