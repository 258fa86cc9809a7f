"""The evaluation report: one geolocator on one dataset, beside the baselines it must beat."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from geogame.errors import CheckpointError, UsageError
from geogame.evaluation.colour import ColourNeighbours
from geogame.evaluation.metrics import cell_ranks, errors_km, figures
from geogame.evaluation.perturb import HEADING_ERROR, HEADING_ERROR_DEG, MASKS, PERTURBATIONS
from geogame.evaluation.views import Beliefs, Reader, Views, believe, catalog_reader, read_views
from geogame.geolocators.decoding import geometric_median
from geogame.regions import load_region

if TYPE_CHECKING:
    import pandas as pd

    from geogame.catalog import Catalog
    from geogame.geolocators.trained import NetworkGeolocator

Floats: TypeAlias = NDArray[np.float64]
ProgressCall: TypeAlias = Callable[[str, int, int], None]
FAR_KM: Final = 5.0
ROBUSTNESS_PLACES: Final = 500


def _quiet(_what: str, _done: int, _total: int) -> None:
    return


@dataclass(frozen=True, eq=False)
class Truth:
    """Where the evaluated places are: degrees and cells ``(n,)``."""

    lats: Floats
    lons: Floats
    cells: NDArray[np.int64]


def choose_split(geolocator: NetworkGeolocator, catalog: Catalog, split: str) -> str:
    """Resolve ``auto``: the test split of the very build the model was trained on, else all of an unseen build.

    Raises
    ------
    UsageError
        If the model was trained on that build divided in another way: its training places are in any split.
    """
    own, asked = geolocator.note.dataset_build_ids, catalog.info.build_id
    if split != "auto":
        return split
    if asked not in own and asked.partition("+")[0] in {known.partition("+")[0] for known in own}:
        message = (
            f"model {geolocator.name} was trained on another division of dataset {catalog.path}, whose places it may "
            "have seen; give the --split-file that it was trained with, or name the --split yourself"
        )
        raise UsageError(message)
    return "test" if asked in own else "all"


def check_fit(geolocator: NetworkGeolocator, catalog: Catalog) -> list[str]:
    """Compare fingerprints: another partition is an error, another world a warning.

    Raises
    ------
    CheckpointError
        If the catalog's cells are not the model's.
    """
    info, note = catalog.info, geolocator.note
    if info.partition_fingerprint != note.partition_fingerprint:
        message = (
            f"model {geolocator.name} answers in cells of another partition than dataset {catalog.path} "
            f"({note.partition_fingerprint} against {info.partition_fingerprint}); build the dataset anew or train anew"
        )
        raise CheckpointError(message)
    if info.world_fingerprint != note.world_fingerprint:
        return [
            (
                f"the dataset's rendered world ({info.world_fingerprint}) is not the one the model was trained on "
                f"({note.world_fingerprint}): figures say how it fares in a changed world"
            )
        ]
    return []


def evaluate(
    geolocator: NetworkGeolocator,
    index: pd.DataFrame,
    catalog: Catalog,
    split: str = "auto",
    train_catalog: Catalog | None = None,
    progress: ProgressCall = _quiet,
) -> dict[str, Any]:
    """Evaluate a geolocator on a catalog.

    Parameters
    ----------
    geolocator
        A trained one.
    index
        Its training index.
    catalog
        The dataset.
    split
        ``auto``, ``train``, ``val``, ``test`` or ``all``.
    train_catalog
        If given, the colour baseline is fitted on its training split in place of the index's places.
    progress
        Called with ``(what, done, total)``.

    Returns
    -------
    dict
        As DESIGN.md, "Command line", with ``average_head``, ``colour_knn``, ``dataset`` and ``warnings`` beside.
    """
    warnings = check_fit(geolocator, catalog)
    chosen = choose_split(geolocator, catalog, split)
    part = catalog.select(chosen)
    if len(part) == 0:
        message = f"split {chosen!r} of {catalog.path} has no places; choose another --split"
        raise UsageError(message)
    slots = len(geolocator.headings_deg)
    views = read_views(
        part.ids,
        catalog_reader(part, slots),
        slots,
        geolocator.size,
        lambda done, total: progress("reading views", done, total),
        geolocator.crop,
    )
    truth = truth_of(part)
    beliefs = believe(geolocator, views)
    report: dict[str, Any] = {
        "dataset": {
            "name": catalog.info.name,
            "build_id": catalog.info.build_id,
            "seed": catalog.info.seed,
            "split": chosen,
            "width": catalog.info.width,
            "height": catalog.info.height,
            "world_fingerprint": catalog.info.world_fingerprint,
        },
        "geolocator": geolocator.name,
        "decoding": geolocator.note.decoding,
        "warnings": warnings,
    }
    report |= _model_figures(geolocator, index, truth, views, beliefs)
    report["baselines"] = _baselines(geolocator, index, truth)
    colour = _colour_source(index, train_catalog, geolocator, slots)
    if colour is not None:
        lats, lons = colour.predict(views.pixels)
        report["colour_knn"] = _figures(geolocator, errors_km(truth.lats, truth.lons, lats, lons))
        report["colour_knn"]["places"] = len(colour.lats)
    return report


def truth_of(catalog: Catalog) -> Truth:
    """Where a catalog's places are."""
    frame = catalog.locations
    return Truth(frame["lat"].to_numpy(float), frame["lon"].to_numpy(float), frame["cell"].to_numpy(np.int64))


