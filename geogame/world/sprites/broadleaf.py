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
    flare
        How much thicker the trunk is at the foot.
    limbs
        Scaffold branches that carry the clusters, with sky between them.
    splay
        How far several stems lean apart.
    marks
        Dark marks on the bark (aspen, birch, sycamore).
    knees, props
        Cypress knees around the foot; arching prop roots (mangrove).
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
    limbs: int = 7
    splay: float = 0.16
    marks: int = 0
    knees: int = 0
    props: int = 0

    def but(self, **changes: object) -> Broadleaf:
        """Return the same habit with some values changed."""
        return replace(self, **changes)  # type: ignore[arg-type]

    def __call__(self, rng: np.random.Generator) -> list[Discs]:
        """Grow one tree."""
        return _grown(self._individual(rng), rng)

    def _individual(self, rng: np.random.Generator) -> Broadleaf:
        """Draw one tree's own habit: wide or slim, full or gappy, leaning to a side."""
        wide, high, full, one_sided = rng.uniform([0.8, 0.7, 0.8, 0.4], [1.1, 1.35, 1.15, 2.0])
        return self.but(
            radius=self.radius * wide,
            base=self.base * high,
            fork=min(self.fork * (0.75 + 0.4 * rng.random()), 0.92),
            clusters=int(self.clusters * full),
            limbs=max(3, self.limbs + int(rng.integers(-2, 3))),
            gaps=float(np.clip(self.gaps + rng.uniform(-0.05, 0.12), 0.03, 0.5)),
            lopsided=self.lopsided * one_sided,
        )


def _grown(tree: Broadleaf, rng: np.random.Generator) -> list[Discs]:
    """Build the discs of one tree of a settled habit."""
    limbs = _scaffold(tree, rng)
    centres, radii, own = _place_clusters(tree, limbs, rng)
    parts = _trunks(tree, limbs, rng)
    parts += _twigs(tree, limbs, own, centres, rng)
    crown = (
        np.array([0, (tree.base + 1) / 2, 0]),
        np.array([tree.radius, (1 - tree.base) / 2, tree.radius]),
    )
    parts.append(clusters(centres, radii, int(tree.leaves * 0.75), tree.leaf_radius, rng, crown, squash=tree.squash))
    if tree.droop:
        parts.append(_hanging_shoots(tree, centres, radii, rng))
    leaves = parts[-1]
    if tree.moss:
        parts.append(_moss(centres, radii, tree.moss, rng))
    if tree.blossom:
        chosen = leaves[rng.random(len(leaves)) < tree.blossom]
        at = chosen[:, :3] * [1.02, 1.0, 1.0] + [0, 0, 0.05]
        parts.append(
            leaf_discs(
                at,
                tree.leaf_radius * 1.6,
                [0, 0.5, 0.8],
                0.95,
                0.95,
                rng,
                aspect=(0.85, 1.0),
                leafness=0.0,
            )
        )
    return parts


def _scaffold(tree: Broadleaf, rng: np.random.Generator) -> Points:
    """Draw the main limbs, (limbs, 3 points, 3): where each leaves the trunk, bends, and ends inside the crown."""
    n = tree.limbs
    height = np.sort((np.arange(n) + rng.uniform(0.1, 0.9, n)) / n)
    azimuth = np.arange(n) * 2.4 + rng.uniform(0, 6.28) + rng.normal(0, 0.35, n)
    side = 1 + tree.lopsided * np.cos(azimuth - rng.uniform(0, 2 * np.pi))
    reach = tree.radius * PROFILES[tree.profile](height) * side * rng.uniform(0.5, 0.86, n)
    tips = np.column_stack(
        [np.cos(azimuth) * reach, tree.base + (1 - tree.base) * (0.06 + 0.84 * height), np.sin(azimuth) * reach]
    )
    start = np.minimum(tree.fork + (tips[:, 1] - tree.fork) * rng.uniform(0.05, 0.5, n), tips[:, 1] * 0.92)
    start = np.maximum(start, min(tree.fork, tree.base + 0.1) * 0.8)
    feet = np.column_stack([rng.normal(0, 0.01, n), start, rng.normal(0, 0.01, n)])
    bends = feet * 0.45 + tips * 0.55
    bends[:, 1] += rng.uniform(-0.06, 0.05, n) * np.minimum(1, reach / 0.2)
    return np.stack([feet, bends, tips], axis=1)


def _on_limb(limbs: Points, t: Points) -> Points:
    """Points (k, 3) at `t` (k, 1) along each of `limbs` (k, 3, 3)."""
    return np.asarray((1 - t) ** 2 * limbs[:, 0] + 2 * t * (1 - t) * limbs[:, 1] + t**2 * limbs[:, 2])


