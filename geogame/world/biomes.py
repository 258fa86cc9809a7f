"""What grows and how the land lies: biome recipes, typed by hand, blended between anchor places.

Every number and colour here is the author's, from general knowledge of American landscapes; none is measured.
Colours are sRGB as seen by eye (``colour.linear`` makes reflectance of them). Species name billboards of
``geogame.world.sprites``.
"""

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from geogame.world.anchors import ANCHORS

FloatArray = NDArray[np.float64]
OAK, OAK_DARK, OAK_DEEP = "#4f6b2c", "#3f6628", "#3d6628"
MAPLE, PINE, SPRUCE = "#466f28", "#38552f", "#2a452c"


@dataclass(frozen=True, slots=True)
class Plant:
    """One species in a biome: billboard, share of the trees (or plants per 100 m² for shrubs), height, leaf."""

    species: str
    amount: float
    height_m: float
    leaf: str


@dataclass(frozen=True, slots=True)
class Biome:
    """
    A landscape recipe.

    ``cover`` is the share of ground under plants, ``trees_per_ha`` scattered trees outside closed forest,
    ``forest_share`` and ``crop_share`` shares of the land, ``hills`` multiplies the measured relief,
    ``cloud`` is (mean cloud cover, share of overcast days), ``deciduous`` the share of canopy that turns.
    """

    soil: str
    grass: str
    dry_grass: str
    cover: float
    trees: tuple[Plant, ...] = ()
    trees_per_ha: float = 0.0
    forest_share: float = 0.0
    forest_height_m: float = 16.0
    shrubs: tuple[Plant, ...] = ()
    tuft: str = "tuft"
    tuft_density: float = 1.0
    tuft_height_m: float = 0.35
    crops: tuple[str, ...] = ()
    crop_share: float = 0.0
    hills: float = 1.0
    bumps_m: float = 0.4
    square_fields: float = 0.0
    setback_m: float = 11.0
    deciduous: float = 0.0
    cloud: tuple[float, float] = (0.45, 0.2)
    rock: str = "#8a8378"
    strata: str = "#8a8378"
    mesa_m: float = 0.0
    far: str | None = None
    lakes: float = 0.0
    farm: tuple[str, ...] = ()
    shoulder: str = "#9a9080"


def _plants(text: str) -> tuple[Plant, ...]:
    """Read ``"fir 6 30 #23402a, maple 2 15 #4d7a2c"``: species, amount, height in metres, leaf colour."""
    rows = (row.split() for row in text.split(",") if row.strip())
    return tuple(Plant(name, float(amount), float(height), leaf) for name, amount, height, leaf in rows)


_T = _plants

