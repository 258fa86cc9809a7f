"""Who one plays against: trained geolocators, and baselines that look at no picture.

Opponents guess while the human looks, so each also sees to it that the reveal's first distance needs no compiling.
"""

import hashlib
import threading
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from geogame.catalog import Catalog, Location
from geogame.errors import GameError
from geogame.game.handicaps import Handicap, split_name, with_handicap
from geogame.game.model import Game, OpponentGuess, PredictionLike
from geogame.geo import ScoreScale, distance_matrix_km, warm_up
from geogame.partitions import Partition, load_partition
from geogame.regions import load_region

if TYPE_CHECKING:
    from geogame.geolocators import Geolocator

Pixels = NDArray[np.uint8]


class Opponent(Protocol):
    """Someone who guesses where a location's views were taken.

    Attributes
    ----------
    name
        As in a game's ``opponents``.
    """

    name: str

    def guess(
        self, location: Location, images: Sequence[Pixels | None], headings_deg: Sequence[float]
    ) -> OpponentGuess:
        """Guess; an opponent that plays fair looks at the views alone.

        Parameters
        ----------
        location
            The true place; only named handicaps such as the oracle may look at it.
        images
            ``(h, w, 3)`` uint8 sRGB each, None where a view is missing.
        headings_deg
            Their compass headings, degrees clockwise from north.
        """
        ...


class GeolocatorOpponent:
    """Plays what a geolocator predicts from the views, and is loaded when first asked.

    Parameters
    ----------
    name
        As in a game's ``opponents``; it may end with a handicap.
    load
        Gives the geolocator; called once, in whichever thread asks first.
    partition
        The game's cells; a geolocator for others is refused, unless it is a published one, which takes any.
    """

    def __init__(self, name: str, load: Callable[[], "Geolocator"], partition: Partition) -> None:
        self.name = name
        self._handicap = split_name(name)[1]
        self._load = load
        self._partition = partition
        self._lock = threading.Lock()
        self._geolocator: Geolocator | None = None

    def guess(
        self,
        location: Location,
        images: Sequence[Pixels | None],
        headings_deg: Sequence[float],
    ) -> OpponentGuess:
        """Predict from the views; of the place it gets the id, which a temperature's draw needs."""
        return self.guess_many([(location.id, images, headings_deg)])[0]

    def guess_many(self, places: Sequence[tuple[str, Sequence[Pixels | None], Sequence[float]]]) -> list[OpponentGuess]:
        """Guess several places at once, each given as ``(location id, images, headings_deg)``."""
        views, temperature = self._handicap.views, self._handicap.temperature
        predictions = self._loaded().predict_batch([seen(*place[1:], views) for place in places])
        warm_up()
        return [
            held_back(prediction, temperature, self._partition, place[0])
            for prediction, place in zip(predictions, places, strict=True)
        ]

    def _loaded(self) -> "Geolocator":
        with self._lock:
            if self._geolocator is None:
                from geogame.geolocators import onto

                geolocator = onto(self._load(), self._partition)
                if geolocator.partition.fingerprint != self._partition.fingerprint:
                    raise GameError(
                        f"opponent {self.name} thinks in other cells ({geolocator.partition.fingerprint}) than this "
                        f"game's ({self._partition.fingerprint}); choose an opponent trained for "
                        f"{self._partition.region_name}/{self._partition.name}"
                    )
                self._geolocator = geolocator
            return self._geolocator


def seen(
    images: Sequence[Pixels | None], headings_deg: Sequence[float], views: int | None
) -> tuple[Sequence[Pixels | None], Sequence[float]]:
    """Return the first so many of a place's views that are there, with their headings; all where ``views`` is None."""
    if views is None:
        return images, headings_deg
    there = [number for number, image in enumerate(images) if image is not None][:views]
    return [images[number] for number in there], [headings_deg[number] for number in there]


def held_back(
    prediction: PredictionLike, temperature: float | None, partition: Partition, location_id: str
) -> OpponentGuess:
    """Make a guess of a prediction: its point, or with a temperature the anchor of a cell that is drawn.

    The draw is by a hash of the place's id, so that an opponent asked twice says the same.
    """
    if temperature is None:
        return OpponentGuess.of(prediction)
    beliefs = [tempered(each, temperature) for each in (prediction.probabilities, prediction.belief)]
    digest = hashlib.sha256(f"temperature:{location_id}".encode()).digest()
    share = int.from_bytes(digest[:8], "big") / 2**64
    cell = int(
        np.searchsorted(np.cumsum(beliefs[0], dtype=np.float64), share * float(beliefs[0].sum(dtype=np.float64)))
    )
    return OpponentGuess(*partition.anchor(min(cell, len(partition) - 1)), *beliefs)


def tempered(probabilities: NDArray[np.float32], temperature: float) -> NDArray[np.float32]:
    """Raise probabilities ``(..., cells)`` to the power of 1 / temperature, and make them add up to one again."""
    logs = np.log(np.maximum(probabilities, np.finfo(np.float32).tiny)) / temperature
    powers = np.exp(logs - logs.max(axis=-1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=-1, keepdims=True), dtype=np.float32)


