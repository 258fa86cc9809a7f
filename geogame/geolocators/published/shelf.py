"""What of the published models is on this machine: their folder, what is missing, the hashes kept, what was verified.

Nothing heavy is imported here: pages ask it on every visit.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from geogame.errors import CheckpointError, UsageError
from geogame.geolocators.published.known import PUBLISHED, Part, Published, chosen

VARIABLE: Final = "GEOGAME_PUBLISHED"
PINS_FILE: Final = "published.json"
HUB: Final = "https://huggingface.co"
HUB_VARIABLE: Final = "HF_ENDPOINT"
VERIFIED_FILE: Final = "verified.json"
FORMAT: Final = 1
BLOCK: Final = 1 << 20


def published_folder() -> Path:
    """Where downloaded models lie, each in a folder of its name: ``GEOGAME_PUBLISHED``, else among the user's data."""
    chosen_folder = os.environ.get(VARIABLE)
    if chosen_folder:
        return Path(chosen_folder).expanduser()
    from platformdirs import user_data_path

    return user_data_path("geogame") / "published"


def hub_url() -> str:
    """Return the hub's address: ``HF_ENDPOINT``, as the hub's own programs call it, else Hugging Face."""
    return os.environ.get(HUB_VARIABLE, "").rstrip("/") or HUB


def published(name: str) -> Published:
    """Return a published model by name; `UsageError` if there is none."""
    if name not in PUBLISHED:
        message = f"there is no published model {name!r}; choose one of {', '.join(PUBLISHED)}"
        raise UsageError(message)
    return PUBLISHED[name]


def folder_of(name: str) -> Path:
    """Return the folder that a model's files are to lie in."""
    return published_folder() / published(name).name


def part_folder(name: str, part: Part) -> Path:
    """Return the folder of one repository's files."""
    return folder_of(name) / part.folder


def files_of(name: str, folder: Path | None = None) -> dict[str, list[str]]:
    """Return what is there of each wanted file: path under the model's folder (a pattern, maybe) -> paths found."""
    found: dict[str, list[str]] = {}
    for part in published(name).parts:
        here = (folder or folder_of(name)) / part.folder
        names = sorted(path.name for path in here.iterdir() if path.is_file()) if here.is_dir() else []
        prefix = f"{part.folder}/" if part.folder else ""
        for pattern in part.files:
            found[prefix + pattern] = [prefix + each for each in chosen(pattern, names)]
    return found


def missing(name: str, folder: Path | None = None) -> list[str]:
    """Return the wanted files that are not there, paths under the model's folder."""
    return [wanted.replace("|", " or ") for wanted, paths in files_of(name, folder).items() if not paths]


def check_whole(name: str, folder: Path | None = None) -> None:
    """Raise `CheckpointError` if a wanted file is missing; the message says which, and how to lay it there by hand."""
    if lacking := missing(name, folder):
        message = (
            f"{published(name).title} is not whole in {folder or folder_of(name)}: {', '.join(lacking)} missing. "
            f"`python -m geogame published download {name}` fetches what is missing. "
            f"Without a network:\n{by_hand(name)}"
        )
        raise CheckpointError(message)


def by_hand(name: str) -> str:
    """Say which files belong where, for whoever has no network here."""
    about = published(name)
    lines = [f"Files of {about.title}, to be laid by hand under {folder_of(name)}:"]
    for part in about.parts:
        where = part_folder(name, part)
        source = f"from {hub_url()}/{part.repository}/tree/{part.revision}"
        lines += [f"  {where / pattern.replace('|', ' or ')}  {source}" for pattern in part.files]
    lines.append(f"Then: python -m geogame published verify {name}")
    return "\n".join(lines)


@dataclass(frozen=True, slots=True)
class Pin:
    """What a file must be.

    Attributes
    ----------
    size
        Bytes.
    sha256
        Of its content; empty as long as it was not computed here.
    hub
        What the hub said it is, ``sha256:…`` or ``git:…`` (the hash of a blob); empty where it was laid by hand.
    """

    size: int
    sha256: str
    hub: str


@dataclass(frozen=True, slots=True)
class PinnedPart:
    """One repository's files as they were first met: the commit (empty: laid by hand), and a pin a file name."""

    repository: str
    commit: str
    files: dict[str, Pin]


def read_pins(name: str) -> dict[str, PinnedPart]:
    """Read what was kept at the first download, by the part's folder; empty if nothing was.

    Raises
    ------
    CheckpointError
        If the file is damaged.
    """
    path = folder_of(name) / PINS_FILE
    try:
        raw = json.loads(path.read_text("utf-8"))
        if raw["format"] != FORMAT:
            message = f"{path} has format {raw['format']!r}, this version reads {FORMAT}; remove it and download anew"
            raise CheckpointError(message)
        return {
            str(folder): PinnedPart(
                part["repository"], part["commit"], {file: Pin(**pin) for file, pin in part["files"].items()}
            )
            for folder, part in raw["parts"].items()
        }
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        message = f"{path} is damaged ({type(error).__name__}: {error}); remove it, and `published download {name}`"
        raise CheckpointError(message) from error


def write_pins(name: str, parts: dict[str, PinnedPart]) -> None:
    """Keep what the files are."""
    raw: dict[str, Any] = {"format": FORMAT, "model": name, "parts": {}}
    for folder, part in parts.items():
        files = {
            file: {"size": pin.size, "sha256": pin.sha256, "hub": pin.hub} for file, pin in sorted(part.files.items())
        }
        raw["parts"][folder] = {"repository": part.repository, "commit": part.commit, "files": files}
    write_whole(folder_of(name) / PINS_FILE, json.dumps(raw, indent=1) + "\n")


def is_verified(name: str) -> bool:
    """Whether `published verify` has run here on the very files that are there now."""
    folder = folder_of(name)
    try:
        told = json.loads((folder / VERIFIED_FILE).read_text("utf-8"))
        return bool(told["pins"] == pins_digest(name))
    except (OSError, ValueError, KeyError, TypeError):
        return False


def pins_digest(name: str) -> str:
    """SHA-256 of the file of pins, and so of all files it names."""
    return hashlib.sha256((folder_of(name) / PINS_FILE).read_bytes()).hexdigest()


def write_whole(path: Path, text: str) -> None:
    """Write a file so that it is there whole or not at all; `CheckpointError` if it cannot be."""
    temporary = path.with_name(f"{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_text(text, "utf-8")
        temporary.replace(path)
    except OSError as error:
        message = f"cannot write {path} ({error.strerror}); set {VARIABLE} to a folder of yours that has room"
        raise CheckpointError(message) from error


def hashes(path: Path, tell: Callable[[int], None] = lambda _done: None) -> tuple[str, str]:
    """SHA-256 of a file, and its hash as a blob of git (https://git-scm.com/book/en/v2/Git-Internals-Git-Objects)."""
    plain = hashlib.sha256()
    blob = hashlib.sha1(b"blob %d\0" % path.stat().st_size, usedforsecurity=False)
    done = 0
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            plain.update(block)
            blob.update(block)
            done += len(block)
            tell(done)
    return plain.hexdigest(), blob.hexdigest()


def fits(pin: Pin, sha256: str, git: str) -> bool:
    """Whether a file's hashes are those that were pinned."""
    return pin.hub in {"", f"sha256:{sha256}", f"git:{git}"} and pin.sha256 in {"", sha256}
