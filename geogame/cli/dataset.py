"""``geogame dataset``: build, import, describe, verify, divide, pack and audit catalogs, and add panoramas to them."""

from __future__ import annotations

import time
from contextlib import nullcontext, suppress
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from geogame.cli.importing import import_
from geogame.cli.options import CatalogFolder, Device, EngineName, Heartbeat, Json, SplitFile
from geogame.cli.output import check_target, emit, note
from geogame.cli.sharding import shard
from geogame.errors import CatalogError, UsageError
from geogame.packing import SHARDS_FOLDER

if TYPE_CHECKING:
    from geogame.catalog import Catalog
    from geogame.sources.options import BuildOptions


def register(app: typer.Typer) -> None:
    """Add the ``dataset`` commands to the program."""
    group = typer.Typer(no_args_is_help=True, help="Build, describe, verify and audit datasets.")
    group.command("build")(build)
    group.command("import")(import_)
    group.command("info")(info)
    group.command("check")(check)
    group.command("audit")(audit)
    group.command("duplicates")(duplicates)
    group.command("split")(split)
    group.command("shard")(shard)
    group.command("panoramas")(panoramas)
    app.add_typer(group, name="dataset")


def build(
    *,
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="New, empty, or this same build unfinished.")],
    preset: Annotated[
        str | None,
        typer.Argument(help="A named set of the options below, such as usa-rendered; a wrong one lists them."),
    ] = None,
    region: Annotated[str | None, typer.Option(help="Instead of a preset: the region.")] = None,
    source: Annotated[
        str | None, typer.Option(help="Instead of a preset: where views come from; auto chooses a service.")
    ] = None,
    per_cell: Annotated[int | None, typer.Option(help="Places in every cell.")] = None,
    views: Annotated[str | None, typer.Option(help="Views per place, or max for all that the source gives.")] = None,
    size: Annotated[str | None, typer.Option(metavar="WxH", help="Pixels of one view, such as 256x128.")] = None,
    seed: Annotated[
        int | None,
        typer.Option(help="Of places and scenes. With a seed not its own a preset draws fresh places, all 'test'."),
    ] = None,
    splits: Annotated[
        str | None, typer.Option(help="train/val/test in percent such as 90/5/5, or one name for all places.")
    ] = None,
    split_rule: Annotated[
        str | None, typer.Option(help="random, kfold:K:F, or buffer:5km: no two splits come closer than that.")
    ] = None,
    quality: Annotated[int | None, typer.Option(help="WebP quality, 1 to 100.")] = None,
    limit: Annotated[int | None, typer.Option(help="So many places only; every cell's first come first.")] = None,
    engine: EngineName = "local",
    workers: Annotated[int | None, typer.Option(help="Processes; one a core when not given.")] = None,
    heartbeat: Heartbeat = None,
    as_json: Json = False,
) -> None:
    """Build a dataset. Interrupted in any way, the same command resumes it."""
    from geogame.cli.collection import run_collection
    from geogame.sources.services import SERVICES

    plain = {"per_cell": per_cell, "quality": quality, "limit": limit}
    options = _options(
        preset,
        region,
        source,
        seed=seed,
        chosen={name: value for name, value in plain.items() if value is not None},
        views=views,
        size=size,
        splits=splits,
        split_rule=split_rule,
    )
    if options.source in SERVICES:
        run_collection(options, out, workers, heartbeat, engine, as_json=as_json)
    else:
        _run_build(options, out, workers, heartbeat, engine, as_json=as_json)


def _options(
    preset: str | None,
    region: str | None,
    source: str | None,
    *,
    seed: int | None,
    chosen: dict[str, int],
    views: str | None,
    size: str | None,
    splits: str | None,
    split_rule: str | None,
) -> BuildOptions:
    """Start from the preset, or from ``--region`` and ``--source``, and put the other options on top."""
    from geogame.regions import load_region
    from geogame.sources.options import parse_size, parse_splits
    from geogame.sources.presets import preset_options
    from geogame.sources.services import parse_views
    from geogame.splits import parse_rule

    if preset is not None and (region is not None or source is not None):
        message = f"give either the preset {preset!r}, or --region and --source, not both"
        raise UsageError(message)
    if preset is not None:
        options = preset_options(preset, seed)
    else:
        if region is None or source is None:
            message = "give a preset (such as usa-rendered), or both --region and --source"
            raise UsageError(message)
        options = _plain_options(region, source, views, seed or 0)
    changes: dict[str, Any] = dict(chosen)
    if views is not None:
        changes["views"] = parse_views(views, options.source, load_region(options.region))
    if "per_cell" in chosen:
        changes["extra_cells"] = 0
    if size is not None:
        changes["width"], changes["height"] = parse_size(size)
    if splits is not None:
        changes["splits"] = parse_splits(splits)
    if split_rule is not None:
        changes["split_rule"] = str(parse_rule(split_rule))
    return replace(options, **changes)


