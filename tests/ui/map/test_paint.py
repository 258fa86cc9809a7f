from geogame.ui.map.paint import ALPHA, CellPaint, payload
from geogame.ui.map.payload import read_cell


def test_cells_without_a_figure_stay_bare() -> None:
    told = payload(CellPaint({1: 0.0}, {1: "three places"}, chosen=1), 3)
    assert told == {"colours": [None, [0, 32, 77, ALPHA], None], "notes": ["", "three places", ""], "chosen": 1}


def test_what_is_no_cell_counts_as_none() -> None:
    assert read_cell({"cell": 7, "nonce": "a"}) == 7
    assert [read_cell(value) for value in (None, {}, {"cell": "7"}, {"cell": True}, {"cell": -1})] == [None] * 5
