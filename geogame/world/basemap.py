"""Development script: make the browser's base map in `static/` from the packages that `bake` fetches.

    python -m geogame.world.basemap [--cache DIR]

Writes states.geojson, neighbours.geojson, lakes.geojson and labels.json, and countries.geojson for regions elsewhere.
Borders of states are simplified arc by arc, so that neighbours still share them exactly.
"""

import argparse
import json
import math
import sys
from collections.abc import Iterable
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from shapely import box, make_valid, maximum_inscribed_circle, union_all
from shapely.geometry import LineString, MultiPolygon, Point, Polygon, mapping, shape
from shapely.geometry.base import BaseGeometry

from geogame.world.bake import DEFAULT_CACHE, STATE_NAMES, topology
from geogame.world.facts import INLAND_WATER, STATES, WATER_PPD, water_kind
from geogame.world.topology import Topology, polygons_of, ring_area_deg2, simplify
from geogame.world.window import NORTH_DEG, WEST_DEG, raster_shape

STATIC = Path(__file__).parents[2] / "static"
MAX_BYTES = 600_000

NEIGHBOURS = (
    "Canada,Mexico,Cuba,Bahamas,Guatemala,Belize,Honduras,El Salvador,Nicaragua,Haiti,Dominican Rep.,Jamaica,"
    "Greenland,Puerto Rico"
).split(",")
FAR_STATES = ("Alaska", "Hawaii")
"""Drawn as neighbours: land beside the region, not part of it."""
COUNTRY_LABELS = (("Canada", -98.0, 53.5, 2.0), ("Mexico", -104.5, 25.5, 2.0), ("Cuba", -79.0, 21.9, 4.0))

STATE_DETAIL_DEG2, STATE_LEAST_DEG2 = 0.0003, 0.002
NEIGHBOUR_DETAIL_DEG2, NEIGHBOUR_LEAST_DEG2 = 0.006, 0.05
LAKE_LEAST_DEG2 = 0.03


def coarser(source: Topology, detail_deg2: float) -> Topology:
    """Simplify every arc; shared borders stay shared."""
    return replace(source, arcs=[simplify(arc, detail_deg2) for arc in source.arcs])


def shape_of(source: Topology, geometry: dict[str, Any], least_deg2: float) -> BaseGeometry:
    """Build one geometry without its islands and holes smaller than `least_deg2`; the largest island stays."""
    groups = sorted(polygons_of(source, geometry), key=lambda rings: -ring_area_deg2(rings[0]))
    kept = [rings for k, rings in enumerate(groups) if k == 0 or ring_area_deg2(rings[0]) >= least_deg2]
    parts = [
        Polygon(rings[0], [hole for hole in rings[1:] if ring_area_deg2(hole) >= least_deg2])
        for rings in kept
        if len(rings[0]) >= 4
    ]
    return make_valid(MultiPolygon(parts)) if len(parts) > 1 else make_valid(parts[0])


def shapes(source: Topology, layer: str, names: Iterable[str], least_deg2: float) -> dict[str, BaseGeometry]:
    """Shapes of the named geometries of a layer."""
    wanted = set(names)
    found = {g["properties"]["name"]: g for g in source.objects[layer]["geometries"]}
    return {name: shape_of(source, found[name], least_deg2) for name in found if name in wanted}


def outlines(mask: NDArray[np.bool_]) -> list[Polygon]:
    """Trace the connected parts of a mask of the window, pixel edges as borders.

    Parameters
    ----------
    mask
        (rows, columns) at `WATER_PPD`.
    """
    runs = []
    for row in np.flatnonzero(mask.any(axis=1)):
        edges = np.flatnonzero(np.diff(np.r_[False, mask[row], False]))
        north = NORTH_DEG - row / WATER_PPD
        runs += [
            box(WEST_DEG + a / WATER_PPD, north - 1 / WATER_PPD, WEST_DEG + b / WATER_PPD, north)
            for a, b in zip(edges[::2], edges[1::2], strict=True)
        ]
    merged = union_all(runs)
    return list(merged.geoms) if isinstance(merged, MultiPolygon) else [merged]


def smooth(outline: Polygon) -> BaseGeometry:
    """Turn pixel steps into a shore: two rounds of Chaikin's corner cutting, then simplified."""

    def cut(ring: Any) -> NDArray[np.float64]:
        points = np.asarray(ring.simplify(1.2 / WATER_PPD).coords)[:-1]
        for _ in range(2):
            following = np.roll(points, -1, axis=0)
            points = np.stack([0.75 * points + 0.25 * following, 0.25 * points + 0.75 * following], 1).reshape(-1, 2)
        return points

    holes = [cut(hole) for hole in outline.interiors if Polygon(hole).area > LAKE_LEAST_DEG2 / 2]
    return make_valid(Polygon(cut(outline.exterior), holes)).simplify(0.006)


def lakes(us: BaseGeometry) -> list[BaseGeometry]:
    """Lakes of the facts file; along the states' shore the states' own outline decides."""
    rows, columns = raster_shape(WATER_PPD)
    lats = NORTH_DEG - (np.arange(rows)[:, None] + 0.5) / WATER_PPD
    lons = WEST_DEG + (np.arange(columns)[None, :] + 0.5) / WATER_PPD
    found = []
    for outline in outlines(water_kind(lats, lons) == INLAND_WATER):
        if outline.area < LAKE_LEAST_DEG2:
            continue
        lake = smooth(outline)
        found.append(lake if us.intersection(lake).area > 0.5 * lake.area else lake.difference(us))
    return found


