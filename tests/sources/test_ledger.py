import hashlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geogame.sources.ledger import LEDGER_FILE, Ledger, image_file, intact, read_ledger

HASHES = [hashlib.sha256(bytes([i])).hexdigest() for i in range(4)]
RECORDS = {"a": HASHES[:2], "b": HASHES[2:]}


def write_records(folder: Path) -> None:
    with Ledger(folder) as ledger:
        for name, hashes in RECORDS.items():
            ledger.append(name, hashes)


def test_reads_back_what_was_appended(tmp_path: Path) -> None:
    write_records(tmp_path)
    assert read_ledger(tmp_path) == RECORDS


def test_a_folder_without_a_ledger_has_no_finished_place(tmp_path: Path) -> None:
    assert read_ledger(tmp_path) == {}


def test_appending_continues_after_every_possible_torn_last_line(tmp_path: Path) -> None:
    write_records(tmp_path)
    path = tmp_path / LEDGER_FILE
    whole = path.read_bytes()
    first = whole.index(b"\n") + 1
    for length in range(first, len(whole)):
        path.write_bytes(whole[:length])
        assert read_ledger(tmp_path) == {"a": HASHES[:2]}
        with Ledger(tmp_path) as ledger:
            ledger.append("c", HASHES)
        assert read_ledger(tmp_path) == {"a": HASHES[:2], "c": HASHES}


@settings(max_examples=50)
@given(noise=st.binary(max_size=60))
def test_an_unreadable_line_costs_only_its_own_place(noise: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("ledger")
    write_records(folder)
    path = folder / LEDGER_FILE
    path.write_bytes(path.read_bytes() + noise.replace(b"\n", b"") + b"\n")
    assert read_ledger(folder) == RECORDS


@pytest.mark.parametrize(
    "line", [b"null", b"[]", b'{"id": 1, "sha256": []}', b'{"id": "x", "sha256": ["../../etc/passwd"]}']
)
def test_a_line_that_is_no_record_is_passed_over(line: bytes, tmp_path: Path) -> None:
    (tmp_path / LEDGER_FILE).write_bytes(line + b"\n")
    assert read_ledger(tmp_path) == {}


def test_only_places_with_all_images_whole_are_intact(tmp_path: Path) -> None:
    for i, name in enumerate(HASHES):
        path = tmp_path / image_file(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(bytes([i]))
    assert intact(tmp_path, RECORDS, 2) == RECORDS
    (tmp_path / image_file(HASHES[1])).write_bytes(b"")
    assert intact(tmp_path, RECORDS, 2) == {"b": HASHES[2:]}
    (tmp_path / image_file(HASHES[2])).unlink()
    assert intact(tmp_path, RECORDS, 2) == {}


def test_a_place_with_another_number_of_views_is_not_intact(tmp_path: Path) -> None:
    assert intact(tmp_path, {"a": []}, 2) == {}
