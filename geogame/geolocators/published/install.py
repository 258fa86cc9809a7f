"""Makes a published model known to the program: the small files that our own checkpoints have, beside its own."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

from geogame.errors import CheckpointError
from geogame.geolocators.checkpoint import INDEX_FILE, METRICS_FILE, CheckpointNote, write_note
from geogame.geolocators.published.known import Published
from geogame.geolocators.published.shelf import check_whole, folder_of, published, read_pins, write_whole

REGION: Final = "usa"
PARTITION: Final = "fishnet"
"""Where it answers as long as it is asked about no other place."""
HEADINGS_DEG: Final = (0.0, 90.0, 180.0, 270.0)
CARD_FILE: Final = "README.md"


def install(name: str) -> Path:
    """Write what makes a folder of files a model of the program; recorded evaluations are kept.

    Raises
    ------
    CheckpointError
        If a file is missing; the message says which, and how to lay it there by hand.
    """
    about, folder = published(name), folder_of(name)
    check_whole(name)
    note = note_of(about, folder)
    write_note(folder, note)
    if not (folder / METRICS_FILE).is_file():
        write_whole(folder / METRICS_FILE, json.dumps({"evaluations": {}}) + "\n")
    _write_empty_index(folder / INDEX_FILE)
    write_whole(folder / CARD_FILE, card(about))
    return folder


def note_of(about: Published, folder: Path) -> CheckpointNote:
    """Describe it as our own checkpoints are described."""
    from geogame.geolocators.published.lattice import strew
    from geogame.partitions import load_partition
    from geogame.regions import load_region

    partition = load_partition(PARTITION, REGION)
    side = _side(folder)
    return CheckpointNote(
        geolocator=about.name,
        config={
            "kind": about.name,
            "cells": len(partition),
            "anchors": len(strew(partition)),
            "views": len(HEADINGS_DEG),
            "size": [side, side],
        },
        region=REGION,
        partition=PARTITION,
        partition_fingerprint=partition.fingerprint,
        world_fingerprint="",
        dataset_build_ids=[],
        headings_deg=list(HEADINGS_DEG),
        training_seed=0,
        decoding=decoding_of(load_region(REGION).score_scale.kind, load_region(REGION).score_scale.km),
        extra={"title": about.title, "source": "photographs", "published": True, "licence": about.terms},
    )


def decoding_of(kind: str, km: float) -> dict[str, Any]:
    """Answer with the point that scores best on the region's scale."""
    return {"rule": "expected_score", "scale_km": km / 10 if kind == "diagonal" else km}


def card(about: Published) -> str:
    """Write the model card: whose it is, what it may be used for, and at which commits it was fetched."""
    pins = read_pins(about.name)
    sources = []
    for part in about.parts:
        pinned = pins.get(part.folder)
        where = f"commit {pinned.commit}" if pinned and pinned.commit else "laid here by hand"
        sources.append(f"- {part.repository}, {where}")
    return "\n".join(
        [
            f"# {about.title}",
            "",
            f"A published model that {about.told}. {about.credit}; {about.paper}.",
            "",
            f"- Licence of the weights: {about.terms} ({about.licence_url}).",
            *sources,
            "",
            (
                "It knows the whole world; asked about a region it answers with what it believes of that region alone. "
                "It sees the middle square of every view, judges each view alone, and the beliefs are averaged. Its "
                "training places are not known here, so that nothing can be said about places it may have seen."
            ),
            "",
            "It was trained on photographs. Results on rendered views say nothing about it.",
            "",
        ]
    )


def _side(folder: Path) -> int:
    for path in (folder / "clip" / "config.json", folder / "config.json"):
        if path.is_file():
            try:
                raw = json.loads(path.read_text("utf-8"))
                return int(raw.get("vision_config", {}).get("image_size", 224))
            except (OSError, ValueError, TypeError, AttributeError) as error:
                message = f"{path} is damaged ({error}); fetch it anew with `published download {folder.name}`"
                raise CheckpointError(message) from error
    message = f"{folder} holds no config.json"
    raise CheckpointError(message)


def _write_empty_index(path: Path) -> None:
    """Write the list of training places, of which none is known."""
    import pandas as pd

    columns = dict.fromkeys(("lat", "lon", "day_of_year", "solar_hour"), "float64")
    columns |= {"scene_seed": "int64", "cell": "int64"}
    pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in columns.items()}).to_parquet(path)
