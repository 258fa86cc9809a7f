"""A road crosses a river on a bridge: dry lanes, clear headroom, nothing in the air, the region's kind."""

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from geogame.world import arrays as A
from geogame.world.bridges import COVERED, TRUSSES, WALL_M, bridge
from geogame.world.kernels.layout import DECK_MARGIN_M, PARAPET_M, road_uv
from geogame.world.place import Place
from geogame.world.roadside import Roadside
from geogame.world.setting import Setting, setting_of
from geogame.world.solids import Solids

FARMLAND = Place(41.9, -93.4, 180, 12.0, 5)
LEVEL_M, V_M, HALF_M = -3.0, 40.0, 8.0


class Fixed(np.random.Generator):
    """Chance that always says the same."""

    def __init__(self, value: float) -> None:
        super().__init__(np.random.PCG64(0))
        self.value = value

    def random(self, size: int) -> NDArray[np.float64]:  # type: ignore[override]
        return np.full(size, self.value)


def built(state: str, chance: float, **changes: float) -> tuple[Roadside, Setting]:
    plain = setting_of(FARMLAND, "training")
    params = plain.params.copy()
    given = {
        "ROAD_CURVE": 0, "SWAY_M": 0, "CROSS_KIND": 0, "ROAD_HALF_WIDTH": 3.2, "SHOULDER_HALF_WIDTH": 4.0,
        "RIVER_V_M": V_M, "RIVER_HALF_WIDTH_M": HALF_M, "RIVER_LEVEL_M": LEVEL_M, "RIVER_SKEW": 0.2,
    }  # fmt: skip
    for name, value in (given | changes).items():
        params[getattr(A, name)] = value
    s = replace(plain, params=params, facts=replace(plain.facts, state=state), rng={"rivers": Fixed(chance)})
    road = Roadside(params, np.random.default_rng(0))
    bridge(s, road)
    return road, s


def corners(solids: Solids) -> NDArray[np.float64]:
    """All quads' corners, (n, 4, 3)."""
    q, _ = solids.arrays()
    o, u, v = (q[:, k : k + 3] for k in (A.Q_ORIGIN, A.Q_EDGE_U, A.Q_EDGE_V))
    return np.stack([o, o + u, o + v, o + u + v], 1)


def overhead_m(road: Roadside) -> float:
    """Height of the bridge's highest part above the road's level at the camera."""
    wires = road.wires.array()
    tops = [corners(road.solids)[..., 2].max()]
    if len(wires):
        tops.append(wires[:, [A.W_START + 2, A.W_END + 2]].max())
    return float(max(tops))


def test_no_river_no_bridge() -> None:
    road, _ = built("IA", 0.0, RIVER_HALF_WIDTH_M=0)
    assert not road.solids.quads
    assert not road.wires.rows


@pytest.mark.parametrize(("state", "chance"), [("FL", 0.5), ("FL", 0.99), ("IA", 0.0), ("VT", 0.0)])
def test_lanes_are_free_and_the_sides_reach_the_water(state: str, chance: float) -> None:
    road, s = built(state, chance)
    quads = corners(road.solids)
    shoulder = float(s.params[A.SHOULDER_HALF_WIDTH])
    assert quads[..., 2].min() <= LEVEL_M
    deck_m = float(road.line(0.0, np.array([V_M]))[0][0, 2])
    for quad in quads:
        across = [abs(road_uv(x, y, s.params)[0]) for x, y, _ in quad]
        if quad[:, 2].min() < deck_m + WALL_M - 0.5:
            assert min(across) > shoulder
        assert max(across) < shoulder + DECK_MARGIN_M + PARAPET_M + 1.0
    for row in road.wires.array():
        for x, y, z in (row[A.W_START : A.W_START + 3], row[A.W_END : A.W_END + 3]):
            assert abs(road_uv(x, y, s.params)[0]) > shoulder
            assert z > deck_m - 1.0


def test_old_kinds_stand_only_in_their_regions_and_on_narrow_roads() -> None:
    low = 2.5
    for state in ("FL", "NV", "CA"):
        assert state not in COVERED
        assert state not in TRUSSES
        assert overhead_m(built(state, 0.0)[0]) < low
    truss, covered = built("IA", 0.0)[0], built("VT", 0.0)[0]
    assert overhead_m(truss) > 4.5
    assert overhead_m(covered) > 4.5
    assert len(truss.wires.rows) > 30
    assert not covered.wires.rows
    for state in ("IA", "VT"):
        assert overhead_m(built(state, 0.999)[0]) < low
        assert overhead_m(built(state, 0.0, SHOULDER_HALF_WIDTH=7.0)[0]) < low
