"""What is there to play with: datasets and checkpoints found by their small JSON files, opened later.

The start screen needs names only, so nothing here imports pandas, pyarrow or torch.
"""

from __future__ import annotations

import json
import os
import shlex
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import geogame
from geogame.geolocators.checkpoint import APPRENTICE_FILE

PACKAGE: Final = Path(geogame.__file__).parent
PROJECT: Final = PACKAGE.parent
DATASETS_VARIABLE: Final = "GEOGAME_DATASETS"
MODELS_VARIABLE: Final = "GEOGAME_MODELS"
PUBLISHED_VARIABLE: Final = "GEOGAME_PUBLISHED"
RUNS_VARIABLE: Final = "GEOGAME_RUNS"
"""As in `geogame.training.runs`, which is not imported here; a test compares the two."""
BASELINES: Final = ("constant", "random", "oracle_cell")
"""As in `geogame.game`, which is not imported here; a test compares the two."""


@dataclass(frozen=True)
class Dataset:
    """A finished catalog on disk.

    Attributes
    ----------
    name, path
        What it is called, and its folder.
    region, partition, fingerprint
        Where its places lie and how that is cut into cells; the fingerprint is empty where it cannot be read.
    source
        Where its views come from.
    attribution
        Of the whole; each place has its own.
    panoramas
        Whether some places have a full turn.
    held_out, training
        Places of its test and of its training split; None where that cannot be read.
    restricted
        Why its pictures must not be shown; empty where they may be.
    """

    name: str
    path: Path
    region: str
    partition: str
    source: str
    panoramas: bool = False
    fingerprint: str = ""
    attribution: str = ""
    held_out: int | None = None
    training: int | None = None
    restricted: str = ""

    @property
    def rendered(self) -> bool:
        """Whether its views are drawn, not photographed."""
        return self.source == "rendered"

    @property
    def playable(self) -> bool:
        """Whether there is something to play with; a damaged one is left to `open_catalog` to explain."""
        return self.held_out != 0 and not self.restricted


@dataclass(frozen=True)
class Installed:
    """Datasets and opponents one can choose from, best first.

    Attributes
    ----------
    datasets : tuple of Dataset
        Finished catalogs.
    models : dict of str to Path
        Installed checkpoints by name.
    trained : dict of str to Path
        What was trained on this machine and not installed, as ``runs/NAME``.
    published : dict of str to Path
        Published models that were downloaded; they answer in the cells of any dataset.
    galleries : tuple of Path
        What `embed` wrote beside the datasets: features of pictures to look among.
    """

    datasets: tuple[Dataset, ...]
    models: Mapping[str, Path]
    trained: Mapping[str, Path] = field(default_factory=dict)
    published: Mapping[str, Path] = field(default_factory=dict)
    galleries: tuple[Path, ...] = ()

    @property
    def checkpoints(self) -> dict[str, Path]:
        """Installed ones first, then what was trained here, then published ones."""
        return {**self.models, **self.trained, **self.published}

    @property
    def opponents(self) -> tuple[str, ...]:
        """Trained models first, then the baselines."""
        return (*self.checkpoints, *BASELINES)

    def fitting(self, dataset: Dataset) -> dict[str, bool]:
        """Checkpoints that answer in a dataset's cells, and whether each learnt from views of its kind; those first.

        One that cannot be read is left in, for whoever loads it to explain.
        """
        found = {}
        for name, path in self.checkpoints.items():
            about = _read(path / "checkpoint.json")
            fingerprint = about.get("partition_fingerprint", "")
            if name in self.published or "" in (fingerprint, dataset.fingerprint) or fingerprint == dataset.fingerprint:
                found[name] = not about or bool(about.get("world_fingerprint")) == dataset.rendered
        return dict(sorted(found.items(), key=lambda entry: not entry[1]))

    def has_apprentice(self, name: str) -> bool:
        """Whether a checkpoint holds an early state of its network, to be played against."""
        folder = self.checkpoints.get(name)
        return folder is not None and (folder / APPRENTICE_FILE).is_file()

    def seen_size(self, name: str) -> tuple[int, int] | None:
        """Width and height in pixels at which a checkpoint reads a view; None where nothing says so."""
        folder = self.checkpoints.get(name)
        config = {} if folder is None else _read(folder / "checkpoint.json").get("config", {})
        match config:
            case {"size": [int(height), int(width)]}:
                return width, height
        return None

    def dataset(self, name: str) -> Dataset | None:
        """Return a dataset by name, ``None`` when it is not installed."""
        return next((dataset for dataset in self.datasets if dataset.name == name), None)


