"""What a picture is like without regard to what it shows: colours, detail at each scale, flat areas, bands, directions.

Photographs and drawn pictures differ in these as natural images differ from others (Lyu and Farid 2005,
https://doi.org/10.1109/TSP.2004.839896, for wavelet statistics of photographs and renderings). They are taken after the
picture is brought to one size, so that they change little with its resolution and its compression. What those still
change, `_past` explains: its numbers tell how large the picture came and how hard it was compressed.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

if TYPE_CHECKING:
    from geogame.datasets import Pixels

Plane: TypeAlias = NDArray[np.floating[Any]]
SIDE: Final = 256
"""Shorter side that every picture is brought to, pixels."""
LEVELS: Final = 5
ENOUGH: Final = 8192
"""Quantiles of details are those of about so many of them."""
BLOCKS: Final = (4, 8, 16)
BANDS: Final = 4
HUES: Final = 12
DIRECTIONS: Final = 8
STEP: Final = 1 / 255
WINDOW: Final = 512
"""So many rows and columns of the middle tell how a picture was compressed."""
GRID: Final = 8
"""Pixels of a block that JPEG compresses by itself; of WebP's, all sizes are halves or doubles of it."""
_LUMA: Final = np.array([0.299, 0.587, 0.114], np.float32)


def statistics_of(image: Pixels) -> NDArray[np.float64]:
    """Measure a picture ``(h, w, 3)`` uint8: ``(d,)``, the same ``d`` for every picture."""
    fine = scaled(image).astype(np.float32) * np.float32(STEP)
    colours = _halved(fine)
    red, green, blue = np.moveaxis(colours, -1, 0)
    luma = colours @ _LUMA
    opponents = _opponents(colours)
    lightest, darkest = np.maximum(np.maximum(red, green), blue), np.minimum(np.minimum(red, green), blue)
    chroma = lightest - darkest
    saturation = chroma / (lightest + 0.02)
    parts = [
        *_colours(luma, opponents, saturation),
        *_hues(red, green, blue, chroma),
        *_details(fine @ _LUMA, _opponents(fine)),
        *_flatness(fine @ _LUMA),
        *_flatness(luma),
        *_bands([luma, *opponents], saturation),
        *_directions(luma),
        _togetherness(fine),
        _togetherness(colours),
        *_past(image),
    ]
    return np.concatenate([np.ravel(part) for part in parts]).astype(np.float64)


def scaled(image: Pixels) -> Pixels:
    """Bring a picture's shorter side to `SIDE` pixels."""
    from PIL import Image

    height, width = image.shape[:2]
    share = SIDE / min(height, width)
    size = max(SIDE, round(width * share)), max(SIDE, round(height * share))
    rule = Image.Resampling.BOX if share < 1 else Image.Resampling.BICUBIC
    return np.asarray(Image.fromarray(image).resize(size, rule))


def _halved(colours: Plane) -> Plane:
    """Half the size of ``(h, w, 3)``."""
    height, width = (side - side % 2 for side in colours.shape[:2])
    a, b, c, d = (colours[i:height:2, j:width:2] for i in (0, 1) for j in (0, 1))
    return (a + b + c + d) / 4


def _opponents(colours: Plane) -> list[Plane]:
    red, green, blue = np.moveaxis(colours, -1, 0)
    return [red - green, (red + green) / 2 - blue]


def _colours(luma: Plane, opponents: list[Plane], saturation: Plane) -> Iterator[ArrayLike]:
    planes = np.stack([luma, *opponents, saturation]).reshape(4, -1)
    yield np.quantile(planes, (0.05, 0.25, 0.5, 0.75, 0.95), axis=1)
    yield np.log(planes[:3].var(1) + 1e-6)
    yield (saturation < 0.08).mean(), (saturation < 0.15).mean()


def _hues(red: Plane, green: Plane, blue: Plane, chroma: Plane) -> Iterator[ArrayLike]:
    """How much of the colour has which hue, and how many hues there are."""
    angle = np.arctan2(np.sqrt(3) * (green - blue), 2 * red - green - blue)
    shares = _histogram(angle / (2 * np.pi) + 0.5, chroma, HUES)
    yield np.sqrt(shares)
    yield np.array([-(shares * np.log(shares + 1e-6)).sum(), chroma.mean()])


