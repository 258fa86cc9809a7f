"""What the desk loads: an opponent by name, that looks at a place's views and guesses."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from geogame.errors import GameError
from geogame.ui.play.desk import Question, Thinker

if TYPE_CHECKING:
    from geogame.catalog import Catalog
    from geogame.game import Opponent, OpponentGuess
    from geogame.geolocators import Geolocator
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

    def load(name: str) -> Thinker[OpponentGuess]:
        from geogame.game import BASELINES

        if name not in BASELINES:
            return _model(name, models(), catalog_of, devices)

        def think(question: Question) -> OpponentGuess:
            catalog = catalog_of(question.catalog)
            from geogame.regions import load_region

            scale = load_region(catalog.info.region).score_scale
            return _ask(BASELINES[name](_partition(catalog), scale, question.seed), catalog, question)

        return think

    return load


def _model(
    name: str, models: Mapping[str, Path], catalog_of: Callable[[str], Catalog], devices: dict[str, str]
) -> Thinker[OpponentGuess]:
    """Load a model's weights now, so that no round waits for them."""
    from geogame.game import GeolocatorOpponent
    from geogame.geolocators import load_geolocator
    from geogame.geolocators.device import describe_device, pick_device

    if name not in models:
        raise GameError(f"there is no model {name!r} here; installed are: {', '.join(models) or 'none'}")
    geolocator: Geolocator = load_geolocator(models[name])
    devices[name] = describe_device(getattr(geolocator, "device", pick_device()))

    def think(question: Question) -> OpponentGuess:
        catalog = catalog_of(question.catalog)
        return _ask(GeolocatorOpponent(name, lambda: geolocator, _partition(catalog)), catalog, question)

    return think


def _ask(opponent: Opponent, catalog: Catalog, question: Question) -> OpponentGuess:
    views = catalog.views_of(question.location_id)
    return opponent.guess(
        catalog.location(question.location_id),
        [catalog.read(view) for view in views],
        [view.heading_deg for view in views],
    )


def _partition(catalog: Catalog) -> Partition:
    from geogame.partitions import load_partition

    return load_partition(catalog.info.partition, catalog.info.region)
