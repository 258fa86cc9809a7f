"""Pictures of all directions become views at the region's headings, each looking where it says."""

import io
from datetime import date
from pathlib import Path

import fake_folders
import numpy as np
import py360convert
import pytest
from PIL import Image

from geogame.catalog import Catalog, open_catalog
from geogame.errors import UsageError
from geogame.sources.intake import ImportOptions, ImportReport, import_folder
from geogame.sources.photo_sphere import PhotoSphere, read_photo_sphere

SIZE = (160, 120)
WEBP_LEVELS = 2.5
"""What the encoding of the stored views adds to the one grey level of `test_perspective`."""


def taken(folder: Path, out: Path, **changes: object) -> tuple[ImportReport, Catalog]:
    options = ImportOptions("made", "usa", size=SIZE, **changes)  # type: ignore[arg-type]
    report = import_folder(folder, out, options, today=date(2026, 1, 31), workers=2)
    return report, open_catalog(out)


def crop(turn_deg: float) -> np.ndarray:
    """The same view as py360convert cuts it: its field of view reaches from pixel middle to pixel middle."""
    half = np.tan(np.radians(45))
    across, down = (np.degrees(2 * np.arctan(half * (pixels - 1) / SIZE[0])) for pixels in SIZE)
    turn = (turn_deg + 180) % 360 - 180
    return py360convert.e2p(np.asarray(fake_folders.full_turn()), (across, down), turn, 0, SIZE[::-1]).astype(float)


def off(catalog: Catalog, number: int, turn_deg: float) -> float:
    """Mean difference of a place's view from py360convert's, grey levels."""
    view = catalog.views_of(catalog.ids[0])[number]
    pixels = np.asarray(Image.open(io.BytesIO(catalog.read_bytes(view)))).astype(float)
    return float(np.abs(pixels - crop(turn_deg)).mean())


def test_a_photo_sphere_becomes_a_view_at_each_heading_of_the_region(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in/one.jpg").write_bytes(fake_folders.photo_sphere(40.5, -100.25))
    report, catalog = taken(tmp_path / "in", tmp_path / "out")
    assert (report.layout, report.locations, report.views, report.rejected) == ("photos", 1, 4, {})
    assert catalog.views["heading_deg"].tolist() == [0.0, 90.0, 180.0, 270.0]
    assert set(catalog.views["heading_kind"]) == {"true"}
    assert (catalog.info.fov_deg, catalog.info.width, catalog.info.height) == (90.0, *SIZE)
    for number, heading in enumerate((0, 90, 180, 270)):
        assert off(catalog, number, heading - 40) < WEBP_LEVELS
        assert off(catalog, number, heading) > 4 * WEBP_LEVELS


def test_where_the_middle_looks_unknown_the_headings_count_from_there_and_say_so(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in/one.jpg").write_bytes(fake_folders.photo_sphere(40.5, -100.25, heading=""))
    _, catalog = taken(tmp_path / "in", tmp_path / "out")
    assert set(catalog.views["heading_kind"]) == {"relative"}
    assert off(catalog, 1, 90) < WEBP_LEVELS


def test_a_table_tells_full_turns_from_flat_pictures(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    fake_folders.full_turn().save(folder / "round.jpg", quality=97)
    fake_folders.save(folder / "flat.jpg", 3)
    fake_folders.save(folder / "wrong.jpg", 4)
    lines = ["path,lat,lon,heading,camera_type", "round.jpg,40,-100,120,spherical"]
    lines += ["flat.jpg,41,-100,200,perspective", "wrong.jpg,42,-100,200,equirectangular"]
    (folder / "list.csv").write_text("\n".join(lines))
    report, catalog = taken(folder, tmp_path / "out")
    assert report.rejected == {"no full turn: it is not twice as wide as high": 1}
    assert sorted(catalog.views.groupby("location_id").size()) == [1, 4]
    flat_first = sorted(catalog.ids, key=lambda name: len(catalog.views_of(name)))
    assert catalog.views_of(flat_first[0])[0].heading_deg == 200.0
    round_ = catalog.views_of(flat_first[1])
    pixels = np.asarray(Image.open(io.BytesIO(catalog.read_bytes(round_[1])))).astype(float)
    assert np.abs(pixels - crop(90 - 120)).mean() < WEBP_LEVELS


def test_what_no_layout_tells_can_be_said_of_all(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in/one.jpg").write_bytes(fake_folders.photo_sphere(40.5, -100.25))
    report, _ = taken(tmp_path / "in", tmp_path / "flat", projection="flat")
    assert report.views == 1
    (tmp_path / "in/one.jpg").write_bytes(fake_folders.photo(40.5, -100.25))
    with pytest.raises(UsageError, match="no projection 'cube'"):
        taken(tmp_path / "in", tmp_path / "cube", projection="cube")
    fake_folders.full_turn().save(tmp_path / "in/two.png")
    (tmp_path / "in/list.csv").write_text("path,lat,lon\none.jpg,40,-100\ntwo.png,41,-101\n")
    report, _ = taken(tmp_path / "in", tmp_path / "out", projection="full-turn")
    assert (report.views, report.rejected) == (4, {"no full turn: it is not twice as wide as high": 1})


def test_a_strip_of_a_full_turn_is_not_taken_for_one(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in/one.jpg").write_bytes(fake_folders.photo_sphere(40.5, -100.25))
    (tmp_path / "in/two.jpg").write_bytes(fake_folders.photo_sphere(40.5, -101.25, cropped=300))
    report, _ = taken(tmp_path / "in", tmp_path / "out")
    assert (report.views, report.rejected) == (4, {"a part of a full turn": 1})


@pytest.mark.parametrize(
    ("xmp", "expected"),
    [
        (b"", None),
        (b'GPano:ProjectionType="cylindrical"', None),
        (b"GPano:ProjectionType='Equirectangular'", PhotoSphere(True, None)),
        (
            b"<GPano:ProjectionType>equirectangular</x><GPano:PoseHeadingDegrees>-30.5</GPano:PoseHeadingDegrees>",
            PhotoSphere(True, 329.5),
        ),
        (b"GPano:ProjectionType='equirectangular' GPano:PoseHeadingDegrees='north'", PhotoSphere(True, None)),
        (b"\xff\xfe\x00 GPano:ProjectionType", None),
    ],
)
def test_the_metadata_of_full_turns_are_read_in_both_spellings_of_xmp(xmp: bytes, expected: PhotoSphere | None) -> None:
    assert read_photo_sphere(xmp) == expected
