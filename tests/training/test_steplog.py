import json
from pathlib import Path
from statistics import mean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geogame.errors import CheckpointError
from geogame.training.steplog import STEPS_FILE, StepLog, read_lines, stride


def losses(folder: Path) -> list[tuple[int, float]]:
    return [(line["step"], line["loss"]) for line in read_lines(folder / STEPS_FILE)]


def write(folder: Path, first: int, last: int, kept: int) -> None:
    log = StepLog(folder, first - 1, kept)
    for step in range(first, last + 1):
        log.add(step, 0.1 * step, float(step), 1e-3)


@given(last=st.integers(1, 200), kept=st.integers(2, 12))
def test_a_line_is_the_mean_of_the_steps_it_stands_for(tmp_path_factory: pytest.TempPathFactory, last, kept) -> None:
    folder = tmp_path_factory.mktemp("log")
    write(folder, 1, last, kept)
    width = stride(last, kept)
    expected = [(end, mean(range(end - width + 1, end + 1))) for end in range(width, last + 1, width)]
    assert losses(folder) == [(end, pytest.approx(value)) for end, value in expected]
    assert len(expected) <= kept


def test_steps_that_a_killed_run_does_again_stand_there_once(tmp_path: Path) -> None:
    write(tmp_path, 1, 9, kept=100)
    write(tmp_path, 6, 12, kept=100)
    assert [step for step, _ in losses(tmp_path)] == list(range(1, 13))


def test_a_torn_last_line_is_left_out_and_a_damaged_one_named(tmp_path: Path) -> None:
    write(tmp_path, 1, 3, kept=100)
    path = tmp_path / STEPS_FILE
    path.write_text(path.read_text(encoding="utf-8") + json.dumps({"step": 4})[:5], encoding="utf-8")
    assert [step for step, _ in losses(tmp_path)] == [1, 2, 3]
    path.write_text("{nonsense\n", encoding="utf-8")
    with pytest.raises(CheckpointError, match=STEPS_FILE):
        read_lines(path)
