import os
import re
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from little_room import FORMS, little_room
from servers.collecting import SERVERS, EnoughError, collected, content, source_of, stop_before_examining
from servers.loopback import Fault, Loopback
from servers.mapillary_server import mapillary_server
from servers.osv5m_server import osv5m_server
from servers.toy import OPTIONS, TODAY, offers

from geogame.catalog import check_images, open_catalog
from geogame.engines import LOCAL
from geogame.errors import SourceError, UsageError
from geogame.partitions import load_partition
from geogame.sources.remote.account import Collecting
from geogame.sources.remote.collect import collect
from geogame.sources.remote.journal import FOLDER, JOURNAL_FILE
from geogame.sources.remote.spool import SPOOL

Service = Callable[[str], Loopback]
TESTS = Path(__file__).parents[2]


@pytest.mark.parametrize("name", SERVERS)
def test_a_catalog_holds_places_spread_over_the_cells_with_their_attribution(
    name: str, service: Service, tmp_path: Path
) -> None:
    report = collected(name, service(name).url, tmp_path / "out")
    catalog = open_catalog(tmp_path / "out")
    by_id = {offer.id: offer for offer in offers()}
    assert (report.places, report.fetched, report.short) == (6, 6, {})
    assert check_images(catalog) == []
    assert catalog.locations["cell"].value_counts().to_dict() == {0: 3, 1: 3}
    assert catalog.info.world_fingerprint == ""
    for row in catalog.locations.itertuples():
        offer = by_id[row.provider_id]
        assert (row.lat, row.lon, row.sequence) == (offer.lat, offer.lon, offer.sequence)
        assert (row.captured_on, row.day_of_year, row.retrieved_on) == ("2021-06-15", 166, "2026-01-01")
        assert row.solar_hour == pytest.approx(18 - 96 / 15, abs=0.2)
        assert row.licence
        assert row.creator in row.attribution
        assert offer.id in row.page_url
        assert offer.id not in str(catalog.image_path(catalog.views_of(row.id)[0]))
    located = load_partition("fishnet", "toy").locate(catalog.locations["lat"], catalog.locations["lon"])
    assert located.tolist() == catalog.locations["cell"].tolist()


def test_full_turns_are_cut_at_the_headings_of_the_region(service: Service, tmp_path: Path) -> None:
    collected("panoramax", service("panoramax").url, tmp_path / "out", views=4)
    catalog = open_catalog(tmp_path / "out")
    assert catalog.views["heading_deg"].tolist() == [0.0, 90.0, 180.0, 270.0] * 6
    assert set(catalog.views["heading_kind"]) == {"true"}
    assert len({view.sha256 for view in catalog.all_views()}) == 24


def test_a_flat_photograph_says_that_its_heading_is_not_known(service: Service, tmp_path: Path) -> None:
    collected("osv5m", service("osv5m").url, tmp_path / "out")
    views = open_catalog(tmp_path / "out").views
    assert set(views["heading_kind"]) == {"none"}


def test_more_views_than_a_source_gives_are_refused_naming_those_that_can(service: Service, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="not --views 4; mapillary and panoramax give so many"):
        collected("osv5m", service("osv5m").url, tmp_path / "out", views=4)
    assert not (tmp_path / "out").exists()


def test_a_shortfall_is_reported_and_not_padded(service: Service, tmp_path: Path) -> None:
    report = collected("panoramax", service("panoramax").url, tmp_path / "out", per_cell=20)
    assert report.places == 24
    assert report.short == {0: 8, 1: 8}


def test_the_second_table_is_read_where_the_first_leaves_a_cell_short(tmp_path: Path) -> None:
    every = offers()
    with osv5m_server(every[:4], every[4:]).running() as server:
        report = collected("osv5m", server.url, tmp_path / "out")
    assert report.short == {}
    assert server.served(r"/cdn/main/images/train/00\.zip")


def test_a_crowded_search_is_cut_into_quarters(service: Service, tmp_path: Path) -> None:
    collected("mapillary", service("mapillary").url, tmp_path / "plain")
    with mapillary_server(offers(), crowd=1).running() as server:
        collected("mapillary", server.url, tmp_path / "out")
        refused = [status for path, status in server.log if path.startswith("/images")].count(500)
    assert refused > 0
    assert len(open_catalog(tmp_path / "out")) == 6


def test_building_a_finished_catalog_again_asks_nothing_and_a_lost_image_alone_is_fetched(
    service: Service, tmp_path: Path
) -> None:
    server, out = service("panoramax"), tmp_path / "out"
    collected("panoramax", server.url, out)
    whole, asked = content(out), len(server.log)
    report = collected("panoramax", server.url, out)
    assert (report.fetched, report.reused, len(server.log)) == (0, 6, asked)
    next((out / "images").glob("*/*")).unlink()
    assert collected("panoramax", server.url, out).fetched == 1
    assert content(out) == whole
    assert len(server.log) == asked + 1


def test_a_lost_picture_that_the_service_no_longer_has_leaves_the_tables_too(service: Service, tmp_path: Path) -> None:
    server, out = service("panoramax"), tmp_path / "out"
    collected("panoramax", server.url, out, per_cell=12)
    next((out / "images").glob("*/*")).unlink()
    server.faults = [Fault("^/pictures/", "replace", status=404)]
    assert collected("panoramax", server.url, out, per_cell=12).places == 23
    assert check_images(open_catalog(out)) == []


