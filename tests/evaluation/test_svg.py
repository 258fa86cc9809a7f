import pytest
from hypothesis import given
from hypothesis import strategies as st

from geogame.evaluation.svg import Axis, bar_chart, line_chart, matrix, region_map, round_axis


def test_a_logarithmic_axis_puts_equal_ratios_equally_far_apart() -> None:
    axis = Axis("km", 1, 10_000, [1, 100, 10_000], logarithmic=True)
    assert [axis.share(tick) for tick in axis.ticks] == pytest.approx([0, 0.5, 1])
    assert axis.share(0) == 0, "what lies outside is held at the end"


@given(st.floats(1e-3, 1e6))
def test_a_round_axis_holds_the_highest_value_with_few_ticks(highest: float) -> None:
    axis = round_axis("km", highest)
    assert axis.high >= highest * (1 - 1e-9)
    assert 2 <= len(axis.ticks) <= 9
    assert axis.high <= 2 * highest


def test_names_are_escaped() -> None:
    chart = line_chart(Axis("a<b", 0, 1, [0, 1]), Axis("y", 0, 1, [0, 1]), {"m & n": [(0, 0), (1, 1)]})
    assert "a&lt;b" in chart
    assert "m &amp; n" in chart


def test_a_longer_bar_is_a_higher_one() -> None:
    chart = bar_chart(round_axis("km", 100), [("one", 50, None), ("four", 25, (20, 30))])
    heights = [float(part.split('"')[0]) for part in chart.split('height="')[2:4]]
    assert heights[0] == pytest.approx(2 * heights[1])


def test_cells_and_counts_are_drawn_one_by_one() -> None:
    square = [[(0.0, 0.0), (0.0, 1.0), (1.0, 1.0), (1.0, 0.0)]]
    drawn = region_map({0: square, 1: square}, {1: (0.5, "cell 1: says")})
    assert drawn.count("<path") == 2
    assert 'fill="#7e7c74"><title>cell 1: says' in drawn, "half way up cividis"
    assert 'fill="none"><title>cell 0' in drawn
    assert "cell 0: no places" in drawn
    assert matrix([(0, 0, 4), (1, 0, 1)], 3, "true", "answered").count("<circle") == 2
