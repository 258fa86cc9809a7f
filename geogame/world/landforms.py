"""Landforms the coarse elevation cannot hold: great ranges and lone peaks, canyons, dunes, badlands, salt, lava.

Typed by the author from general knowledge of American geography; summits and crests to about 5 km and 100 m, regions
as boxes. Nothing here is measured or copied from a data set.
"""

import math
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from geogame.world import arrays as A
from geogame.world.facts import Facts

Floats = NDArray[np.float32]
KM_PER_DEG = 111.2
RANGES_WITHIN_KM = 135.0
CLIFF_WITHIN_M = 100.0
BARE_COVER = 0.45  # dunes with less grass have no ranches
STEEP_RELIEF_M = 260.0  # from here on roads run along slopes
HILLY_RELIEF_M = 45.0  # the same in old wooded hills, whose hollows the coarse elevation smooths away
VALLEY_SHARE = 0.55
PACIFIC_LON, CLIFF_RELIEF_M = -117.0, 150.0  # where the mountains meet the sea
MAINE = (43.6, -71.0)  # south and west end of the coast of low rocks

# name: latitude and longitude of both ends (once for a peak), height m, half width km; a cone is smooth-flanked.
_RANGES = """
rainier 46.853 -121.760 4392 8 cone; hood 45.374 -121.696 3429 6 cone; adams 46.202 -121.491 3743 7 cone
sthelens 46.191 -122.194 2549 5 cone; baker 48.777 -121.813 3286 6 cone; shasta 41.409 -122.195 4322 9 cone
lassen 40.488 -121.505 3187 5 cone; jefferson 44.674 -121.800 3199 4 cone; mcloughlin 42.445 -122.316 2894 4 cone
sisters 44.05 -121.77 44.17 -121.77 3157 5; olympics 47.72 -123.6 47.85 -123.35 2300 11
northcascades 48.3 -120.95 48.9 -121.3 2700 13; wallowa 45.2 -117.4 45.25 -117.15 2950 8; steens 42.65 -118.57 2950 7
teton 43.58 -110.87 43.90 -110.79 3950 4.5; windriver 42.6 -109.0 43.4 -109.8 4050 9
whitney 36.3 -118.24 37.1 -118.60 4250 9; ritter 37.6 -119.1 38.1 -119.4 3900 9
whitemts 37.0 -118.2 37.8 -118.33 4000 7
frontrange 39.4 -105.75 40.3 -105.66 4150 13; longs 40.255 -105.616 4340 6; pikes 38.84 -105.04 4302 9
sangre 37.4 -105.35 38.35 -105.9 4150 7; sangrenm 35.75 -105.70 36.9 -105.35 3900 8; blanca 37.577 -105.486 4374 6
spanish 37.375 -104.993 4000 5; sawatch 38.5 -106.3 39.3 -106.5 4300 9; sanjuan 37.5 -107.0 37.95 -107.9 4150 13
wasatch 40.35 -111.60 40.83 -111.70 3350 6; wasatchnorth 40.90 -111.80 41.4 -111.93 2900 5
timpanogos 40.39 -111.645 3550 5
uinta 40.72 -110.9 40.76 -109.9 3950 12; sandia 35.08 -106.43 35.27 -106.45 3220 4; taylor 35.24 -107.61 3400 7 cone
sanfrancisco 35.346 -111.678 3830 6 cone; catalina 32.43 -110.75 2750 7; graham 32.70 -109.87 3240 7
baldy 33.9 -109.56 3450 9
organ 32.30 -106.55 32.40 -106.56 2720 3; guadalupe 31.88 -104.87 2600 6; chisos 29.26 -103.28 2350 5
sierrablanca 33.37 -105.81 3600 8
bighorn 44.0 -107.1 44.6 -107.4 3850 10; beartooth 45.1 -109.7 3800 11; bitterroot 45.9 -114.3 46.6 -114.35 2900 7
mission 47.3 -113.92 47.6 -113.97 2900 5; glacier 48.2 -113.2 48.95 -113.7 2950 9; crazy 46.05 -110.28 3350 6
madison 45.2 -111.45 3350 8
sawtooth 43.85 -114.9 44.15 -115.0 3150 7; lostriver 43.95 -113.6 44.25 -113.85 3750 6
ruby 40.4 -115.5 40.7 -115.37 3350 6
wheeler 38.99 -114.31 3950 6; charleston 36.27 -115.69 3550 8; panamint 36.1 -117.08 36.5 -117.15 3250 5
pilot 41.02 -114.08 3260 4
sangabriel 34.22 -118.05 34.30 -117.6 2950 7; sanbernardino 34.10 -116.83 3450 8; sanjacinto 33.81 -116.68 3260 6
santalucia 35.95 -121.42 36.32 -121.78 1250 4; diablo 37.88 -121.91 1170 4; tamalpais 37.92 -122.58 780 3
blackhills 43.87 -103.53 2150 9; smokies 35.52 -83.85 35.75 -83.25 1980 8; mitchell 35.76 -82.27 2000 8
blueridge 38.2 -78.68 38.9 -78.22 1150 4; presidential 44.19 -71.35 44.35 -71.29 1860 5; franconia 44.15 -71.65 1550 4
katahdin 45.90 -68.92 1600 4; marcy 44.11 -73.92 1600 7; mansfield 44.54 -72.81 1320 4; camelshump 44.32 -72.89 1240 3
"""


