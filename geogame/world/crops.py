"""Fields through the year: which colours, rows and plants a crop shows on a date. Calendars are the author's."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from geogame.world.colour import Rgb, linear, mix
from geogame.world.season import Season


@dataclass(frozen=True, slots=True)
class FieldState:
    """
    One crop on one date.

    ``colours`` are three field tones (linear rgb), ``height_m`` the crop as terrain from afar (0: flat),
    ``rows`` whether rows show, ``species`` the billboard up close (None: none) with its own height, leaf and,
    where it differs from the usual, colour of bark or fruit. ``windrows`` tells of cut hay raked into long rows,
    ``resting`` of a field between harvest and sowing.
    """

    colours: tuple[Rgb, Rgb, Rgb]
    height_m: float = 0.0
    rows: bool = True
    species: str | None = None
    plant_height_m: float = 0.5
    leaf: Rgb | None = None
    row_spacing_m: float = 1.0
    step_m: float = 0.5
    trunk: Rgb | None = None
    windrows: bool = False
    resting: bool = False


STUBBLE = ("#8a7450", "#7d6a4a", "#6d5c40")


def _tones(a: str, b: str, c: str) -> tuple[Rgb, Rgb, Rgb]:
    return linear(a), linear(b), linear(c)


def _bare(soil: Rgb) -> FieldState:
    return FieldState((soil * 0.9, soil * 1.08, mix(soil, linear("#8a7450"), 0.4)), resting=True)


def _summer(
    species: str | None, height: float, leaf: str, days: tuple[int, int], ripe: str
) -> Callable[[Season, Rgb], FieldState]:
    """Build a summer crop: grows over 55 days from ``days[0]``, ripens in the last 30 before ``days[1]``."""

    def state(season: Season, soil: Rgb) -> FieldState:
        day = season.day_of_year
        if not days[0] < day < days[1]:
            return FieldState(_tones(*STUBBLE), resting=True) if day >= days[1] or day < 90 else _bare(soil)
        grown = float(np.clip((day - days[0]) / 55, 0.12, 1))
        ripeness = float(np.clip((day - (days[1] - 30)) / 20, 0, 1))
        colour = mix(linear(leaf), linear(ripe), ripeness)
        field = mix(soil, colour, min(1.0, grown * 1.3))
        far_height = height * grown if height > 1.2 else 0.0
        return FieldState(
            (field, field * 1.1, mix(field, soil, 0.15)),
            far_height,
            grown < 0.7,
            species,
            height * grown,
            colour,
        )

    return state


def _wheat(season: Season, soil: Rgb) -> FieldState:
    day = season.day_of_year
    if 150 < day < 205:
        gold = linear("#d3ad4e")
        return FieldState((gold, gold * 0.95, linear("#c6a552")), 0.0, False, "wheat", 0.85, gold)
    if day <= 150 or day > 290:
        green = mix(soil, linear("#6f8f3c"), 0.75 * season.growth + 0.15)
        return FieldState((green, mix(green, soil, 0.3), linear("#9a8456")))
    return FieldState(_tones("#b99c5c", "#a58a52", "#7a6243"))


def _fallow(_season: Season, soil: Rgb) -> FieldState:
    return FieldState((soil, soil * 0.85, soil * 1.12))


def _hay(season: Season, soil: Rgb) -> FieldState:
    """Hay is cut every six weeks: it dries in windrows, lies in bales, and grows again."""
    green = mix(linear("#a8955a"), linear("#6a9038"), season.growth)
    since_cut = (season.day_of_year - 155) % 42 if 155 <= season.day_of_year < 285 else 42
    cut = mix(green, linear("#a89c58"), 0.45 if since_cut < 12 else 0.2 if since_cut < 28 else 0.0)
    tones = (cut, cut * 1.08, mix(cut, soil, 0.1))
    if since_cut < 8:
        return FieldState(tones, 0.0, False, windrows=True)
    bales = "bale" if since_cut < 30 else None
    return FieldState(tones, 0.0, False, bales, 1.5, linear("#c2a868"), 26.0, 31.0)


def _trees(
    species: str, height: float, leaf: str, evergreen: bool, bloom: tuple[int, int, str] | None = None,
    fruit: tuple[int, int, str] | None = None,
) -> Callable[[Season, Rgb], FieldState]:  # fmt: skip
    """Build an orchard in rows; ``bloom`` and ``fruit`` are first day, last day and colour."""

    def state(season: Season, soil: Rgb) -> FieldState:
        day = season.day_of_year
        ground = mix(soil, linear("#7d8f48"), 0.5 * season.growth)
        name = species if evergreen or season.bare < 0.6 else "bare"
        colour = mix(linear(leaf), linear("#b08a3a"), 0.0 if evergreen else season.autumn)
        trunk = linear(fruit[2]) if fruit and fruit[0] <= day <= fruit[1] else None
        if bloom and bloom[0] <= day <= bloom[1]:
            name, colour = "small_bloom", linear(bloom[2])
        elif not evergreen and (day < 50 or day > 335):
            name = "bare"
        return FieldState((ground, ground * 0.92, ground * 1.05), 0.0, True, name, height, colour, 6.2, 5.6, trunk)

    return state


def _rice(season: Season, soil: Rgb) -> FieldState:
    day = season.day_of_year
    if 125 < day < 165:
        return FieldState(_tones("#6a7068", "#727a6c", "#5c6458"), 0.0, False)
    return _summer("rice", 0.9, "#7fa03a", (130, 265), "#c2a04a")(season, soil)


_green_cotton = _summer("cotton", 0.95, "#4f6e30", (130, 330), "#4f6e30")


def _cotton(season: Season, soil: Rgb) -> FieldState:
    """Cotton is a green hedge until its bolls open in September: leaves fall then, and the field turns white."""
    green = _green_cotton(season, soil)
    if green.resting or green.leaf is None:
        return green
    opened = float(np.clip((season.day_of_year - 238) / 28, 0, 1))
    leaf = mix(green.leaf, linear("#7d7046"), 0.8 * opened)
    bolls = mix(green.leaf, linear("#f4f1ea"), opened)
    field = mix(green.colours[0], linear("#d8d2c4"), 0.8 * opened)
    return replace(
        green, colours=(field, field * 1.06, mix(field, leaf, 0.2)), rows=True, leaf=leaf, trunk=bolls
    )  # fmt: skip


def _vineyard(season: Season, soil: Rgb) -> FieldState:
    vine = mix(linear("#5a8434"), linear("#b0702c"), season.autumn) if season.bare < 0.6 else linear("#7a6450")
    between = mix(soil, linear("#7d8f48"), 0.4 * season.growth)
    # Seen flat over the rows, vines hide most of the ground between them.
    far = mix(between, vine, 0.25 if season.bare >= 0.6 else 0.6)
    return FieldState((far, far * 0.94, far * 1.06), 0.0, True, "grapevine", 1.75, vine, 2.0, 2.3)


def _hops(season: Season, soil: Rgb) -> FieldState:
    ground = mix(soil, linear("#7d8f48"), 0.3 * season.growth)
    tones = (ground, ground * 0.92, ground * 1.05)
    if not 125 < season.day_of_year < 262:
        return FieldState(tones)
    return FieldState(tones, 0.0, True, "hops", 5.5, linear("#5f8a34"), 4.2, 4.0)


CROPS: dict[str, Callable[[Season, Rgb], FieldState]] = {
    "corn": _summer("corn", 2.5, "#55802a", (140, 285), "#b09858"),
    "soy": _summer("soybean", 0.8, "#5f8a34", (150, 275), "#b59a50"),
    "wheat": _wheat,
    "barley": _wheat,
    "fallow": _fallow,
    "hay": _hay,
    "grass_seed": _summer("tall", 0.7, "#7d9a45", (70, 215), "#cdb070"),
    "cotton": _cotton,
    "rice": _rice,
    "sugarcane": _summer("sugarcane", 2.6, "#6a9440", (60, 340), "#8f9a4c"),
    "sunflower": _summer("sunflower", 1.6, "#6a8a34", (155, 270), "#7d6a40"),
    "canola": _summer("tall", 0.9, "#c9b82e", (160, 245), "#b59a50"),
    "tobacco": _summer("tobacco", 1.3, "#7a9a3c", (135, 255), "#b0a048"),
    "sugarbeet": _summer("beet", 0.5, "#4a7a2e", (140, 290), "#6a7a38"),
    "potato": _summer("soybean", 0.5, "#4f7534", (150, 260), "#8a7450"),
    "peanut": _summer("soybean", 0.4, "#5a8434", (135, 280), "#8a7a4a"),
    "lettuce": _summer("beet", 0.25, "#7aa040", (20, 350), "#7aa040"),
    "chile": _summer("soybean", 0.6, "#4f7a30", (120, 300), "#8a4a34"),
    "sorghum": _summer("tall", 1.1, "#6f8a3c", (110, 240), "#a5603c"),
    "blueberry": _summer("blueberry", 1.2, "#4f7a38", (100, 330), "#a8402c"),
    "catfish": lambda _season, _soil: FieldState(_tones("#55625a", "#4c5a54", "#5f6a5c"), 0.0, False),
    "orchard": _trees("orchard", 4.6, "#4a7030", False, (85, 110, "#f0dce0")),
    "almond": _trees("orchard", 5.2, "#557a38", False, (40, 66, "#f2dfe4")),
    "apple": _trees("apple", 4.0, "#4a7030", False, (112, 136, "#f4e8ea"), (215, 290, "#b0342a")),
    "peach": _trees("apple", 4.0, "#557a34", False, (70, 92, "#e08cac"), (145, 215, "#d8804a")),
    "hops": _hops,
    "pecan": _trees("pecan", 11.0, "#4a6c2e", False),
    "citrus": _trees("citrus", 3.8, "#2f5c24", True, None, (300, 365, "#e8922a")),
    "datepalm": _trees("date_palm", 11.0, "#6c8050", True),
    "vineyard": _vineyard,
}  # fmt: skip
