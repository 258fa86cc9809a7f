"""The air before things: how much of them it hides, and the light it adds; one law for whatever is drawn."""

import math

from numba import njit

from geogame.world import arrays as A
from geogame.world.kernels.noise import JIT
from geogame.world.kernels.sky import add_veiled_sun, sky_colour

_NEAR_M = 15.0  # the first metres of fog hide little: an eye looks past what is close to it
_HAZY_M = 14_000.0  # beyond it the air thins
_AIR_SINE = 0.015  # of the elevation at which the sky is as bright as endless air


@njit(**JIT)
def air_path(r, visibility):  # type: ignore[no-untyped-def]
    """Return the optical depth of ``r`` metres of air.

    Far mountains stand in thinner air than the plain before them, so that the depth grows slower than the distance.
    """
    if r > _HAZY_M:
        r = _HAZY_M * (1.0 + 0.55 * math.log(r / _HAZY_M))
    return r * r / ((r + _NEAR_M) * visibility)


@njit(**JIT)
def air_light(dx, dy, sky, light, out):  # type: ignore[no-untyped-def]
    """Write what endless air shines with in the level direction (dx, dy), a unit vector, into ``out[0:3]``.

    Under a closed sky it is lighter towards the hidden sun; else it takes the sky's own glow above the horizon.
    """
    if sky[A.OVERCAST] > 0.5:
        for k in range(3):
            out[k] = light[A.FOG + k]
        add_veiled_sun(dx, dy, 0.0, sky, out)
        return
    sky_colour(dx, dy, _AIR_SINE, sky, out)
    for k in range(3):
        out[k] = light[A.FOG + k] * 0.55 + out[k] * 0.45
