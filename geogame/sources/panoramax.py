"""Panoramax (https://panoramax.fr): 360-degree pictures without a key, a licence on each; most of them in France.

Coverage tiles say in which hexagons there are any; a search of each hexagon gives pictures with all that is recorded
of them. Interface: a federated STAC catalogue, ``https://api.panoramax.xyz``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final
from urllib.parse import urlsplit

import numpy as np

from geogame.sources.remote.base import Candidate, Gives, HttpSource, Survey
from geogame.sources.remote.client import KEPT, Client, HostStopError
from geogame.sources.remote.mvt import read_tile, tile_of
from geogame.sources.remote.sampling import CellDraw, rank

GRID_ZOOM: Final = 6
LIMIT: Final = 50
"""Larger answers are slow; the service has no way to ask for the rest."""
MAX_SEARCHES: Final = 200
"""In one cell."""
SMALL_WIDTH: Final = 2048

Box = tuple[float, float, float, float]


def tile_url(base: str, zoom: int, column: int, row: int) -> str:
    """Address of a coverage tile."""
    return f"{base}/map/2/{zoom}/{column}/{row}.mvt"


def search_params(box: Box) -> dict[str, str]:
    """Search full turns in a box: west, south, east, north in degrees."""
    return {
        "bbox": ",".join(f"{edge:.6f}" for edge in box),
        "limit": str(LIMIT),
        "filter": "field_of_view=360",
    }


def parse_hexagons(data: bytes, zoom: int, column: int, row: int) -> list[Box]:
    """Bounding boxes of a tile's hexagons that hold full turns."""
    features = read_tile(data, zoom, column, row).get("grid", [])
    return [
        _box(each.points) for each in features if each.points and int(each.properties.get("nb_360_pictures") or 0) > 0
    ]


def parse_items(answer: Any, base: str) -> list[Candidate]:
    """Read the full turns of a search; what lacks a place, a heading or a picture is passed over.

    Raises
    ------
    HostStopError
        If it is no answer to a search.
    """
    features = answer.get("features") if isinstance(answer, dict) else None
    if not isinstance(features, list):
        message = f"{base} answered a search with something that is no collection of pictures; {KEPT}"
        raise HostStopError(message)
    return [found for found in (_parse_item(item) for item in features) if found is not None]


def _parse_item(item: Mapping[str, Any]) -> Candidate | None:
    try:
        lon, lat = map(float, item["geometry"]["coordinates"][:2])
        properties, assets = item["properties"], item["assets"]
        field_of_view = properties["pers:interior_orientation"].get("field_of_view")
        if field_of_view is None or round(float(field_of_view)) != 360:
            return None
        name = str(item["id"])
        licence = str(properties.get("license") or "")
        creator = next((str(each["name"]) for each in item.get("providers") or [] if each.get("name")), "")
        links = {str(link.get("rel")): str(link.get("href") or "") for link in item.get("links") or []}
        return Candidate(
            id=name,
            lat=lat,
            lon=lon,
            sequence=str(item.get("collection") or ""),
            captured_at=str(properties.get("datetime") or ""),
            precision="second" if properties.get("datetime") else "",
            centre_deg=float(properties["view:azimuth"]) % 360,
            full_turn=True,
            creator=creator,
            licence=licence,
            licence_url=links.get("license", ""),
            attribution=f"{creator or 'unknown'}, Panoramax, {licence or 'licence unknown'}",
            page_url=f"https://api.panoramax.xyz/?focus=pic&pic={name}",
            ticket={size: str(assets[size]["href"]) for size in ("hd", "sd")},
        )
    except (KeyError, TypeError, ValueError, AttributeError):
        return None


def _box(points: list[tuple[float, float]]) -> Box:
    lons, lats = zip(*points, strict=True)
    return min(lons), min(lats), max(lons), max(lats)


class Panoramax(HttpSource):
    """The service; see `geogame.sources.remote.base.RemoteSource`. ``view_width`` decides which size is fetched."""

    name = "panoramax"
    edition = "stac"
    gives: Gives = "headings"
    licence = "as each place says"
    attribution = "Panoramax; each place names its photographer and licence"

    def __init__(self, client: Client, base: str, view_width: int = 640) -> None:
        super().__init__(client, base)
        self._size = "sd" if view_width * 4 <= SMALL_WIDTH else "hd"
        self._tiles: dict[tuple[int, int], list[Box]] = {}

    def listing(self, survey: Survey) -> Iterator[tuple[int, list[Candidate]]]:
        """Search the hexagons of every cell in a random order until there are candidates enough."""
        for number, cell in enumerate(survey.targets, start=1):
            draw: CellDraw[Candidate] = CellDraw.of(survey, cell)
            for box in self._hexagons(survey, cell)[:MAX_SEARCHES]:
                answer = self._client.get(f"{self._base}/api/search", search_params(box))
                found = parse_items(answer.json(), self._base)
                for candidate in _inside(survey, cell, found):
                    draw.offer(candidate.id, candidate.lat, candidate.lon, candidate)
                if draw.count >= draw.keep:
                    break
            survey.tell(f"cell {number} of {len(survey.targets)}: {draw.count} candidates")
            yield cell, draw.ordered()

    def picture(self, candidate: Candidate) -> bytes:
        """Fetch one full turn, from the instance that holds it."""
        url = str(candidate.ticket[self._size])
        check_address(url, self._base)
        answer = self._client.get(url, follow=True)
        if answer.kind.startswith("text/"):
            message = f"{self._base} sends a page in place of a picture: it blocks or is being repaired; {KEPT}"
            raise HostStopError(message)
        return answer.body

    def _hexagons(self, survey: Survey, cell: int) -> list[Box]:
        """Boxes with full turns that touch a cell's own box, in a random order."""
        west, south, east, north = survey.partition.cells[cell].polygon.bounds
        first, top = tile_of(north, west, GRID_ZOOM)
        last, bottom = tile_of(south, east, GRID_ZOOM)
        boxes = {
            box
            for column in range(first, last + 1)
            for row in range(top, bottom + 1)
            for box in self._tile(column, row)
            if box[0] <= east and box[2] >= west and box[1] <= north and box[3] >= south
        }
        return sorted(boxes, key=lambda box: rank(survey.seed, cell, repr(box)))

    def _tile(self, column: int, row: int) -> list[Box]:
        if (column, row) not in self._tiles:
            answer = self._client.get(tile_url(self._base, GRID_ZOOM, column, row))
            self._tiles[column, row] = parse_hexagons(answer.body, GRID_ZOOM, column, row)
        return self._tiles[column, row]


def check_address(url: str, base: str) -> None:
    """Refuse an address that an answer names, unless it is encrypted or on the service's own host."""
    parts = urlsplit(url)
    if parts.scheme != "https" and parts[:2] != urlsplit(base)[:2]:
        message = f"{base} names {parts.scheme}://{parts.netloc} as the address of a picture; it is not asked. {KEPT}"
        raise HostStopError(message)


def _inside(survey: Survey, cell: int, candidates: list[Candidate]) -> list[Candidate]:
    lats, lons = (np.array([getattr(each, name) for each in candidates], dtype=float) for name in ("lat", "lon"))
    cells = survey.partition.locate(lats, lons)
    return [candidate for candidate, at in zip(candidates, cells.tolist(), strict=True) if at == cell]
