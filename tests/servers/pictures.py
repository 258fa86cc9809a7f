"""Pictures for the loopback servers: sharp, bright, each unlike the others."""

import io
from functools import cache

import numpy as np
from PIL import Image


def scene(seed: int, width: int, height: int) -> np.ndarray:
    """Coarse and fine squares of many colours, ``(height, width, 3)`` uint8."""
    rng = np.random.default_rng(seed)
    coarse = np.asarray(
        Image.fromarray(rng.integers(60, 220, (8, 16, 3), dtype=np.uint8)).resize((width, height), Image.BICUBIC)
    ).astype(np.int16)
    fine = rng.integers(-30, 30, (height // 4, width // 4, 1)).repeat(4, 0).repeat(4, 1)
    return np.clip(coarse + fine, 0, 255).astype(np.uint8)


def jpeg(pixels: np.ndarray, **options: object) -> bytes:
    """Encode a picture as services do."""
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, "JPEG", quality=90, **options)
    return buffer.getvalue()


@cache
def flat(seed: int) -> bytes:
    """Make a flat photograph."""
    return jpeg(scene(seed, 640, 480))


@cache
def full_turn(seed: int) -> bytes:
    """Make a full turn."""
    return jpeg(scene(seed, 1024, 512))


def placeholder() -> bytes:
    """Make the grey picture that stands for a missing one."""
    return jpeg(np.full((480, 640, 3), 200, np.uint8))


def night(seed: int) -> bytes:
    """Make a dark picture."""
    return jpeg(scene(seed, 640, 480) // 8)


def blurred(seed: int) -> bytes:
    """Make a picture without any edge."""
    few = Image.fromarray(np.random.default_rng(seed).integers(60, 220, (3, 4, 3), dtype=np.uint8))
    return jpeg(np.asarray(few.resize((640, 480), Image.BICUBIC)))


def small(seed: int) -> bytes:
    """Make a picture below the least size."""
    return jpeg(scene(seed, 400, 300))
