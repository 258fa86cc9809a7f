"""The game without a screen: dealing rounds, guessing, scoring, opponents and replay codes.

Importing it imports no torch; a trained opponent does when it is first asked.
"""

from geogame.game.deal import HELD_OUT, MAX_ROUNDS, deal_on, new_game
from geogame.game.model import LOOKS, PLAYER, Game, Guess, Look, OpponentGuess, Round, who_won
from geogame.game.names import clean_name
from geogame.game.opponents import (
    BASELINES,
    ConstantOpponent,
    GeolocatorOpponent,
    Opponent,
    OracleOpponent,
    RandomOpponent,
    make_opponents,
    prepare_round,
)
from geogame.game.replay import ReplayCode, game_from_code, read_code, replay_code

__all__ = [
    "BASELINES",
    "HELD_OUT",
    "LOOKS",
    "MAX_ROUNDS",
    "PLAYER",
    "ConstantOpponent",
    "Game",
    "GeolocatorOpponent",
    "Guess",
    "Look",
    "Opponent",
    "OpponentGuess",
    "OracleOpponent",
    "RandomOpponent",
    "ReplayCode",
    "Round",
    "clean_name",
    "deal_on",
    "game_from_code",
    "make_opponents",
    "new_game",
    "prepare_round",
    "read_code",
    "replay_code",
    "who_won",
]