LETTER_PX, LINE_PX = 7.0, 15.0


def min_zoom(size_deg: float, size_px: float) -> float:
    """Smallest zoom (of a 512-pixel world) at which a span of longitude is as wide as `size_px`."""
    return max(2.0, round(math.log2(size_px * 360.0 / (512.0 * size_deg)), 1))


def label(name: str, code: str, shape: BaseGeometry) -> dict[str, Any]:
    """Where a state's label goes and from which zoom on its name and its code fit.

    The middle of the state where that is roomy, else of its largest inscribed circle.
    """
    largest = max(getattr(shape, "geoms", [shape]), key=lambda part: part.area)
    radius = maximum_inscribed_circle(largest)
    middle, edge = largest.centroid, largest.exterior
    if not largest.contains(middle) or middle.distance(edge) < 0.7 * radius.length:
        middle = Point(radius.coords[0])
    row = largest.intersection(LineString([(middle.x - 30, middle.y), (middle.x + 30, middle.y)]))
    width_deg = next(part.length for part in getattr(row, "geoms", [row]) if part.distance(middle) < 1e-9)
    height_deg = 2 * middle.distance(edge) / math.cos(math.radians(middle.y))
    tall = min_zoom(height_deg, LINE_PX)
    return {
        "name": name, "code": code, "lon": round(middle.x, 3), "lat": round(middle.y, 3),
        "code_min_zoom": max(tall, min_zoom(width_deg, LETTER_PX * 2 + 4)),
        "name_min_zoom": max(tall, min_zoom(width_deg, LETTER_PX * len(name) + 4)),
    }  # fmt: skip


def rounded(coordinates: Any, digits: int) -> Any:
    """Round nested coordinates to `digits` decimals."""
    if isinstance(coordinates, float):
        return round(coordinates, digits)
    return [rounded(part, digits) for part in coordinates]


def feature(shape: BaseGeometry, digits: int, **properties: str) -> dict[str, Any]:
    """Make a GeoJSON feature of the polygons of a shape."""
    polygons = [
        part for part in getattr(shape, "geoms", [shape]) if isinstance(part, Polygon | MultiPolygon) and part.area
    ]
    flat = [p for part in polygons for p in getattr(part, "geoms", [part])]
    geometry = mapping(MultiPolygon(flat) if len(flat) > 1 else flat[0])
    return {
        "type": "Feature",
        "properties": properties,
        "geometry": {"type": geometry["type"], "coordinates": rounded(geometry["coordinates"], digits)},
    }


def _collection(features: list[dict[str, Any]]) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": features}


def countries() -> list[dict[str, Any]]:
    """Every country but the United States, of which there are states, as the regions know them."""
    text = files("geogame.regions").joinpath("data/countries.geojson").read_text(encoding="utf-8")
    return [
        feature(shape(each["geometry"]), 2, name=each["properties"]["name"])
        for each in json.loads(text)["features"]
        if each["properties"]["iso_a3"] != "USA"
    ]


def build(cache: Path) -> dict[str, Any]:
    """Every file of the base map by name."""
    us_atlas = coarser(topology("us-atlas", "package/states-10m.json", cache), STATE_DETAIL_DEG2)
    world = coarser(topology("world-atlas", "package/countries-50m.json", cache), NEIGHBOUR_DETAIL_DEG2)
    states = shapes(us_atlas, "states", STATE_NAMES, STATE_LEAST_DEG2)
    beside = shapes(world, "countries", NEIGHBOURS, NEIGHBOUR_LEAST_DEG2)
    far = shapes(us_atlas, "states", FAR_STATES, NEIGHBOUR_LEAST_DEG2)
    beside |= {name: shape.simplify(0.1) for name, shape in far.items()}
    codes = dict(zip(STATE_NAMES, STATES, strict=True))
    labels = [label(name, codes[name], states[name]) for name in STATE_NAMES if name != "District of Columbia"]
    labels += [
        {"name": name, "code": "", "lon": lon, "lat": lat, "code_min_zoom": zoom, "name_min_zoom": zoom}
        for name, lon, lat, zoom in COUNTRY_LABELS
    ]
    return {
        "states.geojson": _collection([feature(states[n], 3, name=n, code=codes[n]) for n in STATE_NAMES]),
        "neighbours.geojson": _collection([feature(beside[n], 2, name=n) for n in sorted(beside)]),
        "lakes.geojson": _collection([feature(lake, 3) for lake in lakes(union_all(list(states.values())))]),
        "labels.json": labels,
        "countries.geojson": _collection(countries()),
    }


def main(arguments: Iterable[str] | None = None) -> None:
    """Write the base map."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cache", type=Path, default=DEFAULT_CACHE)
    options = parser.parse_args(None if arguments is None else list(arguments))
    total = 0
    for name, content in build(options.cache).items():
        text = json.dumps(content, separators=(",", ":"), ensure_ascii=False) + "\n"
        (STATIC / name).write_text(text, encoding="utf-8")
        total += len(text.encode())
        sys.stderr.write(f"{name}: {len(text):,} characters\n")
    if total > MAX_BYTES:
        sys.exit(f"the base map has {total:,} bytes, more than {MAX_BYTES:,}: raise the detail areas")


if __name__ == "__main__":
    main()
