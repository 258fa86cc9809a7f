"""How long the camera exposes a scene: from its light and the ground it falls on, the same in every direction."""

import numpy as np
from numpy.typing import NDArray

from geogame.world import arrays as A
from geogame.world.setting import Setting
from geogame.world.weather import Weather

LUMINANCE = np.array([0.2126, 0.7152, 0.0722])
KEY = 0.295  # exposed luminance of a scene of usual brightness
ADAPTATION = 0.55  # 1 would make snow and forest equally bright, 0 would never adapt
USUAL = 0.42
SNOW_ALBEDO = 0.8
OPEN_SKY_SHARE, CLOSED_SKY_SHARE = 0.30, 0.45  # of what is measured: a clear sky may shine, a closed one would burn out


def exposure_of(s: Setting, weather: Weather, colours: NDArray[np.float64]) -> float:
    """Exposure factor of a scene, from the mean light of its sky and ground."""
    params, sky, light = s.params, weather.sky, weather.light
    ambient = float(light[A.AMBIENT : A.AMBIENT + 3] @ LUMINANCE)
    sunlight = float(light[A.SUNLIGHT : A.SUNLIGHT + 3] @ LUMINANCE) * float(sky[A.SUN_Z])
    woods = float(params[A.FOREST_SHARE])
    albedo = _ground_albedo(params, colours)
    albedo += (SNOW_ALBEDO * (1 - 0.5 * woods) - albedo) * s.season.snow
    # Crowns hide part of the sky from the ground and of the ground from the sun.
    ground = albedo * (ambient * (1 - 0.45 * woods) + sunlight * (1 - 0.6 * woods))
    above = (
        float(sky[A.HORIZON : A.HORIZON + 3] @ LUMINANCE) * 0.4 + float(sky[A.ZENITH : A.ZENITH + 3] @ LUMINANCE) * 0.6
    )
    if weather.overcast:
        above = float(sky[A.HORIZON : A.HORIZON + 3] @ LUMINANCE)
    share = (CLOSED_SKY_SHARE if weather.overcast else OPEN_SKY_SHARE) * (1 - 0.5 * woods)
    mean = above * share + ground * (1 - share)
    if weather.overcast:
        mean *= 1 - 0.45 * woods * (1 - s.season.snow)
    return float(np.clip(KEY / USUAL * (USUAL / mean) ** ADAPTATION, 0.3, 2.2))


def _ground_albedo(params: NDArray[np.float32], colours: NDArray[np.float64]) -> float:
    cover, crops, woods = (float(params[i]) for i in (A.GROUND_COVER, A.CROP_SHARE, A.FOREST_SHARE))
    rows = colours[:, :3] @ LUMINANCE
    grass = 0.5 * (rows[A.GRASS] + rows[A.DRY_GRASS]) * 1.1
    open_land = rows[A.SOIL] * (1 - cover) + grass * cover
    fields = crops * rows[A.CROP_A] + (1 - crops) * open_land
    land = woods * rows[A.CANOPY_A] + (1 - woods) * fields
    return float(0.75 * land + 0.25 * rows[A.ROAD])
