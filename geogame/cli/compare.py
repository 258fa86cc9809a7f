"""``geogame compare``: models against models on the same places."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from geogame.cli.options import Device, EvaluatedSplit, Json, SplitFile
from geogame.cli.output import emit, note


def register(app: typer.Typer) -> None:
    """Add this module's command to the command line."""
    app.command("compare")(compare)


def compare(
    models: Annotated[list[str], typer.Argument(help="Names under models/, or checkpoint folders: one group.")],
    *,
    against: Annotated[list[str], typer.Option(help="A model of the other group; may be given again.")],
    dataset: Annotated[Path, typer.Option(help="Catalog to compare on.")],
    apart_from: Annotated[
        list[str] | None,
        typer.Option(
            metavar="MODEL",
            help="Leave out places closer than 5 km to a training place of this model, such as the backbone's; "
            "may be given again.",
        ),
    ] = None,
    split: EvaluatedSplit = "auto",
    split_file: SplitFile = None,
    device: Device = None,
    as_json: Json = False,
) -> None:
    """Compare groups of models place by place, such as the seeds of two systems, with 95 % intervals."""
    from geogame.cli.training import counted, open_trained
    from geogame.evaluation.compare import compare as compare_groups
    from geogame.geolocators import model_folder
    from geogame.geolocators.checkpoint import read_index
    from geogame.resplit import open_divided

    catalog = open_divided(dataset, split_file)
    groups = [[open_trained(name, device)[1] for name in names] for names in (models, against)]
    indices = [read_index(model_folder(name)) for name in apart_from or ()]
    with counted() as progress:
        found = compare_groups(groups[0], groups[1], catalog, split, progress, apart_from=indices)
    for warning in found["warnings"]:
        note(f"geogame: warning: {warning}")
    emit(found, as_json, _text(found))


def _text(found: dict[str, Any]) -> str:
    lines = [f"{found['n']} places of split {found['split']}"]
    if found["left_out"]:
        lines[0] += f", {found['left_out']} too close to training places left out"
    for group in ("models", "against"):
        lines += [
            f"  {group}: {row['name']}: mean {row['mean_km']:.0f} km, median {row['median_km']:.0f} km, "
            f"right cell {100 * row['top1']:.1f} %, score {row['mean_score']:.0f}"
            for row in found[group]
        ]
    for name, row in found["difference"].items():
        low, high = row["ci95"]
        verdict = "differs" if row["excludes_zero"] else "may be chance"
        lines.append(f"difference in {name}: {row['mean']:+.3f} ({low:+.3f} to {high:+.3f}), {verdict}")
    return "\n".join(lines)
