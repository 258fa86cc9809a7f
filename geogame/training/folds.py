"""Cross-validation by location: a model a fold, each judged on places that none of its training saw."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import numpy as np

from geogame.errors import CheckpointError
from geogame.geolocators.checkpoint import write_text
from geogame.resplit import divide
from geogame.splits import SplitRule

if TYPE_CHECKING:
    from geogame.catalog import Catalog

SUMMARY_FILE: Final = "folds.json"
REPORT_FILE: Final = "report.json"
FIGURES: Final = ("mean_km", "median_km", "top1", "top5", "mean_score", "mean_geoscore")
TrainOne: TypeAlias = "Callable[[Catalog, Path], dict[str, Any]]"


def run_folds(catalog: Catalog, folds: int, seed: int, folder: Path, train_one: TrainOne) -> dict[str, Any]:
    """Train and judge one model a fold; folds that an earlier run finished are kept.

    Parameters
    ----------
    catalog
        Its own splits are set aside: fold ``f`` is the test split of run ``f``, the next one validates it.
    folds
        How many; at least 3, at most the number of places.
    seed
        Of the division.
    folder
        Gets ``fold-0`` and so on, and ``folds.json`` with what is returned.
    train_one
        Trains on a divided catalog into a folder and gives the evaluation report of its test split.

    Returns
    -------
    dict
        ``folds, seed, runs`` (one row of figures each), and ``summary``: see `summarise`.

    Raises
    ------
    CheckpointError
        If a finished fold in ``folder`` is damaged, or belongs to another division.
    """
    rows = []
    for fold in range(folds):
        divided = divide(catalog, SplitRule("kfold", folds=folds, fold=fold), {}, seed)
        own = folder / f"fold-{fold}"
        report = _finished(own, divided.info.build_id)
        if report is None:
            report = train_one(divided, own)
            kept = {"division": divided.info.build_id, "report": report}
            write_text(own / REPORT_FILE, json.dumps(kept, indent=1) + "\n")
        rows.append({"fold": fold, **report["model"]})
    found = {"folds": folds, "seed": seed, "runs": rows, "summary": summarise(rows)}
    write_text(folder / SUMMARY_FILE, json.dumps(found, indent=1) + "\n")
    return found


def _finished(folder: Path, division: str) -> dict[str, Any] | None:
    """Read the report of a fold that was finished; None if it was not."""
    path = folder / REPORT_FILE
    if not path.is_file():
        return None
    try:
        raw = json.loads(path.read_text("utf-8"))
        known, report = raw["division"], dict(raw["report"])
    except (ValueError, KeyError, TypeError) as error:
        message = f"{path} is damaged ({type(error).__name__}: {error}); delete {folder} and repeat the command"
        raise CheckpointError(message) from error
    if known != division:
        message = f"{folder} holds a fold of another dataset, number of folds or seed; choose another --out"
        raise CheckpointError(message)
    return report


def summarise(rows: list[dict[str, Any]]) -> dict[str, dict[str, float]]:
    """Sum up the figures of all folds.

    Returns
    -------
    dict
        By figure: ``pooled``, the mean over all places (the mean over folds for medians); ``sd`` between the folds,
        the smallest (``low``) and the largest (``high``).
    """
    places = np.array([row["n"] for row in rows], dtype=float)
    summary = {}
    for name in FIGURES:
        values = np.array([row[name] for row in rows], dtype=float)
        weights = None if name.startswith("median") else places
        summary[name] = {
            "pooled": float(np.average(values, weights=weights)),
            "sd": float(values.std(ddof=1)),
            "low": float(values.min()),
            "high": float(values.max()),
        }
    return summary
