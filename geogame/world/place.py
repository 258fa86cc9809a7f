"""Where and when a scene of the rendered world stands, and how such places are drawn from cells."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from numpy.typing import NDArray

from geogame.errors import WorldError
from geogame.geo import EARTH_RADIUS_KM

if TYPE_CHECKING:
    from geogame.partitions import Partition
    from geogame.regions import Region

Floats: TypeAlias = NDArray[np.float64]
WaterTest: TypeAlias = Callable[[Floats, Floats], NDArray[np.bool_]]

SCENE_SEED_BITS = 48
"""Wide enough that two unrelated catalogs share no seed by chance, and exact in JSON and float64."""
DAYS_PER_YEAR = 365
REFERENCE_YEAR = 2025
"""The year of every place that has only one date."""
SOLAR_HOURS = (8.5, 16.5)
DRAWS_PER_ROUND = 4
MAX_ROUNDS = 2000


@dataclass(frozen=True, slots=True)
class Place:
    """One scene to render.

    Attributes
    ----------
    lat, lon
        WGS84 degrees, rounded to 1e-6.
    day_of_year
        1..365 of a year without a leap day.
    solar_hour
        Local solar time in hours; noon is 12.
    scene_seed
        Chooses everything geography does not: 0 <= seed < 2**48.
    year
        Of the picture. What is built and grown stays; another year than `REFERENCE_YEAR` has weather and traffic of its
        own, so that pictures of one place taken years apart share neither clouds nor cars.
    """

    lat: float
    lon: float
    day_of_year: int
    solar_hour: float
    scene_seed: int
    year: int = REFERENCE_YEAR


@dataclass(slots=True)
class _Draft:
    """One place being drawn: its own random stream, and what the stream gave first."""

    cell: int
    stream: np.random.Generator
    day_of_year: int
    solar_hour: float
    scene_seed: int
    position: tuple[float, float] = field(default=(float("nan"), float("nan")))


def sample_places(
    region: Region,
    partition: Partition,
    per_cell: int | Sequence[int],
    seed: int,
    exclude: tuple[Floats, Floats, float] | None = None,
    *,
    exclude_seeds: Collection[int] = (),
    is_water: WaterTest | None = None,
) -> list[list[Place]]:
    """Draw places uniformly on the sphere inside each cell, on land, away from excluded places.

    Place ``k`` of cell ``c`` comes from a random stream of ``(seed, c, k)`` alone: more places per cell, or
    other cells, never change the earlier ones.

    Parameters
    ----------
    region
        The region that ``partition`` cuts; places outside it are never drawn.
    partition
        Its cells.
    per_cell
        Places for every cell, or one count per cell.
    seed
        Not negative.
    exclude
        ``(lats, lons, km)``: no place is drawn within ``km`` of one of these.
    exclude_seeds
        Scene seeds that may not be used.
    is_water
        ``is_water(lats, lons) -> bool array``; the world's own facts by default.

    Returns
    -------
    list of list of Place
        One list per cell, in the partition's order.

    Raises
    ------
    WorldError
        If a cell has no room left: all water, or all within reach of excluded places.
    """
    if partition.region_name != region.name:
        message = f"partition {partition.name!r} cuts region {partition.region_name!r}, not {region.name!r}"
        raise WorldError(message)
    if is_water is None:
        from geogame.world.facts import is_water as facts_is_water

        is_water = facts_is_water
    counts = [per_cell] * len(partition) if isinstance(per_cell, int) else list(per_cell)
    if len(counts) != len(partition):
        message = f"{len(counts)} counts were given for {len(partition)} cells; give one number or one per cell"
        raise WorldError(message)
    forbidden = frozenset(exclude_seeds)
    drafts = [[_new_draft(seed, cell, k, forbidden) for k in range(count)] for cell, count in enumerate(counts)]
    _settle([draft for group in drafts for draft in group], partition, exclude, is_water)
    return [[_finished(draft) for draft in group] for group in drafts]


def _new_draft(seed: int, cell: int, k: int, forbidden: frozenset[int]) -> _Draft:
    stream = np.random.Generator(np.random.PCG64(np.random.SeedSequence((seed, cell, k))))
    day = int(stream.integers(1, DAYS_PER_YEAR + 1))
    hour = round(float(stream.uniform(*SOLAR_HOURS)), 3)
    scene_seed = int(stream.integers(1 << SCENE_SEED_BITS))
    while scene_seed in forbidden:
        scene_seed = int(stream.integers(1 << SCENE_SEED_BITS))
    return _Draft(cell, stream, day, hour, scene_seed)


def _finished(draft: _Draft) -> Place:
    lat, lon = draft.position
    return Place(lat, lon, draft.day_of_year, draft.solar_hour, draft.scene_seed)


def _settle(
    drafts: list[_Draft],
    partition: Partition,
    exclude: tuple[Floats, Floats, float] | None,
    is_water: WaterTest,
) -> None:
    """Give every draft a position: rejection sampling in rounds over all unsettled drafts at once."""
    boxes = np.array([cell.polygon.bounds for cell in partition.cells])  # west, south, east, north
    pending = drafts
    for _ in range(MAX_ROUNDS):
        if not pending:
            return
        cells = np.array([draft.cell for draft in pending], dtype=np.int64)
        unit = np.array([draft.stream.random((DRAWS_PER_ROUND, 2)) for draft in pending])
        lats, lons = _spread(unit, boxes[cells])
        good = _acceptable(lats, lons, cells, partition=partition, exclude=exclude, is_water=is_water)
        first = np.argmax(good, axis=1)
        settled: NDArray[np.bool_] = np.any(good, axis=1)
        for i in np.flatnonzero(settled):
            pending[i].position = (float(lats[i, first[i]]), float(lons[i, first[i]]))
        pending = [draft for draft, done in zip(pending, settled, strict=True) if not done]
    if pending:
        stuck = sorted({draft.cell for draft in pending})
        message = (
            f"no free place on land was found in cell {stuck[0]} ({len(stuck)} such cells) of "
            f"{partition.name!r}; ask for fewer places per cell or a smaller distance from other places"
        )
        raise WorldError(message)


def _spread(unit: Floats, boxes: Floats) -> tuple[Floats, Floats]:
    """Map unit squares ``(n, d, 2)`` onto boxes ``(n, 4)`` in degrees, uniformly on the sphere."""
    west, south, east, north = (boxes[:, i : i + 1] for i in range(4))
    low, high = np.sin(np.radians(south)), np.sin(np.radians(north))
    lats = np.degrees(np.arcsin(low + unit[..., 0] * (high - low)))
    lons = west + unit[..., 1] * (east - west)
    return np.round(lats, 6), np.round(lons, 6)


def _acceptable(
    lats: Floats,
    lons: Floats,
    cells: NDArray[np.int64],
    *,
    partition: Partition,
    exclude: tuple[Floats, Floats, float] | None,
    is_water: WaterTest,
) -> NDArray[np.bool_]:
    """Mask ``(n, d)``: in the wanted cell, on land, and far enough from excluded places."""
    located = np.asarray(partition.locate(lats.ravel(), lons.ravel())).reshape(lats.shape)
    good: NDArray[np.bool_] = np.equal(located, cells[:, None])
    good[good] = ~np.asarray(is_water(lats[good], lons[good]), dtype=bool)
    if exclude is not None and len(exclude[0]):
        far_lats, far_lons, km = exclude
        good[good] = ~within_km(lats[good], lons[good], far_lats, far_lons, km)
    return good


def within_km(lats: Floats, lons: Floats, other_lats: Floats, other_lons: Floats, km: float) -> NDArray[np.bool_]:
    """Tell for each point ``(n,)`` whether any of the other points ``(m,)`` lies closer than ``km``."""
    points, others = unit_vectors(lats, lons), unit_vectors(other_lats, other_lons)
    limit = np.cos(km / EARTH_RADIUS_KM)
    near = np.zeros(len(points), dtype=bool)
    for start in range(0, len(points), 2048):  # bounds the matrix to 2048 x m
        block = points[start : start + 2048]
        near[start : start + 2048] = (block @ others.T > limit).any(axis=1)
    return near


def unit_vectors(lats: Floats, lons: Floats) -> Floats:
    """Turn degrees ``(n,)`` into unit vectors ``(n, 3)``."""
    phi, lam = np.radians(np.asarray(lats, dtype=float)), np.radians(np.asarray(lons, dtype=float))
    return np.stack([np.cos(phi) * np.cos(lam), np.cos(phi) * np.sin(lam), np.sin(phi)], axis=-1)
