"""GEOLOCATORS: everything that answers "where was this taken?", by name.

Importing this package imports no torch; `load_geolocator` does.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from geogame.errors import CheckpointError
from geogame.geolocators.base import Geolocator, Prediction
from geogame.geolocators.baselines import Constant, OracleCell, RandomCell
from geogame.geolocators.checkpoint import NOTE_FILE, read_note
from geogame.geolocators.published import PUBLISHED, published_folder

if TYPE_CHECKING:
    from geogame.partitions import Partition

__all__ = [
    "GEOLOCATORS",
    "Constant",
    "Geolocator",
    "OracleCell",
    "Prediction",
    "RandomCell",
    "find_models",
    "load_apprentice",
    "load_geolocator",
    "onto",
]

MODELS_FOLDER: Final = Path(__file__).parents[2] / "models"


def _load_network(folder: Path, device: str | None) -> Geolocator:
    from geogame.geolocators.trained import NetworkGeolocator

    return NetworkGeolocator.load(folder, device)


def _load_retrieval(folder: Path, device: str | None) -> Geolocator:
    from geogame.geolocators.retrieval import RetrievalGeolocator

    return RetrievalGeolocator.load(folder, device)


def _load_published(folder: Path, device: str | None) -> Geolocator:
    from geogame.geolocators.published.geolocator import PublishedGeolocator

    return PublishedGeolocator.load(folder, device)


GEOLOCATORS: Final[dict[str, Callable[[Path, str | None], Geolocator]]] = {
    "cnn": _load_network,
    "cnn_lstm": _load_network,
    "cnn_lstm_seed": _load_network,
    "geospottr": _load_network,
    "resnext": _load_network,
    "retrieval": _load_retrieval,
    "streetclip": _load_published,
    "geoclip": _load_published,
    "osv5m": _load_published,
}


def find_models() -> list[Path]:
    """Folders under ``models/`` that hold a checkpoint, by name; then the published models that are here."""
    own = sorted(note.parent for note in MODELS_FOLDER.glob(f"*/{NOTE_FILE}"))
    return own + sorted(note.parent for note in published_folder().glob(f"*/{NOTE_FILE}"))


def model_folder(name_or_path: str | Path) -> Path:
    """Find a checkpoint by its name under ``models/`` or its path; `CheckpointError` if there is none."""
    for folder in (MODELS_FOLDER / str(name_or_path), Path(name_or_path), published_folder() / str(name_or_path)):
        if (folder / NOTE_FILE).is_file():
            return folder
    if str(name_or_path) in PUBLISHED:
        about = PUBLISHED[str(name_or_path)]
        message = (
            f"{about.title} is a published model ({about.terms}) that is not on this machine; "
            f"`python -m geogame published download {about.name}` fetches it, about {about.gigabytes} GB"
        )
        raise CheckpointError(message)
    if Path(name_or_path).is_dir():
        read_note(Path(name_or_path))
    known = ", ".join(folder.name for folder in find_models()) or "none"
    message = f"there is no model {str(name_or_path)!r}; models here: {known}. Give one of them, or a folder's path"
    raise CheckpointError(message)


def load_geolocator(name_or_path: str | Path, device: str | None = None) -> Geolocator:
    """Open a checkpoint by name (under ``models/``) or path.

    Parameters
    ----------
    name_or_path
        As `find_models` lists them, or any checkpoint folder.
    device
        ``cpu``, ``cuda``, ``mps`` or None: ``GEOGAME_DEVICE``, else the best one present.

    Raises
    ------
    CheckpointError
        If it is missing, damaged, foreign, or made for another partition; the message says what to do.
    """
    folder = model_folder(name_or_path)
    kind = read_note(folder).geolocator
    if kind not in GEOLOCATORS:
        message = (
            f"checkpoint {folder} is a {kind!r}, and this version knows {', '.join(GEOLOCATORS)}; open it with the "
            "version that wrote it, or train it anew"
        )
        raise CheckpointError(message)
    return GEOLOCATORS[kind](folder, device)


def load_apprentice(name_or_path: str | Path, device: str | None = None) -> Geolocator:
    """Open the early state of a network that its checkpoint folder may hold; arguments as for `load_geolocator`.

    Raises
    ------
    CheckpointError
        If the folder holds none, or is missing, damaged, foreign, or made for another partition.
    """
    from geogame.geolocators.trained import NetworkGeolocator

    return NetworkGeolocator.load_apprentice(model_folder(name_or_path), device)


def onto(geolocator: Geolocator, partition: Partition) -> Geolocator:
    """Return a geolocator that answers in a partition's cells: a published one can in any, others stay as they are."""
    place: Callable[[Partition], Geolocator] | None = getattr(geolocator, "onto", None)
    return geolocator if place is None else place(partition)
