"""The evaluation report: one geolocator on one dataset, beside the baselines it must beat."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from geogame.datasets import colour_statistics
from geogame.engines import LOCAL, Engine
from geogame.errors import CheckpointError, UsageError
from geogame.evaluation.calibration import calibration_figures
from geogame.evaluation.classification import classification_figures
from geogame.evaluation.colour import ColourNeighbours
from geogame.evaluation.metrics import cell_ranks, errors_km, figures
from geogame.evaluation.states import state_figures
from geogame.evaluation.views import Beliefs, Looks, catalog_reader, chunks_of, look_at, read_views
from geogame.geolocators.decoding import geometric_median
from geogame.regions import load_region

if TYPE_CHECKING:
    import pandas as pd

    from geogame.catalog import Catalog
    from geogame.geolocators.networks import Network
    from geogame.geolocators.trained import NetworkGeolocator

Floats: TypeAlias = NDArray[np.float64]
ProgressCall: TypeAlias = Callable[[str, int, int], None]
Keep: TypeAlias = "Callable[[pd.DataFrame], None]"
FAR_KM: Final = 5.0
MISTAKES: Final = 3
PERCENTILES: Final = np.arange(101)


def quiet(_what: str, _done: int, _total: int) -> None:
    """Tell nobody how far the work is."""


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
    # Whatever places a person has left out, then or now: none of the test split was trained on.
    own = {name.partition("~")[0] for name in geolocator.note.dataset_build_ids}
    asked = catalog.info.build_id.partition("~")[0]
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
    warnings = []
    if tuple(info.headings_deg[: len(note.headings_deg)]) != tuple(note.headings_deg):
        warnings.append(
            f"the dataset's views look at {list(info.headings_deg)} degrees, the model was trained on "
            f"{list(note.headings_deg)}: they are shown to it in their order"
        )
    if bool(info.world_fingerprint) != bool(note.world_fingerprint):
        shown, taught = ("photographs", "rendered views")[:: -1 if info.world_fingerprint else 1]
        warnings.append(
            f"the dataset holds {shown}, the model was trained on {taught}: figures say nothing about how it fares on "
            f"{taught}"
        )
    elif info.world_fingerprint != note.world_fingerprint:
        warnings.append(
            f"the dataset's rendered world ({info.world_fingerprint}) is not the one the model was trained on "
            f"({note.world_fingerprint}): figures say how it fares in a changed world"
        )
    return warnings


def evaluate(
    geolocator: NetworkGeolocator,
    index: pd.DataFrame,
    catalog: Catalog,
    split: str = "auto",
    train_catalog: Catalog | None = None,
    progress: ProgressCall = quiet,
    keep: Keep | None = None,
    engine: Engine = LOCAL,
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
    keep
        Called with the answer to every place, as `answers.write_answers` takes them.
    engine
        Where views are read and the network runs.

    Returns
    -------
    dict
        As DESIGN.md, "Command line", with ``average_head``, ``winner`` (of "lstm" and "average"; None for a network
        that judges every view alone), ``by_cell``, ``by_view_count``, ``classification``,
        ``calibration``, ``states``, ``error_percentiles_km``, ``baseline_percentiles_km``, ``colour_knn``, ``network``
        (its ``parameters``, and how many of them are ``trainable``), ``dataset`` and ``warnings`` beside.
    """
    warnings = check_fit(geolocator, catalog)
    chosen = choose_split(geolocator, catalog, split)
    part = catalog.select(chosen)
    if len(part) == 0:
        message = f"split {chosen!r} of {catalog.path} has no places; choose another --split"
        raise UsageError(message)
    truth = truth_of(part)
    looks = look_at(geolocator, part, engine, lambda done, total: progress("asking the model", done, total))
    beliefs = looks.beliefs
    report: dict[str, Any] = {
        "dataset": {
            "name": catalog.info.name,
            "build_id": catalog.info.build_id,
            "source": catalog.info.source,
            "seed": catalog.info.seed,
            "split": chosen,
            "width": catalog.info.width,
            "height": catalog.info.height,
            "world_fingerprint": catalog.info.world_fingerprint,
        },
        "geolocator": geolocator.name,
        "network": count_parameters(geolocator.network),
        "decoding": geolocator.note.decoding,
        "warnings": warnings,
    }
    report |= _model_figures(geolocator, index, truth, looks)
    report["classification"] = classification_figures(geolocator.partition, truth.cells, beliefs.cells[:, -1])
    report["calibration"] = calibration_figures(beliefs.cells[:, -1], truth.cells)
    if keep is not None:
        keep(_answers(geolocator, part, truth, beliefs))
    baselines = _baselines(geolocator, index, truth)
    report["baselines"] = {name: _figures(geolocator, *judged) for name, judged in baselines.items()}
    distances = {name: errors for name, (errors, _) in baselines.items()}
    colour = _colour_source(index, train_catalog, geolocator)
    if colour is not None:
        distances["colour_knn"] = errors_km(truth.lats, truth.lons, *colour.predict(looks.colours))
        report["colour_knn"] = _figures(geolocator, distances["colour_knn"])
        report["colour_knn"]["places"] = len(colour.lats)
    report["baseline_percentiles_km"] = {
        name: np.percentile(errors, PERCENTILES).round(2).tolist() for name, errors in distances.items()
    }
    return report


