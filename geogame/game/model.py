"""A game as a value: rounds, guesses, distances and points. Nothing here changes; a move gives a new game."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from types import MappingProxyType
from typing import Final, Literal, Protocol, Self

import numpy as np
from numpy.typing import NDArray

from geogame.errors import GameError
from geogame.geo import ScoreScale, distance_km, km_to_miles

CLASSIC: Final = "classic"
"""The usual kind of game; all kinds are in `geogame.game.modes`."""
PLAYER = "player"
"""The human's key in a round's distances, scores and points; no opponent may be called so."""

Look = Literal["same_views", "free"]
"""What the human sees of a place: the opponents' views and no more, or a full turn to look around in."""
LOOKS: Final[tuple[Look, ...]] = ("same_views", "free")
Places = Literal["held_out", "fresh"]
"""Where a game's places come from: a catalog's held-out ones, or drawn while one plays, without end."""


class PredictionLike(Protocol):
    """What a guess is made of; a geolocator's `Prediction` is one."""

    @property
    def probabilities(self) -> NDArray[np.float32]:
        """``(cells,)``."""

    @property
    def lat(self) -> float:
        """Degrees."""

    @property
    def lon(self) -> float:
        """Degrees."""

    @property
    def belief(self) -> NDArray[np.float32]:
        """``(views, cells)``."""


@dataclass(frozen=True, slots=True)
class Guess:
    """A point on Earth, WGS84 degrees.

    Attributes
    ----------
    lat, lon
        The point.
    in_time
        Whether it was given at all; one that never came is as far off as can be, see `no_guess`.

    Raises
    ------
    GameError
        If there is no such point on Earth.
    """

    lat: float
    lon: float
    in_time: bool = True

    def __post_init__(self) -> None:
        check_on_earth(self.lat, self.lon)


def no_guess(lat: float, lon: float) -> Guess:
    """Stand in for a guess that never came: the point opposite a place (degrees), which is worth nothing."""
    return Guess(-lat, lon - 180.0 if lon > 0 else lon + 180.0, in_time=False)


@dataclass(frozen=True, eq=False, slots=True)
class OpponentGuess:
    """What an opponent answered.

    Attributes
    ----------
    lat, lon
        Its point, WGS84 degrees.
    probabilities
        ``(cells,)`` float32, how likely it held each cell to be.
    belief
        ``(views, cells)`` float32, the same after each view.
    """

    lat: float
    lon: float
    probabilities: NDArray[np.float32]
    belief: NDArray[np.float32]

    def __post_init__(self) -> None:
        check_on_earth(self.lat, self.lon)
        for name in ("probabilities", "belief"):
            kept = np.array(getattr(self, name), dtype=np.float32)
            kept.setflags(write=False)
            object.__setattr__(self, name, kept)
        if self.probabilities.ndim != 1 or self.belief.shape[1:] != self.probabilities.shape:
            raise GameError(
                f"an opponent's guess has probabilities of shape {self.probabilities.shape} and belief of "
                f"shape {self.belief.shape}; they must be (cells,) and (views, cells)"
            )

    @classmethod
    def of(cls, prediction: PredictionLike) -> Self:
        """Take a geolocator's prediction as a guess."""
        return cls(prediction.lat, prediction.lon, prediction.probabilities, prediction.belief)


