"""Speaks as Mapillary's Graph API does: a token, searches by small boxes, addresses of pictures that are asked for."""

import json
from collections.abc import Sequence
from typing import Any

from servers.loopback import Loopback, Question, Reply
from servers.pictures import full_turn
from servers.toy import Offer

TOKEN = "MLY|toy|0123456789abcdef"  # noqa: S105
MAX_AREA_DEG2 = 0.01


def image(offer: Offer) -> dict[str, Any]:
    """Describe a picture as the interface does."""
    return {
        "id": offer.id,
        "captured_at": offer.captured_ms,
        "computed_compass_angle": 30.0,
        "computed_geometry": {"type": "Point", "coordinates": [offer.lon, offer.lat]},
        "camera_type": "spherical",
        "is_pano": True,
        "sequence": offer.sequence,
        "creator": {"username": "ann", "id": "1"},
        "quality_score": 0.9,
    }


def refusal(code: int, message: str) -> bytes:
    """Write the body with which the interface refuses."""
    return json.dumps({"error": {"code": code, "message": message}}).encode()


def mapillary_server(offers: Sequence[Offer], crowd: int = 10_000) -> Loopback:
    """Offer full turns; a search with more than ``crowd`` answers is refused as too large."""

    def respond(question: Question) -> Reply:
        if question.path.startswith("/cdn/"):
            seed = next(each.seed for each in offers if each.id == question.path.split("/")[2])
            return Reply(full_turn(seed), "image/jpeg")
        if question.headers.get("Authorization") != f"OAuth {TOKEN}":
            return Reply(refusal(190, "Invalid OAuth access token"), "application/json", 401)
        if question.path != "/images":
            name = question.path.strip("/")
            address = f"{server.url}/cdn/{name}/{question.query['fields']}.jpg?expires=1"
            return _json({"id": name, question.query["fields"]: address})
        west, south, east, north = map(float, question.query["bbox"].split(","))
        if (east - west) * (north - south) >= MAX_AREA_DEG2:
            return Reply(refusal(100, "bbox is too large"), "application/json", 400)
        found = [each for each in offers if west <= each.lon <= east and south <= each.lat <= north]
        if len(found) > crowd:
            return Reply(refusal(1, "Please reduce the amount of data you're asking for"), "application/json", 500)
        return _json({"data": [image(each) for each in found]})

    server = Loopback(respond)
    return server


def _json(content: object) -> Reply:
    return Reply(json.dumps(content).encode(), "application/json")
