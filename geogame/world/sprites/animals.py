"""Grazing animals from the side; the coat takes the leaf colour, pale patches and fleece shadows the bark colour."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from geogame.world.sprites.primitives import Discs, leaf_discs, segment, shell


@dataclass(frozen=True)
class Cow:
    """A cow, head down grazing or up.

    Parameters
    ----------
    patches
        Pale patches (bark colour) on the coat: many on a Holstein, none on an Angus.
    pale_face
        Face, brisket and belly pale (Hereford).
    horns
        Length of the horns.
    """

    patches: int = 0
    pale_face: bool = False
    horns: float = 0.0

    def __call__(self, rng: np.random.Generator) -> list[Discs]:
        """Make one animal."""
        parts = [
            segment([x, 0, z], [x, 0.5, z], 0.02, 0.042, hue=0.4, leafness=1.0)
            for x, z in ((-0.30, 0.0), (-0.22, 0.12), (0.18, 0.12), (0.27, 0.0))
        ]
        body = shell([0, 0.62, 0], [0.37, 0.185, 0.2], 1500, 0.035, rng)
        parts.append(body)
        for _ in range(self.patches):
            middle = np.array([rng.uniform(-0.35, 0.35), rng.uniform(0.48, 0.78)])
            near = np.hypot(*(body[:, :2] - middle).T) < rng.uniform(0.07, 0.14)
            body[near, 7] = 0.0
        if self.pale_face:
            body[body[:, 1] < 0.5, 7] = 0.0
        face = 0.0 if self.pale_face else 1.0
        head_y = 0.22 if rng.random() < 0.6 else 0.84
        parts.append(segment([0.3, 0.66, 0], [0.4, (0.66 + head_y) / 2, 0.02], 0.11, 0.07, leafness=1.0))
        parts.append(segment([0.39, head_y + 0.06, 0.03], [0.49, head_y - 0.06, 0.03], 0.07, 0.045, leafness=face))
        parts.append(segment([0.34, head_y + 0.11, 0.05], [0.44, head_y + 0.09, 0.05], 0.02, 0.02, leafness=1.0))
        parts.append(segment([-0.365, 0.7, 0], [-0.4, 0.35, 0], 0.014, 0.02, leafness=1.0))
        if self.horns:
            for side in (-1.0, 1.0):
                tip = [0.4 + side * self.horns, head_y + 0.2, 0.06]
                parts.append(segment([0.4, head_y + 0.11, 0.06], tip, 0.016, 0.007, leafness=0.0))
        return parts


def horse(rng: np.random.Generator) -> list[Discs]:
    """Make a horse: long legs, arched neck, mane and tail in the bark colour."""
    step = rng.uniform(-0.04, 0.04)
    parts = [
        segment([x + s * step, 0, z], [x, 0.5, z], 0.018, 0.035, hue=0.4, leafness=1.0)
        for x, z, s in ((-0.30, 0.0, 1), (-0.24, 0.1, -1), (0.2, 0.1, 1), (0.27, 0.0, -1))
    ]
    parts.append(shell([-0.02, 0.58, 0], [0.34, 0.14, 0.17], 1200, 0.03, rng))
    parts.append(shell([-0.24, 0.6, 0], [0.13, 0.14, 0.17], 400, 0.03, rng))
    grazing = rng.random() < 0.5
    poll = np.array([0.46, 0.42 if grazing else 0.9, 0.02])
    nose = poll + ([0.06, -0.3, 0.0] if grazing else [0.14, -0.12, 0.0])
    parts.append(segment([0.24, 0.62, 0], poll, 0.105, 0.055, leafness=1.0))
    parts.append(segment(poll, nose, 0.055, 0.035, leafness=1.0))
    parts.append(segment(poll + [0, 0.04, 0.03], poll + [0.0, 0.1, 0.03], 0.014, 0.006, leafness=1.0))
    parts.append(segment([0.18, 0.74, 0.03], poll + [-0.05, 0.03, 0.03], 0.03, 0.024, hue=0.3, leafness=0.0))
    parts.append(segment([-0.36, 0.66, 0], [-0.42, 0.24, 0], 0.03, 0.02, hue=0.3, leafness=0.0))
    return parts


def sheep(rng: np.random.Generator) -> list[Discs]:
    """Make a sheep: a woolly barrel on thin dark legs, with a dark face (bark colour)."""
    parts = [
        segment([x, 0, z], [x, 0.4, z], 0.03, 0.04, hue=0.2, leafness=0.0)
        for x, z in ((-0.26, 0.0), (-0.16, 0.12), (0.16, 0.12), (0.26, 0.0))
    ]
    wool = shell([0, 0.6, 0], [0.42, 0.3, 0.3], 900, 0.06, rng)
    wool[:, 8] = np.clip(0.75 + rng.normal(0, 0.14, len(wool)), 0, 1)
    parts.append(wool)
    head_y = 0.25 if rng.random() < 0.6 else 0.82
    parts.append(segment([0.34, 0.65, 0], [0.42, (0.65 + head_y) / 2, 0.02], 0.14, 0.1, leafness=1.0))
    at = [[0.44, head_y + 0.05, 0.3], [0.5, head_y, 0.3], [0.54, head_y - 0.06, 0.3]]
    parts.append(leaf_discs(at, 0.09, [0.2, 0.3, 0.8], 0.6, 0.3, rng, aspect=(0.7, 0.8), leafness=0.0))
    return parts
