"""``geogame compare``: models against models on the same places."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Final

import typer

from geogame.cli.options import Device, EvaluatedSplit, Json, SplitFile
from geogame.cli.output import emit, note

DIFFERENCES: Final = {
    "error_km": ("distance", "km", 1.0, 1, False),
    "score": ("score", "points", 1.0, 1, True),
    "top1": ("right cell", "% of places", 100.0, 2, True),
}
"""Label, unit, factor, decimals, and whether more of it is better, of each quantity that is compared."""


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
    header = ["", "mean km", "median km", "right cell", "score"]
    rows = [
        [
            f"{group}: {row['name']}", f"{row['mean_km']:.0f}", f"{row['median_km']:.0f}", f"{100 * row['top1']:.1f} %",
            f"{row['mean_score']:.0f}",
        ]
        for group in ("models", "against")
        for row in found[group]
    ]  # fmt: skip
    first = max(len(row[0]) for row in rows)
    lines += ["".join([f"  {row[0]:<{first}}", *(f"{cell:>12}" for cell in row[1:])]) for row in (header, *rows)]
    lines.append("models less against, place by place, with 95 % intervals:")
    return "\n".join([*lines, *(_difference(name, row) for name, row in found["difference"].items())])


def _difference(name: str, row: dict[str, Any]) -> str:
    """Say what a difference is, in its own unit, and which side it speaks for."""
    label, unit, scale, digits, more_is_better = DIFFERENCES[name]
    value, low, high = (f"{scale * number:+.{digits}f}" for number in (row["mean"], *row["ci95"]))
    better = "models" if (row["mean"] > 0) == more_is_better else "against"
    verdict = f"better: {better}" if row["excludes_zero"] else "may be chance"
    return f"  {label:<14}{value} {unit} ({low} to {high}), {verdict}"
