"""Speaks as Panoramax does: coverage tiles, searches by box, pictures."""

import json
import struct
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from servers.loopback import Loopback, Question, Reply
from servers.pictures import full_turn
from servers.toy import Offer

from geogame.sources.remote.mvt import read_tile, tile_of

ZOOM = 6
EXTENT = 4096


def varint(number: int) -> bytes:
    out = b""
    while number > 127:
        out, number = out + bytes([number & 127 | 128]), number >> 7
    return out + bytes([number])


def chunk(number: int, data: bytes) -> bytes:
    return varint(number << 3 | 2) + varint(len(data)) + data


def zigzag(number: int) -> bytes:
    return varint(number << 1 ^ number >> 63)


def hexagon_tile(squares: Sequence[tuple[int, int, int]], counts: Sequence[int]) -> bytes:
    """Write a tile: squares in place of hexagons, ``(x, y, side)`` in its units, each with a number of full turns."""
    layer = chunk(1, b"grid") + varint(5 << 3) + varint(EXTENT) + chunk(3, b"nb_360_pictures") + chunk(3, b"share")
    layer += b"".join(chunk(4, varint(4 << 3) + varint(count)) for count in counts)
    layer += chunk(4, varint(3 << 3 | 1) + struct.pack("<d", 0.5))
    for row, (x, y, side) in enumerate(squares):
        geometry = varint(1 << 3 | 1) + zigzag(x) + zigzag(y)
        geometry += varint(3 << 3 | 2) + b"".join(map(zigzag, (side, 0, 0, side, -side, 0))) + varint(1 << 3 | 7)
        tags = varint(0) + varint(row) + varint(1) + varint(len(counts))
        layer += chunk(2, chunk(2, tags) + varint(3 << 3) + varint(3) + chunk(4, geometry))
    return chunk(3, layer)


def item(offer: Offer, base: str) -> dict[str, Any]:
    """Describe a picture as the catalogue does."""
    return {
        "id": offer.id,
        "collection": offer.sequence,
        "geometry": {"type": "Point", "coordinates": [offer.lon, offer.lat]},
        "properties": {
            "datetime": datetime.fromtimestamp(offer.captured_ms / 1000, UTC).isoformat(),
            "license": "etalab-2.0",
            "view:azimuth": 30,
            "pers:interior_orientation": {"field_of_view": 360},
        },
        "assets": {size: {"href": f"{base}/pictures/{offer.id}/{size}.jpg"} for size in ("hd", "sd", "thumb")},
        "providers": [{"name": "Ville de Test"}],
        "links": [{"rel": "license", "href": "https://example.org/licence"}],
    }


def panoramax_server(offers: Sequence[Offer]) -> Loopback:
    """Offer full turns; tiles without any are empty (204)."""
    tiles = {tile_of(each.lat, each.lon, ZOOM) for each in offers}
    squares = [(x, y, 256) for x in range(0, EXTENT, 256) for y in range(0, EXTENT, 256)]

    def square_counts(column: int, row: int) -> list[int]:
        plain = read_tile(hexagon_tile(squares, [1] * len(squares)), ZOOM, column, row)["grid"]
        edges = [(*zip(*feature.points, strict=True),) for feature in plain]
        return [
            sum(min(lons) <= o.lon < max(lons) and min(lats) <= o.lat < max(lats) for o in offers)
            for lons, lats in edges
        ]

    kept = {at: hexagon_tile(squares, square_counts(*at)) for at in tiles}

    def respond(question: Question) -> Reply:
        parts = question.path.strip("/").split("/")
        if parts[0] == "map":
            at = int(parts[3]), int(parts[4].removesuffix(".mvt"))
            return Reply(kept[at], "application/vnd.mapbox-vector-tile") if at in kept else Reply(status=204)
        if parts[0] == "pictures":
            seed = next(each.seed for each in offers if each.id == parts[1])
            return Reply(full_turn(seed), "image/jpeg")
        west, south, east, north = map(float, question.query["bbox"].split(","))
        found = [each for each in offers if west <= each.lon <= east and south <= each.lat <= north]
        body = {"type": "FeatureCollection", "features": [item(each, server.url) for each in found]}
        return Reply(json.dumps(body).encode(), "application/geo+json")

    server = Loopback(respond)
    return server
