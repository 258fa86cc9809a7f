"""Reads Mapbox vector tiles (https://github.com/mapbox/vector-tile-spec): layers of features with their points."""

from __future__ import annotations

import math
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from geogame.errors import SourceError

MAX_LATITUDE_DEG = 85.05112878


@dataclass(frozen=True, slots=True)
class Feature:
    """One feature of a layer: its properties, and the longitudes and latitudes of its vertices, degrees."""

    properties: dict[str, Any]
    points: list[tuple[float, float]]


def tile_of(lat: float, lon: float, zoom: int) -> tuple[int, int]:
    """Column and row of the tile that holds a point (WGS84 degrees)."""
    count = 2**zoom
    phi = math.radians(min(max(lat, -MAX_LATITUDE_DEG), MAX_LATITUDE_DEG))
    column = int((lon + 180) / 360 * count)
    row = int((1 - math.asinh(math.tan(phi)) / math.pi) / 2 * count)
    return min(max(column, 0), count - 1), min(max(row, 0), count - 1)


def read_tile(data: bytes, zoom: int, column: int, row: int) -> dict[str, list[Feature]]:
    """Read a tile's layers by name; nothing at all is a tile without layers.

    Raises
    ------
    SourceError
        If it is no such tile.
    """
    try:
        layers = [_layer(value, zoom, column, row) for number, value in _fields(data) if number == 3]
    except (IndexError, ValueError, struct.error, UnicodeDecodeError, TypeError) as error:
        message = f"tile {zoom}/{column}/{row} is no vector tile ({error}); the service may have changed"
        raise SourceError(message) from error
    return dict(layers)


def _layer(data: bytes, zoom: int, column: int, row: int) -> tuple[str, list[Feature]]:
    name, extent = "", 4096
    features: list[bytes] = []
    keys: list[str] = []
    values: list[Any] = []
    for number, value in _fields(data):
        if number == 1:
            name = value.decode()
        elif number == 2:
            features.append(value)
        elif number == 3:
            keys.append(value.decode())
        elif number == 4:
            values.append(_value(value))
        elif number == 5:
            extent = int(value)
    return name, [_feature(each, keys, values, (zoom, column, row, extent)) for each in features]


def _feature(data: bytes, keys: list[str], values: list[Any], tile: tuple[int, int, int, int]) -> Feature:
    tags: list[int] = []
    geometry: list[int] = []
    for number, value in _fields(data):
        if number == 2:
            tags = _packed(value)
        elif number == 4:
            geometry = _packed(value)
    properties = {keys[key]: values[value] for key, value in zip(tags[::2], tags[1::2], strict=True)}
    return Feature(properties, [_degrees(x, y, tile) for x, y in _vertices(geometry)])


def _vertices(geometry: list[int]) -> Iterator[tuple[int, int]]:
    """Follow the drawing commands; closing a ring (7) adds no vertex."""
    x = y = at = 0
    while at < len(geometry):
        command, count = geometry[at] & 7, geometry[at] >> 3
        at += 1
        if command == 7:
            continue
        for _ in range(count):
            x, y = x + _signed(geometry[at]), y + _signed(geometry[at + 1])
            at += 2
            yield x, y


def _degrees(x: int, y: int, tile: tuple[int, int, int, int]) -> tuple[float, float]:
    zoom, column, row, extent = tile
    count = 2**zoom
    lon = (column + x / extent) / count * 360 - 180
    return lon, math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * (row + y / extent) / count))))


def _value(data: bytes) -> Any:
    """Read one of the seven kinds of property values."""
    for number, value in _fields(data):
        if number == 1:
            return value.decode()
        if number in (2, 3):
            return struct.unpack("<f" if number == 2 else "<d", value)[0]
        if number == 4:
            return value - (1 << 64) if value >> 63 else value
        if number in (5, 6):
            return _signed(value) if number == 6 else value
        if number == 7:
            return bool(value)
    return None


def _signed(value: int) -> int:
    """Undo the zigzag that stores small negative numbers in few bits."""
    return (value >> 1) ^ -(value & 1)


def _packed(data: bytes) -> list[int]:
    numbers, at = [], 0
    while at < len(data):
        number, at = _varint(data, at)
        numbers.append(number)
    return numbers


def _fields(data: bytes) -> Iterator[tuple[int, Any]]:
    """Walk a protocol buffer: field numbers with integers, or with the bytes of longer values."""
    at = 0
    while at < len(data):
        key, at = _varint(data, at)
        wire = key & 7
        if wire == 0:
            value, at = _varint(data, at)
            yield key >> 3, value
            continue
        if wire == 2:
            length, at = _varint(data, at)
        elif wire in (1, 5):
            length = 8 if wire == 1 else 4
        else:
            message = f"wire type {wire}"
            raise ValueError(message)
        if at + length > len(data):
            message = "cut off"
            raise ValueError(message)
        yield key >> 3, data[at : at + length]
        at += length


def _varint(data: bytes, at: int) -> tuple[int, int]:
    number = shift = 0
    while True:
        byte = data[at]
        at += 1
        number |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            return number, at
