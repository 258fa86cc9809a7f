"""Draw sprites, lit from the upper left, into one sheet: `sprite_sheet.py OUT.png [NAME…]`."""

import sys
import time

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from geogame.world.sprites import Atlas, Species, atlas
from geogame.world.sprites.species import RECIPES

CELL = 176
COLUMNS = 14
LIGHT = np.array([-0.5, 0.6, 0.6])
SKY = (165, 195, 225)


def linear(colour: str) -> NDArray[np.float64]:
    """Turn an sRGB hex colour into linear light (3,)."""
    return np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]) ** 2.2


def lit(world: Atlas, sprite: int, species: Species) -> Image.Image:
    """Light one sprite's finest level."""
    offset, width, height = world.levels[sprite, 0]
    texels = world.texels[offset : offset + width * height].reshape(height, width, 7) / 255
    alpha = texels[..., :1]
    leafness, occlusion, nx, ny, nz, hue = np.moveaxis(texels[..., 1:] / np.maximum(alpha, 0.01), -1, 0)[..., None]
    facing = np.maximum(0, np.concatenate([nx, ny, nz], -1) * 2 - 1) @ LIGHT
    base = leafness * linear(species.leaf) + (1 - leafness) * linear(species.bark)
    light = 0.55 * occlusion + 1.3 * facing[..., None] * (0.3 + 0.7 * occlusion)
    colour = np.clip(base * (0.6 + 0.8 * hue) * light, 0, 1) ** (1 / 2.2)
    return Image.fromarray((np.concatenate([colour, alpha], -1) * 255).astype(np.uint8), "RGBA")


def main() -> None:
    """Write the sheet and print the atlas's size and the time it took."""
    start = time.perf_counter()
    world = atlas(lambda done, total: print(f"\r{done}/{total}", end="", file=sys.stderr))
    took_s = time.perf_counter() - start
    print(f"atlas: {len(world.levels)} sprites, {world.texels.nbytes / 1e6:.1f} MB, {took_s:.1f} s")
    names = sys.argv[2:] or list(RECIPES)
    tiles = [(name, variant) for name in names for variant in range(world.species[name].variants)]
    rows = (len(tiles) + COLUMNS - 1) // COLUMNS
    sheet = Image.new("RGB", (COLUMNS * CELL, rows * CELL), SKY)
    pen = ImageDraw.Draw(sheet)
    for i, (name, variant) in enumerate(tiles):
        species = world.species[name]
        tile = lit(world, species.first + variant, species)
        tile.thumbnail((CELL - 4, CELL - 14))
        x, y = i % COLUMNS * CELL, i // COLUMNS * CELL
        sheet.paste(tile, (x + (CELL - tile.width) // 2, y + CELL - tile.height), tile)
        pen.text((x + 3, y + 1), name, fill=(20, 30, 40))
    sheet.save(sys.argv[1] if len(sys.argv) > 1 else "sprite_sheet.png")


if __name__ == "__main__":
    main()
