"""Mapillary (https://www.mapillary.com): 360-degree pictures, with a free token from ``MAPILLARY_ACCESS_TOKEN``.

CC BY-SA 4.0, credit "@user, Mapillary". Interface: Graph API version 4, ``https://graph.mapillary.com``. It searches
small boxes, without paging, and addresses of pictures expire: the id is kept, the address asked for when it is needed.
"""

from __future__ import annotations

import json
import math
import os
from collections.abc import Iterator, Mapping
from typing import Any, Final

import numpy as np

from geogame.errors import SourceError, UsageError
from geogame.sources.osv5m import parse_moment
from geogame.sources.panoramax import Box, check_address
from geogame.sources.remote.base import CC_BY_SA, CC_BY_SA_URL, Candidate, Gives, HttpSource, Survey
from geogame.sources.remote.client import KEPT, Answer, Client, HostStopError, TransientError
from geogame.sources.remote.sampling import CellDraw, rank

TOKEN: Final = "MAPILLARY_ACCESS_TOKEN"  # noqa: S105 - the name of a variable
BOX_DEG: Final = 0.09
"""Side of a search; its area must stay below a hundredth of a square degree."""
LIMIT: Final = 2000
MAX_SEARCHES: Final = 150
"""In one cell."""
MAX_CUTS: Final = 4
SMALL_WIDTH: Final = 2048
FIELDS: Final = (
    "id,captured_at,computed_compass_angle,computed_geometry,camera_type,is_pano,sequence,creator,quality_score"
)


class TooMuchError(SourceError):
    """A search has too many answers for the service; a smaller box may be asked."""


def read_token(environment: Mapping[str, str] | None = None) -> str:
    """Read the token from the environment; `UsageError` says where to get one."""
    token = (os.environ if environment is None else environment).get(TOKEN, "").strip()
    if not token:
        message = (
            f"source 'mapillary' needs a free token in the environment variable {TOKEN}: "
            "get one at https://www.mapillary.com/dashboard/developers; osv5m and panoramax need none"
        )
        raise UsageError(message)
    return token


def search_params(box: Box) -> dict[str, str]:
    """Search full turns in a box: west, south, east, north in degrees."""
    return {
        "bbox": ",".join(f"{edge:.6f}" for edge in box),
        "fields": FIELDS,
        "is_pano": "true",
        "limit": str(LIMIT),
    }


def parse_refusal(answer: Answer) -> None:
    """Read an error's code: raise for a bad token, a spent quota, and too much data; return where it says nothing."""
    try:
        error = json.loads(answer.body)["error"]
        code, text = int(error.get("code", 0)), str(error.get("message", ""))
    except (ValueError, KeyError, TypeError, AttributeError):
        return
    if "reduce the amount" in text.lower():
        raise TooMuchError(text)
    if code == 190 or answer.status in (401, 403):
        message = f"Mapillary does not accept the token in {TOKEN} (code {code}); make a new one. {KEPT}"
        raise HostStopError(message)
    if code == 4:
        message = f"Mapillary's quota of questions is spent (code 4); wait an hour. {KEPT}"
        raise HostStopError(message)


def parse_images(answer: Any) -> list[Candidate]:
    """Read the full turns of a search; what lacks a place or a heading is passed over.

    Raises
    ------
    HostStopError
        If it is no answer to a search.
    """
    rows = answer.get("data") if isinstance(answer, dict) else None
    if not isinstance(rows, list):
        message = f"Mapillary answered a search with something that is no list of pictures; {KEPT}"
        raise HostStopError(message)
    return [found for found in (_parse_image(row) for row in rows) if found is not None]


def _parse_image(row: Mapping[str, Any]) -> Candidate | None:
    try:
        if not row.get("is_pano") or row.get("camera_type") not in ("spherical", "equirectangular"):
            return None
        lon, lat = map(float, row["computed_geometry"]["coordinates"][:2])
        name, creator = str(row["id"]), str((row.get("creator") or {}).get("username") or "")
        captured_at = parse_moment(str(row["captured_at"])) if row.get("captured_at") else ""
        return Candidate(
            id=name,
            lat=lat,
            lon=lon,
            sequence=str(row.get("sequence") or ""),
            captured_at=captured_at,
            precision="second" if captured_at else "",
            centre_deg=float(row["computed_compass_angle"]) % 360,
            full_turn=True,
            creator=creator,
            licence=CC_BY_SA,
            licence_url=CC_BY_SA_URL,
            attribution=f"@{creator or 'unknown'}, Mapillary",
            page_url=f"https://www.mapillary.com/app/?pKey={name}",
        )
    except (KeyError, TypeError, ValueError, AttributeError):
        return None


