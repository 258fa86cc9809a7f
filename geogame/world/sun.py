"""Where the sun stands, from latitude, date and solar hour."""

import math

OBLIQUITY_DEG = 23.44


def declination_rad(day_of_year: float) -> float:
    """Latitude over which the sun stands at noon, radians (cosine form, within about half a degree)."""
    return math.radians(-OBLIQUITY_DEG) * math.cos(2.0 * math.pi * (day_of_year + 10.0) / 365.25)


def sun_position(lat_deg: float, day_of_year: float, solar_hour: float) -> tuple[float, float]:
    """Direction of the sun, without refraction.

    Parameters
    ----------
    lat_deg
        Latitude, degrees; the poles themselves have no azimuth.
    day_of_year
        1..365.
    solar_hour
        Local solar time in hours; 12 is the moment the sun stands highest.

    Returns
    -------
    tuple of float
        Azimuth clockwise from north in [0, 2π) and elevation in [−π/2, π/2], radians.
    """
    declination = declination_rad(day_of_year)
    hour_angle = math.radians(15.0 * (solar_hour - 12.0))
    lat = math.radians(lat_deg)
    east = -math.cos(declination) * math.sin(hour_angle)
    north = math.cos(lat) * math.sin(declination) - math.sin(lat) * math.cos(declination) * math.cos(hour_angle)
    up = math.sin(lat) * math.sin(declination) + math.cos(lat) * math.cos(declination) * math.cos(hour_angle)
    return math.atan2(east, north) % (2.0 * math.pi), math.asin(max(-1.0, min(1.0, up)))
