"""Things that stand in the land and are no building: water tower, bale, pump jack, wind turbine."""

from __future__ import annotations

import numpy as np

from geogame.world.sprites.primitives import Discs, leaf_discs, panel, segment, shell


def wind_pump(rng: np.random.Generator) -> list[Discs]:
    """Make a farm wind pump: lattice tower, wheel and vane."""
    parts = [segment([sx * 0.10, 0, 0.02], [sx * 0.012, 0.86, 0], 0.005, 0.004) for sx in (-1, 1)]
    for y in np.linspace(0.05, 0.75, 6):
        low, high = 0.10 * (1 - y / 0.95), 0.10 * (1 - (y + 0.13) / 0.95)
        parts.append(segment([-low, y, 0], [low, y, 0], 0.003, 0.003))
        parts.append(segment([-low, y, 0], [high, y + 0.13, 0], 0.0025, 0.0025))
        parts.append(segment([low, y, 0], [-high, y + 0.13, 0], 0.0025, 0.0025))
    turn = rng.uniform(0, 0.3)
    for angle in np.arange(18) * 2 * np.pi / 18 + turn:
        c, s = np.cos(angle), np.sin(angle)
        parts.append(segment([c * 0.02, 0.87 + s * 0.02, 0.03], [c * 0.108, 0.87 + s * 0.108, 0.03], 0.004, 0.009))
    parts.append(segment([0, 0.87, 0], [0.17, 0.875, -0.02], 0.004, 0.004))
    parts.append(panel((0.14, 0.21), (0.845, 0.905), 0.0, 0.008, rng, leafness=0.0))
    return parts


def water_tower(rng: np.random.Generator) -> list[Discs]:
    """Make a legged municipal water tower; the tank takes the leaf colour."""
    parts = [segment([sx, 0, 0], [sx * 0.8, 0.72, 0], 0.007, 0.006) for sx in (-0.17, -0.06, 0.06, 0.17)]
    parts.append(segment([0, 0, 0], [0, 0.7, 0], 0.02, 0.02))
    for y in (0.25, 0.5):
        parts.append(segment([-0.16, y, 0], [0.16, y, 0], 0.003, 0.003))
        parts.append(segment([-0.15, y, 0], [-0.05, y - 0.24, 0], 0.002, 0.002))
        parts.append(segment([0.15, y, 0], [0.05, y - 0.24, 0], 0.002, 0.002))
    parts.append(shell([0, 0.83, 0], [0.22, 0.145, 0.2], 3600, 0.016, rng))
    parts.append(segment([-0.235, 0.80, 0.21], [0.235, 0.80, 0.21], 0.006, 0.006, occlusion=0.5, leafness=1.0))
    return parts


def water_sphere(rng: np.random.Generator) -> list[Discs]:
    """Make a one-legged water tower, a ball on a flared stem."""
    t = np.linspace(0, 1, 300)
    stem = leaf_discs(
        np.column_stack([np.zeros(300), 0.78 * t, np.zeros(300)]),
        0.035 + 0.05 * (1 - t) ** 6 + 0.045 * t**8,
        [0, 0.1, 0.95],
        0.9,
        0.5,
        rng,
        aspect=(1, 1),
    )
    stem[:, 7] = 0.0
    return [stem, shell([0, 0.82, 0], [0.2, 0.16, 0.19], 3600, 0.016, rng)]


def round_bale(rng: np.random.Generator) -> list[Discs]:
    """Make a round hay bale seen on its end, the straw wound in a spiral."""
    n = 1800
    angle, out = rng.uniform(0, 2 * np.pi, n), 0.47 * np.sqrt(rng.random(n))
    points = np.column_stack([np.cos(angle) * out, 0.49 + np.sin(angle) * out, np.zeros(n)])
    shade = 0.55 + 0.35 * np.sin(out * 60 + angle)
    rim = np.clip((out - 0.4) * 6, 0, 0.6)
    normals = np.column_stack([np.cos(angle) * rim, 0.25 + np.sin(angle) * rim, np.full(n, 0.9)])
    return [leaf_discs(points, 0.019, normals, shade, 0.5 + 0.13 * rng.normal(size=n), rng)]


def square_bale(rng: np.random.Generator) -> list[Discs]:
    """Make a stack of square hay bales, three below and two above."""
    parts = []
    for row, (count, y) in enumerate(((3, 0.0), (2, 0.5))):
        for k in range(count):
            x = (k - count / 2) * 0.5 + rng.normal(0, 0.01)
            n = 700
            points = np.column_stack(
                [rng.uniform(x + 0.02, x + 0.48, n), rng.uniform(y + 0.02, y + 0.48, n), np.full(n, row)]
            )
            edge = np.minimum(points[:, 0] - x, y + 0.5 - points[:, 1])
            shade = np.clip(0.35 + edge * 6, 0.35, 0.95) - 0.25 * (np.abs((points[:, 0] - x) % 0.17 - 0.085) < 0.008)
            hue = 0.5 + 0.14 * rng.normal(size=n)
            parts.append(leaf_discs(points, 0.019, [0, 0.2, 0.9], shade, hue, rng, aspect=(0.25, 0.6)))
    return parts


