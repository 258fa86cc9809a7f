import json

import numpy as np
import pytest

from geogame.cli.output import check_target, emit, note
from geogame.errors import GeogameError


def test_json_is_one_object_with_numpys_values_as_numbers(capsys):
    emit({"n": np.int64(3), "km": np.float32(0.5), "list": np.arange(2), "name": "Zürich"}, as_json=True)
    captured = capsys.readouterr()
    assert captured.out.count("\n") == 1
    assert json.loads(captured.out) == {"n": 3, "km": 0.5, "list": [0, 1], "name": "Zürich"}


def test_a_person_reads_the_text_or_one_key_a_line(capsys):
    emit({"a": 1, "b": 2}, as_json=False)
    emit({"a": 1}, as_json=False, text="one thing")
    emit(7, as_json=False)
    assert capsys.readouterr().out == "a: 1\nb: 2\none thing\n7\n"


def test_what_lies_deeper_in_a_result_is_told_beneath_its_key_and_in_words(capsys):
    pair = {"places": 3, "near": [("a", "b", 0.1234567, 90.0)], "shared": []}
    emit({"ok": True, "splits": {"train": 2, "val": 1}, "leaks": ["one", "two"], "pairs": {"t-v": pair}}, as_json=False)
    assert capsys.readouterr().out.splitlines() == [
        "ok: yes",
        "splits: train: 2, val: 1",
        "leaks:",
        "  one",
        "  two",
        "pairs:",
        "  t-v:",
        "    places: 3",
        "    near:",
        "      a, b, 0.123457, 90",
        "    shared: none",
    ]


def test_a_file_that_could_not_be_written_is_told_before_the_work(tmp_path):
    for path, why in ((tmp_path, "this is a folder"), (tmp_path / "none/a.png", "there is no folder")):
        with pytest.raises(GeogameError, match=why):
            check_target(path)
    check_target(tmp_path / "a.png")


def test_what_json_cannot_say_is_refused():
    with pytest.raises(TypeError, match="set"):
        emit({"a": {1}}, as_json=True)
    with pytest.raises(ValueError, match="JSON"):
        emit({"a": float("nan")}, as_json=True)


def test_notes_go_beside_the_result(capsys):
    note("working")
    captured = capsys.readouterr()
    assert (captured.out, captured.err) == ("", "working\n")
