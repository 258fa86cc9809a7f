"""Changes to pictures that are no change of place: what a model may not mind, and strips to hide."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

Pixels: TypeAlias = NDArray[np.uint8]
Perturbation: TypeAlias = Callable[[Pixels, np.random.Generator], Pixels]


def jpeg(image: Pixels, random: np.random.Generator, quality: int = 60) -> Pixels:
    """Save as JPEG and read again; draws nothing."""
    from PIL import Image

    del random
    buffer = io.BytesIO()
    Image.fromarray(image).save(buffer, "JPEG", quality=quality)
    return np.asarray(Image.open(buffer).convert("RGB"))


def gain(image: Pixels, random: np.random.Generator, share: float = 0.1) -> Pixels:
    """Make every channel brighter or darker by ``share``, each by its own coin."""
    factors = 1 + share * random.choice([-1.0, 1.0], 3)
    return _bytes(image * factors)


def hue(image: Pixels, random: np.random.Generator, degrees: float = 15.0) -> Pixels:
    """Turn the hue by ``degrees`` one way or the other, as HSV counts it."""
    from PIL import Image

    steps = round(float(random.choice([-1, 1])) * degrees * 256 / 360)
    bands = np.array(Image.fromarray(image).convert("HSV"))
    bands[..., 0] = (bands[..., 0].astype(np.int16) + steps) % 256
    return np.asarray(Image.fromarray(bands, "HSV").convert("RGB"))


def blur(image: Pixels, random: np.random.Generator, radius_px: float = 1.0) -> Pixels:
    """Gaussian blur of ``radius_px``; draws nothing."""
    from PIL import Image, ImageFilter

    del random
    return np.asarray(Image.fromarray(image).filter(ImageFilter.GaussianBlur(radius_px)))


def noise(image: Pixels, random: np.random.Generator, sigma: float = 4.0) -> Pixels:
    """Add Gaussian noise of ``sigma``/255 to every value."""
    return _bytes(image + random.normal(0, sigma, image.shape))


def _masked(top: float, bottom: float) -> Perturbation:
    def mask(image: Pixels, random: np.random.Generator) -> Pixels:
        del random
        hidden = image.copy()
        rows = slice(round(top * len(image)), round(bottom * len(image)))
        hidden[rows] = image.mean((0, 1)).astype(np.uint8)
        return hidden

    return mask


def _bytes(values: NDArray[np.floating]) -> Pixels:
    clipped: Pixels = np.clip(np.rint(values), 0, 255).astype(np.uint8)
    return clipped


PERTURBATIONS: Final[dict[str, Perturbation]] = {
    "jpeg_q60": jpeg,
    "gain_10pct": gain,
    "hue_15deg": hue,
    "blur_1px": blur,
    "noise_4": noise,
}
"""A mean at most a quarter worse under each of these is asked of the shipped model."""

MASKS: Final[dict[str, Perturbation]] = {
    "mask_sky": _masked(0.0, 0.45),
    "mask_ground": _masked(0.55, 1.0),
    "mask_bottom_strip": _masked(0.92, 1.0),
}
"""Reported, to show where the model looks."""

HEADING_ERROR: Final = "heading_5deg"
HEADING_ERROR_DEG: Final = 5.0
