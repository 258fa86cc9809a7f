import re

import pytest

from geogame.ui.play.markup import Line, TableRow, bar, facts, result, summary

YOU = Line("you", "<b>Ann</b>", "212 km", 3431.4)
MODEL = Line("model", "The model", "96.1 km", 4215.0)


def test_a_typed_name_never_becomes_markup():
    row = TableRow("<i>Ohio</i>", (YOU, MODEL), (False, True))
    for html in (
        bar(stage="guess", round_index=0, rounds=3, totals=[YOU, MODEL]),
        result("<u>x</u>", [YOU, MODEL]),
        summary("<u>x</u>", [row], "Total", (YOU, MODEL)),
        facts("<i>Ohio</i>", "<i>May</i>", ["<i>s</i>"]),
    ):
        assert not re.search(r"<(b>Ann|i>|u>x)", html)


@pytest.mark.parametrize(("index", "done"), [(0, 0), (1, 1), (4, 4)])
def test_the_bar_shows_one_dot_per_round_and_where_one_stands(index, done):
    html = bar(stage="guess", round_index=index, rounds=5, totals=[YOU])
    assert html.count("<li") == 5
    assert html.count('class="done"') == done
    assert html.count('class="now"') == 1
    assert f"Round {index + 1} / 5" in html


def test_distance_stands_before_points_in_a_result_row():
    html = result("You came closer.", [YOU])
    assert html.index("212 km") < html.index("3\u202f431")


@pytest.mark.parametrize(("score", "width"), [(0, "0.0%"), (2500, "50.0%"), (5000, "100.0%"), (7000, "100.0%")])
def test_the_meter_is_out_of_five_thousand(score, width):
    assert f"width:{width}" in result("", [Line("you", "You", "1 km", score)])


def test_the_summary_adds_up_what_it_lists():
    total = Line("you", "You", "", 8000), Line("model", "The model", "", 9000)
    html = summary("", [TableRow("Ohio", (YOU, MODEL), (False, True))] * 3, "Total", total)
    assert html.count("Ohio") == 3
    assert "8\u202f000" in html
    assert html.count('class="won"') == 3
