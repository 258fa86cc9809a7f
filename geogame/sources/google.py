"""Google Street View Static API: a client for looking, with the user's own key, and never a source of datasets.

Google's terms bar storing its pictures, training on them, and showing them beside another map. So there is no
`RemoteSource` here: the program checks what is there (metadata, free of charge) and opens the user's own browser.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode, urlsplit

from geogame.errors import UsageError
from geogame.geo import distance_km
from geogame.sources.remote.client import Client, HostStopError, MissingError, TransientError

BASE: Final = "https://maps.googleapis.com"
KEY: Final = "GOOGLE_MAPS_API_KEY"
SECRET: Final = "GOOGLE_MAPS_SIGNING_SECRET"  # noqa: S105 - the name of a variable
COPYRIGHT: Final = "© Google"
WHY_NOT: Final = (
    "Google's terms bar storing its pictures, training on them, and showing them beside another map, so no dataset "
    "holds them and no model sees them; use osv5m, panoramax or mapillary for datasets"
)


@dataclass(frozen=True, slots=True)
class Credentials:
    """The user's key, and the secret that signs addresses; empty where there is none."""

    key: str
    secret: str = ""

    def __repr__(self) -> str:
        return "Credentials(key=…)"


@dataclass(frozen=True, slots=True)
class Found:
    """A panorama that the service has: its place in WGS84 degrees, and its month (``yyyy-mm``, may be empty)."""

    pano: str
    lat: float
    lon: float
    month: str


def read_credentials(environment: Mapping[str, str] | None = None) -> Credentials:
    """Read the user's key from the environment; `UsageError` says which variable is missing."""
    known = os.environ if environment is None else environment
    key = known.get(KEY, "").strip()
    if not key:
        message = f"Google Street View needs your own key in the environment variable {KEY}. {WHY_NOT}"
        raise UsageError(message)
    return Credentials(key, known.get(SECRET, "").strip())


def sign(url: str, secret: str) -> str:
    """Append the signature of an address: HMAC-SHA1 of path and query, both in url-safe base64.

    Source: https://developers.google.com/maps/documentation/streetview/digital-signature.

    Raises
    ------
    UsageError
        If the secret is not base64.
    """
    try:
        key = base64.urlsafe_b64decode(secret)
    except (binascii.Error, ValueError) as error:
        message = f"the signing secret in {SECRET} is not url-safe base64; copy it again from the Google console"
        raise UsageError(message) from error
    parts = urlsplit(url)
    digest = hmac.new(key, f"{parts.path}?{parts.query}".encode(), hashlib.sha1).digest()
    return f"{url}&signature={base64.urlsafe_b64encode(digest).decode()}"


def metadata_url(base: str, lat: float, lon: float, radius_m: int, credentials: Credentials) -> str:
    """Address of the question what there is near a place; it is free of charge."""
    return _signed(
        f"{base}/maps/api/streetview/metadata",
        {"location": f"{lat:.6f},{lon:.6f}", "radius": str(radius_m), "source": "outdoor"},
        credentials,
    )


def picture_url(
    base: str, pano: str, heading_deg: float, credentials: Credentials, *, fov_deg: float = 90.0, pitch_deg: float = 0.0
) -> str:
    """Address of a view of a panorama, for the user's own browser."""
    asked = {
        "size": "640x640",
        "pano": pano,
        "heading": f"{heading_deg:g}",
        "fov": f"{fov_deg:g}",
        "pitch": f"{pitch_deg:g}",
        "return_error_code": "true",
    }
    return _signed(f"{base}/maps/api/streetview", asked, credentials)


def _signed(path: str, params: Mapping[str, str], credentials: Credentials) -> str:
    url = f"{path}?{urlencode({**params, 'key': credentials.key})}"
    return sign(url, credentials.secret) if credentials.secret else url


def parse_metadata(answer: Any, lat: float, lon: float, radius_m: float) -> Found:
    """Read the answer about what there is near a place, and check what ``radius`` does not promise.

    Raises
    ------
    MissingError
        If there is no panorama, it lies further away, or is not Google's own.
    HostStopError
        If the key is refused, its quota is spent, or the answer is none.
    TransientError
        If the service had trouble.
    """
    status = answer.get("status") if isinstance(answer, dict) else None
    if status in ("ZERO_RESULTS", "NOT_FOUND"):
        message = f"there is no panorama within {radius_m:g} m of {lat}, {lon} ({status})"
        raise MissingError(message)
    if status == "UNKNOWN_ERROR":
        message = "Google Street View had trouble (UNKNOWN_ERROR); try again"
        raise TransientError(message)
    if status != "OK":
        reasons = {
            "OVER_QUERY_LIMIT": "the quota of the key is spent",
            "REQUEST_DENIED": f"the key in {KEY} or its signature is refused",
            "INVALID_REQUEST": "the question was malformed",
        }
        message = f"Google Street View: {reasons.get(str(status), 'the answer is not one of its own')} ({status})"
        raise HostStopError(message)
    try:
        found = Found(
            str(answer["pano_id"]),
            float(answer["location"]["lat"]),
            float(answer["location"]["lng"]),
            str(answer.get("date") or ""),
        )
    except (KeyError, TypeError, ValueError) as error:
        message = f"Google Street View's answer lacks {error}; the interface may have changed"
        raise HostStopError(message) from error
    away_m = 1000 * distance_km(lat, lon, found.lat, found.lon)
    if away_m > radius_m:
        message = f"the nearest panorama lies {away_m:.0f} m away, more than {radius_m:g} m"
        raise MissingError(message)
    if answer.get("copyright") != COPYRIGHT:
        message = f"the panorama there is by {answer.get('copyright')!r}, not Google's own"
        raise MissingError(message)
    return found


def find(
    client: Client, lat: float, lon: float, credentials: Credentials, *, radius_m: int = 50, base: str = BASE
) -> Found:
    """Ask what there is near a place (WGS84 degrees); see `parse_metadata` for what is raised."""
    if not (abs(lat) <= 90 and abs(lon) <= 180):
        message = f"{lat}, {lon} is no place on Earth; give latitude, then longitude, in degrees"
        raise UsageError(message)
    answer = client.get(metadata_url(base, lat, lon, radius_m, credentials))
    return parse_metadata(answer.json(), lat, lon, radius_m)
