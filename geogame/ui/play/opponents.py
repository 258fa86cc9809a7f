"""What the desk loads: an opponent by name, that looks at places' views and guesses."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from geogame.errors import GameError
from geogame.ui.play.desk import Question, Thinker

if TYPE_CHECKING:
    from geogame.catalog import Catalog
    from geogame.game import OpponentGuess
    from geogame.geolocators import Geolocator
    from geogame.geolocators.base import Pixels
    from geogame.partitions import Partition


def loader(
    models: Callable[[], Mapping[str, Path]], catalog_of: Callable[[str], Catalog], devices: dict[str, str]
) -> Callable[[str], Thinker[OpponentGuess]]:
    """Return the desk's ``load``: an opponent's name -> what answers for it.

    Parameters
    ----------
    models : callable
        The installed checkpoints' folders by name; asked anew for each opponent.
    catalog_of : callable
        Catalog's folder -> the opened catalog.
    devices : dict of str to str
        Gets the name of the device each model runs on, once it is loaded.
    """
    loaded: dict[tuple[str, bool], Geolocator] = {}

    def load(name: str) -> Thinker[OpponentGuess]:
        from geogame.game import BASELINES
        from geogame.game.handicaps import split_name

        if name not in BASELINES:
            model, handicap = split_name(name)
            weights = model, handicap.apprentice
            if weights not in loaded:
                loaded[weights] = _model(model, models(), apprentice=handicap.apprentice)
            devices[name] = _device(loaded[weights])
            return _thinker(name, loaded[weights], catalog_of)

        def think(questions: Sequence[Question]) -> list[OpponentGuess]:
            return [_chance(name, catalog_of(each.catalog), each) for each in questions]

        return think

    return load


def _model(name: str, models: Mapping[str, Path], *, apprentice: bool) -> Geolocator:
    """Load a model's weights, or its apprentice's, now, so that no round waits for them."""
    from geogame.geolocators import load_apprentice, load_geolocator

    if name not in models:
        raise GameError(f"there is no model {name!r} here; installed are: {', '.join(models) or 'none'}")
    return load_apprentice(models[name]) if apprentice else load_geolocator(models[name])


def _device(geolocator: Geolocator) -> str:
    from geogame.geolocators.device import describe_device, pick_device

    return describe_device(getattr(geolocator, "device", pick_device()))


def _thinker(name: str, geolocator: Geolocator, catalog_of: Callable[[str], Catalog]) -> Thinker[OpponentGuess]:
    """Let a loaded model play under a name, which may tell a handicap."""
    from geogame.game import GeolocatorOpponent

    playing: dict[str, GeolocatorOpponent] = {}

    def think(questions: Sequence[Question]) -> list[OpponentGuess]:
        asked: dict[str, list[Question]] = {}
        for question in questions:
            partition = _partition(catalog_of(question.catalog))
            playing.setdefault(partition.fingerprint, GeolocatorOpponent(name, lambda: geolocator, partition))
            asked.setdefault(partition.fingerprint, []).append(question)
        answers: dict[Question, OpponentGuess] = {}
        for cells, these in asked.items():
            seen = [_seen(catalog_of(each.catalog), each.location_id) for each in these]
            answers |= zip(these, playing[cells].guess_many(seen), strict=True)
        return [answers[question] for question in questions]

    return think


def _seen(catalog: Catalog, location_id: str) -> tuple[str, list[Pixels], list[float]]:
    views = catalog.views_of(location_id)
    return location_id, [catalog.read(view) for view in views], [view.heading_deg for view in views]


def _chance(name: str, catalog: Catalog, question: Question) -> OpponentGuess:
    """Ask a baseline, which is shown how many views there are and none of them."""
    from geogame.game import BASELINES
    from geogame.regions import load_region

    scale = load_region(catalog.info.region).score_scale
    opponent = BASELINES[name](_partition(catalog), scale, question.seed)
    headings_deg = [view.heading_deg for view in catalog.views_of(question.location_id)]
    return opponent.guess(catalog.location(question.location_id), [None] * len(headings_deg), headings_deg)


def _partition(catalog: Catalog) -> Partition:
    from geogame.partitions import load_partition

    return load_partition(catalog.info.partition, catalog.info.region)
