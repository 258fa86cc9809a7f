"""What a dataset build is asked for: one frozen record, checked before anything is written."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, get_args

from geogame.errors import UsageError

if TYPE_CHECKING:
    from geogame.partitions import Partition
    from geogame.regions import Region

TRAIN_VAL_TEST = (("train", 0.90), ("val", 0.05), ("test", 0.05))
PER_CELL = 40
ALL_TEST = (("test", 1.0),)
Detail: TypeAlias = Literal["training", "full"]
DETAILS: tuple[Detail, ...] = get_args(Detail)


@dataclass(frozen=True, slots=True)
class TimeMachine:
    """How a build of several dates a place is laid out; see `sources.time_machine`.

    Attributes
    ----------
    grid_m
        Step of the point grid that places are chosen from.
    apart_m, within_m
        Smallest distance between two places, and largest from a place to its nearest.
    dates
        Fewest and most dates of a place, each in a year of its own.
    years
        First and last year.
    turn_deg
        On each date the camera is turned by up to so much, either way.
    test_share, val_share
        Shares of the region's height: the southern one for testing, the northern one for validation.
    gap_m
        No training place is nearer to a place of another split.
    """

    grid_m: float = 10.0
    apart_m: float = 50.0
    within_m: float = 70.0
    dates: tuple[int, int] = (4, 8)
    years: tuple[int, int] = (2008, 2023)
    turn_deg: float = 8.0
    test_share: float = 0.25
    val_share: float = 0.125
    gap_m: float = 200.0


@dataclass(frozen=True, slots=True)
class Aim:
    """Where the views of full turns look beside the region's headings, and what they must show.

    Attributes
    ----------
    turn_deg
        Each view is turned by up to so much, either way.
    pitch_deg
        Above the horizon.
    outdoors
        Whether places are turned away that look indoors; see `sources.outdoors`.
    """

    turn_deg: float = 0.0
    pitch_deg: float = 0.0
    outdoors: bool = False


@dataclass(frozen=True, slots=True)
class BuildOptions:
    """Everything that decides the bytes of a catalog, the world's and the partition's fingerprints apart.

    Attributes
    ----------
    name
        The catalog's name; a preset's own name for presets.
    region, partition, source
        Names in ``REGIONS``, ``PARTITIONS`` and ``SOURCES``.
    per_cell
        Places in every cell.
    extra_cells
        So many of the largest cells get one place more.
    views
        Views per place: the first so many of the region's headings.
    width, height
        Pixels of one view.
    supersample, detail
        The renderer's quality: samples per pixel along one axis, and ``training`` or ``full`` scenes.
    seed
        Of places, scenes and splits.
    quality, effort
        WebP quality (1..100) and compression method (0 fast .. 6 small).
    splits
        Label and share, adding up to one.
    avoid, avoid_km
        The preset whose places (kept this far away) and scene seeds are never drawn; empty for none.
    limit
        Build the first so many places only, one cell after the other gets its first.
    time_machine
        Several dates a place, laid out by these rules in place of ``per_cell``, ``extra_cells`` and ``splits``.
    split_rule
        How ``splits`` are dealt to places, as `geogame.splits.parse_rule` reads it; places in a gap are not built.
    aim
        Where a service's full turns are looked out of; None for level views at the region's headings.
    """

    name: str
    region: str = "usa"
    partition: str = "fishnet"
    source: str = "rendered"
    per_cell: int = PER_CELL
    extra_cells: int = 0
    views: int = 4
    width: int = 256
    height: int = 128
    supersample: int = 1
    detail: Detail = "training"
    seed: int = 0
    quality: int = 85
    effort: int = 2
    splits: tuple[tuple[str, float], ...] = TRAIN_VAL_TEST
    avoid: str = ""
    avoid_km: float = 10.0
    limit: int | None = None
    time_machine: TimeMachine | None = None
    split_rule: str = "random"
    aim: Aim | None = None

    def check(self, region: Region) -> None:
        """Raise `UsageError` that names the first option out of range, and its range."""
        at_least_one = {"--per-cell": self.per_cell, "--limit": 1 if self.limit is None else self.limit}
        for option, value in at_least_one.items():
            if value < 1:
                message = f"{option} must be at least 1, not {value}"
                raise UsageError(message)
        if not 1 <= self.views <= len(region.headings_deg):
            message = (
                f"--views must be 1 to {len(region.headings_deg)}, the headings of region {region.name!r}, "
                f"not {self.views}"
            )
            raise UsageError(message)
        if not (16 <= self.width <= 4096 and 16 <= self.height <= 4096):
            message = f"--size must be 16x16 to 4096x4096 pixels, not {self.width}x{self.height}"
            raise UsageError(message)
        ranges = {
            "--seed": (self.seed, 0, 2**63 - 1),
            "--quality": (self.quality, 1, 100),
            "--supersample": (self.supersample, 1, 4),
        }
        for option, (value, low, high) in ranges.items():
            if not low <= value <= high:
                message = f"{option} must be {low} to {high}, not {value}"
                raise UsageError(message)
        if self.time_machine is not None and (self.per_cell, self.splits) != (PER_CELL, TRAIN_VAL_TEST):
            message = f"build {self.name!r} lays its places and splits out itself; leave --per-cell and --splits away"
            raise UsageError(message)
        if self.aim is not None and self.source == "rendered":
            message = f"build {self.name!r} aims its views, which is for full turns of a service; leave the aim away"
            raise UsageError(message)
        if self.detail not in DETAILS:
            message = f"--detail must be {' or '.join(DETAILS)}, not {self.detail!r}"
            raise UsageError(message)

    def places_per_cell(self, partition: Partition) -> list[int]:
        """Count the places of every cell: ``per_cell``, and one more in the largest cells."""
        counts = [self.per_cell] * len(partition)
        by_area = sorted(partition.cells, key=lambda cell: (-cell.area_km2, cell.index))
        for cell in by_area[: self.extra_cells]:
            counts[cell.index] += 1
        return counts

    def turned(self, name: str, headings_deg: Sequence[float]) -> tuple[float, ...]:
        """Where the views of a place look, degrees: the headings, each turned at random by seed and name alone."""
        if self.aim is None:
            return tuple(headings_deg)
        digests = (hashlib.sha256(f"{self.seed}|{name}|{slot}".encode()).digest() for slot in range(len(headings_deg)))
        shares = (int.from_bytes(digest[:6], "big") / 2**48 for digest in digests)
        turn = self.aim.turn_deg
        return tuple(
            round((heading + turn * (2 * share - 1)) % 360, 1)
            for heading, share in zip(headings_deg, shares, strict=True)
        )

    def as_json(self) -> dict[str, Any]:
        """Return the options as JSON knows them (lists, not tuples)."""
        values = asdict(self)
        values["splits"] = [list(pair) for pair in self.splits]
        if self.time_machine is None:
            del values["time_machine"]  # builds of one date keep the name they have
        else:
            values["time_machine"] = {
                name: list(value) if isinstance(value, tuple) else value
                for name, value in values["time_machine"].items()
            }
        if self.aim is None:
            del values["aim"]
        if self.split_rule == "random":
            del values["split_rule"]  # so that builds from before there were rules keep their identity
        return values


def parse_size(text: str) -> tuple[int, int]:
    """Read ``640x320`` as (width, height); `UsageError` otherwise."""
    width, cross, height = text.lower().partition("x")
    if not (cross and width.isascii() and width.isdigit() and height.isascii() and height.isdigit()):
        message = f"--size must look like 256x128 (width x height in pixels), not {text!r}"
        raise UsageError(message)
    return int(width), int(height)


def parse_splits(text: str) -> tuple[tuple[str, float], ...]:
    """Read ``90/5/5`` as train/val/test percent, or one name as all of it; `UsageError` otherwise."""
    if text in {"train", "val", "test"}:
        return ((text, 1.0),)
    parts = text.split("/")
    if len(parts) == 3 and all(part.isascii() and part.isdigit() for part in parts):
        percent = [int(part) for part in parts]
        if sum(percent) == 100:
            names = ("train", "val", "test")
            return tuple((name, share / 100) for name, share in zip(names, percent, strict=True) if share)
    message = f"--splits must be train/val/test in percent such as 90/5/5, or one of train, val, test; not {text!r}"
    raise UsageError(message)
