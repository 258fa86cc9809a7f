"""What the map shows and what it answers: rounds, the marks of the players, and the confirmed guess."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

LatLon = tuple[float, float]
"""Latitude and longitude, WGS84 degrees."""


@dataclass(frozen=True)
class OpponentMark:
    """Where one opponent guessed.

    Attributes
    ----------
    letter : str
        One letter on the square pin that tells opponents apart.
    name : str
        The opponent's name, for labels and screen readers.
    lat, lon : float
        The guess, degrees.
    """

    letter: str
    name: str
    lat: float
    lon: float


@dataclass(frozen=True)
class MapRound:
    """One finished round as the map draws it.

    Attributes
    ----------
    number : int
        Round number, from 1.
    truth : tuple of float or None
        Latitude and longitude of the true place, degrees; None where nobody knows it.
    guess : tuple of float or None
        The human's guess; None where there was none.
    opponents : sequence of OpponentMark
        The opponents' guesses, in the order of the game.
    """

    number: int
    truth: LatLon | None
    guess: LatLon | None
    opponents: Sequence[OpponentMark] = ()


@dataclass(frozen=True)
class MapResult:
    """What the player did on the map.

    Attributes
    ----------
    kind : str
        ``"confirm"``: the guess is meant.
    lat, lon : float
        The guess, degrees.
    nonce : str
        Differs for every press of the button, so that an answer is never taken twice.
    """

    kind: str
    lat: float
    lon: float
    nonce: str
