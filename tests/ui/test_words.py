import pytest

from geogame.ui.words import ago, count, duration, moment


@pytest.mark.parametrize(
    ("seconds", "told"), [(7.4, "7 s"), (150, "2 min"), (6000, "1 h 40 min"), (259_200, "3.0 days"), (-1, "0 s")]
)
def test_times_are_told_as_people_do(seconds, told):
    assert duration(seconds) == told


def test_what_is_just_over_is_now():
    assert (ago(3), ago(200)) == ("now", "3 min ago")
    assert moment(0) == "1970-01-01 00:00:00 UTC"


def test_thousands_are_set_off_by_a_thin_space_that_does_not_break():
    assert (count(999), count(1234567)) == ("999", "1\u202f234\u202f567")
