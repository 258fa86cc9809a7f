"""Grow every species and bake its pictures, with mip levels, into one atlas."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geogame.world.sprites.primitives import Discs
from geogame.world.sprites.species import ALIASES, RECIPES, Recipe

LEVELS = 7
CHANNELS = 7
#: Every picture is drawn this many times larger than its finest level.
OVERSAMPLING = 2
_FAR = -9e9


@dataclass(frozen=True)
class Species:
    """Where a species lies in the atlas, and what it looks like.

    Parameters
    ----------
    first, variants
        Its sprites are `first` … `first + variants - 1`.
    aspect
        Width / height.
    height_m
        Height of a grown one, metres.
    leaf, bark
        sRGB hex colours to start from, for leafness 1 and 0.
    sheds
        Leaves fall in winter.
    """

    first: int
    variants: int
    aspect: float
    height_m: float = 1.0
    leaf: str = "#808080"
    bark: str = "#808080"
    sheds: bool = False


@dataclass(frozen=True)
class Atlas:
    """All sprites.

    Parameters
    ----------
    texels
        (n, 7) uint8: alpha, leafness, ambient occlusion, normal x, normal up, normal towards the viewer
        (0…255 for -1…1), hue. All but alpha are premultiplied by alpha.
    levels
        (sprites, 7, 3) int64: offset into `texels`, width and height of each mip level, finest first.
        A level's rows run from top to bottom.
    species
        By name; the short names of `species.ALIASES` are there too.
    """

    texels: NDArray[np.uint8]
    levels: NDArray[np.int64]
    species: dict[str, Species]


def list_species(recipes: Mapping[str, Recipe] = RECIPES, aliases: Mapping[str, str] = ALIASES) -> dict[str, Species]:
    """List where each species lies in the atlas; cheap, draws nothing."""
    found: dict[str, Species] = {}
    first = 0
    for name, recipe in recipes.items():
        found[name] = Species(
            first, recipe.variants, recipe.aspect, recipe.height_m, recipe.leaf, recipe.bark, recipe.sheds
        )
        first += recipe.variants
    found.update({alias: found[name] for alias, name in aliases.items() if name in found})
    return found


def bake(
    recipes: Mapping[str, Recipe] = RECIPES, progress: Callable[[int, int], None] | None = None
) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """Draw every variant of every species; the same on every run.

    A sprite's random numbers follow from its name and variant alone, so a new species changes no other.

    Parameters
    ----------
    progress
        Called with (sprites done, sprites in all) after each species.

    Returns
    -------
    texels, levels
        As in `Atlas`.
    """
    total = sum(recipe.variants for recipe in recipes.values())
    blocks: list[NDArray[np.uint8]] = []
    levels: list[list[tuple[int, int, int]]] = []
    offset = 0
    for name, recipe in recipes.items():
        for variant in range(recipe.variants):
            rng = np.random.default_rng([zlib.crc32(name.encode()), variant])
            rows = []
            for level in mip_levels(draw(recipe, rng)):
                height, width = level.shape[:2]
                rows.append((offset, width, height))
                blocks.append(np.clip(level * 255 + 0.5, 0, 255).astype(np.uint8).reshape(-1, CHANNELS))
                offset += height * width
            levels.append(rows)
        if progress is not None:
            progress(len(levels), total)
    return np.concatenate(blocks), np.array(levels, np.int64)


def draw(recipe: Recipe, rng: np.random.Generator) -> NDArray[np.float32]:
    """Draw one plant: (texels, width, 7) float32 in [0, 1], premultiplied by alpha."""
    from geogame.world.sprites.splat import splat

    height = recipe.texels * OVERSAMPLING
    width = round(height * recipe.aspect / 16) * 16
    discs = fitted(np.concatenate(recipe.form(rng)), width / height)
    picture = np.zeros((height, width, CHANNELS), np.float32)
    depth = np.full((height, width), _FAR, np.float32)
    splat(discs, height * 0.985, picture, depth)
    picture[..., 3:6] = picture[..., 3:6] * 0.5 + 0.5
    picture[..., 1:] *= picture[..., :1]
    return _halved(picture)


def fitted(discs: Discs, aspect: float) -> Discs:
    """Stand a plant on the ground, scale it to height 1, and squeeze it into `aspect` (width / height)."""
    discs = discs.astype(np.float32)
    discs[:, 1] -= max(float((discs[:, 1] - discs[:, 3] * discs[:, 11]).min()), 0.0)
    top = float((discs[:, 1] + discs[:, 3] * discs[:, 11]).max())
    discs[:, :4] /= top
    reach = float((np.abs(discs[:, 0]) + discs[:, 3]).max())
    room = aspect / 2 / 0.985 * 0.99
    if reach > room:
        discs[:, 0] *= room / reach
    return discs


def mip_levels(finest: NDArray[np.float32]) -> list[NDArray[np.float32]]:
    """Halve a picture (h, w, 7) six times; a side of one texel stays."""
    levels = [finest]
    for _ in range(LEVELS - 1):
        last = levels[-1]
        levels.append(_halved(last) if min(last.shape[:2]) > 1 else last)
    return levels


def _halved(picture: NDArray[np.float32]) -> NDArray[np.float32]:
    height, width = picture.shape[0] // 2, picture.shape[1] // 2
    even = picture[: height * 2, : width * 2]
    quarters = even[0::2, 0::2] + even[0::2, 1::2] + even[1::2, 0::2] + even[1::2, 1::2]
    return np.asarray(quarters * np.float32(0.25), np.float32)
