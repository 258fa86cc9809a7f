"""The training page through Streamlit's own test runner, over run directories made here."""

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from geogame.training.environment import Order
from geogame.training.names import HISTORY_FILE, LAST_FILE, LOG_FILE
from geogame.training.process import is_alive, launch, started_at
from geogame.training.status import STATUS_FILE, Status, write_status
from geogame.ui.play.installed import build_command, train_command
from geogame.ui.training import words

ROOT = Path(__file__).parents[3]
APP = str(ROOT / "streamlit_app.py")
TIMEOUT_S = 90


def make_run(runs: Path, name: str, *, seed: int = 1, far_km: float = 400.0, **changes: object) -> Path:
    """A run's directory as a training leaves it: two epochs, by this process unless the changes say otherwise."""
    folder = runs / name
    folder.mkdir(parents=True)
    status = replace(Status.of_this_process(), doing="training", step=20, progress=0.5, eta_s=60.0, loss=5.0, **changes)
    write_status(folder, status)
    epochs = [
        {"epoch": n, "step": 10 * n, "elapsed_s": 30.0 * n, "loss": 9.0 / n, "val_mean_km": far_km / n, "val_top1": 0.1}
        for n in (1, 2)
    ]
    (folder / HISTORY_FILE).write_text("".join(json.dumps(entry) + "\n" for entry in epochs), encoding="utf-8")
    (folder / LOG_FILE).write_text("first line\nlast line\n", encoding="utf-8")
    settings = {"profile": "full", "recipe": {"name": "made", "training": {"seed": seed, "epochs": 2}}}
    (folder / "settings.json").write_text(json.dumps(settings), encoding="utf-8")
    order = Order("usa-rendered", "full", str(runs / "no-dataset"), str(folder), str(runs), device="cpu")
    environment = {"order": {name: getattr(order, name) for name in Order.__dataclass_fields__}}
    (folder / "environment.json").write_text(json.dumps(environment), encoding="utf-8")
    (folder / LAST_FILE).touch()
    return folder


@pytest.fixture
def runs(tmp_path, monkeypatch):
    folder = tmp_path / "runs"
    monkeypatch.setenv("GEOGAME_RUNS", str(folder))
    monkeypatch.setenv("GEOGAME_MODELS", str(tmp_path / "no-models"))
    monkeypatch.setenv("GEOGAME_DATASETS", str(tmp_path / "no-datasets"))
    return folder


def opened():
    page = AppTest.from_file(APP, default_timeout=TIMEOUT_S).run()
    page.switch_page("pages/training.py").run()
    assert not page.exception
    return page


def html(page):
    return "\n".join(element.proto.body for element in page.get("html"))


def charts(page):
    return page.get("arrow_vega_lite_chart") or page.get("vega_lite_chart")


def keys(page):
    return [button.key for button in page.button]


def test_a_fresh_clone_shows_the_shipped_model_s_real_curve(runs, monkeypatch):
    monkeypatch.setenv("GEOGAME_MODELS", str(ROOT / "models"))
    page = opened()
    assert "usa-rendered comes with the project." in html(page)
    assert len(charts(page)) == 2
    curve = json.loads((ROOT / "models" / "usa-rendered" / "metrics.json").read_text(encoding="utf-8"))["curve"]
    assert page.dataframe[0].value["val_mean_km"].tolist() == [entry["val_mean_km"] for entry in curve]
    assert keys(page) == ["gg_start_do"]


def test_with_nothing_to_show_the_page_offers_the_one_command_that_helps(runs):
    page = opened()
    assert words.NO_RUN_TITLE in html(page)
    assert page.code[0].value == train_command()
    assert "gg_start_do" in keys(page)


def test_a_live_run_is_told_of_and_stopped_from_the_page(runs, tmp_path):
    pid = launch([sys.executable, "-c", "import time; time.sleep(600)"], tmp_path / "output.txt", tmp_path, {})
    begun = started_at(pid)
    try:
        make_run(runs, "live", pid=pid, process_start=begun, views_per_s=321.0)
        page = opened()
        assert "live is training: 50\u202f% done, 1 min to go." in html(page)
        assert "<dd>321</dd>" in html(page)
        assert page.code[0].value.splitlines() == ["last line", "first line"]
        assert len(charts(page)) == 2
        page.button(key="gg_stop_do").click().run()
        assert not page.exception
        assert not page.error
        end = time.monotonic() + TIMEOUT_S
        while is_alive(pid, begun):
            assert time.monotonic() < end
            time.sleep(0.01)
    finally:
        if is_alive(pid, begun):
            os.kill(pid, signal.SIGKILL)
    page.run()
    assert "ended without a word" in html(page)


