"""``geogame embed``: a model's features of a dataset as a gallery that `predict` looks into."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from geogame.cli.options import Device, EngineName, Heartbeat, Json, Model
from geogame.cli.output import emit


def register(app: typer.Typer) -> None:
    """Add this module's command to the command line."""
    app.command("embed")(embed)


def embed(
    model: Model,
    *,
    dataset: Annotated[Path, typer.Option(help="Catalog whose views are embedded.")],
    out: Annotated[Path, typer.Option("--out", metavar="INDEX", help="New or empty folder, or an index to replace.")],
    split: Annotated[str, typer.Option(help="train, val, test or all.")] = "all",
    engine: EngineName = "local",
    device: Device = None,
    heartbeat: Heartbeat = None,
    as_json: Json = False,
) -> None:
    """Write a model's feature of every view of a dataset, with where and when each was taken, to search among."""
    from geogame.cli.engines import on_engine
    from geogame.cli.heartbeat import heartbeat as heartbeat_in
    from geogame.cli.training import counted, open_trained
    from geogame.curation import open_curated
    from geogame.engines import open_engine
    from geogame.errors import UsageError
    from geogame.evaluation.embedding import embed_catalog
    from geogame.geolocators.gallery import NOTE_FILE, Gallery, view_table, weights_name

    if out.exists() and (not out.is_dir() or (any(out.iterdir()) and not (out / NOTE_FILE).is_file())):
        message = f"{out} is neither empty nor an index of this program; choose another --out"
        raise UsageError(message)
    device, dataset = on_engine(engine, device, dataset)
    folder, geolocator = open_trained(model, device)
    part = open_curated(dataset).select(split)
    if not len(part.views):
        message = f"split {split!r} of {dataset} has no views; choose another --split"
        raise UsageError(message)
    with counted() as shown, heartbeat_in(heartbeat, shown) as progress, open_engine(engine) as held:
        features = embed_catalog(geolocator, part, lambda done, total: progress("embedding views", done, total), held)
        about = {"dataset_build_id": part.info.build_id, "world_fingerprint": part.info.world_fingerprint}
        about |= {"model": geolocator.name, "weights": weights_name(folder)}
        gallery = Gallery(features, view_table(part), about)
        gallery.write(out)
    emit({"path": str(out), "views": len(gallery), "length": features.shape[1], **gallery.note}, as_json=as_json)


def hit_lines(hits: list[dict[str, Any]]) -> list[str]:
    """Hits as lines of text, best first."""
    return [
        f"{hit['likeness']:.3f}  {hit['captured_on']}  {hit['lat']:.5f}, {hit['lon']:.5f}  place {hit['place_id']}, "
        f"looking {hit['heading_deg']:g}°"
        for hit in hits
    ]
