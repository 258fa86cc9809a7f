"""The tables in a database are those the code expects, from an empty database and from every older form."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from kept_games import ANN, begun, guessed
from sqlalchemy import text

from geogame.errors import StoreError
from geogame.game.store import SqlStore
from geogame.game.store.database import VARIABLE, database_url
from geogame.game.store.models import Base
from geogame.game.store.schema import HEAD

DUMP = Path(__file__).parents[2] / "data" / "games_0001.sql"


def test_migrations_lead_to_the_tables_of_the_models(store):
    store.count_games(ANN)
    with store.session() as session:
        context = MigrationContext.configure(session.connection())
        assert context.get_current_revision() == HEAD
        assert compare_metadata(context, Base.metadata) == []


def test_the_newest_migration_is_the_one_that_is_expected():
    config = Config()
    config.set_main_option("script_location", "geogame.game.store:migrations")
    assert ScriptDirectory.from_config(config).get_current_head() == HEAD


def test_a_database_of_the_first_version_keeps_its_games(tmp_path):
    path = tmp_path / "games.sqlite"
    with sqlite3.connect(path) as old:
        old.executescript(DUMP.read_text(encoding="utf-8"))
    old.close()
    store = SqlStore(database_url({VARIABLE: f"sqlite:///{path}"}))
    [game] = store.games_of(ANN)
    assert game.game.rounds[0].points == {"player": 5000, "net": 4206}
    store.write(guessed(game.now_at(game.game, 1, game.guessed_at[0])))
    assert store.games_of(ANN)[0].game.current == 2
    store.close()


def test_a_database_of_a_later_version_is_left_alone_and_told(store):
    store.write(begun(), new=True)
    with store.session(writes=True) as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    later = SqlStore(store.url)
    with pytest.raises(StoreError, match=r"a version this one does not know \(9999, here is \d+\); update geogame"):
        later.count_games(ANN)
    later.close()