def test_a_killed_run_is_recognised_and_what_keeps_it_from_going_on_is_told(runs):
    make_run(runs, "killed", process_start="0")
    page = opened()
    assert "killed ended without a word near step 20." in html(page)
    assert "Its process is gone" in page.warning[0].value
    page.button(key="gg_resume_do").click().run()
    assert not page.exception
    assert "recipe.toml" in page.error[0].value


def test_failures_and_damage_are_explained(runs):
    folder = make_run(runs, "failed", state="failed", message="the loss is nan at step 20")
    page = opened()
    assert page.error[0].value == "The loss is nan at step 20."
    (folder / STATUS_FILE).write_text("{", encoding="utf-8")
    page.run()
    assert "failed cannot be read." in html(page)
    assert STATUS_FILE in page.error[0].value


def test_runs_are_compared_by_curve_and_by_what_was_set_differently(runs):
    make_run(runs, "one", seed=1, state="done")
    make_run(runs, "two", seed=2, state="done", far_km=300.0)
    page = opened()
    first = page.selectbox(key="gg_run").value
    other = {"one": "two", "two": "one"}[first]
    page.multiselect(key="gg_compare").set_value([other]).run()
    assert not page.exception
    told = html(page)
    assert "<td>training.seed</td>" in told
    assert "<td>training.epochs</td>" not in told
    assert set(page.dataframe[0].value["run"]) == {"one", "two"}


def test_what_is_chosen_outlives_a_refresh(runs):
    folder = make_run(runs, "live")
    page = opened()
    page.slider(key="gg_smoothing").set_value(0.25)
    page.selectbox(key="gg_figure").set_value("val_top1")
    page.segmented_control(key="gg_training_unit").set_value("mi").run()
    write_status(folder, replace(Status.of_this_process(), doing="training", step=21, progress=0.6))
    page.run()
    assert "60\u202f% done" in html(page)
    assert page.slider(key="gg_smoothing").value == 0.25
    assert page.selectbox(key="gg_figure").value == "val_top1"
    assert "val_mean_mi" in page.dataframe[0].value.columns


def test_what_is_missing_for_a_beginning_is_said(runs):
    make_run(runs, "usa-rendered", state="done")
    page = opened()
    assert page.code[-1].value == build_command("usa-rendered")
    assert page.button(key="gg_start_do").disabled
    assert page.text_input(key="gg_out_usa-rendered_full").value == "usa-rendered-2"


def test_a_run_that_comes_moves_nothing_that_was_chosen(runs):
    make_run(runs, "one", state="done")
    make_run(runs, "two", state="done")
    page = opened()
    page.selectbox(key="gg_run").set_value("one")
    page.selectbox(key="gg_recipe").set_value("stockholm")
    page.run()
    page.text_input(key="gg_out_stockholm_full").set_value("mine")
    page.number_input(key="gg_folds").set_value(5)
    page.multiselect(key="gg_compare").set_value(["two"]).run()
    make_run(runs, "stockholm", state="done")
    page.run()
    assert "stockholm" in page.selectbox(key="gg_run").options
    assert page.selectbox(key="gg_run").value == "one"
    assert page.multiselect(key="gg_compare").value == ["two"]
    assert page.text_input(key="gg_out_stockholm_full").value == "mine"
    assert page.number_input(key="gg_folds").value == 5


def test_folds_and_the_weights_to_begin_with_are_handed_on(runs, tmp_path, monkeypatch):
    asked = []
    monkeypatch.setattr("geogame.training.runs.start", asked.append)
    monkeypatch.setenv("GEOGAME_MODELS", str(ROOT / "models"))
    monkeypatch.setenv("GEOGAME_DATASETS", str(tmp_path))
    (tmp_path / "catalog.json").write_text('{"name": "usa-rendered"}', encoding="utf-8")
    page = opened()
    page.selectbox(key="gg_init").set_value("usa-rendered")
    page.number_input(key="gg_folds").set_value(4).run()
    page.button(key="gg_start_do").click().run()
    assert not page.exception
    (order,) = asked
    assert order.folds == 4
    assert order.init == str(ROOT / "models" / "usa-rendered")
    assert ["--init", order.init, "--folds", "4"] == order.words()[-4:]


NO_TORCH = f"""
import sys
from streamlit.testing.v1 import AppTest
page = AppTest.from_file({APP!r}, default_timeout=90).run()
page.switch_page("pages/training.py").run()
assert not page.exception, page.exception
print("torch" in sys.modules)
"""


def test_watching_needs_no_torch(runs):
    make_run(runs, "done", state="done")
    done = subprocess.run(
        [sys.executable, "-c", NO_TORCH], cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True,
        text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip().splitlines()[-1] == "False"
