"""Whatever people hand to `region add` and `dataset import`: one clear line, or a reason that is counted and listed."""

import csv
import io
import json
import os
from pathlib import Path

import fake_folders
import numpy as np
import pytest
from PIL import Image

from geogame.catalog import check_images, open_catalog
from geogame.cli import main

OUTLINES = {
    "self-intersecting": ([[0, 0], [4, 4], [4, 0], [0, 4], [0, 0]], "no simple area (Self-intersection"),
    "without area": ([[0, 0], [4, 0], [8, 0], [0, 0]], "area"),
    "swapped": ([[40, -100], [40, -101], [41, -101], [41, -100], [40, -100]], "longitude first"),
    "in metres": ([[674521, 6580221], [674589, 6580082], [674463, 6580325], [674521, 6580221]], "leaves the Earth"),
    "not closed": ([[0, 0], [4, 0], [4, 4], [0, 4]], "cannot be read"),
    "of texts": ([["a", "b"], ["c", "d"], ["e", "f"], ["a", "b"]], "cannot be read"),
}


@pytest.fixture(autouse=True)
def own_regions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GEOGAME_REGIONS", str(tmp_path / "regions"))


def refused(capsys: pytest.CaptureFixture[str], *words: object) -> str:
    """Run a command that must fail and return what it said, which is one line."""
    assert main([*map(str, words)]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert len(said.err.splitlines()) == 1
    return said.err


@pytest.mark.parametrize("what", OUTLINES)
def test_an_outline_that_is_no_area_is_refused_with_what_is_wrong(
    what: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ring, why = OUTLINES[what]
    path = tmp_path / "outline of mine.geojson"
    path.write_text(json.dumps({"type": "Polygon", "coordinates": [ring]}))
    said = refused(capsys, "region", "add", "mine", "--geojson", path)
    assert why in said
    assert path.name in said
    assert not (tmp_path / "regions").exists()


def saved(kind: str, image: Image.Image, **options: object) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def frames(kind: str) -> bytes:
    first, *others = (fake_folders.picture(seed) for seed in range(3))
    return saved(kind, first, save_all=True, append_images=others)


def sixteen_bits() -> bytes:
    return saved("PNG", Image.fromarray(np.arange(64 * 48, dtype=np.uint16).reshape(48, 64) * 21))


GOOD = {
    "cmyk.jpg": lambda: saved("JPEG", fake_folders.picture(3).convert("CMYK")),
    "16-bit.png": sixteen_bits,
    "a PNG really.jpg": lambda: fake_folders.encoded(4, "PNG"),
    "ein Bild von früher, № 7.JPG": lambda: fake_folders.encoded(5),
    "without an ending": lambda: fake_folders.encoded(6, "WEBP"),
    "a text really.bmp.jpeg": lambda: fake_folders.encoded(7, "TIFF"),
}
BAD = {
    "empty.jpg": (lambda: b"", "empty file"),
    "page.jpg": (lambda: b"<!doctype html><p>Sign in", "a web page, not a picture"),
    "text.png": (lambda: b"no picture at all" * 9, "not a picture of a known format"),
    "moving.gif": (lambda: frames("GIF"), "animated, or of several pages"),
    "moving.webp": (lambda: frames("WEBP"), "animated, or of several pages"),
    "huge.png": (lambda: saved("PNG", Image.new("1", (20_000, 10_000))), "more than 89 megapixels"),
    "cut.jpg": (lambda: fake_folders.encoded(8)[:900], "damaged picture (OSError)"),
}


def test_pictures_in_every_dress_are_taken_and_what_is_none_is_listed_with_its_reason(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, out = tmp_path / "Fotos från åkern (neu)", tmp_path / "ma région №1"
    folder.mkdir()
    lines = ["path;lat;lon;date"]
    for number, (name, make) in enumerate([*GOOD.items(), *((name, each[0]) for name, each in BAD.items())]):
        (folder / name).write_bytes(make())
        lines.append(f"{name};{40 + number / 10};-100;2020-05")
    lines += [lines[1], "gone.jpg;40;-100;2020-05"]
    (folder / "liste für alle.csv").write_bytes("\r\n".join(lines).encode("utf-16"))
    assert main(["dataset", "import", str(folder), "--region", "usa", "--out", str(out), "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert (report["views"], report["name"]) == (len(GOOD), "ma région №1")
    with (out / "rejected.csv").open(encoding="utf-8") as file:
        listed = {row["file"]: row["reason"] for row in csv.DictReader(file)}
    assert listed == {name: why for name, (_, why) in BAD.items()} | {
        "gone.jpg": "listed, but not in the folder",
        "cmyk.jpg": "listed twice",
    }
    assert sum(report["rejected"].values()) == len(listed)
    assert check_images(open_catalog(out)) == []


@pytest.mark.skipif(os.name != "posix", reason="names of files are bytes on POSIX alone")
def test_a_file_whose_name_is_no_text_is_taken_and_can_be_listed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for name, data in ((b"gr\xfcn.jpg", fake_folders.photo(40, -100)), (b"\xff.jpg", b"")):
        Path(os.fsdecode(os.fsencode(folder) + b"/" + name)).write_bytes(data)
    assert main(["dataset", "import", str(folder), "--region", "usa", "--out", str(tmp_path / "out"), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["views"] == 1
    assert b"\xff.jpg,not a picture" in (tmp_path / "out/rejected.csv").read_bytes()
    assert len(open_catalog(tmp_path / "out")) == 1


@pytest.mark.parametrize(
    ("table", "why"),
    [
        ("path,lat\none.jpg,40\n", "no column for lon"),
        ("place,lat,lon\none.jpg,40,-100\n", "no column for path"),
        ("", "has no rows"),
        ("path,lat,lon\n", "has no rows"),
        ('path,lat,lon\n"one.jpg,40,-100\n', "cannot be read"),
        ("path,lat,lon\none.jpg,-100,40\n", "latitude and longitude swapped?"),
        ("path,lat,lon\none.jpg,-80,40\n", "latitude and longitude swapped?"),
        ("path,lat,lon\none.jpg,400,-1000\n", "coordinates out of range"),
        ("path,lat,lon\none.jpg,0,0\n", "coordinates are 0, 0"),
        ("path,lat,lon\none.jpg,north,west\n", "no coordinates"),
        ("path,lat,lon,date\none.jpg,40,-100,2999-01-01\n", "dated in the future"),
        ("path,lat,lon,date\none.jpg,40,-100,next week\n", "its date cannot be read"),
    ],
)
def test_a_table_from_which_nothing_can_be_taken_says_why(
    table: str, why: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fake_folders.save(tmp_path / "in/one.jpg", 1)
    path = tmp_path / "in/list.csv"
    path.write_text(table)
    words = ["dataset", "import", tmp_path / "in", "--region", "usa", "--out", tmp_path / "out", "--layout", "table"]
    assert why in refused(capsys, *words, "--table", path)
    assert not (tmp_path / "out/catalog.json").exists()