def _place_clusters(tree: Broadleaf, limbs: Points, rng: np.random.Generator) -> tuple[Points, Points, Points]:
    """Draw cluster centres (k, 3), radii (k,) and limbs (k,): most in clumps along the limbs, some in between."""
    n = int(tree.clusters * 1.5)
    own = (
        np.concatenate([np.arange(len(limbs)), rng.integers(0, len(limbs), n - len(limbs))])
        if n > len(limbs)
        else (rng.integers(0, len(limbs), n))
    )
    t = rng.uniform(0.45, 1.12, (n, 1))
    radii = tree.cluster_radius * rng.uniform(0.45, 1.05, n)
    spread = np.array([1.0, 0.55 * tree.squash + 0.2, 1.0]) * tree.cluster_radius * 1.05
    centres = _on_limb(limbs[own], t) + np.clip(rng.normal(0, 1, (n, 3)), -1.4, 1.4) * spread
    free = rng.random(n) < 0.4
    height, azimuth = rng.random(n), rng.uniform(0, 2 * np.pi, n)
    reach = tree.radius * PROFILES[tree.profile](height) * np.sqrt(rng.uniform(0.1, 0.9, n))
    inside = np.column_stack([np.cos(azimuth) * reach, tree.base + (1 - tree.base) * height, np.sin(azimuth) * reach])
    centres[free] = inside[free]
    low, high = tree.base + radii * tree.squash * 0.5, 1 - radii * tree.squash * 0.8
    centres[:, 1] = np.clip(centres[:, 1], low, np.maximum(high, low))
    wave = rng.uniform(5, 9, (3, 3)) * np.where(rng.random((3, 3)) < 0.5, -1, 1)
    patch = np.sin(centres @ wave / max(tree.radius, 0.3) * 0.5 + rng.uniform(0, 6.28, 3)).sum(axis=1)
    kept = patch > np.quantile(patch, tree.gaps)
    return centres[kept], radii[kept], own[kept]


def _trunks(tree: Broadleaf, limbs: Points, rng: np.random.Generator) -> list[Discs]:
    """Make the trunk or trunks, their marks and feet, and the scaffold limbs."""
    parts: list[Discs] = []
    thick = tree.trunk_radius
    top_y = max(float(limbs[:, 0, 1].max()), tree.fork) + 0.04
    leader = np.array([rng.normal(0, 0.02), top_y, 0.0])
    for stem in range(tree.stems):
        lean = rng.normal(0, 0.02) + (0.0 if tree.stems == 1 else (stem - (tree.stems - 1) / 2) * tree.splay)
        foot = np.array([lean * 0.15, 0.0, rng.normal(0, 0.01)])
        top = leader if stem == 0 and tree.stems == 1 else np.array([lean, tree.fork * 1.15, rng.normal(0, 0.02)])
        middle = [(foot[0] + top[0]) * 0.4 + rng.normal(0, 0.012), top[1] * 0.5, 0]
        trunk = bent(foot, middle, top, thick, thick * (0.34 if tree.stems == 1 else 0.5), rng)
        parts.append(trunk)
        if tree.marks:
            at = trunk[rng.integers(0, max(1, int(len(trunk) * 0.8)), tree.marks)]
            spots = at[:, :3] + np.column_stack(
                [rng.uniform(-0.6, 0.6, tree.marks) * at[:, 3], np.zeros(tree.marks), at[:, 3] + 0.01]
            )
            marks = leaf_discs(spots, at[:, 3] * 0.55, [0, 0, 1], 0.02, 0.0, rng, aspect=(0.3, 0.6), leafness=0.0)
            marks[:, 10] = 0.0
            parts.append(marks)
    if tree.flare > 1:
        parts.append(segment([0, 0, 0], [0, 0.14, 0], thick * tree.flare, thick, rng))
    for _ in range(tree.knees):
        x = rng.choice([-1.0, 1.0]) * rng.uniform(1.8, 5.5) * thick
        parts.append(segment([x, 0, 0.02], [x, rng.uniform(0.02, 0.07), 0.02], thick * 0.3, thick * 0.12, rng))
    for _ in range(tree.props):
        x, y = rng.choice([-1.0, 1.0]) * rng.uniform(0.06, 0.5) * tree.radius * 2, rng.uniform(0.12, 0.36)
        parts.append(bent([x * 0.25, y, 0], [x * 0.9, y * 0.95, 0.04], [x, 0, 0.05], thick * 0.4, thick * 0.3, rng))
    for feet, bend, tip in limbs:
        parts.append(bent(feet, bend, tip, thick * 0.46, thick * 0.14 + 0.001, rng))
    return parts


def _twigs(tree: Broadleaf, limbs: Points, own: Points, centres: Points, rng: np.random.Generator) -> list[Discs]:
    """Join every cluster to its limb."""
    starts = _on_limb(limbs[own], rng.uniform(0.35, 0.8, (len(own), 1)))
    return [
        segment(start, centre, tree.trunk_radius * 0.13 + 0.0008, 0.0012, rng, occlusion=0.4)
        for start, centre in zip(starts, centres, strict=True)
    ]


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
    marks: int = 0

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

        trunk = self.trunk * rng.uniform(0.75, 1.2)
        fork(np.zeros(3), np.array([rng.normal(0, 0.06), 1.0, 0.0]), trunk, self.trunk_radius, self.levels)
        if self.marks:
            y = rng.uniform(0.03, trunk * 1.6, self.marks)
            spots = np.column_stack([rng.uniform(-0.7, 0.7, self.marks) * self.trunk_radius, y, np.full(len(y), 0.04)])
            marks = leaf_discs(
                spots, self.trunk_radius * 0.5, [0, 0, 1], 0.02, 0.0, rng, aspect=(0.3, 0.6), leafness=0.0
            )
            marks[:, 10] = 0.0
            parts.append(marks)
        return parts
