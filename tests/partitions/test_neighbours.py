import numpy as np
from shapely.geometry import box

from geogame.partitions import load_partition
from geogame.partitions.neighbours import steps_between, touching

ROW = np.array([box(0, 0, 2, 2), box(2, 0, 4, 2), box(4, 2, 6, 4), box(9, 9, 11, 11)], dtype=object)


def test_edges_and_corners_touch_and_islands_are_out_of_reach() -> None:
    assert touching(ROW)[0].tolist() == [False, True, False, False]
    assert touching(ROW)[1].tolist() == [True, False, True, False]
    assert steps_between(ROW)[0].tolist() == [0, 1, 2, 4]


def test_every_cell_of_america_has_a_neighbour_and_steps_are_a_distance() -> None:
    steps = load_partition("fishnet", "usa").steps
    assert (np.sort(steps, axis=1)[:, 1] == 1).all()
    assert (steps == steps.T).all()
    assert (steps <= (steps[:, :1] + steps[:1, :])).all()
    assert steps.max() < 40
