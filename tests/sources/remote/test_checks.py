from datetime import UTC, date, datetime

import pytest
from servers.pictures import scene

from geogame.sources.decoding import read_pixels
from geogame.sources.remote.base import Candidate
from geogame.sources.remote.checks import moment_of, picture_objection, record_objection

TODAY = date(2026, 1, 1)


def offered(lat: float = 40.0, lon: float = -100.0, captured_at: str = "2020-06-15T18:00:00+00:00") -> Candidate:
    precision = "second" if "T" in captured_at else "day" if captured_at else ""
    return Candidate("1", lat, lon, captured_at=captured_at, precision=precision)


@pytest.mark.parametrize(
    ("candidate", "reason"),
    [
        (offered(), ""),
        (offered(captured_at=""), ""),
        (offered(captured_at="2020-06-15"), ""),
        (offered(lat=0.0, lon=0.0), "null island"),
        (offered(lat=float("nan")), "no place on Earth"),
        (offered(lat=-100.0, lon=40.0), "no place on Earth"),
        (offered(captured_at="2026-01-02"), "date in the future"),
        (offered(captured_at="1999-12-31"), "before 2000"),
        (offered(captured_at="last summer"), "unreadable date"),
        (offered(captured_at="2020-06-15T07:00:00+00:00"), "night"),
    ],
)
def test_place_and_time_are_judged_by_the_record(candidate: Candidate, reason: str) -> None:
    assert record_objection(candidate, TODAY) == reason


def test_the_solar_hour_follows_the_longitude_and_the_offset_of_the_moment() -> None:
    assert moment_of(offered(captured_at="2020-06-15T20:00:00+02:00")).solar_hour == pytest.approx(
        18 - 100 / 15, abs=1e-3
    )
    assert datetime(2020, 6, 15, tzinfo=UTC).timetuple().tm_yday == moment_of(offered()).day_of_year


def test_a_picture_of_four_inks_is_read_and_one_turned_by_its_metadata_is_turned_back() -> None:
    from io import BytesIO

    from PIL import Image

    inks, turned = BytesIO(), BytesIO()
    Image.fromarray(scene(1, 640, 480)).convert("CMYK").save(inks, "JPEG")
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.fromarray(scene(1, 640, 480)).save(turned, "JPEG", exif=exif)
    for data, shape in ((inks, (480, 640, 3)), (turned, (640, 480, 3))):
        assert read_pixels(data.getvalue()).shape == shape


def test_a_small_picture_is_turned_away() -> None:
    assert picture_objection(scene(1, 500, 500)) == "too small"


def test_an_ordinary_picture_passes() -> None:
    assert picture_objection(scene(2, 640, 480)) == ""
