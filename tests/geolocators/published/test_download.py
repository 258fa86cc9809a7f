"""Downloads against a hub on loopback: real HTTP, ranges, redirects, refusals and damage."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import tiny_published
from servers.hub_server import COMMIT, hub_server
from servers.loopback import HTML, Fault, Loopback

from geogame.cli import main
from geogame.errors import CheckpointError
from geogame.geolocators.published import download as work
from geogame.geolocators.published import is_verified, missing
from geogame.geolocators.published.shelf import read_pins
from geogame.geolocators.published.verify import check_files
from geogame.sources.remote.client import Client

WEIGHTS = "pytorch_model.bin"
TOKEN = "secret"  # noqa: S105 - of the tests' own hub


@dataclass
class Hub:
    """A hub with the tiny model, the folder downloads go to, and what was told while they ran."""

    server: Loopback
    repositories: dict[str, dict[str, bytes]]
    root: Path

    def fetch(self, name: str = "osv5m") -> Path:
        with Client(per_second=1e6, timeout_s=0.6, deadline_s=5.0, sleep=lambda _: None) as client:
            return work.download(client, work.plan(client, name), self.tell)

    def tell(self, what: str, done: int, total: int) -> None:
        self.told = [*getattr(self, "told", []), (what, done, total)]


@pytest.fixture(scope="module")
def osv5m() -> dict[str, dict[str, bytes]]:
    return tiny_published.osv5m()


@pytest.fixture
def hub(osv5m: dict[str, dict[str, bytes]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    repositories = {name: dict(files) for name, files in osv5m.items()}
    monkeypatch.setenv("GEOGAME_PUBLISHED", str(tmp_path / "published"))
    monkeypatch.delenv("HF_TOKEN", raising=False)
    with hub_server(repositories, gated=("osv5m/gated",), token=TOKEN).running() as server:
        monkeypatch.setenv("HF_ENDPOINT", server.url)
        yield Hub(server, repositories, tmp_path / "published")


def test_a_download_is_whole_pinned_and_installed_and_not_yet_verified(hub: Hub) -> None:
    folder = hub.fetch()
    assert not missing("osv5m")
    pins = read_pins("osv5m")
    assert pins["clip"].commit == COMMIT
    assert pins[""].commit == "debcee814418494d21b6b7e6623bee29b1a8b1fb"
    assert pins[""].files[WEIGHTS].hub == f"sha256:{pins[''].files[WEIGHTS].sha256}"
    assert pins[""].files["config.json"].hub.startswith("git:")
    assert json.loads((folder / "checkpoint.json").read_text())["geolocator"] == "osv5m"
    assert not is_verified("osv5m")
    assert not list(hub.root.rglob("*.part"))
    assert (
        hub.told[-1][1]
        == hub.told[-1][2]
        == sum(len(content) for files in hub.repositories.values() for content in files.values())
    )


def test_what_is_there_is_not_fetched_again(hub: Hub) -> None:
    hub.fetch()
    hub.server.log.clear()
    hub.fetch()
    assert hub.server.served("/api/models/")
    assert not hub.server.served("/resolve/")


def test_a_broken_transfer_goes_on_where_it_ended_in_a_later_run(hub: Hub) -> None:
    size = len(hub.repositories["osv5m/baseline"][WEIGHTS])
    hub.server.faults = [Fault(f"cdn.*{WEIGHTS}", "truncate"), Fault(f"cdn.*{WEIGHTS}", "silent", times=3)]
    with pytest.raises(CheckpointError, match="what came is kept"):
        hub.fetch()
    [part] = hub.root.rglob("*.part")
    begun = part.stat().st_size
    assert 0 < begun < size
    hub.server.log.clear()
    hub.fetch()
    [asked] = hub.server.served(f"cdn.*{WEIGHTS}")
    assert asked.endswith(f"bytes={begun}-")
    check_files("osv5m", lambda *_: None)


def test_content_that_the_hub_does_not_report_is_thrown_away(hub: Hub) -> None:
    hub.server.faults = [Fault(f"cdn.*{WEIGHTS}", "damage")]
    with pytest.raises(CheckpointError, match="other content than the hub says"):
        hub.fetch()
    assert not list(hub.root.rglob("*.part"))
    assert not (hub.root / "osv5m" / "checkpoint.json").exists()
    hub.fetch()


def test_small_files_are_checked_too(hub: Hub) -> None:
    hub.server.faults = [Fault("cdn.*baseline/config", "damage")]
    with pytest.raises(CheckpointError, match=r"config\.json .* other content"):
        hub.fetch()


def test_a_pinned_commit_that_reports_another_hash_stops_everything(hub: Hub) -> None:
    hub.fetch()
    hub.repositories["osv5m/baseline"][WEIGHTS] += b"more"
    with pytest.raises(CheckpointError, match="A commit cannot change"):
        hub.fetch()


def test_a_file_changed_on_disk_is_told_by_verify_and_fetched_anew(hub: Hub) -> None:
    path = hub.fetch() / WEIGHTS
    content = path.read_bytes()
    path.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    with pytest.raises(CheckpointError, match="not the file that was pinned"):
        check_files("osv5m", lambda *_: None)
    hub.fetch()
    assert path.read_bytes() == content


@pytest.mark.parametrize(
    ("fault", "says"),
    [
        (Fault("/api/", "replace", times=9, status=404), "knows no osv5m/baseline"),
        (Fault("/api/", "replace", times=9, status=401), "wants a login for osv5m/baseline"),
        (Fault("/resolve/", "replace", times=9, status=403), "wants a login for osv5m/baseline"),
        (Fault("/resolve/", "replace", times=9, status=404), "has no config.json"),
        (Fault("/api/", "replace", times=9, status=429), "asks to slow down"),
        (Fault("/api/", "replace", times=9, status=200, body=HTML), "no JSON"),
        (Fault("/api/", "replace", times=9, status=200, body=b'{"sha": "main"}'), "does not understand"),
        (Fault("/api/", "replace", times=9, status=200, body=b'{"sha": "main", "siblings": []}'), "names no commit"),
        (Fault("/api/", "login", times=9), "wants a login"),
    ],
)
def test_refusals_say_what_to_do(hub: Hub, fault: Fault, says: str) -> None:
    hub.server.faults = [fault]
    with pytest.raises(CheckpointError, match=says):
        hub.fetch()


def test_a_file_that_the_repository_lacks_is_named_before_anything_is_fetched(hub: Hub) -> None:
    del hub.repositories["osv5m/baseline"][WEIGHTS]
    with pytest.raises(CheckpointError, match=r"no model\.safetensors or pytorch_model\.bin"):
        hub.fetch()
    assert not hub.root.exists()


def test_safetensors_are_preferred_and_folders_are_left_alone(hub: Hub) -> None:
    hub.repositories["osv5m/baseline"] |= {"model.safetensors": b"x" * 64, "../config.json": b"{}"}
    hub.fetch()
    assert sorted(read_pins("osv5m")[""].files) == ["config.json", "model.safetensors"]


def test_a_token_is_sent_to_the_hub_and_to_nobody_else(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []
    inner = hub.server.respond
    with hub_server(hub.repositories).running() as cdn:
        cdn_inner = cdn.respond

        def elsewhere(question):
            reply = inner(question)
            seen.append(("hub", question.headers.get("Authorization")))
            if reply.status == 302:
                reply.headers["Location"] = cdn.url + reply.headers["Location"]
            return reply

        def answer(question):
            seen.append(("cdn", question.headers.get("Authorization")))
            return cdn_inner(question)

        hub.server.respond, cdn.respond = elsewhere, answer
        monkeypatch.setenv("HF_TOKEN", TOKEN)
        hub.fetch()
    assert {held for who, held in seen if who == "hub"} == {f"Bearer {TOKEN}"}
    assert {held for who, held in seen if who == "cdn"} == {None}


def test_without_a_network_the_command_names_files_folder_and_how(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("GEOGAME_PUBLISHED", str(tmp_path))
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    assert main(["published", "download", "geoclip"]) == 1
    said = capsys.readouterr().err
    for part in (
        "could not be asked",
        str(tmp_path / "geoclip" / "clip" / "model.safetensors"),
        "*.csv",
        "verify geoclip",
    ):
        assert part in said


def test_a_full_disk_is_told_before_anything_is_fetched(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    hub.repositories["osv5m/baseline"]["pytorch_model.bin"] = b"x"
    with Client(per_second=1e6) as client:
        wanted = work.plan(client, "osv5m")
    for listing in wanted.listings:
        for name, pin in listing.files.items():
            listing.files[name] = type(pin)(1 << 60, pin.sha256, pin.hub)
    with Client(per_second=1e6) as client, pytest.raises(CheckpointError, match="make room"):
        work.download(client, wanted, hub.tell)
    assert not hub.server.served("/cdn/")
