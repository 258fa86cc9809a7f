"""``geogame dataset shard``: the same dataset with its images in tar files."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from geogame.cli.options import CatalogFolder, Json
from geogame.cli.output import emit


def shard(
    folder: CatalogFolder,
    *,
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="New, empty, or this same packing unfinished.")],
    shard_mb: Annotated[int, typer.Option(help="Megabytes of images in one tar file, about.")] = 256,
    as_json: Json = False,
) -> None:
    """Write a dataset again with its images in WebDataset's tar files, which training reads as a stream.

    All commands take the result as they take the dataset itself. Interrupted, the same command resumes.
    """
    from geogame.catalog import open_catalog
    from geogame.cli.training import counted
    from geogame.sharding import pack

    try:
        with counted() as progress:
            packed = pack(open_catalog(folder), out, shard_mb, lambda done, total: progress("tar files", done, total))
    except KeyboardInterrupt:
        typer.echo(f"Interrupted. Finished tar files are kept in {out}; the same command resumes.", err=True)
        raise typer.Exit(130) from None
    emit({"path": str(out), **asdict(packed)}, as_json=as_json)