class RandomOpponent:
    """Answers with the anchor of a random cell, always the same for one seed and place."""

    name = "random"

    def __init__(self, partition: Partition, seed: int) -> None:
        self._partition = partition
        self._seed = seed

    def guess(
        self,
        location: Location,
        images: Sequence[Pixels | None],
        headings_deg: Sequence[float],  # noqa: ARG002
    ) -> OpponentGuess:
        """Draw a cell; the place's id, not its position, goes into the draw."""
        digest = hashlib.sha256(f"random:{self._seed}:{location.id}".encode()).digest()
        cell = int.from_bytes(digest[:8], "big") % len(self._partition)
        return _certain(self._partition, cell, *self._partition.anchor(cell), views=len(images))


class ConstantOpponent:
    """Always answers with the anchor that scores best against all cells' anchors."""

    name = "constant"

    def __init__(self, partition: Partition, scale: ScoreScale) -> None:
        lats, lons = partition.anchors.T
        mean_scores = scale.score(distance_matrix_km(lats, lons, lats, lons)).mean(axis=1)
        self._partition = partition
        self._cell = int(mean_scores.argmax())

    def guess(
        self,
        location: Location,  # noqa: ARG002
        images: Sequence[Pixels | None],
        headings_deg: Sequence[float],  # noqa: ARG002
    ) -> OpponentGuess:
        """Say the same as ever."""
        anchor = self._partition.anchor(self._cell)
        return _certain(self._partition, self._cell, *anchor, views=len(images))


class OracleOpponent:
    """Knows the true cell and answers with its anchor: what a perfect classifier would score."""

    name = "oracle_cell"

    def __init__(self, partition: Partition) -> None:
        self._partition = partition

    def guess(
        self,
        location: Location,
        images: Sequence[Pixels | None],
        headings_deg: Sequence[float],  # noqa: ARG002
    ) -> OpponentGuess:
        """Look the cell up."""
        anchor = self._partition.anchor(location.cell)
        return _certain(self._partition, location.cell, *anchor, views=len(images))


BASELINES: dict[str, Callable[[Partition, ScoreScale, int], Opponent]] = {
    "random": lambda partition, _scale, seed: RandomOpponent(partition, seed),
    "constant": lambda partition, scale, _seed: ConstantOpponent(partition, scale),
    "oracle_cell": lambda partition, _scale, _seed: OracleOpponent(partition),
}


def make_opponents(game: Game, load: "Callable[[str], Geolocator] | None" = None) -> tuple[Opponent, ...]:
    """Make a game's opponents; models are loaded when first asked, not here.

    Parameters
    ----------
    game
        Whose opponents; a name in ``BASELINES`` is that baseline, any other a model's.
    load
        Gives a geolocator by name, an apprentice by ``NAME~a``; from the checkpoints that are here where None.

    Raises
    ------
    GameError
        If the game's cells are no longer what they were when its dataset was built.
    """
    partition = load_partition(game.partition_name, game.region_name)
    if partition.fingerprint != game.partition_fingerprint:
        raise GameError(
            f"the game's dataset was built for other cells ({game.partition_fingerprint}) than this version makes "
            f"({partition.fingerprint}); build the dataset anew"
        )
    scale = load_region(game.region_name).score_scale
    return tuple(
        BASELINES[name](partition, scale, game.seed)
        if name in BASELINES
        else GeolocatorOpponent(name, _loader(name, load), partition)
        for name in game.opponents
    )


def prepare_round(game: Game, catalog: Catalog, opponents: Iterable[Opponent], round_index: int | None = None) -> Game:
    """Show a round's views to the opponents and keep what they guess; those that have guessed are not asked.

    Parameters
    ----------
    game
        To be prepared.
    catalog
        The one it was dealt from.
    opponents
        From `make_opponents`.
    round_index
        Any round not yet guessed; the current one where None.

    Returns
    -------
    Game
        With a round that is ready.
    """
    if catalog.info.build_id != game.build_id:
        raise GameError(
            f"the game was dealt from dataset {game.build_id}, not from {catalog.info.name} "
            f"({catalog.info.build_id}); open the dataset it was dealt from"
        )
    index = game.current if round_index is None else round_index
    if index is None or not 0 <= index < len(game.rounds):
        return game.prepare({}, round_index)
    asked = game.rounds[index]
    views = catalog.views_of(asked.location_id)
    images, headings = [catalog.read(view) for view in views], [view.heading_deg for view in views]
    location = catalog.location(asked.location_id)
    waiting = [opponent for opponent in opponents if opponent.name not in asked.opponent_guesses]
    return game.prepare({each.name: each.guess(location, images, headings) for each in waiting}, index)


def _certain(partition: Partition, cell: int, lat: float, lon: float, *, views: int) -> OpponentGuess:
    """Guess with all probability on one cell, before and after every view."""
    probabilities = np.zeros(len(partition), dtype=np.float32)
    probabilities[cell] = 1.0
    warm_up()
    return OpponentGuess(lat, lon, probabilities, np.tile(probabilities, (max(1, views), 1)))


def _loader(opponent: str, load: "Callable[[str], Geolocator] | None") -> "Callable[[], Geolocator]":
    name, handicap = split_name(opponent)

    def give() -> "Geolocator":
        if load is not None:
            return load(with_handicap(name, Handicap(apprentice=handicap.apprentice)))
        from geogame.geolocators import load_apprentice, load_geolocator

        return load_apprentice(name) if handicap.apprentice else load_geolocator(name)

    return give
