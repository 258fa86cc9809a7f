"""The state of the year at a place: leaves, growth, snow, from its climate and the date. Rules are the author's."""

from dataclasses import dataclass

import numpy as np

from geogame.world.climate import Climate, temperature_c, warming


@dataclass(frozen=True, slots=True)
class Season:
    """
    What the date does to plants and ground.

    ``autumn`` and ``bare`` are shares 0..1 of deciduous crowns turned and fallen, ``growth`` 0..1 how green
    plants are, ``snow`` 0, 0.5 (patches) or 1 (cover), ``fresh`` whether leaves are new.
    """

    temperature_c: float
    autumn: float
    bare: float
    growth: float
    snow: float
    fresh: bool
    day_of_year: int


def season_at(climate: Climate, day_of_year: int, koppen: str, chance: float) -> Season:
    """
    Work out the season.

    Parameters
    ----------
    climate
        The place's yearly temperature curve, °C.
    day_of_year
        1..365.
    koppen
        Köppen class, such as ``"Csb"``: dry and Mediterranean climates green up in other months.
    chance
        Uniform number 0..1 that decides whether near-freezing ground is covered or patchy.
    """
    now = temperature_c(climate, day_of_year)
    rising = warming(day_of_year)
    autumn, bare = _leaves(climate.coldest_c, now, rising, day_of_year)
    growth = float(np.clip((now - 3) / 9, 0, 1)) if climate.coldest_c < 9 else 1.0
    if koppen.startswith("Cs"):
        wet = float(np.clip(np.cos(2 * np.pi * (day_of_year - 60) / 365) * 0.5 + 0.5, 0, 1))
        green = (wet * 0.9) ** 1.3
    elif koppen.startswith("B"):
        green = 0.25 * growth
    else:
        green = growth * (1 - 0.35 * autumn)
    snow = 0.0
    if now < -0.5 and not (koppen.startswith("B") and now > -3):
        snow = 1.0 if now < -2.5 or chance < 0.55 else 0.5
    return Season(now, autumn, bare, float(green), snow, rising and now < 15, day_of_year)


def _leaves(coldest_c: float, now_c: float, rising: bool, day: int) -> tuple[float, float]:
    """Shares (turned, fallen) of deciduous crowns: none where winters are mild."""
    if coldest_c > 9:
        return 0.0, 0.0
    if rising:
        return 0.0, float(1 - np.clip((now_c - 6) / 5, 0, 1))
    # Days shorten everywhere alike: a cool summer turns no leaf before September.
    short = 1.0 if day < 60 else float(np.clip((day - 246) / 22, 0, 1))
    autumn = float(np.clip((17.5 - now_c) / 5, 0, 1)) * short
    bare = float(np.clip((8.2 - now_c) / 4, 0, 1))
    if (day > 338 or day < 40) and coldest_c < 8:
        bare = max(bare, 0.9)
    return autumn, bare
