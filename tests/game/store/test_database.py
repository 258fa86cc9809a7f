"""Which database is used, and what is said when it cannot be."""

from __future__ import annotations

import itertools
import socket
from concurrent.futures import ThreadPoolExecutor, wait
from pathlib import Path

import pytest
from kept_games import ANN, NOON, SECOND, begun, played, same
from sqlalchemy import event

from geogame.errors import StoreError
from geogame.game.store import SqlStore
from geogame.game.store.database import VARIABLE, database_url


def store_at(url: str, **more: object) -> SqlStore:
    return SqlStore(database_url({VARIABLE: url}), **more)


def test_without_a_word_games_lie_in_the_user_s_own_data_folder(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    url = database_url({})
    assert url.get_backend_name() == "sqlite"
    assert Path(url.database).parent.name == "geogame"


@pytest.mark.parametrize("told", ["postgres", "mysql://me@host/games", "sqlite://", "sqlite:///:memory:", "://"])
def test_an_address_that_cannot_be_used_is_refused_with_an_example(told):
    with pytest.raises(StoreError, match=r"sqlite:////home/me/games.sqlite or postgresql://"):
        database_url({VARIABLE: told})


def test_a_database_that_is_down_is_told_without_its_password():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        store = store_at(f"postgresql://me:secret@127.0.0.1:{probe.getsockname()[1]}/games")
        with pytest.raises(StoreError, match=r"cannot be used .*see that it runs") as told:
            store.write(begun(), new=True)
    assert "secret" not in str(told.value)
    store.close()


def test_a_database_that_failed_is_left_alone_for_a_while_and_then_asked_again(tmp_path):
    moments = iter([0.0, 1.0, 100.0])
    blocker = tmp_path / "folder"
    store = store_at(f"sqlite:///{blocker / 'games.sqlite'}", clock=lambda: next(moments))
    (blocker / "games.sqlite").mkdir()
    with pytest.raises(StoreError, match="unable to open database file"):
        store.count_games(ANN)
    (blocker / "games.sqlite").rmdir()
    with pytest.raises(StoreError, match="unable to open database file"):
        store.count_games(ANN)
    assert store.count_games(ANN) == 0
    store.close()


def test_a_file_that_is_no_database_is_told_and_left_as_it_is(tmp_path):
    path = tmp_path / "games.sqlite"
    path.write_bytes(b"a diary, not a database\n" * 100)
    store = store_at(f"sqlite:///{path}")
    with pytest.raises(StoreError, match="file is not a database"):
        store.write(begun(), new=True)
    assert path.read_bytes() == b"a diary, not a database\n" * 100
    store.close()


def test_a_folder_that_cannot_be_made_is_told(tmp_path):
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(StoreError, match=r"cannot be made .*set GEOGAME_DATABASE_URL"):
        store_at(f"sqlite:///{tmp_path / 'file' / 'games.sqlite'}")


def test_a_locked_database_is_told_after_a_moment(tmp_path, monkeypatch):
    monkeypatch.setattr("geogame.game.store.database.BUSY_S", 0.05)
    first, second = (store_at(f"sqlite:///{tmp_path / 'games.sqlite'}") for _ in range(2))
    first.count_games(ANN)
    second.count_games(ANN)
    with first.session(writes=True) as busy:
        busy.connection()
        with pytest.raises(StoreError, match="database is locked"):
            second.write(begun(), new=True)
    first.close()
    second.close()


def test_writers_of_one_store_wait_for_each_other_however_long(tmp_path, monkeypatch):
    monkeypatch.setattr("geogame.game.store.database.BUSY_S", 0.05)
    store = store_at(f"sqlite:///{tmp_path / 'games.sqlite'}")
    store.count_games(ANN)
    kept = begun()
    with ThreadPoolExecutor(1) as pool:
        with store.session(writes=True) as busy:
            busy.connection()
            waiting = pool.submit(store.write, kept, new=True)
            assert wait([waiting], timeout=0.5).not_done
        waiting.result()
    assert store.count_games(ANN) == 1
    store.close()


def test_a_full_disk_leaves_what_was_kept_and_takes_the_rest_when_there_is_room(tmp_path):
    moments = itertools.count(0.0, 100.0)
    store = store_at(f"sqlite:///{tmp_path / 'games.sqlite'}", clock=lambda: next(moments))
    kept = begun(rounds=10)
    store.write(kept, new=True)
    store.close()
    pages = ["1"]
    event.listen(store._engine, "checkout", lambda raw, *_: raw.execute(f"PRAGMA max_page_count={pages[0]}"))
    after = played(kept).ended(NOON + 99 * SECOND)
    with pytest.raises(StoreError, match="database or disk is full"):
        store.write(after)
    assert same(store.read(kept.id, ANN), kept)
    pages[0] = "1000000"
    store.write(after)
    assert same(store.read(kept.id, ANN), after)
    store.close()
