import json
from pathlib import Path

import pytest
from servers.collecting import SERVERS
from servers.google_server import KEY, OK, SECRET, google_server
from servers.mapillary_server import TOKEN
from servers.toy import offers

from geogame.cli import main

PLAIN = "--region toy --per-cell 2 --size 128x96".split()


def test_sources_lists_what_each_gives_and_whether_its_credentials_are_there(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MAPILLARY_ACCESS_TOKEN", TOKEN)
    assert main(["sources", "--json"]) == 0
    printed = capsys.readouterr().out
    rows = {row["name"]: row for row in json.loads(printed)["sources"]}
    assert {name: row["views"] for name, row in rows.items()} == {
        "rendered": "headings",
        "mapillary": "headings",
        "panoramax": "headings",
        "osv5m": "single",
    }
    assert rows["mapillary"]["ready"]
    assert TOKEN not in printed


@pytest.mark.parametrize(("name", "views"), [("panoramax", 4), ("mapillary", 4)])
def test_a_dataset_is_built_from_a_service_with_all_its_views(
    name: str, views: int, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("MAPILLARY_ACCESS_TOKEN", TOKEN)
    with SERVERS[name](offers()).running() as server:
        monkeypatch.setenv(f"GEOGAME_{name.upper()}_URL", server.url)
        code = main(["dataset", "build", *PLAIN, "--source", name, "--out", str(tmp_path / "out"), "--json"])
    printed = capsys.readouterr()
    assert code == 0
    answer = json.loads(printed.out)
    assert (answer["locations"], answer["views"], answer["fetched"], answer["short"]) == (4, 4 * views, 4, {})
    assert "fetching: " in printed.err
    assert TOKEN not in printed.err


def test_without_its_token_a_source_says_where_to_get_one(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("MAPILLARY_ACCESS_TOKEN", raising=False)
    assert main(["dataset", "build", *PLAIN, "--source", "mapillary", "--out", str(tmp_path / "out")]) == 2
    assert "MAPILLARY_ACCESS_TOKEN: get one at https://www.mapillary.com" in capsys.readouterr().err
    assert main(["dataset", "build", *PLAIN, "--source", "osv5m", "--views", "4", "--out", str(tmp_path / "out")]) == 2
    assert "not --views 4; mapillary and panoramax give so many" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(("views", "chosen"), [(1, "osv5m"), (4, "panoramax")])
def test_auto_takes_a_source_that_gives_the_views_and_needs_no_token(
    views: int, chosen: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("MAPILLARY_ACCESS_TOKEN", raising=False)
    options = ["--source", "auto", "--views", str(views), "--out", str(tmp_path / "out")]
    with SERVERS[chosen](offers()).running() as server:
        monkeypatch.setenv(f"GEOGAME_{chosen.upper()}_URL", server.url)
        assert main(["dataset", "build", *PLAIN, *options, "--json"]) == 0
    assert f"source {chosen}: " in capsys.readouterr().err


def test_without_a_network_the_build_says_so_and_can_be_resumed(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("GEOGAME_PANORAMAX_URL", "http://127.0.0.1:9")
    monkeypatch.setattr("time.sleep", lambda _: None)
    assert main(["dataset", "build", *PLAIN, "--source", "panoramax", "--out", str(tmp_path / "out")]) == 1
    assert "ConnectError" in (errors := capsys.readouterr().err)
    assert "the same command resumes" in errors


def test_google_opens_the_users_browser_and_says_why_no_dataset_holds_its_pictures(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr("typer.launch", lambda url: opened.append(url) or 0)
    monkeypatch.setenv("GOOGLE_MAPS_API_KEY", KEY)
    monkeypatch.setenv("GOOGLE_MAPS_SIGNING_SECRET", SECRET)
    with google_server(OK).running() as server:
        monkeypatch.setenv("GEOGAME_GOOGLE_URL", server.url)
        assert main(["sources", "google", "show", "48.8584,2.2945", "--json"]) == 0
    printed = capsys.readouterr()
    assert json.loads(printed.out)["opened"] is True
    assert "pano=p1" in opened[0]
    assert "terms bar storing" in printed.err
    assert KEY not in printed.out + printed.err
    assert [path for path, _ in server.log if "/metadata" not in path] == []
