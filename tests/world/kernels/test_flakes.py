"""Snow falls in space: what is nearer hides it, what is farther does not."""

import numpy as np
import pytest
from plain_scene import billboard, scene, wall

from geogame.world import arrays as A
from geogame.world.view import render_view


def look(snowfall: float, supersample: int = 1, **things: object) -> np.ndarray:
    light = scene().light.copy()
    light[A.SNOWFALL] = snowfall
    return render_view(scene(light=light, **things), 0.0, 96, 48, supersample=supersample).astype(int)


@pytest.mark.parametrize("supersample", [1, 2])
@pytest.mark.parametrize("kind", ["wall", "plant"])
def test_no_flake_shows_before_what_stands_nearer(kind: str, supersample: int) -> None:
    def seen(snowfall: float, away_m: float) -> np.ndarray:
        if kind == "wall":
            return look(snowfall, supersample, quads=wall(away_m, 90, (0.3, 0.3, 0.3))[None])
        return look(snowfall, supersample, billboards=billboard(0, away_m, 30.0)[None])

    assert (seen(1.0, 2.6) == seen(0.0, 2.6)).all()
    assert (np.abs(seen(1.0, 14.0) - seen(0.0, 14.0)).max(axis=2) > 15).mean() > 0.01


def test_the_farther_a_plant_the_more_flakes_fall_before_it() -> None:
    def share_of_leaves(away_m: float) -> float:
        plant = billboard(0, away_m, away_m * 0.5)[None]
        still = look(0.0, billboards=plant)
        leaves = np.abs(look(0.0) - still).max(axis=2) > 20
        return float((np.abs(look(1.0, billboards=plant) - still).max(axis=2) > 15)[leaves].mean())

    assert 0 < share_of_leaves(9.0) < share_of_leaves(25.0)
