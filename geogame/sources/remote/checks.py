"""What a photograph must be to be kept: large, sharp, by day, no placeholder; where and when."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final

import numpy as np
from numpy.typing import NDArray

from geogame.likeness import NEAR_BITS
from geogame.sources.remote.base import Candidate
from geogame.world.sun import sun_position

MIN_EDGE: Final = 512
ONE_COLOUR: Final = 0.6
DARK_LUMA: Final = 40.0
NIGHT_DEG: Final = -6.0
SHARP: Final = 15.0
"""Least variance of the Laplacian of the picture reduced to ``CHECK_EDGE`` pixels, in grey levels squared."""
CHECK_EDGE: Final = 512
FIRST_YEAR: Final = 2000
NULL_ISLAND_DEG: Final = 0.01


@dataclass(frozen=True, slots=True)
class Moment:
    """When a picture was taken; where that is unknown the date is empty, the day 0 and the solar hour no number."""

    captured_on: str
    day_of_year: int
    solar_hour: float


def moment_of(candidate: Candidate) -> Moment:
    """Read the candidate's date, and the local solar hour where the moment is known."""
    if not candidate.captured_at:
        return Moment("", 0, math.nan)
    when = datetime.fromisoformat(candidate.captured_at)
    if candidate.precision != "second":
        return Moment(when.date().isoformat(), when.timetuple().tm_yday, math.nan)
    utc = when.replace(tzinfo=UTC) if when.tzinfo is None else when.astimezone(UTC)
    hour = utc.hour + utc.minute / 60 + utc.second / 3600 + candidate.lon / 15
    return Moment(utc.date().isoformat(), utc.timetuple().tm_yday, round(hour % 24, 3))


def record_objection(candidate: Candidate, today: date) -> str:
    """Say what is wrong with a candidate's place or time; empty where nothing is."""
    lat, lon = candidate.lat, candidate.lon
    if not (math.isfinite(lat) and math.isfinite(lon) and abs(lat) <= 90 and abs(lon) <= 180):
        return "no place on Earth"
    if max(abs(lat), abs(lon)) < NULL_ISLAND_DEG:
        return "null island"
    try:
        moment = moment_of(candidate)
    except ValueError:
        return "unreadable date"
    return _date_objection(moment, today) or ("night" if _is_night(candidate, moment) else "")


def _date_objection(moment: Moment, today: date) -> str:
    if moment.captured_on > today.isoformat():
        return "date in the future"
    if moment.captured_on and int(moment.captured_on[:4]) < FIRST_YEAR:
        return f"before {FIRST_YEAR}"
    return ""


def _is_night(candidate: Candidate, moment: Moment) -> bool:
    if candidate.precision != "second":
        return False
    _, elevation = sun_position(candidate.lat, moment.day_of_year, moment.solar_hour)
    return math.degrees(elevation) < NIGHT_DEG


def picture_objection(pixels: NDArray[np.uint8]) -> str:
    """Say what is wrong with a decoded picture; empty where nothing is."""
    from PIL import Image

    if max(pixels.shape[:2]) < MIN_EDGE:
        return "too small"
    reduced = Image.fromarray(pixels)
    reduced.thumbnail((CHECK_EDGE, CHECK_EDGE), Image.Resampling.BOX)
    small = np.asarray(reduced)
    if _one_colour_share(small) > ONE_COLOUR:
        return "one colour"
    luma = small.astype(np.float64) @ np.array([0.299, 0.587, 0.114])
    if luma.mean() < DARK_LUMA:
        return "dark"
    laplacian = luma[1:-1, :-2] + luma[1:-1, 2:] + luma[:-2, 1:-1] + luma[2:, 1:-1] - 4 * luma[1:-1, 1:-1]
    return "blurred" if laplacian.var() < SHARP else ""


def _one_colour_share(pixels: NDArray[np.uint8]) -> float:
    """Share of the most frequent colour, colours counted in steps of eight levels."""
    steps = (pixels >> 3).astype(np.int64)
    codes = (steps[..., 0] << 10 | steps[..., 1] << 5 | steps[..., 2]).ravel()
    return float(np.bincount(codes).max() / codes.size)


def alike(code: int, others: list[int]) -> bool:
    """Tell whether a difference hash is within ``NEAR_BITS`` bits of another."""
    return any((code ^ other).bit_count() <= NEAR_BITS for other in others)