@dataclass(frozen=True)
class Round:
    """One place to guess.

    Attributes
    ----------
    location_id
        The place in the game's catalog.
    lat, lon
        The true place, WGS84 degrees.
    cell
        The partition's cell that holds it.
    scale
        How points fall with distance.
    opponents
        Who must have guessed before the human may.
    opponent_guesses
        What they guessed, by name.
    guess
        What the human guessed; None until then.
    """

    location_id: str
    lat: float
    lon: float
    cell: int
    scale: ScoreScale
    opponents: tuple[str, ...]
    opponent_guesses: Mapping[str, OpponentGuess] = field(default_factory=dict)
    guess: Guess | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "opponent_guesses", MappingProxyType(dict(self.opponent_guesses)))

    def __reduce__(self) -> tuple[type["Round"], tuple[object, ...]]:
        # A read-only mapping cannot be pickled; a session store may want to.
        values = [getattr(self, each.name) for each in fields(self)]
        return Round, tuple(dict(value) if isinstance(value, MappingProxyType) else value for value in values)

    @property
    def ready(self) -> bool:
        """Whether every opponent's guess is kept, so that the human may confirm."""
        return all(name in self.opponent_guesses for name in self.opponents)

    @property
    def done(self) -> bool:
        """Whether the human has guessed."""
        return self.guess is not None

    @cached_property
    def distances_km(self) -> Mapping[str, float]:
        """Kilometres from the true place, for everyone who has guessed; the human's key is `PLAYER`."""
        guesses: dict[str, Guess | OpponentGuess] = {} if self.guess is None else {PLAYER: self.guess}
        guesses |= {name: self.opponent_guesses[name] for name in self.opponents if name in self.opponent_guesses}
        return MappingProxyType(
            {name: distance_km(guess.lat, guess.lon, self.lat, self.lon) for name, guess in guesses.items()}
        )

    @cached_property
    def distances_mi(self) -> Mapping[str, float]:
        """The same in miles."""
        return MappingProxyType({name: km_to_miles(km) for name, km in self.distances_km.items()})

    @cached_property
    def scores(self) -> Mapping[str, float]:
        """Score from 0 to 5000 for everyone who has guessed."""
        return MappingProxyType({name: self.scale.score(km) for name, km in self.distances_km.items()})

    @cached_property
    def points(self) -> Mapping[str, int]:
        """Scores as shown and added up: whole numbers, so that what people read adds up to the total."""
        return MappingProxyType({name: round(score) for name, score in self.scores.items()})

    def with_opponents(self, guesses: Mapping[str, OpponentGuess]) -> "Round":
        """Keep opponents' guesses; one that is kept already stays as it is.

        Raises
        ------
        GameError
            If a name is none of this round's opponents.
        """
        strangers = sorted(set(guesses) - set(self.opponents))
        if strangers:
            raise GameError(
                f"{', '.join(strangers)} does not play in this game; its opponents are "
                f"{', '.join(self.opponents) or 'none'}"
            )
        return replace(self, opponent_guesses={**guesses, **self.opponent_guesses})


