"""``geogame explain``: why a model guessed so."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from geogame.cli.options import Device, Headings, Images, Json, Model
from geogame.cli.output import check_target, emit, note


def register(app: typer.Typer) -> None:
    """Add this module's command to the command line."""
    app.command("explain")(explain)


def explain(
    model: Model,
    images: Images,
    *,
    headings: Headings = None,
    cell: Annotated[int | None, typer.Option(help="Explain this cell in place of the best one.")] = None,
    neighbours: Annotated[int, typer.Option(min=0, help="Training places to name that look alike.")] = 3,
    out: Annotated[Path | None, typer.Option(metavar="PNG", help="Write heat, beliefs and neighbours here.")] = None,
    device: Device = None,
    as_json: Json = False,
) -> None:
    """Show which parts of each view speak for the answer, how belief grew, and what training places look alike."""
    from geogame.cli.training import open_trained, parse_headings, read_pictures
    from geogame.explain import explain as explain_one

    check_target(out)
    folder, geolocator = open_trained(model, device)
    degrees = parse_headings(headings, len(images), geolocator.headings_deg)
    found = explain_one(
        geolocator,
        read_pictures(images),
        degrees,
        folder=folder,
        cell=cell,
        neighbours=neighbours,
    )
    if out is not None:
        from geogame.explain.neighbours import can_draw, draw_neighbour
        from geogame.explain.picture import draw_explanation

        views = []
        if found.neighbours and can_draw(geolocator.note):
            views = [draw_neighbour(neighbour, geolocator.headings_deg) for neighbour in found.neighbours]
        draw_explanation(geolocator.partition, found, out, views)
        note(f"wrote {out}")
    result = {"model": geolocator.name, **found.as_json()}
    emit(result, as_json, _text(result))


def _text(result: dict[str, Any]) -> str:
    lines = [
        f"{result['lat']:.4f}, {result['lon']:.4f}",
        f"explained: cell {result['cell']} ({100 * result['probability']:.1f} %)",
    ]
    for step in result["steps"]:
        cells = ", ".join(f"{cell} {100 * share:.1f} %" for cell, share in step["cells"])
        lines.append(f"after {step['heading_deg']:g}°: {cells}; {step['bits']:.1f} bits open")
        lines.append(f"  {100 * step['heat_share']:.0f} % of the heat lies in this view")
    lines += [
        f"alike in training: {row['lat']:.3f}, {row['lon']:.3f} (cell {row['cell']}, distance {row['distance']:.2f})"
        for row in result["neighbours"]
    ]
    return "\n".join(lines)
