"""Commands about regions and their cells: ``grid`` and ``regions``."""

import math
import os
from pathlib import Path
from typing import Annotated

import typer

from geogame.cli.options import Json
from geogame.cli.output import emit, note
from geogame.errors import GeogameError, PartitionError, UsageError


def register(app: typer.Typer) -> None:
    """Add this module's commands to the command line."""
    app.command()(grid)
    app.command()(regions)


def grid(
    region: Annotated[str, typer.Argument(help="Name of a region; see 'regions'.")],
    *,
    geojson: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write the cells here; FILE is overwritten.")
    ] = None,
    locate: Annotated[
        str | None, typer.Option(metavar="LAT,LON", help="Print the cell that holds this point, -1 outside.")
    ] = None,
    partition: Annotated[
        str, typer.Option(help="How the region is cut, such as fishnet, fishnet:1, fishnet:12x8, h3:3.")
    ] = "fishnet",
    as_json: Json = False,
) -> None:
    """Write a region's cells as GeoJSON, or say which cell holds a point."""
    point = None if locate is None else parse_point(locate)
    from geogame.partitions import geojson_text, known_partitions, load_partition
    from geogame.regions import known_regions

    _must_be_known("region", region, known_regions())
    if ":" not in partition:
        _must_be_known("partition", partition, known_partitions(region))
    try:
        cells = load_partition(partition, region)
    except PartitionError as error:
        if ":" in partition:
            raise UsageError(str(error)) from error
        raise
    if geojson is not None:
        write_text(geojson, geojson_text(cells))
        note(f"wrote {len(cells)} cells to {geojson}")
    if point is not None:
        index = int(cells.locate(*point))
        emit({"cell": index}, as_json, text=str(index))
    elif geojson is None or as_json:
        summary = {"region": region, "partition": partition, "cells": len(cells)}
        emit({**summary, "fingerprint": cells.fingerprint}, as_json)


def regions(
    as_json: Json = False,
) -> None:
    """List the regions one can play in."""
    from geogame.regions import known_regions, load_region

    found = {name: load_region(name) for name in sorted(known_regions())}
    listed = {
        name: {"title": region.title, "bounds": region.bounds, "provenance": region.provenance}
        for name, region in found.items()
    }
    emit(
        {"regions": listed},
        as_json,
        text="\n".join(f"{name}: {region.title}. {region.provenance}" for name, region in found.items()),
    )


def parse_point(text: str) -> tuple[float, float]:
    """Read ``LAT,LON`` in degrees.

    Raises
    ------
    UsageError
        If the text is not two numbers, or they are no place on Earth.
    """
    words = text.split(",")
    try:
        lat, lon = (float(word) for word in words)
    except ValueError:
        raise UsageError(f"cannot read the point {text!r}; give LAT,LON in degrees, such as 40,-98") from None
    if not (math.isfinite(lat) and math.isfinite(lon) and abs(lat) <= 90 and abs(lon) <= 180):
        raise UsageError(
            f"the point {text!r} is not on Earth; latitude runs from -90 to 90, longitude from -180 to 180"
        )
    return lat, lon


def write_text(path: Path, text: str) -> None:
    """Write a file whole or not at all; a pipe or a device, which cannot be replaced, is written to.

    Raises
    ------
    GeogameError
        If the folder is missing or cannot be written to.
    """
    target = path.resolve()
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        if path.exists() and not path.is_file():
            path.write_text(text, encoding="utf-8")
            return
        part.write_text(text, encoding="utf-8")
        part.replace(target)
    except OSError as error:
        raise GeogameError(
            f"cannot write {path}: {error.strerror}; give a file in a folder that can be written to"
        ) from error
    finally:
        if part.exists():
            part.unlink()


def _must_be_known(kind: str, name: str, names: list[str]) -> None:
    if name not in names:
        raise UsageError(f"there is no {kind} {name!r}; choose one of: {', '.join(sorted(names))}")
