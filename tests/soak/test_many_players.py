"""Many players at once on one server, and two servers of which one is killed: no error, nothing lost, no long wait."""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import own_loop
import pytest
import stand_in
from sqlalchemy import func, select
from websockets.exceptions import ConnectionClosed

from benchmarks.load import ROOT, Watched, may_confirm, play, serving, stage_of, wait_for
from benchmarks.session import Session
from geogame.game.model import PLAYER
from geogame.game.store import SqlStore, player_key
from geogame.game.store.database import VARIABLE, database_url
from geogame.game.store.models import GuessRow

PLAYERS, SECONDS, EVERY_S = 50, 600, 10.0
SHORT_S, SHORT_EVERY_S = 20.0, 2.0
MEMORY_MB = 2000
CLICK_S = 1.5
WAIT_S = 120.0
WHO = "5" * 32


@pytest.mark.slow
def test_fifty_players_wait_no_longer_than_they_notice(tmp_path: Path, soak_rounds: Callable[[int], int]) -> None:
    """A tenth of a soak has a tenth of the players for a short while, and bounds no time."""
    players, whole = soak_rounds(PLAYERS), soak_rounds(PLAYERS) == PLAYERS
    seconds, every_s = (SECONDS, EVERY_S) if whole else (SHORT_S, SHORT_EVERY_S)
    with serving(tmp_path) as (address, process):
        found = own_loop.run(play(address, [process], players, seconds, every_s))
    assert found["errors"] == []
    assert found["not_kept"] == []
    assert found["server_peak_mb"] < MEMORY_MB
    store = SqlStore(database_url({VARIABLE: f"sqlite:///{tmp_path / 'games.sqlite'}"}))
    with store.session() as session:
        mine = select(func.count()).select_from(GuessRow).where(GuessRow.who == PLAYER)
        assert session.scalar(mine) == found["guesses"] >= players
    store.close()
    if whole:
        assert max(found["clicks"][kind]["p95_s"] for kind in ("confirm", "next")) <= CLICK_S, found


@dataclass
class Front:
    """Where visitors come in: with a proxy one address, without it the first server's and then the other's."""

    addresses: tuple[str, str]
    cookie: str
    kill: Callable[[], None]


@contextlib.contextmanager
def side_by_side(folder: Path, variables: dict[str, str]) -> Iterator[Front]:
    """Two servers without a proxy."""
    for name in ("one", "two"):
        (folder / name).mkdir()
    with serving(folder / "one", variables) as (one, process), serving(folder / "two", variables) as (two, _):
        yield Front((one, two), "", lambda: os.kill(process, signal.SIGKILL))


@contextlib.contextmanager
def behind_nginx(folder: Path, variables: dict[str, str]) -> Iterator[Front]:
    """Two servers as deploy/serve.py runs them."""
    port, first = free_ports()
    command = [sys.executable, "deploy/serve.py", "--servers", "2", "--port", str(port), "--first", str(first)]
    with (
        (folder / "servers.log").open("wb") as log,
        subprocess.Popen(command, cwd=ROOT, env=os.environ | variables, stdout=log, stderr=log) as servers,
    ):
        try:
            address = f"http://127.0.0.1:{port}"
            wait_for(f"{address}/_stcore/health", servers)
            with urllib.request.urlopen(address) as answer:
                cookie = answer.headers["Set-Cookie"].partition(";")[0]
            yield Front((address, address), cookie, lambda: kill_the_busy_one(servers.pid, (first, first + 1)))
        finally:
            servers.terminate()


def free_ports() -> tuple[int, int]:
    """A free port, and another that is followed by a free one."""
    with socket.socket() as one, socket.socket() as two, socket.socket() as three:
        one.bind(("127.0.0.1", 0))
        two.bind(("127.0.0.1", 0))
        with contextlib.suppress(OSError):
            three.bind(("127.0.0.1", two.getsockname()[1] + 1))
            return int(one.getsockname()[1]), int(two.getsockname()[1])
    return free_ports()


def kill_the_busy_one(servers: int, ports: tuple[int, int]) -> None:
    """Kill the server that has the session."""
    [busy] = [port for port in ports if sessions_of(port)]
    for process in Watched([servers]).all():
        words = Path(f"/proc/{process}/cmdline").read_text().split("\0")
        if "streamlit" in words and str(busy) in words:
            os.kill(process, signal.SIGKILL)
            return
    pytest.fail(f"no server listens on {busy}")


def sessions_of(port: int) -> int:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/metrics?families=active_sessions") as answer:
        lines = answer.read().decode().splitlines()
    return int(next(line.split()[-1] for line in lines if line.startswith("active_sessions ")))


@pytest.mark.slow
def test_a_game_goes_on_at_the_other_server_when_its_own_is_killed(
    tmp_path: Path, postgresql: Callable[[], str], capsys: pytest.CaptureFixture[str]
) -> None:
    stand_in.build_stand_in(tmp_path / "places", limit=12, splits=(("test", 1.0),))
    folders = {"GEOGAME_DATASETS": str(tmp_path / "places"), "GEOGAME_MODELS": str(tmp_path / "none")}
    variables = folders | {"GEOGAME_RUNS": str(tmp_path / "runs"), VARIABLE: postgresql()}
    proxied = shutil.which("nginx") is not None
    if not proxied:
        with capsys.disabled():
            sys.stdout.write("\nnginx is not installed: two servers are tried without the proxy of deploy/serve.py\n")
    with (behind_nginx if proxied else side_by_side)(tmp_path, variables) as front:
        own_loop.run(play_on(front))
    store = SqlStore(database_url(variables))
    [kept] = store.games_of(player_key(WHO))
    store.close()
    assert len(kept.guessed_at) == 2


async def play_on(front: Front) -> None:
    """Guess a round, lose the server, go on with the game, and guess the next."""
    cookies = f"geogame_player={WHO}; {front.cookie}"
    with contextlib.suppress(ConnectionClosed):
        async with Session(front.addresses[0], {"Cookie": cookies}) as session:
            await session.until(lambda page: bool(page.button("gg_begin")), WAIT_S)
            await session.press("gg_begin")
            await guess(session)
            game = session.page.component("geogame_identity")[1]["game"]
            front.kill()
            await session.until(lambda _: False, WAIT_S)
    async with Session(front.addresses[1], {"Cookie": f"{cookies}; geogame_game={game}"}) as session:
        await session.until(lambda page: bool(page.button("gg_go_on")), WAIT_S)
        await session.press("gg_go_on")
        await session.until(lambda page: stage_of(page) == "reveal", WAIT_S)
        await session.press("gg_next")
        await guess(session)


async def guess(session: Session) -> None:
    await session.until(may_confirm, WAIT_S)
    value = {"lat": 39.0, "lon": -98.0, "nonce": secrets.token_hex(4)}
    await session.trigger("geogame_map", "confirm", value)
    await session.until(lambda page: stage_of(page) == "reveal", WAIT_S)
