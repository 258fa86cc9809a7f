"""Ranch gates and cattle guards stand where cattle range, and nowhere else."""

import numpy as np
import pytest

from geogame.world import arrays as A
from geogame.world.kernels.layout import road_uv, standing_height
from geogame.world.place import Place
from geogame.world.rangeland import CATTLE_GUARDS, RANCH_GATES, cattle_guards, is_range, ranch_gate, set_gate
from geogame.world.roadside import Roadside
from geogame.world.setting import Setting, setting_of

RANGE, MAIZE, WOODS = (42.6, -108.2), (42.05, -93.9), (45.2, -69.3)
SEEDS = range(60)


def settings(where: tuple[float, float]) -> list[Setting]:
    return [setting_of(Place(*where, 200, 11.0, seed), "training") for seed in SEEDS]


@pytest.mark.parametrize("where", [MAIZE, WOODS])
def test_farms_and_woods_have_neither(where: tuple[float, float]) -> None:
    for s in settings(where):
        road = Roadside(s.params, s.rng["roadside"])
        assert not is_range(s)
        assert ranch_gate(s) is None
        cattle_guards(s, road, 14.0, "barbed_wood")
        assert not road.solids.quads


def test_wyoming_has_about_as_many_gates_as_its_table_says() -> None:
    drawn = [ranch_gate(s) is not None for s in settings(RANGE)]
    # A gate at a junction is left out, so that fewer stand than are drawn.
    assert 0.5 * RANCH_GATES["WY"] < np.mean(drawn) < 1.4 * RANCH_GATES["WY"]


def test_a_gate_spans_the_opening_in_its_fence_and_stands_on_the_ground() -> None:
    stood = 0
    for s in settings(RANGE):
        gate, road = ranch_gate(s), Roadside(s.params, s.rng["roadside"])
        if gate is None:
            continue
        set_gate(road, gate, gate.side * 14.0)
        rows = road.wires.array()
        feet = rows[rows[:, A.W_END + 2] - rows[:, A.W_START + 2] > 1.5]
        assert len(feet) in (0, 2), "either not at all, in the water, or on both posts"
        stood += len(feet) == 2
        for (x, y, z), v in zip(feet[:, A.W_START : A.W_START + 3], gate.gap[: len(feet)], strict=True):
            u, along = road_uv(x, y, s.params)
            assert (u, along) == (pytest.approx(gate.side * 14.0, abs=0.1), pytest.approx(v, abs=0.1))
            assert z == pytest.approx(standing_height(x, y, s.params) - 0.2, abs=0.05)
    assert stood > 3


def test_a_cattle_guard_lies_across_an_unpaved_road_from_edge_to_edge() -> None:
    found = 0
    for s in settings(RANGE):
        if s.params[A.ROAD_SURFACE] != A.GRAVEL or s.params[A.CROSS_KIND] > 0.5:
            continue
        road = Roadside(s.params, s.rng["roadside"])
        cattle_guards(s, road, 14.0, "none")
        assert not road.solids.quads, "without a fence a guard keeps nothing in"
        cattle_guards(s, road, 14.0, "barbed_wood")
        for quad in road.solids.quads:
            found += 1
            corner, across = np.array(quad[:3]), np.array(quad[A.Q_EDGE_V : A.Q_EDGE_V + 3])
            ends = [road_uv(*(corner + share * across)[:2], s.params)[0] for share in (0.0, 1.0)]
            half = float(s.params[A.SHOULDER_HALF_WIDTH])
            assert ends[0] < -half
            assert ends[1] > half
            assert abs(corner[2] - standing_height(corner[0], corner[1], s.params)) < 0.2
    assert found > 2


def test_tables_hold_chances_of_states_with_range() -> None:
    for table in (RANCH_GATES, CATTLE_GUARDS):
        assert all(0 < share < 1 for share in table.values())
    assert set(RANCH_GATES) == set(CATTLE_GUARDS)
