"""Wild flowers as patches of stems: leaves take the leaf colour, petals the bark colour."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from geogame.world.sprites.primitives import Discs, leaf_discs, segment


@dataclass(frozen=True)
class Flowers:
    """A wide patch of flowering stems.

    Parameters
    ----------
    kind
        "spike" (lupine, bluebonnet, fireweed), "plume" (goldenrod), "cup" (poppy, paintbrush, dandelion) or "daisy"
        (aster, black-eyed Susan: a dark middle).
    stems
        How many stems.
    head
        Radius of a flower, or half length of a spike, by the patch's height.
    half_width
        Half width of the patch by its height.
    """

    kind: str = "daisy"
    stems: int = 46
    head: float = 0.05
    half_width: float = 1.1

    def __call__(self, rng: np.random.Generator) -> list[Discs]:
        """Grow one patch."""
        n = 520
        x = rng.uniform(-1, 1, n) * self.half_width
        y = rng.uniform(0.02, 0.55, n) * (1 - 0.5 * (x / self.half_width) ** 2)
        at = np.column_stack([x, y, rng.uniform(-0.3, 0.2, n)])
        hue = 0.5 + 0.14 * rng.normal(size=n)
        parts = [leaf_discs(at, 0.035, [0, 0.6, 0.6], 0.3 + y, hue, rng, aspect=(0.2, 0.45))]
        for _ in range(self.stems):
            foot = rng.uniform(-1, 1) * self.half_width
            height = rng.uniform(0.55, 1.0) * (1 - 0.25 * abs(foot) / self.half_width)
            top = np.array([foot + rng.normal(0, 0.05), height - self.head, rng.uniform(0.0, 0.35)])
            parts.append(segment([foot, 0, top[2]], top, 0.008, 0.005, rng, leafness=1.0))
            parts.append(self._head(top, rng))
        return parts

    def _head(self, top: np.ndarray[tuple[int, ...], np.dtype[np.float64]], rng: np.random.Generator) -> Discs:
        if self.kind in ("spike", "plume"):
            n = 34
            t = rng.random(n)
            wide = 0.028 if self.kind == "spike" else 0.09
            x = rng.normal(0, wide, n) * (1.15 - t) + (0.0 if self.kind == "spike" else 0.12 * t * rng.choice([-1, 1]))
            points = top + np.column_stack([x, self.head * (2.2 * t - 1.2), rng.uniform(0, 0.05, n)])
            return leaf_discs(points, 0.018, [0, 0.5, 0.7], 0.75 + 0.25 * t, 0.75, rng, aspect=(0.7, 1), leafness=0.0)
        points = top + np.array([[0, 0, 0.02], [0.4, 0.2, 0.01], [-0.4, 0.2, 0.01]]) * [self.head, self.head, 1]
        petals = leaf_discs(points, self.head, [0, 0.7, 0.6], 1.0, 0.8, rng, aspect=(0.6, 0.9), leafness=0.0)
        petals[:, 10] = rng.normal(0, 0.3, 3)
        if self.kind == "cup":
            return petals
        middle = leaf_discs(
            [top + [0, 0.15 * self.head, 0.05]], self.head * 0.4, [0, 0.5, 0.8], 0.05, 0.0, rng, aspect=(0.8, 1)
        )
        middle[:, 7] = 0.0
        return np.concatenate([petals, middle])