def pump_jack(rng: np.random.Generator) -> list[Discs]:
    """Make an oil pump jack: base, samson post, walking beam with horse head, counterweight."""
    tilt = rng.uniform(-0.3, 0.3)
    c, s = np.cos(tilt), np.sin(tilt)
    top = np.array([0.0, 0.7, 0.0])
    along = np.array([c, s, 0.0])
    head, tail = top - along * 0.45, top + along * 0.42
    parts = [panel((-0.5, 0.62), (0.0, 0.05), -0.05, 0.012, rng, leafness=0.0)]
    parts += [segment([x, 0.04, 0], top, 0.016, 0.012, leafness=1.0) for x in (-0.16, 0.18)]
    parts.append(segment([-0.09, 0.34, 0], [0.1, 0.34, 0], 0.01, 0.01, leafness=1.0))
    parts.append(segment(head, tail, 0.026, 0.026, leafness=1.0))
    arc = np.linspace(-0.6, 0.6, 30)
    nose = head + np.column_stack([-0.05 - 0.05 * np.cos(arc), -0.03 + 0.2 * np.sin(arc), np.full(30, 0.02)])
    parts.append(leaf_discs(nose, 0.035, [0, 0.2, 0.9], 0.9, 0.5, rng, aspect=(0.9, 1)))
    parts.append(segment([head[0] - 0.09, head[1] - 0.1, 0], [head[0] - 0.09, 0.05, 0], 0.005, 0.005))
    crank = np.array([tail[0] - 0.04, 0.24, 0.05])
    parts.append(segment(tail, crank, 0.012, 0.012, leafness=1.0))
    parts.append(shell(crank, [0.1, 0.1, 0.03], 260, 0.02, rng, hue=0.35))
    parts.append(panel((0.42, 0.6), (0.05, 0.22), 0.0, 0.012, rng, leafness=0.0))
    return parts


def wind_turbine(rng: np.random.Generator) -> list[Discs]:
    """Make a wind turbine: tapering tower, nacelle and three blades."""
    hub = np.array([0.0, 0.63, 0.05])
    parts = [segment([0, 0, 0], [0, 0.63, 0], 0.0115, 0.006, leafness=1.0)]
    start = rng.uniform(0, 2 * np.pi / 3)
    t = np.linspace(0, 1, 220)
    for blade in range(3):
        angle = start + blade * 2 * np.pi / 3
        out = np.array([np.cos(angle), np.sin(angle), 0.0])
        width = 0.0065 * np.where(t < 0.15, 0.6 + 2.6 * t, 1.05 - 0.85 * t)
        parts.append(leaf_discs(hub + np.outer(t, out) * 0.36, width, [0.2, 0.2, 0.9], 0.95, 0.5, rng, aspect=(1, 1)))
    parts.append(segment([-0.018, 0.63, 0.03], [0.018, 0.63, 0.03], 0.011, 0.011, leafness=1.0))
    return parts


def mailbox(rng: np.random.Generator) -> list[Discs]:
    """Make a rural mailbox on a post with its red flag (a light hue)."""
    return [
        segment([0, 0, 0], [0, 0.74, 0], 0.045, 0.045, rng),
        panel((-0.22, 0.22), (0.72, 0.88), 0.05, 0.018, rng),
        shell([-0.0, 0.87, 0.05], [0.21, 0.1, 0.06], 300, 0.02, rng),
        segment([0.13, 0.8, 0.2], [0.13, 0.99, 0.2], 0.014, 0.014, hue=0.95),
    ]


def fire_hydrant(rng: np.random.Generator) -> list[Discs]:
    """Make a fire hydrant: barrel, bonnet, two caps and a flange."""
    return [
        segment([0, 0, 0], [0, 0.72, 0], 0.15, 0.14, leafness=1.0),
        panel((-0.2, 0.2), (0.0, 0.07), 0.05, 0.02, rng),
        panel((-0.19, 0.19), (0.66, 0.73), 0.2, 0.02, rng),
        shell([0, 0.74, 0.05], [0.16, 0.17, 0.15], 500, 0.025, rng),
        segment([0, 0.9, 0.05], [0, 0.97, 0.05], 0.04, 0.03, leafness=1.0),
        segment([-0.25, 0.5, 0.05], [0.25, 0.5, 0.05], 0.075, 0.075, leafness=1.0),
        shell([0, 0.45, 0.2], [0.09, 0.09, 0.05], 200, 0.02, rng, hue=0.6),
    ]
