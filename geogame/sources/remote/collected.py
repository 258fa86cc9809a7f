"""The places that a collection accepted, as a catalog's tables have them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from geogame.partitions import Partition
from geogame.sources.ledger import image_file
from geogame.sources.options import BuildOptions
from geogame.sources.photo_tables import FOV_DEG, PITCH_DEG, PhotoPlace, PhotoView, deal_splits, write_photo_tables
from geogame.sources.remote.base import Candidate, RemoteSource
from geogame.sources.remote.checks import moment_of
from geogame.sources.remote.journal import Outcome
from geogame.world.place import SCENE_SEED_BITS


@dataclass(frozen=True, slots=True)
class Collected:
    """An accepted place: where it was found, and its pictures."""

    cell: int
    candidate: Candidate
    outcome: Outcome


def write_collected(
    folder: Path,
    options: BuildOptions,
    source: RemoteSource,
    partition: Partition,
    headings_deg: Sequence[float],
    places: Sequence[Collected],
    *,
    identity: Mapping[str, Any],
    collected: Mapping[str, Any],
) -> None:
    """Write both tables, and ``catalog.json`` last; ``collected`` says there what was turned away and is missing."""
    candidates = [place.candidate for place in places]
    ids = [location_id(options, each) for each in candidates]
    labels = deal_splits(options, ids, [each.lat for each in candidates], [each.lon for each in candidates])
    rows = [
        _place(name, split, place, options, source, headings_deg)
        for name, split, place in zip(ids, labels, places, strict=True)
    ]
    about = {
        "source": source.name,
        "headings_deg": list(headings_deg),
        "fov_deg": FOV_DEG,
        "pitch_deg": options.aim.pitch_deg if options.aim else PITCH_DEG,
        "width": options.width,
        "height": options.height,
        "licence": source.licence,
        "attribution": source.attribution,
        "collected": dict(collected),
    }
    write_photo_tables(folder, options, partition, rows, identity=identity, about=about)


def location_id(options: BuildOptions, candidate: Candidate) -> str:
    """Name a place by twelve hex digits that say nothing about where it lies."""
    return hashlib.sha256(f"{options.region}/{options.source}/{candidate.id}".encode()).hexdigest()[:12]


def scene_seed(source: str, candidate: Candidate) -> int:
    """Give a photograph a number, so that audits find the same one in two datasets as they find rendered scenes."""
    digest = hashlib.sha256(f"{source}/{candidate.id}".encode()).digest()
    return int.from_bytes(digest[: SCENE_SEED_BITS // 8], "big")


def _place(
    name: str,
    split: str,
    place: Collected,
    options: BuildOptions,
    source: RemoteSource,
    headings_deg: Sequence[float],
) -> PhotoPlace:
    candidate, moment = place.candidate, moment_of(place.candidate)
    return PhotoPlace(
        id=name,
        place_id=name,
        lat=candidate.lat,
        lon=candidate.lon,
        cell=place.cell,
        split=split,
        source=source.name,
        scene_seed=scene_seed(source.name, candidate),
        licence=candidate.licence or source.licence,
        attribution=candidate.attribution or source.attribution,
        views=tuple(_view(slot, place, options, headings_deg) for slot in range(len(place.outcome.sha256))),
        captured_on=moment.captured_on,
        captured_at=candidate.captured_at,
        date_precision=candidate.precision or "none",
        day_of_year=moment.day_of_year,
        solar_hour=moment.solar_hour,
        provider_id=candidate.id,
        sequence=candidate.sequence,
        page_url=candidate.page_url,
        creator=candidate.creator,
        licence_url=candidate.licence_url,
        retrieved_on=place.outcome.retrieved_on,
        revision=source.revision(),
    )


def _view(slot: int, place: Collected, options: BuildOptions, headings_deg: Sequence[float]) -> PhotoView:
    candidate, sha256 = place.candidate, place.outcome.sha256[slot]
    looks_deg = options.turned(candidate.id, headings_deg)[slot]
    known = candidate.full_turn or candidate.centre_deg is not None
    return PhotoView(
        view=slot,
        heading_deg=looks_deg if candidate.full_turn else (candidate.centre_deg or 0.0),
        fov_deg=FOV_DEG,
        pitch_deg=options.aim.pitch_deg if options.aim and candidate.full_turn else PITCH_DEG,
        file=image_file(sha256),
        sha256=sha256,
        width=options.width,
        height=options.height,
        heading_kind="true" if known else "none",
        source_sha256=place.outcome.source_sha256,
        dhash=place.outcome.dhash,
    )