def _plain_options(region: str, source: str, views: str | None, seed: int) -> BuildOptions:
    """Start from a region and a source: all its views, at its own size."""
    from geogame.regions import known_regions, load_region
    from geogame.sources import SOURCES
    from geogame.sources.options import BuildOptions
    from geogame.sources.services import SERVICES, choose_service, parse_views, plain_size

    for option, name, known in (("region", region, known_regions()), ("source", source, ["auto", *SOURCES, *SERVICES])):
        if name not in known:
            message = f"there is no {option} {name!r}; choose one of {', '.join(known)}"
            raise UsageError(message)
    if source == "auto":
        source = choose_service(load_region(region), views)
        note(f"source {source}: {SERVICES[source].title}")
    options = BuildOptions(name=f"{region}-{source}", region=region, source=source, seed=seed)
    if source not in SERVICES:
        return options
    width, height = plain_size(source)
    return replace(options, views=parse_views(None, source, load_region(region)), width=width, height=height)


def _run_build(
    options: BuildOptions, out: Path, workers: int | None, heartbeat: Path | None, engine: str, *, as_json: bool
) -> None:
    from geogame.catalog import open_catalog
    from geogame.cli.heartbeat import telling
    from geogame.cli.progress import PHASES, build_progress
    from geogame.engines import open_engine
    from geogame.sources import SOURCES
    from geogame.sources.builder import build as build_catalog

    if engine != "local" and workers is not None:
        message = "--workers counts the processes of --engine local; a cluster has one for each of its processors"
        raise UsageError(message)
    started = time.monotonic()
    source = SOURCES[options.source]()
    try:
        with (
            build_progress() as shown,
            telling(heartbeat, shown, lambda state: (PHASES[state.phase], state.done, state.total)) as progress,
            nullcontext() if engine == "local" else open_engine(engine) as held,
        ):
            report = build_catalog(options, out, source=source, workers=workers, progress=progress, engine=held)
    except KeyboardInterrupt:
        typer.echo(f"Interrupted. Finished places are kept in {out}; the same command resumes.", err=True)
        raise typer.Exit(130) from None
    summary = describe(open_catalog(out))
    summary["rendered"], summary["reused"] = report.rendered, report.reused
    summary["seconds"] = round(time.monotonic() - started, 1)
    emit(summary, as_json=as_json)


def panoramas(
    folder: CatalogFolder,
    *,
    count: Annotated[int, typer.Option(help="So many places, far from one another.")] = 44,
    width: Annotated[int, typer.Option(help="Pixels; the height is half of it.")] = 2048,
    quality: Annotated[int, typer.Option(help="WebP quality, 1 to 100.")] = 80,
    workers: Annotated[int | None, typer.Option(help="Processes; one a core when not given.")] = None,
    as_json: Json = False,
) -> None:
    """Draw the full turn of some of a dataset's places beside its views. Interrupted, the same command resumes."""
    from geogame.catalog import open_catalog
    from geogame.cli.progress import build_progress
    from geogame.sources.panoramas import PanoramaOptions, add_panoramas

    catalog, options = open_catalog(folder), PanoramaOptions(count=count, width=width, quality=quality)
    try:
        with build_progress() as progress:
            report = add_panoramas(catalog, options, workers=workers, progress=progress)
    except KeyboardInterrupt:
        typer.echo(f"Interrupted. Finished panoramas are kept in {folder}; the same command resumes.", err=True)
        raise typer.Exit(130) from None
    emit({"path": str(folder), **asdict(report)}, as_json=as_json)


def info(folder: CatalogFolder, as_json: Json = False) -> None:
    """Say what a dataset holds and how it was made."""
    from geogame.catalog import open_catalog
    from geogame.curation import marks, read_steps

    held = [step.mark for step in marks(read_steps(folder)).values()]
    decided = {name: held.count(name) for name in ("flagged", "excluded")}
    emit(describe(open_catalog(folder)) | decided, as_json=as_json)


def describe(catalog: Catalog) -> dict[str, Any]:
    """Say what a catalog holds and how it was made."""
    about = catalog.info
    per_cell = catalog.locations["cell"].value_counts()
    return {
        "path": str(catalog.path),
        "name": about.name,
        "build_id": about.build_id,
        "region": about.region,
        "partition": about.partition,
        "partition_fingerprint": about.partition_fingerprint,
        "source": about.source,
        "world_fingerprint": about.world_fingerprint,
        "locations": about.counts["locations"],
        "places": catalog.locations["place_id"].nunique(),
        "views": about.counts["views"],
        "splits": {name: about.counts[name] for name in ("train", "val", "test")},
        "cells": len(per_cell),
        "places_per_cell": {"min": int(per_cell.min()), "max": int(per_cell.max())},
        "headings_deg": list(about.headings_deg),
        "fov_deg": about.fov_deg,
        "size": f"{about.width}x{about.height}",
        "seed": about.seed,
        "image_bytes": _image_bytes(catalog),
        "licence": about.licence,
        "attribution": about.attribution,
        "restricted": about.restricted,
    }