@pytest.mark.parametrize("name", SERVERS)
def test_pictures_worked_on_many_at_a_time_give_the_same_bytes_and_ask_for_no_other(
    name: str, service: Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server, per_cell = service(name), 5
    alone = collected(name, server.url, tmp_path / "alone", per_cell=per_cell)
    asked, server.log = sorted(server.log), []
    monkeypatch.setattr("geogame.sources.remote.examining.TOGETHER", 4)
    many = collected(name, server.url, tmp_path / "many", per_cell=per_cell, engine=LOCAL)
    assert content(tmp_path / "many") == content(tmp_path / "alone")
    assert replace(many, path=alone.path) == alone
    assert sorted(server.log) == asked
    assert not (tmp_path / "many" / FOLDER / SPOOL).exists()


def test_pictures_fetched_and_not_worked_on_yet_are_not_fetched_again_unless_they_are_damaged(
    service: Service, undisturbed: Callable[[str], dict[str, bytes]], tmp_path: Path
) -> None:
    expected, server, out = undisturbed("panoramax"), service("panoramax"), tmp_path / "out"
    with pytest.raises(EnoughError):
        collected("panoramax", server.url, out, engine=LOCAL, progress=stop_before_examining)
    spooled = sorted((out / FOLDER / SPOOL).iterdir())
    assert len(spooled) == 4
    spooled[0].write_bytes(spooled[0].read_bytes()[:-1])
    collected("panoramax", server.url, out)
    assert content(out) == expected
    fetched = Counter(server.served("^/pictures/"))
    assert fetched.total() - len(fetched) == 1
    assert not (out / FOLDER / SPOOL).exists()


def test_a_killed_collection_resumes_into_the_same_bytes_and_fetches_nothing_twice(
    service: Service, tmp_path: Path
) -> None:
    server, out = service("panoramax"), tmp_path / "out"
    collected("panoramax", server.url, tmp_path / "whole")
    server.log = []
    kills = 0
    for pictures in (1, 4):
        process = subprocess.Popen(
            [sys.executable, "-m", "servers.build_toy", "panoramax", server.url, str(out)],
            env={**os.environ, "PYTHONPATH": f"{TESTS}{os.pathsep}{TESTS.parent}"},
        )
        while process.poll() is None and len(server.served("^/pictures/")) < pictures:
            time.sleep(0.002)
        kills += process.poll() is None
        process.kill()
        process.wait()
    collected("panoramax", server.url, out)
    assert kills
    assert content(out) == content(tmp_path / "whole")
    fetched = Counter(server.served("^/pictures/"))
    assert fetched.total() - len(fetched) <= kills  # what was under way
    assert max(Counter(server.served("/api/search")).values()) <= 1 + kills


def test_progress_tells_places_cells_bytes_and_reasons(service: Service, tmp_path: Path) -> None:
    seen: list[Collecting] = []
    source = source_of("osv5m", service("osv5m").url)
    collect(OPTIONS, tmp_path / "out", source, progress=seen.append, now=lambda: TODAY)
    source.close()
    assert list(dict.fromkeys(state.phase for state in seen)) == ["list", "fetch", "tables", "done"]
    assert (seen[-1].done, seen[-1].total, seen[-1].cells_filled, seen[-1].cells) == (6, 6, 2, 2)
    assert seen[-1].received > 100_000
    assert any(re.fullmatch(r"test\.csv: 24 rows", state.note) for state in seen)


def test_a_wrong_token_stops_and_is_not_repeated_in_the_message(service: Service, tmp_path: Path) -> None:
    source = source_of("mapillary", service("mapillary").url, token="MLY|wrong")  # noqa: S106
    with pytest.raises(SourceError, match="MAPILLARY_ACCESS_TOKEN") as stop:
        collect(OPTIONS, tmp_path / "out", source, now=lambda: TODAY)
    source.close()
    assert "wrong" not in str(stop.value)


def test_no_two_places_of_a_cell_are_near_or_of_one_sequence(tmp_path: Path) -> None:
    from dataclasses import replace

    every = [replace(offer, sequence=f"drive-{number // 8}") for number, offer in enumerate(offers())]
    twin = replace(every[0], id="twin", sequence="other", lat=every[0].lat + 0.0005, seed=99)
    with osv5m_server([*every, twin]).running() as server:
        report = collected("osv5m", server.url, tmp_path / "out", per_cell=12)
    table = open_catalog(tmp_path / "out").locations
    assert report.rejected["same sequence"] > 10
    assert not table.duplicated(["cell", "sequence"]).any()
    assert len({"twin", every[0].id} & set(table["provider_id"])) <= 1
    assert np.isfinite(table["solar_hour"]).all()


@pytest.mark.parametrize("form", FORMS)
def test_where_there_is_no_more_room_that_is_said_and_what_is_collected_is_kept(
    form: str, service: Service, tmp_path: Path
) -> None:
    server, asked = service("panoramax"), {"per_cell": 6, "width": 32, "height": 16}
    collected("panoramax", server.url, tmp_path / "whole", **asked)
    journal = (tmp_path / "whole" / FOLDER / JOURNAL_FILE).stat().st_size
    with little_room(form, tmp_path / "room", disk="48k", largest=journal // 2) as room:
        server.log = []
        with pytest.raises(SourceError, match=room.said):
            collected("panoramax", server.url, room.folder / "out", **asked)
        room.grow()
        report = collected("panoramax", server.url, room.folder / "out", **asked)
        assert 0 < report.reused < report.places
        assert content(room.folder / "out") == content(tmp_path / "whole")
        fetched = Counter(server.served("^/pictures/"))
        assert fetched.total() - len(fetched) <= 1  # the one for which there was no room
