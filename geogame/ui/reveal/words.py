"""What the reveal says of geography and of the model's reasons."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal

from geogame.geo import format_distance
from geogame.ui.reveal.geography import Contrast, Geography
from geogame.ui.words import count

Unit = Literal["km", "mi"]
FEET_PER_METRE: Final = 1 / 0.3048
NAMED_CONTRASTS: Final = 2

WHY: Final = "Why there? The land, and what the model saw"
LAND_TITLE: Final = "The land"
LAND_NOTE: Final = (
    "Heights, climate classes, water and cities are measured, on a grid of some nine kilometres. Landscapes, their "
    "woods and fields, and temperatures are the rendered world's own."
)
UNKNOWN: Final = "–"
YOUR_GUESS: Final = "Your guess"
WHERE: Final = "Where"
CELL: Final = "Cell of the map"
CLIMATE: Final = "Climate"
LANDSCAPE: Final = "Landscape"
COVER: Final = "Woods and fields"
ELEVATION: Final = "Height above the sea"
RELIEF: Final = "Rise and fall within 14 km"
WARMTH: Final = "Coldest to warmest day"
WATER: Final = "Sea or large lake"
CITY: Final = "Nearest big city"
WATERS: Final = {"": "none near", "sea": "sea", "lake": "lake"}
ABROAD: Final = "elsewhere"

SAW_TITLE: Final = "What the model saw"
SAW_HELP: Final = "Red speaks most for the cell it chose, blue a little; the shares are of all the heat."
SHOW: Final = "Show what spoke for its guess"
WHOSE: Final = "Whose reasons"
LOOKING: Final = "The model looks again, to tell what spoke for its guess …"
NO_REASONS: Final = "This model compares pictures with words or with other pictures: it has no heat to show."
ALIKE_TITLE: Final = "What it saw in training that looks most alike to it"
DRAW: Final = "Draw these places"
DRAWING: Final = {
    "waiting": "They wait their turn …",
    "starting": "Starting to draw; the first time this compiles for a minute or two …",
    "drawing": "Drawing the places …",
}
BUSY: Final = "Many are asking for reasons just now; try again in a moment."
HEADINGS: Final = ("north", "north-east", "east", "south-east", "south", "south-west", "west", "north-west")


def cell(number: int) -> str:
    """Write a cell's number; one outside all cells is numbered -1."""
    return str(number) if number >= 0 else UNKNOWN


def heading(degrees: float) -> str:
    """Name a compass heading by the nearest of eight directions."""
    return HEADINGS[round(degrees / 45) % 8]


def percent(share: float) -> str:
    """Write a share of the whole: ``41 %``."""
    return f"{100 * share:.0f} %"


def heat_caption(heading_deg: float | None, number: int, share: float) -> str:
    """Name a view and say how much of the heat is in it; without a heading it is called by its number."""
    where = f"View {number}" if heading_deg is None else heading(heading_deg).capitalize()
    return f"{where}: {percent(share)} of the heat"


def alike_line(number: int, where: str, distance: str) -> str:
    """Name a training place and say how far it is from the true one."""
    return f"{number}. {where}, {distance} from the place"


def metres(height_m: float, unit: Unit) -> str:
    """Write a height in metres or feet, to ten: ``1 240 m``; low ground to one."""
    value, name = (height_m * FEET_PER_METRE, "ft") if unit == "mi" else (height_m, "m")
    rounded = round(value, -1) if abs(value) >= 100 else round(value)
    return f"{count(int(rounded))} {name}".replace("-", "−")


def temperature(celsius: float, unit: Unit) -> str:
    """Write a temperature in the degrees that go with kilometres or with miles."""
    value, name = (celsius * 9 / 5 + 32, "°F") if unit == "mi" else (celsius, "°C")
    return f"{round(value)} {name}".replace("-", "−")


def land(place: Geography | None, unit: Unit) -> dict[str, str]:
    """Write what is known of a point, by label, in the order shown."""
    labels = (CLIMATE, LANDSCAPE, COVER, ELEVATION, RELIEF, WARMTH, WATER, CITY)
    if place is None:
        return dict.fromkeys(labels, UNKNOWN)
    far = f", {format_distance(place.water_km, unit)}" if place.water else ""
    return dict(
        zip(
            labels,
            (
                place.climate,
                place.landscape,
                f"{percent(place.woods)}, {percent(place.fields)}",
                metres(place.elevation_m, unit),
                metres(place.relief_m, unit),
                f"{temperature(place.coldest_c, unit)} to {temperature(place.warmest_c, unit)}",
                f"{WATERS[place.water]}{far}",
                format_distance(place.city_km, unit),
            ),
            strict=True,
        )
    )


def contrast_line(guess: str, found: Sequence[Contrast], there: Geography, here: Geography, unit: Unit) -> str:
    """Say in a sentence how the land of a guess differs from that of the place.

    Parameters
    ----------
    guess
        Whose: ``Your guess`` or ``The model's guess``.
    found
        From `contrasts`.
    there, here
        The land of the guess and of the place.
    unit
        For heights and degrees.
    """
    if not found:
        return f"{guess}: much the same kind of land as the place."
    parts = [_contrast(each, there, here, unit) for each in found[:NAMED_CONTRASTS]]
    return f"{guess}: {' and '.join(parts)}."


def _contrast(one: Contrast, there: Geography, here: Geography, unit: Unit) -> str:
    size, more = abs(one.by), one.by > 0
    if one.kind == "climate":
        return f"another climate ({there.climate}; the place: {here.climate})"
    if one.kind == "elevation":
        return f"{metres(size, unit)} {'higher' if more else 'lower'}"
    if one.kind == "relief":
        return "more mountainous land" if more else "flatter land"
    if one.kind == "warmth":
        by = f"{round(size * 9 / 5)} °F" if unit == "mi" else f"{round(size)} °C"
        return f"{by} {'warmer' if more else 'colder'} over the year"
    shares = {"woods": (there.woods, here.woods), "fields": (there.fields, here.fields)}[one.kind]
    return f"{'more' if more else 'fewer'} {one.kind} ({percent(shares[0])}; the place: {percent(shares[1])})"


def guess_of(name: str) -> str:
    """Say whose guess it is, as the head of a column; a baseline is called a guess already."""
    return name if name.lower().endswith("guess") else f"{name}'s guess"
