"""Recorded evaluations of several models, brought together by the places they were measured on."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from geogame.errors import CheckpointError
from geogame.geolocators.checkpoint import METRICS_FILE, WEIGHTS_FILE, read_note

BASELINES: Final = ("colour_knn", "random", "constant", "oracle_cell")
STATISTICS: Final = ("running_mean", "running_var", "num_batches_tracked")
"""Ends of the names of what a network keeps and does not learn."""


@dataclass(frozen=True)
class Model:
    """A checkpoint folder as far as its small files tell.

    Attributes
    ----------
    name, folder
        What it is called here, and where it lies.
    title, kind, region, partition, partition_fingerprint
        Of its note; empty where that cannot be read.
    parameters, megabytes
        Weights, and size of the whole folder (10⁶ bytes); ``parameters`` is None where the file cannot be read.
    reports
        Its recorded evaluations.
    problem
        Why it cannot be used; empty if it can.
    published
        Whether others published it, and so it answers in the cells of any dataset.
    """

    name: str
    folder: Path
    title: str = ""
    kind: str = ""
    region: str = ""
    partition: str = ""
    partition_fingerprint: str = ""
    parameters: int | None = None
    megabytes: float = 0.0
    reports: Sequence[Mapping[str, Any]] = ()
    problem: str = ""
    published: bool = False


@dataclass(frozen=True, order=True)
class Places:
    """The places that results were measured on; results of different ones are never put side by side.

    Attributes
    ----------
    source
        Where the views come from: ``rendered`` or a source of photographs.
    name, seed, build_id, world, split, n
        Dataset, its seed, build and world, the split, and how many places of it.
    """

    source: str
    name: str
    seed: int
    build_id: str
    world: str
    split: str
    n: int

    @property
    def rendered(self) -> bool:
        """Whether the views are drawn, not photographed."""
        return self.source == "rendered"


@dataclass(frozen=True)
class Line:
    """One line of a comparison.

    Attributes
    ----------
    name
        Model, or baseline as in `BASELINES`.
    figures
        As `evaluation.metrics.figures` gives them.
    percentiles_km
        0th to 100th percentile of the distances, km; empty where they were not recorded.
    model
        None for a baseline.
    report
        The whole report the line is from.
    """

    name: str
    figures: Mapping[str, Any]
    percentiles_km: Sequence[float] = ()
    model: Model | None = None
    report: Mapping[str, Any] = field(default_factory=dict)

    @property
    def parameters(self) -> int | None:
        """Weights of the network: those that training changes where the report tells them apart."""
        counted = self.report.get("network")
        if self.model is None:
            return None
        return int(counted["trainable"]) if counted else self.model.parameters


@dataclass(frozen=True)
class Comparison:
    """Models and baselines on the same places, each by smallest mean distance first."""

    places: Places
    models: tuple[Line, ...]
    baselines: tuple[Line, ...]

    @property
    def lines(self) -> tuple[Line, ...]:
        """All of them, smallest mean distance first."""
        return tuple(sorted((*self.models, *self.baselines), key=_mean_km))


def read_model(name: str, folder: Path) -> Model:
    """Read what a checkpoint's small files tell; what is wrong with them is told in ``problem``."""
    try:
        note = read_note(folder)
        path = folder / METRICS_FILE
        reports = json.loads(path.read_text("utf-8"))["evaluations"].values() if path.is_file() else ()
        for report in reports:
            places_of(report)
    except CheckpointError as error:
        return Model(name, folder, problem=str(error))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        why = f"{folder / METRICS_FILE} is damaged ({type(error).__name__}: {error}); evaluate the model again"
        return Model(name, folder, problem=why)
    return Model(
        name=name,
        folder=folder,
        title=str(note.extra.get("title", "")),
        kind=note.geolocator,
        region=note.region,
        partition=note.partition,
        partition_fingerprint=note.partition_fingerprint,
        parameters=count_weights(folder / WEIGHTS_FILE),
        megabytes=sum(file.stat().st_size for file in folder.iterdir() if file.is_file()) / 1e6,
        reports=tuple(reports),
        published=bool(note.extra.get("published")),
    )


def count_weights(path: Path) -> int | None:
    """Count the weights in a safetensors file by its header alone; None where it cannot be read.

    The format is described at https://huggingface.co/docs/safetensors.
    """
    try:
        with path.open("rb") as file:
            length = int.from_bytes(file.read(8), "little")
            if length > path.stat().st_size:
                return None
            header = json.loads(file.read(length))
        shapes: dict[str, list[int]] = {
            name: entry["shape"] for name, entry in header.items() if name != "__metadata__"
        }
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    return sum(
        math.prod(shape)
        for name, shape in shapes.items()
        if not name.startswith(("geo.", "embedding.")) and not name.endswith(STATISTICS)
    )


def places_of(report: Mapping[str, Any]) -> Places:
    """Say which places a report is about.

    Reports without a ``source`` were written when every view was rendered.
    """
    about = report["dataset"]
    return Places(
        source=str(about.get("source", "rendered")),
        name=str(about["name"]),
        seed=int(about["seed"]),
        build_id=str(about["build_id"]),
        world=str(about["world_fingerprint"]),
        split=str(about["split"]),
        n=int(report["model"]["n"]),
    )


def compare(models: Iterable[Model]) -> list[Comparison]:
    """Bring together what was measured on the same places: rendered ones first, then by how many models."""
    found: dict[Places, list[Line]] = {}
    for model in models:
        for report in model.reports:
            line = Line(model.name, report["model"], report.get("error_percentiles_km", ()), model, report)
            found.setdefault(places_of(report), []).append(line)
    comparisons = [
        Comparison(places, tuple(sorted(lines, key=_mean_km)), _baselines(lines)) for places, lines in found.items()
    ]
    return sorted(comparisons, key=lambda each: (not each.places.rendered, -len(each.models), -each.places.n))


def _mean_km(line: Line) -> float:
    return float(line.figures["mean_km"])


def _baselines(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Give each baseline once: where training sets differ and so do their baselines, the best one."""
    best: dict[str, Line] = {}
    for line in lines:
        figures = {**line.report["baselines"], "colour_knn": line.report.get("colour_knn")}
        percentiles = line.report.get("baseline_percentiles_km", {})
        for name in BASELINES:
            if (row := figures.get(name)) is not None:
                own = Line(name, row, percentiles.get(name, ()), report=line.report)
                best[name] = min(best.get(name, own), own, key=_mean_km)
    return tuple(sorted(best.values(), key=_mean_km))
