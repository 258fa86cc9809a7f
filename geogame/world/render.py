"""Render the views of a place: the one entry to the rendered world for games, datasets and pages."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from geogame.errors import WorldError
from geogame.world.place import Place
from geogame.world.scene import build_scene
from geogame.world.setting import Detail
from geogame.world.view import render_view

WARM_UP_PLACE = Place(lat=39.8, lon=-89.6, day_of_year=180, solar_hour=14.0, scene_seed=1)


def render_place(
    place: Place,
    headings_deg: Sequence[float],
    width: int,
    height: int,
    *,
    supersample: int = 1,
    detail: Detail = "full",
) -> NDArray[np.uint8]:
    """
    Render one place in several directions.

    Parameters
    ----------
    place
        Where, when, and the scene's seed.
    headings_deg
        Compass headings, degrees clockwise from north.
    width, height
        Size of each view in pixels.
    supersample
        Samples per pixel side.
    detail
        ``"full"`` for people, ``"training"`` for small views.

    Returns
    -------
    views
        (views, height, width, 3) uint8, sRGB; the same arguments give the same pixels always.

    Raises
    ------
    WorldError
        If the size, the date or the hour makes no sense.
    """
    if width < 16 or height < 8 or supersample < 1:
        msg = f"cannot render {width}×{height} with supersample {supersample}: give at least 16×8 and 1"
        raise WorldError(msg)
    if not 1 <= place.day_of_year <= 366 or not 0 <= place.solar_hour < 24:
        msg = f"day {place.day_of_year} at hour {place.solar_hour} is no date: give a day 1..366 and an hour 0..24"
        raise WorldError(msg)
    scene = build_scene(place, detail)
    views = [render_view(scene, heading, width, height, supersample=supersample) for heading in headings_deg]
    return np.stack(views)


def warm_up() -> None:
    """Compile or load every kernel, so that the first real view is quick: seconds warm, a minute or two cold."""
    render_place(WARM_UP_PLACE, (0.0,), 64, 32, supersample=1, detail="training")
