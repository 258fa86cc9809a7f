"""The colours a scene's ground is painted with, from biome, season, satellite and the state's road surfaces."""

import numpy as np
from numpy.typing import NDArray

from geogame.world import arrays as A
from geogame.world.blend import Blend
from geogame.world.colour import Rgb, linear, mix
from geogame.world.crops import FieldState
from geogame.world.customs import Customs
from geogame.world.facts import Facts
from geogame.world.landforms import region_at
from geogame.world.season import Season

Rng = np.random.Generator
CONCRETE = "#96928a"


def soil_colour(blend: Blend) -> Rgb:
    """Soil, (3,) linear, nudged toward the satellite's hue where ground lies bare."""
    soil = blend.colour("soil")
    hue = blend.satellite / blend.satellite.mean()
    share = 0.25 + 0.35 * float(np.clip(1 - blend.number("cover"), 0, 1))
    nudged: Rgb = soil * (1 - share) + share * hue * soil.mean()
    return _weathered(nudged)


def _weathered(soil: Rgb) -> Rgb:
    """Darken pale soil to what dry ground reflects: a third of the light, white sand little more than half."""
    luminance = float(soil @ np.array([0.2126, 0.7152, 0.0722]))
    darker: Rgb = soil / (1.0 + 1.15 * luminance)
    return darker


def grass_colour(blend: Blend, season: Season) -> Rgb:
    """Grass on this date, (3,) linear: greener where the satellite saw green."""
    green = season.growth * (0.75 + 0.5 * blend.greenness)
    return mix(blend.colour("dry_grass") * 0.8, blend.colour("grass"), min(1.0, green))


def palette(
    facts: Facts, blend: Blend, season: Season, customs: Customs, crop: FieldState,
    canopy: tuple[Rgb, Rgb], params: NDArray[np.float32], rng: Rng,
) -> NDArray[np.float64]:  # fmt: skip
    """
    Paint box of a scene.

    Parameters
    ----------
    canopy
        Two tones of the closed forest.
    params
        Layout: says what the road is made of, whether the water is sea.

    Returns
    -------
    palette
        (N_COLOURS, 4) float64, linear rgb in the first three columns, rows as in ``world.arrays``.
    """
    colours = np.zeros((A.N_COLOURS, 4))
    soil, grass, dry = soil_colour(blend), grass_colour(blend, season), blend.colour("dry_grass")
    rows: dict[int, Rgb] = {
        A.SOIL: soil,
        A.GRASS: grass * 0.68,
        A.ROAD: _road(customs, params, soil) * rng.uniform(0.79, 1.0),
        A.CANOPY_A: canopy[0] * 0.95,
        A.CANOPY_B: canopy[1] * 1.15,
        A.ROCK: linear(blend.main.rock),
        A.CROP_A: crop.colours[0],
        A.CROP_B: crop.colours[1],
        A.WATER: _water(facts, blend, bool(params[A.WATER_IS_SEA] > 0.5)),
        A.FAR_LAND: _far(blend, season, dry),
        A.SIDE_ROAD: linear(customs.asphalt_hex) if params[A.CROSS_PAVED] > 0.5 else _gravel(customs, soil),
        A.SHOULDER: linear("#a8a49c") if params[A.URBAN] else blend.colour("shoulder"),
        A.DRY_GRASS: (dry * 0.9 * (1 - 0.72 * season.growth) + grass * 0.756 * season.growth) * 0.76,
        A.STRATA: linear(blend.main.strata),
        A.CROP_C: crop.colours[2],
        A.BRUSH_COLOUR: blend.brush_colour,
    }
    region = region_at(facts.lat, facts.lon) if params[A.LANDFORM] else None
    if region is not None:
        for row, text in ((A.SOIL, region.soil), (A.ROCK, region.rock), (A.STRATA, region.strata)):
            if text is not None:
                rows[row] = _weathered(linear(text))
    brown = mix(linear("#5c4a34"), linear("#8f6638"), season.autumn * min(1.0, blend.number("deciduous") * 1.3))
    rows[A.LITTER_COLOUR] = mix(brown * 0.8, rows[A.SOIL], 0.2)
    rows[A.STONE] = mix(mix(rows[A.ROCK], linear("#8a8680"), 0.3), rows[A.SOIL], 0.2)
    for row, colour in rows.items():
        colours[row, :3] = colour
    return colours


def _road(customs: Customs, params: NDArray[np.float32], soil: Rgb) -> Rgb:
    if params[A.ROAD_SURFACE] > 0.5:
        return _gravel(customs, soil)
    return linear(CONCRETE if params[A.SLAB_M] > 0 else customs.asphalt_hex)


def _gravel(customs: Customs, soil: Rgb) -> Rgb:
    return mix(linear(customs.gravel_hex), soil, 0.3)


def _water(facts: Facts, blend: Blend, sea: bool) -> Rgb:
    if not sea:
        dark = blend.main_name in ("bayou", "marsh", "lowc", "cfla", "everglades", "pocosin", "bog")
        return linear("#3a3a26" if dark else "#26424a")
    if facts.lat < 31 and facts.lon > -98 and facts.water is not None and facts.water.is_sea:
        return linear("#1f6a78")
    return linear("#27505c" if facts.water is not None and facts.water.is_sea else "#2a5a70")


def _far(blend: Blend, season: Season, dry: Rgb) -> Rgb:
    base = linear(blend.main.far) if blend.main.far else blend.satellite
    far = base * 0.6 + 0.44 * blend.satellite
    far = far * (0.6 + 0.4 * season.growth) + dry * 0.2 * (1 - season.growth)
    deciduous = blend.number("deciduous")
    if deciduous > 0.5:
        far = mix(far, linear("#9a5a28"), 0.5 * season.autumn)
        far = mix(far, linear("#7d7062"), 0.6 * season.bare if season.bare > 0.5 else 0.0)
    return far
