from dataclasses import replace
from pathlib import Path

import pytest

from geogame.training.runs import Entry
from geogame.training.status import Status
from geogame.ui.training import words

STATUS = replace(
    Status.of_this_process(),
    doing="training",
    epoch=2,
    step=1234,
    progress=0.43,
    elapsed_s=600.0,
    eta_s=750.0,
    loss=9.0,
)
EPOCHS = [
    {"step": 500, "elapsed_s": 300.0, "val_mean_km": 500.0},
    {"step": 999, "elapsed_s": 540.0, "val_mean_km": 412.4},
]

BEST = "Best validated mean distance: 412 km."


def entry(condition: str, **changes: object) -> Entry:
    return Entry("run", Path("runs/run"), replace(STATUS, **changes), condition)


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (entry("running"), f"run is training: 43\u202f% done, 12 min to go. {BEST}"),
        (entry("running", doing="decoding views", done=5, total=9000), "run is decoding views, 5 of 9\u202f000."),
        (entry("stale"), f"run ended without a word near step 1\u202f234. {BEST}"),
        (entry("done"), f"run is done after 10 min. {BEST}"),
        (
            Entry("m, shipped", Path("models/m"), None, "shipped"),
            f"m comes with the project. {BEST} It was trained for 9 min.",
        ),
    ],
)
def test_a_sentence_says_how_a_run_stands(told, expected):
    assert words.headline(told, EPOCHS, "km") == expected


def test_a_notice_says_what_is_wrong_and_what_to_do():
    late_s = STATUS.beat_s + 240
    assert "wrote nothing for 4 min" in words.notice(entry("stale"), late_s)
    assert "Resume it" in words.notice(entry("stale"), late_s)
    assert words.notice(entry("failed", message="the loss is nan"), late_s) == "the loss is nan"
    assert words.notice(entry("running"), STATUS.beat_s) == ""


def test_the_gpu_s_memory_is_told_and_its_absence_too():
    assert ("GPU memory", "2.0 GiB") in words.facts(entry("running", gpu_bytes=2**31))
    assert ("GPU memory", "none used") in words.facts(entry("running"))


def test_the_best_is_the_largest_where_more_is_better():
    found = [
        {"step": step, "elapsed_s": 1.0, "val_recall_at_1": value} for step, value in ((1, 0.2), (2, 0.5), (3, 0.4))
    ]
    assert words.best_told(found, "km") == "Best validated recall at 1: 50.0\u202f%"
    assert words.best_told([], "km") == ""


def test_nothing_is_all_done_before_it_is():
    assert words.percent(0.9999).startswith("99")
    assert words.percent(1.0).startswith("100")


def test_what_is_expected_says_whether_anybody_measured_it():
    assert words.expected("A net", 0.0, 3.0, 1.0, measured=True) == "A net."
    told = words.expected("A net", 35.0, 3.3, 41.0, measured=True)
    assert told.startswith("A net. Expected: 35 min, 3.3 GB of memory, 41 GB on disk; measured on the machine")
    assert "35 min; estimated, not yet measured" in words.expected("A net", 35.0, 0.0, 0.0, measured=False)
