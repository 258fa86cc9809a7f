"""Fetches a published model when somebody asks for it: resumed, checked, and pinned to what was met first."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, replace
from pathlib import Path

from geogame.errors import CheckpointError
from geogame.geolocators.published.hub import Listing, Tell, ask, fetch
from geogame.geolocators.published.known import Part, Published, chosen
from geogame.geolocators.published.shelf import (
    PinnedPart,
    fits,
    folder_of,
    hashes,
    part_folder,
    published,
    read_pins,
    write_pins,
)
from geogame.sources.remote.client import Client


@dataclass(frozen=True)
class Plan:
    """What a download will do.

    Attributes
    ----------
    about
        The model.
    listings
        What the hub says, one a part.
    files
        The wanted files of each part, as the hub names them.
    """

    about: Published
    listings: tuple[Listing, ...]
    files: tuple[tuple[str, ...], ...]

    @property
    def size(self) -> int:
        """Bytes of all files together."""
        return sum(
            listing.files[name].size for listing, names in zip(self.listings, self.files, strict=True) for name in names
        )


def plan(client: Client, name: str) -> Plan:
    """Ask the hub what there is to fetch, at the commits that were pinned.

    Raises
    ------
    CheckpointError
        If the hub cannot say, lacks a file, or says of a pinned commit something else than before.
    """
    about, pins = published(name), read_pins(name)
    listings, files = [], []
    for part in about.parts:
        pinned = pins.get(part.folder)
        listing = ask(client, part.repository, pinned.commit if pinned and pinned.commit else part.revision)
        names = _wanted(part, listing)
        if pinned and pinned.commit:
            _compare(pinned, listing, names)
        listings.append(listing)
        files.append(names)
    return Plan(about, tuple(listings), tuple(files))


def _wanted(part: Part, listing: Listing) -> tuple[str, ...]:
    names: list[str] = []
    plain = [name for name in listing.files if "/" not in name and "\\" not in name]
    for pattern in part.files:
        found = chosen(pattern, plain)
        if not found:
            message = (
                f"{part.repository} has no {pattern.replace('|', ' or ')} at {listing.commit}; nothing was fetched"
            )
            raise CheckpointError(message)
        names += found
    return tuple(names)


def _compare(pinned: PinnedPart, listing: Listing, names: tuple[str, ...]) -> None:
    for name in names:
        known, said = pinned.files.get(name), listing.files[name]
        if known is not None and (known.hub, known.size) != (said.hub, said.size):
            message = (
                f"the hub now says that {name} of {listing.repository} at {listing.commit} is {said.hub} "
                f"({said.size:,} bytes); at the first download it said {known.hub} ({known.size:,} bytes). "
                "A commit cannot change: nothing was fetched"
            )
            raise CheckpointError(message)


def download(client: Client, wanted: Plan, tell: Tell) -> Path:
    """Fetch what is not there yet, check every file, and make the model known to the program.

    Parameters
    ----------
    client
        Asks.
    wanted
        From `plan`.
    tell
        Called with the file under way, and bytes done of all files.

    Returns
    -------
    Path
        The model's folder.

    Raises
    ------
    CheckpointError
        If a file cannot be had, or the disk has no room; what is there is kept, and the same call goes on.
    """
    from geogame.geolocators.published.install import install

    name = wanted.about.name
    pins = {
        part.folder: PinnedPart(listing.repository, listing.commit, {file: listing.files[file] for file in files})
        for part, listing, files in zip(wanted.about.parts, wanted.listings, wanted.files, strict=True)
    }
    kept = read_pins(name)
    write_pins(name, {folder: _with_known(part, kept.get(folder)) for folder, part in pins.items()})
    _check_room(wanted)
    done = 0
    for part, listing, files in zip(wanted.about.parts, wanted.listings, wanted.files, strict=True):
        for file in files:
            path, pin = part_folder(name, part) / file, listing.files[file]
            before = done

            def show(what: str, bytes_done: int, _total: int, before: int = before) -> None:
                tell(what, before + bytes_done, wanted.size)

            sha256 = _there(path, listing, file) or fetch(client, listing, file, path, show)
            pins[part.folder].files[file] = replace(pin, sha256=sha256)
            done += pin.size
            tell(file, done, wanted.size)
    write_pins(name, pins)
    return install(name)


def _with_known(part: PinnedPart, known: PinnedPart | None) -> PinnedPart:
    """Keep the hashes that were computed of the same files before."""
    before = known.files if known else {}
    files = {
        name: replace(pin, sha256=before[name].sha256) if name in before and before[name].hub == pin.hub else pin
        for name, pin in part.files.items()
    }
    return replace(part, files=files)


def _there(path: Path, listing: Listing, name: str) -> str:
    """SHA-256 of a file that is there and is what the hub says; empty otherwise."""
    pin = listing.files[name]
    if not path.is_file() or path.stat().st_size != pin.size:
        return ""
    sha256, git = hashes(path)
    return sha256 if fits(pin, sha256, git) else ""


def _check_room(wanted: Plan) -> None:
    name = wanted.about.name
    folder = folder_of(name)
    there = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    free = shutil.disk_usage(folder).free
    if wanted.size - there > free:
        message = (
            f"{wanted.about.title} needs {(wanted.size - there) / 1e9:.1f} GB more, and {folder} has "
            f"{free / 1e9:.1f} GB free; make room, or set GEOGAME_PUBLISHED to a folder on another disk"
        )
        raise CheckpointError(message)