def _answers(geolocator: NetworkGeolocator, part: Catalog, truth: Truth, beliefs: Beliefs) -> pd.DataFrame:
    """One row a place, as `answers.COLUMNS`."""
    import pandas as pd

    lats, lons = geolocator.decoder(beliefs.anchors[:, -1])
    columns = {
        "id": list(part.ids),
        "lat": lats,
        "lon": lons,
        "error_km": errors_km(truth.lats, truth.lons, lats, lons),
        "cell": truth.cells,
        "answered": beliefs.cells[:, -1].argmax(1),
        "belief": beliefs.cells[:, -1].max(1),
    }
    return pd.DataFrame(columns)


def count_parameters(network: Network) -> dict[str, int]:
    """Count a network's ``parameters``, and those that training changes (``trainable``)."""
    sizes = [(parameter.numel(), parameter.requires_grad) for parameter in network.parameters()]
    return {"parameters": sum(size for size, _ in sizes), "trainable": sum(size for size, learns in sizes if learns)}


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


def _model_figures(geolocator: NetworkGeolocator, index: pd.DataFrame, truth: Truth, looks: Looks) -> dict[str, Any]:
    beliefs, present = looks.beliefs, looks.present

    def judged(cells: NDArray[np.float32], anchors: NDArray[np.float32]) -> tuple[Floats, NDArray[np.int64]]:
        errors = errors_km(truth.lats, truth.lons, *geolocator.decoder(anchors))
        return errors, cell_ranks(cells, truth.cells)

    errors, ranks = judged(beliefs.cells[:, -1], beliefs.anchors[:, -1])
    average_errors, average_ranks = judged(beliefs.average_cells, beliefs.average_anchors)
    far = far_from_training(index, truth) if len(index) else np.zeros(len(truth.lats), dtype=bool)  # none is known
    counts = present.sum(1)
    by_views = {
        str(step + 1): _figures(geolocator, *judged(beliefs.cells[:, step], beliefs.anchors[:, step]))
        for step in range(present.shape[1])
        if present[:, : step + 1].all()
    }
    model, average = _figures(geolocator, errors, ranks), _figures(geolocator, average_errors, average_ranks)
    return {
        "model": model,
        "model_far": _figures(geolocator, errors[far], ranks[far]) if far.any() else None,
        "model_by_views": by_views,
        "by_view_count": {
            str(count): _figures(geolocator, errors[counts == count], ranks[counts == count])
            for count in np.unique(counts)
        },
        "by_cell": errors_by_cell(truth.cells, errors, beliefs.cells[:, -1].argmax(1)),
        "error_percentiles_km": np.percentile(errors, PERCENTILES).tolist(),
        "states": state_figures(truth.lats, truth.lons, *geolocator.decoder(beliefs.anchors[:, -1])),
        "average_head": average,
        "winner": _winner(geolocator.network, model["mean_km"], average["mean_km"]),
    }