@dataclass(frozen=True, slots=True)
class Region:
    """A box of land of one shape.

    ``box`` is south, north, west, east in degrees; ``height_m`` of the dunes, buttes or badlands, or a canyon's depth;
    ``bearing_deg`` of the canyon from its rim, or of the dunes' wind (None: across the road). ``cracks``, ``stones``
    and ``planted`` as in ``world.arrays``; ``soil``, ``rock`` and ``strata`` replace the biome's colours.
    """

    name: str
    kind: int
    box: tuple[float, float, float, float]
    height_m: float = 0.0
    bearing_deg: float | None = None
    cover: float | None = None
    planted: float = 1.0
    stones: float = 0.3
    cracks: float = 0.0
    soil: str | None = None
    rock: str | None = None
    strata: str | None = None


_R = Region
# The first box that holds a place counts.
REGIONS = (
    _R("monument valley", A.LANDFORM_BUTTES, (36.75, 37.15, -110.5, -109.8), 230, cover=0.1, soil="#b07e60",
       rock="#a05a40",
       strata="#b8693f"),
    _R("valley of the gods", A.LANDFORM_BUTTES, (37.15, 37.5, -110.2, -109.6), 130, cover=0.12, soil="#a8603c",
       rock="#9c4c30", strata="#c48a60"),
    _R("grand canyon south rim", A.LANDFORM_CANYON, (35.9, 36.13, -112.4, -111.75), 900, 0, soil="#9c7c5c",
       rock="#9a5236",
       strata="#d0ad84"),
    _R("grand canyon north rim", A.LANDFORM_CANYON, (36.13, 36.45, -112.4, -111.85), 900, 180, soil="#94785a",
       rock="#9a5236",
       strata="#d0ad84"),
    _R("glen canyon", A.LANDFORM_CANYON, (36.7, 37.6, -111.6, -110.5), 220, planted=0.7, soil="#ad6a42", rock="#a85834",
       strata="#cf9468"),
    _R("canyonlands", A.LANDFORM_CANYON, (37.85, 38.7, -110.3, -109.5), 380, soil="#a8623e", rock="#9c4f32",
       strata="#cc8a5c"),
    _R("san rafael", A.LANDFORM_BUTTES, (38.3, 39.2, -111.1, -110.3), 120, cover=0.12, soil="#a8855c", rock="#94644a",
       strata="#bfa07c"),
    _R("zion", A.LANDFORM_BUTTES, (37.1, 37.45, -113.2, -112.7), 380, soil="#a5704c", rock="#a05a3c", strata="#d8b494"),
    _R("bryce", A.LANDFORM_BADLANDS, (37.45, 37.8, -112.4, -111.9), 60, soil="#b08058", rock="#c4683c",
       strata="#e0b088"),
    _R("painted desert", A.LANDFORM_BADLANDS, (34.85, 35.6, -110.1, -109.4), 38, cover=0.1, planted=0.5, cracks=0.5,
       soil="#a8785c", rock="#8e4a40", strata="#b8a394"),
    _R("bisti", A.LANDFORM_BADLANDS, (36.1, 36.5, -108.5, -107.7), 30, cover=0.08, planted=0.4, cracks=0.6,
       soil="#a0927c",
       rock="#6d665e", strata="#b8a88c"),
    _R("south dakota badlands", A.LANDFORM_BADLANDS, (43.4, 44.0, -102.95, -101.5), 58, cracks=0.4, soil="#b8a888",
       rock="#c2b092", strata="#b5836e"),
    _R("theodore roosevelt", A.LANDFORM_BADLANDS, (46.6, 47.8, -104.1, -103.1), 70, soil="#94806a", rock="#a08c74",
       strata="#a05c46"),
    _R("makoshika", A.LANDFORM_BADLANDS, (46.9, 47.3, -104.9, -104.5), 55, soil="#94806a", rock="#b09c80",
       strata="#8a705c"),
    _R("big bend canyons", A.LANDFORM_BUTTES, (28.95, 29.7, -104.3, -103.0), 150, cover=0.15, stones=0.8,
       rock="#8a644c",
       strata="#a88868"),
    _R("white sands", A.LANDFORM_DUNES, (32.62, 33.0, -106.45, -106.15), 9, 60, 0.04, 0.25, 0.0, soil="#cdcac4"),
    _R("great sand dunes", A.LANDFORM_DUNES, (37.65, 37.9, -105.75, -105.5), 55, 60, 0.1, 0.35, 0.0, soil="#b39b7c"),
    _R("imperial dunes", A.LANDFORM_DUNES, (32.65, 33.25, -115.35, -114.85), 22, 120, 0.03, 0.25, 0.0, soil="#c4a478"),
    _R("monahans", A.LANDFORM_DUNES, (31.4, 31.9, -103.1, -102.5), 8, 90, 0.25, 0.5, 0.0, soil="#c4a074"),
    _R("kelso", A.LANDFORM_DUNES, (34.82, 35.0, -115.85, -115.6), 30, 100, 0.05, 0.3, 0.0, soil="#bf9d74"),
    _R("eureka", A.LANDFORM_DUNES, (36.55, 36.75, -117.25, -117.0), 20, 140, 0.05, 0.2, 0.0, soil="#c2a684"),
    _R("little sahara", A.LANDFORM_DUNES, (39.55, 39.8, -112.5, -112.2), 14, 45, 0.15, 0.5, 0.0, soil="#b8a07c"),
    _R("st anthony", A.LANDFORM_DUNES, (43.9, 44.15, -111.95, -111.6), 14, 50, 0.2, 0.5, 0.0, soil="#bda884"),
    _R("bruneau", A.LANDFORM_DUNES, (42.8, 42.95, -115.8, -115.6), 25, 90, 0.2, 0.5, 0.0, soil="#a8967c"),
    _R("oregon dunes", A.LANDFORM_DUNES, (43.45, 44.0, -124.3, -124.12), 13, 150, 0.3, 0.6, 0.0, soil="#b8a684"),
    _R("indiana dunes", A.LANDFORM_DUNES, (41.6, 41.72, -87.2, -86.85), 12, 150, 0.65, 0.9, 0.0, soil="#b8a27c"),
    _R("sleeping bear", A.LANDFORM_DUNES, (44.75, 45.0, -86.1, -85.95), 18, 90, 0.5, 0.8, 0.0, soil="#bda984"),
    _R("outer banks dunes", A.LANDFORM_DUNES, (35.0, 36.3, -75.8, -75.4), 4, 70, 0.5, 0.9, 0.0, soil="#c2b08c"),
    _R("sandhills", A.LANDFORM_DUNES, (41.4, 42.9, -102.6, -98.9), 17, 140, 0.93, 1.0, 0.0),
    _R("bonneville", A.LANDFORM_SALT, (40.4, 41.2, -114.05, -113.25), 0, cover=0.0, planted=0.0, stones=0.0, cracks=1.0,
       soil="#cfccc5"),
    _R("badwater", A.LANDFORM_SALT, (35.95, 36.45, -116.95, -116.75), 0, cover=0.02, planted=0.08, stones=0.05,
       cracks=1.0,
       soil="#cfc8ba"),
    _R("black rock", A.LANDFORM_SALT, (40.7, 41.2, -119.4, -118.8), 0, cover=0.02, planted=0.04, stones=0.05,
       cracks=0.8,
       soil="#c2b8a4"),
    _R("sevier lake", A.LANDFORM_SALT, (38.75, 39.1, -113.35, -113.0), 0, cover=0.03, planted=0.1, stones=0.05,
       cracks=0.8,
       soil="#ccc4b4"),
    _R("great salt lake desert", A.LANDFORM_SALT, (39.9, 40.4, -113.8, -113.0), 0, cover=0.1, planted=0.3, stones=0.1,
       cracks=0.7, soil="#bdb19c"),
    _R("salton", A.LANDFORM_SALT, (33.2, 33.45, -116.1, -115.6), 0, cover=0.1, planted=0.3, stones=0.05, cracks=0.7),
    _R("craters of the moon", A.LANDFORM_LAVA, (42.85, 43.6, -113.75, -113.0), 2.4, cover=0.15, planted=0.4, stones=1.0,
       soil="#3a3532", rock="#2c2826", strata="#4a3f3a"),
    _R("malpais", A.LANDFORM_LAVA, (34.65, 35.05, -108.15, -107.75), 2.0, cover=0.3, planted=0.6, stones=1.0,
       soil="#403833",
       rock="#2e2926", strata="#5a4636"),
    _R("carrizozo", A.LANDFORM_LAVA, (33.4, 33.9, -106.3, -105.9), 2.0, cover=0.25, planted=0.6, stones=1.0,
       soil="#3c3632"),
    _R("oregon lava", A.LANDFORM_LAVA, (43.6, 44.35, -121.95, -121.1), 1.6, cover=0.4, stones=1.0, soil="#4a423c"),
    _R("diamond craters", A.LANDFORM_LAVA, (42.9, 43.2, -119.0, -118.5), 1.4, cover=0.4, stones=1.0, soil="#4c443c"),
    _R("lava beds", A.LANDFORM_LAVA, (41.6, 41.9, -121.7, -121.3), 1.4, cover=0.45, stones=1.0, soil="#4a423a"),
    _R("palouse", A.LANDFORM_ROLLING, (46.3, 47.5, -117.9, -116.8), 30),
    _R("loess hills", A.LANDFORM_ROLLING, (40.8, 42.6, -96.3, -95.6), 34),
    _R("flint hills", A.LANDFORM_ROLLING, (36.9, 39.3, -96.9, -96.0), 16),
    _R("driftless", A.LANDFORM_ROLLING, (42.4, 44.4, -91.6, -90.2), 34),
    _R("california hills", A.LANDFORM_ROLLING, (37.55, 37.85, -121.8, -121.4), 42),
)  # fmt: skip


