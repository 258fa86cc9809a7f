"""How the cities of each region are built. Shares and colours are the author's."""

from dataclasses import dataclass, replace

from geogame.world.facts import Facts

ROW_HOUSES = (
    "brownstone", "brick_row", "triple_decker", "painted", "two_flat", "tenement", "creole", "deco", "walk_up",
    "garden", "shotgun", "stucco_flats",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class CityStyle:
    """One region's way of building a city.

    Attributes
    ----------
    rows
        Weights over `ROW_HOUSES`.
    tones, brick_share
        Colours of walls, and the share that shows its bricks; the rest is stone, stucco or concrete.
    glass_share, glass
        Share of towers that are all glass, and the glass's colours.
    height
        Of towers, against New York's.
    tank_share, escape_share, awning_share
        Of lower buildings that carry a water tank on the roof, a fire escape, and of shops with an awning.
    wood
        Whether the shops of a small town are of wood with false fronts.
    stucco
        Whether what is not brick is plastered.
    """

    rows: dict[str, float]
    tones: tuple[str, ...]
    brick_share: float
    glass_share: float
    glass: tuple[str, ...]
    height: float
    tank_share: float
    escape_share: float
    awning_share: float
    wood: bool = False
    stucco: bool = False


_BRICK = ("#8a4a3a", "#7a4034", "#9a5f48", "#6f3b30", "#a87858", "#b8a080", "#8c6a54")
_STEEL_BLUE = ("#5a7f95", "#6f8a8f", "#4f6a80")
_MIDWEST = CityStyle(
    {"two_flat": 0.5, "walk_up": 0.3, "brick_row": 0.2}, _BRICK, 0.75, 0.45, ("#4f6a80", "#3f5560", "#5f7a80"),
    0.75, 0.15, 0.2, 0.45,
)  # fmt: skip
_STYLES: dict[str, CityStyle] = {
    "midwest": _MIDWEST,
    "chicago": replace(_MIDWEST, height=1.0, tank_share=0.3, rows={"two_flat": 0.65, "walk_up": 0.35}),
    "newyork": CityStyle(
        {"brownstone": 0.45, "tenement": 0.4, "walk_up": 0.15}, (*_BRICK, "#c9bda5", "#b5a68c", "#d5cab5"), 0.6, 0.3,
        _STEEL_BLUE, 1.0, 0.55, 0.6, 0.5,
    ),
    "boston": CityStyle(
        {"triple_decker": 0.5, "brownstone": 0.25, "brick_row": 0.25}, ("#8a4a3a", "#7d4236", "#9a5545", "#b5a68c"),
        0.8, 0.4, _STEEL_BLUE, 0.6, 0.05, 0.2, 0.4,
    ),
    "philadelphia": CityStyle(
        {"brick_row": 0.85, "brownstone": 0.15}, ("#8f4a38", "#84412f", "#9a5a44", "#a86f55", "#b8a890"), 0.85, 0.4,
        _STEEL_BLUE, 0.6, 0.1, 0.2, 0.5,
    ),
    "south": CityStyle(
        {"garden": 0.5, "walk_up": 0.3, "shotgun": 0.2}, ("#a05a44", "#b87a60", "#c9b8a0", "#d8d0c0", "#8f4a38"), 0.6,
        0.5, ("#4f7080", "#6a8a98", "#3f5a6a"), 0.7, 0.0, 0.05, 0.55,
    ),
    "neworleans": CityStyle(
        {"shotgun": 0.5, "creole": 0.5}, ("#d8a888", "#c8b078", "#9ab0a0", "#b8705a", "#d8cdb8", "#a8b8c8"), 0.3, 0.35,
        _STEEL_BLUE, 0.5, 0.0, 0.0, 0.35, stucco=True,
    ),
    "miami": CityStyle(
        {"deco": 0.75, "stucco_flats": 0.25}, ("#f0ece0", "#f2d8c8", "#d8ece4", "#f4e8b8", "#e8d0dc", "#cfe4ee"), 0.0,
        0.45, ("#5f9aa8", "#6aa8b0", "#7fb0b8"), 0.8, 0.0, 0.0, 0.6, stucco=True,
    ),
    "texas": CityStyle(
        {"garden": 0.6, "stucco_flats": 0.4}, ("#b8a080", "#c9b89a", "#a0705a", "#d8cdb8", "#8f5a44"), 0.4, 0.75,
        ("#3f6a80", "#4a7f98", "#2f4f60", "#8a7a50"), 0.85, 0.0, 0.02, 0.4, wood=True,
    ),
    "desert": CityStyle(
        {"stucco_flats": 0.8, "garden": 0.2}, ("#d8c4a0", "#c9a884", "#e0d2b8", "#b89070", "#d0b090"), 0.1, 0.55,
        ("#5f7a80", "#8a7a5a", "#4f6a78"), 0.45, 0.0, 0.0, 0.4, wood=True, stucco=True,
    ),
    "california": CityStyle(
        {"stucco_flats": 0.85, "garden": 0.15}, ("#e0d5c0", "#d8c4a5", "#c9b090", "#d5bca5", "#cfd5d0"), 0.12,
        0.6, ("#5a7f95", "#4a6a7a", "#7a8a88"), 0.65, 0.0, 0.05, 0.5, stucco=True,
    ),
    "sanfrancisco": CityStyle(
        {"painted": 0.85, "walk_up": 0.15}, ("#d8cdb8", "#c9b8a0", "#b8c0c0", "#e0d8c8", "#a8705a"), 0.2, 0.4,
        _STEEL_BLUE, 0.7, 0.0, 0.3, 0.4, stucco=True,
    ),
    "northwest": CityStyle(
        {"walk_up": 0.5, "garden": 0.5}, ("#8a5a48", "#7a4a3a", "#b0a898", "#8f9a9a", "#6f7a80"), 0.6, 0.6,
        ("#4f7a8a", "#5f8a90", "#3f5f70"), 0.65, 0.05, 0.15, 0.5, wood=True,
    ),
    "mountain": CityStyle(
        {"walk_up": 0.4, "garden": 0.4, "two_flat": 0.2}, ("#a0604a", "#8f4f3c", "#b88a6a", "#c9b090", "#7a5a4a"), 0.8,
        0.55, ("#4f6a80", "#6a7f88", "#7a6a4a"), 0.55, 0.0, 0.1, 0.45, wood=True,
    ),
}  # fmt: skip
_BY_STATE = {
    **dict.fromkeys("IL WI MN MI OH IN MO IA NE KS KY ND SD".split(), "midwest"),
    **dict.fromkeys("NY NJ".split(), "newyork"),
    **dict.fromkeys("MA RI CT NH ME VT".split(), "boston"),
    **dict.fromkeys("PA MD DE DC VA WV".split(), "philadelphia"),
    **dict.fromkeys("FL GA SC NC AL MS TN AR".split(), "south"),
    **dict.fromkeys("TX OK".split(), "texas"),
    **dict.fromkeys("AZ NV NM".split(), "desert"),
    **dict.fromkeys("WA OR".split(), "northwest"),
    **dict.fromkeys("CO UT ID MT WY".split(), "mountain"),
    "LA": "neworleans",
    "CA": "california",
}


def city_style(facts: Facts) -> CityStyle:
    """Return how cities are built around this place."""
    name = _BY_STATE[facts.state]
    if facts.state == "FL" and facts.lat < 27.6:
        name = "miami"
    elif facts.state == "CA" and facts.lat > 36.8:
        name = "sanfrancisco"
    elif facts.state == "IL" and facts.lon > -88.6:
        name = "chicago"
    elif facts.state == "NY" and facts.lat > 41.6:
        name = "midwest"
    elif facts.state == "LA" and facts.lat > 30.9:
        name = "south"
    return _STYLES[name]
