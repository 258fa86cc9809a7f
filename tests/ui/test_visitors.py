"""Visitors who press twice, go back, or never stop pressing, over real sessions with one real server."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import stand_in
from own_loop import run

from benchmarks.load import may_confirm, round_of, serving, stage_of
from benchmarks.session import Session
from geogame.game.store import SqlStore, player_key
from geogame.game.store.database import VARIABLE, database_url

WAIT_S = 120.0
REQUESTS = 1000


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, SqlStore]]:
    """The app with a baseline to play against, and its store of games."""
    folder = tmp_path_factory.mktemp("visitors")
    stand_in.build_stand_in(folder / "places", limit=12, splits=(("test", 1.0),))
    variables = {"GEOGAME_DATASETS": str(folder / "places"), "GEOGAME_MODELS": str(folder), "GEOGAME_RUNS": str(folder)}
    with serving(folder, variables) as (address, _):
        yield address, SqlStore(database_url({VARIABLE: f"sqlite:///{folder / 'games.sqlite'}"}))


def visit(address: str, who: str) -> Session:
    return Session(address, {"Cookie": f"geogame_player={who}"})


async def begin(session: Session) -> None:
    await session.until(lambda page: bool(page.button("gg_begin")), WAIT_S)
    await session.press("gg_begin")
    await session.until(may_confirm, WAIT_S)


async def confirm(session: Session, nonce: str = "n") -> None:
    await session.trigger("geogame_map", "confirm", {"lat": 39.0, "lon": -98.0, "nonce": nonce})


async def seen(session: Session, stage: str) -> None:
    await session.until(lambda page: stage_of(page) == stage, WAIT_S)


def guesses_of(store: SqlStore, who: str) -> list[int]:
    return [len(kept.guessed_at) for kept in store.games_of(player_key(who))]


def test_a_double_click_on_confirm_guesses_once(served: tuple[str, SqlStore]) -> None:
    (address, store), who = served, "1" * 32

    async def story() -> None:
        async with visit(address, who) as session:
            await begin(session)
            await confirm(session, "first")
            await confirm(session, "second")
            await seen(session, "reveal")
            await session.press("gg_next")
            await session.until(may_confirm, WAIT_S)

    run(story())
    assert guesses_of(store, who) == [1]


def test_whoever_goes_to_another_page_and_back_finds_the_round_as_it_was(served: tuple[str, SqlStore]) -> None:
    (address, store), who = served, "2" * 32

    async def story() -> None:
        async with visit(address, who) as session:
            await begin(session)
            await confirm(session)
            await seen(session, "reveal")
            before = round_of(session.page)
            await session.visit("leaderboard")
            await session.until(lambda page: not stage_of(page), WAIT_S)
            await session.visit("", back=True)
            await seen(session, "reveal")
            assert round_of(session.page) == before

    run(story())
    assert guesses_of(store, who) == [1]


def test_a_thousand_requests_at_once_are_few_runs_and_hold_nobody_up(served: tuple[str, SqlStore]) -> None:
    (address, store), who = served, "3" * 32

    async def story() -> None:
        async with visit(address, "4" * 32) as flooding, visit(address, who) as other:
            await flooding.until(lambda page: bool(page.button("gg_begin")), WAIT_S)
            before = flooding.runs
            await flooding.flood("gg_begin", REQUESTS)
            await begin(other)
            await confirm(other)
            await seen(other, "reveal")
            await flooding.until(lambda page: stage_of(page) == "guess", WAIT_S)
            assert flooding.runs - before < REQUESTS / 4

    run(story())
    assert guesses_of(store, who) == [1]
    assert len(guesses_of(store, "4" * 32)) < REQUESTS / 4
