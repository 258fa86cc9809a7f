"""Random changes to a batch of training views that no geography should depend on, vectorised for the processor."""

from __future__ import annotations

import math
from typing import Final

import torch
from torch import Tensor
from torch.nn import functional as F

from geogame.datasets import normalise
from geogame.training.recipe import AugmentationSection

LUMA: Final = (0.299, 0.587, 0.114)
BLOCK: Final = 4


def augment(pixels: Tensor, options: AugmentationSection, generator: torch.Generator) -> Tensor:
    """Change views at random and normalise them.

    Parameters
    ----------
    pixels
        ``(b, v, 3, h, w)`` uint8. Heading, colour and exposure are drawn once a place, with a little more per view.
    options
        Strengths.
    generator
        The only source of chance, so that a resumed run draws the same.

    Returns
    -------
    Tensor
        ``(b, v, 3, h, w)`` float32, as `normalise` makes it. Never flipped: a mirrored road is another country.
    """
    moved = _shift(pixels, options, generator)
    if options.erase_share:
        _erase(moved, options.erase_share, generator)
    pictures = _recolour(moved.float(), options, generator).flatten(0, 1)
    if options.blur_share:
        _soften_or_sharpen(pictures, options.blur_share, generator)
    if options.blocks and options.blocks_share:
        _block_noise(pictures, options, generator)
    if options.noise and options.noise_share:
        chosen = _share(len(pictures), options.noise_share, generator)
        sigma = options.noise * torch.rand(len(chosen), 1, 1, 1, generator=generator)
        pictures[chosen] += sigma * torch.randn(len(chosen), *pictures.shape[1:], generator=generator)
    return normalise(pictures.clamp_(0, 255)).view(pixels.shape)


def drop_views(mask: Tensor, share: float, generator: torch.Generator) -> Tensor:
    """Hide 1..v-1 views of a ``share`` of the places; ``mask (b, v)`` bool, at least one view stays."""
    b, views = mask.shape
    order = torch.rand(b, views, generator=generator).masked_fill(~mask, 2.0).argsort(1).argsort(1)
    keep = torch.randint(1, views, (b, 1), generator=generator) if views > 1 else torch.ones(b, 1)
    keep = torch.where(torch.rand(b, 1, generator=generator) < share, keep, views)
    return mask & (order < keep)


def _uniform(shape: tuple[int, ...], limit: float, generator: torch.Generator) -> Tensor:
    return (torch.rand(shape, generator=generator) * 2 - 1) * limit


def _share(count: int, share: float, generator: torch.Generator) -> Tensor:
    return torch.nonzero(torch.rand(count, generator=generator) < share).flatten()


def _shift(pixels: Tensor, options: AugmentationSection, generator: torch.Generator) -> Tensor:
    """Move pictures sideways (heading error, mostly common to a place) and up or down; edges repeat."""
    b, views, _, h, w = pixels.shape
    turn = _uniform((b, 1), options.shift, generator) + _uniform((b, views), options.shift / 4, generator)
    sideways = (turn * w).round().long()
    upwards = (_uniform((b, views), options.tilt, generator) * h).round().long()
    columns = (torch.arange(w) + sideways[..., None]).clamp_(0, w - 1)
    rows = (torch.arange(h) + upwards[..., None]).clamp_(0, h - 1)
    flat = (rows[..., :, None] * w + columns[..., None, :]).flatten(2)[:, :, None].expand(-1, -1, 3, -1)
    return pixels.flatten(3).gather(3, flat).view(pixels.shape)


def _erase(pixels: Tensor, share: float, generator: torch.Generator) -> None:
    """Grey out one rectangle in a share of the views, so that no single object decides."""
    b, views, _, h, w = pixels.shape
    for index in _share(b * views, share, generator).tolist():
        height, width, top, left = torch.rand(4, generator=generator).tolist()
        rows, columns = int(h * (0.15 + 0.3 * height)), int(w * (0.1 + 0.3 * width))
        y, x = int(top * (h - rows)), int(left * (w - columns))
        pixels[index // views, index % views, :, y : y + rows, x : x + columns] = 110


def hue_matrix(angle_rad: Tensor, saturation: Tensor) -> Tensor:
    """``(n, 3, 3)`` matrices that turn the hue about the grey axis and scale the saturation, keeping luma.

    A rotation about (1, 1, 1) (Haeberli 1993, http://www.graficaobscura.com/matrix/).
    """
    n = len(angle_rad)
    cosine, sine = torch.cos(angle_rad)[:, None, None], torch.sin(angle_rad)[:, None, None]
    third = torch.full((3, 3), 1 / 3)
    cross = torch.tensor([[0.0, -1.0, 1.0], [1.0, 0.0, -1.0], [-1.0, 1.0, 0.0]]) / math.sqrt(3)
    turn = cosine * torch.eye(3) + (1 - cosine) * third + sine * cross
    grey = torch.tensor(LUMA).expand(n, 3, 3)
    scale = saturation[:, None, None]
    return (scale * torch.eye(3) + (1 - scale) * grey) @ turn


def _recolour(pictures: Tensor, options: AugmentationSection, generator: torch.Generator) -> Tensor:
    """One affine map of RGB per view: hue, saturation, gain per channel, contrast and brightness together."""
    b, views, _, h, w = pictures.shape
    matrix = hue_matrix(
        _uniform((b,), math.radians(options.hue_deg), generator),
        1 + _uniform((b,), options.saturation, generator),
    )
    gain = 1 + _uniform((b, 1, 3), options.gain, generator) + _uniform((b, views, 3), options.view_gain, generator)
    contrast = 1 + _uniform((b, 1, 1), options.contrast, generator)
    offset = 255 * _uniform((b, 1, 1), options.brightness, generator) + 127.5 * (1 - contrast)
    matrix = ((contrast * gain)[..., None] * matrix[:, None]).flatten(0, 1)
    shift = offset.expand(b, views, 3).flatten(0, 1)[..., None]
    mapped = torch.baddbmm(shift, matrix, pictures.flatten(0, 1).flatten(2))
    return mapped.view(b, views, 3, h, w)


def _soften_or_sharpen(pictures: Tensor, share: float, generator: torch.Generator) -> None:
    """Blend a share of the pictures ``(n, 3, h, w)`` with their 3x3 mean, or push them away from it."""
    chosen = _share(len(pictures), share, generator)
    some = pictures[chosen]
    strength = torch.rand(len(chosen), 1, 1, 1, generator=generator) * 1.6 - 0.6
    mean = F.avg_pool2d(F.pad(some, (1, 1, 1, 1), mode="replicate"), 3, 1)
    pictures[chosen] = some + strength * (mean - some)


def _block_noise(pictures: Tensor, options: AugmentationSection, generator: torch.Generator) -> None:
    """Add what strong JPEG compression leaves: errors that are constant over small blocks."""
    chosen = _share(len(pictures), options.blocks_share, generator)
    h, w = pictures.shape[2:]
    coarse = torch.randn(len(chosen), 3, h // BLOCK, w // BLOCK, generator=generator)
    coarse *= options.blocks * torch.rand(len(chosen), 1, 1, 1, generator=generator)
    pictures[chosen] += F.interpolate(coarse, size=(h, w), mode="nearest")
