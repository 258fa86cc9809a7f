"""What walls and roofs are made of, and what is set into them: windows, doors, shopfronts, porches, fire escapes.

Patterns are in metres on the wall, so that a door is a door on every house. A wall's variant is a number that
`openings.variant` packs: the style of its windows, where its door and garage are, what runs along it, an accent.
"""

import math

import numpy as np
from numba import njit

from geogame.world import arrays as A
from geogame.world.kernels.noise import JIT, lattice_hash, smooth_step, value_noise

# Linear RGB of the accents that `openings.ACCENTS` names, in its order.
_ACCENTS = np.array(
    [
        [0.03, 0.07, 0.05], [0.02, 0.02, 0.022], [0.025, 0.05, 0.12], [0.30, 0.035, 0.025], [0.70, 0.69, 0.66],
        [0.60, 0.53, 0.38], [0.10, 0.05, 0.025], [0.06, 0.35, 0.36], [0.25, 0.26, 0.27], [0.50, 0.30, 0.05],
        [0.62, 0.28, 0.20], [0.22, 0.30, 0.18], [0.03, 0.17, 0.19], [0.14, 0.02, 0.03], [0.26, 0.42, 0.60],
        [0.70, 0.45, 0.45],
    ],
    np.float64,
)  # fmt: skip
# Of each style of window: width, sill and head above the floor, m; and its share of glass seen from afar.
_STYLES = np.array(
    [
        [0.95, 0.85, 2.25], [0.95, 0.85, 2.25], [2.1, 0.75, 2.15], [0.8, 1.0, 2.05], [1.0, 0.65, 2.65],
        [1.05, 0.75, 2.7], [99.0, 1.0, 2.45], [99.0, 0.85, 2.85], [2.3, 0.12, 2.35], [1.5, 0.8, 2.25],
        [1.6, 0.6, 2.5], [1.7, 0.75, 2.4],
    ],
    np.float64,
)  # fmt: skip
_TRIMS = (0, 1, 2, 13, 6, 8, 5, 12)
_SHUTTERS, _PICTURE, _DEEP, _TALL, _ARCHED, _RIBBON, _LOFT, _BALCONY, _PUNCHED, _BAY = 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
_CORNICE, _STRINGS, _ESCAPE, _COPING, _VIGAS, _QUOINS = 1, 2, 4, 8, 16, 32


@njit(**JIT)
def _paint(colour, red, green, blue):  # type: ignore[no-untyped-def]
    colour[0], colour[1], colour[2] = red, green, blue


@njit(**JIT)
def _accent(colour, which):  # type: ignore[no-untyped-def]
    for k in range(3):
        colour[k] = _ACCENTS[which & 15, k]


@njit(**JIT)
def _curtain(colour, chance, x, half, height):  # type: ignore[no-untyped-def]
    """Dress a window; return its share of glass. ``height`` is within the pane, 0..1."""
    if chance < 0.28:
        if abs(x) > half * 0.5:
            _paint(colour, 0.42, 0.39, 0.34)
            return 0.35
    elif chance < 0.55:
        if height > 0.25 + 1.9 * (chance - 0.28):
            _paint(colour, 0.46, 0.44, 0.38)
            return 0.30
    elif chance > 0.95:
        _paint(colour, 0.62, 0.42, 0.18)
        return 0.35
    return 1.0


@njit(**JIT)
def _door(colour, x, y, accent, chance):  # type: ignore[no-untyped-def]
    """Paint a door with its frame and step; return (painted, glass)."""
    if y < 0.2 and abs(x) < 0.95:
        _paint(colour, 0.24, 0.23, 0.22)
        return True, 0.0
    if abs(x) < 0.48 and y < 2.12:
        if chance > 0.6 and abs(x) < 0.3 and 1.2 < y < 1.95:
            return True, 0.8
        _accent(colour, accent)
        sunk = 0.12 < abs(x) < 0.38 and (0.45 < y < 1.05 or 1.25 < y < 1.95)
        if sunk:
            for k in range(3):
                colour[k] *= 0.65
        return True, 0.0
    if abs(x) < 0.64 and y < 2.3:
        _paint(colour, 0.66, 0.65, 0.62)
        return True, 0.0
    if abs(x) < 0.85 and y < 2.48:
        _paint(colour, 0.55, 0.54, 0.51)
        return True, 0.0
    return False, 0.0


@njit(**JIT)
def _fire_escape(x, y, storey, floor, footprint):  # type: ignore[no-untyped-def]
    """Return whether iron hides the wall here; ``x`` is from its middle, ``y`` above the floor, m."""
    if abs(x) > 1.75:
        return False
    fine = max(0.05, footprint * 0.5)
    if y < 0.1 or abs(y - 1.0) < fine * 0.6:
        return True
    if y < 1.0 and footprint < 0.08:
        bar = x / 0.2
        if bar - math.floor(bar) < 0.22:
            return True
    slant = -1.3 + 2.6 * y / storey
    if floor % 2 == 0:
        slant = -slant
    return abs(x - slant) < 0.09 + fine