def far_from_training(index: pd.DataFrame, truth: Truth, km: float = FAR_KM) -> NDArray[np.bool_]:
    """Tell which places ``(n,)`` lie at least ``km`` from every training place."""
    from geogame.world.place import within_km

    near = within_km(truth.lats, truth.lons, index["lat"].to_numpy(float), index["lon"].to_numpy(float), km)
    return np.asarray(~near)


def _figures(geolocator: NetworkGeolocator, errors: Floats, ranks: NDArray[np.int64] | None = None) -> dict[str, Any]:
    return figures(errors, load_region(geolocator.partition.region_name).score_scale, ranks)


def _model_figures(
    geolocator: NetworkGeolocator, index: pd.DataFrame, truth: Truth, views: Views, beliefs: Beliefs
) -> dict[str, Any]:
    def judged(cells: NDArray[np.float32], anchors: NDArray[np.float32]) -> tuple[Floats, NDArray[np.int64]]:
        errors = errors_km(truth.lats, truth.lons, *geolocator.decoder(anchors))
        return errors, cell_ranks(cells, truth.cells)

    errors, ranks = judged(beliefs.cells[:, -1], beliefs.anchors[:, -1])
    average_errors, average_ranks = judged(beliefs.average_cells, beliefs.average_anchors)
    far = far_from_training(index, truth)
    by_views = {
        str(step + 1): _figures(geolocator, *judged(beliefs.cells[:, step], beliefs.anchors[:, step]))
        for step in range(views.present.shape[1])
        if views.present[:, : step + 1].all()
    }
    model, average = _figures(geolocator, errors, ranks), _figures(geolocator, average_errors, average_ranks)
    return {
        "model": model,
        "model_far": _figures(geolocator, errors[far], ranks[far]) if far.any() else None,
        "model_by_views": by_views,
        "by_cell": errors_by_cell(truth.cells, errors),
        "average_head": average,
        "winner": "lstm" if model["mean_km"] <= average["mean_km"] else "average",
    }


def errors_by_cell(cells: NDArray[np.int64], errors: Floats) -> dict[str, dict[str, Any]]:
    """Places, mean and median error of each cell that has places, hardest first: ``{"17": {"n", "mean_km", ...}}``."""
    own = {int(cell): errors[cells == cell] for cell in np.unique(cells[cells >= 0])}
    hardest_first = sorted(own, key=lambda cell: -float(own[cell].mean()))
    return {
        str(cell): {
            "n": len(own[cell]),
            "mean_km": float(own[cell].mean()),
            "median_km": float(np.median(own[cell])),
        }
        for cell in hardest_first
    }


def _baselines(geolocator: NetworkGeolocator, index: pd.DataFrame, truth: Truth) -> dict[str, Any]:
    """Answer with a random cell, the best constant for the training places, and the true cell's anchor."""
    anchors = geolocator.cell_anchors
    n = len(truth.lats)
    random = np.random.default_rng(0)
    guessed = random.integers(len(anchors), size=n)
    scattered = random.permuted(np.tile(np.arange(len(anchors)), (n, 1)), axis=1)
    random_ranks = scattered[np.arange(n), np.maximum(truth.cells, 0)]
    lat, lon = geometric_median(index["lat"].to_numpy(float), index["lon"].to_numpy(float))
    own = int(geolocator.partition.locate(np.array([lat]), np.array([lon]))[0])
    constant_ranks = np.where(truth.cells == own, 0, len(anchors))
    true_cells = np.where(truth.cells >= 0, truth.cells, 0)

    def row(lats: Floats, lons: Floats, ranks: NDArray[np.int64]) -> dict[str, Any]:
        return _figures(geolocator, errors_km(truth.lats, truth.lons, lats, lons), ranks)

    return {
        "random": row(anchors[guessed, 0], anchors[guessed, 1], random_ranks),
        "constant": row(np.full(n, lat), np.full(n, lon), constant_ranks),
        "oracle_cell": row(anchors[true_cells, 0], anchors[true_cells, 1], np.zeros(n, np.int64)),
    }


