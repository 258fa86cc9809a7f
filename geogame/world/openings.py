"""What is set into a wall: the numbers that `kernels.walls` reads, packed into one variant per wall."""

WINDOWS = (
    "sash", "shutters", "picture", "deep", "tall", "arched", "ribbon", "loft", "balcony", "punched", "bay", "wide",
)  # fmt: skip
"""Styles of window, in the kernel's order."""

ACCENTS = (
    "forest", "black", "navy", "red", "white", "cream", "brown", "turquoise", "grey", "mustard", "salmon", "sage",
    "teal", "burgundy", "sky", "pink",
)  # fmt: skip
"""Colours of shutters, doors and cornices, in the kernel's order."""

CORNICE, STRINGS, ESCAPE, COPING, VIGAS, QUOINS = 1, 2, 4, 8, 16, 32
"""What runs along a wall; add them up."""


def variant(windows: str = "sash", accent: str = "forest", door: int = -1, garage: int = -1, along: int = 0) -> int:
    """
    Pack a wall's openings into the number that its quad carries.

    Parameters
    ----------
    windows
        One of `WINDOWS`.
    accent
        One of `ACCENTS`.
    door, garage
        The column of windows, from the left, that makes way for one at ground level; -1 for none.
    along
        `CORNICE` and the like, added up.
    """
    packed = WINDOWS.index(windows) | (door + 1) << 4 | (garage + 1) << 8 | along << 12
    return packed | ACCENTS.index(accent) << 19
