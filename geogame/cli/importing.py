"""``geogame dataset import``: take a folder of pictures in as a dataset."""

from __future__ import annotations

import time
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from geogame.cli.options import Heartbeat, Json
from geogame.cli.output import emit, note
from geogame.errors import UsageError

FolderArgument = Annotated[Path, typer.Argument(metavar="DIR", help="The folder that holds the pictures.")]


def import_(
    folder: FolderArgument,
    *,
    out: Annotated[Path, typer.Option("--out", metavar="CATALOG", help="New, empty, or the same import.")],
    region: Annotated[str | None, typer.Option(help="The region; see 'regions', and 'region add'.")] = None,
    recipe: Annotated[
        str | None, typer.Option(help="Of a system whose own pictures these are: its region, cells, layout, box, size.")
    ] = None,
    layout: Annotated[
        str | None, typer.Option(help="auto, or how the folder is laid out; a wrong one lists them.")
    ] = None,
    table: Annotated[
        Path | None, typer.Option(metavar="FILE", help="The layout's CSV or Parquet where it lies elsewhere.")
    ] = None,
    partition: Annotated[str | None, typer.Option(help="How the region is cut; fishnet when not given.")] = None,
    splits: Annotated[str, typer.Option(help="train/val/test in percent, or one name for all places.")] = "80/10/10",
    split_rule: Annotated[str, typer.Option(help="random, kfold:K:F, or buffer:5km.")] = "random",
    seed: Annotated[int, typer.Option(min=0, help="Of the division.")] = 0,
    projection: Annotated[
        str, typer.Option(help="full-turn: 360-degree pictures, cut into views; flat; auto: as the layout says.")
    ] = "auto",
    box: Annotated[
        str | None,
        typer.Option(metavar="L,T,R,B", help="Keep this part of every picture, in shares such as 0,0.1,1,0.9."),
    ] = None,
    size: Annotated[str | None, typer.Option(metavar="WxH", help="Rescale every picture to so many pixels.")] = None,
    licence: Annotated[str, typer.Option(help="Of pictures that name none.")] = "unknown",
    attribution: Annotated[str, typer.Option(help="Of pictures that name none.")] = "",
    name: Annotated[str | None, typer.Option(help="The dataset's name; CATALOG's when not given.")] = None,
    workers: Annotated[int | None, typer.Option(min=1, help="Threads; one a core when not given.")] = None,
    heartbeat: Heartbeat = None,
    as_json: Json = False,
) -> None:
    """Take a folder of pictures in as a dataset; what was not taken, and why, stands in its rejected.csv."""
    from geogame.cli.heartbeat import counting
    from geogame.regions import known_regions
    from geogame.sources.intake import ImportOptions, import_folder
    from geogame.sources.options import parse_size, parse_splits
    from geogame.splits import parse_rule

    asked: dict[str, Any] = {
        "region": region,
        "partition": partition,
        "layout": layout,
        "box": None if box is None else parse_box(box),
        "size": None if size is None else parse_size(size),
    }
    known = {**_of_recipe(recipe), **{key: value for key, value in asked.items() if value is not None}}
    if known.get("region") not in known_regions():
        message = (
            f"there is no region {known['region']!r}; choose one of {', '.join(known_regions())}, or `region add` one"
            if "region" in known
            else "give the pictures' --region, or the --recipe of the system that they belong to"
        )
        raise UsageError(message)
    options = ImportOptions(
        name=name or out.resolve().name,
        splits=parse_splits(splits),
        split_rule=str(parse_rule(split_rule)),
        seed=seed,
        projection=projection,
        licence=licence,
        attribution=attribution,
        **known,
    )
    started = time.monotonic()
    today = datetime.now(UTC).date()
    try:
        with counting("taking pictures in", heartbeat) as progress:
            report = import_folder(folder, out, options, today=today, table=table, workers=workers, progress=progress)
    except KeyboardInterrupt:
        note(f"Interrupted. The same command takes the import in {out} up again.")
        raise typer.Exit(130) from None
    if report.rejected:
        lost = ", ".join(f"{count} {reason}" for reason, count in report.rejected.items())
        note(f"Not taken: {lost}; each is listed in {out / 'rejected.csv'}")
    if report.restricted:
        note(f"Its pictures will not be shown in Play, Photo or Dataset: {report.restricted}")
    emit(
        {"path": str(out), "name": options.name, **asdict(report), "seconds": round(time.monotonic() - started, 1)},
        as_json,
    )


def _of_recipe(name: str | None) -> dict[str, Any]:
    """Options that a recipe gives for its system's own pictures; `UsageError` where it gives none."""
    if name is None:
        return {}
    from geogame.training.recipe import load_recipe

    intake = load_recipe(name).intake
    if intake is None:
        message = f"recipe {name!r} has no table [intake]: it says nothing of a folder; leave --recipe away"
        raise UsageError(message)
    found = {key: value for key, value in intake if value is not None}
    if intake.size is not None:
        found["size"] = intake.size[::-1]
    return found


def parse_box(text: str) -> tuple[float, float, float, float]:
    """Read ``0,0.1,1,0.9`` as left, top, right, bottom in shares; `UsageError` otherwise."""
    try:
        left, top, right, bottom = (float(word) for word in text.split(","))
    except ValueError:
        left = top = right = bottom = float("nan")
    if not (0 <= left < right <= 1 and 0 <= top < bottom <= 1):
        message = f"--box must be left,top,right,bottom in shares from 0 to 1 such as 0,0.1,1,0.9, not {text!r}"
        raise UsageError(message)
    return left, top, right, bottom
