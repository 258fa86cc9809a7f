"""From a finished run to a checkpoint folder: half-precision weights, decoding, and the index of training places."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import torch
from numpy.typing import NDArray

from geogame.datasets import colour_statistics
from geogame.geo import distance_km
from geogame.geolocators.checkpoint import (
    APPRENTICE,
    APPRENTICE_FILE,
    INDEX_FILE,
    METRICS_FILE,
    WEIGHTS_FILE,
    CheckpointNote,
    load_weights,
    read_tensors,
    write_note,
    write_tensors,
    write_text,
)
from geogame.geolocators.decoding import Decoder
from geogame.geolocators.eightbit import restore, shrink
from geogame.regions import load_region
from geogame.training.names import BEST_FILE, EARLY_FILE

if TYPE_CHECKING:
    from geogame.catalog import Catalog
    from geogame.geolocators.networks import Network
    from geogame.partitions import Partition
    from geogame.training.classification import ClassificationTask
    from geogame.training.loop import Trainer

EMBEDDED_PLACES: Final = 10_000
EMBEDDING: Final = 64
POWERS: Final = (0.7, 0.85, 1.0, 1.2, 1.5, 2.0, 3.0)


def export(trainer: Trainer, catalog: Catalog, partition: Partition, recipe_file: Path, folder: Path) -> None:
    """Write the checkpoint folder of a finished run, from its best averaged weights; its apprentice beside them.

    Parameters
    ----------
    trainer
        After its run.
    catalog
        What it was trained on.
    partition
        The cells.
    recipe_file
        Copied beside the weights.
    folder
        Made if it is not there; files of the same names are replaced.
    """
    folder.mkdir(parents=True, exist_ok=True)
    best = trainer.folder / BEST_FILE
    load_weights(trainer.average, read_tensors(best)[0], best)
    exported = trainer.task.export(trainer.average, catalog, folder)
    tensors = {name: _half(value) for name, value in trainer.average.state_dict().items()} | exported.tensors
    tensors = {name: value.float() if value.dtype == torch.float64 else value for name, value in tensors.items()}
    write_tensors(folder / WEIGHTS_FILE, tensors, {"format": "pt"})
    apprentice = export_apprentice(trainer, exported.tensors, folder)
    recipe = trainer.recipe
    note = CheckpointNote(
        geolocator=recipe.geolocator.kind,
        config=trainer.average.config.to_json(),
        region=recipe.data.region,
        partition=recipe.data.partition,
        partition_fingerprint=partition.fingerprint,
        world_fingerprint=catalog.info.world_fingerprint,
        dataset_build_ids=_builds(trainer, catalog),
        headings_deg=list(catalog.info.headings_deg),
        training_seed=recipe.training.seed,
        decoding=exported.decoding,
        crop=list(recipe.data.crop),
        extra={
            "title": recipe.title,
            "training_places": len(trainer.task.train_rows),
            "training_seconds": round(trainer.state.elapsed_s),
            "training_device": next(trainer.network.parameters()).device.type,
            "source": catalog.info.source,
            **({"init": trainer.ancestor.as_json()} if trainer.ancestor else {}),
            **({"backbone": trainer.lender.as_json()} if trainer.lender else {}),
            **({APPRENTICE: apprentice} if apprentice else {}),
        },
    )
    write_note(folder, note)
    write_text(folder / "recipe.toml", recipe_file.read_text("utf-8"))
    metrics = {"validation": exported.validation, "curve": trainer.state.history, "evaluations": {}}
    write_text(folder / METRICS_FILE, json.dumps(metrics, indent=1) + "\n")


def export_apprentice(trainer: Trainer, beside: dict[str, torch.Tensor], folder: Path) -> dict[str, Any] | None:
    """Write what a run kept of its first tenth as ``apprentice.safetensors``; return what is known of it.

    Parameters
    ----------
    trainer
        After its run; its average is left with the apprentice's weights.
    beside
        The tensors beside the network's own in the model's file; those of places go with the apprentice too.
    folder
        The checkpoint's.

    Returns
    -------
    dict or None
        When the weights are from, how they are decoded, and their figures on the validation split in eight bits;
        None for a run that kept none.
    """
    if trainer.state.early is None:
        return None
    path = trainer.folder / EARLY_FILE
    small = shrink(read_tensors(path)[0])
    load_weights(trainer.average, restore(small, path), path)
    decoding, validation = trainer.task.decoding(trainer.average)
    places = {name: value.float() for name, value in beside.items() if name.startswith("geo.")}
    write_tensors(folder / APPRENTICE_FILE, small | places, {"format": "pt"})
    return {
        "epoch": trainer.state.early["epoch"],
        "epochs": trainer.state.history[-1]["epoch"],
        "step": trainer.state.early["step"],
        "init": trainer.ancestor.folder.name if trainer.ancestor else None,
        "decoding": decoding,
        "validation": validation,
    }


def _builds(trainer: Trainer, catalog: Catalog) -> list[str]:
    """Every catalog whose training places the weights have seen, the latest first."""
    before = (each for each in (trainer.ancestor, trainer.lender) if each is not None)
    return list(
        dict.fromkeys([catalog.info.build_id, *(build for each in before for build in each.note.dataset_build_ids)])
    )


def choose_decoding(task: ClassificationTask, network: Network) -> tuple[dict[str, Any], dict[str, Any]]:
    """Pick the power of the probabilities on the validation split; returns settings and every rule's mean in km."""
    recipe = task.recipe.decoding
    scale_km = load_region(task.recipe.data.region).score_scale
    decay_km = scale_km.km / 10 if scale_km.kind == "diagonal" else scale_km.km
    rows = task.val_rows
    _, probabilities = task.probabilities(network, rows)

    def mean_km(rule: Any, power: float) -> float:
        lats, lons = Decoder(task.anchors, rule, decay_km, power)(probabilities)
        return float(np.mean(distance_km(task.table.lats[rows], task.table.lons[rows], lats, lons)))

    powers = POWERS if recipe.power == "validated" else (recipe.power,)
    tried = {power: mean_km(recipe.rule, power) for power in powers}
    power = min(tried, key=lambda value: tried[value])
    validation = {
        "places": len(rows),
        "mean_km": tried[power],
        "mean_km_by_power": {str(key): value for key, value in tried.items()},
        "mean_km_by_rule": {rule: mean_km(rule, power) for rule in ("geometric_median", "expected_score", "argmax")},
    }
    return {"rule": recipe.rule, "scale_km": decay_km, "power": power}, validation


