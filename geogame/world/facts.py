"""What geography says about a place: height, relief, climate class, colour from above, water, people, state.

Reads `data/facts.npz`, which `python -m geogame.world.bake` makes; `data/PROVENANCE.md` says where each layer comes
from. The facts cover `geogame.world.window`; a point outside it takes the values of the window's border.
"""

import hashlib
import math
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from geogame.errors import WorldError
from geogame.world.climate import Climate, climate_at
from geogame.world.window import bilinear, nearest

FACTS_FILE = Path(__file__).with_name("data") / "facts.npz"

ELEVATION_PPD, SATELLITE_PPD, TURBIDITY_PPD, STATE_PPD, WATER_PPD = 12, 15, 2, 24, 48
"""Pixels per degree of each layer."""

KOPPEN_CLASSES = tuple(
    "Af Am As Aw BSh BSk BWh BWk Cfa Cfb Cfc Csa Csb Csc Cwa Cwb Cwc Dfa Dfb Dfc Dfd Dsa Dsb Dsc Dsd Dwa Dwb Dwc Dwd "
    "EF ET Ocean".split()
)
"""Köppen classes in the layer's order: value 1 is the first."""

STATES = tuple(
    "AL AZ AR CA CO CT DE DC FL GA ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA RI "
    "SC SD TN TX UT VT VA WA WV WI WY".split()
)
"""Postal codes in the order of the state layer's values: the 48 contiguous states and DC, by name."""

LAND, SEA, INLAND_WATER = 0, 1, 2

KM_PER_DEGREE = 111.2
BIG_CITY_PEOPLE = 300_000
WATER_RINGS_KM = (1.5, 3.0, 5.0, 8.0, 12.0)
WATER_DIRECTIONS = 32


@dataclass(frozen=True, slots=True)
class Water:
    """The water around a place.

    Attributes
    ----------
    distance_km
        The first of `WATER_RINGS_KM` that touches water.
    bearing_rad
        Where most of the water lies, clockwise from north.
    is_sea
        Whether most of it is sea, not lake.
    share
        Part of the first touching ring that is water, 0..1.
    """

    distance_km: float
    bearing_rad: float
    is_sea: bool
    share: float


@dataclass(frozen=True, slots=True)
class NearestCity:
    """The nearest city of more than `BIG_CITY_PEOPLE`; bearing clockwise from north, radians."""

    distance_km: float
    bearing_rad: float
    population: float


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything the world knows about one place before a scene is drawn.

    Attributes
    ----------
    lat, lon
        WGS84 degrees.
    elevation_m, relief_m
        Height, and highest minus lowest within about 14 km, metres.
    roughness
        How broken the ground is, 0 (plain) to about 40 (high mountains), without unit.
    satellite_rgb
        Colour from above, sRGB 0..1.
    koppen
        Köppen climate class such as "Cfa"; "Ocean" at sea.
    turbidity
        Linke turbidity of the air for each month.
    water
        None when no water lies within 12 km.
    people_nearby
        People living so close that the place looks built up: over 1.1e5 a suburb, over 9e5 a downtown.
    city
        The nearest big city.
    state
        Postal code of the state, the nearest one for points just outside all.
    climate
        The year's temperature.
    """

    lat: float
    lon: float
    elevation_m: float
    relief_m: float
    roughness: float
    satellite_rgb: tuple[float, float, float]
    koppen: str
    turbidity: tuple[float, ...]
    water: Water | None
    people_nearby: float
    city: NearestCity
    state: str
    climate: Climate


@dataclass(frozen=True, slots=True)
class _Layers:
    """The facts file decoded: rasters of `window`, cities sorted by latitude as (lat, lon, people)."""

    elevation_m: NDArray[np.float32]
    relief_m: NDArray[np.float32]
    roughness: NDArray[np.float32]
    satellite: NDArray[np.float32]
    koppen: NDArray[np.uint8]
    turbidity: NDArray[np.float32]
    state: NDArray[np.uint8]
    water: NDArray[np.uint8]
    cities: NDArray[np.float64]
    big_cities: NDArray[np.float64]


def decode_elevation_m(codes: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Metres from the layer's 28 m steps, smoothed over neighbours to hide the steps.

    The source has no height at sea and says 6,690 m there, and has some pits below the sea on land; both count as 0.
    """
    metres: NDArray[np.float32] = codes.astype(np.float32) * 28.0 - 450.0
    metres[(metres > 4500.0) | (metres < -90.0)] = 0.0
    padded = np.pad(metres, 1, mode="edge")
    rows = 0.25 * padded[:-2] + 0.5 * padded[1:-1] + 0.25 * padded[2:]
    smooth: NDArray[np.float32] = 0.25 * rows[:, :-2] + 0.5 * rows[:, 1:-1] + 0.25 * rows[:, 2:]
    return smooth