def look(environment: Mapping[str, str] = os.environ) -> Installed:
    """Find datasets and checkpoints.

    ``GEOGAME_DATASETS`` and ``GEOGAME_MODELS`` name folders to look in instead of the project's own
    (separated as in ``PATH``); each may be a dataset or checkpoint itself, or hold several. ``GEOGAME_RUNS`` names
    the folder of trainings.
    """
    data_roots = _roots(environment.get(DATASETS_VARIABLE), (PACKAGE / "data", PROJECT / "data"))
    model_roots = _roots(environment.get(MODELS_VARIABLE), (PROJECT / "models",))
    datasets = tuple(_dataset(path) for path in _holders(data_roots, "catalog.json"))
    models = {path.name: path for path in reversed(_holders(model_roots, "checkpoint.json"))}
    runs = Path(environment.get(RUNS_VARIABLE) or PROJECT / "runs").absolute()
    published = {path.name: path for path in _holders((_published_root(environment),), "checkpoint.json")}
    return Installed(
        datasets=datasets,
        models=dict(sorted(models.items())),
        trained=_trained(runs),
        published=published,
        galleries=tuple(_holders(data_roots, "gallery.json")),
    )


def _published_root(environment: Mapping[str, str]) -> Path:
    from geogame.geolocators.published import published_folder

    chosen = environment.get(PUBLISHED_VARIABLE)
    return Path(chosen) if chosen else published_folder()


def _trained(runs: Path) -> dict[str, Path]:
    """Find the checkpoints of trainings: each run's own, those of folds one level below."""
    found = (
        note.parent for pattern in ("*", "*/fold-*") for note in sorted(runs.glob(f"{pattern}/model/checkpoint.json"))
    )
    return {f"runs/{path.parent.relative_to(runs).as_posix()}": path for path in found}


def datasets_folder(environment: Mapping[str, str] = os.environ) -> Path:
    """Where a new dataset is put so that `look` finds it: the last folder it looks in that is no dataset itself."""
    roots = _roots(environment.get(DATASETS_VARIABLE), (PROJECT / "data",))
    return next((root for root in reversed(roots) if not (root / "catalog.json").is_file()), roots[-1].parent)


def build_command(preset: str, *options: str, environment: Mapping[str, str] = os.environ) -> str:
    """Write the command that builds a dataset where `look` finds it; it is given in the project's folder."""
    out = _shown(datasets_folder(environment) / preset)
    return shlex.join(["python", "-m", "geogame", "dataset", "build", preset, *options, "--out", out])


def train_command(recipe: str = "usa-rendered", environment: Mapping[str, str] = os.environ) -> str:
    """Write the command that trains a model where `look` finds it; it is given in the project's folder."""
    chosen = environment.get(RUNS_VARIABLE)
    out = ["--out", _shown(Path(chosen) / recipe)] if chosen else []
    return shlex.join(["python", "-m", "geogame", "train", recipe, *out])


def _shown(folder: Path) -> str:
    whole = folder.absolute()
    return str(whole.relative_to(PROJECT) if whole.is_relative_to(PROJECT) else whole)


def _roots(variable: str | None, default: tuple[Path, ...]) -> tuple[Path, ...]:
    if not variable:
        return default
    return tuple(Path(part) for part in variable.split(os.pathsep) if part)


def _holders(roots: tuple[Path, ...], marker: str) -> list[Path]:
    """Return the folders that hold ``marker``: a root itself or its direct children, by name."""
    found: list[Path] = []
    for root in roots:
        if (root / marker).is_file():
            found.append(root)
        elif root.is_dir():
            found.extend(sorted(path.parent for path in root.glob(f"*/{marker}")))
    return found


def _dataset(folder: Path) -> Dataset:
    """Read the little one needs to offer a dataset; a damaged one is left to `open_catalog` to explain."""
    info = _read(folder / "catalog.json")
    counts = info.get("counts")
    held_out, training = (counts.get(name) if isinstance(counts, dict) else None for name in ("test", "train"))
    return Dataset(
        name=str(info.get("name", folder.name)),
        path=folder,
        region=str(info.get("region", "usa")),
        partition=str(info.get("partition", "fishnet")),
        source=str(info.get("source", "rendered")),
        panoramas=(folder / "panoramas.json").is_file(),
        fingerprint=str(info.get("partition_fingerprint", "")),
        attribution=str(info.get("attribution", "")),
        held_out=held_out if isinstance(held_out, int) else None,
        training=training if isinstance(training, int) else None,
        restricted=str(info.get("restricted", "")),
    )


def _read(path: Path) -> dict[str, Any]:
    """Read a JSON object; an empty one where there is none."""
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return raw if isinstance(raw, dict) else {}
