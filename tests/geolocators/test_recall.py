import numpy as np
import pandas as pd
import pytest

from geogame.errors import UsageError
from geogame.geo import destination
from geogame.geolocators.recall import Trial, hits, make_trial, newest_of_several, recalls


def row(place: str, date: str, metres: float = 0.0, split: str = "test", sha256: str = "") -> dict[str, object]:
    lat, lon = destination(40.81, -96.7, 0, metres / 1000)
    name = sha256 or f"{place} {date}"
    return {"place_id": place, "captured_on": date, "lat": lat, "lon": lon, "split": split, "sha256": name}


TABLE = pd.DataFrame(
    [
        row("a", "2010-05-01"),
        row("a", "2015-05-01"),
        row("a", "2020-05-01"),
        row("b", "2012-07-01", 90),
        row("b", "2019-07-01", 90),
        row("c", "2011-01-01", 5000, "train"),
        row("c", "2021-01-01", 5000, "train"),
        row("d", "2022-01-01", 20),
    ]
)


def test_the_newest_picture_asks_and_older_ones_of_all_places_answer() -> None:
    trial = make_trial(TABLE, "test")
    assert trial.queries.tolist() == [2, 4]
    assert trial.gallery.tolist() == [0, 1, 3, 5, 7], "a place of one date has no query and stays in the gallery"
    assert make_trial(TABLE, "all").queries.tolist() == [2, 4, 6]
    assert newest_of_several(TABLE).sum() == 3


def test_duplicates_are_left_out_on_both_sides() -> None:
    copies = pd.concat(
        [
            TABLE,
            pd.DataFrame(
                [row("e", "2010-01-01", sha256="a 2020-05-01"), row("e", "2011-01-01", sha256="a 2010-05-01")]
            ),
        ],
        ignore_index=True,
    )
    trial = make_trial(copies, "test")
    assert trial.duplicates == 2
    assert trial.queries.tolist() == [2, 4]
    assert trial.gallery.tolist() == [0, 1, 3, 5, 7]


def test_a_split_of_single_dates_has_nothing_to_ask() -> None:
    with pytest.raises(UsageError, match="no place of split 'val' was pictured on two dates"):
        make_trial(TABLE, "val")


def test_a_hit_is_a_matter_of_metres_not_of_place() -> None:
    trial = make_trial(TABLE, "test")
    found = np.array([[4, 2], [4, 0]])  # d and b; d and a
    assert hits(TABLE, trial, found, 25).tolist() == [[True, False], [False, False]]
    assert hits(TABLE, trial, found, 100).tolist() == [[True, True], [True, True]]


def test_recall_counts_queries_whose_place_is_among_the_most_alike() -> None:
    angle = np.radians([0, 10, 0, 80, 60, 1, 200, 90])
    features = np.column_stack([np.cos(angle), np.sin(angle)]).astype(np.float32)
    found = recalls(features, TABLE, make_trial(TABLE, "test"))
    assert (found["n"], found["places"], found["gallery"]) == (2, 2, 5)
    assert found["within_m"]["25"] == {"1": 1.0, "5": 1.0, "10": 1.0}
    features[5] = features[2]
    features[0] = features[1] = -features[2]
    assert recalls(features, TABLE, make_trial(TABLE, "test"))["within_m"]["25"]["1"] == 0.5


def test_the_interval_is_over_places_not_pictures() -> None:
    features = np.eye(2, dtype=np.float32)[[0] * 20 + [1] * 20]
    dates = ["2010-01-01"] * 10 + ["2020-01-01"] * 10
    table = pd.DataFrame([row("a", date, 0) for date in dates] + [row("b", date, 500) for date in dates])
    table["sha256"] = [str(number) for number in range(len(table))]
    table.loc[20:29, ["lat"]] += 1  # b's older pictures are said to lie elsewhere
    found = recalls(features, table, Trial(np.r_[10:20, 30:40], np.r_[0:10, 20:30], 0))
    assert found["within_m"]["25"]["1"] == 0.5
    assert found["ci95"] == [0.0, 1.0], "two places, however many pictures, say nearly nothing"