@cache
def ranges() -> NDArray[np.float64]:
    """Ranges and peaks, (n, 7): latitude and longitude of both ends, summit m, half width km, 1 for a cone."""
    rows = []
    for text in _RANGES.replace("\n", ";").split(";"):
        if not text.strip():
            continue
        words = text.split()[1:]
        cone = words[-1] == "cone"
        numbers = [float(word) for word in words[: len(words) - cone]]
        if len(numbers) == 4:
            numbers = numbers[:2] * 2 + numbers[2:]
        rows.append([*numbers, float(cone)])
    return np.array(rows)


def ranges_near(lat: float, lon: float) -> NDArray[np.float64]:
    """Ranges within sight of a place, (n, 7): both ends as km east and north, height m, half width km, 1 for a cone."""
    table = ranges()
    east = KM_PER_DEG * math.cos(math.radians(lat))
    near = np.column_stack(
        [
            (table[:, 1] - lon) * east, (table[:, 0] - lat) * KM_PER_DEG,
            (table[:, 3] - lon) * east, (table[:, 2] - lat) * KM_PER_DEG, table[:, 4:],
        ]
    )  # fmt: skip
    reach = np.minimum(np.hypot(near[:, 0], near[:, 1]), np.hypot(near[:, 2], near[:, 3]))
    kept: NDArray[np.float64] = np.ascontiguousarray(near[reach < RANGES_WITHIN_KM])
    return kept


