"""Crops: what stands in the fields, seen as one plant or a short piece of a row."""

from __future__ import annotations

import numpy as np

from geogame.world.sprites.ground import Shrub
from geogame.world.sprites.primitives import Discs, clusters, leaf_discs, ribbon, segment


def _strap_leaves(
    rng: np.random.Generator, count: int, lowest: float, highest: float, length: float, width: float
) -> list[Discs]:
    """Make long arching leaves that leave a stalk left and right (corn, cane, sorghum)."""
    parts = []
    t = np.linspace(0, 1, 34)
    for k in range(count):
        y = lowest + (highest - lowest) * k / max(count - 1, 1)
        side = (-1) ** k * rng.uniform(0.55, 1.15)
        reach = length * rng.uniform(0.8, 1.15) * (1 - 0.3 * k / count)
        x = side * reach * t
        up = y + 0.5 * reach * np.sin(t * 2.5) - 0.55 * reach * t**2.4
        points = np.column_stack([x, np.maximum(up, 0.01), rng.uniform(-0.1, 0.15) * t])
        radius = width * (np.sin(np.clip(t * 0.93 + 0.1, 0, 1) * np.pi) ** 0.6 + 0.12)
        hue = float(0.52 + 0.1 * rng.normal())
        parts.append(ribbon(points, radius, [side * 0.25, 0.65, 0.5], 0.3 + 0.06 * k + 0.1 * t, hue, rng))
    return parts


def corn(rng: np.random.Generator) -> list[Discs]:
    """Grow a stalk of maize with tassel and an ear."""
    stalk = segment([0, 0, 0], [0, 0.93, 0], 0.014, 0.008, rng, leafness=1.0)
    parts = [stalk, *_strap_leaves(rng, 11, 0.1, 0.86, 0.3, 0.02)]
    t = np.linspace(0, 1, 12)
    for _ in range(9):
        lean = rng.uniform(-0.6, 0.6)
        points = np.column_stack([lean * 0.08 * t, 0.92 + 0.075 * t, np.zeros(12)])
        parts.append(leaf_discs(points, 0.006, [0, 0.5, 0.7], 0.95, 0.75, rng, leafness=0.0))
    ear = np.column_stack([np.full(12, 0.03), np.linspace(0.42, 0.54, 12), np.full(12, 0.2)])
    parts.append(leaf_discs(ear, 0.02, [0.3, 0.3, 0.8], 0.9, 0.75, rng, aspect=(0.6, 0.8)))
    return parts


def sugarcane(rng: np.random.Generator) -> list[Discs]:
    """Grow a stool of sugar cane: many canes and long drooping leaves."""
    parts: list[Discs] = []
    for _ in range(9):
        x, top = rng.uniform(-0.25, 0.25), rng.uniform(0.5, 0.66)
        cane = segment([x, 0, 0], [x * 1.35, top, 0], 0.013, 0.010, rng, hue=0.7)
        parts.append(cane)
        for leaf in _strap_leaves(rng, 5, top * 0.75, top + 0.02, 0.3, 0.012):
            leaf[:, 0] += x * 1.3
            leaf[:, 1] += 0.06
            leaf[:, 2] += rng.uniform(-0.1, 0.1)
            parts.append(leaf)
    return parts


def sunflower(rng: np.random.Generator) -> list[Discs]:
    """Grow a sunflower: the petals take the bark colour (give it yellow), the disc is dark."""
    bend = rng.uniform(-0.04, 0.04)
    parts = [segment([0, 0, 0], [bend, 0.82, 0], 0.016, 0.012, rng, leafness=1.0)]
    for k in range(8):
        y, side = 0.16 + 0.075 * k, (-1) ** k
        middle = np.array([side * rng.uniform(0.12, 0.2), y + 0.02, rng.uniform(0, 0.1)])
        parts.append(segment([0, y, 0], middle, 0.008, 0.006, rng, leafness=1.0))
        t = rng.normal(0, 0.4, (40, 2))
        points = middle + np.column_stack([t[:, 0] * 0.1, t[:, 1] * 0.07 - 0.02, np.zeros(40)])
        parts.append(leaf_discs(points, 0.032, [side * 0.3, 0.6, 0.6], 0.4 + 0.06 * k, 0.5, rng, aspect=(0.8, 1)))
    angle = np.linspace(0, 2 * np.pi, 44, endpoint=False)
    head = np.array([bend, 0.84, 0.12])
    for ring, size in ((0.10, 0.026), (0.125, 0.020), (0.14, 0.012)):
        points = head + np.column_stack([np.cos(angle) * ring, np.sin(angle) * ring, np.zeros(44)])
        parts.append(leaf_discs(points, size, [0, 0.2, 0.9], 1.0, 0.85, rng, aspect=(0.6, 0.9), leafness=0.0))
    inside = rng.normal(0, 0.035, (160, 2))
    points = head + np.column_stack([inside, np.full(160, 0.04)])
    parts.append(leaf_discs(points, 0.022, [0, 0.2, 0.9], 0.35, 0.1, rng, aspect=(0.9, 1), leafness=0.0))
    return parts


