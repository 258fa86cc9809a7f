"""``geogame ladder``: measure how strong a model plays when it is held back, for the game's levels of difficulty."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from geogame.cli.options import Device, Json, Model
from geogame.cli.output import emit

SHIPPED = Path(__file__).parents[1] / "data" / "usa-rendered-heldout"


def register(app: typer.Typer) -> None:
    """Add this module's command to the command line."""
    app.command("ladder")(ladder)


def ladder(
    model: Model,
    *,
    dataset: Annotated[Path, typer.Option(help="Catalog with held-out places of the model's cells.")] = SHIPPED,
    split: Annotated[str, typer.Option(help="train, val, test or all.")] = "test",
    device: Device = None,
    as_json: Json = False,
) -> None:
    """Measure a model's ladder of difficulty, and its apprentice.

    They are written beside the model as ladder.json, where the game finds them, and on its card.
    """
    from geogame.cli.training import counted
    from geogame.curation import open_curated
    from geogame.evaluation import card
    from geogame.game.ladder import measure, write
    from geogame.geolocators import load_apprentice, load_geolocator, model_folder, onto
    from geogame.geolocators.checkpoint import APPRENTICE_FILE
    from geogame.partitions import load_partition

    folder = model_folder(model)
    catalog = open_curated(dataset).select(split)
    partition = load_partition(catalog.info.partition, catalog.info.region)
    early = load_apprentice(folder, device) if (folder / APPRENTICE_FILE).is_file() else None
    with counted() as progress:
        found = measure(onto(load_geolocator(folder, device), partition), catalog, progress, early)
    path = write(found, folder)
    card.write_card(folder)
    emit(found | {"path": str(path)}, as_json, f"{_text(found)}\nwrote {path}")


def _text(found: dict[str, Any]) -> str:
    rows = [f"{'level':<10} {'handicap':<10} median error, km (95 %)   mean score"]
    others = [{"level": name, **found[name]} for name in ("apprentice", "constant") if name in found]
    for each in (*found["levels"], *others):
        low, high = each["ci95_median_km"]
        error = f"{each['median_km']:.0f} ({low:.0f} to {high:.0f})"
        handicap = each.get("handicap") or "none"
        rows.append(f"{each['level']:<10} {handicap:<10} {error:<26} {each['mean_score']:.0f}")
    return "\n".join(rows)
