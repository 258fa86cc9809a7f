import json

import fake_folders
import pytest

from geogame.cli import main
from geogame.regions import load_region


@pytest.fixture(autouse=True)
def own_regions(tmp_path, monkeypatch):
    monkeypatch.setenv("GEOGAME_REGIONS", str(tmp_path / "regions"))


def run(capsys, *words):
    code = main([*map(str, words), "--json"])
    captured = capsys.readouterr()
    return code, json.loads(captured.out) if code == 0 else captured.err


def test_a_region_of_ones_own_can_be_cut_and_filled(tmp_path, capsys):
    outline = {"type": "Polygon", "coordinates": [[[-101, 43], [-98, 43], [-98, 46], [-101, 46], [-101, 43]]]}
    (tmp_path / "plains.geojson").write_text(json.dumps(outline))
    code, added = run(capsys, "region", "add", "plains", "--geojson", tmp_path / "plains.geojson")
    assert (code, added["bounds"]) == (0, [-101.0, 43.0, -98.0, 46.0])
    assert run(capsys, "grid", "plains", "--partition", "fishnet:1")[1]["cells"] == 9
    folder = fake_folders.usa(tmp_path / "in", "usa-report")
    words = ["dataset", "import", folder, "--region", "plains", "--out", tmp_path / "out", "--splits", "train"]
    code, report = run(capsys, *words, "--box", "0,0,1,0.75", "--size", "40x40")
    assert (code, report["views"], report["rejected"]) == (0, 3, {"outside the region": 3})
    code, info = run(capsys, "dataset", "info", tmp_path / "out")
    assert (info["region"], info["size"], info["views"]) == ("plains", "40x40", 3)
    code, made = run(capsys, "partition", "add", "dense", "--dataset", tmp_path / "out", "--at-most", 1)
    assert (code, made["cells_with_places"]) == (0, 1)
    assert run(capsys, "grid", "plains", "--partition", "dense")[1]["fingerprint"] == made["fingerprint"]
    assert "plains" in run(capsys, "regions")[1]["regions"]


def test_a_country_is_a_region_and_a_name_is_taken_once(capsys):
    assert run(capsys, "region", "add", "croatia", "--country", "Croatia")[0] == 0
    assert load_region("croatia").contains(45.5, 16.5)
    assert "Natural Earth" in load_region("croatia").provenance
    assert run(capsys, "region", "add", "croatia", "--country", "HRV")[0] == 2
    assert run(capsys, "region", "add", "croatia", "--country", "HRV", "--replace")[0] == 0


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (["region", "add", "usa", "--country", "Cuba"], 2, "program itself"),
        (["region", "add", "Cuba!", "--country", "Cuba"], 2, "small letters"),
        (["region", "add", "cuba"], 2, "either --geojson"),
        (["region", "add", "cuba", "--country", "Atlantis"], 1, "no country"),
        (["dataset", "import", ".", "--region", "atlantis", "--out", "x"], 2, "no region 'atlantis'"),
        (["dataset", "import", ".", "--region", "usa", "--out", "/x", "--box", "1,0,0,1"], 2, "--box"),
        (["dataset", "import", "/nowhere", "--region", "usa", "--out", "x"], 1, "is no folder"),
        (["dataset", "import", ".", "--region", "usa", "--out", "/x", "--layout", "odd"], 2, "no layout 'odd'"),
    ],
)
def test_wrong_use_is_told_in_one_line(capsys, words, code, message):
    assert main(words) == code
    errors = capsys.readouterr().err
    assert message in errors
    assert len(errors.splitlines()) == 1
