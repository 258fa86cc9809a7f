"""What an import has decoded is not decoded again, whatever ended it and whatever happened since."""

import json
import os
import shutil
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import fake_folders
import pytest
from killing import content
from little_room import FORMS, little_room

from geogame.catalog import check_images, open_catalog
from geogame.errors import SourceError
from geogame.sources.intake import ImportOptions, ImportReport, import_folder
from geogame.sources.keeping import RECORD_FILE

ROOT = Path(__file__).parents[2]
PICTURES = 24
SMALL = (32, 16)


def taken(folder: Path, out: Path, size: tuple[int, int] | None = None) -> ImportReport:
    return import_folder(folder, out, ImportOptions("out", "usa", size=size), today=date(2026, 1, 31), workers=2)


def recorded(out: Path) -> int:
    path = out / RECORD_FILE
    return path.read_bytes().count(b"\n") if path.exists() else 0


@pytest.fixture(scope="module")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """PNG files that take a while to encode anew, and the table of their places; one of them is no picture."""
    folder = tmp_path_factory.mktemp("pictures")
    rows = ["path,lat,lon"]
    for number in range(PICTURES):
        (folder / f"{number:02d}.png").write_bytes(fake_folders.encoded(number, "PNG", (640, 320)))
        rows.append(f"{number:02d}.png,{40 + number / 10},-100")
    (folder / "zz.png").write_text("<html>")
    (folder / "list.csv").write_text("\n".join([*rows, "zz.png,45,-100"]))
    return folder


@pytest.fixture(scope="module")
def whole(pictures: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The catalog that an undisturbed import of them gives. Not to be changed."""
    out = tmp_path_factory.mktemp("whole") / "out"
    taken(pictures, out)
    return out


def test_an_import_that_was_killed_goes_on_where_it_was_and_ends_in_the_same_bytes(
    pictures: Path, whole: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    words = ["dataset", "import", str(pictures), "--region", "usa", "--out", str(out), "--workers", "1"]
    process = subprocess.Popen(
        [sys.executable, "-m", "geogame", *words], stderr=subprocess.PIPE, env={**os.environ, "PYTHONPATH": str(ROOT)}
    )
    while process.poll() is None and recorded(out) < 3:
        time.sleep(0.002)
    process.kill()
    process.communicate()
    before = recorded(out)
    assert 3 <= before < PICTURES
    assert not (out / "catalog.json").exists()
    report = taken(pictures, out)
    assert report.reused == before
    assert report.views == PICTURES
    assert content(out) == content(whole)


def test_a_torn_record_and_damaged_or_lost_pictures_cost_their_own_decoding_alone(
    pictures: Path, whole: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    shutil.copytree(whole, out)
    assert taken(pictures, out).reused == PICTURES
    lines = (out / RECORD_FILE).read_bytes().splitlines(keepends=True)
    lines[2] = b'{"of": 3}\n'
    (out / RECORD_FILE).write_bytes(b"".join(lines)[:-7])
    lost, damaged = (out / json.loads(lines[number])["file"] for number in (5, 6))
    lost.unlink()
    damaged.write_bytes(b"\0" + damaged.read_bytes()[1:])
    assert taken(pictures, out).reused == PICTURES - 3
    assert content(out) == content(whole)


def test_what_was_kept_of_a_file_belongs_to_its_content_not_to_its_name(
    pictures: Path, whole: Path, tmp_path: Path
) -> None:
    folder, out = Path(shutil.copytree(pictures, tmp_path / "in")), Path(shutil.copytree(whole, tmp_path / "out"))
    (folder / "05.png").rename(folder / "away.png")
    (folder / "list.csv").write_text((folder / "list.csv").read_text().replace("05.png", "away.png"))
    (folder / "06.png").write_bytes(fake_folders.encoded(600, "PNG", (640, 320)))
    os.utime(folder / "06.png", (0, 0))
    report = taken(folder, out)
    assert (report.views, report.reused) == (PICTURES, PICTURES - 1)
    assert check_images(open_catalog(out)) == []
    assert len(list((out / "images").glob("*/*"))) == PICTURES


@pytest.mark.parametrize("form", FORMS)
def test_where_there_is_no_more_room_that_is_said_and_what_was_decoded_is_kept(
    form: str, pictures: Path, tmp_path: Path
) -> None:
    taken(pictures, tmp_path / "whole", size=SMALL)
    record = (tmp_path / "whole" / RECORD_FILE).stat().st_size
    with little_room(form, tmp_path / "room", disk="48k", largest=record // 2) as room:
        out = room.folder / "out"
        with pytest.raises(SourceError, match=room.said):
            taken(pictures, out, size=SMALL)
        kept = recorded(out)
        assert 0 < kept < PICTURES
        room.grow()
        assert taken(pictures, out, size=SMALL).reused == kept
        assert content(out) == content(tmp_path / "whole")
