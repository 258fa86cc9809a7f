"""Which imported pictures show one place on one date, and which of its views each of them is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from geogame.regions import Region
from geogame.sources.found import Found

MAX_SLOTS: Final = 12
"""Places that look in no more directions than this, all together, keep their own; else the nearest of a few."""


@dataclass(frozen=True, slots=True)
class Grouped:
    """One place on one date; ``views`` maps a slot to its picture."""

    key: str
    captured: str
    views: dict[int, Found]


@dataclass(frozen=True, slots=True)
class ViewsLayout:
    """Places in order, the slots' headings in degrees, and pictures for which no slot was free."""

    places: list[Grouped]
    headings_deg: tuple[float, ...]
    crowded: list[Found]


def lay_views(found: Sequence[Found], region: Region) -> ViewsLayout:
    """Group pictures into places by date, and give each a slot.

    Slots are the headings that occur, where they are few; else the region's, or as many evenly spread headings as
    the largest place has pictures. A picture takes its own heading's slot, or the nearest that is free.
    """
    groups: dict[tuple[str, str], list[Found]] = {}
    for each in found:
        groups.setdefault((each.place, each.captured), []).append(each)
    headings = _slots(found, max(map(len, groups.values()), default=1), region)
    exact = all(each.heading_deg is not None and each.heading_deg in headings for each in found)
    places, crowded = [], []
    for (key, captured), members in sorted(groups.items()):
        views: dict[int, Found] = {}
        for each in sorted(
            members, key=lambda member: (member.heading_deg is None, member.path.as_posix(), member.turn_deg or 0.0)
        ):
            slot = _slot(each, headings, views, exact=exact)
            if slot is None:
                crowded.append(each)
            else:
                views[slot] = each
        places.append(Grouped(key, captured, dict(sorted(views.items()))))
    return ViewsLayout(places, headings, crowded)


def _slots(found: Sequence[Found], largest: int, region: Region) -> tuple[float, ...]:
    if largest == 1:
        return (0.0,)
    known = sorted({each.heading_deg for each in found if each.heading_deg is not None})
    if largest <= len(known) <= MAX_SLOTS:
        return tuple(known)
    if largest <= len(region.headings_deg):
        return region.headings_deg
    count = min(largest, MAX_SLOTS)
    return tuple(360.0 * slot / count for slot in range(count))


def _slot(each: Found, headings: Sequence[float], taken: Iterable[int], *, exact: bool) -> int | None:
    """Give a picture's slot, None where its own (``exact``) or every one is taken."""
    free = [slot for slot in range(len(headings)) if slot not in taken]
    if each.heading_deg is None:
        return free[0] if free else None
    heading = each.heading_deg
    if exact:
        free = [slot for slot in free if headings[slot] == heading]
    return min(free, key=lambda slot: abs((headings[slot] - heading + 180) % 360 - 180), default=None)
