import pytest
import shapely
from servers.toy import toy_region

from geogame.errors import UsageError
from geogame.regions import Region, load_region
from geogame.sources.services import choose_service, parse_views


def region_around(lon: float, lat: float) -> Region:
    from dataclasses import replace

    return replace(toy_region(), polygon=shapely.box(lon - 1, lat - 1, lon + 1, lat + 1))


@pytest.mark.parametrize(
    ("text", "source", "views"),
    [
        (None, "osv5m", 1),
        ("max", "osv5m", 1),
        (None, "panoramax", 4),
        ("max", "mapillary", 4),
        ("max", "rendered", 4),
        ("2", "mapillary", 2),
    ],
)
def test_max_and_nothing_at_all_are_what_the_source_gives(text: str | None, source: str, views: int) -> None:
    assert parse_views(text, source, load_region("usa")) == views


@pytest.mark.parametrize("text", ["many", "", "-1", "2.0", "²"])
def test_views_that_are_no_number_are_refused(text: str) -> None:
    with pytest.raises(UsageError, match="--views must be a number or max, not"):
        parse_views(text, "mapillary", load_region("usa"))


def test_auto_takes_a_source_of_all_headings_whose_credentials_are_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAPILLARY_ACCESS_TOKEN", " ")
    paris, omaha = region_around(2.35, 48.85), region_around(-96.0, 41.3)
    assert [choose_service(region) for region in (paris, omaha)] == ["panoramax", "osv5m"]
    assert [choose_service(omaha, views) for views in ("4", "1", "max")] == ["panoramax", "osv5m", "osv5m"]
    monkeypatch.setenv("MAPILLARY_ACCESS_TOKEN", "MLY|1")
    assert [choose_service(region) for region in (paris, omaha)] == ["mapillary", "mapillary"]