def _neighbourhood(raster: NDArray[np.float32]) -> NDArray[np.float32]:
    """Each pixel with its eight neighbours: (9, rows, columns)."""
    padded = np.pad(raster, 1, mode="edge")
    rows, columns = raster.shape
    return np.stack([padded[i : i + rows, j : j + columns] for i in range(3) for j in range(3)])


def relief_from(elevation_m: NDArray[np.float32]) -> NDArray[np.float32]:
    """Highest minus lowest of each pixel's 3 × 3 neighbourhood, metres."""
    around = _neighbourhood(elevation_m)
    relief: NDArray[np.float32] = around.max(0) - around.min(0)
    return relief


def roughness_from(elevation_m: NDArray[np.float32]) -> NDArray[np.float32]:
    """How broken the ground is: spread of heights in a 3 × 3 neighbourhood, compressed to about 0..40."""
    spread: NDArray[np.float32] = _neighbourhood(elevation_m).std(0)
    return np.float32(0.52) * spread ** np.float32(0.8)


@cache
def _layers() -> _Layers:
    try:
        with np.load(FACTS_FILE, allow_pickle=False) as file:
            raw: dict[str, NDArray[Any]] = {name: file[name] for name in file.files}
    except (OSError, ValueError) as error:
        raise WorldError(
            f"cannot read the geographic facts at {FACTS_FILE}: {error}; restore the file from the repository"
        ) from error
    elevation_m = decode_elevation_m(raw["elevation"])
    cities = raw["cities"].astype(np.float64)
    cities = cities[np.argsort(cities[:, 0], kind="stable")]
    width = raw["sea_bits"].shape[1] * 8
    sea = np.unpackbits(raw["sea_bits"], axis=1)
    inland = np.unpackbits(raw["inland_bits"], axis=1)
    return _Layers(
        elevation_m=elevation_m,
        relief_m=relief_from(elevation_m),
        roughness=roughness_from(elevation_m),
        satellite=raw["satellite"].astype(np.float32) / 255.0,
        koppen=raw["koppen"],
        turbidity=raw["turbidity"].astype(np.float32) / 20.0,
        state=raw["state"],
        water=(sea * SEA + inland * INLAND_WATER)[:, :width].astype(np.uint8),
        cities=cities,
        big_cities=cities[cities[:, 2] > BIG_CITY_PEOPLE],
    )


def elevation_m(lats: ArrayLike, lons: ArrayLike) -> NDArray[np.float32]:
    """Metres above the sea, interpolated; 0 at sea."""
    return bilinear(_layers().elevation_m, lats, lons, ELEVATION_PPD)


def relief_m(lats: ArrayLike, lons: ArrayLike) -> NDArray[np.float32]:
    """Highest minus lowest within about 14 km, metres, interpolated."""
    return bilinear(_layers().relief_m, lats, lons, ELEVATION_PPD)


def satellite_rgb(lats: ArrayLike, lons: ArrayLike) -> NDArray[np.float32]:
    """Colour from above, sRGB 0..1, shape (..., 3), interpolated."""
    return bilinear(_layers().satellite, lats, lons, SATELLITE_PPD)


def water_kind(lats: ArrayLike, lons: ArrayLike) -> NDArray[np.uint8]:
    """`LAND`, `SEA` or `INLAND_WATER` for each point."""
    return nearest(_layers().water, lats, lons, WATER_PPD)


