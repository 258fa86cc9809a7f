"""Low plants: shrubs, grasses, ferns, reeds, and plants that drape over others."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from geogame.world.sprites.primitives import Discs, clusters, leaf_discs, segment, unit_vectors


@dataclass(frozen=True)
class Shrub:
    """A leafy mound on several stems (sagebrush, juniper, blueberry, saltbush, cotton)."""

    leaves: int = 1500
    radius: float = 0.7
    leaf_radius: float = 0.016
    mounds: int = 14
    lowest: float = 0.2
    highest: float = 0.7
    mound_radius: tuple[float, float] = (0.16, 0.28)
    bolls: int = 0
    boll_radius: float = 0.03
    leaf_aspect: tuple[float, float] = (0.45, 0.9)

    def __call__(self, rng: np.random.Generator) -> list[Discs]:
        """Grow one shrub, round or straggling."""
        n = max(4, int(self.mounds * rng.uniform(0.55, 1.15)))
        azimuth = rng.uniform(0, 2 * np.pi, n)
        out = self.radius * 0.68 * np.sqrt(rng.random(n))
        top = self.highest * rng.uniform(0.8, 1.15)
        y = rng.uniform(self.lowest, top, n) * (1 - 0.35 * out / self.radius)
        centres = np.column_stack([np.cos(azimuth) * out, y, np.sin(azimuth) * out])
        radii = rng.uniform(*self.mound_radius, n)
        centres[:, 1] = np.maximum(centres[:, 1], radii * 0.7)
        parts = [segment([0, 0, 0], centre, 0.014, 0.006, rng, occlusion=0.4) for centre in centres]
        crown = (np.array([0, 0.35, 0]), np.array([self.radius, 0.65, self.radius]))
        foliage = clusters(
            centres,
            radii,
            self.leaves // n,
            self.leaf_radius,
            rng,
            crown,
            squash=0.85,
            fill=0.2,
            aspect=self.leaf_aspect,
        )
        parts.append(foliage)
        if self.bolls:
            at = foliage[rng.choice(len(foliage), self.bolls), :3] * [1.05, 1.02, 1.05] + [0, 0, 0.12]
            pale = leaf_discs(at, self.boll_radius, [0, 0.6, 0.6], 1.0, 0.95, rng, aspect=(0.8, 1), leafness=0)
            parts.append(pale)
        return parts


@dataclass(frozen=True)
class Twigs:
    """An open shrub of thin stems with few leaves (creosote, saplings' skirts, winter brush)."""

    stems: int = 70
    width: float = 0.7
    leaves: int = 14
    leaf_radius: float = 0.012
    upright: float = 0.55

    def __call__(self, rng: np.random.Generator) -> list[Discs]:
        """Grow one shrub."""
        parts: list[Discs] = []
        directions = unit_vectors(rng, self.stems)
        directions[:, 1] = np.abs(directions[:, 1]) + self.upright
        directions /= np.linalg.norm(directions, axis=1, keepdims=True)
        directions[:, 0] *= self.width * 1.4
        for out in directions[: int(self.stems * rng.uniform(0.5, 1))]:
            length = rng.uniform(0.6, 1.0)
            parts.append(segment([0, 0, 0], out * length, 0.008, 0.003, rng, occlusion=0.6))
            if self.leaves:
                t = rng.uniform(0.35, 1, self.leaves)[:, None]
                points = out * length * t + rng.normal(0, 0.03, (self.leaves, 3))
                normal = np.array([out[0] * 0.6, 0.5, out[2] * 0.6 + 0.3])
                hue = 0.5 + 0.15 * rng.normal(size=self.leaves)
                parts.append(leaf_discs(points, self.leaf_radius, normal, 0.35 + 0.6 * t[:, 0], hue, rng))
        return parts


@dataclass(frozen=True)
class Blades:
    """A tuft of grass, fern, rice or reed blades.

    Parameters
    ----------
    spread, curve
        How far blades lean and bend.
    heads
        Share of blades that carry a seed head (bark colour).
    head_length, head_radius
        Size of a head: small for grass, large for cattail.
    clump
        Spread of the feet; from 1 on the blades stand evenly over that half width (a strip of sward).
    shortest
        Length of the shortest blade by the longest.
    rooted
        Light at the foot of the blades, 0..1.
    """

    blades: int = 70
    spread: float = 0.55
    radius: float = 0.010
    curve: float = 0.5
    heads: float = 0.0
    head_length: float = 0.08
    head_radius: float = 0.009
    clump: float = 0.12
    shortest: float = 0.5
    rooted: float = 0.25

    def __call__(self, rng: np.random.Generator) -> list[Discs]:
        """Grow one tuft."""
        parts: list[Discs] = []
        t = np.linspace(0, 1, 70)
        for _ in range(self.blades):
            lean = rng.uniform(-1, 1)
            length = rng.uniform(self.shortest, 1) * (1 - 0.25 * abs(lean))
            across = rng.normal() if self.clump < 1 else rng.uniform(-1, 1)
            foot = across * self.clump * max(self.spread, 0.4)
            stands_at = 0.0
            if self.clump >= 1:
                length *= 1 - 0.8 * across * across
                # The feet lie on an ellipse of ground, as seen from a little above: no straight line below.
                stands_at = 0.3 * across * across + rng.uniform(0.0, 0.25)
            x = foot + lean * self.spread * length * t ** (1 + self.curve)
            y = stands_at + length * t - 0.44 * abs(lean) * length * t**2.5 * self.curve
            points = np.column_stack([x, y, np.full(70, rng.uniform(-0.2, 0.2))])
            hue = 0.5 + 0.16 * rng.normal() + 0.1 * (t - 0.5)
            radius = self.radius * (1.25 - t)
            parts.append(
                leaf_discs(
                    points,
                    radius,
                    [lean * 0.4, 0.45, 0.7],
                    self.rooted + (1 - self.rooted) * t,
                    hue,
                    rng,
                    aspect=(0.8, 1),
                )
            )
            if rng.random() < self.heads:
                n = max(8, int(self.head_length * 130))
                along = np.linspace(-0.15, 1, n) * self.head_length
                head = points[-1] + np.column_stack([lean * 0.2 * along, along, np.full(n, 0.02)])
                parts.append(leaf_discs(head, self.head_radius, [0, 0.5, 0.7], 0.95, 0.7, rng, leafness=0.0))
        return parts


def kudzu(rng: np.random.Generator) -> list[Discs]:
    """Grow a kudzu drape: broad leaves over hidden trees, in humps with hanging curtains."""
    n = 64
    x = rng.uniform(-0.62, 0.62, n)
    humps = 0.66 + 0.24 * np.cos(x * rng.uniform(4, 8) + rng.uniform(0, 6))
    humps *= np.clip(1.08 - (np.abs(x) / 0.66) ** 2.2, 0.12, 1)
    y = humps * rng.uniform(0.05, 1.0, n)
    centres = np.column_stack([x, y, rng.uniform(-0.3, 0.35, n)])
    crown = (np.array([0, 0.4, 0]), np.array([0.75, 0.6, 0.5]))
    mass = clusters(centres, rng.uniform(0.09, 0.17, n), 130, 0.017, rng, crown, squash=0.8, fill=0.5, aspect=(0.7, 1))
    curtains = 70
    start = centres[rng.integers(0, n, curtains)] + np.column_stack(
        [rng.normal(0, 0.08, curtains), np.zeros(curtains), np.full(curtains, 0.1)]
    )
    steps = 24
    t = np.tile(np.linspace(0, 1, steps), curtains)
    points = np.repeat(start, steps, axis=0)
    points[:, 1] *= 1 - t
    points += rng.normal(0, 0.012, points.shape)
    drape = leaf_discs(
        np.abs(points) * [0, 1, 0] + points * [1, 0, 1],
        0.017,
        [0, 0.35, 0.85],
        0.75 - 0.5 * t,
        0.5 + 0.12 * rng.normal(size=len(t)),
        rng,
        aspect=(0.7, 1),
    )
    return [mass, drape]


def fallen_log(rng: np.random.Generator) -> list[Discs]:
    """Make a rotting log on the ground, moss (leaf colour) on its back, with stubs of branches."""
    tilt, thick = rng.uniform(-0.1, 0.1), rng.uniform(0.2, 0.34)
    start, end = np.array([-2.0, thick + max(0.0, -tilt), 0.0]), np.array([2.0, thick + max(0.0, tilt), 0.0])
    parts = [segment(start, end, thick, thick * 0.7, rng, hue=0.45)]
    n = 420
    t = rng.random((n, 1))
    moss = (
        start
        + (end - start) * t
        + np.column_stack([np.zeros(n), thick * rng.uniform(0.45, 1.0, n), np.full(n, thick * 0.6)])
    )
    parts.append(leaf_discs(moss, 0.035, [0, 0.8, 0.5], 0.8, 0.5, rng, aspect=(0.4, 0.9)))
    for _ in range(4):
        foot = start + (end - start) * rng.uniform(0.1, 0.9)
        parts.append(segment(foot, foot + [rng.normal(0, 0.25), rng.uniform(0.3, 0.9), 0.1], 0.05, 0.02, rng))
    face = end + np.array([0.0, 0.0, 0.08])
    parts.append(leaf_discs(face[None], thick * 0.66, [0.6, 0.2, 0.7], 1.0, 0.95, rng, aspect=(0.9, 1), leafness=0.0))
    return parts
