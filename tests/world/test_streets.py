"""Buildings stand off the road and on dry land, the same ones every time, of the kinds a place has."""

import numpy as np
import pytest

from geogame.world import arrays as A
from geogame.world import settlement as K
from geogame.world.facts import facts_at
from geogame.world.kernels.layout import land_use, road_uv
from geogame.world.landmark_tables import COURTHOUSES
from geogame.world.place import Place
from geogame.world.roadside import Roadside
from geogame.world.setting import setting_of
from geogame.world.settlement import settlement
from geogame.world.streets import build
from geogame.world.town import Town

PLACES = {
    K.COUNTRY: (42.05, -93.90),
    K.SUBURB: (38.35, -81.63),
    K.SMALL_TOWN: (44.26, -72.58),
    K.STRIP: (33.45, -111.90),
    K.ROWS: (37.77, -122.43),
    K.DOWNTOWN: (25.79, -80.14),
    K.BIG_CITY: (40.75, -73.98),
}


def _built(kind: int, seed: int, monkeypatch: pytest.MonkeyPatch) -> Roadside:
    monkeypatch.setattr("geogame.world.setting.settlement", lambda *_: kind)
    s = setting_of(Place(*PLACES[kind], 170, 11.0, seed), "training")
    road = Roadside(s.params, s.rng["roadside"])
    build(Town(road, s.facts, s.customs, s.blend.main, s.rng["town"], [], []), kind)
    return road


@pytest.mark.parametrize("seed", [3, 11, 12])
@pytest.mark.parametrize("kind", list(PLACES))
def test_nothing_built_stands_on_the_road_or_in_water(kind: int, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    road = _built(kind, seed, monkeypatch)
    quads, boxes = road.solids.arrays()
    assert np.isfinite(quads).all()
    assert np.isfinite(boxes).all()
    if not len(quads):
        return
    corners = np.concatenate([quads[:, :3] + a * quads[:, 3:6] + b * quads[:, 6:9] for a in (0, 1) for b in (0, 1)])
    off_road = [abs(road_uv(float(x), float(y), road.params)[0]) for x, y, _ in corners]
    assert min(off_road) > road.params[A.ROAD_HALF_WIDTH]
    middles = [land_use(float(x), float(y), road.params)[0] for x, y in boxes[:, :2]]
    assert np.mean(np.array(middles) == A.OPEN_WATER) < 0.01


@pytest.mark.parametrize("kind", list(PLACES))
def test_the_same_seed_builds_the_same_town(kind: int, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = (_built(kind, 5, monkeypatch).solids.arrays()[0] for _ in range(2))
    assert (first == second).all()


def _shares(lat: float, lon: float) -> dict[int, float]:
    kinds = [settlement(facts_at(lat, lon), (k + 0.5) / 200) for k in range(200)]
    return {kind: kinds.count(kind) / 200 for kind in set(kinds)}


def test_known_places_are_the_kind_of_settlement_they_are() -> None:
    assert set(_shares(40.75, -73.98)) == {K.BIG_CITY, K.ROWS}
    assert set(_shares(38.4, -100.3)) == {K.COUNTRY}
    assert _shares(44.26, -72.58)[K.SMALL_TOWN] > 0.5
    assert K.DOWNTOWN in _shares(25.79, -80.14)
    assert K.ROWS not in _shares(29.76, -95.37)
    assert K.ROWS in _shares(39.97, -75.15)


def test_a_quarter_is_built_as_it_is_known_for() -> None:
    beach = _shares(25.785, -80.133)
    assert beach[K.ROWS] > 0.6
    assert K.SUBURB not in beach
    assert K.SUBURB in _shares(25.785, -80.30), "across the bay people live in houses"
    assert _shares(35.686, -105.938)[K.SMALL_TOWN] > 0.6


def test_a_courthouse_stands_alone_on_its_green(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(COURTHOUSES, "IN", 1.0)
    monkeypatch.setitem(PLACES, K.SMALL_TOWN, (39.337, -85.484))
    for seed in range(6):
        road = _built(K.SMALL_TOWN, seed, monkeypatch)
        side, middle = float(road.params[A.GREEN_SIDE]), float(road.params[A.GREEN_V_M])
        assert abs(side) == 1.0
        on = [
            (box[A.X_HALF_X], u)
            for box in road.solids.boxes
            for u, v in [road_uv(box[A.X_CENTRE_X], box[A.X_CENTRE_Y], road.params)]
            if u * side > 0 and abs(u) < 55.0 and abs(v - middle) < A.GREEN_HALF_M - 1.0
        ]
        assert max(half for half, _ in on) == 14.0
        assert all(abs(u) > road.params[A.SHOULDER_HALF_WIDTH] + 12.0 for half, u in on if half > 3.0)


def test_no_courthouse_stands_where_none_is_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "VT" not in COURTHOUSES
    assert all(_built(K.SMALL_TOWN, seed, monkeypatch).params[A.GREEN_SIDE] == 0 for seed in range(4))


def test_stalls_are_marked_before_the_shops_of_a_strip(monkeypatch: pytest.MonkeyPatch) -> None:
    quads, _ = _built(K.STRIP, 3, monkeypatch).solids.arrays()
    lots = quads[quads[:, A.Q_MATERIAL] == A.MAT_LOT]
    marked = lots[lots[:, A.Q_TEXTURE] == 1]
    assert 8 < len(marked) < len(lots)
    assert np.allclose(marked[:, A.Q_LENGTH_U], 11.0, atol=0.2), "whole stalls"
