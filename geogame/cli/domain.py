"""``geogame domain``: measure what a model's own pictures look like to it, so that strange ones can be told."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from geogame.cli.options import Device, Json
from geogame.cli.output import emit


def register(app: typer.Typer) -> None:
    """Add this module's command to the command line."""
    app.command("domain")(domain)


def domain(
    model: Annotated[str, typer.Argument(help="Name under models/, or a checkpoint folder.")],
    *,
    dataset: Annotated[
        list[Path], typer.Option(help="Catalog with views of the kind it was trained on, held out; may be repeated.")
    ],
    more: Annotated[
        list[Path] | None, typer.Option(help="Catalog that helps to tell what is usual, yet sets no limit; as above.")
    ] = None,
    split: Annotated[str, typer.Option(help="train, val, test or all.")] = "test",
    views: Annotated[int, typer.Option(min=1, help="So many views of each dataset at most.")] = 2400,
    seed: Annotated[int, typer.Option(help="Of which views, how they are changed, and how they are divided.")] = 0,
    device: Device = None,
    as_json: Json = False,
) -> None:
    """Calibrate the warning that a photograph is unlike all a model was trained on, on its held-out views.

    Each view is measured as it is, and resized and compressed at random as uploads are. Of --dataset's 95 % pass.
    """
    from geogame.cli.training import counted, open_trained
    from geogame.curation import open_curated
    from geogame.errors import UsageError
    from geogame.geolocators.published import PUBLISHED
    from geogame.photo import calibration
    from geogame.photo import domain as domains

    if Path(model).name in PUBLISHED:
        message = (
            f"{model} was trained on photographs of others, of which no held-out ones are here to calibrate on; "
            "name a model that was trained with this program"
        )
        raise UsageError(message)
    folder, geolocator = open_trained(model, device)
    catalogs = [open_curated(path).select(split) for path in [*dataset, *(more or [])]]
    with counted() as progress:
        measured = calibration.measure(geolocator, catalogs, views, seed, progress)
    counted_in = [number < len(dataset) for number in measured.catalogs]
    kinds = [kind if counts else None for kind, counts in zip(measured.kinds, counted_in, strict=True)]
    found = domains.fit(measured.features, measured.places, kinds, seed)
    domains.save_domain(found, folder)
    passing = calibration.passing(found, measured, seed)
    result = {"path": str(folder / domains.FILE), "pictures": len(measured.features), "limit": float(found.limit[0])}
    shares = ", ".join(f"{100 * share:.1f} % of {kind}" for kind, share in passing.items())
    emit(result | {"passing": passing}, as_json, f"{shares} pass; wrote {result['path']}")