def region_at(lat: float, lon: float) -> Region | None:
    """Return the typed region that holds a place, if any."""
    for region in REGIONS:
        south, north, west, east = region.box
        if south <= lat <= north and west <= lon <= east:
            return region
    return None


def shape_land(p: Floats, facts: Facts, *, country: bool, hilly: bool) -> None:
    """
    Write the landform and what the ground is strewn with into the layout's parameters; draws no chance.

    Parameters
    ----------
    p
        (N_PARAMS,) float32 of ``world.arrays``, laid out but for this.
    facts
        Of the place.
    country
        Whether the place is outside towns, where nobody has levelled the ground.
    hilly
        Whether these are old wooded hills, as the Appalachians and the Ozarks are.
    """
    rugged = float(np.clip((facts.relief_m - 80) / 300, 0, 1))
    west = float(np.clip((-102 - facts.lon) / 3, 0, 1))
    dry = facts.koppen.startswith("B")
    p[A.ALPINE] = west * (0.6 + 0.4 * rugged)
    p[A.STONES] = (0.75 if dry else 0.12 + 0.4 * rugged) * (1.0 if facts.lon < -100 or facts.lat > 41 else 0.5)
    p[A.CRACKS] = 0.15 if facts.koppen.startswith("BW") else 0.0
    p[A.BASINS] = float(dry and (facts.lon < -109 or facts.lat < 34.5) and facts.lon < -103)
    p[A.LITTER] = 1.0
    p[A.PLANTED] = 1.0
    shore = p[A.WATER_DISTANCE_M] < A.NO_WATER
    if not country:
        return
    if shore and facts.water is not None and facts.water.is_sea and p[A.WATER_DISTANCE_M] < CLIFF_WITHIN_M:
        _shape_coast(p, facts)
    region = region_at(facts.lat, facts.lon)
    chance = float(p[A.SEED] % 97) / 97
    if region is None:
        least, share = STEEP_RELIEF_M, VALLEY_SHARE
        if hilly:
            least, share = HILLY_RELIEF_M, 0.6 + facts.relief_m / 500.0
        if facts.relief_m > least and chance < share and not shore and not p[A.MESA_M]:
            p[A.LANDFORM], p[A.LANDFORM_M] = A.LANDFORM_VALLEY, min(30 + 0.28 * facts.relief_m, 190.0)
            p[A.LANDFORM_BEARING] = 1.0 if p[A.SEED] % 2 else -1.0
            p[A.LAKE_SHARE] = p[A.CROP_SHARE] = 0.0
        return
    if shore and region.kind not in (A.LANDFORM_DUNES, A.LANDFORM_ROLLING):
        return
    _shape_region(p, region, chance)