def boxes_over(bounds: Box) -> list[Box]:
    """Cut a box into searches, columns from west to east."""
    west, south, east, north = bounds
    columns, rows = math.ceil((east - west) / BOX_DEG), math.ceil((north - south) / BOX_DEG)
    return [
        (x, y, min(east, x + BOX_DEG), min(north, y + BOX_DEG))
        for x in (west + column * BOX_DEG for column in range(columns))
        for y in (south + row * BOX_DEG for row in range(rows))
    ]


def quarters(box: Box) -> list[Box]:
    """Cut a box into four."""
    west, south, east, north = box
    lon, lat = (west + east) / 2, (south + north) / 2
    return [(west, south, lon, lat), (lon, south, east, lat), (west, lat, lon, north), (lon, lat, east, north)]


class Mapillary(HttpSource):
    """The service; see `geogame.sources.remote.base.RemoteSource`. ``view_width`` decides which size is fetched."""

    name = "mapillary"
    edition = "graph-v4"
    gives: Gives = "headings"
    licence = CC_BY_SA
    attribution = "Mapillary; each place names its photographer"

    def __init__(self, token: str, client: Client, base: str, view_width: int = 640) -> None:
        super().__init__(client, base)
        self._headers = {"Authorization": f"OAuth {token}"}
        self._field = "thumb_2048_url" if view_width * 4 <= SMALL_WIDTH else "thumb_original_url"

    def listing(self, survey: Survey) -> Iterator[tuple[int, list[Candidate]]]:
        """Search boxes of every cell in a random order until there are candidates enough."""
        for number, cell in enumerate(survey.targets, start=1):
            draw: CellDraw[Candidate] = CellDraw.of(survey, cell)
            for box in self._boxes(survey, cell):
                for candidate in self._search(box):
                    if int(survey.partition.locate(candidate.lat, candidate.lon)) == cell:
                        draw.offer(candidate.id, candidate.lat, candidate.lon, candidate)
                if draw.count >= draw.keep:
                    break
            survey.tell(f"cell {number} of {len(survey.targets)}: {draw.count} candidates")
            yield cell, draw.ordered()

    def picture(self, candidate: Candidate) -> bytes:
        """Ask where the picture lies at the moment, and fetch it."""
        answer = self._ask(f"{self._base}/{candidate.id}", {"fields": self._field}).json()
        url = str(answer.get(self._field) or "") if isinstance(answer, dict) else ""
        if not url:
            message = f"Mapillary names no address of picture {candidate.id} just now"
            raise TransientError(message)
        check_address(url, self._base)
        picture = self._client.get(url)
        if picture.kind.startswith("text/"):
            message = f"Mapillary sends a page in place of a picture: it blocks; {KEPT}"
            raise HostStopError(message)
        return picture.body

    def _boxes(self, survey: Survey, cell: int) -> list[Box]:
        """List searches that touch a cell, in a random order."""
        import shapely

        polygon = survey.partition.cells[cell].polygon
        boxes = boxes_over(polygon.bounds)
        touching = shapely.intersects(shapely.box(*np.array(boxes).T), polygon)
        kept = [box for box, touches in zip(boxes, touching.tolist(), strict=True) if touches]
        return sorted(kept, key=lambda box: rank(survey.seed, cell, repr(box)))[:MAX_SEARCHES]

    def _search(self, box: Box, cuts: int = 0) -> list[Candidate]:
        """Search a box: an empty answer is asked for again before it is believed, too large a one in quarters."""
        try:
            found = self._found(box) or self._found(box)
        except TooMuchError:
            if cuts == MAX_CUTS:
                return []
            return [candidate for part in quarters(box) for candidate in self._search(part, cuts + 1)]
        return found

    def _found(self, box: Box) -> list[Candidate]:
        return parse_images(self._ask(f"{self._base}/images", search_params(box)).json())

    def _ask(self, url: str, params: dict[str, str]) -> Answer:
        return self._client.get(url, params, self._headers, refused=parse_refusal)
