"""``geogame region add`` and ``points``, ``geogame partition add``: regions, points and cells of one's own."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, TypeAlias

import typer

from geogame.cli.options import Json
from geogame.cli.output import emit
from geogame.errors import UsageError

ReplaceOption: TypeAlias = Annotated[bool, typer.Option("--replace", help="Overwrite one of that name.")]


def register(app: typer.Typer) -> None:
    """Add the ``region`` and ``partition`` commands to the program."""
    region = typer.Typer(no_args_is_help=True, help="Add regions of your own, and lay points over any.")
    region.command("add")(add_region)
    region.command("points")(region_points)
    app.add_typer(region, name="region")
    partition = typer.Typer(no_args_is_help=True, help="Make cells that follow a dataset's places.")
    partition.command("add")(add_partition)
    partition.callback()(_group)
    app.add_typer(partition, name="partition")


def _group() -> None:
    """Keep a group of one command a group."""


def add_region(
    name: Annotated[str, typer.Argument(help="What to call it: small letters, digits, hyphens.")],
    *,
    geojson: Annotated[Path | None, typer.Option(metavar="FILE", help="Its outline, WGS84 degrees.")] = None,
    country: Annotated[str | None, typer.Option(help="Or a country, as Natural Earth draws it (coarse).")] = None,
    title: Annotated[str, typer.Option(help="What people read; NAME when not given.")] = "",
    replace: ReplaceOption = False,
    as_json: Json = False,
) -> None:
    """Add a region, for all commands on this machine. Outlines are as drawn by their source."""
    from geogame.partitions.area import area_km2
    from geogame.regions import REGIONS, load_region
    from geogame.regions import added as regions
    from geogame.regions.countries import PROVENANCE
    from geogame.regions.countries import country as outline_of_country
    from geogame.regions.outlines import Outline, read_outline

    if name in REGIONS:
        raise UsageError(f"{name!r} is a region of the program itself; take another name")
    if geojson is not None and country is None:
        outline, provenance = read_outline(geojson), f"{geojson.name}, added by the user, as drawn there"
    elif country is not None and geojson is None:
        outline, provenance = Outline(outline_of_country(country)), f"{PROVENANCE}: {country}"
    else:
        raise UsageError("give either --geojson FILE or --country NAME")
    path = regions.add_region(name, outline, title or name, provenance, replace=replace)
    load_region.cache_clear()
    west, south, east, north = outline.polygon.bounds
    emit(
        {
            "region": name,
            "file": str(path),
            "bounds": [west, south, east, north],
            "area_km2": round(area_km2(outline.polygon), 1),
            "places": list(outline.places),
        },
        as_json,
    )


def region_points(
    name: Annotated[str, typer.Argument(help="Name of a region; see 'regions'.")],
    *,
    out: Annotated[Path, typer.Option("--out", metavar="FILE.csv", help="Written with columns lat, lon, buffer_m.")],
    every: Annotated[float, typer.Option(metavar="METRES", help="Side of the grid's squares.")] = 10.0,
    buffers: Annotated[
        str, typer.Option(metavar="METRES,…", help="Distances to keep, the widest first; empty: all points.")
    ] = "100,75,60,50,45,35",
    seed: Annotated[int, typer.Option(min=0, help="Of the order in which points are taken.")] = 0,
    as_json: Json = False,
) -> None:
    """Lay a grid of points over a region, thinned so that they keep a distance from each other."""
    import numpy as np

    from geogame.cli.grid import write_text
    from geogame.regions import known_regions, load_region
    from geogame.regions.points import buffered_points, point_grid

    if name not in known_regions():
        message = f"there is no region {name!r}; choose one of: {', '.join(sorted(known_regions()))}"
        raise UsageError(message)
    region, distances = load_region(name), parse_distances(buffers)
    if distances:
        lats, lons, kept = buffered_points(region, every, distances, seed)
    else:
        lats, lons = point_grid(region, every)
        kept = np.zeros(len(lats))
    rows = zip(lats.tolist(), lons.tolist(), kept.tolist(), strict=True)
    write_text(out, "lat,lon,buffer_m\n" + "".join(f"{lat:.6f},{lon:.6f},{metres:g}\n" for lat, lon, metres in rows))
    taken = {f"{metres:g}": int((kept == metres).sum()) for metres in distances}
    emit({"path": str(out), "region": name, "every_m": every, "points": len(lats), "by_buffer_m": taken}, as_json)


def parse_distances(text: str) -> list[float]:
    """Read ``100,75`` as metres, none from an empty text; `UsageError` where it is neither."""
    try:
        return [float(word) for word in text.split(",") if text]
    except ValueError:
        raise UsageError(f"cannot read the distances {text!r}; give metres such as 100,75,60,50,45,35") from None


def add_partition(
    name: Annotated[str, typer.Argument(help="What to call it: small letters, digits, hyphens.")],
    *,
    dataset: Annotated[Path, typer.Option(metavar="DIR", help="The dataset whose training places decide.")],
    at_most: Annotated[int, typer.Option(min=1, help="So many training places a cell.")],
    replace: ReplaceOption = False,
    as_json: Json = False,
) -> None:
    """Cut a dataset's region into cells that hold at most so many of its training places each (PlaNet's idea)."""
    from geogame.curation import open_curated
    from geogame.partitions import PARTITIONS
    from geogame.partitions.adaptive import adaptive
    from geogame.partitions.kept import keep_partition
    from geogame.regions import load_region

    if name in PARTITIONS:
        raise UsageError(f"{name!r} is a partition of the program itself; take another name")
    catalog = open_curated(dataset)
    train = catalog.select("train").locations.drop_duplicates("place_id")
    if not len(train):
        raise UsageError(f"{dataset} has no training places, which the cells are to follow; give a dataset with some")
    partition = adaptive(
        load_region(catalog.info.region), train["lat"].to_numpy(float), train["lon"].to_numpy(float), at_most
    )
    path = keep_partition(partition, name, replace=replace)
    counts = partition.locate(train["lat"].to_numpy(float), train["lon"].to_numpy(float))
    emit(
        {
            "partition": name,
            "region": catalog.info.region,
            "file": str(path),
            "cells": len(partition),
            "cells_with_places": len(set(counts.tolist()) - {-1}),
            "fingerprint": partition.fingerprint,
        },
        as_json,
    )
