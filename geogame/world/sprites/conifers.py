"""Conifers: whorled trees clad in needles to the ground, and pines with needle tufts on open limbs."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from geogame.world.sprites.primitives import Discs, clusters, leaf_discs, segment


@dataclass(frozen=True)
class Conifer:
    """A spire with boughs in tiers (fir, spruce, hemlock, cedar, redwood); lengths in tree heights.

    Parameters
    ----------
    radius, base
        Half width at the lowest boughs, and their height.
    density
        How many boughs and needles; below 1 the trunk shows between tiers.
    droop
        How far a bough's tip hangs, by the bough's length.
    taper
        1 a cone, less a column with a rounded top.
    tiers
        Strength of the layers, 0 (smooth, as a cedar) to 1 (as a fir).
    nod
        Sideways nod of the leader (hemlock).
    """

    radius: float = 0.2
    base: float = 0.06
    density: float = 1.0
    droop: float = 0.25
    taper: float = 0.8
    tiers: float = 0.5
    trunk_radius: float = 0.014
    needle_radius: float = 0.0068
    nod: float = 0.0

    def __call__(self, rng: np.random.Generator) -> list[Discs]:
        """Grow one tree of its own width, density and lowest boughs."""
        wide, low, full, hang = rng.uniform([0.78, 0.6, 0.82, 0.7], [1.15, 1.5, 1.12, 1.4])
        tree = replace(
            self,
            radius=self.radius * wide,
            base=self.base * low,
            density=self.density * full,
            droop=self.droop * hang,
            taper=self.taper * rng.uniform(0.85, 1.2),
        )
        return tree.grown(rng)

    def grown(self, rng: np.random.Generator) -> list[Discs]:
        """Grow a tree of exactly this habit."""
        whorls = int(40 * self.density)
        tier = (np.arange(whorls) + rng.uniform(0.2, 0.8, whorls)) / whorls
        count = np.maximum(4, (6 + 7 * (1 - tier)).astype(int))
        height = np.repeat(self.base + (1 - self.base) * tier, count)
        n = len(height)
        height = height + rng.normal(0, 0.012 * (1.1 - self.tiers), n)
        height = np.clip(height, self.base, 0.985)
        azimuth = rng.uniform(0, 2 * np.pi, n)
        lean = rng.uniform(0, 2 * np.pi)
        uneven = 1 + 0.14 * np.cos(azimuth - lean + 3 * height) + 0.13 * np.repeat(rng.normal(size=whorls), count)
        length = self.radius * (1 - height) ** self.taper * uneven * rng.uniform(0.7, 1.08, n) + 0.008
        keep = rng.random(n) < min(1.0, 0.78 + 0.2 * self.density)
        broken = rng.uniform(self.base, 0.9), rng.uniform(0, 2 * np.pi)
        keep &= ~((np.abs(height - broken[0]) < 0.07) & (np.cos(azimuth - broken[1]) > 0.3))
        return [
            segment([0, 0, 0], [0, 0.97, 0], self.trunk_radius, 0.003, rng),
            self._boughs(height[keep], azimuth[keep], length[keep], rng),
        ]

    def _boughs(
        self,
        height: np.ndarray[tuple[int, ...], np.dtype[np.float64]],
        azimuth: np.ndarray[tuple[int, ...], np.dtype[np.float64]],
        length: np.ndarray[tuple[int, ...], np.dtype[np.float64]],
        rng: np.random.Generator,
    ) -> Discs:
        """Clad boughs with needle sprays: dark near the trunk, light at the tips."""
        needles = (18 + 190 * length * self.density).astype(int)
        own = np.repeat(np.arange(len(length)), needles)
        n = len(own)
        t = rng.uniform(0.1, 1, n) ** 0.8
        reach = length[own] * t
        spread = 0.16 * length[own] * t * rng.normal(size=n)
        along, across = np.cos(azimuth[own]), np.sin(azimuth[own])
        x = along * reach - across * spread + self.nod * np.clip(height[own] - 0.9, 0, 1) * 3
        z = across * reach + along * spread
        sag = self.droop * length[own] * t**1.3 - 0.12 * length[own] * t**3
        y = np.maximum(height[own] - sag + rng.normal(0, 0.004, n), 0.0)
        normals = np.column_stack([along * t * 0.85, np.full(n, 0.45), across * t * 0.85])
        normals += 0.3 * rng.normal(size=(n, 3))
        occlusion = 0.1 + 0.85 * t**1.3 + 0.1 * across * t + rng.normal(0, 0.06, n)
        hue = 0.46 + 0.13 * rng.normal(size=n) + 0.16 * (t - 0.5)
        radius = self.needle_radius * rng.uniform(0.6, 1.3, n)
        points = np.column_stack([x, y, z])
        return leaf_discs(points, radius, normals, occlusion, hue, rng, aspect=(0.3, 0.7))


@dataclass(frozen=True)
class Pine:
    """A bare trunk with limbs that carry needle tufts (pines of the West and the South).

    Parameters
    ----------
    base
        Height of the lowest living limb.
    radius
        Half width of the crown.
    limbs, tuft, needles
        How many tufted limbs, a tuft's radius, and the needles in it.
    flat
        1 a flat-topped tuft crown (slash pine), 0 a pointed one.
    snags
        Dead limbs below the crown.
    plates
        Dark furrows between the plates of the bark (ponderosa).
    """

    base: float = 0.45
    radius: float = 0.18
    limbs: int = 34
    tuft: float = 0.055
    needles: int = 260
    trunk_radius: float = 0.014
    flat: float = 0.0
    snags: int = 4
    squash: float = 0.62
    plates: int = 0

    def __call__(self, rng: np.random.Generator) -> list[Discs]:
        """Grow one tree of its own height of crown, width and fullness."""
        wide, high, full = rng.uniform([0.78, 0.85, 0.75], [1.15, 1.18, 1.15])
        tree = replace(
            self,
            radius=self.radius * wide,
            base=min(self.base * high, 0.8),
            limbs=max(8, int(self.limbs * full)),
            snags=int(rng.integers(self.snags // 2, self.snags * 2 + 1)),
        )
        return tree.grown(rng)

    def grown(self, rng: np.random.Generator) -> list[Discs]:
        """Grow a tree of exactly this habit."""
        n = self.limbs
        t = np.sort((np.arange(n) + rng.random(n)) / n) * 0.97
        height = self.base + (1 - self.base) * t
        narrowing = (1 - self.flat) * (1.05 - 0.8 * t**1.5) + self.flat * np.sin(np.pi * np.clip(0.18 + 0.66 * t, 0, 1))
        azimuth = rng.uniform(0, 2 * np.pi, n)
        side = 1 + 0.25 * np.cos(azimuth - rng.uniform(0, 2 * np.pi))
        reach = self.radius * narrowing * side * np.sqrt(rng.uniform(0.15, 1.1, n))
        # Each limb carries two or three tufts along its outer half: layers, not balls.
        own = np.concatenate([np.arange(n), np.arange(n), rng.integers(0, n, n // 2)])
        along = np.concatenate([np.ones(n), rng.uniform(0.45, 0.8, n), rng.uniform(0.3, 1.1, n // 2)])
        height, azimuth, reach = height[own], azimuth[own] + rng.normal(0, 0.25, len(own)), reach[own] * along
        n = len(own)
        centres = np.column_stack(
            [
                np.cos(azimuth) * reach,
                np.minimum(height + 0.03 + 0.05 * along + rng.normal(0, 0.012, n), 0.955),
                np.sin(azimuth) * reach,
            ]
        )
        bend = rng.normal(0, 0.012)
        parts = [segment([0, 0, 0], [bend, 0.96, 0], self.trunk_radius, self.trunk_radius * 0.35, rng)]
        if self.plates:
            up = rng.uniform(0.01, self.base * 1.2, self.plates)
            x = rng.uniform(-0.85, 0.85, self.plates) * self.trunk_radius * (1 - 0.6 * up) + bend * up
            furrows = np.column_stack([x, up, np.full(self.plates, self.trunk_radius + 0.01)])
            dark = leaf_discs(furrows, 0.007, [0, 0, 1], 0.05, 0.1, rng, aspect=(0.16, 0.3), leafness=0.0)
            dark[:, 10] = np.pi / 2 + rng.normal(0, 0.2, self.plates)
            parts.append(dark)
        for centre in centres:
            foot = [bend * centre[1], centre[1] - 0.04 - 0.1 * abs(centre[0]), 0]
            parts.append(segment(foot, centre, self.trunk_radius * 0.3, self.trunk_radius * 0.12, rng, occlusion=0.5))
        for _ in range(self.snags):
            y, reach_x = rng.uniform(self.base * 0.45, self.base), rng.uniform(-0.7, 0.7) * self.radius
            tip = [reach_x, y - 0.01, rng.uniform(0, 0.05)]
            parts.append(segment([bend * y, y, 0], tip, self.trunk_radius * 0.2, 0.0015, rng))
        crown = (
            np.array([0.0, (self.base + 1) / 2, 0.0]),
            np.array([self.radius * 1.2, (1 - self.base) / 2 * 1.1, self.radius * 1.2]),
        )
        centres = np.vstack([centres, [[bend, 0.955, 0.0]]])
        radii = np.append(rng.uniform(0.45, 1.05, n) * self.tuft, self.tuft * 0.8)
        parts.append(
            clusters(
                centres,
                radii,
                self.needles // 2,
                0.0064,
                rng,
                crown,
                squash=self.squash,
                fill=0.15,
                aspect=(0.25, 0.6),
            )
        )
        return parts
