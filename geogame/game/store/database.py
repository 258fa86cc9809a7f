"""Which database games are kept in, and how it is spoken to: SQLite in one file, or PostgreSQL by its address."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, IntegrityError, SQLAlchemyError

from geogame.errors import StoreError

VARIABLE: Final = "GEOGAME_DATABASE_URL"
FILE: Final = "games.sqlite"
BUSY_S: Final = 2.0
"""So long a click waits for a locked database before the game goes on without it."""
STATEMENT_S: Final = 5.0
EXAMPLES: Final = "sqlite:////home/me/games.sqlite or postgresql://user:password@host/database"


def database_url(environment: Mapping[str, str] = os.environ) -> URL:
    """Return the address of the games' database: ``GEOGAME_DATABASE_URL``, else a file beside the user's other data.

    Raises
    ------
    StoreError
        If the address cannot be read, or is of a database that is not supported.
    """
    told = environment.get(VARIABLE)
    if not told:
        from platformdirs import user_data_path

        return URL.create("sqlite", database=str(user_data_path("geogame") / FILE))
    try:
        url = make_url(told)
    except ArgumentError as error:
        raise StoreError(f"{VARIABLE} is no database address; write it like {EXAMPLES}") from error
    kind = url.get_backend_name()
    if kind not in {"sqlite", "postgresql"} or (kind == "sqlite" and url.database in {None, "", ":memory:"}):
        raise StoreError(
            f"{VARIABLE} names {kind!r}; games are kept in a SQLite file or in PostgreSQL, like {EXAMPLES}"
        )
    return url.set(drivername="postgresql+psycopg") if kind == "postgresql" else url.set(drivername="sqlite")


def make_engine(url: URL) -> Engine:
    """Make the engine; nothing is connected yet.

    Raises
    ------
    StoreError
        If the folder of a SQLite file cannot be made, or PostgreSQL's driver is not installed.
    """
    if url.get_backend_name() == "sqlite":
        return _sqlite(url)
    milliseconds = f"-c statement_timeout={STATEMENT_S * 1000:.0f} -c lock_timeout={BUSY_S * 1000:.0f}"
    try:
        return create_engine(
            url,
            pool_pre_ping=True,
            pool_timeout=BUSY_S,
            connect_args={"connect_timeout": 3, "options": milliseconds},
        )
    except ModuleNotFoundError as error:
        raise StoreError(
            "PostgreSQL's driver is not installed; run: python -m pip install -r requirements-scale.txt"
        ) from error


def _sqlite(url: URL) -> Engine:
    folder = Path(str(url.database)).expanduser().parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(
            f"the folder {folder} for the games' database cannot be made ({error.strerror}); set {VARIABLE}"
        ) from error
    engine = create_engine(url, pool_timeout=BUSY_S, connect_args={"timeout": BUSY_S})
    event.listen(engine, "connect", _settle)
    event.listen(engine, "begin", _begin)
    return engine


def _settle(connection: Any, _record: object) -> None:
    """Set a new SQLite connection up; transactions are begun by `_begin`, which the driver would do too late."""
    connection.isolation_level = None
    for pragma in ("foreign_keys=ON", "journal_mode=WAL", "synchronous=FULL"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    """Begin; who is going to write takes the lock at once, so that two who have read never wait for each other."""
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def explained(url: URL) -> Iterator[None]:
    """Turn a database's complaint into a `StoreError` that says which database, what, and what to do.

    What two writers do to each other, an ``IntegrityError``, passes: it is no fault of the database.
    """
    try:
        yield
    except IntegrityError:
        raise
    except SQLAlchemyError as error:
        reason = str(getattr(error, "orig", None) or error).strip().splitlines()[0]
        where = url.render_as_string(hide_password=True)
        raise StoreError(
            f"the games' database {where} cannot be used ({reason}); see that it runs, that its disk has room and "
            f"that it may be written to, or name another in {VARIABLE}"
        ) from error