def _image_bytes(catalog: Catalog) -> int:
    """Size of all images that are there, or of the tar files that hold them."""
    pattern = "images/*/*" if catalog.packed is None else f"{SHARDS_FOLDER}/*.tar"
    return sum(path.stat().st_size for path in catalog.path.glob(pattern) if path.is_file())


class _UnsoundError(CatalogError):
    """Some images of a catalog are not as they were written."""


def check(folder: CatalogFolder, heartbeat: Heartbeat = None, as_json: Json = False) -> None:
    """Verify every image of a dataset: present, unchanged, decodes, right size. Exit code 1 if any is not."""
    from geogame.catalog import check_images, open_catalog
    from geogame.cli.heartbeat import counting

    problems: list[str] = []
    catalog = open_catalog(folder)
    with suppress(_UnsoundError), counting("checking images", heartbeat) as progress:
        problems += check_images(catalog, progress=progress)
        if problems:
            message = f"{len(problems)} of {len(catalog.views)} images are not as they were written: {problems[0]}"
            raise _UnsoundError(message)
    emit(
        {"path": str(folder), "views": len(catalog.views), "ok": not problems, "problems": problems},
        as_json=as_json,
    )
    if problems:
        raise typer.Exit(1)


def duplicates(folder: CatalogFolder, heartbeat: Heartbeat = None, as_json: Json = False) -> None:
    """Find pictures of different places that are the same, or nearly; the Dataset page shows them."""
    from geogame.browse.duplicates import find_duplicates, write_duplicates
    from geogame.catalog import open_catalog
    from geogame.cli.heartbeat import heartbeat as heartbeat_in
    from geogame.cli.training import counted

    with counted() as shown, heartbeat_in(heartbeat, shown) as progress:
        catalog = open_catalog(folder)
        pairs = find_duplicates(catalog, progress)
        path = write_duplicates(catalog, pairs)
    emit({"path": str(folder), "pairs": len(pairs), "file": str(path)}, as_json=as_json)


def split(
    folder: CatalogFolder,
    rule: Annotated[
        str, typer.Option(help="random, kfold:K, kfold:K:F (F is the test fold), buffer:5km or buffer:200m.")
    ],
    *,
    splits: Annotated[str, typer.Option(help="train/val/test in percent; folds make their own.")] = "80/10/10",
    seed: Annotated[int, typer.Option(min=0, help="Another seed gives another division.")] = 0,
    out: Annotated[
        Path | None, typer.Option(metavar="FILE", help="DIR/splits/RULE-seedN.parquet by default; overwritten.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Divide a dataset anew, in a file beside it that train, evaluate and audit take as --split-file."""
    from geogame.audit import nearest_places
    from geogame.catalog import open_catalog
    from geogame.resplit import default_path, divide, write_division
    from geogame.sources.options import parse_splits
    from geogame.splits import parse_rule

    check_target(out)
    parsed = parse_rule(rule)
    divided = divide(open_catalog(folder), parsed, dict(parse_splits(splits)), seed)
    path = out or default_path(divided, parsed, seed)
    write_division(divided, path, parsed, seed)
    counts = {name: divided.info.counts[name] for name in ("train", "val", "test")}
    train, test = divided.select("train"), divided.select("test")
    km = nearest_places(test.locations, train.locations)[1]
    emit(
        {
            "path": str(folder),
            "split_file": str(path),
            "rule": str(parsed),
            "seed": seed,
            **counts,
            "dropped": len(divided) - sum(counts.values()),
            "min_km_train_test": float(km.min()) if len(train) and len(test) else None,
        },
        as_json=as_json,
    )


def audit(
    folder: CatalogFolder,
    *,
    against: Annotated[
        Path | None,
        typer.Option(
            help="Compare with another dataset's folder, or a model's training_index.parquet; "
            "without it the dataset's own splits are compared with one another.",
            metavar="OTHER",
        ),
    ] = None,
    gap: Annotated[str, typer.Option(help="Places of two splits closer than this are a leak, 5km or 200m.")] = "100m",
    split_file: SplitFile = None,
    model: Annotated[
        str | None, typer.Option(help="Also look with this model: near-duplicates by embedding, hidden strips.")
    ] = None,
    device: Device = None,
    as_json: Json = False,
) -> None:
    """Look for leaks: places, scenes and pictures on both sides of a division. Exit code 1 on a leak."""
    from geogame.cli.audit import audit_against, audit_one

    if against is None:
        found = audit_one(folder, gap, split_file, model, device)
    elif model is not None or split_file is not None:
        message = "--against compares two datasets; --model and --split-file look into one, leave --against away"
        raise UsageError(message)
    else:
        found = audit_against(folder, against)
    emit(found, as_json=as_json)
    if found["leaks"]:
        raise typer.Exit(1)