# Bases first; the regional variants below name only what differs from their base.
PNW = Biome(
    "#5a4a38", "#4f7a2e", "#6f8a3a", 0.95,
    _T("douglasfir 6 34 #23402a, hemlock 3 28 #2c4a30, maple 2 15 #4d7a2c, redcedar 1 20 #35502f"),
    300, 0.85, 28, _T("fern 5 .8 #3f6e2a"), tuft_height_m=0.4, hills=1.2, deciduous=0.25, cloud=(0.55, 0.6),
    rock="#77756f", far="#3a5136", shoulder="#6e6a60", crops=("hay",), crop_share=0.05, farm=("barn",),
)  # fmt: skip
SIERRA = Biome(
    "#8d7558", "#7e8a4a", "#a8995a", 0.55,
    _T("ponderosa 6 30 #3a5630, fir 3 26 #2b4a2d, redcedar 1 18 #3d5a33"),
    160, 0.65, 24, _T("sage 2 .9 #65704a"), hills=1.6, cloud=(0.25, 0.1), rock="#a7a39c", far="#4a5a3c",
)  # fmt: skip
PALOUSE = Biome(
    "#8a7350", "#a3964e", "#c2a45a", 0.9, _T("oak 1 9 #4f6b2c"), 1, 0, 12, crops=("wheat", "wheat", "fallow"),
    crop_share=0.95, hills=1.5, bumps_m=0.2, farm=("farm", "barn", "elevator"), cloud=(0.35, 0.15),
    far="#b09a56", rock="#7c6f5e",
)  # fmt: skip
SAGE = Biome(
    "#a08e70", "#8d8a5a", "#b3a070", 0.35, _T("juniper 3 4 #3d5032"), 2, 0, 6,
    _T("sage 9 .8 #8d9475"), tuft_density=0.7, tuft_height_m=0.3, farm=("trailer",), cloud=(0.3, 0.08),
    far="#8f8a68", rock="#8d8070", shoulder="#a39478",
)  # fmt: skip
CA_VALLEY = Biome(
    "#a58c63", "#8d8f45", "#c8ad64", 0.6, _T("oak 3 8 #4a6b2d, eucal 1 18 #5c7049, fan_palm .4 16 #51702f"),
    3, 0, 10, crops=("almond", "almond", "hay"), crop_share=0.95, hills=0.15, square_fields=1,
    farm=("stucco", "farm"), cloud=(0.12, 0.12), far="#8a8550",
)  # fmt: skip
CA_OAK = Biome(
    "#a98d5c", "#8f9440", "#d2b468", 0.95, _T("caloak 6 10 #3c5228, eucal 1 22 #5c7049"), 9, 0.12, 9,
    _T("sage .4 1.2 #5f6b40"), tuft="wheat", tuft_density=1.2, tuft_height_m=0.45, hills=1.8,
    farm=("stucco", "farm"), cloud=(0.15, 0.15), far="#b79d5c",
)  # fmt: skip
SOCAL = Biome(
    "#b59a70", "#7d8a45", "#c4a868", 0.5,
    _T("fan_palm 3 17 #5d7a3a, eucal 2 18 #5c7049, datepalm 1.5 11 #5d7840, mesquite 1 5 #5a6a38"), 12, 0, 9,
    _T("sage 3 1.1 #6b7048"), hills=1.2, farm=("stucco",), cloud=(0.12, 0.15), far="#8a8258", rock="#a08e72",
)  # fmt: skip
MOJAVE = Biome(
    "#c2a67e", "#a59a62", "#c6ae74", 0.12, _T("joshua 6 5 #6a7440"), 10, 0, 4,
    _T("creosote 4 1.3 #6d7238, sage 2 .5 #a39a70, yucca .15 1.6 #77803f"), tuft_density=0.25,
    tuft_height_m=0.2, hills=0.8, farm=("trailer",), cloud=(0.15, 0.05), far="#b39a76", rock="#8f7660",
    strata="#a88b70", shoulder="#bba27c",
)  # fmt: skip
SONORAN = Biome(
    "#b98f66", "#8f8b4e", "#c0a062", 0.18, _T("saguaro 6 8 #5c7a42, mesquite 4 4.5 #5c7034"), 22, 0, 4,
    _T("creosote 3 1.3 #6b7536, pear .9 .9 #6d8b4e, ocot .5 3.2 #6b7a3c, cholla .9 1.3 #8b9060"),
    tuft_density=0.3, tuft_height_m=0.25, hills=0.9, farm=("adobe", "stucco"), cloud=(0.18, 0.12),
    far="#96845e", rock="#86694f", shoulder="#b5946c",
)  # fmt: skip
PLATEAU = Biome(
    "#b8643a", "#9a8a4e", "#b98f56", 0.16, _T("juniper 6 3.5 #3f5234"), 9, 0.05, 4,
    _T("sage 4.5 .6 #8d8c68, tuft 3 .4 #b59a58"), tuft_density=0.5, tuft_height_m=0.3, bumps_m=0.7,
    farm=("trailer",), cloud=(0.3, 0.08), mesa_m=190, rock="#b0532e", strata="#cf8a58", far="#ab7048",
    shoulder="#b5673f",
)  # fmt: skip
ROCKIES = Biome(
    "#8a7860", "#8a9150", "#b3a266", 0.7,
    _T("spruce 4 20 #2f4a38, lodgepole 4 20 #3b5733, aspen 4 14 #7a9a3a"), 120, 0.55, 18,
    _T("sage 3 .6 #8a9074"), hills=1.6, farm=("cabin",), cloud=(0.4, 0.2), far="#55664a", rock="#85807c",
    deciduous=0.35,
)  # fmt: skip
NEW_MEXICO = Biome(
    "#b98e66", "#a39a5e", "#cbb072", 0.3, _T("juniper 8 3.6 #3e5233"), 26, 0.1, 4,
    _T("sage 3 .7 #8d916e, cholla .6 1.4 #8b9060"), tuft_density=0.6, farm=("adobe",), cloud=(0.35, 0.06),
    mesa_m=70, rock="#a0714e", strata="#c29468", far="#8f7a58", shoulder="#b8946c",
)  # fmt: skip
CHIHUAHUAN = Biome(
    "#bda37c", "#a39c5c", "#d0b878", 0.4, _T("yucca 6 3 #76803f"), 8, 0, 3,
    _T("creosote 3 1.3 #6b7238, agave .9 .8 #8a9a78, ocot .4 3 #6b7a3c, sotol 1 1.1 #8a9468"),
    tuft_density=0.8, hills=0.8, farm=("adobe", "trailer"), cloud=(0.22, 0.06), far="#ae9c6c",
    rock="#8f765c", shoulder="#b8a07a",
)  # fmt: skip
HIGH_PLAINS = Biome(
    "#a08a68", "#98994f", "#cdb678", 0.85, _T("cottonwood 1 11 #5d7a38"), 0.5, 0, 10,
    _T("sage .9 .5 #8d9270, yucca .1 .8 #7d8648"), "tall", 1.3, 0.45, ("wheat", "hay"), 0.2, hills=0.6,
    square_fields=1, farm=("farm", "windpump"), cloud=(0.4, 0.1), far="#bda868", shoulder="#a08d70",
)  # fmt: skip
WHEAT = Biome(
    "#8f7452", "#849445", "#cbb061", 0.95, _T("cottonwood 1 11 #5a7634, redcedar 1 5 #3d5434"), 1, 0.03, 10,
    (), "tall", 1.2, 0.45, ("wheat", "wheat", "fallow"), 0.88, hills=0.4, square_fields=1,
    farm=("farm", "elevator"), cloud=(0.42, 0.12), far="#c2a75c", shoulder="#a3906e",
)  # fmt: skip
NORTH_PLAINS = Biome(
    "#5d5140", "#6f8a3e", "#b3a460", 0.95, _T("oak 2 9 #4f6b2c, spruce 1 10 #33502f, willow 1 7 #7a8f4a"),
    1.5, 0.04, 10, _T("cattail .25 1.4 #7f8a45"), "tall", 1.2, 0.55, ("wheat", "sunflower", "soy"), 0.8,
    hills=0.3, square_fields=1, farm=("farm", "elevator", "barn"), cloud=(0.4, 0.2), far="#8f9450",
    lakes=0.14, deciduous=0.8,
)  # fmt: skip
TX_PANHANDLE = Biome(
    "#a5684a", "#a09a55", "#d0b678", 0.85, _T("mesquite 1 4 #647038"), 0.6, 0, 5,
    _T("yucca .3 .9 #7d8648, sage .6 .5 #93936a"), "tall", 1.2, 0.4, ("cotton", "wheat", "fallow"), 0.6,
    hills=0.15, square_fields=1, farm=("windpump", "elevator", "trailer", "turbine"), cloud=(0.35, 0.08),
    far="#bca468", shoulder="#ab7f60",
)  # fmt: skip
MESQUITE = Biome(
    "#a5694a", "#98964e", "#cbb068", 0.8, _T("mesquite 6 4.5 #5c6d34, juniper 2 4 #41552f"), 35, 0.12, 5,
    _T("pear .6 .8 #6d8b4e"), "tall", 1.1, 0.4, ("cotton", "wheat"), 0.15, hills=0.7,
    farm=("trailer", "windpump", "turbine"), cloud=(0.35, 0.1), far="#8f8a52",
)  # fmt: skip
SOUTH_TEXAS = Biome(
    "#b39a70", "#8f9448", "#c2a864", 0.7, _T("mesquite 6 5 #55692f, sabal .5 8 #5d7a3a"), 50, 0.3, 5,
    _T("pear 1.2 .9 #6a8a4c, yucca .2 2.2 #76803f"), crops=("cotton", "hay"), crop_share=0.3, hills=0.2,
    farm=("stucco", "trailer", "pumpjack"), cloud=(0.4, 0.2), far="#7d8048",
)  # fmt: skip
HILL_COUNTRY = Biome(
    "#b5a582", "#848f45", "#bca868", 0.75, _T("liveoak 5 8 #3e5429, juniper 5 5 #37502c"), 70, 0.4, 7,
    _T("pear .7 .8 #6d8b4e"), hills=1.1, farm=("brick", "farm"), cloud=(0.4, 0.2), far="#5f6a3c",
    rock="#bfb294", shoulder="#b8aa8c",
)  # fmt: skip
OKLAHOMA = Biome(
    "#a8583a", "#7d8f40", "#c2ab62", 0.9, _T("oak 5 10 #45612b, redcedar 3 6 #344c2a"), 14, 0.22, 10,
    (), "tall", 1.2, 0.5, ("wheat", "hay", "fallow"), 0.35, hills=0.6, square_fields=1,
    farm=("brick", "farm", "pumpjack"), cloud=(0.42, 0.2), far="#8a8a4c", deciduous=0.8, shoulder="#a86f50",
)  # fmt: skip
FLINT_HILLS = Biome(
    "#8a7a5c", "#6f8a3a", "#c4a462", 0.98, _T("oak 3 9 #4a662d, redcedar 1 5 #3d5434"), 2, 0.05, 9,
    (), "tall", 1.6, 0.6, farm=("farm", "cow"), cloud=(0.42, 0.15), far="#8f8a48", rock="#b5a98a", deciduous=0.8,
)  # fmt: skip
CORN = Biome(
    "#4a3c2e", "#5a8030", "#a3985a", 0.98, _T("oak 4 13 #456a28, maple 4 12 #4a7028"), 3, 0.07, 13,
    (), "tall", 1.2, 0.5, ("corn", "corn", "soy"), 0.97, hills=0.35, square_fields=1,
    farm=("farm", "barn", "silo"), cloud=(0.45, 0.3), far="#5f7d36", deciduous=0.95, shoulder="#8d8270",
)  # fmt: skip
DAIRY = Biome(
    "#5d4a36", "#568330", "#a3985a", 0.98, _T("oak 4 15 #40662a, maple 4 14 #466e28, spruce 2 13 #2f4c2c, elm 1 16 #4a7030"),
    14, 0.28, 15, (), "tuft", 1.2, 0.4, ("corn", "hay", "soy"), 0.6, hills=0.9,
    farm=("barn", "farm", "silo", "cow"), cloud=(0.45, 0.35), far="#4f7034", deciduous=0.85,
)  # fmt: skip
NORTH_WOODS = Biome(
    "#6d5a44", "#5a7d34", "#9a9458", 0.95,
    _T("spruce 5 17 #28432c, aspen 3 15 #6a9038, birch 3 14 #6f943c, pine 2 22 #34502f, maple 2 15 #4a7028"),
    260, 0.8, 16, _T("fern 3 .6 #4a7a30"), hills=0.6, farm=("cabin",), cloud=(0.45, 0.4), far="#3d5834",
    lakes=0.22, deciduous=0.5, rock="#7d7a78", shoulder="#94836c",
)  # fmt: skip
NEW_ENGLAND = Biome(
    "#5f4e3c", "#558030", "#948e52", 0.97,
    _T("maple 6 16 #477028, spruce 2 15 #2c482d, pine 2 22 #35522f, birch 2 14 #6a9038, beech 2 16 #557a30"),
    130, 0.72, 16, _T("fern 1.5 .5 #4a7a30"), hills=1.3, farm=("clapboard", "church", "barn"),
    cloud=(0.45, 0.4), far="#44643a", deciduous=0.78, rock="#7d7a78", shoulder="#837a6a", crops=("hay",),
    crop_share=0.06,
)  # fmt: skip
NORTHEAST = Biome(
    "#5f4e3c", "#558030", "#948e52", 0.97, _T("maple 5 16 #446e28, oak 5 16 #3f6628, pine 1 20 #35522f"),
    90, 0.55, 16, hills=1.0, farm=("clapboard", "brick", "barn"), crops=("corn", "hay"), crop_share=0.3,
    cloud=(0.45, 0.4), far="#44663a", deciduous=0.92,
)  # fmt: skip
APPALACHIA = Biome(
    "#6f5540", "#557f30", "#98925a", 0.97,
    _T("oak 5 17 #3d6628, maple 4 17 #456e28, tuliptree 3 22 #4f7a30, hemlock 1 18 #35522f"), 190, 0.85, 17,
    _T("fern 1.5 .5 #4a7a30"), hills=2.2, farm=("clapboard", "trailer", "barn"), crops=("hay",),
    crop_share=0.12, cloud=(0.45, 0.35), far="#3f6034", deciduous=0.92, rock="#7d766c", shoulder="#857a68",
)  # fmt: skip
MID_ATLANTIC = Biome(
    "#8a6546", "#578232", "#a0985a", 0.97, _T("oak 6 16 #3f6828, maple 4 15 #457028, tuliptree 3 20 #4f7a30, sycamore 1 20 #587a34"),
    50, 0.42, 15, hills=0.8, farm=("brick", "clapboard", "barn"), crops=("corn", "hay", "soy"),
    crop_share=0.35, cloud=(0.45, 0.3), far="#4a6a3a", deciduous=0.92,
)  # fmt: skip
PINE_BARRENS = Biome(
    "#c2b08a", "#5f7d38", "#a59a60", 0.7, _T("pine 6 13 #3c5830, oak 3 10 #456828"), 200, 0.75, 12,
    _T("fern 3 .6 #4f7830"), hills=0.2, farm=("clapboard",), cloud=(0.45, 0.3), far="#46603a", deciduous=0.4,
    crops=("blueberry",), crop_share=0.06, shoulder="#b8a888",
)  # fmt: skip
OHIO_VALLEY = Biome(
    "#80603f", "#558430", "#a0985a", 0.98, _T("oak 6 16 #3d6828, maple 4 15 #457028, redcedar 1 7 #3a522f, sycamore 1 20 #587a34"),
    45, 0.45, 15, hills=1.1, farm=("farm", "barn", "brick"), crops=("corn", "hay", "tobacco"), crop_share=0.4,
    cloud=(0.45, 0.35), far="#4a6a38", deciduous=0.95,
)  # fmt: skip
OZARK = Biome(
    "#9a7450", "#5a8432", "#a8985a", 0.95, _T("oak 8 14 #3f6628, redcedar 3 7 #344c2a, maple 2 14 #457028"),
    120, 0.68, 14, hills=1.4, farm=("farm", "trailer", "barn", "cow"), crops=("hay",), crop_share=0.08,
    cloud=(0.42, 0.3), far="#466436", deciduous=0.9, rock="#a8977c",
)  # fmt: skip
PINEY = Biome(
    "#a8502c", "#6a8a38", "#b59a5a", 0.86, _T("loblolly 8 23 #3f5f30, oak 2 13 #446a28"), 230, 0.74, 20,
    _T("fern 1 .6 #5a8034"), "tall", 1.0, 0.45, ("hay", "cotton"), 0.15, hills=0.7,
    farm=("brick", "trailer", "church"), cloud=(0.45, 0.25), far="#48623a", deciduous=0.3, shoulder="#a8603c",
)  # fmt: skip
COASTAL_PLAIN = Biome(
    "#b8a078", "#6a8838", "#b5a060", 0.88, _T("loblolly 6 20 #3f5f30, oak 3 13 #426628"), 120, 0.5, 18,
    crops=("cotton", "soy", "tobacco"), crop_share=0.55, hills=0.12, farm=("brick", "trailer", "church"),
    cloud=(0.45, 0.25), far="#506a3c", deciduous=0.4, shoulder="#b09a78",
)  # fmt: skip
DELTA = Biome(
    "#6f5844", "#5f8434", "#a59658", 0.95, _T("pecan 3 15 #40662a, cypress 1 17 #4f7038"), 3, 0.12, 15,
    crops=("soy", "cotton", "cotton", "corn"), crop_share=0.95, hills=0.05, bumps_m=0.15, square_fields=1,
    farm=("trailer", "elevator"), cloud=(0.45, 0.3), far="#55703a", deciduous=0.7, lakes=0.1,
)  # fmt: skip
BAYOU = Biome(
    "#5a4a36", "#568030", "#8a9048", 0.98,
    _T("cypress 5 17 #4f6e3c, liveoak 4 12 #3c5a2c, sabal .6 7 #55783a"), 120, 0.5, 15,
    _T("palmetto 2 1.1 #4f7a34, cattail .3 1.5 #7f8a45"), "tall", 1.2, 0.7, ("sugarcane",), 0.2, hills=0.03,
    bumps_m=0.2, farm=("clapboard", "trailer"), cloud=(0.5, 0.3), far="#48663a", lakes=0.34, deciduous=0.25,
)  # fmt: skip
LOW_COUNTRY = Biome(
    "#b09c78", "#5f8434", "#a89a5a", 0.92,
    _T("liveoak 4 12 #3c5a2c, loblolly 5 20 #3f6030, sabal 3 8 #55783a, magnolia 1 12 #2f5226"), 120, 0.55,
    17, _T("palmetto 2.2 1 #4f7a34"), "tall", 1.1, 0.6, hills=0.06, farm=("clapboard", "brick"),
    cloud=(0.45, 0.25), far="#50683a", lakes=0.16, deciduous=0.15, shoulder="#b8a888",
)  # fmt: skip
CENTRAL_FLORIDA = Biome(
    "#c8b890", "#64863a", "#ada25e", 0.9,
    _T("slashpine 5 18 #456535, sabal 4 9 #55783a, liveoak 3 11 #3c5a2c"), 85, 0.42, 16,
    _T("palmetto 4 1.1 #527c36"), tuft_height_m=0.45, hills=0.08, crops=("citrus",), crop_share=0.2,
    farm=("stucco",), cloud=(0.5, 0.2), far="#56703e", lakes=0.16, shoulder="#c2b48e",
)  # fmt: skip
SOUTH_FLORIDA = Biome(
    "#d2c49e", "#62883a", "#a8a05c", 0.92, _T("royal 6 14 #4a742c, sabal 5 9 #55783a, liveoak 1 9 #3c5e2c"),
    36, 0.12, 9, _T("palmetto 1.5 1.1 #527c36, sawgrass 1 1.2 #7a8a45"), hills=0.02, bumps_m=0.15,
    crops=("sugarcane",), crop_share=0.1, farm=("stucco",), cloud=(0.55, 0.15), far="#5f7a42", lakes=0.2,
    shoulder="#cabd98",
)  # fmt: skip

