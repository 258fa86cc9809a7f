"""Asks the Hugging Face hub what a repository holds at a commit, and fetches files of it, resumed and checked.

The interface is documented at https://huggingface.co/docs/hub/api. ``HF_ENDPOINT`` names another hub that speaks it,
``HF_TOKEN`` is sent to that one host alone.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, NoReturn
from urllib.parse import quote

from geogame.errors import CheckpointError
from geogame.geolocators.published.shelf import Pin, fits, hashes, hub_url
from geogame.sources.remote.client import Answer, Client, HostStopError, MissingError, TransientError

TOKEN_VARIABLE: Final = "HF_TOKEN"  # noqa: S105 - the name of a variable
COMMIT_DIGITS: Final = 40

Tell = Callable[[str, int, int], None]
"""Called with what is fetched, and bytes done of all."""


@dataclass(frozen=True, slots=True)
class Listing:
    """A repository at a commit: file name -> what the hub says it is."""

    repository: str
    commit: str
    files: dict[str, Pin]


def ask(client: Client, repository: str, revision: str) -> Listing:
    """Ask what a repository holds at a revision.

    Raises
    ------
    CheckpointError
        If the hub cannot be reached, does not know it, wants a login, or answers in another language.
    """
    url = f"{hub_url()}/api/models/{repository}/revision/{quote(revision, safe='')}"

    def refused(answer: Answer) -> None:
        if answer.status in {401, 403}:
            _wants_login(repository)

    try:
        answer = client.get(url, {"blobs": "true"}, _headers(), follow=True, refused=refused)
        raw = answer.json()
        files = {str(entry["rfilename"]): _pin(entry) for entry in raw["siblings"]}
        commit = str(raw["sha"])
    except MissingError as error:
        message = f"the hub knows no {repository} at {revision} ({error}); it may have moved since this was written"
        raise CheckpointError(message) from error
    except (HostStopError, TransientError) as error:
        message = f"the hub could not be asked about {repository}: {error}"
        raise CheckpointError(message) from error
    except (KeyError, TypeError, ValueError) as error:
        message = f"{url} answers what this version does not understand ({type(error).__name__}: {error})"
        raise CheckpointError(message) from error
    if len(commit) != COMMIT_DIGITS:
        message = f"{url} names no commit ({commit!r}); without one nothing is fetched"
        raise CheckpointError(message)
    return Listing(repository, commit, files)


def _pin(entry: dict[str, Any]) -> Pin:
    large = entry.get("lfs")
    if large:
        return Pin(int(large["size"]), "", f"sha256:{large['sha256']}")
    return Pin(int(entry["size"]), "", f"git:{entry['blobId']}")


def fetch(client: Client, listing: Listing, name: str, path: Path, tell: Tell) -> str:
    """Fetch one file of a repository to ``path``, going on where an earlier try ended.

    Parameters
    ----------
    client
        Asks.
    listing
        What `ask` said.
    name
        The file's in the repository.
    path
        Where it goes; until it is whole it is called otherwise.
    tell
        Called as it grows.

    Returns
    -------
    str
        Its SHA-256.

    Raises
    ------
    CheckpointError
        If it cannot be had, or is not what the hub says; what came is kept in the first case and removed in the other.
    """
    pin = listing.files[name]
    url = f"{hub_url()}/{listing.repository}/resolve/{listing.commit}/{quote(name)}"
    part = path.with_name(f"{path.name}.{pin.hub.rpartition(':')[2][:12]}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        begun = part.stat().st_size if part.exists() else 0
        with part.open("ab") as out:
            if begun > pin.size:
                out.truncate(0)
                begun = 0
            tell(name, begun, pin.size)
            if begun < pin.size:
                for piece in client.stream(url, start=begun, headers=_headers()):
                    out.write(piece)
                    begun += len(piece)
                    tell(name, begun, pin.size)
            out.flush()
            os.fsync(out.fileno())
    except OSError as error:
        why = "the disk is full" if error.errno == errno.ENOSPC else error.strerror
        message = f"{part} could not be written ({why}); what came is kept: make room, and download again"
        raise CheckpointError(message) from error
    except MissingError as error:
        message = f"{listing.repository} has no {name} at {listing.commit} ({error})"
        raise CheckpointError(message) from error
    except (HostStopError, TransientError) as error:
        if "HTTP 401" in str(error) or "HTTP 403" in str(error):
            _wants_login(listing.repository)
        message = f"{name} of {listing.repository} could not be fetched: {error}; what came is kept, download again"
        raise CheckpointError(message) from error
    sha256, git = hashes(part)
    if part.stat().st_size != pin.size or not fits(pin, sha256, git):
        with suppress(OSError):
            part.unlink()
        message = (
            f"{name} of {listing.repository} came with other content than the hub says ({pin.hub}, "
            f"{pin.size:,} bytes); it was thrown away: download again"
        )
        raise CheckpointError(message)
    part.replace(path)
    return sha256


def _wants_login(repository: str) -> NoReturn:
    message = (
        f"the hub wants a login for {repository}: open {hub_url()}/{repository} in a browser, accept its terms there, "
        f"and set {TOKEN_VARIABLE} to a token of yours that may read"
    )
    raise CheckpointError(message)


def _headers() -> dict[str, str]:
    token = os.environ.get(TOKEN_VARIABLE, "")
    return {"Authorization": f"Bearer {token}"} if token else {}
