"""Games kept in a database: they survive a reload, a restart and a kill, and add up to leaderboards.

SQLite in one file of the user's, or PostgreSQL by ``GEOGAME_DATABASE_URL`` for many servers. Nothing else of the
project imports SQLAlchemy or Alembic.
"""

from geogame.game.store.games import GameMovedOnError, GameStore, SqlStore
from geogame.game.store.kept import PRACTICE, KeptGame, new_identity, player_key

__all__ = ["PRACTICE", "GameMovedOnError", "GameStore", "KeptGame", "SqlStore", "new_identity", "player_key"]
