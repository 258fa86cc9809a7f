"""What is kept of games: all of it, once, and only for whom it belongs to. In SQLite and in PostgreSQL."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import date

import pytest
from kept_games import ANN, BOB, NOON, SECOND, begun, guessed, played, same, says, shown

from geogame.game.store import GameMovedOnError


def test_a_game_is_read_back_bit_for_bit_after_every_click(store, opened):
    kept = begun(opponents=("net~v2", "constant"), mode="timed", time_limit_s=60.0, details={"lives": 3}, practice=True)
    other = opened()
    store.write(kept, new=True)
    while not kept.game.finished:
        kept = guessed(kept)
        store.write(kept)
        assert same(other.read(kept.id, ANN), kept)
        if not kept.game.finished:
            kept = shown(kept)
            store.write(kept)
            assert same(other.read(kept.id, ANN), kept)
    kept = kept.ended(NOON + 60 * SECOND)
    store.write(kept)
    assert same(other.read(kept.id, ANN), kept)
    assert other.read(kept.id, ANN).game.totals == kept.game.totals


def test_writing_again_changes_nothing_and_a_later_write_makes_up_for_what_was_missed(store):
    first = begun()
    last = played(first).ended(NOON + 60 * SECOND)
    store.write(last, new=True)
    store.write(last)
    assert same(store.read(first.id, ANN), last)
    assert len(store.games_of(ANN)) == 1


def test_a_round_is_guessed_once_whichever_tab_comes_first(store):
    kept = begun()
    store.write(kept, new=True)
    store.write(guessed(kept, 40.0, -98.0))
    with pytest.raises(GameMovedOnError, match="round 1 has been guessed already"):
        store.write(guessed(kept, 30.0, -90.0))
    with pytest.raises(GameMovedOnError, match="round 1 has been guessed already"):
        store.write(kept)
    assert store.read(kept.id, ANN).game.rounds[0].guess.lat == 40.0


def test_of_many_guesses_at_once_one_counts(store, opened):
    kept = begun()
    store.write(kept, new=True)
    stores = [opened() for _ in range(4)]
    start, results = threading.Barrier(len(stores)), []

    def guess(number: int) -> None:
        mine = guessed(kept, 30.0 + number, -98.0)
        start.wait()
        try:
            stores[number].write(mine)
        except GameMovedOnError:
            results.append(None)
        else:
            results.append(mine)

    threads = [threading.Thread(target=guess, args=(number,)) for number in range(len(stores))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    [winner] = [each for each in results if each is not None]
    assert same(store.read(kept.id, ANN), winner)


def test_servers_that_start_together_make_the_tables_once(opened):
    stores, games = [opened() for _ in range(4)], [begun(seed=seed) for seed in range(4)]
    start, failed = threading.Barrier(4), []

    def first_write(number: int) -> None:
        start.wait()
        try:
            stores[number].write(games[number], new=True)
        except Exception as error:  # noqa: BLE001 - told below
            failed.append(error)

    threads = [threading.Thread(target=first_write, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert stores[0].count_games(ANN) == 4


def test_the_clock_of_a_round_runs_on_while_one_reloads(store):
    kept = begun()
    store.write(kept, new=True)
    again = store.read(kept.id, ANN)
    again = again.now_at(again.game, 0, NOON + 30 * SECOND)
    store.write(again)
    assert store.read(kept.id, ANN).shown_at == (NOON,)


def test_a_clock_that_was_set_back_makes_no_negative_time(store):
    kept = begun()
    kept = replace(guessed(kept), guessed_at=(NOON - 90 * SECOND,))
    store.write(kept, new=True)
    assert store.read(kept.id, ANN).seconds(0) == 0.0


def test_a_game_is_given_to_its_player_alone(store):
    kept = begun(ANN)
    store.write(kept, new=True)
    assert store.read(kept.id, BOB) is None
    assert store.open_game(BOB) is None
    with pytest.raises(GameMovedOnError, match="someone else's"):
        store.write(replace(guessed(kept), player=BOB))


def test_the_newest_game_under_way_is_offered_until_it_is_left_or_over(store):
    old, new = begun(seed=1), begun(seed=2, now=NOON + 60 * SECOND)
    for kept in (old, new):
        store.write(kept, new=True)
    assert store.open_game(ANN).id == new.id
    store.write(new.left(NOON + 90 * SECOND))
    assert store.open_game(ANN).id == old.id
    store.write(played(old).ended(NOON + 90 * SECOND))
    assert store.open_game(ANN) is None


def test_a_game_that_was_left_cannot_be_played_on_in_another_tab(store):
    kept = begun()
    store.write(kept, new=True)
    store.write(kept.left(NOON + SECOND))
    with pytest.raises(GameMovedOnError, match="left in another tab"):
        store.write(guessed(kept))


def test_what_a_player_deletes_is_gone_and_stays_so(store):
    mine, theirs = begun(ANN), begun(BOB)
    for kept in (mine, theirs):
        store.write(kept, new=True)
        store.write(guessed(kept))
    assert store.forget(ANN) == 1
    assert store.read(mine.id, ANN) is None
    with pytest.raises(GameMovedOnError, match="was deleted"):
        store.write(guessed(mine))
    assert store.count_games(ANN) == 0
    assert same(store.read(theirs.id, BOB), guessed(theirs))


def test_a_daily_challenge_is_had_once_a_date(store):
    today = date(2026, 7, 1)
    first = begun(mode="daily", daily_on=today)
    store.write(first, new=True)
    assert same(store.daily_game(ANN, today), first)
    with pytest.raises(GameMovedOnError, match="challenge of 2026-07-01 was begun already"):
        store.write(begun(mode="daily", daily_on=today, seed=7), new=True)
    store.write(begun(BOB, mode="daily", daily_on=today), new=True)
    store.write(begun(mode="daily", daily_on=date(2026, 7, 2)), new=True)


NAMES = ("x" * 10_000, "\u202eevil\x00\n<script>alert(1)</script>", "   ", "أحمد 🙂", "'; DROP TABLE games;--")


@pytest.mark.parametrize("name", NAMES)
def test_any_name_is_kept_clean_and_short(store, name):
    kept = begun(name=name)
    store.write(kept, new=True)
    stored = store.read(kept.id, ANN).name
    assert len(stored) <= 40
    assert stored.isprintable()


def test_a_round_whose_time_ran_out_is_kept_as_one_without_a_guess(store):
    kept = begun(mode="timed", time_limit_s=15.0).clock_began(0, NOON)
    game = kept.game.prepare({"net": says(41.0, -99.0)}).miss()
    kept = kept.now_at(game, 0, NOON + 18 * SECOND)
    store.write(kept, new=True)
    [again] = store.games_of(ANN)
    assert same(again, kept)
    assert not again.game.rounds[0].guess.in_time
    assert again.game.rounds[0].points["player"] == 0
    assert again.clock_s(0, NOON + 5 * SECOND) == 5.0
    assert again.clock_s(0, NOON - 5 * SECOND) == 0.0
    assert again.clock_s(1, NOON) is None
