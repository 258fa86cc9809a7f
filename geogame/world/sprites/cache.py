"""Keep the baked atlas: in memory for this process, on disk for the next."""

from __future__ import annotations

import contextlib
import functools
import hashlib
import logging
import os
import threading
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from geogame.world.sprites.bake import LEVELS, Atlas, bake, list_species

CACHE_DIR_VARIABLE = "GEOGAME_CACHE_DIR"

_log = logging.getLogger(__name__)
_lock = threading.Lock()


def cache_directory() -> Path:
    """Return where remakable things are kept: `$GEOGAME_CACHE_DIR`, else the platform's cache."""
    chosen = os.environ.get(CACHE_DIR_VARIABLE)
    if chosen:
        return Path(chosen).expanduser()
    from platformdirs import user_cache_path

    return user_cache_path("geogame")


@functools.cache
def version() -> str:
    """Return 16 hex digits that change whenever the code that draws sprites changes."""
    digest = hashlib.sha256()
    for path in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(path.read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()[:16]


def cache_file(directory: Path | None = None) -> Path:
    """Return the file in which the atlas of this version is kept."""
    return (directory or cache_directory()) / f"sprites-{version()}.npz"


_kept: dict[str, Atlas] = {}


def atlas(progress: Callable[[int, int], None] | None = None) -> Atlas:
    """Return the atlas: from memory, else from disk, else baked now (some seconds) and kept.

    Parameters
    ----------
    progress
        Called with (sprites done, sprites in all) while baking.
    """
    with _lock:
        found = _kept.get(version())
        if found is None:
            found = _kept[version()] = load_or_bake(cache_file(), progress)
        return found


def load_or_bake(path: Path, progress: Callable[[int, int], None] | None = None) -> Atlas:
    """Read the atlas from `path`; where it is missing or damaged, bake it and write it there.

    Several processes may do this at once: each writes its own temporary file and renames it, so a reader
    sees a whole file or none.
    """
    stored = _read(path)
    if stored is None:
        stored = bake(progress=progress)
        try:
            _write(path, *stored)
        except OSError as error:
            _log.warning("The sprite atlas could not be kept at %s (%s); it is baked anew each time.", path, error)
    return Atlas(*stored, list_species())


def _read(path: Path) -> tuple[NDArray[np.uint8], NDArray[np.int64]] | None:
    """Read a stored atlas, or return None where there is none that is whole."""
    try:
        with path.open("rb") as stream, np.load(stream, allow_pickle=False) as stored:
            texels, levels = stored["texels"], stored["levels"]
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile, zipfile.LargeZipFile) as error:
        _log.warning("The stored sprite atlas %s is damaged (%s); it is baked anew.", path, error)
        return None
    sprites = max(species.first + species.variants for species in list_species().values())
    if levels.shape != (sprites, LEVELS, 3) or len(texels) != int((levels[:, :, 1] * levels[:, :, 2]).sum()):
        _log.warning("The stored sprite atlas %s is not the expected one; it is baked anew.", path)
        return None
    return texels, levels


def _write(path: Path, texels: NDArray[np.uint8], levels: NDArray[np.int64]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f"{path.stem}.{os.getpid()}.tmp")
    try:
        with temporary.open("wb") as stream:
            np.savez(stream, texels=texels, levels=levels)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
    for old in path.parent.glob("sprites-*.npz"):
        if old != path:
            with contextlib.suppress(OSError):  # another process may be reading it
                old.unlink()