@njit(**JIT)
def _along(colour, flags, accent, pu, below_top, length, y, j, footprint):  # type: ignore[no-untyped-def]
    """Paint what runs along a wall: cornice, coping, string courses, beam ends; return whether it hid the wall."""
    if flags & _CORNICE and below_top < 0.85:
        if accent == 0:
            _paint(colour, 0.13, 0.10, 0.08)
        else:
            _accent(colour, accent)
        tone = 1.0
        if below_top > 0.30:
            bracket = pu / 0.7
            if below_top > 0.72 or (bracket - math.floor(bracket) > 0.34 and footprint < 0.3):
                tone = 0.5
        for k in range(3):
            colour[k] *= tone
        return True
    if flags & _COPING and below_top < 0.28:
        _paint(colour, 0.42, 0.40, 0.37)
        return True
    if flags & _VIGAS and 0.62 < below_top < 0.86:
        beam = pu / 0.85
        beam = (beam - math.floor(beam) - 0.5) * 0.85
        if beam * beam + (below_top - 0.74) ** 2 < 0.0145:
            _paint(colour, 0.12, 0.06, 0.03)
            return True
    if flags & _STRINGS and j > 0 and y < 0.2:
        _paint(colour, 0.46, 0.42, 0.36)
        return True
    if flags & _QUOINS and min(pu, length - pu) < (0.55 if math.floor(below_top / 0.4) % 2 == 0 else 0.32):
        _paint(colour, 0.50, 0.47, 0.41)
        return True
    return False


@njit(**JIT)
def openings(colour, quad, material, u, v, footprint, seed, index):  # type: ignore[no-untyped-def]
    """Set windows, doors and trim into a wall's ``colour``; return (brightness, share of glass)."""
    columns, rows, variant = quad[A.Q_COLUMNS], quad[A.Q_ROWS], int(quad[A.Q_TEXTURE])
    length, height = quad[A.Q_LENGTH_U], quad[A.Q_LENGTH_V]
    a, b = u * columns, v * rows
    i, j = int(math.floor(a)), int(math.floor(b))
    wide, storey = length / columns, height / rows
    x, y = (a - i - 0.5) * wide, (b - j) * storey
    style, accent, flags = variant & 15, (variant >> 19) & 15, (variant >> 12) & 127
    below_top = height - v * height
    tone = 1.0 - 0.3 * smooth_step(0.55, 0.05, below_top)
    if flags and _along(colour, flags, accent, u * length, below_top, length, y, j, footprint):
        return 1.0, 0.0
    if flags & _ESCAPE and j > 0 and _fire_escape((u - 0.5) * length, y, storey, j, footprint):
        _paint(colour, 0.02, 0.02, 0.022)
        return 1.0, 0.0
    if j == 0:
        if (variant >> 4) & 15 == i + 1:
            painted, glass = _door(colour, x, y, accent, lattice_hash(i, index, seed + 5))
            if painted or (abs(x) < 0.95 and wide < 2.4):
                return tone, glass
            return tone, 0.0
        if (variant >> 8) & 15 == i + 1:
            half = min(wide * 0.44, 2.45)
            if abs(x) < half and y < 2.25:
                shade = 0.58
                if footprint < 0.12:
                    panel = y / 0.56
                    if panel - math.floor(panel) < 0.06:
                        shade = 0.36
                _paint(colour, shade, shade * 0.98, shade * 0.93)
                cell = (x + half) / (2.0 * half) * 4.0
                cell -= math.floor(cell)
                return 1.0, 0.7 if 1.72 < y < 2.02 and 0.15 < cell < 0.85 else 0.0
            if abs(x) < half + 0.12 and y < 2.38:
                _paint(colour, 0.62, 0.61, 0.58)
            return tone, 0.0
    half = min(_STYLES[style, 0] * 0.5, wide * (0.5 if style == _RIBBON else 0.40))
    sill, head = _STYLES[style, 1], min(_STYLES[style, 2], storey - 0.3)
    if footprint > 0.5:
        # Too far for single windows: their average.
        return tone, min(0.8, 2.0 * half * (head - sill) / (wide * storey))
    inside = abs(x) < half and sill < y < head
    if style == _ARCHED and inside and y > head - half:
        inside = x * x + (y - head + half) ** 2 < half * half
    if inside:
        chance = lattice_hash(i + 57 * j, index, seed + 3)
        up = (y - sill) / (head - sill)
        bar = max(0.022, footprint * 0.3)
        if style <= _SHUTTERS or style in (_TALL, _ARCHED):
            if abs(up - 0.5) * (head - sill) < bar * 1.6 or (abs(x) < bar and style != _TALL):
                _paint(colour, 0.60, 0.59, 0.56)
                return 1.0, 0.0
        elif style == _LOFT:
            across, level = x / 0.55, y / 0.55
            if abs(across - math.floor(across + 0.5)) * 0.55 < bar or abs(level - math.floor(level + 0.5)) * 0.55 < bar:
                _paint(colour, 0.05, 0.06, 0.055)
                return 1.0, 0.0
        elif style == _BALCONY:
            if y < 1.05 and footprint < 0.3:
                rail = x / 0.16
                if y > 0.98 or (rail - math.floor(rail) < 0.3 and footprint < 0.07):
                    _paint(colour, 0.30, 0.31, 0.32)
                    return 1.0, 0.0
            if abs(x) < bar * 1.5:
                _paint(colour, 0.45, 0.45, 0.45)
                return 1.0, 0.0
        elif style == _RIBBON:
            across = x / 1.5
            if abs(across - math.floor(across + 0.5)) * 1.5 < bar:
                return 0.6, 0.0
        elif (style in (_PICTURE, _PUNCHED, _BAY)) and abs(abs(x) - half * 0.36) < bar:
            _paint(colour, 0.60, 0.59, 0.56)
            return 1.0, 0.0
        if style != _RIBBON and style != _LOFT:
            share = _curtain(colour, chance, x, half, up)
            return 1.0, share * (0.8 if y > head - 0.12 else 1.0)
        return 1.0, 1.0
    near = abs(x) < half + 0.10 and sill - 0.08 < y < head + 0.10
    if style in (_TALL, _ARCHED):
        if head < y < head + 0.26 and abs(x) < half + 0.2:
            _paint(colour, 0.44, 0.40, 0.34)
            return 1.0, 0.0
        near = near and style != _ARCHED
    if sill - 0.2 < y <= sill - 0.06 and abs(x) < half + 0.17 and style not in (_RIBBON, _BALCONY):
        for k in range(3):
            colour[k] = colour[k] * 0.4 + 0.3
        return 0.95, 0.0
    if style == _BALCONY:
        if y < 0.12 and abs(x) < wide * 0.46:
            _paint(colour, 0.5, 0.49, 0.47)
            return 0.9, 0.0
        return tone * (0.8 if y > storey - 0.45 and j + 1 < rows else 1.0), 0.0
    if near and style not in (_RIBBON, _LOFT, _PUNCHED):
        if style == _DEEP:
            _accent(colour, accent)
        elif material == A.MAT_STUCCO:
            for k in range(3):
                colour[k] = colour[k] * 0.5 + 0.3
        else:
            _paint(colour, 0.64, 0.63, 0.60)
        return 1.0, 0.0
    if style == _SHUTTERS and half + 0.12 < abs(x) < half + 0.48 and sill - 0.05 < y < head + 0.05:
        _accent(colour, accent)
        slat = y / 0.11
        return 0.7 + 0.5 * (slat - math.floor(slat)) if footprint < 0.05 else 0.95, 0.0
    return tone, 0.0


