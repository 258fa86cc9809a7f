"""One model on one dataset, measured as its kind asks for."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from geogame.engines import LOCAL, Engine
from geogame.evaluation.report import Keep, ProgressCall, evaluate
from geogame.evaluation.retrieval import evaluate_retrieval
from geogame.geolocators.checkpoint import read_index
from geogame.geolocators.retrieval import RetrievalGeolocator

if TYPE_CHECKING:
    from geogame.catalog import Catalog
    from geogame.geolocators.trained import NetworkGeolocator


def answering(geolocator: NetworkGeolocator, catalog: Catalog) -> NetworkGeolocator:
    """Return a geolocator that answers in a catalog's cells, if it is one that can answer in any."""
    from geogame.geolocators import onto
    from geogame.geolocators.published.geolocator import PublishedGeolocator
    from geogame.partitions import load_partition

    if not isinstance(geolocator, PublishedGeolocator):
        return geolocator
    return cast("NetworkGeolocator", onto(geolocator, load_partition(catalog.info.partition, catalog.info.region)))


def measure(
    folder: Path,
    geolocator: NetworkGeolocator,
    catalog: Catalog,
    split: str,
    train_catalog: Catalog | None,
    progress: ProgressCall,
    keep: Keep | None = None,
    engine: Engine = LOCAL,
) -> dict[str, Any]:
    """Evaluate a model; one that finds pictures again by its recall, besides.

    Parameters
    ----------
    folder
        Its checkpoint folder, where its training index lies.
    geolocator
        The model.
    catalog, split
        The dataset, and which of its places.
    train_catalog
        What the colour baseline learns from; None for the dataset's own training split.
    progress
        Called with ``(what, done, total)``.
    keep
        As in `report.evaluate`.
    engine
        Where views are read and the network runs.

    Returns
    -------
    dict
        As `report.evaluate`, or `retrieval.evaluate_retrieval`.
    """
    index = read_index(folder)
    geolocator = answering(geolocator, catalog)
    if isinstance(geolocator, RetrievalGeolocator):
        return evaluate_retrieval(geolocator, index, catalog, split, progress, keep, engine)
    return evaluate(geolocator, index, catalog, split, train_catalog, progress, keep, engine)