@dataclass(frozen=True)
class Game:
    """A seeded game of some rounds; every move gives a new one.

    Attributes
    ----------
    build_id
        Names the catalog it is played on.
    region_name, partition_name
        What that catalog shows, and the cells the opponents think in.
    partition_fingerprint
        Of those cells.
    seed
        Gives the rounds' places.
    opponents
        Names, in the order they are shown.
    rounds
        In playing order.
    look
        What the human sees. A game with a free look is another game: no statistic may count it with the others.
    places
        Where the places come from; with ``fresh`` they are dealt one by one, and the build id is empty.
    mode
        What kind of game it is, one of `geogame.game.modes.MODES`.
    time_limit_s
        Seconds a round may take; None where there is no limit.
    """

    build_id: str
    region_name: str
    partition_name: str
    partition_fingerprint: str
    seed: int
    opponents: tuple[str, ...]
    rounds: tuple[Round, ...]
    look: Look = "same_views"
    places: Places = "held_out"
    mode: str = CLASSIC
    time_limit_s: float | None = None

    @property
    def current(self) -> int | None:
        """Index of the round to be guessed next; None once the game is over."""
        return next((index for index, each in enumerate(self.rounds) if not each.done), None)

    @property
    def finished(self) -> bool:
        """Whether all rounds that were dealt have been guessed."""
        return self.current is None

    def prepare(self, guesses: Mapping[str, OpponentGuess], round_index: int | None = None) -> "Game":
        """Keep what opponents guess, before the human may confirm.

        Parameters
        ----------
        guesses
            By opponent; may be given piece by piece. A kept guess is never replaced.
        round_index
            Any round not yet guessed; the current one where None.

        Raises
        ------
        GameError
            If the round is over or not there, or a name is no opponent of this game.
        """
        index = self._open_round(round_index)
        return self._with_round(index, self.rounds[index].with_opponents(guesses))

    def guess(
        self,
        lat: float,
        lon: float,
        opponent_guesses: Mapping[str, OpponentGuess] | None = None,
        *,
        round_index: int | None = None,
    ) -> "Game":
        """Make the human's guess in the current round. A point outside the region counts like any other.

        Parameters
        ----------
        lat, lon
            WGS84 degrees.
        opponent_guesses
            Guesses made beforehand that were not handed to `prepare`.
        round_index
            The round the human was looking at, checked to be the current one; not checked where None.

        Raises
        ------
        GameError
            If the game or the round is over, the round is not the current one, an opponent's guess is not
            kept yet, or the point is not on Earth.
        """
        return self._guess(Guess(lat, lon), opponent_guesses or {}, round_index)

    def miss(self, round_index: int | None = None) -> "Game":
        """Let the current round's time run out without a guess: no points.

        Raises
        ------
        GameError
            As `guess`.
        """
        one = self.rounds[self._open_round(round_index)]
        return self._guess(no_guess(one.lat, one.lon), {}, round_index)

    def _guess(self, point: Guess, opponent_guesses: Mapping[str, OpponentGuess], round_index: int | None) -> "Game":
        index = self._open_round(round_index)
        if index != self.current:
            raise GameError(f"round {index + 1} is not on yet; guess round {(self.current or 0) + 1} first")
        now = self.rounds[index].with_opponents(opponent_guesses)
        if not now.ready:
            missing = [name for name in self.opponents if name not in now.opponent_guesses]
            raise GameError(
                f"round {index + 1} is not ready: {', '.join(missing)} has not guessed yet; wait, then guess again"
            )
        return self._with_round(index, replace(now, guess=point))

    @property
    def totals(self) -> dict[str, int]:
        """Points so far, in the rounds the human has guessed: the human's first, then the opponents'."""
        return {name: sum(each.points[name] for each in self.rounds if each.done) for name in (PLAYER, *self.opponents)}

    def _open_round(self, round_index: int | None) -> int:
        """Index of a round that may still be changed; the current one where None is asked."""
        index = self.current if round_index is None else round_index
        if index is None:
            raise GameError("the game is over: all its rounds have been guessed; start a new game")
        if not 0 <= index < len(self.rounds):
            raise GameError(f"there is no round {index + 1}; the game has rounds 1 to {len(self.rounds)}")
        if self.rounds[index].done:
            raise GameError(f"round {index + 1} has been guessed already; a guess stands, go on to the next round")
        return index

    def _with_round(self, index: int, changed: Round) -> "Game":
        return replace(self, rounds=(*self.rounds[:index], changed, *self.rounds[index + 1 :]))


def who_won(game: Game) -> tuple[str, ...]:
    """Name whoever has the most points: one name, or several for a tie; the human is `PLAYER`.

    Raises
    ------
    GameError
        If rounds are left to play.
    """
    if game.current is not None:
        raise GameError(f"nobody has won yet: round {game.current + 1} of {len(game.rounds)} is still to be guessed")
    totals = game.totals
    best = max(totals.values())
    return tuple(name for name, points in totals.items() if points == best)


def check_on_earth(lat: float, lon: float) -> None:
    """Refuse what is no place on Earth with a `GameError`."""
    try:
        on_earth = math.isfinite(lat) and math.isfinite(lon) and abs(lat) <= 90 and abs(lon) <= 180
    except TypeError:
        on_earth = False
    if not on_earth:
        raise GameError(
            f"{lat!r}, {lon!r} is no place on Earth; latitude runs from -90 to 90, longitude from -180 to 180"
        )
