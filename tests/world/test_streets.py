"""Buildings stand off the road and on dry land, the same ones every time, of the kinds a place has."""

import numpy as np
import pytest

from geogame.world import arrays as A
from geogame.world import settlement as K
from geogame.world.facts import facts_at
from geogame.world.kernels.layout import land_use, road_uv
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
