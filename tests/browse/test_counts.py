import numpy as np
import pandas as pd
import pytest

from geogame.browse.counts import by_cell, by_hour, by_month, by_source, solar_hours

PLACES = pd.DataFrame(
    {
        "cell": [3, 3, -1, 0],
        "captured_on": ["2019-01-31", "2020-01", "2018", ""],
        "solar_hour": [23.99, np.nan, np.nan, np.nan],
        "captured_at": ["", "2020-01-05T18:30:00Z", "2018", ""],
        "lon": [0.0, -90.0, 0.0, 10.0],
        "source": ["mapillary", "mapillary", "osv5m", "mapillary"],
    }
)


def test_every_place_is_counted_once_and_what_is_not_known_is_said() -> None:
    months, hours = by_month(PLACES), by_hour(PLACES)
    assert (months["Jan"], months["unknown"], sum(months.values())) == (2, 2, 4)
    assert (hours["23"], hours["12"], hours["unknown"], sum(hours.values())) == (1, 1, 2, 4)
    assert list(hours)[:3] == ["00", "01", "02"]
    assert by_source(PLACES) == {"mapillary": 3, "osv5m": 1}
    assert by_cell(PLACES) == {3: 2, 0: 1}


def test_a_photograph_has_the_hour_of_the_sun_at_its_longitude() -> None:
    assert solar_hours(PLACES)[1] == pytest.approx(12.5)
    assert "unknown" not in by_hour(PLACES.iloc[:2])