BIOMES: dict[str, Biome] = {
    "pnw": PNW,
    "redwood": replace(
        PNW, trees=_T("redwood 7 48 #2b4630, douglasfir 2 32 #284430"), forest_height_m=40, rock="#6f6a60"
    ),
    "willamette": replace(
        PNW, trees=_T("oak 3 12 #4a6a2c, douglasfir 3 26 #28442c, cottonwood 1 18 #557a34"), trees_per_ha=18,
        forest_share=0.22, crops=("grass_seed", "vineyard", "hay"), crop_share=0.65, hills=0.7, farm=("farm", "barn"),
    ),
    "puget": replace(PNW, lakes=0.08, farm=("clapboard",), trees_per_ha=240),
    "olympic": replace(PNW, trees=_T("spruce 5 40 #22402c, hemlock 5 36 #2a4a30, maple 2 16 #55802e"),
                       shrubs=_T("fern 9 1 #3f7a2a"), cloud=(0.6, 0.75)),
    "okanogan": replace(SAGE, trees=_T("ponderosa 5 20 #44602f, russianolive 1 5 #8d9a78"), trees_per_ha=14,
                        crops=("apple",), crop_share=0.2, hills=1.4, far="#8f8658"),
    "columbia": replace(SAGE, crops=("wheat", "potato", "vineyard", "apple", "hops"), crop_share=0.6, square_fields=1, hills=0.5,
                        trees=_T("russianolive 1 6 #8d9a78, cottonwood 1 14 #5d7a38"), far="#a3986a"),
    "lava": replace(SAGE, soil="#857866", rock="#4a4440", trees=_T("juniper 8 5 #41552f"), trees_per_ha=12,
                    far="#6f6a55"),
    "snake": replace(SAGE, crops=("potato", "sugarbeet", "wheat"), crop_share=0.72, square_fields=1, hills=0.2,
                     trees=_T("cottonwood 1 15 #5d7a38, willow 1 8 #7a8f4a"), rock="#4f4844"),
    "sierra": SIERRA,
    "klamath": replace(SIERRA, trees=_T("douglasfir 4 26 #2c482e, ponderosa 3 26 #3a5630, caloak 2 11 #4a6430"),
                       soil="#9a6a48", far="#43573a"),
    "palouse": PALOUSE,
    "sage": SAGE,
    "greatbasin": replace(SAGE, soil="#b3a284", trees=_T("juniper 3 4 #3d5032, pine 1 4 #40583a"), far="#9a9078",
                          shrubs=_T("sage 6 .7 #8d9475, saltbush 3 .6 #a3a080")),
    "saltflat": replace(SAGE, soil="#d5ccba", cover=0.08, shrubs=_T("saltbush 1 .4 #a3a080"), hills=0.25, far="#b5aa94",
                        tuft_density=0.2, trees=()),
    "wasatch": replace(SAGE, trees=_T("cottonwood 3 14 #5d7a38, poplar 1 16 #55762f"), trees_per_ha=9,
                       crops=("hay", "orchard", "wheat"), crop_share=0.5, hills=1.2, farm=("brick", "farm")),
    "redsage": replace(SAGE, soil="#a5745a", grass="#8f8a58", far="#94805e", rock="#a0644a"),
    "sacramento": replace(CA_VALLEY, crops=("rice", "rice", "almond"), soil="#8a7a5a", trees=_T("oak 4 11 #4a6b2d")),
    "cavalley": CA_VALLEY,
    "sanjoaquin": replace(CA_VALLEY, crops=("almond", "cotton", "vineyard"), soil="#b0966c", far="#968e5e"),
    "napa": replace(CA_OAK, crops=("vineyard",), crop_share=0.92, forest_share=0.06,
                    trees=_T("caloak 6 10 #3c5228, redwood 1 26 #2f4a30")),
    "centralcoast": replace(CA_OAK, crops=("vineyard", "vineyard", "lettuce"), crop_share=0.7, forest_share=0.04),
    "wallawalla": replace(PALOUSE, crops=("vineyard", "vineyard", "wheat"), hills=0.9),
    "caoak": CA_OAK,
    "cacoast": replace(CA_OAK, trees=_T("cypress_monterey 3 13 #2f4a2c, eucal 3 22 #5c7049, caloak 2 9 #3c5228"),
                       crops=("lettuce",), crop_share=0.25, cloud=(0.35, 0.4)),
    "socal": SOCAL,
    "mojave": MOJAVE,
    "deathvalley": replace(MOJAVE, trees=(), cover=0.05, soil="#cbb592", shrubs=_T("creosote 1.5 1 #7a7840"),
                           far="#b59c80", rock="#94785e"),
    "imperial": replace(MOJAVE, trees=_T("datepalm 2 12 #5f7a40, fan_palm 1 15 #55752f"), trees_per_ha=2,
                        crops=("lettuce", "hay", "datepalm"), crop_share=0.8, square_fields=1, hills=0.1),
    "sonoran": SONORAN,
    "colorado_desert": replace(SONORAN, trees=_T("mesquite 3 4 #66763a, ocot 2 4 #6b7a3c"), soil="#c4a27c",
                               trees_per_ha=9),
    "azgrass": replace(CHIHUAHUAN, trees=_T("mesquite 4 3.5 #66763a, yucca 3 3 #76803f"), tuft="tall", cover=0.65,
                       soil="#b08a68"),
    "coplateau": PLATEAU,
    "monument": replace(PLATEAU, soil="#bf5f36", mesa_m=280, trees_per_ha=2, strata="#c97848"),
    "canyonlands": replace(PLATEAU, soil="#c07a50", strata="#e0b088", mesa_m=230),
    "painted": replace(PLATEAU, soil="#b58a78", strata="#d5b5a5", rock="#9a6a68", mesa_m=90, trees_per_ha=1),
    "westslope": replace(PLATEAU, soil="#a89070", strata="#c8b89a", rock="#8f7d64", far="#968a68", trees_per_ha=22,
                         mesa_m=130),
    "uinta": replace(SAGE, soil="#b09a7c", mesa_m=60, rock="#a58c6e", strata="#c8b494", far="#a3947a",
                     farm=("trailer", "pumpjack")),
    "rockies": ROCKIES,
    "northrockies": replace(ROCKIES, trees=_T("larch 3 24 #7a8f40, spruce 4 24 #2c4834, douglasfir 3 24 #2f4a34"),
                            trees_per_ha=170, forest_share=0.72, far="#48604a"),
    "frontrange": replace(ROCKIES, trees=_T("ponderosa 7 16 #435c33, aspen 1 10 #7a9a3a"), trees_per_ha=60,
                          forest_share=0.4, soil="#a08068", rock="#a57f68"),
    "yellowstone": replace(ROCKIES, trees=_T("lodgepole 9 19 #3d5936, aspen 1 11 #7a9a3a"), trees_per_ha=200),
    "sanjuan": replace(ROCKIES, trees=_T("spruce 5 22 #2f4a38, aspen 7 16 #7a9a3a"), rock="#8f8078"),
    "mogollon": replace(ROCKIES, trees=_T("ponderosa 9 24 #40592f, juniper 1 4 #41552f"), soil="#a07858",
                        forest_share=0.6, deciduous=0.05, far="#5c6845"),
    "blackhills": replace(ROCKIES, trees=_T("ponderosa 8 17 #33502d, birch 1 11 #6f943c"), soil="#94705a",
                          far="#3f5236", grass="#7d9048"),
    "parkland": replace(ROCKIES, forest_share=0.12, trees_per_ha=8, cover=0.85, far="#8a8a60", crops=("hay",),
                        crop_share=0.2),
    "sanluis": replace(HIGH_PLAINS, soil="#b09c7c", crops=("potato", "hay"), crop_share=0.5, farm=("adobe", "farm"),
                       shrubs=_T("sage 4 .7 #8d9475"), far="#a39a74"),
    "nmex": NEW_MEXICO,
    "riogrande": replace(NEW_MEXICO, trees=_T("cottonwood 4 14 #66803c, russianolive 2 5 #8d9a78"), crops=("hay", "chile"),
                         crop_share=0.3, mesa_m=40),
    "chihua": CHIHUAHUAN,
    "whitesands": replace(CHIHUAHUAN, soil="#e0d8c8", cover=0.2, far="#c4bba6"),
    "bigbend": replace(CHIHUAHUAN, rock="#94684c", hills=1.4, shrubs=_T(
        "sotol 1.5 1.1 #8a9468, agave 1.2 .8 #8a9a78, ocot .8 3.4 #6b7a3c, creosote 2 1.2 #6b7238")),
    "permian": replace(CHIHUAHUAN, trees=_T("mesquite 2 2.5 #66763a"), soil="#b08460", farm=("pumpjack", "pumpjack", "trailer"),
                       hills=0.2, shrubs=_T("creosote 2 1.1 #6b7238, mesquite 1 1.6 #66763a"), far="#b0986c"),
    "hplains": HIGH_PLAINS,
    "wyobasin": replace(HIGH_PLAINS, soil="#a8957a", cover=0.5, shrubs=_T("sage 7 .6 #828b68, saltbush 1.5 .4 #a3a080"), trees=(), far="#a09678",
                        crop_share=0.02, farm=("trailer", "pumpjack")),
    "powder": replace(HIGH_PLAINS, soil="#a8785e", far="#b5a274", shrubs=_T("sage 4 .6 #8d9475"), crop_share=0.06),
    "badlands": replace(HIGH_PLAINS, soil="#c4b49a", mesa_m=55, rock="#c8b8a0", strata="#c09a88", far="#b5ab82"),
    "ndbadlands": replace(HIGH_PLAINS, soil="#a58a70", mesa_m=60, rock="#a88a70", strata="#b0644c",
                          trees=_T("juniper 4 4 #3d5434"), trees_per_ha=6, farm=("pumpjack", "farm")),
    "sandhills": replace(HIGH_PLAINS, soil="#c0a880", hills=1.6, crop_share=0.02, farm=("windpump", "cow"), grass="#94a052",
                         tuft_density=1.7, lakes=0.05, far="#b8a86a"),
    "llano": replace(TX_PANHANDLE, crops=("cotton", "cotton", "fallow"), crop_share=0.9, soil="#a0603e"),
    "wheat": WHEAT,
    "triangle": replace(WHEAT, soil="#94805f", grass="#94984e", trees=_T("poplar 1 9 #5d7a38"), far="#c8ae66",
                        crops=("wheat", "barley", "fallow"), cloud=(0.42, 0.15)),
    "redbeds": replace(WHEAT, soil="#a5583a", trees=_T("redcedar 2 5 #3d5434, mesquite 1 4 #5c6d34"), far="#b59a5c"),
    "platte": replace(CORN, soil="#6f5c44", trees=_T("cottonwood 4 17 #557a34"), grass="#6f8a3a", lakes=0.03),
    "loess": replace(CORN, soil="#8f7350", hills=1.5, trees=_T("oak 5 13 #456a28, cottonwood 2 15 #557a34"), trees_per_ha=9,
                     forest_share=0.16),
    "nplains": NORTH_PLAINS,
    "redriver": replace(NORTH_PLAINS, soil="#3d352c", crops=("sugarbeet", "soy", "wheat"), hills=0.03, lakes=0.02,
                        trees=_T("poplar 3 12 #55762f, willow 1 8 #7a8f4a"), far="#7d8a48"),
    "coteau": replace(NORTH_PLAINS, hills=1.2, lakes=0.28, crop_share=0.45, crops=("wheat", "hay", "sunflower"),
                      grass="#7a8f42"),
    "canola": replace(NORTH_PLAINS, crops=("canola", "wheat", "canola"), lakes=0.18),
    "txpan": TX_PANHANDLE,
    "mesquite": MESQUITE,
    "crosstimbers": replace(MESQUITE, trees=_T("oak 7 9 #47632c, redcedar 2 6 #344c2a"), forest_share=0.4, trees_per_ha=70,
                            soil="#b08a64", farm=("brick", "trailer", "pumpjack")),
    "blackland": replace(OKLAHOMA, soil="#4a4036", crops=("cotton", "corn", "hay"), crop_share=0.5, trees=_T(
        "pecan 3 13 #45672b, mesquite 2 5 #5c6d34, redcedar 1 6 #344c2a")),
    "stx": SOUTH_TEXAS,
    "valley": replace(SOUTH_TEXAS, trees=_T("fan_palm 4 14 #4f752f, mesquite 2 5 #55692f"), crops=("citrus", "sugarcane", "cotton"),
                      crop_share=0.75, trees_per_ha=10, square_fields=1),
    "coastalbend": replace(SOUTH_TEXAS, soil="#6a5c4c", trees=_T("liveoak 3 8 #42592c, mesquite 2 4 #55692f"), trees_per_ha=6,
                           crops=("cotton", "sorghum"), crop_share=0.7, forest_share=0.08, farm=("turbine", "trailer")),
    "hill": HILL_COUNTRY,
    "okla": OKLAHOMA,
    "ouachita": replace(OZARK, trees=_T("loblolly 6 20 #3f5f30, oak 5 14 #3f6628"), soil="#a3684a", deciduous=0.5),
    "flint": FLINT_HILLS,
    "osage": replace(FLINT_HILLS, trees=_T("oak 6 10 #47652c"), trees_per_ha=16, forest_share=0.2, farm=("cow", "pumpjack")),
    "corn": CORN,
    "prairie": replace(CORN, soil="#332b24", hills=0.12, trees_per_ha=1, farm=("farm", "elevator", "turbine", "silo")),
    "indiana": replace(CORN, soil="#5c4a36", trees_per_ha=9, forest_share=0.16, crops=("corn", "soy", "soy")),
    "maumee": replace(CORN, soil="#4f463a", crops=("soy", "corn", "sugarbeet"), hills=0.05, forest_share=0.12),
    "dakotacorn": replace(CORN, crops=("corn", "soy", "hay"), grass="#6f8a3a", trees=_T("cottonwood 2 13 #5a7634, oak 1 9 #4f6b2c"),
                          lakes=0.06, trees_per_ha=1.2),
    "dairy": DAIRY,
    "driftless": replace(DAIRY, hills=1.8, forest_share=0.45, trees=_T("oak 6 15 #40662a, birch 1 12 #6f943c, maple 3 14 #466e28"),
                         rock="#b0a080"),
    "fruitbelt": replace(DAIRY, crops=("apple", "vineyard", "corn"), soil="#8f7a58", farm=("barn", "farm")),
    "thumb": replace(DAIRY, crops=("sugarbeet", "corn", "soy"), hills=0.1, forest_share=0.12, farm=("farm", "silo", "turbine")),
    "fingerlakes": replace(DAIRY, crops=("vineyard", "vineyard", "vineyard", "apple", "corn"), hills=1.4, forest_share=0.3),
    "stlawrence": replace(DAIRY, hills=0.3, forest_share=0.4, trees=_T("maple 5 14 #466e28, redcedar 2 8 #3a522f, birch 1 12 #6f943c")),
    "nwoods": NORTH_WOODS,
    "superior": replace(NORTH_WOODS, trees=_T("birch 6 14 #6f943c, spruce 5 16 #25402a, redcedar 1 9 #3a522f"), rock="#6d6460",
                        hills=1.1, lakes=0.26),
    "bog": replace(NORTH_WOODS, trees=_T("spruce 7 9 #2a422c, larch 3 11 #6f8a44"), trees_per_ha=180, hills=0.1, forest_share=0.6,
                   grass="#7a8448", forest_height_m=10),
    "lowermi": replace(NORTH_WOODS, trees=_T("pine 4 19 #36522f, oak 3 14 #43672a, aspen 3 14 #6a9038"), soil="#a8946c", lakes=0.1),
    "newen": NEW_ENGLAND,
    "mainecoast": replace(NEW_ENGLAND, trees=_T("spruce 7 14 #284430, birch 2 12 #6a9038"), rock="#8a807a", lakes=0.1,
                          crops=("blueberry",), crop_share=0.12),
    "aroostook": replace(NEW_ENGLAND, crops=("potato", "potato", "hay"), crop_share=0.45, forest_share=0.5, hills=0.8, farm=("farm", "barn")),
    "bigwoods": replace(NEW_ENGLAND, trees=_T("spruce 6 16 #28442c, fir 3 14 #2c4a30, birch 2 13 #6a9038"), forest_share=0.92,
                        trees_per_ha=260, lakes=0.12, deciduous=0.35, farm=("cabin",)),
    "champlain": replace(NEW_ENGLAND, forest_share=0.35, crops=("corn", "hay"), crop_share=0.4, hills=0.8, farm=("barn", "silo", "farm")),
    "adirondack": replace(NEW_ENGLAND, trees=_T("spruce 4 16 #28442c, hemlock 3 18 #2e4c32, birch 3 14 #6a9038, maple 3 15 #477028"),
                          lakes=0.2, forest_share=0.9, trees_per_ha=240, farm=("cabin",), rock="#6f6a68"),
    "capecod": replace(PINE_BARRENS, trees=_T("pine 6 8 #3c5830, oak 4 7 #4a6a2c"), farm=("cape",), forest_height_m=8, lakes=0.08),
    "neast": NORTHEAST,
    "alleghplateau": replace(APPALACHIA, trees=_T("hemlock 3 19 #2e4c32, beech 3 17 #557a30, maple 5 17 #456e28"), hills=1.5,
                             farm=("barn", "clapboard", "pumpjack")),
    "ridgevalley": replace(APPALACHIA, forest_share=0.5, crops=("corn", "hay"), crop_share=0.42, farm=("barn", "brick", "silo"), hills=1.6),
    "appal": APPALACHIA,
    "coalfield": replace(APPALACHIA, farm=("trailer", "clapboard"), soil="#5c4c40", hills=2.6, forest_share=0.92),
    "smoky": replace(APPALACHIA, trees=_T("tuliptree 5 24 #4a7630, oak 3 18 #3d6628, hemlock 2 20 #35522f, pine 1 18 #3a5831"),
                     far="#46644a", hills=2.4),
    "midatl": MID_ATLANTIC,
    "lancaster": replace(MID_ATLANTIC, forest_share=0.16, crops=("corn", "hay", "tobacco"), crop_share=0.75,
                         farm=("barn", "silo", "brick", "cow")),
    "delmarva": replace(MID_ATLANTIC, soil="#a89068", trees=_T("loblolly 4 18 #3f5f30, oak 3 14 #456a28"), crops=("corn", "soy"),
                        crop_share=0.65, hills=0.06, forest_share=0.3, farm=("farm", "chicken")),
    "piedmontva": replace(MID_ATLANTIC, soil="#a05c3a", trees=_T("oak 4 16 #3f6828, pine 3 17 #3f5f30, redcedar 1 7 #3a522f"),
                          crops=("hay",), crop_share=0.2, forest_share=0.58),
    "pinebar": PINE_BARRENS,
    "ohioval": OHIO_VALLEY,
    "bluegrass": replace(OHIO_VALLEY, forest_share=0.12, crops=("hay", "hay", "tobacco"), crop_share=0.2, farm=("barn", "brick", "horse", "horse"),
                         grass="#4f8a30", trees=_T("oak 4 15 #3d6828, maple 2 14 #457028, redcedar 2 7 #3a522f")),
    "nashville": replace(OHIO_VALLEY, trees=_T("redcedar 5 8 #37502c, oak 4 14 #3d6828"), soil="#94684a", rock="#a8a090"),
    "southillinois": replace(OHIO_VALLEY, crops=("soy", "corn", "wheat"), crop_share=0.65, hills=0.4, forest_share=0.25, soil="#8a7050"),
    "ozark": OZARK,
    "missouri": replace(OZARK, forest_share=0.28, crops=("soy", "corn", "hay"), crop_share=0.5, soil="#75604a", hills=0.9),
    "sepine": PINEY,
    "piedmont": replace(PINEY, trees=_T("loblolly 5 20 #3f5f30, oak 5 15 #426828, tuliptree 1 20 #4f7a30"), deciduous=0.55,
                        shrubs=_T("kudzu .6 1.6 #4f8030")),
    "blackbelt": replace(PINEY, soil="#5c5044", forest_share=0.35, crops=("hay", "soy", "catfish"), crop_share=0.45, hills=0.3,
                         farm=("cow", "trailer", "brick")),
    "pineywoods": replace(PINEY, trees=_T("loblolly 9 25 #3a5a2e, oak 2 14 #446a28, magnolia 1 13 #2f5226"), soil="#a8724c",
                          farm=("trailer", "pumpjack", "brick")),
    "longleaf": replace(PINEY, trees=_T("longleaf 8 22 #466636, oak 1 8 #4f6b2c"), trees_per_ha=110, soil="#bfa27a", hills=0.35,
                        shrubs=_T("palmetto 1.2 .8 #527c36"), tuft_density=1.5),
    "ncsandhills": replace(PINEY, trees=_T("longleaf 6 20 #466636, oak 3 8 #506a30"), soil="#cdb58c", hills=0.6),
    "cplain": COASTAL_PLAIN,
    "tobaccobelt": replace(COASTAL_PLAIN, crops=("tobacco", "soy", "cotton"), soil="#b59a70"),
    "peanut": replace(COASTAL_PLAIN, crops=("peanut", "cotton", "pecan", "peach"), soil="#a8603a", trees=_T("slashpine 5 19 #456535, oak 3 13 #426628, pecan 2 14 #47682c")),
    "pocosin": replace(COASTAL_PLAIN, soil="#4f463a", lakes=0.16, crops=("soy", "corn"), trees=_T("loblolly 4 16 #3f5f30, cypress 3 15 #4f7038")),
    "delta": DELTA,
    "ricebelt": replace(DELTA, crops=("rice", "soy", "rice"), soil="#7a6650"),
    "gulfrice": replace(DELTA, crops=("rice", "catfish", "hay"), soil="#6a5a48", trees=_T("liveoak 3 10 #3c5a2c, pecan 1 13 #40662a")),
    "cane": replace(BAYOU, crops=("sugarcane",), crop_share=0.85, forest_share=0.15, trees_per_ha=12, lakes=0.08),
    "bayou": BAYOU,
    "marsh": replace(BAYOU, trees=_T("liveoak 1 8 #3c5a2c"), trees_per_ha=1, forest_share=0.02, lakes=0.45, tuft="sawgrass",
                     tuft_height_m=1.0, grass="#7a8f44", crop_share=0),
    "gulfcoast": replace(LOW_COUNTRY, trees=_T("slashpine 6 17 #456535, liveoak 2 10 #3c5a2c, magnolia 1 12 #2f5226"), soil="#cfc3a4"),
    "lowc": LOW_COUNTRY,
    "outerbanks": replace(LOW_COUNTRY, soil="#d5c8a8", trees=_T("liveoak 2 6 #42602f, pine 3 10 #3c5830"), trees_per_ha=14,
                          forest_share=0.1, tuft_height_m=0.8, farm=("clapboard",), lakes=0.24),
    "nfla": replace(CENTRAL_FLORIDA, trees=_T("slashpine 7 20 #456535, liveoak 3 12 #3c5a2c, sabal 1 8 #55783a"), forest_share=0.62,
                    trees_per_ha=140, crops=("hay", "peanut"), crop_share=0.12, farm=("trailer", "horse"), lakes=0.06),
    "cfla": CENTRAL_FLORIDA,
    "citrusridge": replace(CENTRAL_FLORIDA, crop_share=0.65, hills=0.3, forest_share=0.15, lakes=0.26),
    "kissimmee": replace(CENTRAL_FLORIDA, trees=_T("sabal 6 9 #55783a, liveoak 2 10 #3c5a2c"), forest_share=0.1, trees_per_ha=10,
                         crops=("hay",), crop_share=0.05, farm=("cow",)),
    "everglades": replace(SOUTH_FLORIDA, trees=_T("cypress 2 7 #5c7a48, sabal 1 7 #55783a"), trees_per_ha=3, tuft="sawgrass",
                          tuft_height_m=1.1, lakes=0.34, grass="#8a9450", crop_share=0, farm=()),
    "canefl": replace(SOUTH_FLORIDA, crop_share=0.9, soil="#3f352a", trees=_T("royal 2 12 #4a742c"), trees_per_ha=1.5, square_fields=1),
    "sfla": SOUTH_FLORIDA,
}  # fmt: skip


