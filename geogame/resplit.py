"""A catalog divided anew: labels in a side file, so that the catalog itself stays as it was built."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from geogame.catalog import EXCLUDED, PLACE_COLUMN, SPLITS, UNUSED, Catalog, open_catalog
from geogame.curation import without_excluded
from geogame.errors import CatalogError, UsageError
from geogame.splits import SplitRule

if TYPE_CHECKING:
    import pandas as pd

FOLDER: Final = "splits"


def places_of(catalog: Catalog) -> list[str]:
    """Which place each row shows: rows of one place must never be in two splits."""
    return [str(name) for name in catalog.locations[PLACE_COLUMN]]


def divide(catalog: Catalog, rule: SplitRule, fractions: dict[str, float], seed: int) -> Catalog:
    """Give the catalog with the labels of a rule in place of its own.

    Its ``build_id`` gets a tail that names the division, so that a model trained on it is not taken for one that was
    trained on the catalog's own splits. Places that were left out stay so.

    Raises
    ------
    UsageError
        If a split that the rule should make has no place.
    """
    frame = catalog.locations
    lats, lons = frame["lat"].to_numpy(np.float64), frame["lon"].to_numpy(np.float64)
    drawn = rule.labels(places_of(catalog), lats, lons, fractions, seed)
    labels = [EXCLUDED if own == EXCLUDED else label for own, label in zip(frame["split"], drawn, strict=True)]
    wanted = SPLITS if rule.kind == "kfold" else tuple(fractions)
    empty = [name for name in wanted if name not in labels]
    if empty:
        message = (
            f"rule {rule} leaves split {empty[0]!r} of {catalog.path} without a place "
            f"({labels.count(UNUSED)} of {len(labels)} fall into the gap); take a narrower gap or a larger share"
        )
        raise UsageError(message)
    return _relabelled(catalog, labels)


def _relabelled(catalog: Catalog, labels: list[str]) -> Catalog:
    pairs = "\n".join(f"{name} {label}" for name, label in zip(catalog.ids, labels, strict=True))
    tail = hashlib.sha256(pairs.encode()).hexdigest()[:8]
    counts = catalog.info.counts | {name: labels.count(name) for name in SPLITS}
    _, mark, excluded = catalog.info.build_id.partition("~")
    info = replace(catalog.info, build_id=f"{catalog.info.build}+{tail}{mark}{excluded}", counts=counts)
    return Catalog(catalog.path, info, catalog.locations.assign(split=labels), catalog.views)


def write_division(divided: Catalog, path: Path, rule: SplitRule, seed: int) -> None:
    """Write the labels of a divided catalog as Parquet: one row per place, ``id`` and ``split``."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    about = {"build_id": divided.info.build, "rule": str(rule), "seed": str(seed)}
    table = pa.table({"id": list(divided.ids), "split": divided.locations["split"].tolist()})
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(path.name + ".part")
    pq.write_table(table.replace_schema_metadata(about), temporary, compression="zstd")
    temporary.replace(path)


def read_division(catalog: Catalog, path: Path) -> Catalog:
    """Give the catalog with the labels that a side file holds.

    Raises
    ------
    CatalogError
        If the file is missing or damaged, or was written for another build; the message says what to do.
    """
    import pyarrow.parquet as pq
    from pyarrow import ArrowException

    remedy = "write it anew with `dataset split`"
    try:
        with path.open("rb") as file:
            table = pq.read_table(file)
        frame: pd.DataFrame = table.to_pandas()
        ids, labels = frame["id"].tolist(), frame["split"].tolist()
        build_id = (table.schema.metadata or {})[b"build_id"].decode()
    except (OSError, KeyError, ValueError, ArrowException) as error:
        message = f"split file {path} is missing or damaged ({type(error).__name__}: {error}); {remedy}"
        raise CatalogError(message) from error
    if build_id != catalog.info.build_id:
        message = f"split file {path} divides build {build_id}, {catalog.path} holds {catalog.info.build_id}; {remedy}"
        raise CatalogError(message)
    if ids != list(catalog.ids) or not set(labels) <= {*SPLITS, UNUSED}:
        message = f"split file {path} does not list the places of {catalog.path} one by one; {remedy}"
        raise CatalogError(message)
    return _relabelled(catalog, labels)


def open_divided(folder: Path, split_file: Path | None) -> Catalog:
    """Open a catalog without its excluded places, with the labels of a side file if one is given.

    Raises
    ------
    CatalogError
        If the catalog, the side file or the list of excluded places cannot be read.
    """
    catalog = open_catalog(folder)
    return without_excluded(catalog if split_file is None else read_division(catalog, split_file))


def default_path(catalog: Catalog, rule: SplitRule, seed: int) -> Path:
    """Where the side file of a rule lies if nobody says otherwise: under ``splits/`` in the catalog's folder."""
    return catalog.path / FOLDER / f"{str(rule).replace(':', '-')}-seed{seed}.parquet"