def _details(luma: Plane, opponents: list[Plane]) -> Iterator[ArrayLike]:
    """Haar details of each scale and direction: how large, how heavy their tails, how much of them is colour."""
    energies, opponents = [], list(opponents)
    for _ in range(LEVELS):
        luma, details = _haar(luma)
        large = np.abs(details[:, :: max(1, details.shape[1] // ENOUGH)])
        squares = np.square(details - details.mean(1, keepdims=True))
        spread = np.sqrt(squares.mean(1)) + 1e-6
        tails = np.square(squares).mean(1) / spread**4
        energies.append(np.log((spread**2).sum() + 1e-5))
        yield np.log(np.quantile(large, (0.25, 0.5, 0.75, 0.9, 0.98), axis=1) + STEP / 4)
        yield np.log(spread + 1e-3)
        yield np.log(tails + 0.5)
        for at, plane in enumerate(opponents):
            opponents[at], coloured = _haar(plane)
            yield np.log(np.abs(coloured[:2]).mean() + 1e-3)
            yield np.log(np.sqrt(3 * np.square(coloured).mean()) + 1e-3) - energies[-1] / 2
    yield np.diff(energies)


def _haar(plane: Plane) -> tuple[Plane, Plane]:
    """Half the size, and the details ``(3, n)`` lost by it: across, down, and diagonal."""
    height, width = (side - side % 2 for side in plane.shape)
    a, b, c, d = (plane[i:height:2, j:width:2] for i in (0, 1) for j in (0, 1))
    details = np.stack([a - b + c - d, a + b - c - d, a - b - c + d]).reshape(3, -1) / 2
    return (a + b + c + d) / 4, details


def _flatness(luma: Plane) -> Iterator[ArrayLike]:
    """How much the luma changes within blocks of each size, and how many blocks are flat."""
    for side in BLOCKS:
        spread = _blocks(luma, side).std(-1).ravel()
        yield np.log(np.quantile(spread, (0.05, 0.1, 0.25, 0.5, 0.75, 0.9)) + STEP / 2)
        yield (spread[:, None] < np.array([0.01, 0.02, 0.04])).mean(0)


def _bands(planes: list[Plane], saturation: Plane) -> Iterator[ArrayLike]:
    """Colour and detail from the top of the picture to its foot: sky, horizon, ground."""
    down, across = np.gradient(planes[0])
    steep = np.hypot(down, across)
    for number in range(BANDS):
        rows = slice(number * len(steep) // BANDS, (number + 1) * len(steep) // BANDS)
        yield [f(plane[rows]) for plane in planes for f in (np.mean, np.std)]
        yield saturation[rows].mean()
        yield np.log([steep[rows].mean() + 1e-3, np.quantile(steep[rows], 0.25) + 1e-3])


def _directions(luma: Plane) -> Iterator[ArrayLike]:
    """How the edges lie."""
    down, across = np.gradient(luma)
    shares = _histogram(np.arctan2(down, across) % np.pi / np.pi, np.hypot(down, across), DIRECTIONS)
    yield np.log(shares + 1e-3)
    yield np.log((np.abs(down).mean() + 1e-4) / (np.abs(across).mean() + 1e-4))


def _togetherness(colours: Plane) -> Plane:
    """How far the details of red, green and blue go together."""
    fine = [blocks - blocks.mean(-1, keepdims=True) for blocks in (_blocks(colours[..., k], 4) for k in range(3))]
    red, green, blue = (plane.ravel() for plane in fine)
    pairs = ((red, green), (red, blue), (green, blue))
    alike = [(a * b).mean() / np.sqrt((a * a).mean() * (b * b).mean() + 1e-12) for a, b in pairs]
    return np.asarray(np.arctanh(np.clip(alike, -0.9999, 0.9999)))


def _blocks(plane: Plane, side: int) -> Plane:
    """Cut a plane into ``(rows, columns, side * side)``, leaving out what is over."""
    rows, columns = (length // side for length in plane.shape)
    cut = plane[: rows * side, : columns * side].reshape(rows, side, columns, side)
    return cut.transpose(0, 2, 1, 3).reshape(rows, columns, -1)


def _histogram(values: Plane, weights: Plane, bins: int) -> Plane:
    """Shares of the weights by value, 0 to 1."""
    places = np.clip((values * bins).astype(np.intp), 0, bins - 1)
    counts = np.bincount(places.ravel(), weights.ravel(), bins)
    shares: Plane = counts / (counts.sum() + 1e-6)
    return shares


def _past(image: Pixels) -> Iterator[ArrayLike]:
    """How large a picture came, up to `SIDE`, and what its own pixels tell of how it was compressed.

    That is how far neighbours differ at the edges of `GRID` against elsewhere, and how often they differ little.
    """
    luma = image[tuple(slice(*_middle(side)) for side in image.shape[:2])].astype(np.float32) @ _LUMA
    yield np.log2(min(SIDE, *image.shape[:2]) / SIDE)
    for steps in (np.abs(np.diff(luma, axis=0)), np.abs(np.diff(luma, axis=1)).T):
        means = steps.mean(1)
        edges = np.arange(len(means)) % GRID == GRID - 1
        yield np.log((means[edges].mean() + 0.1) / (means[~edges].mean() + 0.1))
        yield [np.log((steps <= most).mean() + 0.01) for most in (0.5, 1.5, 4.0)]


def _middle(side: int) -> tuple[int, int]:
    """First and last of the middle `WINDOW` pixels of a side, beginning where a block does."""
    first = max(0, side - WINDOW) // 2 // GRID * GRID
    return first, first + min(side, WINDOW)
