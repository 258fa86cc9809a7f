"""All that goes between server and browser, and whether it gives a place away."""

from __future__ import annotations

import base64
import io
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pydeck
import streamlit
from google.protobuf.json_format import MessageToJson
from PIL import Image
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

ROOT = Path(__file__).resolve().parents[2]
SHIPPED = (
    ROOT / "static",
    ROOT / "geogame" / "ui" / "map" / "assets",
    Path(pydeck.__file__).parent,
    Path(streamlit.__file__).parent / "static",
)
"""Where the files lie that are served to everybody, whatever the game."""
NUMBER = re.compile(r"(?<![\w.])-?\d+\.\d{2,}")
DEGREES = re.compile(r"(\d+(?:\.\d+)?)\s*°")
UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
"""Names of sessions: four digits in one are chance."""
DATA = re.compile(r"data:[\w/+.-]+;base64,([A-Za-z0-9+/=]+)")
CLOSE = 0.006
"""Degrees: what two decimals tell."""
HARMLESS = {"loop", "background", "timestamp", "jfif", "jfif_version", "jfif_unit", "jfif_density", "dpi"}
"""What Pillow tells of any picture."""


@dataclass(frozen=True)
class Secret:
    """What nobody may learn of a place before the guess."""

    id: str
    lat: float
    lon: float
    cell: int
    state: str


def of_text(text: str, secret: Secret) -> set[str]:
    """Name what a text gives away; pictures in it are looked into."""
    pictures = [base64.b64decode(found) for found in DATA.findall(text)]
    text = UUID.sub("", DATA.sub("", text))
    found = set().union(*(of_picture(picture, secret) for picture in pictures)) if pictures else set()
    numbers = np.array([float(number) for number in NUMBER.findall(text)])
    for degrees in (secret.lat, secret.lon):
        wanted = np.array((abs(degrees), math.radians(abs(degrees))))
        near = np.abs(np.abs(numbers)[:, None] - wanted) < (CLOSE, math.radians(CLOSE) / 10)
        if near.any() or any(abs(float(said) - abs(degrees)) < 0.06 for said in DEGREES.findall(text)):
            found.add("coordinates")
    if re.search(rf"(?<![\w.]){secret.cell}(?![\w.])", text):
        found.add("cell")
    found |= {"id"} if secret.id in text else set()
    return found | ({"state"} if re.search(rf"\b{secret.state}\b", text, re.IGNORECASE) else set())


def of_bytes(content: bytes, secret: Secret) -> set[str]:
    """Name what bytes give away: coordinates as numbers of eight or four bytes, and the id."""
    found = {"id"} if secret.id.encode() in content else set()
    for degrees in (secret.lat, secret.lon):
        for kind, close in (("<f8", 1e-5), (">f8", 1e-5), ("<f4", 1e-30), (">f4", 1e-30)):
            wide = np.dtype(kind).itemsize
            for start in range(wide):
                part = content[start : start + (len(content) - start) // wide * wide]
                values = np.frombuffer(part, kind)
                aim = np.dtype(kind).type(abs(degrees))
                with np.errstate(invalid="ignore", over="ignore"):
                    if (np.abs(np.abs(values) - aim) < close).any():
                        found.add("coordinates")
    return found


def of_picture(encoded: bytes, secret: Secret) -> set[str]:
    """Name what a picture's file gives away; any metadata counts, whatever it says."""
    found = of_bytes(encoded, secret)
    with Image.open(io.BytesIO(encoded)) as image:
        told = set(image.info) - HARMLESS
        return found | ({"metadata"} if told or image.getexif() or getattr(image, "text", None) else set())


def of_frames(frames: Sequence[bytes | str], kind: type[ForwardMsg | BackMsg], secret: Secret) -> set[str]:
    """Name what messages between server and browser give away, as bytes and as what they mean."""
    found: set[str] = set()
    for frame in frames:
        raw = frame.encode() if isinstance(frame, str) else frame
        said = MessageToJson(kind.FromString(raw), ensure_ascii=False)
        found |= of_text(said.replace('\\"', '"'), secret) | of_bytes(raw, secret)
    return found


def is_shipped(address: str, content: bytes) -> bool:
    """Whether what was served is a file that everybody gets, byte for byte."""
    name = address.split("?", maxsplit=1)[0].rsplit("/", 1)[-1] or "index.html"
    return any(file.read_bytes() == content for file in _named(name))


def _named(name: str) -> Iterator[Path]:
    for folder in SHIPPED:
        yield from folder.rglob(name)
