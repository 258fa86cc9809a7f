import json

import fake_folders
import numpy as np
import pytest
import shapely
from PIL import Image

from geogame.catalog import open_catalog
from geogame.cli import main
from geogame.partitions import load_partition
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


def test_the_stockholm_recipe_cuts_the_viewers_panels_off_its_screenshots(tmp_path, capsys):
    folder, out = fake_folders.screenshots(tmp_path / "in"), tmp_path / "out"
    code, report = run(capsys, "dataset", "import", folder, "--recipe", "stockholm", "--out", out)
    assert (code, report["layout"], report["views"], report["rejected"]) == (0, "stockholm", 2, {})
    catalog = open_catalog(out)
    assert (catalog.info.region, catalog.info.partition) == ("stockholm", "tenths")
    first = catalog.read(catalog.views_of(catalog.ids[0])[0]).astype(float)
    assert first.shape == (224, 224, 3)
    scene = np.asarray(fake_folders.smooth(670).resize((224, 224), Image.Resampling.LANCZOS)).astype(float)
    assert np.abs(first - scene).max(axis=2).mean() < 4
    for edge in (np.s_[0], np.s_[-1], np.s_[:, 0], np.s_[:, -1]):  # no panel reaches into it
        assert np.abs(first[edge] - scene[edge]).mean() < 8


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (["region", "add", "usa", "--country", "Cuba"], 2, "program itself"),
        (["region", "add", "Cuba!", "--country", "Cuba"], 2, "small letters"),
        (["region", "add", "cuba"], 2, "either --geojson"),
        (["region", "add", "cuba", "--country", "Atlantis"], 1, "no country"),
        (["dataset", "import", ".", "--region", "atlantis", "--out", "x"], 2, "no region 'atlantis'"),
        (["dataset", "import", ".", "--region", "usa", "--out", "/x", "--box", "1,0,0,1"], 2, "--box"),
        (["dataset", "import", ".", "--out", "x"], 2, "--region, or the --recipe"),
        (["dataset", "import", ".", "--recipe", "usa-rendered", "--out", "x"], 2, "no table [intake]"),
        (["dataset", "import", "/nowhere", "--region", "usa", "--out", "x"], 1, "is no folder"),
        (["dataset", "import", ".", "--region", "usa", "--out", "/x", "--layout", "odd"], 2, "no layout 'odd'"),
    ],
)
def test_wrong_use_is_told_in_one_line(capsys, words, code, message):
    assert main(words) == code
    errors = capsys.readouterr().err
    assert message in errors
    assert len(errors.splitlines()) == 1


OUTLINES = {
    # Both sides of the antimeridian, a hole that crosses it, and an island far off.
    "by-line": (
        [
            [
                [[170, -10], [-170, -10], [-170, 10], [170, 10], [170, -10]],
                [[179, -1], [179, 1], [-179, 1], [-179, -1], [179, -1]],
            ],
            [[[160, 20], [161, 20], [161, 21], [160, 20]]],
        ],
        [(0, 175), (0, -175), (20.4, 160.8)],
        [(0, 179.5), (0, -179.5), (0, 165), (20.8, 160.2)],
    ),
    "ring": (
        [[[[0, 40], [9, 40], [9, 49], [0, 49], [0, 40]], [[3, 43], [3, 46], [6, 46], [6, 43], [3, 43]]]],
        [(41, 1), (48, 8)],
        [(44.5, 4.5), (39, 1)],
    ),
}


@pytest.mark.parametrize("name", OUTLINES)
def test_an_outline_with_holes_and_islands_over_the_antimeridian_is_cut_into_cells(name, tmp_path, capsys):
    shape, inside, outside = OUTLINES[name]
    (tmp_path / "o.geojson").write_text(json.dumps({"type": "MultiPolygon", "coordinates": shape}))
    code, added = run(capsys, "region", "add", name, "--geojson", tmp_path / "o.geojson")
    assert code == 0
    cells_hold(name, inside, outside, added["area_km2"])


@pytest.mark.parametrize(
    ("country", "inside", "outside"),
    [
        ("Fiji", [(-16.6, 179.3), (-16.25, -179.9)], [(-17, 0)]),
        ("Russia", [(55.7, 37.6), (66, -172)], [(40, -100)]),
        ("South Africa", [(-30, 25)], [(-29.6, 28.2)]),  # Lesotho lies in it
        ("Indonesia", [(-7, 110), (-1, 114), (-4, 138)], [(3, 110)]),
    ],
)
def test_countries_over_the_antimeridian_with_holes_and_islands_are_cut_into_cells(capsys, country, inside, outside):
    name = country.lower().replace(" ", "-")
    code, added = run(capsys, "region", "add", name, "--country", country)
    assert code == 0
    cells_hold(name, inside, outside, added["area_km2"])


def cells_hold(name, inside, outside, area_km2):
    """Every point inside lies in one cell, none outside does, and the cells together are the area."""
    partition = load_partition("fishnet:2", name)
    assert (partition.locate(*np.array(inside).T) >= 0).all()
    assert (partition.locate(*np.array(outside).T) == -1).all()
    assert sum(cell.area_km2 for cell in partition.cells) == pytest.approx(area_km2, rel=1e-3)
    assert all(shapely.is_valid(cell.polygon) and cell.polygon.bounds[2] <= 180 for cell in partition.cells)