@njit(**JIT)
def shopfront(colour, quad, u, v, footprint, seed, index):  # type: ignore[no-untyped-def]
    """Paint a row of shops at street level; return (brightness, share of glass)."""
    columns, height = quad[A.Q_COLUMNS], quad[A.Q_LENGTH_V]
    wide = quad[A.Q_LENGTH_U] / columns
    i = int(math.floor(u * columns))
    x, y = (u * columns - i - 0.5) * wide, v * height
    first, second = lattice_hash(i, index, seed), lattice_hash(i, index, seed + 1)
    trim = _TRIMS[int(first * 7.99)]
    if wide * 0.5 - abs(x) < 0.2:
        return 0.85, 0.0
    if y > height - 0.22:
        _accent(colour, trim)
        return 0.7, 0.0
    if y > height - 1.05:
        # The sign board, without words: a field with a border.
        _accent(colour, int(second * 15.99))
        edge = wide * 0.5 - 0.5 - abs(x)
        if edge < 0.0 or abs(edge) < 0.08 or y < height - 0.95:
            _accent(colour, trim)
        return 1.0, 0.0
    door = wide * (0.28 if second > 0.5 else -0.28)
    if abs(x - door) < 0.55:
        if y < 0.25 or abs(x - door) > 0.45 or (y > 2.25 and y < 2.4):
            _accent(colour, trim)
            return 0.8, 0.0
        return 1.0, 0.9
    if y < 0.55:
        _accent(colour, trim)
        return 0.6 if y < 0.12 else 0.85, 0.0
    pane = (x + wide * 0.5) / 1.6
    if abs(pane - math.floor(pane + 0.5)) * 1.6 < max(0.035, footprint * 0.4) or abs(y - 2.45) < 0.05:
        _accent(colour, trim)
        return 0.7, 0.0
    if y < 1.5 + 0.5 * lattice_hash(int(math.floor(pane)), i, seed + 2) and first > 0.3:
        # Goods in the window.
        shade = lattice_hash(int(math.floor(x / 0.55)), i, seed + index) * (0.4 + 0.25 * y)
        _paint(colour, 0.07 + 0.28 * shade, 0.07 + 0.2 * shade, 0.06 + 0.2 * shade * second)
        return 0.8, 0.7
    return 1.0, 0.9


