"""The retrieval report: recall on a dataset beside that of a random picture and of the network before training."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from geogame.engines import LOCAL, Engine
from geogame.errors import CheckpointError
from geogame.evaluation.embedding import embed_catalog
from geogame.evaluation.report import Keep, ProgressCall, check_fit, evaluate
from geogame.geolocators.gallery import Gallery, view_table
from geogame.geolocators.recall import RANKS, WITHIN_M, Rows, Trial, hits, make_trial, recalls

if TYPE_CHECKING:
    import pandas as pd

    from geogame.catalog import Catalog
    from geogame.geolocators.retrieval import RetrievalGeolocator

Floats: TypeAlias = NDArray[np.float32]
CHUNK: Final = 64


def evaluate_retrieval(
    geolocator: RetrievalGeolocator,
    index: pd.DataFrame,
    catalog: Catalog,
    split: str,
    progress: ProgressCall,
    keep: Keep | None = None,
    engine: Engine = LOCAL,
) -> dict[str, Any]:
    """Let the newest pictures of a split's places look for their places among the older pictures of all places.

    Parameters
    ----------
    geolocator
        A trained one; its own gallery is not used.
    index
        Its training index.
    catalog
        A dataset of several dates a place.
    split
        Whose places are asked for: ``train``, ``val``, ``test`` or ``all``; ``auto`` is ``test``.
    progress
        Called with ``(what, done, total)``.
    keep
        As in `report.evaluate`.
    engine
        Where views are read and the network runs.

    Returns
    -------
    dict
        As `report.evaluate` for the newest pictures, and ``retrieval``: ``model``, ``untrained`` (the backbone's first
        weights and plain pooling) and ``random_picture``, each with ``within_m``; ``closed_gap`` is the share of what
        the untrained network missed, first rank within 25 m, that training found.
    """
    warnings, catalog = check_fit(geolocator, catalog), catalog.select("all")
    table = view_table(catalog)
    trial = make_trial(table, "test" if split == "auto" else split)
    features = embed_catalog(geolocator, catalog, lambda done, total: progress("embedding views", done, total), engine)
    found: dict[str, Any] = {
        "model": recalls(features, table, trial),
        "random_picture": random_recalls(table, trial),
        "duplicates_removed": trial.duplicates,
    }
    try:
        before = geolocator.untrained()
        plain = embed_catalog(before, catalog, lambda done, total: progress("embedding untrained", done, total), engine)
        found["untrained"] = recalls(plain, table, trial)
        found["closed_gap"] = closed_gap(*(_first(found[name]) for name in ("model", "untrained")))
    except CheckpointError as error:
        warnings.append(f"the untrained network is left out: {error}")
    answering = geolocator.with_gallery(Gallery(features[trial.gallery], table.iloc[trial.gallery], {}))
    asked = catalog.only(catalog.locations["id"].isin(table["location_id"].iloc[trial.queries]))
    report = evaluate(answering, index, asked, "all", None, progress, keep, engine)
    report["dataset"]["split"] = "test" if split == "auto" else split
    report["warnings"] = warnings
    report["retrieval"] = found
    return report


def _first(row: dict[str, Any]) -> float:
    share: float = row["within_m"][str(WITHIN_M[0])][str(RANKS[0])]
    return share


def random_recalls(table: pd.DataFrame, trial: Trial) -> dict[str, Any]:
    """Work out the recall that pictures drawn from the gallery without looking have on average."""
    counts: dict[int, list[int]] = {metres: [] for metres in WITHIN_M}
    everything = np.arange(len(trial.gallery))
    for start in range(0, len(trial.queries), CHUNK):
        some = Trial(trial.queries[start : start + CHUNK], trial.gallery, 0)
        every = np.broadcast_to(everything, (len(some.queries), len(everything)))
        for metres in WITHIN_M:
            counts[metres] += hits(table, some, every, metres).sum(1).tolist()
    return {
        "within_m": {
            str(metres): {str(rank): _chance(np.array(found), len(everything), rank) for rank in RANKS}
            for metres, found in counts.items()
        }
    }


def _chance(right: Rows, size: int, draws: int) -> float:
    """Mean chance that one of ``draws`` pictures, drawn without putting back, is among the ``right`` of ``size``."""
    missed = np.ones(len(right))
    for drawn in range(min(draws, size)):
        missed *= np.clip((size - right - drawn) / (size - drawn), 0, 1)
    return float(1 - missed.mean())


def closed_gap(trained: float, untrained: float) -> float:
    """Share of the way from ``untrained`` to perfect that training went; 1 where nothing was left to do."""
    return 1.0 if untrained >= 1 else (trained - untrained) / (1 - untrained)
