import json
import os
import shutil
import socket
import sys
import time
from dataclasses import asdict
from pathlib import Path

import pytest

from geogame.errors import UsageError
from geogame.evaluation.answers import read_answers
from geogame.training.names import OUTPUT_FILE
from geogame.training.process import is_alive, launch, started_at
from geogame.training.status import Status, write_status
from geogame.ui.jobs import ORDER_FILE, cancel, dismiss
from geogame.ui.models import jobs

ORDER = jobs.Order("runs/net", "/nowhere/net", "places", "/nowhere/places", "auto")


@pytest.fixture(autouse=True)
def runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("GEOGAME_RUNS", str(tmp_path))
    return tmp_path


def written(pid: int, start: str | None, state: str = "running", name: str = "one") -> Path:
    where = jobs.jobs_folder() / name
    where.mkdir(parents=True)
    write_status(where, Status(state, pid, start, socket.gethostname(), time.time(), time.time()))
    (where / ORDER_FILE).write_text(json.dumps(asdict(ORDER)), "utf-8")
    return where


def test_an_evaluation_whose_process_is_gone_is_stale_and_says_its_last_words() -> None:
    where = written(2**22 + 1, "0")
    (where / OUTPUT_FILE).write_text("reading\ngeogame: the disk is full\n", "utf-8")
    (job,) = jobs.list_jobs()
    assert (job.condition, job.live, job.why) == ("stale", False, "the disk is full")
    dismiss(job)
    assert jobs.list_jobs() == []


def test_one_model_is_evaluated_once_at_a_time() -> None:
    written(os.getpid(), started_at(os.getpid()))
    with pytest.raises(UsageError, match="is being evaluated on places"):
        jobs.start(ORDER)


def test_damaged_and_half_written_orders_are_passed_over() -> None:
    for name, text in (("a", "{"), ("b", "[]"), ("c", '{"model": "x"}')):
        (written(1, None, name=name) / ORDER_FILE).write_text(text, "utf-8")
    assert jobs.list_jobs() == []


def test_cancelling_ends_the_process_and_forgets_it(tmp_path: Path) -> None:
    pid = launch([sys.executable, "-c", "import time; time.sleep(99)"], tmp_path / "said.txt", tmp_path, {})
    start = started_at(pid)
    where = written(pid, start)
    (job,) = jobs.list_jobs()
    assert job.live
    cancel(job)
    assert not is_alive(pid, start)
    assert not where.exists()
    with pytest.raises(UsageError, match="not there any more"):
        cancel(job)


@pytest.mark.slow
def test_an_evaluation_outlives_who_starts_it_and_is_recorded(tiny_model: Path, gradient_folder: Path) -> None:
    own = tiny_model.parent / "evaluated"
    shutil.copytree(tiny_model, own)
    (own / "metrics.json").write_text('{"evaluations": {}}', "utf-8")
    jobs.start(jobs.Order("tiny", str(own), "gradient", str(gradient_folder), "auto"))
    assert jobs.list_jobs()[0].live
    until = time.monotonic() + 240
    while (job := jobs.list_jobs()[0]).live and time.monotonic() < until:
        time.sleep(0.2)
    assert (job.condition, job.status.message) == ("done", "")
    (report,) = json.loads((own / "metrics.json").read_text("utf-8"))["evaluations"].values()
    assert len(read_answers(own, report)) == report["model"]["n"]
    assert report["dataset"]["split"] == "test"
    assert report["classification"]["by_steps"]["0"] == pytest.approx(report["model"]["top1"])


@pytest.mark.slow
def test_an_evaluation_that_fails_says_why(tmp_path: Path) -> None:
    jobs.start(jobs.Order("gone", str(tmp_path / "gone"), "places", str(tmp_path / "none"), "auto"))
    until = time.monotonic() + 120
    while (job := jobs.list_jobs()[0]).live and time.monotonic() < until:
        time.sleep(0.1)
    assert job.condition == "failed"
    assert "there is no model" in job.why