@njit(**JIT)
def porch(colour, quad, u, v, footprint):  # type: ignore[no-untyped-def]
    """Return the brightness of a porch's posts, beam and railing; negative where it is open."""
    columns, height, variant = quad[A.Q_COLUMNS], quad[A.Q_LENGTH_V], int(quad[A.Q_TEXTURE])
    wide = quad[A.Q_LENGTH_U] / columns
    i = int(math.floor(u * columns))
    x, y = (u * columns - i - 0.5) * wide, v * height
    style = variant & 15
    to_post = wide * 0.5 - abs(x)
    post = 0.07 if style == 0 else (0.17 if style == 1 else 0.13)
    if style == 1 and y < 1.15 and to_post < 0.3:
        _paint(colour, 0.20, 0.15, 0.12)
        return 1.0
    if y > height - 0.28 or to_post < max(post, footprint * 0.3):
        return 1.0
    if (variant >> 4) & 15 == i + 1 or style == 2:
        return -1.0
    if 0.82 < y < 0.92 + footprint * 0.3 or 0.12 < y < 0.18:
        return 0.95
    if y < 0.82:
        if style == 1:
            return 0.85
        rail = x / 0.17
        if footprint < 0.07 and rail - math.floor(rail) < 0.3:
            return 0.9
    return -1.0


@njit(**JIT)
def awning(colour, quad, u, v, footprint):  # type: ignore[no-untyped-def]
    """Stripe an awning and scallop its lower edge; negative where it is open."""
    pu, pv = u * quad[A.Q_LENGTH_U] / 0.42, v * quad[A.Q_LENGTH_V]
    stripe = pu - math.floor(pu)
    if pv < 0.16 and footprint < 0.15 and (2.0 * stripe - 1.0) ** 2 + ((0.16 - pv) / 0.16) ** 2 > 1.0:
        return -1.0
    if int(quad[A.Q_TEXTURE]) == 0:
        return 1.0
    if footprint > 0.3:
        for k in range(3):
            colour[k] = colour[k] * 0.5 + 0.33
    elif int(math.floor(pu)) % 2 == 0:
        _paint(colour, 0.68, 0.66, 0.60)
    return 1.0


@njit(**JIT)
def glass_tower(quad, u, v, footprint, seed, index):  # type: ignore[no-untyped-def]
    """Paint a curtain wall: bands, piers or all glass by its variant; return (brightness, share of glass)."""
    columns, rows, variant = quad[A.Q_COLUMNS], quad[A.Q_ROWS], int(quad[A.Q_TEXTURE])
    a, b = u * columns, v * rows
    i, j = int(math.floor(a)), int(math.floor(b))
    x, y = a - i, b - j
    cell = min(quad[A.Q_LENGTH_U] / max(columns, 1.0), quad[A.Q_LENGTH_V] / max(rows, 1.0))
    seen = smooth_step(0.7 * cell, 0.25 * cell, footprint)
    tone = 0.85 + 0.3 * lattice_hash(i, j, seed + index) * seen
    if variant == 1:
        glass = (1.0 if y > 0.42 else 0.0) * seen + 0.58 * (1.0 - seen)
    elif variant == 2:
        glass = (1.0 if x > 0.38 and y > 0.12 else 0.0) * seen + 0.55 * (1.0 - seen)
    else:
        glass = (1.0 if x > 0.09 and y > 0.08 else 0.15) * seen + 0.85 * (1.0 - seen)
    return tone, glass


@njit(**JIT)
def lot(colour, quad, u, v, footprint, seed):  # type: ignore[no-untyped-def]
    """Paint the stalls of a parking lot, two rows nose to nose when its variant is 1; return the brightness."""
    pu, pv = u * quad[A.Q_LENGTH_U], v * quad[A.Q_LENGTH_V]
    if quad[A.Q_TEXTURE] > 0.0 and footprint < 0.6:
        line = abs(pu / 2.75 - math.floor(pu / 2.75 + 0.5)) * 2.75
        soft = max(0.06, footprint * 0.5)
        if min(line, abs(pv - 5.25)) < soft:
            share = 0.06 / soft
            for k in range(3):
                colour[k] = colour[k] * (1.0 - share) + 0.55 * share
    return 0.85 + 0.3 * value_noise(pu / 6.0, pv / 6.0, seed)
