"""Runs collections against the loopback servers, and compares what comes of them."""

from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from servers.loopback import Loopback
from servers.mapillary_server import TOKEN, mapillary_server
from servers.osv5m_server import PARTS, osv5m_server
from servers.panoramax_server import panoramax_server
from servers.toy import OPTIONS, TODAY, Offer

from geogame.engines import Engine
from geogame.sources.mapillary import Mapillary
from geogame.sources.osv5m import Osv5m
from geogame.sources.panoramax import Panoramax
from geogame.sources.remote.account import Collecting, CollectReport
from geogame.sources.remote.base import RemoteSource
from geogame.sources.remote.client import Client
from geogame.sources.remote.collect import collect

SERVERS: dict[str, Callable[[Sequence[Offer]], Loopback]] = {
    "osv5m": osv5m_server,
    "panoramax": panoramax_server,
    "mapillary": mapillary_server,
}


PATIENCE_S = 60.0
"""A machine at work on other things too may take that long for an answer, without its having failed."""


def impatient(patience_s: float = PATIENCE_S) -> Client:
    """Make a client that waits for nothing but the server's answers."""
    return Client(per_second=1e6, timeout_s=patience_s, deadline_s=patience_s, sleep=lambda _: None)


def source_of(name: str, url: str, token: str = TOKEN, patience_s: float = PATIENCE_S) -> RemoteSource:
    """Point a source at a server."""
    client = impatient(patience_s)
    if name == "osv5m":
        return Osv5m(client, url, PARTS)
    if name == "panoramax":
        return Panoramax(client, url, OPTIONS.width)
    return Mapillary(token, client, url, OPTIONS.width)


def collected(
    name: str,
    url: str,
    out: Path,
    patience_s: float = PATIENCE_S,
    engine: Engine | None = None,
    progress: Callable[[Collecting], None] | None = None,
    **changes: object,
) -> CollectReport:
    """Build the toy catalog from a service, or finish it."""
    options = replace(OPTIONS, source=name, **changes)  # type: ignore[arg-type]
    with closing(source_of(name, url, patience_s=patience_s)) as source:
        return collect(options, out, source, now=lambda: TODAY, engine=engine, progress=progress)


class EnoughError(Exception):
    """A collection went as far as a test wants it to."""


def stop_before_examining(state: Collecting) -> None:
    """Stop as a kill does while pictures are at hand that nothing is decided about; for ``progress``."""
    if state.note == "pictures to be examined: 4":
        raise EnoughError


def content(folder: Path) -> dict[str, bytes]:
    """Read every file of a catalog by name, the account of its making apart."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.relative_to(folder).parts[0] != "collection"
    }
