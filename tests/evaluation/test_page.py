import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from geogame.catalog import open_catalog
from geogame.cli import main
from geogame.evaluation.page import page
from geogame.evaluation.report import evaluate
from geogame.geolocators.checkpoint import read_index
from geogame.geolocators.trained import NetworkGeolocator


class Balance(HTMLParser):
    """Counts tags, and fails where one is closed that is not open."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[str] = []
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append(tag)
        self.addresses += [value or "" for name, value in attrs if name in {"src", "href", "action", "data"}]
        if tag != "meta":
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.fixture(scope="module")
def report(tiny_model: Path, gradient_folder: Path) -> dict[str, object]:
    geolocator = NetworkGeolocator.load(tiny_model, "cpu")
    return evaluate(geolocator, read_index(tiny_model), open_catalog(gradient_folder), "val")


@pytest.fixture(scope="module")
def geolocator(tiny_model: Path) -> NetworkGeolocator:
    return NetworkGeolocator.load(tiny_model, "cpu")


def test_the_page_asks_for_nothing_from_anywhere(report: dict[str, object], geolocator: NetworkGeolocator) -> None:
    html = page(report, geolocator.partition)
    parsed = Balance()
    parsed.feed(html)
    assert parsed.open == []
    assert parsed.addresses == []
    assert not {"script", "img", "link", "iframe"} & set(parsed.seen)
    assert set(re.findall(r"https?://[^\"]+", html)) == {"http://www.w3.org/2000/svg"}, "the name of a format"
    assert "@import" not in html
    assert "url(" not in html


def test_the_page_shows_every_chart_and_every_cell(report: dict[str, object], geolocator: NetworkGeolocator) -> None:
    html = page(report, geolocator.partition)
    assert html.count("<svg ") == 6
    assert html.count('class="cell"') == 243
    assert html.count('class="bar"') == 4
    assert "nan" not in html.lower()
    assert html.count("on average (") == 1
    assert "best constant is off by" in html
    assert html.count('fill="none"') == 243 - len(report["by_cell"])
    assert "rendered views of 64x32 pixels" in html


def test_the_page_tells_every_agreed_distance_and_the_whole_worlds_score(
    report: dict[str, object], geolocator: NetworkGeolocator
) -> None:
    html = page(report, geolocator.partition)
    for km in (1, 25, 200, 750, 2500):
        assert f"<th>≤ {km} km</th>" in html
    for row in (report["model"], report["baselines"]["constant"]):
        share, score = 100 * row["within_km"]["750"], row["mean_geoscore"]
        assert re.search(rf"<td>{share:.1f} %</td><td>[\d.]+ %</td><td>{score:.0f}</td>", html)


def test_places_that_lack_views_stand_apart(report: dict[str, object], geolocator: NetworkGeolocator) -> None:
    title = "Places by the views that they have"
    assert title not in page(report, geolocator.partition)
    some = page(report | {"by_view_count": {"1": report["model"], "4": report["model"]}}, geolocator.partition)
    after = some[some.index(title) :]
    assert "<td>1 view</td>" in after
    assert "<td>4 views</td>" in after


def test_what_a_report_lacks_is_left_out(report: dict[str, object], geolocator: NetworkGeolocator) -> None:
    short = {key: report[key] for key in ("dataset", "geolocator", "model", "model_by_views", "baselines")}
    short |= {"average_head": report["average_head"], "winner": "lstm", "warnings": ["<b>odd</b>"]}
    html = page(short, geolocator.partition)
    assert html.count("<svg ") == 2
    assert "&lt;b&gt;odd&lt;/b&gt;" in html


def test_evaluate_writes_the_page(
    tiny_model: Path, gradient_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "report.html"
    assert main(["evaluate", str(tiny_model), "--dataset", str(gradient_folder), "--html", str(out)]) == 0
    assert out.read_text(encoding="utf-8").startswith("<!doctype html>")
    assert "calibration error" in capsys.readouterr().out
