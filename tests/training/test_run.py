import json
import os
import time
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

from geogame.errors import CheckpointError, GeogameError, UsageError
from geogame.training.loop import Report
from geogame.training.names import EVENTS_FOLDER, LAST_FILE, LOG_FILE
from geogame.training.run import BEAT_S, Run, open_run
from geogame.training.status import SILENT_S, STATUS_FILE, Status, read_status

CPU = torch.device("cpu")


class Clock:
    now_s = 100.0

    def __call__(self) -> float:
        return self.now_s


def report(step: int, progress: float, entry: dict[str, float] | None = None) -> Report:
    return Report(step // 10, step, progress, 2.0 * step, 5.0, 4.5, 1e-3, 64 * step, entry)


def entry(step: int) -> dict[str, float]:
    return {"epoch": step // 10, "step": step, "elapsed_s": 20.0, "loss": 5.0, "val_mean_km": 400.0 + step}


def test_the_status_says_how_the_run_ended(tmp_path: Path) -> None:
    with open_run(tmp_path / "done", ["train"], resume=False):
        status = read_status(tmp_path / "done")
        assert status is not None
        assert (status.condition(time.time()), status.pid) == ("running", os.getpid())
    assert read_status(tmp_path / "done").state == "done"
    with pytest.raises(KeyboardInterrupt), open_run(tmp_path / "stopped", ["train"], resume=False):
        raise KeyboardInterrupt
    assert read_status(tmp_path / "stopped").state == "stopped"
    with pytest.raises(GeogameError), open_run(tmp_path / "failed", ["train"], resume=False):
        raise GeogameError("the loss is nan at step 7")
    failed = read_status(tmp_path / "failed")
    assert (failed.state, failed.message) == ("failed", "the loss is nan at step 7")
    assert "failed: the loss is nan" in (tmp_path / "failed" / LOG_FILE).read_text(encoding="utf-8")


@pytest.mark.parametrize(("earlier", "later"), [(None, "done"), (KeyboardInterrupt(), "failed")])
def test_a_refused_resume_leaves_what_was_done(tmp_path: Path, earlier: BaseException | None, later: str) -> None:
    first = Run(tmp_path, Clock())
    first.begin({}, 0, CPU)
    first.report(report(7, 0.5))
    first.end(earlier)
    with pytest.raises(CheckpointError), open_run(tmp_path, ["train"], resume=True):
        raise CheckpointError("another recipe")
    status = read_status(tmp_path)
    assert (status.state, status.step, status.loss) == (later, 7, first.status.loss)
    assert status.message == ("another recipe" if later == "failed" else "")
    assert "failed: another recipe" in (tmp_path / LOG_FILE).read_text(encoding="utf-8")
    with pytest.raises(CheckpointError), open_run(tmp_path, ["train"], resume=False):
        raise CheckpointError("begun anew")
    assert read_status(tmp_path).step == 0


def test_a_directory_in_use_is_refused_and_its_files_are_left_alone(tmp_path: Path) -> None:
    with open_run(tmp_path, ["train", "first"], resume=False):
        before = (tmp_path / LOG_FILE).read_text(encoding="utf-8"), (tmp_path / STATUS_FILE).read_bytes()
        with (
            pytest.raises(UsageError, match="a training is running in"),
            open_run(tmp_path, ["train", "second"], resume=True),
        ):
            pytest.fail("the lock was given twice")
        assert ((tmp_path / LOG_FILE).read_text(encoding="utf-8"), (tmp_path / STATUS_FILE).read_bytes()) == before


def test_a_run_is_not_begun_over_another(tmp_path: Path) -> None:
    (tmp_path / LAST_FILE).touch()
    with pytest.raises(UsageError, match="add --resume"), open_run(tmp_path, ["train"], resume=False):
        pytest.fail("it was begun")
    assert not (tmp_path / STATUS_FILE).exists()


def test_a_run_is_not_begun_among_files_that_are_no_runs(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine")
    for folder, why in ((tmp_path, "it holds 'thesis.txt'"), (tmp_path / "thesis.txt", "is a file")):
        with pytest.raises(UsageError, match=why), open_run(folder, ["train"], resume=True):
            pytest.fail("it was begun")
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_the_heartbeat_tells_speed_and_time_to_come_and_is_not_written_at_every_step(tmp_path: Path) -> None:
    clock = Clock()
    run = Run(tmp_path, clock)
    run.begin({"settings.json": "{}"}, 0, CPU)
    written = set()
    for step in range(1, 41):
        clock.now_s += 0.5
        run.report(report(step, step / 100))
        written.add((tmp_path / STATUS_FILE).stat().st_mtime_ns)
    run.end(KeyboardInterrupt())
    assert len(written) <= 40 * 0.5 / BEAT_S + 1
    status = run.status
    assert status.views_per_s == pytest.approx(128)
    assert (status.step, status.progress) == (40, 0.4)
    run.status = replace(run.status, state="running")
    clock.now_s += 0.5
    again = Run(tmp_path, clock)
    again.begin({}, 40, CPU)
    for step in (41, 42, 43):
        clock.now_s += 0.5
        again.report(report(step, step / 100))
    assert again.status.eta_s == pytest.approx(57 * 0.5)
    again.end(None)


def test_curves_are_written_for_tensorboard_too(tmp_path: Path) -> None:
    run = Run(tmp_path)
    run.begin({}, 0, CPU)
    for step in range(1, 11):
        run.report(report(step, step / 20, entry(10) if step == 10 else None))
    run.end(None)
    events = EventAccumulator(str(tmp_path / EVENTS_FOLDER)).Reload()
    assert [(event.step, event.value) for event in events.Scalars("epoch/val_mean_km")] == [(10, 410.0)]
    assert len(events.Scalars("loss/step")) == 10
    assert "epoch 1: loss 5.000, validation mean km 410" in (tmp_path / LOG_FILE).read_text(encoding="utf-8")


def test_a_run_whose_process_is_gone_is_stale_and_one_that_says_nothing_silent() -> None:
    now = Status.of_this_process()
    late_s = now.beat_s + SILENT_S + 1
    assert now.condition(now.beat_s) == "running"
    assert now.condition(late_s) == "silent"
    assert replace(now, process_start="0").condition(now.beat_s) == "stale"
    elsewhere = replace(now, host="another-machine", process_start="0")
    assert elsewhere.condition(now.beat_s) == "running"
    assert elsewhere.condition(late_s) == "stale"
    assert replace(now, state="done").condition(late_s) == "done"


def test_a_damaged_status_is_named(tmp_path: Path) -> None:
    (tmp_path / STATUS_FILE).write_text(json.dumps({"state": "running"}), encoding="utf-8")
    with pytest.raises(CheckpointError, match=STATUS_FILE):
        read_status(tmp_path)
