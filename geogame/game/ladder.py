"""A ladder of difficulty for a model: levels whose median errors are measured, evenly spread, on held-out places.

The top is the model at full strength. Below it the model sees fewer views and, where that alone leaves it too strong,
draws its cell at a temperature that is searched for. Beside the levels stand the model's apprentice, if it has one, and
the fixed guess.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from geogame.catalog import Catalog
from geogame.errors import UsageError
from geogame.evaluation.metrics import errors_km, figures
from geogame.game.handicaps import TEMPERATURES, Handicap
from geogame.game.opponents import ConstantOpponent, held_back, seen
from geogame.geolocators.checkpoint import LADDER_FILE
from geogame.regions import load_region

if TYPE_CHECKING:
    from geogame.geolocators import Geolocator, Prediction
    from geogame.geolocators.base import Pixels

Floats = NDArray[np.float64]
Progress = Callable[[str, int, int], None]
FILE: Final = LADDER_FILE
FORMAT: Final = 1
LEVELS: Final = ("expert", "strong", "medium", "easy", "beginner")
SEARCHED: Final = tuple(round(float(each), 2) for each in np.geomspace(*TEMPERATURES, 60))
BATCH: Final = 16


@dataclass(frozen=True, eq=False)
class Answers:
    """What a model says of places when it sees the first ``views`` of each."""

    views: int
    predictions: tuple[Prediction, ...]


def measure(
    geolocator: Geolocator,
    catalog: Catalog,
    progress: Progress = lambda _what, _done, _total: None,
    apprentice: Geolocator | None = None,
) -> dict[str, Any]:
    """Build the ladder of a model on a catalog's places.

    Parameters
    ----------
    geolocator
        Answers in the catalog's cells.
    catalog
        Held-out places.
    progress
        Gets what is done, the places done, and their number.
    apprentice
        The model's early state, if it has one.

    Returns
    -------
    dict
        What `write` keeps: the dataset, and for each level its handicap, the median error that was aimed at, the
        median and the mean that were measured with their 95 % intervals, all in km, and the mean score; the same of
        the apprentice, and of the fixed guess.

    Raises
    ------
    UsageError
        If the catalog has no place, or other cells than the model.
    """
    info = catalog.info
    if not len(catalog):
        raise UsageError(f"{info.name} has no place to measure a ladder on; choose another split")
    if geolocator.partition.fingerprint != info.partition_fingerprint:
        raise UsageError(f"{geolocator.name} answers in other cells than {info.name} has; give a dataset of its cells")
    most = max(len(catalog.views_of(name)) for name in catalog.ids)
    answers = _ask(geolocator, catalog, most, progress)
    best = _figures(_errors(geolocator, catalog, answers[-1], None), catalog)
    fixed = _figures(_constant_errors(geolocator, catalog), catalog)
    weakest = fixed["median_km"]
    steps = np.arange(len(LEVELS)) / len(LEVELS)
    targets = best["median_km"] * (weakest / best["median_km"]) ** steps
    levels = [_level(geolocator, catalog, answers, number, float(target)) for number, target in enumerate(targets)]
    early = {} if apprentice is None else {"apprentice": _alone(apprentice, catalog, progress)}
    return {
        "format": FORMAT,
        "dataset": {"name": info.name, "build_id": info.build_id, "world_fingerprint": info.world_fingerprint},
        "places": len(catalog),
        "constant_median_km": weakest,
        "levels": [{"level": name, **level} for name, level in zip(LEVELS, levels, strict=True)],
        **early,
        "constant": _told(fixed),
    }


def write(ladder: dict[str, Any], folder: Path) -> Path:
    """Keep a ladder beside its model; return the file."""
    path = folder / FILE
    path.write_text(json.dumps(ladder, indent=2) + "\n", encoding="utf-8")
    return path


def _level(
    geolocator: Geolocator, catalog: Catalog, answers: Sequence[Answers], number: int, target_km: float
) -> dict[str, Any]:
    """Hold the model back until its median error is as near to the target as can be."""
    shown = answers[max(0, len(answers) - 1 - number)]
    views = None if shown is answers[-1] else shown.views
    found: dict[float | None, Floats] = {None: _errors(geolocator, catalog, shown, None)}
    if number and np.median(found[None]) < target_km:
        found |= {each: _errors(geolocator, catalog, shown, each) for each in SEARCHED}
    temperature = min(found, key=lambda each: abs(np.log(np.median(found[each]) / target_km)))
    told = _told(_figures(found[temperature], catalog))
    return {"handicap": str(Handicap(views, temperature)), "target_km": target_km, **told}


def _alone(apprentice: Geolocator, catalog: Catalog, progress: Progress) -> dict[str, Any]:
    """Measure the apprentice with all views and its best point."""
    ids, said = catalog.ids, list[Any]()
    for start in range(0, len(ids), BATCH):
        said += apprentice.predict_batch([_views(catalog, name) for name in ids[start : start + BATCH]])
        progress("asking its apprentice", len(said), len(ids))
    errors = _errors(apprentice, catalog, Answers(0, tuple(said)), None)
    return {"handicap": str(Handicap(apprentice=True)), **_told(_figures(errors, catalog))}


def _told(found: dict[str, Any]) -> dict[str, Any]:
    """Take what a ladder keeps out of an evaluation's figures."""
    return {
        "median_km": found["median_km"],
        "ci95_median_km": found["ci95"]["median_km"],
        "mean_km": found["mean_km"],
        "ci95_mean_km": found["ci95"]["mean_km"],
        "mean_score": found["mean_score"],
    }


