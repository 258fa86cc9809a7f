"""Houses line a street, with yards as their state closes them, and others behind."""

import numpy as np
import pytest

from geogame.world import arrays as A
from geogame.world import suburbs as U
from geogame.world.facts import STATES
from geogame.world.kernels.layout import road_uv
from geogame.world.place import Place
from geogame.world.roadside import Roadside
from geogame.world.setting import setting_of
from geogame.world.settlement import SUBURB
from geogame.world.town import Town


def _suburb(lat: float, lon: float, seed: int, monkeypatch: pytest.MonkeyPatch) -> Town:
    monkeypatch.setattr("geogame.world.setting.settlement", lambda *_: SUBURB)
    s = setting_of(Place(lat, lon, 150, 11.0, seed), "training")
    road = Roadside(s.params, s.rng["roadside"])
    town = Town(road, s.facts, s.customs, s.blend.main, s.rng["town"], [], [])
    U.suburb(town)
    return town


def _fences(town: Town) -> int:
    """Count the panels as high as a yard's fence."""
    quads, _ = town.road.solids.arrays()
    return int(np.isclose(quads[:, A.Q_LENGTH_V], 2.15).sum())


def test_yards_are_fenced_as_the_state_fences_them(monkeypatch: pytest.MonkeyPatch) -> None:
    assert set(U.YARD_FENCES) < set(STATES)
    assert all(kind in U._LOOKS and 0 < share <= 1 for kind, share in U.YARD_FENCES.values())
    counts = {
        state: sum(_fences(_suburb(lat, lon, seed, monkeypatch)) for seed in range(4))
        for state, lat, lon in (("TX", 32.78, -96.8), ("IA", 41.6, -93.6), ("GA", 33.75, -84.39))
    }
    assert counts["TX"] > counts["GA"] > counts["IA"] == 0


def test_houses_stand_behind_houses(monkeypatch: pytest.MonkeyPatch) -> None:
    town = _suburb(41.6, -93.6, 2, monkeypatch)
    away = [abs(road_uv(box[A.X_CENTRE_X], box[A.X_CENTRE_Y], town.road.params)[0]) for box in town.road.solids.boxes]
    assert sum(u < 35 for u in away) > 8
    assert sum(u > 45 for u in away) > 6


def test_shrubs_stand_between_the_houses_and_the_street(monkeypatch: pytest.MonkeyPatch) -> None:
    town = _suburb(41.6, -93.6, 2, monkeypatch)
    assert len(town.hedges) > 20
    away = np.array([abs(road_uv(x, y, town.road.params)[0]) for x, y in town.hedges])
    assert (away > town.road.params[A.SHOULDER_HALF_WIDTH]).all()
    assert (away < 40.0).all()
