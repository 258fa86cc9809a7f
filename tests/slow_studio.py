"""What the drawing process draws with in tests: a quick painter that fails for one seed, and one that never ends."""

import time
from collections.abc import Callable, Sequence

import numpy as np
import stand_in
from fake_panoramas import fake_panorama
from numpy.typing import NDArray

from geogame.sources.rendered import RenderedSource
from geogame.world.place import Place

BROKEN_SEED = 0


class _Failing(stand_in.Painter):
    def __call__(
        self, place: Place, headings_deg: Sequence[float], width: int, height: int, **options: object
    ) -> NDArray[np.uint8]:
        if place.scene_seed == BROKEN_SEED:
            raise ValueError("the brush broke")
        return super().__call__(place, headings_deg, width, height)


def _never(*args: object, **options: object) -> NDArray[np.uint8]:
    while True:
        time.sleep(60)


def quick() -> RenderedSource:
    """Paint at once."""
    return stand_in.source(_Failing())


def slow() -> RenderedSource:
    """Never finish."""
    return RenderedSource(render=_never, warm_up=stand_in.no_warm_up)


def panorama(place: Place, width: int, height: int, progress: Callable[[float], None] | None = None) -> object:
    """Paint a full turn."""
    if progress:
        progress(0.5)
    return fake_panorama(width, height)