def _half(value: torch.Tensor) -> torch.Tensor:
    """Matrices and filters as float16; norms, biases and counters as they are."""
    return value.half() if value.is_floating_point() and value.ndim > 1 else value


def write_index(
    task: ClassificationTask, network: Network, catalog: Catalog, folder: Path
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Write ``training_index.parquet`` and return the embedding's mean and basis."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    rows = task.train_rows
    chosen = np.zeros(len(rows), dtype=bool)
    picked = np.random.default_rng(task.recipe.training.seed).permutation(len(rows))[:EMBEDDED_PLACES]
    chosen[picked] = True
    states = np.concatenate([output.state.cpu().numpy() for output in task.outputs(network, rows[chosen])])
    mean, basis = principal_axes(states.astype(np.float64), EMBEDDING)
    embedding = (states - mean) @ basis
    scale = (np.abs(embedding).max() or 1.0) / 127
    small = np.rint(embedding / scale).astype(np.int8)
    colours = np.concatenate(
        [colour_statistics(task.table.pixels[part]) for part in np.array_split(rows[chosen], 64) if len(part)]
    )
    frame = catalog.locations.iloc[rows]
    table = pa.table(
        {
            "lat": pa.array(frame["lat"].to_numpy(np.float64)),
            "lon": pa.array(frame["lon"].to_numpy(np.float64)),
            "day_of_year": pa.array(frame["day_of_year"].to_numpy(np.int16)),
            "solar_hour": pa.array(frame["solar_hour"].to_numpy(np.float32)),
            "scene_seed": pa.array(frame["scene_seed"].to_numpy(np.int64)),
            "cell": pa.array(frame["cell"].to_numpy(np.int16)),
            "embedding": _bytes(small, chosen),
            "colour": _bytes(colours, chosen),
        }
    ).replace_schema_metadata({"embedding_scale": str(scale), "embedding": "int8", "colour": "float16"})
    pq.write_table(
        table, folder / INDEX_FILE, compression="zstd", compression_level=15, use_dictionary=["day_of_year", "cell"]
    )
    return mean, basis


def _bytes(values: NDArray[Any], chosen: NDArray[np.bool_]) -> Any:
    """Fixed-size binary column with one entry per chosen row, null elsewhere."""
    import pyarrow as pa

    entries: list[bytes | None] = [None] * len(chosen)
    for row, value in zip(np.flatnonzero(chosen), values, strict=True):
        entries[row] = value.tobytes()
    return pa.array(entries, pa.binary(values.shape[1] * values.itemsize))


def principal_axes(states: NDArray[np.float64], count: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Mean ``(d,)`` and the ``count`` axes ``(d, count)`` of largest variance (zero axes if there are fewer)."""
    mean = states.mean(0)
    values, vectors = np.linalg.eigh(np.cov(states - mean, rowvar=False))
    basis = vectors[:, np.argsort(values)[::-1][:count]]
    return mean, np.pad(basis, ((0, 0), (0, count - basis.shape[1])))
