"""The services on the network: what each gives and needs, and which fits a region. To add one: a line here."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from geogame.errors import UsageError
from geogame.regions import Region
from geogame.sources.options import BuildOptions
from geogame.sources.remote.base import CC_BY_SA, Gives, RemoteSource
from geogame.sources.remote.client import Client

LOOPBACK: Final = ("127.0.0.1", "localhost", "::1")
PANORAMAX_BOX: Final = (-5.5, 41.0, 15.5, 55.5)
"""West, south, east, north of the lands that Panoramax covers well: France, Belgium, the Netherlands, Germany."""
FLAT_SIZE, VIEW_SIZE = (640, 480), (640, 320)


@dataclass(frozen=True, slots=True)
class Service:
    """A service, before anything is asked of it.

    Attributes
    ----------
    gives
        ``single``: one flat photograph a place. ``headings``: views at the region's headings, cut from full turns.
    needs
        The environment variable that holds the user's token; empty where none is needed.
    per_second
        Questions to one of its hosts in a second, at most.
    base
        Where it is; the environment variable `mirror_variable` names another place.
    """

    name: str
    title: str
    gives: Gives
    licence: str
    needs: str
    per_second: float
    base: str
    make: Callable[[Client, str, BuildOptions], RemoteSource]

    @property
    def mirror_variable(self) -> str:
        """Name of the environment variable that points at a mirror of the service."""
        return f"GEOGAME_{self.name.upper()}_URL"

    @property
    def ready(self) -> bool:
        """Whether the credentials are there."""
        return not self.needs or bool(os.environ.get(self.needs, "").strip())

    def open(self, options: BuildOptions) -> RemoteSource:
        """Make the source; `UsageError` where its token is missing. The user's own machine is not spared."""
        base = os.environ.get(self.mirror_variable, "").rstrip("/") or self.base
        per_second = 1000.0 if urlsplit(base).hostname in LOOPBACK else self.per_second
        return self.make(Client(per_second=per_second), base, options)

    def views(self, region: Region) -> int:
        """Most views that it can give of a place."""
        return len(region.headings_deg) if self.gives == "headings" else 1


def _osv5m(client: Client, base: str, _: BuildOptions) -> RemoteSource:
    from geogame.sources.osv5m import Osv5m

    return Osv5m(client, base)


def _panoramax(client: Client, base: str, options: BuildOptions) -> RemoteSource:
    from geogame.sources.panoramax import Panoramax

    return Panoramax(client, base, options.width)


def _mapillary(client: Client, base: str, options: BuildOptions) -> RemoteSource:
    from geogame.sources.mapillary import Mapillary, read_token

    return Mapillary(read_token(), client, base, options.width)


SERVICES: Final[Mapping[str, Service]] = {
    service.name: service
    for service in (
        Service(
            "mapillary",
            "360-degree pictures from Mapillary, worldwide; a free token",
            "headings",
            CC_BY_SA,
            "MAPILLARY_ACCESS_TOKEN",
            5.0,
            "https://graph.mapillary.com",
            _mapillary,
        ),
        Service(
            "panoramax",
            "360-degree pictures from Panoramax, most of them in France; no key",
            "headings",
            "as each place says",
            "",
            1.0,
            "https://api.panoramax.xyz",
            _panoramax,
        ),
        Service(
            "osv5m",
            "flat photographs from OpenStreetView-5M, worldwide; no key",
            "single",
            CC_BY_SA,
            "",
            5.0,
            "https://huggingface.co/datasets/osv5m/osv5m/resolve",
            _osv5m,
        ),
    )
}


def choose_service(region: Region, views: str | None = None) -> str:
    """Name the service for a region: one that gives its headings if there is, else flat photographs.

    Parameters
    ----------
    region
        Where the pictures lie.
    views
        ``--views`` as it was given: more than one are asked of a service that gives so many, even where it has few
        pictures.
    """
    if SERVICES["mapillary"].ready:
        return "mapillary"
    west, south, east, north = PANORAMAX_BOX
    centre = region.polygon.centroid
    covered = west <= centre.x <= east and south <= centre.y <= north
    several = parse_views(views, "osv5m", region) > SERVICES["osv5m"].views(region)
    return "panoramax" if covered or several else "osv5m"


def parse_views(text: str | None, source: str, region: Region) -> int:
    """Read ``--views``: a number, or ``max`` for all that the source gives of a place, which nothing at all means too.

    Raises
    ------
    UsageError
        If it is neither.
    """
    most = SERVICES[source].views(region) if source in SERVICES else len(region.headings_deg)
    if text is None or text == "max":
        return most
    if text.isascii() and text.isdigit():
        return int(text)
    message = f"--views must be a number or max, not {text!r}"
    raise UsageError(message)


def plain_size(source: str) -> tuple[int, int]:
    """Width and height of a service's views where none are asked for, pixels."""
    return FLAT_SIZE if SERVICES[source].gives == "single" else VIEW_SIZE
