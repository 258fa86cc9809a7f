"""What the model saw, as HTML: its views with the heat over them, and the training places most alike."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING

from geogame.geo import distance_km, format_distance
from geogame.ui.reveal import words
from geogame.ui.reveal.land import area_of

if TYPE_CHECKING:
    from geogame.explain import Neighbour
    from geogame.game import Round
    from geogame.ui.reveal.thinking import HeatedView


def heat(views: Sequence[HeatedView], *, know_north: bool) -> str:
    """Return the views with the heat over them; they are numbered where nobody knows which way they look."""
    figures = []
    for number, view in enumerate(views, 1):
        caption = words.heat_caption(view.heading_deg if know_north else None, number, view.share)
        figures.append(f'<figure><img src="{view.source}" alt=""><figcaption>{caption}</figcaption></figure>')
    return f'<p class="gg-note">{words.SAW_HELP}</p><div class="gg-heat">{"".join(figures)}</div>'


def alike_line(number: int, near: Neighbour, one: Round, unit: words.Unit) -> str:
    """Name a training place and say how far it is from the true one."""
    far = format_distance(distance_km(near.lat, near.lon, one.lat, one.lon), unit)
    return words.alike_line(number, area_of(near.lat, near.lon), far)


def places(lines: Sequence[str], pictures: Sequence[Sequence[bytes]] = ()) -> str:
    """Return the training places, each with its views (WebP) where they are drawn."""
    parts = []
    for number, line in enumerate(lines):
        views = pictures[number] if number < len(pictures) else ()
        shown = "".join(f'<img src="{_address(view)}" alt="">' for view in views)
        parts.append(f"<p>{escape(line)}</p>" + (f'<div class="gg-heat four">{shown}</div>' if shown else ""))
    return f'<div class="gg-land">{"".join(parts)}</div>'


def _address(picture: bytes) -> str:
    return f"data:image/webp;base64,{base64.b64encode(picture).decode('ascii')}"
