"""``geogame domain``: measure what a model's own pictures look like to it, so that strange ones can be told."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import numpy as np
import typer

from geogame.cli.options import Device, Json
from geogame.cli.output import emit


def register(app: typer.Typer) -> None:
    """Add this module's command to the command line."""
    app.command("domain")(domain)


def domain(
    model: Annotated[str, typer.Argument(help="Name under models/, or a checkpoint folder.")],
    *,
    dataset: Annotated[Path, typer.Option(help="Catalog with views of the kind it was trained on, held out.")],
    split: Annotated[str, typer.Option(help="train, val, test or all.")] = "test",
    device: Device = None,
    as_json: Json = False,
) -> None:
    """Calibrate the warning that a photograph is unlike all a model was trained on, on its held-out views."""
    from geogame.cli.training import counted, open_trained
    from geogame.curation import open_curated
    from geogame.photo import domain as domains

    folder, geolocator = open_trained(model, device)
    catalog = open_curated(dataset).select(split)
    views = list(catalog.all_views())
    rows = []
    with counted() as progress:
        for start in range(0, len(views), 64):
            rows.append(domains.features_of(geolocator, [catalog.read(view) for view in views[start : start + 64]]))
            progress("measuring views", min(start + 64, len(views)), len(views))
    features = np.concatenate(rows) if rows else np.zeros((0, 1))
    found = domains.fit(features)
    domains.save_domain(found, folder)
    passing = float((found.distances(features) <= found.limit[0]).mean())
    result = {"path": str(folder / domains.FILE), "views": len(views), "limit": float(found.limit[0])}
    result["passing"] = passing
    emit(result, as_json, f"{100 * passing:.1f} % of {len(views)} views pass; wrote {result['path']}")