def _shape_coast(p: Floats, facts: Facts) -> None:
    """Let the road run along a cliff where mountains meet the sea, or above Maine's low rocks."""
    if facts.lon < PACIFIC_LON and facts.relief_m > CLIFF_RELIEF_M:
        cliff, behind = min(14.0 + 0.09 * facts.relief_m, 62.0), min(25.0 + 0.25 * facts.relief_m, 160.0)
    elif facts.lat > MAINE[0] and facts.lon > MAINE[1]:
        cliff, behind = 4.5, 9.0
    else:
        return
    p[A.LANDFORM], p[A.LANDFORM_M] = A.LANDFORM_COAST, behind
    seaward = math.sin(float(p[A.WATER_BEARING] - p[A.ROAD_BEARING]))
    p[A.LANDFORM_BEARING] = 1.0 if seaward > 0 else -1.0
    p[A.WATER_LEVEL_M] = -cliff
    p[A.WATER_DISTANCE_M] = min(float(p[A.WATER_DISTANCE_M]), 16.0 + 0.5 * cliff)
    p[A.CROP_SHARE] = p[A.LAKE_SHARE] = p[A.MESA_M] = 0.0
    p[A.STONES] = 0.8


def uninhabited(p: Floats) -> bool:
    """Tell whether nobody lives on this land: salt, lava, bare dunes, a canyon's rim, slopes above the sea."""
    if p[A.LANDFORM] == A.LANDFORM_DUNES:
        return bool(p[A.GROUND_COVER] < BARE_COVER)
    return float(p[A.LANDFORM]) in (A.LANDFORM_SALT, A.LANDFORM_LAVA, A.LANDFORM_CANYON, A.LANDFORM_COAST)


