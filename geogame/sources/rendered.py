"""The rendered world as a source of views: which places a build draws, and how one place becomes pixels."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from geogame.catalog import INFO_FILE, UNUSED, open_catalog
from geogame.errors import UsageError
from geogame.partitions import Partition, load_partition
from geogame.regions import Region, load_region
from geogame.sources.options import BuildOptions, Detail
from geogame.sources.presets import preset_options, shipped_catalog
from geogame.splits import parse_rule
from geogame.world.place import REFERENCE_YEAR, Floats, Place, WaterTest, sample_places
from geogame.world.window import EAST_DEG, NORTH_DEG, SOUTH_DEG, WEST_DEG

LICENCE = "CC-BY-4.0"
YEAR_WITHOUT_LEAP_DAY = 2025
MAX_PLACES = 5_000_000
ATTRIBUTION = "Rendered by geogame from public geographic facts (see NOTICE)"


class RenderFunction(Protocol):
    """Anything that draws the views of one place: ``(views, height, width, 3)`` uint8 sRGB."""

    def __call__(
        self,
        place: Place,
        headings_deg: Sequence[float],
        width: int,
        height: int,
        *,
        supersample: int = 1,
        detail: Detail = "full",
    ) -> NDArray[np.uint8]:
        """Draw one view per heading."""
        ...


def _render(
    place: Place,
    headings_deg: Sequence[float],
    width: int,
    height: int,
    *,
    supersample: int = 1,
    detail: Detail = "full",
) -> NDArray[np.uint8]:
    from geogame.world.render import render_place

    return render_place(place, headings_deg, width, height, supersample=supersample, detail=detail)


def _warm_up() -> None:
    from geogame.world.render import warm_up

    warm_up()


def _is_water(lats: Floats, lons: Floats) -> NDArray[np.bool_]:
    from geogame.world.facts import is_water

    return is_water(lats, lons)


def _fingerprint() -> str:
    from geogame.world import fingerprint

    return fingerprint()


@dataclass(frozen=True, slots=True)
class RenderedSource:
    """The world's renderer and facts, each replaceable by a stand-in; picklable, since workers receive it.

    Attributes
    ----------
    render
        Draws one place.
    warm_up
        Called once in each process before the first place.
    is_water
        ``is_water(lats, lons) -> bool array``.
    fingerprint
        Of the world, as written into catalogs.
    fov_deg
        The camera's horizontal field of view.
    horizon_share
        How far the horizon lies below the picture's middle, as a share of its height: the renderer's default.
    """

    name: str = "rendered"
    render: RenderFunction = _render
    warm_up: Callable[[], None] = _warm_up
    is_water: WaterTest = _is_water
    fingerprint: Callable[[], str] = _fingerprint
    fov_deg: float = 90.0
    horizon_share: float = 0.02
    licence: str = LICENCE
    attribution: str = ATTRIBUTION

    def pitch_deg(self, width: int, height: int) -> float:
        """Return the camera's pitch above the horizon in pictures of this size."""
        focal = width / 2 / math.tan(math.radians(self.fov_deg) / 2)
        return round(math.degrees(math.atan(self.horizon_share * height / focal)), 3)


@dataclass(frozen=True, slots=True)
class PlannedPlace:
    """One place that a build will hold. ``id`` says nothing about where it lies.

    ``place_id`` is shared by several dates of one place, and empty where a place has only one. On this date the camera
    is turned by ``turn_deg`` clockwise from the region's headings.
    """

    id: str
    place: Place
    cell: int
    split: str
    place_id: str = ""
    turn_deg: float = 0.0

    @property
    def captured_on(self) -> str:
        """The place's day as an ISO date; days are counted as in a year without a leap day."""
        common = date(YEAR_WITHOUT_LEAP_DAY, 1, 1) + timedelta(days=self.place.day_of_year - 1)
        return common.replace(year=self.place.year).isoformat()

    def turned(self, headings_deg: Sequence[float]) -> tuple[float, ...]:
        """Where the camera looks for each of the region's headings, degrees."""
        return tuple((heading + self.turn_deg) % 360 for heading in headings_deg)


@dataclass(frozen=True, slots=True)
class Plan:
    """All places of a build in table order, and what they were drawn from."""

    region: Region
    partition: Partition
    places: list[PlannedPlace]
    avoided: str

    @property
    def headings_deg(self) -> tuple[float, ...]:
        """The region's headings, all of them."""
        return self.region.headings_deg


