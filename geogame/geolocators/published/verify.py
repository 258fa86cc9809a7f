"""Makes sure that a published model works with the very files that are on this machine, and keeps that it did."""

from __future__ import annotations

import json
import platform
from dataclasses import replace
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Any, Final

import numpy as np
import torch
from numpy.typing import NDArray

from geogame.errors import CheckpointError
from geogame.geolocators.published.geolocator import PublishedGeolocator
from geogame.geolocators.published.hub import Tell
from geogame.geolocators.published.install import install
from geogame.geolocators.published.shelf import (
    VERIFIED_FILE,
    Pin,
    PinnedPart,
    check_whole,
    files_of,
    fits,
    folder_of,
    hashes,
    part_folder,
    pins_digest,
    published,
    read_pins,
    write_pins,
    write_whole,
)

PICTURES: Final = 4
SIDE: Final = 256


def verify(name: str, tell: Tell, device: str | None = None) -> dict[str, Any]:
    """Check every file's hash, load the weights, ask about a few drawn pictures, and keep that it all went well.

    What is asked proves that the weights fit the architecture and answer like a model: finite, the same twice, and
    another for another picture. It does not prove that the answers are good; `evaluate` does, on photographs.

    Parameters
    ----------
    name
        The model's.
    tell
        Called with what is done.
    device
        As for `load_geolocator`.

    Returns
    -------
    dict
        What was checked, as it is kept in ``verified.json``.

    Raises
    ------
    CheckpointError
        If a file is missing or not what was pinned, or the model does not answer like one.
    """
    check_whole(name)
    pinned = check_files(name, tell)
    folder = install(name)
    geolocator = PublishedGeolocator.load(folder, device)
    answers = _answers(geolocator)
    told = {
        "model": name,
        "pins": pins_digest(name),
        "hub": all(part.commit for part in pinned.values()),
        "files": sum(len(part.files) for part in pinned.values()),
        "device": str(geolocator.device),
        "machine": platform.machine(),
        "versions": {package: version(package) for package in ("torch", "transformers")},
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "answers": answers,
    }
    write_whole(folder / VERIFIED_FILE, json.dumps(told, indent=1) + "\n")
    return told


def check_files(name: str, tell: Tell) -> dict[str, PinnedPart]:
    """Compare every file with its pin; files that were laid by hand get one, which later checks compare with.

    Raises
    ------
    CheckpointError
        If one is not what was pinned.
    """
    about, pins = published(name), read_pins(name)
    there = [path for paths in files_of(name).values() for path in paths]
    sizes = {path: (folder_of(name) / path).stat().st_size for path in there}
    done = 0
    for part in about.parts:
        known = pins.get(part.folder) or PinnedPart(part.repository, "", {})
        prefix = f"{part.folder}/" if part.folder else ""
        own = [path.removeprefix(prefix) for path in there if path.rpartition("/")[0] == part.folder]
        for file in own:
            before = done

            def show(bytes_done: int, file: str = file, before: int = before) -> None:
                tell(f"checking {file}", before + bytes_done, sum(sizes.values()))

            sha256, git = hashes(part_folder(name, part) / file, show)
            size = sizes[prefix + file]
            pin = known.files.get(file) or Pin(size, "", "")
            if pin.size != size or not fits(pin, sha256, git):
                message = (
                    f"{part_folder(name, part) / file} is not the file that was pinned ({pin.hub or pin.sha256}); "
                    f"`python -m geogame published download {name}` fetches it anew"
                )
                raise CheckpointError(message)
            known.files[file] = replace(pin, sha256=sha256)
            done += size
        pins[part.folder] = known
    write_pins(name, pins)
    return pins


def _answers(geolocator: PublishedGeolocator) -> list[list[float]]:
    places = [([picture], [0.0]) for picture in drawn_pictures()]
    first = geolocator.predict_batch(places)
    beliefs = np.stack([each.probabilities for each in first])
    inputs = [geolocator.arrange(*place) for place in places]
    seen, again = ([geolocator.run(pictures[None], mask[None]).state for pictures, mask in inputs] for _ in range(2))
    features = torch.cat(seen).cpu().numpy()
    problem = ""
    if not np.isfinite(beliefs).all() or not np.allclose(beliefs.sum(1), 1, atol=1e-3):
        problem = "its probabilities are not finite or do not add up to one"
    elif not np.allclose(features, torch.cat(again).cpu().numpy(), rtol=1e-3, atol=1e-5):
        problem = "it sees something else in a picture when it is shown again"
    elif np.ptp(features, axis=0).max() < 1e-6:
        problem = "it sees the same in every picture"
    if problem:
        message = f"{geolocator.name} does not answer like a model: {problem}; download it anew, or report this"
        raise CheckpointError(message)
    return [[round(each.lat, 4), round(each.lon, 4)] for each in first]


def drawn_pictures() -> list[NDArray[np.uint8]]:
    """Pictures ``(256, 256, 3)`` uint8 that are the same on every machine and unlike one another: bands of colour."""
    down, across = np.mgrid[0:SIDE, 0:SIDE] / SIDE
    found = []
    for number in range(PICTURES):
        waves = [np.sin((number + 1) * (down * (k + 1) + across * (3 - k)) * 6.0 + k + number) for k in range(3)]
        found.append(np.round(127.5 + 127.5 * np.stack(waves, -1)).astype(np.uint8))
    return found