def is_water(lats: ArrayLike, lons: ArrayLike) -> NDArray[np.bool_]:
    """Whether each point lies in the sea or a large lake."""
    wet: NDArray[np.bool_] = water_kind(lats, lons) != LAND
    return wet


def state_at(lats: ArrayLike, lons: ArrayLike) -> NDArray[np.uint8]:
    """Index into `STATES` of the state that holds each point, else of the nearest one."""
    return nearest(_layers().state, lats, lons, STATE_PPD)


def _water_around(lat: float, lon: float) -> Water | None:
    bearings = np.arange(WATER_DIRECTIONS) * (2.0 * np.pi / WATER_DIRECTIONS)
    rings = np.asarray(WATER_RINGS_KM)[:, None]
    lats = lat + rings * np.cos(bearings) / KM_PER_DEGREE
    lons = lon + rings * np.sin(bearings) / (KM_PER_DEGREE * math.cos(math.radians(lat)))
    kinds = water_kind(lats, lons)
    wet = kinds != LAND
    touched = np.flatnonzero(wet.any(axis=1))
    if touched.size == 0:
        return None
    first = int(touched[0])
    east, north = float((wet * np.sin(bearings)).sum()), float((wet * np.cos(bearings)).sum())
    return Water(
        distance_km=WATER_RINGS_KM[first],
        bearing_rad=math.atan2(east, north) % (2.0 * math.pi),
        is_sea=bool((kinds == SEA).sum() > 0.5 * wet.sum()),
        share=float(wet[first].mean()),
    )


def _offsets_km(cities: NDArray[np.float64], lat: float, lon: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """East and north of the place to each city, km, on a local plane."""
    east = (cities[:, 1] - lon) * (KM_PER_DEGREE * math.cos(math.radians(lat)))
    return east, (cities[:, 0] - lat) * KM_PER_DEGREE


def _people_nearby(lat: float, lon: float) -> float:
    """Sum the people of each city, fading over a radius that grows with the square root of its size."""
    cities = _layers().cities
    low, high = np.searchsorted(cities[:, 0], (lat - 0.4, lat + 0.4))
    close = cities[low:high]
    east, north = _offsets_km(close, lat, lon)
    radius_km = 2.0 + 0.9 * np.sqrt(close[:, 2] / 1e5)
    return float((close[:, 2] * np.exp(-(east**2 + north**2) / radius_km**2)).sum())


def _nearest_city(lat: float, lon: float) -> NearestCity:
    cities = _layers().big_cities
    east, north = _offsets_km(cities, lat, lon)
    k = int(np.argmin(east**2 + north**2))
    return NearestCity(
        distance_km=math.hypot(east[k], north[k]),
        bearing_rad=math.atan2(east[k], north[k]) % (2.0 * math.pi),
        population=float(cities[k, 2]),
    )


def facts_at(lat: float, lon: float) -> Facts:
    """All facts of one place; WGS84 degrees."""
    layers = _layers()
    height_m = float(elevation_m(lat, lon))
    red, green, blue = (float(channel) for channel in satellite_rgb(lat, lon))
    return Facts(
        lat=lat,
        lon=lon,
        elevation_m=height_m,
        relief_m=float(relief_m(lat, lon)),
        roughness=float(bilinear(layers.roughness, lat, lon, ELEVATION_PPD)),
        satellite_rgb=(red, green, blue),
        koppen=KOPPEN_CLASSES[int(nearest(layers.koppen, lat, lon, ELEVATION_PPD)) - 1],
        turbidity=tuple(float(t) for t in nearest(layers.turbidity, lat, lon, TURBIDITY_PPD)),
        water=_water_around(lat, lon),
        people_nearby=_people_nearby(lat, lon),
        city=_nearest_city(lat, lon),
        state=STATES[int(state_at(lat, lon))],
        climate=climate_at(lat, lon, height_m),
    )


@cache
def facts_hash() -> str:
    """sha256 of the facts file, hexadecimal."""
    try:
        return hashlib.sha256(FACTS_FILE.read_bytes()).hexdigest()
    except OSError as error:
        raise WorldError(
            f"cannot read the geographic facts at {FACTS_FILE}: {error}; restore the file from the repository"
        ) from error
