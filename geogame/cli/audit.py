"""What ``dataset audit`` does behind its options."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from geogame.cli.progress import count_progress
from geogame.errors import UsageError

if TYPE_CHECKING:
    from geogame.catalog import Catalog
    from geogame.geolocators.trained import NetworkGeolocator


def audit_against(folder: Path, other: Path) -> dict[str, Any]:
    """Compare a catalog with another one, or with a model's training index."""
    from geogame.audit import audit
    from geogame.curation import open_curated

    with count_progress("comparing images") as progress:
        found = audit(open_curated(folder).select("all"), other, progress)
    return {"path": str(folder), "against": str(other), **found.as_json()}


def audit_one(folder: Path, gap: str, split_file: Path | None, model: str | None, device: str | None) -> dict[str, Any]:
    """Compare the splits of one catalog; with a model, also by embedding and by hiding strips."""
    from geogame.audit import audit_splits
    from geogame.catalog import SPLITS
    from geogame.cli.training import open_trained
    from geogame.resplit import open_divided
    from geogame.splits import parse_length_km

    gap_km = parse_length_km(gap)
    catalog = open_divided(folder, split_file)
    geolocator = None if model is None else open_trained(model, device)[1]
    if geolocator is None and len({*catalog.locations["split"]} & {*SPLITS}) < 2:
        message = f"{folder} has one split only; compare it with others by --against, or divide it by `dataset split`"
        raise UsageError(message)
    with count_progress("hashing images") as progress:
        found = audit_splits(catalog, gap_km, progress)
    result: dict[str, Any] = {"path": str(folder), **found.as_json()}
    leaks = list(found.leaks)
    if geolocator is not None:
        result["model"], more = _audit_with(geolocator, catalog)
        leaks += more
    return {**result, "leaks": leaks}


def _audit_with(geolocator: NetworkGeolocator, catalog: Catalog) -> tuple[dict[str, Any], list[str]]:
    from geogame.cli.training import counted
    from geogame.evaluation.leaks import audit_with_model

    with counted() as progress:
        found = audit_with_model(geolocator, catalog, progress)
    return found.as_json(), found.leaks
