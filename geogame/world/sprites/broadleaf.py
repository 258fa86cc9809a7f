"""Broad-leaved trees: a bent trunk, limbs that reach unequally, leaf clusters with gaps that show the sky."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from geogame.world.sprites.primitives import Discs, Points, bent, clusters, leaf_discs, segment, unit_vectors

#: Radius of the crown (1 at its widest) against height in the crown (0 base, 1 top).
PROFILES: dict[str, Callable[[Points], Points]] = {
    "round": lambda t: np.sqrt(np.clip(1 - (2 * t - 0.9) ** 2 / 1.25, 0.05, 1)),
    "dome": lambda t: np.sqrt(np.clip(1 - t**2.2, 0.05, 1)),
    "oval": lambda t: np.sin(np.pi * np.clip(t * 0.86 + 0.12, 0, 1)) ** 0.75,
    "vase": lambda t: np.clip(0.35 + 0.95 * t, 0, 1) * np.sqrt(np.clip(1.02 - t**5, 0.05, 1)),
    "column": lambda t: np.clip(0.7 + 0.5 * t, 0, 1) * np.clip(1.08 - t**3, 0.15, 1),
    "flat": lambda t: np.clip(0.55 + 0.7 * t, 0, 1),
    "egg": lambda t: np.clip((1.1 - t) ** 0.7, 0.1, 1) * np.clip(0.55 + 2.2 * t, 0, 1),
}


@dataclass(frozen=True)
class Broadleaf:
    """The habit of a broad-leaved tree; all lengths in tree heights.

    Parameters
    ----------
    radius
        Half width of the crown at its widest.
    base
        Height of the lowest leaves.
    profile
        A name of `PROFILES`.
    clusters, leaves, leaf_radius
        How many leaf clusters, leaves in each, and how large they are.
    gaps
        Share of the crown without leaves, in patches.
    trunk_radius, fork, stems
        Trunk at the foot, height at which limbs part, and how many trunks stand together.
    lopsided
        How much farther limbs reach to one side than to the other.
    droop
        Length of hanging shoots (willow).
    moss
        Hanging strands below each cluster (live oak, bald cypress).
    blossom
        Share of clusters that carry pale flowers or fruit.
    """

    radius: float = 0.42
    base: float = 0.2
    profile: str = "round"
    clusters: int = 46
    leaves: int = 330
    leaf_radius: float = 0.0072
    cluster_radius: float = 0.14
    squash: float = 0.75
    gaps: float = 0.22
    trunk_radius: float = 0.022
    fork: float = 0.3
    stems: int = 1
    lopsided: float = 0.22
    droop: float = 0.0
    moss: int = 0
    blossom: float = 0.0
    flare: float = 1.0

    def but(self, **changes: object) -> Broadleaf:
        """Return the same habit with some values changed."""
        return replace(self, **changes)  # type: ignore[arg-type]

    def __call__(self, rng: np.random.Generator) -> list[Discs]:
        """Grow one tree."""
        centres, radii = _place_clusters(self, rng)
        parts = _trunks(self, centres, radii, rng)
        crown = (
            np.array([0, (self.base + 1) / 2, 0]),
            np.array([self.radius, (1 - self.base) / 2, self.radius]),
        )
        parts.append(clusters(centres, radii, self.leaves, self.leaf_radius, rng, crown, squash=self.squash))
        if self.droop:
            parts.append(_hanging_shoots(self, centres, radii, rng))
        if self.moss:
            parts.append(_moss(centres, radii, self.moss, rng))
        if self.blossom:
            leaves = parts[-1]
            chosen = leaves[rng.random(len(leaves)) < self.blossom]
            at = chosen[:, :3] * [1.02, 1.0, 1.0] + [0, 0, 0.05]
            parts.append(
                leaf_discs(
                    at,
                    self.leaf_radius * 1.6,
                    [0, 0.5, 0.8],
                    0.95,
                    0.95,
                    rng,
                    aspect=(0.85, 1.0),
                    leafness=0.0,
                )
            )
        return parts


def _place_clusters(tree: Broadleaf, rng: np.random.Generator) -> tuple[Points, Points]:
    """Draw cluster centres (k, 3) and radii (k,) inside the crown, leaving patches empty."""
    n = tree.clusters * 2
    height = (np.arange(n) + rng.random(n)) / n
    rng.shuffle(height)
    azimuth = rng.uniform(0, 2 * np.pi, n)
    lean, split = rng.uniform(0, 2 * np.pi, 2)
    side = 1 + tree.lopsided * np.cos(azimuth - lean) + 0.6 * tree.lopsided * np.cos(3 * azimuth - split + 4 * height)
    reach = PROFILES[tree.profile](height) * side * np.sqrt(rng.uniform(0.12, 1.0, n))
    own = tree.cluster_radius * rng.uniform(0.55, 1.3, n) * (1 - 0.25 * height)
    across = np.maximum(tree.radius * reach - own * 0.55, 0.0)
    along = tree.base + own * tree.squash * 0.6 + (1 - tree.base - own * tree.squash * 1.4) * height
    centres = np.column_stack([np.cos(azimuth) * across, along, np.sin(azimuth) * across])
    wave = rng.uniform(5, 9, (3, 3)) * np.where(rng.random((3, 3)) < 0.5, -1, 1)
    patch = np.sin(centres @ wave / max(tree.radius, 0.3) * 0.5 + rng.uniform(0, 6.28, 3)).sum(axis=1)
    kept = patch > np.quantile(patch, tree.gaps)
    centres, own = centres[kept][: tree.clusters], own[kept][: tree.clusters]
    return centres, own


def _trunks(tree: Broadleaf, centres: Points, radii: Points, rng: np.random.Generator) -> list[Discs]:
    """Make the trunk or trunks, and a limb to every cluster."""
    parts: list[Discs] = []
    tops = []
    for stem in range(tree.stems):
        lean = rng.normal(0, 0.02) + (0.0 if tree.stems == 1 else (stem - (tree.stems - 1) / 2) * 0.16)
        foot = np.array([lean * 0.15, 0.0, rng.normal(0, 0.01)])
        top = np.array([lean, tree.fork, rng.normal(0, 0.02)])
        parts.append(
            bent(foot, [lean * 0.3, tree.fork * 0.5, 0], top, tree.trunk_radius, tree.trunk_radius * 0.66, rng)
        )
        tops.append(top)
    if tree.flare > 1:
        parts.append(segment([0, 0, 0], [0, 0.12, 0], tree.trunk_radius * tree.flare, tree.trunk_radius, rng))
    leader = np.array([rng.normal(0, 0.03), tree.fork + (1 - tree.fork) * 0.66, 0.0])
    parts.append(segment(tops[0], leader, tree.trunk_radius * 0.62, tree.trunk_radius * 0.2, rng, occlusion=0.55))
    for centre, radius in zip(centres, radii, strict=True):
        top = tops[int(rng.integers(len(tops)))]
        up = float(np.clip((centre[1] - tree.fork) * rng.uniform(0.1, 0.55), 0, None))
        start = top + (leader - top) * min(up / max(leader[1] - top[1], 0.05), 0.9)
        bend = (start + centre) / 2 + np.array([0, 0.25 * (centre[1] - start[1]) - 0.02, 0])
        parts.append(bent(start, bend, centre, tree.trunk_radius * 0.34, tree.trunk_radius * 0.1 + 0.0008, rng))
        if radius > tree.cluster_radius:
            twig = centre + rng.normal(0, radius * 0.6, 3)
            parts.append(segment(centre, twig, tree.trunk_radius * 0.1, 0.001, rng, occlusion=0.5))
    return parts


def _hanging_shoots(tree: Broadleaf, centres: Points, radii: Points, rng: np.random.Generator) -> Discs:
    """Hang leafy shoots from the outside of every cluster."""
    shoots, steps = 16, 26
    n = len(centres) * shoots
    start = np.repeat(centres, shoots, axis=0) + unit_vectors(rng, n) * np.repeat(radii, shoots)[:, None]
    length = np.minimum(tree.droop * rng.uniform(0.4, 1.1, n), np.maximum(start[:, 1] - 0.05, 0.01))
    t = np.linspace(0, 1, steps)
    points = np.repeat(start, steps, axis=0)
    points[:, 1] -= np.outer(length, t).ravel()
    points[:, 0] += np.outer(start[:, 0] * 0.12, t**0.5).ravel() + rng.normal(0, 0.004, n * steps)
    outwards = points / np.array([tree.radius, 1.0, tree.radius])
    normals = np.column_stack([outwards[:, 0], np.full(len(points), 0.35), outwards[:, 2] + 0.3])
    occlusion = 0.35 + 0.4 * np.abs(outwards[:, 0]) + 0.25 * outwards[:, 2] + 0.15 * np.tile(t, n)
    hue = 0.5 + np.repeat(rng.normal(0, 0.12, n), steps)
    return leaf_discs(points, tree.leaf_radius * 0.85, normals, occlusion, hue, rng, aspect=(0.4, 0.7))


def _moss(centres: Points, radii: Points, strands: int, rng: np.random.Generator) -> Discs:
    """Hang grey moss, which takes the bark colour, below every cluster."""
    steps = 22
    n = len(centres) * strands
    spread = np.repeat(radii, strands)
    start = np.repeat(centres, strands, axis=0)
    start = start + np.column_stack([rng.uniform(-1, 1, n) * spread, -spread * 0.5, rng.uniform(0, 1, n) * spread])
    length = np.minimum(rng.uniform(0.03, 0.13, n), np.maximum(start[:, 1] - 0.06, 0.01))
    t = np.linspace(0, 1, steps)
    points = np.repeat(start, steps, axis=0) + rng.normal(0, 0.002, (n * steps, 3))
    points[:, 1] -= np.outer(length, t).ravel()
    radius = 0.0042 * np.tile(np.linspace(1.2, 0.4, steps), n)
    return leaf_discs(points, radius, [0, 0.2, 0.9], 0.75, 0.85, rng, leafness=0.0)


@dataclass(frozen=True)
class LeaflessTree:
    """A broad-leaved tree in winter: branches alone, forked `levels` times."""

    spread: float = 0.5
    levels: int = 6
    trunk_radius: float = 0.024
    trunk: float = 0.28

    def __call__(self, rng: np.random.Generator) -> list[Discs]:
        """Grow one tree, scaled to height 1."""
        parts: list[Discs] = []

        def fork(start: Points, direction: Points, length: float, radius: float, level: int) -> None:
            end = start + direction * length
            parts.append(segment(start, end, radius, radius * 0.66, rng, occlusion=0.75))
            if level == 0:
                return
            for _ in range(int(rng.integers(2, 4))):
                turned = direction + unit_vectors(rng, 1)[0] * self.spread + np.array([0, 0.10, 0])
                turned /= np.linalg.norm(turned)
                fork(end, turned, length * rng.uniform(0.66, 0.84), radius * 0.6, level - 1)

        fork(np.zeros(3), np.array([0.0, 1.0, 0.0]), self.trunk, self.trunk_radius, self.levels)
        return parts