@lru_cache(maxsize=1)
def _anchors() -> tuple[FloatArray, FloatArray, tuple[str, ...]]:
    """Anchor latitudes and longitudes in degrees, (n,) each, and their biomes' names."""
    rows = [row.split(",") for row in ANCHORS.split()]
    lats = np.array([float(row[0]) for row in rows])
    lons = np.array([float(row[1]) for row in rows])
    return lats, lons, tuple(row[2] for row in rows)


@lru_cache(maxsize=1)
def _anchor_elevations() -> FloatArray:
    from geogame.world.facts import elevation_m

    lats, lons, _ = _anchors()
    return np.asarray(elevation_m(lats, lons), dtype=np.float64)


def biome_weights(lat: float, lon: float, elevation_m: float) -> dict[str, float]:
    """
    Blend of biomes at a place, by distance to the anchors and difference in elevation.

    Parameters
    ----------
    lat, lon
        Place in degrees.
    elevation_m
        Its elevation in metres: 100 m count like 12 km.

    Returns
    -------
    weights
        Biome name to share, largest first, summing to 1; shares below 5 % are dropped.
    """
    lats, lons, names = _anchors()
    km = np.hypot((lats - lat) * 111.2, (lons - lon) * 111.2 * np.cos(np.radians(lat)))
    distance = km + np.abs(_anchor_elevations() - elevation_m) * 0.12
    weight = np.exp(-(distance - distance.min()) / 40.0)
    shares: dict[str, float] = {}
    for index in np.argsort(-weight)[:12]:
        shares[names[index]] = shares.get(names[index], 0.0) + float(weight[index])
    total = sum(shares.values())
    kept = {name: share for name, share in shares.items() if share / total > 0.05}
    total = sum(kept.values())
    return {name: share / total for name, share in sorted(kept.items(), key=lambda item: -item[1])}
