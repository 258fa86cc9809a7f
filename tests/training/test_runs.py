import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from geogame.errors import GeogameError, UsageError
from geogame.training.environment import Order
from geogame.training.names import HISTORY_FILE, LAST_FILE
from geogame.training.process import is_alive, launch, started_at, terminate
from geogame.training.runs import (
    Entry,
    difference,
    list_runs,
    read_curve,
    read_log,
    read_settings,
    resume,
    run_path,
    runs_folder,
    start,
    stop,
)
from geogame.training.status import STATUS_FILE, Status, read_status, write_status

ROOT = Path(__file__).parents[2]
SHIPPED = ROOT / "models" / "usa-rendered"
GIVE_UP_S = 300


def entry_of(folder: Path) -> Entry:
    return next(entry for entry in list_runs(folder.parent, []) if entry.name == folder.name)


def until(entry_folder: Path, *conditions: str) -> Entry:
    end = time.monotonic() + GIVE_UP_S
    while (entry := entry_of(entry_folder)).condition not in conditions:
        assert time.monotonic() < end, (entry, read_log(entry))
        time.sleep(0.05)
    return entry


@pytest.fixture
def sleeper(tmp_path: Path) -> int:
    pid = launch([sys.executable, "-c", "import time; time.sleep(60)"], tmp_path / "output.txt", tmp_path, {})
    yield pid
    if started_at(pid) is not None:
        os.kill(pid, signal.SIGKILL)


def test_a_launched_process_is_nobody_s_child_and_is_ended_by_its_start_only(sleeper: int) -> None:
    begun = started_at(sleeper)
    assert is_alive(sleeper, begun)
    parent = subprocess.run(["ps", "-o", "ppid=", str(sleeper)], capture_output=True, text=True, check=True).stdout
    assert int(parent) != os.getpid()
    assert os.getsid(sleeper) != os.getsid(0)
    with pytest.raises(UsageError, match="not there any more"):
        terminate(sleeper, "another time")
    assert is_alive(sleeper, begun)
    terminate(sleeper, begun)
    end = time.monotonic() + 20
    while is_alive(sleeper, begun):
        assert time.monotonic() < end
        time.sleep(0.01)


def test_runs_are_listed_latest_first_and_a_fresh_clone_shows_the_shipped_curve(tmp_path: Path) -> None:
    assert [entry.condition for entry in list_runs(tmp_path / "none", [SHIPPED])] == ["shipped"]
    now = Status.of_this_process()
    for age, (name, status) in enumerate(
        [("live", now), ("gone", replace(now, process_start="0")), ("over", replace(now, state="done"))]
    ):
        (tmp_path / name).mkdir()
        write_status(tmp_path / name, status)
        os.utime(tmp_path / name / STATUS_FILE, (1e9 - age, 1e9 - age))
    (tmp_path / "old").mkdir()
    (tmp_path / "old" / HISTORY_FILE).write_text("", encoding="utf-8")
    os.utime(tmp_path / "old" / HISTORY_FILE, (1e8, 1e8))
    (tmp_path / "torn").mkdir()
    (tmp_path / "torn" / STATUS_FILE).write_text("{", encoding="utf-8")
    os.utime(tmp_path / "torn" / STATUS_FILE, (1e7, 1e7))
    (tmp_path / "cache").mkdir()
    found = list_runs(tmp_path, [SHIPPED])
    assert [(entry.name, entry.condition) for entry in found] == [
        ("live", "running"),
        ("gone", "stale"),
        ("over", "done"),
        ("old", "kept"),
        ("torn", "damaged"),
        ("usa-rendered, shipped", "shipped"),
    ]
    assert STATUS_FILE in found[4].problem


def test_the_shipped_curve_is_the_one_in_its_metrics() -> None:
    curve = read_curve(list_runs(Path("/nowhere"), [SHIPPED])[0])
    assert curve.epochs == json.loads((SHIPPED / "metrics.json").read_text(encoding="utf-8"))["curve"]
    assert curve.epochs[-1]["val_mean_km"] < curve.epochs[0]["val_mean_km"]


def test_settings_are_compared_where_all_state_them() -> None:
    shipped = read_settings(list_runs(Path("/nowhere"), [SHIPPED])[0])
    assert shipped["training.seed"] == "1"
    other = {**shipped, "training.seed": "2", "data.size": "[1, 2]", "only.here": "x"}
    rows = difference({"a": shipped, "b": other})
    assert [row["setting"] for row in rows] == ["data.size", "training.seed"]
    assert rows[1] == {"setting": "training.seed", "a": "1", "b": "2"}
    assert difference({"a": shipped}) == []


def test_a_run_of_another_machine_or_a_dead_process_is_not_stopped(tmp_path: Path, sleeper: int) -> None:
    status = replace(Status.of_this_process(), pid=sleeper, process_start="0")
    with pytest.raises(UsageError, match="not there any more"):
        stop(Entry("run", tmp_path, status, "running"))
    with pytest.raises(UsageError, match="runs on another-machine"):
        stop(Entry("run", tmp_path, replace(status, host="another-machine"), "running"))
    assert started_at(sleeper) is not None


@pytest.mark.parametrize("name", ["../up", "cache", "", "with space"])
def test_a_run_needs_a_plain_name(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError, match="is no name for a run"):
        run_path(tmp_path, name)


def test_what_a_training_says_when_it_cannot_begin_is_told(tmp_path: Path) -> None:
    order = Order("usa-rendered", "full", str(tmp_path / "no-such-dataset"), str(tmp_path / "run"), str(ROOT))
    with pytest.raises(GeogameError, match="no-such-dataset"):
        start(order)
    assert not (tmp_path / "run").exists()


def test_the_environment_names_the_folder_of_runs(tmp_path: Path) -> None:
    assert runs_folder({"GEOGAME_RUNS": str(tmp_path)}) == tmp_path
    assert runs_folder({}) == ROOT / "runs"


@pytest.mark.slow
def test_a_run_is_started_refused_twice_stopped_and_resumed(
    tiny_recipe: Path, gradient_folder: Path, tmp_path: Path
) -> None:
    recipe = tmp_path / "long.toml"
    recipe.write_text(tiny_recipe.read_text(encoding="utf-8").replace("epochs = 3", "epochs = 12"), encoding="utf-8")
    out = tmp_path / "runs" / "long"
    order = Order(str(recipe), "full", str(gradient_folder), str(out), str(tmp_path), device="cpu")
    start(order)
    with pytest.raises(UsageError, match="a training is running in"):
        start(order)
    while not (out / HISTORY_FILE).exists():
        until(out, "running")
        time.sleep(0.02)
    stop(entry_of(out))
    stopped = until(out, "stopped", "done")
    assert stopped.condition == "stopped"
    assert stopped.can_resume
    assert (out / LAST_FILE).is_file()
    begun = stopped.status.step
    recipe.unlink()  # the run keeps its own
    resume(stopped)
    done = until(out, "done")
    assert done.status.step > begun
    assert len(read_curve(done).epochs) == 12
    steps = [line["step"] for line in read_curve(done).steps]
    assert steps == list(range(1, done.status.step + 1))
    assert f"resumed at step {begun}" in "\n".join(read_log(done, 40))
    assert read_settings(done)["training.epochs"] == "12"
    assert read_status(out).message == ""
