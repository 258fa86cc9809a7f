"""``dataset build`` from a service on loopback, and what it tells meanwhile."""

import json
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from servers.collecting import SERVERS
from servers.toy import offers

from geogame.cli import main
from geogame.cli.collection import Account
from geogame.engines import LOCAL, Engine
from geogame.sources.remote.account import Collecting


def test_the_account_tells_rate_time_left_bytes_reasons_and_what_is_at_hand() -> None:
    clock = iter((0.0, 0.0, 4.0, 4.0))
    account = Account(lambda: next(clock))
    state = Collecting("fetch", 2, 130, 0, 4, 2, Counter(), 0)
    assert account.line(state) == "fetching: 2 of 130 places, 0 of 4 cells filled, 0.0 MB"
    state = Collecting("fetch", 10, 130, 1, 4, 2, Counter(dark=3, night=1), 2_500_000, "pictures to be examined: 7")
    assert account.line(state) == (
        "fetching: 10 of 130 places, 1 of 4 cells filled, 2.0 places/s, 1 min left at most, 2.5 MB; "
        "turned away 4 (3 dark, 1 night); pictures to be examined: 7"
    )


def test_the_engine_that_is_asked_for_does_the_work_and_changes_no_byte(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    opened = []

    @contextmanager
    def cluster(name: str) -> Iterator[Engine]:
        opened.append(name)
        yield LOCAL

    monkeypatch.setattr("geogame.engines.open_engine", cluster)
    with SERVERS["panoramax"](offers()).running() as server:
        monkeypatch.setenv("GEOGAME_PANORAMAX_URL", server.url)
        words = ["dataset", "build", "--region", "toy", "--source", "panoramax", "--per-cell", "2", "--size", "64x32"]
        for engine in ("local", "ray"):
            assert main([*words, "--engine", engine, "--out", str(tmp_path / engine), "--json"]) == 0
            assert json.loads(capsys.readouterr().out)["fetched"] == 4
    assert opened == ["ray"]
    pictures = {path.name for path in (tmp_path / "local" / "images").rglob("*.webp")}  # named by content
    assert len(pictures) == 16
    assert pictures == {path.name for path in (tmp_path / "ray" / "images").rglob("*.webp")}