def _shape_region(p: Floats, region: Region, chance: float) -> None:
    p[A.LANDFORM], p[A.LANDFORM_M] = region.kind, region.height_m
    p[A.STONES], p[A.CRACKS], p[A.PLANTED] = region.stones, region.cracks, region.planted
    if region.cover is not None:
        p[A.GROUND_COVER] = region.cover
    if region.kind != A.LANDFORM_ROLLING:
        p[A.MESA_M] = 0.0
    bearing = region.bearing_deg
    p[A.LANDFORM_BEARING] = p[A.ROAD_BEARING] + math.pi / 2 if bearing is None else math.radians(bearing)
    if region.kind == A.LANDFORM_CANYON:
        p[A.LANDFORM_OFFSET_M] = 33 + 12 * chance
        p[A.ROAD_BEARING] = p[A.LANDFORM_BEARING] - math.pi / 2 + (chance - 0.5) * 0.3
        p[A.ROAD_CURVE] = p[A.RIDGE_M] = 0.0
    elif region.kind == A.LANDFORM_SALT:
        p[A.HILL_M], p[A.BUMPS_M], p[A.RIDGE_M] = 0.2, 0.02, 0.0
        p[A.CROP_SHARE] = p[A.FOREST_SHARE] = p[A.LAKE_SHARE] = 0.0
    elif region.kind == A.LANDFORM_ROLLING:
        p[A.HILL_M] = min(p[A.HILL_M], 8.0)
    elif region.kind in (A.LANDFORM_DUNES, A.LANDFORM_LAVA, A.LANDFORM_BUTTES):
        p[A.CROP_SHARE] *= 0.2
        p[A.RIDGE_M] = 0.0
        p[A.FOREST_SHARE] *= region.planted if region.kind == A.LANDFORM_LAVA else 0.5
        if region.kind == A.LANDFORM_BUTTES:
            p[A.FOREST_SHARE] = 0.0
            p[A.HILL_M] = min(p[A.HILL_M], 5.0)
    elif region.kind == A.LANDFORM_BADLANDS:
        p[A.RIDGE_M] = 0.0
        p[A.CROP_SHARE] *= 0.5