def _row(
    rng: np.random.Generator, mounds: int, width: float, y: tuple[float, float], radius: float, leaf: float
) -> Discs:
    x = np.linspace(-width, width, mounds) + rng.normal(0, width / mounds, mounds)
    centres = np.column_stack([x, rng.uniform(*y, mounds), rng.uniform(-0.12, 0.12, mounds)])
    crown = (np.array([0, 0.35, 0]), np.array([width * 1.4, 0.65, 0.4]))
    radii = radius * rng.uniform(0.75, 1.25, mounds)
    return clusters(centres, radii, 110, leaf, rng, crown, squash=0.95, fill=0.3, aspect=(0.65, 1))


def soybean(rng: np.random.Generator) -> list[Discs]:
    """Grow a piece of a soybean row: a low dense hedge of round leaves."""
    return [_row(rng, 16, 0.78, (0.3, 0.7), 0.24, 0.034), _row(rng, 10, 0.82, (0.2, 0.4), 0.2, 0.034)]


def tobacco(rng: np.random.Generator) -> list[Discs]:
    """Grow a tobacco plant: huge drooping leaves in a spiral and a pale flower head."""
    parts = [segment([0, 0, 0], [0, 0.9, 0], 0.018, 0.01, rng, leafness=1.0)]
    t = np.linspace(0, 1, 30)
    for k in range(15):
        y = 0.1 + 0.05 * k
        azimuth = 2.4 * k + rng.normal(0, 0.2)
        reach = 0.38 * (1 - 0.45 * k / 15)
        out = np.array([np.cos(azimuth), 0, np.sin(azimuth)])
        points = np.outer(t, out) * reach
        points[:, 1] = np.maximum(y + 0.45 * reach * np.sin(t * 2.4) - 0.5 * reach * t**2, 0.01)
        radius = 0.05 * np.sin(np.clip(t * 0.9 + 0.08, 0, 1) * np.pi) ** 0.8 + 0.004
        parts.append(ribbon(points, radius, [out[0] * 0.5, 0.6, 0.45 + out[2] * 0.3], 0.35 + 0.035 * k, 0.55, rng))
    flowers = np.column_stack([rng.normal(0, 0.035, 40), rng.uniform(0.88, 0.98, 40), rng.uniform(0, 0.05, 40)])
    parts.append(leaf_discs(flowers, 0.016, [0, 0.5, 0.7], 0.95, 0.95, rng, leafness=0.0))
    return parts


def grapevine(rng: np.random.Generator) -> list[Discs]:
    """Grow a piece of a vineyard row: posts, wires, trunks and a hedge of vine."""
    parts = [segment([x, 0, 0], [x, 0.96, 0], 0.018, 0.018, rng, hue=0.6) for x in (-0.72, 0.72)]
    parts += [segment([-0.75, y, 0], [0.75, y, 0], 0.005, 0.005) for y in (0.45, 0.9)]
    for x in (-0.36, 0.0, 0.36):
        foot = x + rng.normal(0, 0.02)
        parts.append(segment([foot, 0, 0], [x + rng.normal(0, 0.04), 0.5, 0], 0.022, 0.016, rng, hue=0.35))
    parts.append(_row(rng, 20, 0.7, (0.55, 0.84), 0.13, 0.024))
    t = np.linspace(0, 1, 20)
    for _ in range(26):
        x, side = rng.uniform(-0.7, 0.7), rng.uniform(-0.1, 0.1)
        points = np.column_stack([x + side * t, 0.6 - rng.uniform(0.1, 0.3) * t, np.full(20, 0.16)])
        parts.append(leaf_discs(points, 0.02, [0, 0.4, 0.8], 0.8 - 0.3 * t, 0.55, rng, aspect=(0.6, 1)))
    return parts


def hops(rng: np.random.Generator) -> list[Discs]:
    """Grow hops: two poles, a wire on top, and bines climbing strings in tall leafy columns."""
    parts = [segment([x, 0, 0], [x, 0.98, 0], 0.014, 0.012, rng, hue=0.6) for x in (-0.36, 0.36)]
    parts.append(segment([-0.38, 0.97, 0], [0.38, 0.97, 0], 0.004, 0.004))
    for x in (-0.22, 0.0, 0.22):
        y = np.linspace(0.05, 0.95, 16)
        centres = np.column_stack([x + rng.normal(0, 0.015, 16), y, rng.normal(0, 0.02, 16)])
        crown = (np.array([x, 0.5, 0]), np.array([0.12, 0.6, 0.12]))
        parts.append(clusters(centres, 0.03 + 0.06 * y, 60, 0.014, rng, crown, squash=1.0, fill=0.3, aspect=(0.6, 1)))
    return parts


def beet(rng: np.random.Generator) -> list[Discs]:
    """Grow a piece of a beet or potato row: upright rosettes of broad leaves, soil between them."""
    parts: list[Discs] = []
    t = np.linspace(0, 1, 16)
    for x in np.linspace(-0.8, 0.8, 5) + rng.normal(0, 0.04, 5):
        for _ in range(13):
            lean = rng.uniform(-0.45, 0.45)
            points = np.column_stack([x + lean * t, (0.95 - 0.6 * abs(lean)) * t, np.full(16, rng.uniform(-0.1, 0.2))])
            radius = 0.012 + 0.075 * np.clip(t - 0.35, 0, 1) * (1.25 - t) * 3
            parts.append(ribbon(points, radius, [lean, 0.6, 0.5], 0.25 + 0.7 * t, 0.5 + 0.1 * rng.normal(), rng))
    return parts


#: A cotton bush with open bolls, which take the bark colour.
cotton = Shrub(leaves=1000, radius=0.55, leaf_radius=0.02, mounds=10, bolls=150, boll_radius=0.03)
