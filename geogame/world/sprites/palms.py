"""Palms: a bare stem with a head of fan or feather fronds, and stemless palmetto."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from geogame.world.sprites.primitives import Discs, Points, bent, leaf_discs, segment


@dataclass(frozen=True)
class Palm:
    """A palm; lengths in tree heights.

    Parameters
    ----------
    stem
        Height of the stem.
    fan
        Fan fronds (sabal, palmetto) instead of feathers (royal, date).
    fronds, frond
        How many fronds and how long.
    boots
        Old leaf bases below the head.
    skirt
        Dead fronds hanging along the stem (Washington palm).
    """

    stem: float = 0.8
    fan: bool = True
    fronds: int = 26
    frond: float = 0.17
    stem_radius: float = 0.016
    boots: bool = False
    skirt: float = 0.0
    lean: float = 0.03

    def __call__(self, rng: np.random.Generator) -> list[Discs]:
        """Grow one palm."""
        top = np.array([rng.normal(0, self.lean), self.stem, 0.0])
        control = [top[0] * 0.2, self.stem * 0.6, 0]
        parts = [bent([0, 0, 0], control, top, self.stem_radius * 1.1, self.stem_radius * 0.85, rng)]
        parts[0][:, 8] = 0.8
        if self.boots:
            for y in np.linspace(self.stem * 0.72, self.stem, 16):
                side = rng.choice([-1.0, 1.0]) * self.stem_radius
                tip = [top[0] + side * 2.1, y + 0.02, 0.01]
                parts.append(segment([top[0], y, 0], tip, 0.006, 0.003, rng))
        if self.skirt:
            n = 700
            t = rng.random(n)
            across = rng.normal(0, 1, n) * self.stem_radius * (1.2 + 1.6 * t)
            at = np.column_stack([top[0] + across, self.stem - self.skirt * (1 - t), np.full(n, 0.01)])
            parts.append(leaf_discs(at, 0.007, [0, 0.2, 0.9], 0.4 + 0.5 * t, 0.75, rng, aspect=(0.3, 0.5), leafness=0))
        for k in range(self.fronds):
            azimuth = rng.uniform(0, 2 * np.pi)
            rise = -0.7 + 1.9 * (k + rng.random()) / self.fronds
            out = np.array([np.cos(azimuth) * np.cos(rise), np.sin(rise), np.sin(azimuth) * np.cos(rise)])
            length = self.frond * rng.uniform(0.8 if self.stem > 0.3 else 0.45, 1.1)
            make = _fan_frond if self.fan else _feather_frond
            parts.extend(make(top, out, length, rise, rng))
        return parts


def _spine(top: Points, out: Points, length: float, sag: float, steps: int) -> Points:
    t = np.linspace(0.05, 1, steps)[:, None]
    return np.asarray(top + out * length * t - np.array([0, 1, 0]) * sag * length * t**2.2)


def _fan_frond(top: Points, out: Points, length: float, rise: float, rng: np.random.Generator) -> list[Discs]:
    """Make a stalk and a fan of folded leaflets at its end."""
    leaflets, steps = 40, 22
    stalk = _spine(top, out, length, 0.3, 14)
    hub = stalk[9]
    across = np.cross(out, [0.1, 0.3, 1.0])
    across /= np.linalg.norm(across)
    angles = np.repeat(np.linspace(-1.25, 1.25, leaflets) + rng.normal(0, 0.05, leaflets), steps)
    t = np.tile(np.linspace(0, 1, steps), leaflets)
    rays = np.cos(angles)[:, None] * out + np.sin(angles)[:, None] * across
    points = hub + rays * (length * 0.55 * t)[:, None]
    points[:, 1] -= length * 0.16 * t**2
    normal = [out[0] * 0.4, 0.55 + out[1] * 0.3, 0.55]
    shade = np.clip(0.45 + 0.45 * rise + 0.12 * out[2], 0.2, 1) * (0.75 + 0.25 * t)
    fold = 0.08 * np.where(np.repeat(np.arange(leaflets), steps) % 2, 1, -1)
    hue = 0.5 + 0.12 * rng.normal() + fold
    blade = leaf_discs(points, 0.0052 * (1.25 - t) * (length / 0.17) ** 0.5, normal, shade, hue, rng, aspect=(0.5, 0.9))
    return [blade, leaf_discs(stalk[:10], 0.004, [0, 0.5, 0.7], 0.5, 0.5, rng)]


def _feather_frond(top: Points, out: Points, length: float, rise: float, rng: np.random.Generator) -> list[Discs]:
    """Make an arching midrib with hanging leaflets on both sides."""
    ribs, steps = 30, 13
    spine = _spine(top, out, length, 0.6, ribs)
    side = np.cross(out, [0, 1, 0.01])
    side /= np.linalg.norm(side) + 1e-6
    t = np.linspace(0.05, 1, ribs)
    size = length * (0.27 if length < 0.45 else 0.17) * np.sin(np.pi * np.minimum(1, t * 0.9 + 0.1))
    u = np.linspace(0, 1, steps)
    parts = [leaf_discs(spine, 0.004, [0, 0.6, 0.5], 0.6, 0.45, rng)]
    shade = np.clip(0.5 + 0.42 * rise + 0.12 * out[2], 0.25, 1)
    hue = 0.5 + 0.1 * rng.normal()
    for sign in (-1, 1):
        reach = np.outer(size, u).ravel()
        points = np.repeat(spine, steps, axis=0) + sign * side * reach[:, None]
        points[:, 1] -= reach * 0.65
        points += out * (reach * 0.35)[:, None]
        radius = 0.0034 * max(length / 0.27, 1) ** 0.35 * np.tile(1.3 - u, ribs)
        parts.append(leaf_discs(points, radius, [out[0] * 0.3, 0.6, 0.5], shade, hue, rng, aspect=(0.5, 0.9)))
    return parts
