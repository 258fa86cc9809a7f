import csv
from pathlib import Path

import numpy as np
import pytest
import shapely

from geogame.cli import main
from geogame.errors import UsageError
from geogame.geo import ScoreScale, distance_matrix_km
from geogame.regions import load_region
from geogame.regions.base import Region
from geogame.regions.points import buffered_points, point_grid


@pytest.fixture
def town() -> Region:
    """A triangle of some six by six hundred metres in Stockholm."""
    corner = shapely.Polygon([(18.05, 59.32), (18.06, 59.32), (18.05, 59.3255)])
    return Region("town", "Town", corner, "made", ScoreScale("diagonal", 1.0), (0.0,))


def metres_between(lats: np.ndarray, lons: np.ndarray) -> np.ndarray:
    """Distances ``(n, n)``, endless from a point to itself."""
    return 1000 * distance_matrix_km(lats, lons, lats, lons) + np.diag(np.full(len(lats), np.inf))


def test_points_of_a_grid_lie_in_the_region_a_step_apart(town: Region) -> None:
    lats, lons = point_grid(town, 20.0)
    assert town.contains(lats, lons).all()
    assert 0.9 < len(lats) * 400 / 174_000 < 1.1  # the triangle's area, square metres
    assert metres_between(lats, lons).min(axis=1) == pytest.approx(20.0, abs=0.15)


def test_points_keep_their_buffers_and_no_gap_is_left(town: Region) -> None:
    lats, lons, buffers = buffered_points(town, 10.0, [60, 100], seed=3)
    apart = metres_between(lats, lons)
    assert (apart > np.minimum(buffers[:, None], buffers) - 0.2).all()
    assert set(buffers.tolist()) == {100.0, 60.0}
    assert (np.diff(buffers) <= 0).all()
    every = point_grid(town, 10.0)
    assert (1000 * distance_matrix_km(*every, lats, lons)).min(axis=1).max() < 60.2


def test_the_same_seed_takes_the_same_points(town: Region) -> None:
    first, again, other = (buffered_points(town, 10.0, [50], seed)[0].tolist() for seed in (1, 1, 2))
    assert first == again != other


@pytest.mark.parametrize("step_m", [0.0, -1.0, float("nan"), 0.001])
def test_steps_that_cannot_be_or_make_too_many_points_are_refused(town: Region, step_m: float) -> None:
    with pytest.raises(UsageError, match=r"cannot be|too many"):
        point_grid(town, step_m)


def test_one_command_writes_stockholms_points(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "points.csv"
    assert main(["region", "points", "stockholm", "--every", "50", "--buffers", "400,300", "--out", str(out)]) == 0
    with out.open() as file:
        rows = list(csv.DictReader(file))
    assert load_region("stockholm").contains([float(r["lat"]) for r in rows], [float(r["lon"]) for r in rows]).all()
    assert {row["buffer_m"] for row in rows} == {"400", "300"}
    for words in (["atlantis"], ["stockholm", "--buffers", "far"], ["stockholm", "--buffers", "-3"]):
        assert main(["region", "points", *words, "--out", str(out)]) == 2
    assert "give metres such as" in capsys.readouterr().err
