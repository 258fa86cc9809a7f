"""The colours of figures: cividis, which everyone can read, whatever colours they see."""

from __future__ import annotations

from typing import Final

CIVIDIS: Final = ("#00204D", "#31446B", "#666970", "#958F78", "#CBBA69", "#FFEA46")
"""Six colours of cividis, evenly spaced (https://doi.org/10.1371/journal.pone.0199239); low to high."""


def cividis(share: float) -> list[int]:
    """Return the colour at ``share`` (0 to 1; clipped) as [red, green, blue]."""
    at = min(max(share, 0.0), 1.0) * (len(CIVIDIS) - 1)
    low = min(int(at), len(CIVIDIS) - 2)
    first, second = (_channels(CIVIDIS[low + step]) for step in (0, 1))
    return [round(a + (b - a) * (at - low)) for a, b in zip(first, second, strict=True)]


def gradient() -> str:
    """Return the scale as a CSS background, low on the left."""
    return f"linear-gradient(90deg,{','.join(CIVIDIS)})"


def _channels(colour: str) -> list[int]:
    return [int(colour[i : i + 2], 16) for i in (1, 3, 5)]
