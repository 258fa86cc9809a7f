"""What befalls a picture on its way to an upload: it is made smaller or larger, and compressed again."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from geogame.datasets import Pixels

SMALLEST_SIDE: Final = 112
SHARES: Final = (0.4, 2.5)
QUALITIES: Final = (60, 95)
FORMATS: Final = ("JPEG", "JPEG", "WEBP")


def dressed(image: Pixels, rng: np.random.Generator) -> Pixels:
    """Resize a picture ``(h, w, 3)`` uint8, compress it, or both.

    The new size is `SHARES` of the old one, no side below `SMALLEST_SIDE`; the quality of the compression lies within
    `QUALITIES`, half of the time in their lower quarter: what is compressed hard is changed most.
    """
    way = rng.random()
    if way < 2 / 3:
        image = resized(image, rng)
    if way > 1 / 3:
        worst, best = QUALITIES
        image = compressed(image, str(rng.choice(FORMATS)), round(worst + (best - worst) * rng.random() ** 2))
    return image


def resized(image: Pixels, rng: np.random.Generator) -> Pixels:
    """Resize a picture by a random share with a random filter."""
    from PIL import Image

    rules = (Image.Resampling.BILINEAR, Image.Resampling.BICUBIC, Image.Resampling.LANCZOS, Image.Resampling.BOX)
    height, width = image.shape[:2]
    least = min(max(SHARES[0], SMALLEST_SIDE / min(height, width)), SHARES[1])
    share = float(np.exp(rng.uniform(np.log(least), np.log(SHARES[1]))))
    size = round(width * share), round(height * share)
    return np.asarray(Image.fromarray(image).resize(size, rules[rng.integers(len(rules))]))


def compressed(image: Pixels, kind: str, quality: int) -> Pixels:
    """Save a picture in memory as ``kind``, as Pillow names it, and open it again."""
    from PIL import Image

    out = io.BytesIO()
    Image.fromarray(image).save(out, kind, quality=quality)
    with Image.open(out) as opened:
        return np.asarray(opened.convert("RGB"))
