"""Outlines read from GeoJSON, made fit to be a region: checked, cut at the antimeridian, and named."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import MultiPolygon, Polygon

from geogame.errors import RegionError
from geogame.geo import GEOSCORE_KM, ScoreScale, diagonal_scale


@dataclass(frozen=True, slots=True)
class Outline:
    """An area, and the names of its parts where every one has a name."""

    polygon: Polygon | MultiPolygon
    places: tuple[str, ...] = ()


def read_outline(path: Path) -> Outline:
    """Read a GeoJSON file: a polygon, a feature, or a collection of them, which count together.

    Raises
    ------
    RegionError
        If the file cannot be read, holds no polygon, or one that is no area on Earth; the message says where.
    """
    try:
        raw = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as error:
        raise RegionError(f"outline {path} cannot be read ({error}); give a GeoJSON file") from error
    return outline_of(raw, str(path))


def outline_of(raw: Any, what: str) -> Outline:
    """Make an outline of a GeoJSON object; ``what`` names it in messages, see `read_outline`."""
    features = _features(raw)
    areas = []
    for number, feature in enumerate(features):
        geometry = _geometry(feature, what)
        if geometry is not None:
            areas.append((_checked(geometry, f"{what}, feature {number}"), _name(feature)))
    if not areas:
        message = f"{what} holds no polygon; give a GeoJSON file with a Polygon or MultiPolygon in degrees"
        raise RegionError(message)
    single = len(areas) > 1 and all(isinstance(polygon, Polygon) and name for polygon, name in areas)
    if single and _apart([polygon for polygon, _ in areas]):
        return Outline(MultiPolygon([polygon for polygon, _ in areas]), tuple(name for _, name in areas))
    return Outline(_areal(shapely.union_all([polygon for polygon, _ in areas])))


def _features(raw: Any) -> list[Any]:
    if isinstance(raw, dict) and raw.get("type") == "FeatureCollection" and isinstance(raw.get("features"), list):
        return list(raw["features"])
    return [raw]


def _geometry(feature: Any, what: str) -> shapely.Geometry | None:
    """Read a feature's or bare polygon; None if it is a point, a line or nothing."""
    raw = feature.get("geometry") if isinstance(feature, dict) and feature.get("type") == "Feature" else feature
    if not isinstance(raw, dict) or raw.get("type") not in {"Polygon", "MultiPolygon"}:
        return None
    try:
        geometry = shapely.from_geojson(json.dumps(raw))
    except (shapely.errors.GEOSException, ValueError) as error:
        raise RegionError(f"{what} holds a polygon that cannot be read ({error}); check its coordinates") from error
    return None if geometry.is_empty else geometry


def _name(feature: Any) -> str:
    properties = feature.get("properties") if isinstance(feature, dict) else None
    return str((properties or {}).get("name") or "")


def _checked(geometry: shapely.Geometry, what: str) -> Polygon | MultiPolygon:
    """Refuse what is no area on Earth, and cut at the antimeridian what crosses it."""
    lons, lats = shapely.get_coordinates(geometry).T
    if not (np.isfinite(lons).all() and np.isfinite(lats).all()):
        raise RegionError(f"{what} has a coordinate that is no number; mend it")
    if np.abs(lats).max() > 90 or np.abs(lons).max() > 360:
        raise RegionError(
            f"{what} leaves the Earth: longitudes {lons.min():g} to {lons.max():g}, latitudes {lats.min():g} to "
            f"{lats.max():g}; GeoJSON wants longitude first, in WGS84 degrees"
        )
    cut = cut_at_antimeridian(geometry, what)
    if not cut.is_valid:
        reason = shapely.is_valid_reason(cut)
        raise RegionError(f"{what} is no simple area ({reason}); mend it, for instance with a zero-width buffer")
    if cut.area == 0:
        raise RegionError(f"{what} has no area; give a polygon with at least three corners apart")
    return cut


def cut_at_antimeridian(geometry: shapely.Geometry, what: str = "the polygon") -> Polygon | MultiPolygon:
    """Give a polygon with all longitudes in [-180, 180], cut in two where it crosses 180 degrees.

    An edge that spans more than 180 degrees of longitude is taken to run the other way round the Earth, as GeoJSON
    files written without regard to the antimeridian mean it. A polygon that does not cross comes back as it is.

    Raises
    ------
    RegionError
        If a ring goes round a pole.
    """
    lons = shapely.get_coordinates(geometry)[:, 0]
    if np.abs(lons).max() <= 180 and not _jumps(geometry):
        return _areal(geometry)
    parts = []
    for part in shapely.get_parts(geometry):
        rings = [_unwrapped(shapely.get_coordinates(ring), what) for ring in (part.exterior, *part.interiors)]
        middle = rings[0][:, 0].mean()
        holes = [ring + [360.0 * round((middle - ring[:, 0].mean()) / 360), 0.0] for ring in rings[1:]]
        whole = Polygon(rings[0], holes)
        for turn in (-1, 0, 1):
            piece = whole.intersection(shapely.box(360 * turn - 180, -90, 360 * turn + 180, 90))
            if piece.area > 0:
                parts.append(shapely.transform(piece, lambda points, turn=turn: points - [360.0 * turn, 0.0]))
    return _areal(shapely.union_all(parts))


def _jumps(geometry: shapely.Geometry) -> bool:
    rings = shapely.get_rings(shapely.get_parts(geometry))
    return any(np.abs(np.diff(shapely.get_coordinates(ring)[:, 0])).max(initial=0) > 180 for ring in rings)


def _unwrapped(ring: NDArray[np.float64], what: str) -> NDArray[np.float64]:
    """Longitudes without jumps, the first in [-180, 180]."""
    lons = np.unwrap(ring[:, 0], period=360)
    if abs(lons[-1] - lons[0]) > 1e-9:
        raise RegionError(f"{what} goes round a pole, which has no outline in degrees; leave the pole out")
    return np.column_stack([lons - 360.0 * np.round(lons[0] / 360), ring[:, 1]])


def _apart(polygons: list[Polygon]) -> bool:
    return bool(MultiPolygon(polygons).is_valid)


def _areal(geometry: shapely.Geometry) -> Polygon | MultiPolygon:
    """Parts that have an area, without lines and points."""
    parts = [part for part in shapely.get_parts(geometry) if isinstance(part, Polygon) and not part.is_empty]
    return parts[0] if len(parts) == 1 else MultiPolygon(parts)


def scale_of(polygon: Polygon | MultiPolygon) -> ScoreScale:
    """Score scale of an area: its bounding box's diagonal, or the field's for one that goes round half the Earth."""
    west, south, east, north = polygon.bounds
    return diagonal_scale(west, south, east, north) if east - west <= 180 else ScoreScale("geoscore", GEOSCORE_KM)
