"""Trees, shrubs, grass and crop plants: where they stand, as billboard rows. Placement runs in one numba pass."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from geogame.world import arrays as A
from geogame.world.biomes import Plant
from geogame.world.colour import Rgb, linear
from geogame.world.kernels.placement import probe
from geogame.world.ranges import grows_at
from geogame.world.season import Season
from geogame.world.sprites import Atlas
from geogame.world.sprites.species import ALIASES

Floats = NDArray[np.float64]
Rng = np.random.Generator

DECIDUOUS = frozenset(
    "oak maple aspen cottonwood birch beech tuliptree pecan willow poplar larch elm sycamore".split()
)  # fmt: skip
STIFF = frozenset(
    "fir spruce pine douglasfir hemlock lodgepole ponderosa redwood larch saguaro longleaf slashpine loblolly "
    "sabal royal fan_palm datepalm palmetto joshua juniper cypress mossy_cypress liveoak mossy_oak magnolia "
    "citrus".split()
)
GOLDEN = {
    "aspen": "#d8a51e",
    "birch": "#d8b030",
    "cottonwood": "#cfa32a",
    "poplar": "#cfa32a",
    "larch": "#c9a030",
}
AUTUMN = ("#b8541e", "#c98a1e", "#a8321c", "#c2a02c", "#8a5a24", "#d06a1c")
BARK = "#5b4a3a"
TRUNKS = {
    "aspen": "#cfcabd", "birch": "#dcd8cc", "pine": "#6c5848", "ponderosa": "#8a644c", "loblolly": "#6b5546",
    "slashpine": "#75604e", "longleaf": "#75604e", "redwood": "#5a463a", "sabal": "#8a7c68", "royal": "#a59c8c",
    "joshua": "#6f5a44", "cypress": "#7d7264", "mossy_oak": "#7d7460", "mossy_cypress": "#7d7462",
    "sycamore": "#b8b0a0", "mangrove": "#6f6152", "log": "#62544a", "meadow": "#a8985a", "horse": "#241c16",
    "holstein": "#e6e2d8", "hereford": "#e2d8c8", "longhorn": "#ddd2c0", "sheep": "#2e2a26", "hops": "#7a6a54",
    "apple": "#6a5040", "bare": "#6d6257", "barethin": "#9a9288", "eucal": "#b5a890",
    "wheat": "#d8b455", "corn": "#c8b060", "yucca": "#e0d6b5", "liveoak": "#6d665c", "beech": "#98928a",
    "cotton": "#f0ede4", "sunflower": "#e0b020", "tall": "#b59a58", "blueberry": "#6a5040", "sugarcane": "#c8bfa0",
    "pecan": "#6f665a", "citrus": "#d88a20", "tobacco": "#d8c8c0", "cattail": "#6a4a30", "sawgrass": "#a89a58",
    "rice": "#a5ad52",
}  # fmt: skip
# Species the biomes name that share another's billboards.
LOOKS_LIKE = {
    "poplar": "lombardy_poplar", "datepalm": "date_palm", "longleaf": "slash_pine", "cypress_monterey": "liveoak",
    "larch": "spruce",
}  # fmt: skip


@dataclass(slots=True)
class Billboards:
    """Collects billboard rows, (n, 16) float32 in blocks, of what may stand at a place (`ranges`)."""

    atlas: Atlas
    rng: Rng
    lat: float
    lon: float
    blocks: list[NDArray[np.float32]] = field(default_factory=list)

    def add(
        self,
        species: str,
        where: Floats,
        height: Floats,
        leaf: Floats,
        width: float = 0.12,
        trunk: Rgb | None = None,
        width_m: float | None = None,
    ) -> None:
        """
        Add plants of one species; none where the species does not grow (`ranges`).

        Parameters
        ----------
        species
            A species of the atlas.
        where
            (n, 3) x, y, z of the foot in metres.
        height
            (n,) metres.
        leaf
            (n, 3) linear leaf colour.
        width
            Spread of the random width factor around 1.
        trunk
            Linear colour of bark, petals or seed heads; the species' own by default.
        width_m
            Width, whatever the height (a strip of lawn); by default the sprite keeps its shape.
        """
        n = len(where)
        if n == 0:
            return
        name = LOOKS_LIKE.get(species, species)
        if not grows_at(ALIASES.get(name, name), self.lat, self.lon):
            return
        look = self.atlas.species[name]
        rows = np.empty((n, A.N_BILLBOARD), np.float32)
        rows[:, A.B_X : A.B_Z + 1] = where
        rows[:, A.B_HEIGHT] = height
        across = height * look.aspect if width_m is None else width_m
        rows[:, A.B_WIDTH] = across * self.rng.uniform(1 - width, 1 + width, n)
        rows[:, A.B_SPRITE] = look.first + self.rng.integers(0, look.variants, n)
        rows[:, A.B_LEAF : A.B_LEAF + 3] = leaf
        bark = linear(TRUNKS.get(species, TRUNKS.get(name, BARK))) if trunk is None else trunk
        rows[:, A.B_TRUNK : A.B_TRUNK + 3] = bark * self.rng.uniform(0.8, 1.15, (n, 1))
        rows[:, A.B_FLIP] = self.rng.random(n) < 0.5
        rows[:, A.B_TRANSLUCENCY] = 0.35 if species in STIFF else 0.9
        rows[:, A.B_OPACITY] = 1.0
        rows[:, A.B_SUNLIT] = 1.0
        self.blocks.append(rows)

    def array(self) -> NDArray[np.float32]:
        """All rows, (n, 16) float32."""
        if not self.blocks:
            return np.zeros((0, A.N_BILLBOARD), np.float32)
        return np.concatenate(self.blocks)


def foliage(plant: Plant, season: Season, n: int, rng: Rng) -> tuple[list[tuple[str, NDArray[np.bool_]]], Floats]:
    """
    Season a species: which billboard each of `n` crowns uses, and its leaf colour.

    Returns
    -------
    looks
        Pairs of billboard species and (n,) mask; masks do not overlap and cover all.
    leaf
        (n, 3) linear.
    """
    leaf = np.tile(linear(plant.leaf), (n, 1))
    if plant.species == "cypress":
        leaf = leaf + (linear("#8a5a30") - leaf) * (season.autumn if season.autumn > 0.3 else 0.0)
        return [("barethin" if season.bare > 0.6 else "cypress", np.ones(n, np.bool_))], leaf
    if plant.species not in DECIDUOUS:
        return [(plant.species, np.ones(n, np.bool_))], leaf
    fallen = rng.random(n) < season.bare
    if season.autumn > 0:
        if plant.species in GOLDEN:
            turned = np.tile(linear(GOLDEN[plant.species]), (n, 1))
        else:
            turned = np.array([linear(c) for c in AUTUMN])[rng.integers(0, len(AUTUMN), n)]
        share = np.clip(season.autumn * rng.uniform(0.6, 1.5, (n, 1)), 0, 1)
        leaf = leaf * (1 - share) + turned * share * 0.85
    elif season.fresh:
        leaf = leaf * 0.75 + linear("#8fae4a") * 0.25
    leaf[fallen] = linear("#6d6257")
    bare = "barethin" if plant.species in ("aspen", "birch", "poplar", "larch") else "bare"
    return [(plant.species, ~fallen), (bare, fallen)], leaf


def canopy_colour(plants: Sequence[tuple[float, Plant]], season: Season, rng: Rng) -> Rgb:
    """Mean colour of a closed forest seen from afar, (3,) linear."""
    total, weight = np.zeros(3), 0.0
    for share, plant in plants:
        looks, leaf = foliage(plant, season, 6, rng)
        for name, mask in looks:
            colours = np.tile(linear("#7a6e62") * 0.8, (6, 1)) if name.startswith("bare") else leaf
            k = share * plant.amount * rng.random(6) * mask
            total += (colours * k[:, None]).sum(0)
            weight += float(k.sum())
    return total / max(weight, 1e-6)


@dataclass(frozen=True, slots=True)
class Scatter:
    """How to strew one layer of plants: count, inner and outer radius in metres, distance to the road."""

    count: int
    near_m: float
    far_m: float
    power: float
    road_m: float


def scatter(layer: Scatter, params: NDArray[np.float32], rng: Rng) -> tuple[Floats, Floats, NDArray[np.int64]]:
    """
    Strew points around the camera, denser near it, and ask the land what is there.

    Returns
    -------
    where
        (m, 3) x, y, standing height of the points that keep their distance to the road, metres.
    road
        (m,) distance to the road's centre line.
    kind
        (m,) land use, ``world.arrays.LAND_*``.
    """
    radius = layer.near_m + (layer.far_m - layer.near_m) * rng.random(layer.count) ** layer.power
    angle = rng.random(layer.count) * 2 * np.pi
    return probe_points(radius * np.sin(angle), radius * np.cos(angle), params, layer.road_m)


def probe_points(
    x: Floats, y: Floats, params: NDArray[np.float32], road_m: float = 0.0
) -> tuple[Floats, Floats, NDArray[np.int64]]:
    """Look up land use and height of given points; drops those nearer to the road than `road_m`."""
    distance, kind, height = probe(x, y, params, road_m)
    keep = kind >= 0
    where = np.stack([x[keep], y[keep], height[keep]], 1)
    return where, distance[keep], kind[keep]
