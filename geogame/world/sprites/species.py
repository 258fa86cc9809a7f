"""Every species of sprite, one line each: how it grows, its shape, and colours to start from."""

# ruff: noqa: E501
# One line a species, read as a table.

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from geogame.world.sprites import animals, crops, desert, ground, structures
from geogame.world.sprites.broadleaf import Broadleaf, LeaflessTree
from geogame.world.sprites.conifers import Conifer, Pine
from geogame.world.sprites.flowers import Flowers
from geogame.world.sprites.palms import Palm
from geogame.world.sprites.primitives import Discs

Form = Callable[[np.random.Generator], list[Discs]]

#: Texture heights, in texels of the finest level: what is seen large, middling, and only near the ground.
TALL, MIDDLE, LOW = 192, 144, 112


@dataclass(frozen=True)
class Recipe:
    """How a species is made.

    Parameters
    ----------
    form
        Grows one plant from a random generator.
    aspect
        Width / height of its pictures.
    variants
        How many different plants are grown.
    texels
        Height of the finest level.
    height_m
        Height of a grown plant, metres.
    leaf, bark
        sRGB colours to start from, for texels of leafness 1 and 0; a scene may take others.
    sheds
        Leaves fall in winter.
    """

    form: Form
    aspect: float
    variants: int
    texels: int
    height_m: float
    leaf: str
    bark: str
    sheds: bool = False


_OAK = Broadleaf(radius=0.46, base=0.14, clusters=46, trunk_radius=0.026)

