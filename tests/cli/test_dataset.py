import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from geogame.cli import main

ROOT = Path(__file__).parents[2]


def run_json(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, dict[str, Any]]:
    code = main([*map(str, words), "--json"])
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 1
    return code, json.loads(lines[0])


def run_failing(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str]:
    code = main(list(map(str, words)))
    captured = capsys.readouterr()
    assert captured.out == ""
    return code, captured.err


def test_info_says_what_a_dataset_holds(built_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, answer = run_json(capsys, "dataset", "info", built_folder)
    assert code == 0
    assert (answer["locations"], answer["views"], answer["cells"]) == (24, 96, 24)
    assert sum(answer["splits"].values()) == 24
    assert answer["size"] == "64x32"
    assert answer["world_fingerprint"] == "5" * 16
    assert answer["image_bytes"] == sum(path.stat().st_size for path in built_folder.glob("images/*/*"))


def test_info_for_people_is_one_fact_a_line(built_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["dataset", "info", str(built_folder)]) == 0
    assert "locations: 24\n" in capsys.readouterr().out


def test_info_of_no_dataset_fails_with_one_clear_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, errors = run_failing(capsys, "dataset", "info", tmp_path)
    assert code == 1
    assert len(errors.splitlines()) == 1
    assert "catalog.json is missing" in errors


def test_check_passes_a_whole_dataset(built_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, answer = run_json(capsys, "dataset", "check", built_folder)
    assert code == 0
    assert answer == {"path": str(built_folder), "views": 96, "ok": True, "problems": []}


def test_check_fails_and_names_every_damaged_image(own_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    images = sorted((own_folder / "images").glob("*/*"))
    images[0].unlink()
    images[1].write_bytes(b"")
    code, answer = run_json(capsys, "dataset", "check", own_folder)
    assert code == 1
    assert answer["ok"] is False
    named = " ".join(answer["problems"])
    assert images[0].name in named
    assert images[1].name in named


def test_split_writes_a_file_that_audit_takes(own_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["dataset", "split", own_folder, "--rule", "buffer:50km", "--splits", "60/20/20", "--seed", 3]
    code, answer = run_json(capsys, *words)
    assert code == 0
    assert answer["train"] + answer["val"] + answer["test"] + answer["dropped"] == 24
    assert answer["min_km_train_test"] >= 50
    audit_it = ["dataset", "audit", own_folder, "--split-file", answer["split_file"]]
    code, found = run_json(capsys, *audit_it, "--gap", "50km")
    assert (code, found["leaks"]) == (0, [])
    assert found["splits"]["train-test"]["places"] == answer["train"]
    code, found = run_json(capsys, *audit_it, "--gap", "5000km")
    assert code == 1
    assert any("closer than 5000 km" in leak for leak in found["leaks"])


def test_audit_says_what_it_cannot_do(built_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, errors = run_failing(capsys, "dataset", "audit", built_folder, "--against", built_folder, "--model", "any")
    assert (code, "leave --against away" in errors) == (2, True)
    code, errors = run_failing(capsys, "dataset", "audit", built_folder, "--gap", "5")
    assert (code, "5km or 200m" in errors) == (2, True)
    code, errors = run_failing(capsys, "dataset", "audit", built_folder, "--split-file", built_folder)
    assert (code, "missing or damaged (IsADirectoryError" in errors) == (1, True)
    code, errors = run_failing(capsys, "dataset", "split", built_folder, "--rule", "random", "--out", built_folder)
    assert (code, "this is a folder" in errors) == (1, True)
    code, errors = run_failing(capsys, "dataset", "split", built_folder, "--rule", "lucky")
    assert (code, "no split rule 'lucky'" in errors) == (2, True)


def test_audit_fails_on_a_leak(built_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, answer = run_json(capsys, "dataset", "audit", built_folder, "--against", built_folder)
    assert code == 1
    assert answer["near_count"] == 24
    assert len(answer["leaks"]) == 4


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["usa-rendered", "--per-cell", "0"], "--per-cell must be at least 1, not 0"),
        (["usa-rendered", "--per-cell", "99999999"], "24,299,999,757 places, too many; 5,000,000 are the most"),
        (["--region", "india", "--source", "rendered"], "region 'india' cannot be rendered: the rendered world ends"),
        (["usa-rendered", "--size", "0x0"], "--size must be 16x16 to 4096x4096"),
        (["usa-rendered", "--size", "big"], "--size must look like 256x128"),
        (["usa-rendered", "--views", "5"], "--views must be 1 to 4, the headings of region 'usa', not 5"),
        (["usa-rendered", "--engine", "spark"], "there is no engine 'spark'; --engine is one of local, ray"),
        (["usa-rendered", "--engine", "ray", "--workers", "2"], "--workers counts the processes of --engine local"),
        (["usa-osv5m", "--engine", "spark"], "there is no engine 'spark'; --engine is one of local, ray"),
        (["usa-osv5m", "--workers", "2"], "source 'osv5m' is asked by one worker, so that it is spared"),
        (["usa-rendered", "--workers", "0"], "--workers must be at least 1"),
        (["usa-rendered", "--splits", "half"], "--splits must be"),
        (["usa-rendered", "--region", "usa"], "give either the preset 'usa-rendered', or --region and --source"),
        (["mars-rendered"], "there is no preset 'mars-rendered'; choose one of usa-rendered"),
        ([], "give a preset (such as usa-rendered), or both --region and --source"),
        (["--region", "usa"], "or both --region and --source"),
        (["--region", "mars", "--source", "rendered"], "there is no region 'mars'; choose one of usa"),
        (
            ["--region", "usa", "--source", "google"],
            "there is no source 'google'; choose one of auto, rendered, mapillary, panoramax, osv5m",
        ),
    ],
)
def test_wrong_use_of_build_is_explained_and_writes_nothing(
    words: list[str], expected: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, errors = run_failing(capsys, "dataset", "build", *words, "--out", tmp_path / "out")
    assert code == 2
    assert expected in errors
    assert not (tmp_path / "out").exists()


def test_build_needs_a_folder(capsys: pytest.CaptureFixture[str]) -> None:
    code, errors = run_failing(capsys, "dataset", "build", "usa-rendered")
    assert code == 2
    assert "--out" in errors


def test_build_refuses_a_folder_of_another_build(own_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, errors = run_failing(capsys, "dataset", "build", "usa-rendered", "--out", own_folder)
    assert code == 2
    assert "holds another build" in errors


def test_build_renders_real_views_and_repeats_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["dataset", "build", "usa-rendered", "--limit", 2, "--size", "64x32", "--workers", 1]
    code, answer = run_json(capsys, *words, "--out", tmp_path / "out")
    assert code == 0
    assert (answer["locations"], answer["views"], answer["rendered"], answer["reused"]) == (2, 8, 2, 0)
    code, answer = run_json(capsys, *words, "--out", tmp_path / "out")
    assert code == 0
    assert (answer["rendered"], answer["reused"]) == (0, 2)


def test_ctrl_c_during_a_build_exits_130_and_says_how_to_resume(tmp_path: Path) -> None:
    words = ["-m", "geogame", "dataset", "build", "usa-rendered", "--size", "64x32", "--workers", "1"]
    with subprocess.Popen(
        [sys.executable, *words, "--out", tmp_path / "out"],
        cwd=ROOT,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    ) as process:
        assert process.stderr is not None
        said = ""
        for line in process.stderr:
            said += line
            if line.startswith("preparing the renderer"):
                process.send_signal(signal.SIGINT)
    assert process.returncode == 130
    assert "the same command resumes" in said
    assert "Traceback" not in said
    assert (tmp_path / "out" / "build.json").exists()
