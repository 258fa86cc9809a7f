"""Brings a database's tables to what this version expects, by Alembic's migrations in this package."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, inspect, text

from geogame.errors import StoreError

HEAD: Final = "0002"
"""The newest migration; a test compares."""
LOCK: Final = 0x67656F67
"""Names the lock that keeps servers which start together from migrating together."""


def bring_up_to_date(connection: Connection) -> None:
    """Make or change the tables within the connection's transaction; nothing is done where they are right.

    Raises
    ------
    StoreError
        If a later version of the game has changed them.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
    if revision(connection) == HEAD:
        return
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", "geogame.game.store:migrations")
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, "head")
    except CommandError as error:
        raise StoreError(
            f"the games' database is of a version this one does not know ({revision(connection)}, here is {HEAD}); "
            "update geogame, or let GEOGAME_DATABASE_URL name another database"
        ) from error


def revision(connection: Connection) -> str | None:
    """Return the migration a database stands at; None for an empty one."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return None if found is None else str(found)