# fmt: off
RECIPES: dict[str, Recipe] = {
    # conifers
    "fir": Recipe(Conifer(0.17, 0.04, 1.0, 0.30, tiers=0.8), 0.42, 8, TALL, 25, "#23402a", "#5a4a3e"),
    "spruce": Recipe(Conifer(0.22, 0.03, 1.0, 0.15, 0.9), 0.5, 8, TALL, 22, "#28442c", "#5e4c40"),
    "douglas_fir": Recipe(Conifer(0.13, 0.22, 0.9, 0.34, 0.62, tiers=0.9, trunk_radius=0.012), 0.34, 8, TALL, 45, "#2c4a2c", "#5b463a"),
    "hemlock": Recipe(Conifer(0.21, 0.05, 1.05, 0.55, 0.72, tiers=0.25, nod=0.14), 0.48, 8, TALL, 30, "#2f5030", "#65503f"),
    "redwood": Recipe(Conifer(0.085, 0.3, 0.9, 0.3, 0.42, tiers=0.7, trunk_radius=0.021, needle_radius=0.0055), 0.26, 8, TALL, 70, "#2f4a2a", "#8a4a30"),
    "red_cedar": Recipe(Conifer(0.15, 0.02, 1.1, -0.55, 0.5, tiers=0.1, trunk_radius=0.02), 0.4, 8, TALL, 8, "#35502f", "#7a5a44"),
    "lodgepole_pine": Recipe(Conifer(0.075, 0.46, 0.55, 0.15, 0.5, tiers=0.5, trunk_radius=0.009), 0.22, 8, TALL, 22, "#3a5634", "#7d6a5a"),
    "pine": Recipe(Pine(0.42, 0.17, 34), 0.46, 8, TALL, 22, "#38552f", "#6b5345"),
    "loblolly_pine": Recipe(Pine(0.58, 0.17, 38, flat=0.35), 0.44, 8, TALL, 24, "#3f5f30", "#7a5946"),
    "ponderosa_pine": Recipe(Pine(0.42, 0.15, 26, 0.056, 250, 0.019, 0.15, 5, plates=70), 0.42, 8, TALL, 28, "#43602f", "#8a6650"),
    "slash_pine": Recipe(Pine(0.66, 0.17, 28, 0.06, 260, 0.012, 0.6, 2, 0.8), 0.48, 8, TALL, 20, "#4a6838", "#8a6248"),
    "pinyon_pine": Recipe(Pine(0.12, 0.4, 44, 0.11, 260, 0.03, 0.5, 1, 0.7), 1.0, 8, MIDDLE, 6, "#4a5c38", "#6e5a4a"),
    "juniper": Recipe(ground.Shrub(7000, 0.42, 0.0088, 26, 0.14, 0.8, (0.11, 0.2)), 1.05, 8, MIDDLE, 4, "#3d5032", "#7a6552"),
    "bald_cypress": Recipe(Broadleaf(0.2, 0.34, "egg", 30, 280, 0.0062, 0.085, 0.55, 0.25, 0.024, 0.8, flare=2.2, knees=5, limbs=9), 0.52, 8, TALL, 20, "#4f7038", "#7d6f62", sheds=True),
    # broad-leaved trees
    "oak": Recipe(_OAK, 1.0, 8, TALL, 15, "#3f6828", "#5e5146", sheds=True),
    "maple": Recipe(Broadleaf(0.39, 0.14, "egg", 46, 330, 0.0072, 0.13, 0.85, 0.16, 0.02, 0.28), 0.84, 8, TALL, 16, "#457028", "#665a50", sheds=True),
    "beech": Recipe(Broadleaf(0.37, 0.1, "dome", 60, 340, 0.0066, 0.125, 0.66, 0.1, 0.024, 0.3), 0.78, 8, TALL, 20, "#4d7530", "#a09a92", sheds=True),
    "tulip_tree": Recipe(Broadleaf(0.24, 0.34, "oval", 40, 300, 0.0062, 0.095, 0.9, 0.22, 0.017, 0.85), 0.54, 8, TALL, 28, "#557f30", "#7d746a", sheds=True),
    "birch": Recipe(Broadleaf(0.23, 0.3, "egg", 26, 230, 0.0065, 0.1, 0.9, 0.32, 0.0095, 0.55, stems=3, droop=0.05, splay=0.07, marks=16), 0.58, 8, TALL, 16, "#6a9038", "#e4e0d6", sheds=True),
    "aspen": Recipe(Broadleaf(0.19, 0.36, "oval", 30, 260, 0.0062, 0.085, 0.9, 0.14, 0.011, 0.62, marks=30, limbs=9), 0.46, 8, TALL, 15, "#7a9a3a", "#dad6c6", sheds=True),
    "cottonwood": Recipe(Broadleaf(0.44, 0.2, "vase", 36, 300, 0.0076, 0.15, 0.8, 0.34, 0.034, 0.24, stems=2, lopsided=0.3), 1.0, 8, TALL, 20, "#6a8c3c", "#8d8172", sheds=True),
    "elm": Recipe(Broadleaf(0.46, 0.3, "vase", 52, 290, 0.0068, 0.13, 0.65, 0.13, 0.022, 0.34), 0.98, 8, TALL, 18, "#4a7030", "#6b5f55", sheds=True),
    "pecan": Recipe(Broadleaf(0.44, 0.24, "round", 40, 260, 0.007, 0.13, 0.75, 0.3, 0.022, 0.32), 0.96, 8, TALL, 18, "#557a34", "#7d7266", sheds=True),
    "willow": Recipe(Broadleaf(0.46, 0.34, "dome", 26, 150, 0.0058, 0.14, 0.6, 0.2, 0.032, 0.3, droop=0.42), 1.05, 8, TALL, 12, "#7d9a48", "#6e5f4c", sheds=True),
    "magnolia": Recipe(Broadleaf(0.33, 0.06, "egg", 50, 240, 0.0105, 0.11, 0.8, 0.1, 0.022, 0.2, blossom=0.003), 0.74, 8, TALL, 14, "#2f5228", "#efe9da"),
    "live_oak": Recipe(Broadleaf(0.72, 0.2, "dome", 92, 330, 0.0105, 0.16, 0.88, 0.08, 0.042, 0.2, stems=2, limbs=10), 1.7, 8, MIDDLE, 12, "#3c5a2c", "#7d766c"),
    "valley_oak": Recipe(Broadleaf(0.58, 0.14, "round", 64, 330, 0.0105, 0.16, 0.85, 0.14, 0.036, 0.24, lopsided=0.3), 1.3, 8, MIDDLE, 11, "#3c5228", "#6e655c"),
    "mesquite": Recipe(Broadleaf(0.62, 0.16, "flat", 28, 260, 0.0085, 0.16, 0.55, 0.4, 0.024, 0.16, stems=3, lopsided=0.3, droop=0.1), 1.4, 8, MIDDLE, 5, "#5c6d34", "#4e443c", sheds=True),
    "russian_olive": Recipe(Broadleaf(0.5, 0.08, "round", 36, 260, 0.0085, 0.15, 0.75, 0.28, 0.024, 0.16, stems=2), 1.15, 8, MIDDLE, 7, "#8f9a80", "#5e5046", sheds=True),
    "eucalyptus": Recipe(Broadleaf(0.24, 0.34, "vase", 24, 280, 0.0068, 0.085, 0.85, 0.36, 0.018, 0.6, droop=0.09, lopsided=0.35), 0.6, 8, TALL, 22, "#5c7049", "#c0b4a2"),
    "lombardy_poplar": Recipe(Broadleaf(0.1, 0.06, "column", 46, 260, 0.0058, 0.07, 1.5, 0.06, 0.014, 0.9), 0.28, 8, TALL, 18, "#4f7430", "#6b6156", sheds=True),
    "mossy_oak": Recipe(Broadleaf(0.74, 0.22, "dome", 88, 330, 0.0105, 0.16, 0.82, 0.1, 0.044, 0.2, stems=2, moss=6, limbs=10), 1.7, 8, MIDDLE, 13, "#3c5a2c", "#8a8578"),
    "mossy_cypress": Recipe(Broadleaf(0.2, 0.36, "egg", 28, 260, 0.0062, 0.085, 0.55, 0.28, 0.024, 0.7, moss=5, flare=2.2, knees=5, limbs=9), 0.52, 8, TALL, 20, "#4f7038", "#8a8478", sheds=True),
    "sycamore": Recipe(Broadleaf(0.4, 0.22, "round", 44, 290, 0.0078, 0.13, 0.75, 0.24, 0.026, 0.34, marks=34, limbs=8), 0.9, 8, TALL, 22, "#5d7f38", "#c9c2b0", sheds=True),
    "mangrove": Recipe(Broadleaf(0.62, 0.3, "dome", 40, 300, 0.011, 0.15, 0.7, 0.1, 0.018, 0.36, stems=2, props=16, limbs=8), 1.4, 8, LOW, 5, "#3f6a30", "#7a6a58"),
    "small_bloom": Recipe(Broadleaf(0.5, 0.2, "flat", 30, 230, 0.0125, 0.14, 0.5, 0.3, 0.02, 0.26, stems=2, limbs=8, splay=0.1), 1.1, 8, LOW, 5, "#efe6e4", "#5e5248", sheds=True),
    "bare": Recipe(LeaflessTree(), 0.95, 8, TALL, 14, "#6b5f52", "#6b5f52"),
    "bare_thin": Recipe(LeaflessTree(0.32, 6, 0.014, 0.3, marks=14), 0.6, 8, TALL, 14, "#6b5f52", "#8a8074"),
    "sapling": Recipe(Broadleaf(0.22, 0.3, "egg", 14, 150, 0.011, 0.1, 0.9, 0.3, 0.009, 0.6), 0.56, 8, LOW, 3.5, "#5a8034", "#7d7264", sheds=True),
    "citrus": Recipe(Broadleaf(0.5, 0.04, "dome", 30, 260, 0.0135, 0.19, 0.85, 0.06, 0.026, 0.2, blossom=0.012), 1.1, 8, LOW, 4, "#34602a", "#f09a2c"),
    "apple": Recipe(Broadleaf(0.48, 0.16, "dome", 34, 230, 0.012, 0.16, 0.8, 0.12, 0.026, 0.18, blossom=0.02), 1.05, 8, LOW, 4.5, "#4f7a30", "#b03a2c", sheds=True),
    "orchard": Recipe(Broadleaf(0.46, 0.2, "vase", 34, 240, 0.012, 0.17, 0.8, 0.1, 0.026, 0.18), 1.05, 8, LOW, 5, "#557c34", "#5e5248", sheds=True),
    # palms
    "sabal_palm": Recipe(Palm(0.8, True, 26, 0.17, boots=True), 0.46, 8, TALL, 10, "#55783a", "#8a7f70"),
    "royal_palm": Recipe(Palm(0.74, False, 20, 0.27, 0.018), 0.62, 8, TALL, 14, "#4a742c", "#b5ada0"),
    "fan_palm": Recipe(Palm(0.86, True, 26, 0.11, 0.011, skirt=0.16), 0.32, 8, TALL, 18, "#5d7a3a", "#8c7860"),
    "date_palm": Recipe(Palm(0.62, False, 34, 0.37, 0.026, boots=True), 0.86, 8, MIDDLE, 10, "#6c8050", "#7d6a54"),
    "palmetto": Recipe(Palm(0.05, True, 24, 0.62, 0.03), 1.35, 8, LOW, 1.1, "#4f7a34", "#7d6a54"),
    # dry land
    "joshua_tree": Recipe(desert.joshua_tree, 0.95, 8, TALL, 5, "#6a7440", "#7a6650"),
    "saguaro": Recipe(desert.saguaro, 0.46, 8, TALL, 7, "#5c7a42", "#7a6650"),
    "cholla": Recipe(desert.cholla, 0.95, 8, LOW, 1.8, "#b0a66a", "#4a3e34"),
    "ocotillo": Recipe(desert.ocotillo, 0.98, 8, MIDDLE, 3.5, "#6b7a3c", "#c04a2c"),
    "prickly_pear": Recipe(desert.prickly_pear, 1.3, 8, LOW, 0.9, "#6d8b4e", "#7a6650"),
    "yucca": Recipe(desert.Rosette(), 0.84, 8, LOW, 2.2, "#77803f", "#e2dcc2"),
    "agave": Recipe(desert.Rosette(90, 0.85, 0.03, stalk=False), 1.75, 8, LOW, 0.8, "#8a9a78", "#7a6650"),
    "sotol": Recipe(desert.Rosette(260, 0.34, 0.006, head=0.02), 0.7, 8, LOW, 3.2, "#8a9460", "#c0aa7a"),
    "tumbleweed": Recipe(desert.tumbleweed, 1.0, 2, LOW, 0.8, "#a8905e", "#8a7450"),
    "sagebrush": Recipe(ground.Shrub(2300, 0.75, 0.0135, 20, 0.2, 0.72), 1.5, 8, LOW, 0.8, "#8d9475", "#6e6152"),
    "saltbush": Recipe(ground.Shrub(1700, 0.7, 0.0145, 16, 0.16, 0.6, (0.14, 0.24)), 1.45, 8, LOW, 0.7, "#a6a68c", "#8a7a64"),
    "creosote": Recipe(ground.Twigs(70, 0.7), 1.5, 8, LOW, 1.3, "#6d7238", "#4e443a"),
    "brush": Recipe(ground.Twigs(90, 0.5, 26, 0.015, 0.7), 1.2, 8, LOW, 1.8, "#5a7834", "#5e5246", sheds=True),
    # grasses and low plants
    "tuft": Recipe(ground.Blades(60), 1.25, 4, LOW, 0.35, "#7d8f40", "#b09a5a"),
    "sward": Recipe(ground.Blades(150, 0.5, 0.011, 0.45, clump=2.2, shortest=0.2, rooted=0.7), 2.9, 8, 56, 0.3, "#7d8f40", "#b09a5a"),
    "meadow": Recipe(ground.Blades(120, 0.45, 0.009, 0.4, 0.4, 0.07, 0.009, 2.0, 0.3, 0.5), 2.3, 6, 72, 0.6, "#7d8f40", "#b09a5a"),
    "log": Recipe(ground.fallen_log, 3.4, 4, 40, 0.7, "#5d7034", "#6a5848"),
    "flower_spike": Recipe(Flowers("spike", 44, 0.13), 2.3, 4, 88, 0.5, "#5f8034", "#4a55b8"),
    "flower_plume": Recipe(Flowers("plume", 34, 0.11), 2.3, 4, 88, 0.8, "#6a8038", "#d8b02a"),
    "flower_cup": Recipe(Flowers("cup", 44, 0.075), 2.3, 4, 88, 0.3, "#6a8a40", "#e8892a"),
    "flower_daisy": Recipe(Flowers("daisy", 40, 0.07), 2.3, 4, 88, 0.5, "#5f8034", "#e8b52a"),
    "tall_grass": Recipe(ground.Blades(70, 0.34, 0.0085, 0.4, 0.6), 0.8, 4, LOW, 0.6, "#8a8f48", "#b09a5a"),
    "sawgrass": Recipe(ground.Blades(90, 0.42, 0.0065, 0.25, 0.3, 0.14, 0.007, 0.3), 1.0, 3, LOW, 1.6, "#8f9a50", "#7d6238"),
    "cattail": Recipe(ground.Blades(44, 0.24, 0.0095, 0.2, 0.4, 0.17, 0.019, 0.4), 0.8, 2, LOW, 1.8, "#6f8c40", "#5a3d26"),
    "fern": Recipe(Palm(0.06, False, 30, 0.8, 0.02), 1.6, 8, LOW, 0.7, "#3f6e2a", "#5e4c3a"),
    "kudzu": Recipe(ground.kudzu, 1.5, 8, MIDDLE, 7, "#4f8030", "#5e5246", sheds=True),
    "blueberry": Recipe(ground.Shrub(1800, 0.6, 0.017, 18, 0.2, 0.74, (0.13, 0.22), 60, 0.011), 1.3, 8, LOW, 1.2, "#4f7438", "#585c78", sheds=True),
    # crops
    "wheat": Recipe(ground.Blades(90, 0.25, 0.0072, 0.25, 1.0, 0.11, 0.0095, 0.3), 0.8, 3, LOW, 0.8, "#c9ad5e", "#d3b466"),
    "rice": Recipe(ground.Blades(110, 0.38, 0.0065, 0.5, 0.7, 0.07, 0.008, 0.3), 1.0, 2, LOW, 0.8, "#7da040", "#c9b05a"),
    "corn": Recipe(crops.corn, 0.78, 3, LOW, 2.4, "#4e7a26", "#b8a05c"),
    "cotton": Recipe(crops.cotton, 1.15, 3, LOW, 1.0, "#58702f", "#f0ece2"),
    "soybean": Recipe(crops.soybean, 1.9, 2, LOW, 0.8, "#4f8030", "#7a6a4c"),
    "sunflower": Recipe(crops.sunflower, 0.62, 3, LOW, 1.7, "#56803a", "#e8b520"),
    "tobacco": Recipe(crops.tobacco, 0.85, 2, LOW, 1.5, "#7d9a3a", "#e8c8cc"),
    "sugarcane": Recipe(crops.sugarcane, 1.0, 2, LOW, 3.0, "#6f9a3c", "#a09a4a"),
    "hops": Recipe(crops.hops, 0.8, 3, LOW, 5.5, "#5f8a34", "#7a6a54"),
    "beet": Recipe(crops.beet, 1.9, 3, 88, 0.5, "#4a7a2e", "#7a6a4c"),
    "grapevine": Recipe(crops.grapevine, 1.6, 2, LOW, 1.8, "#4f7a2c", "#6b5a48", sheds=True),
    # things
    "wind_pump": Recipe(structures.wind_pump, 0.45, 1, TALL, 10, "#9a9a98", "#8f9092"),
    "water_tower": Recipe(structures.water_tower, 0.5, 1, TALL, 38, "#dfe3e6", "#b8bcc0"),
    "water_sphere": Recipe(structures.water_sphere, 0.44, 1, TALL, 40, "#e4e6e6", "#d6d8d8"),
    "wind_turbine": Recipe(structures.wind_turbine, 0.76, 3, TALL, 130, "#f0f1f1", "#e0e2e2"),
    "pump_jack": Recipe(structures.pump_jack, 1.35, 2, LOW, 7, "#3e4a44", "#4a4642"),
    "round_bale": Recipe(structures.round_bale, 1.0, 2, LOW // 2, 1.5, "#b89a5a", "#a08848"),
    "square_bale": Recipe(structures.square_bale, 1.5, 1, LOW // 2, 1.8, "#c2a460", "#a08848"),
    "cow": Recipe(animals.Cow(), 1.1, 4, 72, 1.45, "#2e2622", "#e8e2d6"),
    "holstein": Recipe(animals.Cow(patches=7), 1.1, 6, 72, 1.5, "#1c1a19", "#eae6dc"),
    "hereford": Recipe(animals.Cow(pale_face=True), 1.1, 4, 72, 1.4, "#7a3a22", "#e8ddcc"),
    "longhorn": Recipe(animals.Cow(patches=4, horns=0.3), 1.45, 4, 72, 1.5, "#8a4a2a", "#e6dccb"),
    "horse": Recipe(animals.horse, 1.15, 6, 72, 1.7, "#5a3a24", "#241c16"),
    "sheep": Recipe(animals.sheep, 1.25, 4, 56, 0.95, "#d8d0be", "#2e2a26"),
    "mailbox": Recipe(structures.mailbox, 0.5, 1, LOW // 2, 1.2, "#c8ccd0", "#8a7458"),
    "fire_hydrant": Recipe(structures.fire_hydrant, 0.6, 1, LOW // 2, 0.75, "#c23a2a", "#c23a2a"),
}
# fmt: on

#: Short names under which a species may also be asked for.
ALIASES: dict[str, str] = {
    "loblolly": "loblolly_pine",
    "liveoak": "live_oak",
    "caloak": "valley_oak",
    "cypress": "bald_cypress",
    "barethin": "bare_thin",
    "sabal": "sabal_palm",
    "royal": "royal_palm",
    "joshua": "joshua_tree",
    "sage": "sagebrush",
    "tall": "tall_grass",
    "ocot": "ocotillo",
    "windpump": "wind_pump",
    "bale": "round_bale",
    "wtower": "water_tower",
    "eucal": "eucalyptus",
    "pear": "prickly_pear",
    "ponderosa": "ponderosa_pine",
    "douglasfir": "douglas_fir",
    "lodgepole": "lodgepole_pine",
    "slashpine": "slash_pine",
    "pinyon": "pinyon_pine",
    "redcedar": "red_cedar",
    "tuliptree": "tulip_tree",
    "russianolive": "russian_olive",
    "pumpjack": "pump_jack",
    "turbine": "wind_turbine",
    "hydrant": "fire_hydrant",
}
