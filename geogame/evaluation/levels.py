"""What a model card says of the game: the levels of difficulty in ``ladder.json``, and the apprentice."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

from geogame.errors import CheckpointError
from geogame.geolocators.checkpoint import APPRENTICE, LADDER_FILE, CheckpointNote

HEADER: Final = ("level", "handicap", "median km", "95 %", "mean km", "95 %", "score")


def levels_section(folder: Path, note: CheckpointNote) -> list[str]:
    """Lines of the card about a checkpoint's part in the game; none where nothing lies there for it.

    Raises
    ------
    CheckpointError
        If ``ladder.json`` is damaged.
    """
    lines = _apprentice(note.extra.get(APPRENTICE))
    path = folder / LADDER_FILE
    if path.is_file():
        try:
            lines += _ladder(json.loads(path.read_text("utf-8")))
        except (OSError, ValueError, KeyError, TypeError) as error:
            message = f"{path} is damaged ({error}); measure it anew with `python -m geogame ladder {folder}`"
            raise CheckpointError(message) from error
    return ["## In the game", "", *lines] if lines else []


def _apprentice(about: dict[str, Any] | None) -> list[str]:
    if not about:
        return []
    began = f"the weights of `{about['init']}`" if about["init"] else "no other model's weights"
    line = (
        "`apprentice.safetensors` is the same network early in a training by the same recipe that began with "
        f"{began}: stopped after {about['epoch']} of {about['epochs']} epochs, eight bits a weight. "
        f"Mean error on the validation split {about['validation']['mean_km']:.0f} km."
    )
    return [line, ""]


def _ladder(found: dict[str, Any]) -> list[str]:
    """Write the measured levels, strongest first, then the apprentice and the fixed guess."""
    dataset = found["dataset"]
    others = [{"level": name, **found[name]} for name in (APPRENTICE, "constant") if name in found]
    told = (
        f"`{LADDER_FILE}` holds the levels of difficulty as `python -m geogame ladder` measured them on "
        f"{found['places']} held-out places of {dataset['name']} (dataset build {dataset['build_id']}). A level's "
        "handicap is how many views the model may use (v) and the temperature at which it draws its cell (t); "
        "the apprentice (a) sees all and says its best point."
    )
    rows = [*found["levels"], *others]
    table = ["| " + " | ".join(HEADER) + " |", "| " + " | ".join(["---"] * len(HEADER)) + " |"]
    return [told, "", *table, *("| " + " | ".join(_cells(row)) + " |" for row in rows), ""]


def _cells(row: dict[str, Any]) -> list[str]:
    cells = [row["level"], row.get("handicap") or "–"]
    for name in ("median_km", "mean_km"):
        if name in row:
            low, high = row[f"ci95_{name}"]
            cells += [f"{row[name]:.0f}", f"{low:.0f}–{high:.0f}"]
        else:  # measured by an earlier version
            cells += ["–", "–"]
    return [*cells, f"{row['mean_score']:.0f}"]
