import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geogame.evaluation.classification import Confusion, centroid_miles, classification_figures, shares_by_steps
from geogame.partitions import load_partition

PAIRS = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=1, max_size=40)


@settings(deadline=None, max_examples=30)  # the first example imports scikit-learn
@given(PAIRS)
def test_averages_are_those_of_scikit_learn(pairs: list[tuple[int, int]]) -> None:
    from sklearn.metrics import precision_recall_fscore_support

    true, answered = np.array(pairs).T
    found = Confusion.of(true, answered, 6).averages()
    for name in ("macro", "weighted"):
        expected = precision_recall_fscore_support(true, answered, average=name, zero_division=0)[:3]
        assert list(found[name].values()) == pytest.approx(expected)


def test_mistakes_are_listed_commonest_first_and_places_outside_count_for_none() -> None:
    true, answered = np.array([0, 0, 0, 1, 2, -1]), np.array([1, 1, 0, 0, 2, 2])
    confusion = Confusion.of(true, answered, 3)
    assert confusion.counts.sum() == 5
    assert confusion.most_confused() == [(0, 1, 2), (1, 0, 1)]
    assert confusion.most_confused(1) == [(0, 1, 2)]
    assert confusion.entries() == [(0, 0, 1), (0, 1, 2), (1, 0, 1), (2, 2, 1)]


def test_a_constant_guess_in_kansas_is_as_far_as_the_seed_reports_say() -> None:
    partition = load_partition("fishnet", "usa")
    kansas = int(partition.locate(40.5, -98.5))
    cells = np.arange(len(partition))
    assert centroid_miles(partition, cells, np.full(len(partition), kansas)) == pytest.approx(769, abs=5)
    assert centroid_miles(partition, cells, cells) == 0
    assert centroid_miles(partition, np.array([-1]), np.array([3])) is None


def test_figures_of_a_sure_model_that_is_right() -> None:
    partition = load_partition("fishnet", "usa")
    cells = np.array([3, 100, 7])
    figures = classification_figures(partition, cells, np.eye(243, dtype=np.float32)[cells])
    assert figures["macro"] == {"precision": 1, "recall": 1, "f1": 1}
    assert figures["most_confused"] == []
    assert figures["confusion"] == [(3, 3, 1), (7, 7, 1), (100, 100, 1)]


def test_mistakes_are_told_apart_by_how_far_off_the_cell_is() -> None:
    partition = load_partition("fishnet", "usa")
    oregon, far = int(partition.locate(43, -121)), int(partition.locate(29, -82))
    west, south = int(partition.locate(43, -123)), int(partition.locate(39, -121))
    true = np.array([oregon, oregon, oregon, oregon, -1])
    shares = shares_by_steps(partition, true, np.array([oregon, west, south, far, far]))
    assert shares == {"0": 0.25, "1": 0.25, "2": 0.25, "3": 0.25}
    assert shares_by_steps(partition, np.array([-1]), np.array([3])) is None