def _colour_source(
    index: pd.DataFrame, train_catalog: Catalog | None, geolocator: NetworkGeolocator, slots: int
) -> ColourNeighbours | None:
    if train_catalog is None:
        return ColourNeighbours.from_index(index)
    from geogame.datasets import colour_statistics

    part = train_catalog.select("train")
    views = read_views(part.ids, catalog_reader(part, slots), slots, geolocator.size, crop=geolocator.crop)
    truth = truth_of(part)
    return ColourNeighbours(colour_statistics(views.pixels).astype(np.float64), truth.lats, truth.lons)


def robustness(
    geolocator: NetworkGeolocator,
    catalog: Catalog,
    split: str = "auto",
    places: int = ROBUSTNESS_PLACES,
    progress: ProgressCall = _quiet,
) -> dict[str, Any]:
    """Mean error under each perturbation, and with strips hidden, on the first ``places`` of a shuffled split.

    Returns
    -------
    dict
        ``{"clean": {"n", "mean_km", "median_km"}, name: {"mean_km", "median_km", "ratio"}}``; ``ratio`` is the mean
        over the clean mean on the same places. Heading error is left out where views cannot be rendered anew.
    """
    part = _some(catalog.select(choose_split(geolocator, catalog, split)), places)
    slots, truth = len(geolocator.headings_deg), truth_of(part)

    def errors(what: str, reader: Reader) -> Floats:
        def tell(done: int, total: int) -> None:
            progress(what, done, total)

        views = read_views(part.ids, reader, slots, geolocator.size, tell, geolocator.crop)
        guess = geolocator.decoder(believe(geolocator, views).anchors[:, -1])
        return errors_km(truth.lats, truth.lons, *guess)

    clean = errors("clean", catalog_reader(part, slots))
    report: dict[str, Any] = {
        "clean": {"n": len(part), "mean_km": float(clean.mean()), "median_km": float(np.median(clean))}
    }
    readers = {name: catalog_reader(part, slots, change) for name, change in {**PERTURBATIONS, **MASKS}.items()}
    if _can_render(catalog):
        readers[HEADING_ERROR] = heading_error_reader(part)
    for name, reader in readers.items():
        found = errors(name, reader)
        report[name] = {
            "mean_km": float(found.mean()),
            "median_km": float(np.median(found)),
            "ratio": float(found.mean() / clean.mean()),
        }
    return report


def _can_render(catalog: Catalog) -> bool:
    """Tell whether this version's world draws the catalog's places as they were drawn."""
    from geogame.world import fingerprint

    return catalog.info.source == "rendered" and catalog.info.world_fingerprint == fingerprint()


def _some(catalog: Catalog, places: int) -> Catalog:
    """Pick places at random, the same every time."""
    from geogame.catalog import Catalog

    rows = np.sort(np.random.default_rng(0).permutation(len(catalog))[:places])
    locations = catalog.locations.iloc[rows].reset_index(drop=True)
    views = catalog.views[catalog.views["location_id"].isin(locations["id"])].reset_index(drop=True)
    return Catalog(catalog.path, catalog.info, locations, views)


def heading_error_reader(catalog: Catalog, degrees: float = HEADING_ERROR_DEG) -> Reader:
    """Render places anew with the camera turned by ``degrees`` one way or the other, all views of a place alike."""
    import threading

    from geogame.world.place import Place
    from geogame.world.render import render_place

    info = catalog.info
    options = info.options
    rows = {name: row for row, name in enumerate(catalog.ids)}
    lock = threading.Lock()  # the renderer keeps buffers

    def read(location_id: str) -> list[NDArray[np.uint8] | None]:
        location = catalog.location(location_id)
        sign = 1 if np.random.default_rng((5, rows[location_id])).random() < 0.5 else -1
        moment = (location.day_of_year, location.solar_hour, location.scene_seed, location.year)
        place = Place(location.lat, location.lon, *moment)
        headings = [(heading + sign * degrees) % 360 for heading in info.headings_deg]
        with lock:
            pictures = render_place(
                place,
                headings,
                info.width,
                info.height,
                supersample=int(options.get("supersample", 1)),
                detail=options.get("detail", "full"),
            )
        return list(pictures)

    return read