def plan_places(options: BuildOptions, source: RenderedSource) -> Plan:
    """Draw every place of the build; a pure function of its arguments and the shipped held-out catalog."""
    region = load_region(options.region)
    options.check(region)
    _check_drawable(region)
    partition = load_partition(options.partition, options.region)
    counts = options.places_per_cell(partition)
    if sum(counts) > MAX_PLACES:
        message = f"--per-cell {options.per_cell} makes {sum(counts):,} places, too many; {MAX_PLACES:,} are the most"
        raise UsageError(message)
    lats, lons, seeds = avoided_places(options, source)
    drawn = sample_places(
        region,
        partition,
        counts,
        options.seed,
        (lats, lons, options.avoid_km) if len(lats) else None,
        exclude_seeds=seeds,
        is_water=source.is_water,
    )
    chosen = _limited(drawn, options.limit)
    ids = [place_id(options, place) for _, place in chosen]
    rule = parse_rule(options.split_rule)
    own_lats, own_lons = (np.array([getattr(place, name) for _, place in chosen]) for name in ("lat", "lon"))
    labels = rule.labels(ids, own_lats, own_lons, dict(options.splits), options.seed)
    places = [
        PlannedPlace(name, place, cell, label)
        for name, (cell, place), label in zip(ids, chosen, labels, strict=True)
        if label != UNUSED
    ]
    avoided = _digest(lats, lons, seeds) if len(lats) else ""
    return Plan(region, partition, places, avoided)


def _check_drawable(region: Region) -> None:
    """Make sure that the world's facts reach everywhere in a region; `UsageError` says where they do."""
    west, south, east, north = region.bounds
    if not (WEST_DEG <= west <= east <= EAST_DEG and SOUTH_DEG <= south <= north <= NORTH_DEG):
        message = (
            f"region {region.name!r} cannot be rendered: the rendered world ends at latitudes {SOUTH_DEG:g} and "
            f"{NORTH_DEG:g} and longitudes {WEST_DEG:g} and {EAST_DEG:g}, around mainland USA; "
            "choose a region inside, or take photographs by --source auto"
        )
        raise UsageError(message)


def avoided_places(options: BuildOptions, source: RenderedSource) -> tuple[Floats, Floats, list[int]]:
    """Latitudes, longitudes and scene seeds of the places this build must keep away from.

    They are read from the shipped catalog when there is one, else drawn as that catalog's preset draws them.
    """
    if not options.avoid:
        return np.empty(0), np.empty(0), []
    shipped = shipped_catalog(options.avoid)
    if (shipped / INFO_FILE).exists():
        table = open_catalog(shipped).locations
        seeds = [int(seed) for seed in table["scene_seed"]]
        return table["lat"].to_numpy(dtype=float), table["lon"].to_numpy(dtype=float), seeds
    places = [planned.place for planned in plan_places(preset_options(options.avoid), source).places]
    lats, lons = np.array([place.lat for place in places]), np.array([place.lon for place in places])
    return lats, lons, [place.scene_seed for place in places]


def _limited(drawn: list[list[Place]], limit: int | None) -> list[tuple[int, Place]]:
    """Flatten by cell; with a limit every cell keeps its first place before any keeps a second."""
    ranked = sorted((k, cell) for cell, places in enumerate(drawn) for k in range(len(places)))
    kept = sorted((cell, k) for k, cell in ranked[:limit])
    return [(cell, drawn[cell][k]) for cell, k in kept]


def place_id(options: BuildOptions, place: Place) -> str:
    """Name a place on its date by twelve hex digits that say nothing about where it lies."""
    parts: tuple[object, ...] = (
        options.region,
        options.source,
        f"{place.lat:.6f}",
        f"{place.lon:.6f}",
        place.day_of_year,
        f"{place.solar_hour:.3f}",
        place.scene_seed,
    )
    if place.year != REFERENCE_YEAR:
        parts += (place.year,)
    return hashlib.sha256("/".join(str(part) for part in parts).encode()).hexdigest()[:12]


def _digest(lats: Floats, lons: Floats, seeds: list[int]) -> str:
    rows = sorted(f"{lat:.6f},{lon:.6f},{seed}" for lat, lon, seed in zip(lats, lons, seeds, strict=True))
    return hashlib.sha256("\n".join(rows).encode()).hexdigest()[:16]