def _ask(geolocator: Geolocator, catalog: Catalog, most: int, progress: Progress) -> list[Answers]:
    """Show the model each place's first view, then its first two, and so on; pictures are read once."""
    ids = catalog.ids
    said: list[list[Prediction]] = [[] for _ in range(most)]
    for start in range(0, len(ids), BATCH):
        places = [_views(catalog, name) for name in ids[start : start + BATCH]]
        for views, answered in enumerate(said, start=1):
            answered.extend(geolocator.predict_batch([seen(*place, views) for place in places]))
        progress("asking the model", len(said[-1]), len(ids))
    return [Answers(views, tuple(predictions)) for views, predictions in enumerate(said, start=1)]


def _views(catalog: Catalog, name: str) -> tuple[list[Pixels | None], list[float]]:
    views = catalog.views_of(name)
    return [catalog.read(view) for view in views], [view.heading_deg for view in views]


def _errors(geolocator: Geolocator, catalog: Catalog, answers: Answers, temperature: float | None) -> Floats:
    """Kilometres ``(n,)`` from each place to the answer."""
    guesses = [
        held_back(prediction, temperature, geolocator.partition, name)
        for name, prediction in zip(catalog.ids, answers.predictions, strict=True)
    ]
    return _far(catalog, np.array([(each.lat, each.lon) for each in guesses]))


def _constant_errors(geolocator: Geolocator, catalog: Catalog) -> Floats:
    """Kilometres ``(n,)`` from each place to the fixed guess, which looks at nothing."""
    place = catalog.location(catalog.ids[0])
    scale = load_region(catalog.info.region).score_scale
    guess = ConstantOpponent(geolocator.partition, scale).guess(place, [], [])
    return _far(catalog, np.tile((guess.lat, guess.lon), (len(catalog), 1)))


def _far(catalog: Catalog, guesses: Floats) -> Floats:
    rows = catalog.locations.set_index("id").loc[list(catalog.ids)]
    lats, lons = (rows[name].to_numpy(dtype=np.float64) for name in ("lat", "lon"))
    return errors_km(lats, lons, guesses[:, 0], guesses[:, 1])


def _figures(errors: Floats, catalog: Catalog) -> dict[str, Any]:
    return figures(errors, load_region(catalog.info.region).score_scale)
