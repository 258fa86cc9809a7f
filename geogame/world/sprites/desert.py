"""Plants of dry land: cacti, Joshua tree, yucca, agave, sotol, ocotillo, tumbleweed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from geogame.world.sprites.primitives import Discs, Points, clusters, leaf_discs, segment, unit_vectors


def _ribbed_column(start: ArrayLike, end: ArrayLike, radius: float, rng: np.random.Generator) -> list[Discs]:
    """Make a round stem with eleven ribs, light on the ridge and dark in the groove, domed at the end."""
    first, last = np.asarray(start, dtype=float), np.asarray(end, dtype=float)
    length = float(np.linalg.norm(last - first))
    n = int(length * 260) + 6
    t = np.linspace(0, 1, n)
    dome = np.minimum(1, np.sqrt(np.maximum(0.02, (1 - t) * length / radius)))
    parts = []
    for rib in range(11):
        across = -1 + 2 * (rib + 0.5) / 11
        depth = np.sqrt(1 - across * across)
        points = first + np.outer(t, last - first)
        points[:, 0] += across * radius * dome
        points[:, 2] += depth * radius * dome
        ridge = rib % 2
        normal = [across, 0.1, depth]
        parts.append(
            leaf_discs(points, radius * 0.2, normal, 0.55 + 0.45 * ridge, 0.42 + 0.2 * ridge, rng, aspect=(0.9, 1))
        )
    return parts


def saguaro(rng: np.random.Generator) -> list[Discs]:
    """Grow a saguaro with none to four raised arms."""
    parts = _ribbed_column([0, 0, 0], [0, 0.99, 0], 0.043, rng)
    for arm in range(int(rng.choice([0, 1, 2, 2, 3, 4, 5]))):
        y = rng.uniform(0.34, 0.62)
        side = (-1) ** arm
        out = side * rng.uniform(0.09, 0.15)
        z = rng.uniform(-0.03, 0.05)
        parts += _ribbed_column([0, y, z], [out, y + 0.045, z], 0.028, rng)
        parts += _ribbed_column([out, y + 0.03, z], [out * 1.03, y + rng.uniform(0.14, 0.32), z], 0.031, rng)
    return parts


def cholla(rng: np.random.Generator) -> list[Discs]:
    """Grow a cholla: a dark trunk and jointed branches in a halo of pale spines."""
    parts: list[Discs] = []

    def joint(start: Points, direction: Points, length: float, level: int) -> None:
        end = start + direction * length
        n = int(length * 900)
        t = rng.random(n)[:, None]
        spines = start + (end - start) * t + unit_vectors(rng, n) * 0.034
        parts.append(segment(start, end, 0.017, 0.015, rng, hue=0.5))
        outwards = (spines - start) * 2
        hue = np.clip(0.68 + 0.15 * rng.normal(size=n), 0.3, 1)
        parts.append(leaf_discs(spines, 0.0075, outwards + np.array([0, 0.5, 0.6]), 0.85, hue, rng, aspect=(0.25, 0.5)))
        if level == 0:
            return
        for _ in range(2 if rng.random() < 0.75 else 3):
            turned = direction + unit_vectors(rng, 1)[0] * 0.85
            turned[1] = abs(turned[1]) * 0.7 + 0.2
            joint(end, turned / np.linalg.norm(turned), length * rng.uniform(0.6, 0.85), level - 1)

    joint(np.zeros(3), np.array([0.0, 1.0, 0.0]), 0.3, 4)
    return parts


def joshua_tree(rng: np.random.Generator) -> list[Discs]:
    """Grow a Joshua tree: thick forking limbs that end in balls of spiky leaves."""
    parts: list[Discs] = []

    def rosette(centre: Points, size: float) -> None:
        n, steps = 150, 6
        out = unit_vectors(rng, n)
        out[:, 1] = np.abs(out[:, 1]) * 0.8 + 0.1 * out[:, 1]
        t = np.tile(np.linspace(0.2, 1, steps), n)
        rays = np.repeat(out, steps, axis=0)
        points = centre + rays * (size * t)[:, None]
        shade = 0.5 + 0.4 * rays[:, 1] + 0.2 * rays[:, 2]
        hue = 0.5 + np.repeat(0.12 * rng.normal(size=n), steps)
        parts.append(leaf_discs(points, 0.0065 * (1.25 - t), rays * 0.7 + [0, 0.3, 0.3], shade, hue, rng))
        drooped = centre - np.column_stack(
            [rng.normal(0, 0.016, 90), rng.uniform(0, size * 1.3, 90), rng.normal(0, 0.01, 90)]
        )
        parts.append(leaf_discs(drooped, 0.009, [0, 0.2, 0.9], 0.5, 0.7, rng, aspect=(0.3, 0.5), leafness=0.0))

    def fork(start: Points, direction: Points, length: float, radius: float, level: int) -> None:
        end = start + direction * length
        parts.append(segment(start, end, radius, radius * 0.85, rng, occlusion=0.7))
        if level == 0:
            rosette(end, 0.085)
            return
        for _ in range(2 if rng.random() < 0.8 else 3):
            turned = direction + unit_vectors(rng, 1)[0] * 0.75
            turned[1] = abs(turned[1]) * 0.7 + 0.25
            fork(
                end,
                turned / np.linalg.norm(turned),
                length * rng.uniform(0.55, 0.8),
                radius * 0.85,
                level - 1,
            )

    levels = int(rng.choice([2, 3, 3, 4, 4]))
    fork(np.zeros(3), np.array([rng.normal(0, 0.1), 1.0, 0.0]), rng.uniform(0.2, 0.36), 0.034, levels)
    return parts


@dataclass(frozen=True)
class Rosette:
    """A rosette of stiff blades (yucca, agave, sotol), with or without a flower stalk."""

    blades: int = 150
    reach: float = 0.4
    blade_radius: float = 0.011
    stalk: bool = True
    head: float = 0.035
    head_leafness: float = 0.0

    def __call__(self, rng: np.random.Generator) -> list[Discs]:
        """Grow one plant."""
        steps = 44
        azimuth = rng.uniform(0, np.pi, self.blades)
        out = np.column_stack(
            [np.cos(azimuth), np.sin(azimuth) * 0.9 + 0.05, rng.uniform(-0.5, 0.5, self.blades)]
        ) * rng.uniform(0.82, 1.05, (self.blades, 1))
        rays = np.repeat(out, steps, axis=0)
        t = np.tile(np.linspace(0.05, 1, steps), self.blades)
        points = np.array([0, 0.08, 0]) + rays * (self.reach * t)[:, None]
        normals = np.column_stack([rays[:, 0] * 0.5, np.full(len(t), 0.5), np.full(len(t), 0.5)])
        shade = 0.35 + 0.5 * rays[:, 1] + 0.15 * rays[:, 2]
        hue = 0.5 + np.repeat(0.1 * rng.normal(size=self.blades), steps)
        parts = [leaf_discs(points, self.blade_radius * (1.2 - t), normals, shade, hue, rng, aspect=(0.8, 1))]
        if self.stalk:
            parts.append(segment([0, self.reach * 0.6, 0], [0.01, 0.97, 0], 0.011, 0.006, rng))
            n = 130
            y = rng.uniform(0.64, 0.97, n)
            taper = np.clip((0.99 - y) * 6, 0.25, 1)
            flowers = np.column_stack([rng.normal(0, self.head, n) * taper, y, rng.uniform(0, 0.05, n)])
            parts.append(leaf_discs(flowers, 0.016, [0, 0.4, 0.8], 0.95, 0.95, rng, leafness=self.head_leafness))
        return parts


def ocotillo(rng: np.random.Generator) -> list[Discs]:
    """Grow an ocotillo: whips from one root, red (bark colour) at the tips."""
    parts: list[Discs] = []
    for _ in range(int(rng.integers(8, 20))):
        lean, length = rng.uniform(-0.6, 0.6), rng.uniform(0.72, 1.0)
        t = np.linspace(0, 1, 90)
        points = np.column_stack([lean * length * t**1.2 * 0.75, length * t, rng.uniform(-0.1, 0.1) * t])
        points += rng.normal(0, 0.004, points.shape)
        hue = 0.5 + 0.15 * rng.normal(size=90)
        whip = leaf_discs(points, 0.0095, [lean * 0.3, 0.3, 0.8], 0.45 + 0.5 * t, hue, rng)
        whip[84:, 7] = 0.0
        parts.append(whip)
    return parts


def prickly_pear(rng: np.random.Generator) -> list[Discs]:
    """Grow a clump of prickly pear: flat pads on pads."""
    parts: list[Discs] = []

    def pad(foot: Points, angle: float, size: float, level: int) -> None:
        middle = foot + np.array([np.sin(angle), np.cos(angle), 0]) * size * 0.9
        n = 170
        around, out = rng.uniform(0, 2 * np.pi, n), np.sqrt(rng.random(n))
        u, v = np.cos(around) * out * 0.66, np.sin(around) * out
        points = middle + size * np.column_stack(
            [u * np.cos(angle) + v * np.sin(angle), -u * np.sin(angle) + v * np.cos(angle), np.full(n, 0.02)]
        )
        turn = rng.uniform(-0.5, 0.5)
        hue = np.clip(0.5 + 0.06 * rng.normal(size=n) + 0.3 * (out > 0.9), 0, 1)
        shade = 0.5 + 0.1 * (2 - level) + 0.28 * v + foot[2] * 0.4
        parts.append(leaf_discs(points, size * 0.14, [turn, 0.25, 0.85], shade, hue, rng, aspect=(0.8, 1)))
        if level == 0:
            return
        for _ in range(int(rng.integers(1, 4))):
            tilt = angle * 0.5 + rng.uniform(-0.9, 0.9)
            at = middle + np.array([np.sin(tilt) * 0.62, np.cos(tilt) * 0.92, 0]) * size
            at[2] = foot[2] + rng.uniform(-0.05, 0.05)
            pad(at, tilt, size * rng.uniform(0.75, 0.98), level - 1)

    for _ in range(9):
        foot = np.array([rng.uniform(-0.42, 0.42), 0.0, rng.uniform(-0.3, 0.3)])
        pad(foot, rng.uniform(-0.5, 0.5) + foot[0] * 0.8, rng.uniform(0.13, 0.18), 2)
    return parts


def tumbleweed(rng: np.random.Generator) -> list[Discs]:
    """Grow a tumbleweed: a ball of thin tangled twigs that one can see through."""
    centre = np.array([0.0, 0.5, 0.0])
    parts = []
    for out in unit_vectors(rng, 130):
        tip = centre + out * rng.uniform(0.36, 0.48)
        middle = centre + out * 0.25 + rng.normal(0, 0.06, 3)
        for a, b in ((centre, middle), (middle, tip), (middle, tip + rng.normal(0, 0.07, 3))):
            parts.append(segment(a, b, 0.008, 0.005, rng, occlusion=0.5 + 0.4 * float(out[1]), leafness=1.0))
    crown = (centre, np.full(3, 0.5))
    middles = centre + unit_vectors(rng, 40) * 0.36
    parts.append(clusters(middles, np.full(40, 0.09), 24, 0.011, rng, crown, aspect=(0.2, 0.4)))
    return parts