def _winner(network: Network, joined_km: float, average_km: float) -> str | None:
    """Say whether the LSTM or averaging single views answers nearer; None for a network that averages anyway."""
    from geogame.geolocators.networks.base import PerView

    if isinstance(network, PerView):
        return None
    return "lstm" if joined_km <= average_km else "average"


def errors_by_cell(cells: NDArray[np.int64], errors: Floats, answered: NDArray[np.int64]) -> dict[str, dict[str, Any]]:
    """Figures of each cell that has places, hardest first.

    Parameters
    ----------
    cells, answered
        ``(n,)`` true cells (-1 outside all of them), and the best cells of the answers.
    errors
        ``(n,)`` km.

    Returns
    -------
    dict
        ``{"17": {"n", "mean_km", "median_km", "recall", "partner", "mistakes"}}``: ``mistakes`` has the wrong cells
        that were answered most often, commonest first, with their counts; ``partner`` is the first, or None.
    """
    own = {int(cell): cells == cell for cell in np.unique(cells[cells >= 0])}
    hardest_first = sorted(own, key=lambda cell: -float(errors[own[cell]].mean()))

    def row(cell: int) -> dict[str, Any]:
        found, mine = answered[own[cell]], errors[own[cell]]
        wrong = Counter(found[found != cell].tolist())
        mistakes = sorted(wrong.items(), key=lambda entry: (-entry[1], entry[0]))[:MISTAKES]
        return {
            "n": len(mine),
            "mean_km": float(mine.mean()),
            "median_km": float(np.median(mine)),
            "recall": float((found == cell).mean()),
            "partner": mistakes[0][0] if mistakes else None,
            "mistakes": {str(other): places for other, places in mistakes},
        }

    return {str(cell): row(cell) for cell in hardest_first}


def _baselines(
    geolocator: NetworkGeolocator, index: pd.DataFrame, truth: Truth
) -> dict[str, tuple[Floats, NDArray[np.int64]]]:
    """Distances and ranks of a random cell, the best constant for the training places, and the true cell's anchor."""
    anchors = geolocator.cell_anchors
    n = len(truth.lats)
    random = np.random.default_rng(0)
    guessed = random.integers(len(anchors), size=n)
    scattered = random.permuted(np.tile(np.arange(len(anchors)), (n, 1)), axis=1)
    random_ranks = scattered[np.arange(n), np.maximum(truth.cells, 0)]
    known = index[["lat", "lon"]].to_numpy(float) if len(index) else anchors
    lat, lon = geometric_median(known[:, 0], known[:, 1])
    own = int(geolocator.partition.locate(np.array([lat]), np.array([lon]))[0])
    constant_ranks = np.where(truth.cells == own, 0, len(anchors))
    true_cells = np.where(truth.cells >= 0, truth.cells, 0)

    def row(lats: Floats, lons: Floats, ranks: NDArray[np.int64]) -> tuple[Floats, NDArray[np.int64]]:
        return errors_km(truth.lats, truth.lons, lats, lons), ranks

    return {
        "random": row(anchors[guessed, 0], anchors[guessed, 1], random_ranks),
        "constant": row(np.full(n, lat), np.full(n, lon), constant_ranks),
        "oracle_cell": row(anchors[true_cells, 0], anchors[true_cells, 1], np.zeros(n, np.int64)),
    }


def _colour_source(
    index: pd.DataFrame, train_catalog: Catalog | None, geolocator: NetworkGeolocator
) -> ColourNeighbours | None:
    if train_catalog is None:
        return ColourNeighbours.from_index(index)
    part = train_catalog.select("train")
    slots = len(geolocator.headings_deg)
    reader = catalog_reader(part, slots)
    colours = [
        colour_statistics(read_views(ids, reader, slots, geolocator.size, crop=geolocator.crop).pixels)
        for ids in chunks_of(part.ids)
    ]
    truth = truth_of(part)
    return ColourNeighbours(np.concatenate(colours).astype(np.float64), truth.lats, truth.lons)
