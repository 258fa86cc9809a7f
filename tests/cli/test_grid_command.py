import json
import os
import subprocess
import sys

import pytest
import shapely

from geogame.cli import main


def test_locate_prints_the_index_alone(capsys):
    assert main(["grid", "usa", "--locate", "40,-98"]) == 0
    captured = capsys.readouterr()
    assert captured.out == "119\n"
    assert captured.err == ""


@pytest.mark.parametrize("point", ["-40,98", "60, 0", "-90,-180"])
def test_locate_prints_minus_one_outside_and_takes_negative_numbers(point, capsys):
    assert main(["grid", "usa", "--locate", point]) == 0
    assert capsys.readouterr().out == "-1\n"


def test_locate_as_json_is_one_object(capsys):
    assert main(["grid", "usa", "--locate", "40,-98", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"cell": 119}


@pytest.mark.parametrize("point", ["", "40", "40,-98,1", "forty,-98", "91,0", "0,181", "nan,0", "40;-98"])
def test_a_point_that_is_none_is_wrong_use(point, capsys):
    assert main(["grid", "usa", "--locate", point]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("geogame: ")
    assert captured.err.count("\n") == 1


@pytest.mark.parametrize("words", [["atlantis"], ["usa", "--partition", "honeycomb"]])
def test_an_unknown_name_is_wrong_use_and_names_those_there_are(words, capsys):
    assert main(["grid", *words]) == 2
    assert "choose one of" in capsys.readouterr().err


def test_geojson_overwrites_the_file_with_the_cells(tmp_path, capsys):
    path = tmp_path / "cells.geojson"
    path.write_text("old")
    assert main(["grid", "usa", "--geojson", str(path)]) == 0
    assert capsys.readouterr().out == ""
    features = json.loads(path.read_text())["features"]
    assert [feature["id"] for feature in features] == list(range(243))
    assert shapely.geometry.shape(features[119]["geometry"]).intersects(shapely.Point(-98, 40))
    assert [entry.name for entry in tmp_path.iterdir()] == ["cells.geojson"]


def test_geojson_follows_a_link_and_leaves_it_one(tmp_path):
    (tmp_path / "link").symlink_to(tmp_path / "target")
    assert main(["grid", "usa", "--geojson", str(tmp_path / "link")]) == 0
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "target").stat().st_size > 100_000


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_geojson_goes_through_a_pipe(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    command = [sys.executable, "-m", "geogame", "grid", "usa", "--geojson", str(pipe)]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as writer:
        text = pipe.read_text()
        assert writer.wait() == 0
    assert len(json.loads(text)["features"]) == 243


def test_a_file_that_cannot_be_written_is_a_failure_in_one_line(tmp_path, capsys):
    assert main(["grid", "usa", "--geojson", str(tmp_path / "missing" / "x.geojson")]) == 1
    error = capsys.readouterr().err
    assert "missing/x.geojson" in error
    assert error.count("\n") == 1


def test_grid_alone_says_what_the_grid_is(capsys):
    assert main(["grid", "usa", "--json"]) == 0
    summary = json.loads(capsys.readouterr().out)
    assert summary["cells"] == 243
    assert summary["region"] == "usa"


def test_regions_lists_usa_with_its_provenance(capsys):
    assert main(["regions", "--json"]) == 0
    assert "Census" in json.loads(capsys.readouterr().out)["regions"]["usa"]["provenance"]
    assert main(["regions"]) == 0
    assert any(line.startswith("usa: ") for line in capsys.readouterr().out.splitlines())
