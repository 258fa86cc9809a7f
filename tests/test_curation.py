import json
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest

from geogame.catalog import Catalog, open_catalog
from geogame.cli.dataset import describe
from geogame.curation import CURATION_FILE, decide, marks, open_curated, read_steps, undo, without_excluded
from geogame.datasets import open_table
from geogame.errors import CatalogError, UsageError
from geogame.evaluation.report import choose_split
from geogame.geolocators.trained import NetworkGeolocator
from geogame.resplit import divide, open_divided, write_division
from geogame.splits import SplitRule, parse_rule

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
SHARES = {"train": 0.6, "val": 0.2, "test": 0.2}


@pytest.fixture
def own(own_folder: Path) -> Catalog:
    return open_catalog(own_folder)


def held(catalog: Catalog) -> dict[str, str]:
    return {name: step.mark for name, step in marks(read_steps(catalog.path)).items()}


def test_every_step_can_be_undone_and_the_latest_mark_holds(own: Catalog) -> None:
    first, second, third = own.ids[:3]
    decide(own, [first, second], "excluded", "a wall", NOW)
    decide(own, [second], "none", "", NOW)
    decide(own, [third, first], "flagged", "", NOW)
    assert held(own) == {first: "flagged", third: "flagged"}
    assert undo(own.path, NOW).ids == (third, first)
    assert held(own) == {first: "excluded"}
    undo(own.path, NOW)
    assert held(own) == {first: "excluded", second: "excluded"}
    decide(own, [third], "flagged", "again", NOW)  # what was undone is forgotten, what follows is kept
    undo(own.path, NOW)
    undo(own.path, NOW)
    assert held(own) == {}
    with pytest.raises(UsageError, match="nothing to undo"):
        undo(own.path, NOW)


def test_excluded_places_are_in_no_split_and_in_nothing_that_is_selected(own: Catalog) -> None:
    gone = {own.select("train").ids[0], own.select("test").ids[0]}
    decide(own, gone, "excluded", "", NOW)
    decide(own, [own.ids[-1]], "flagged", "", NOW)
    kept = open_curated(own.path)
    assert len(kept) == len(own)
    for split in ("train", "val", "test", "all"):
        assert set(kept.select(split).ids) == set(own.select(split).ids) - gone
    assert kept.info.counts["train"] == len(own.select("train")) - 1
    assert not set(kept.select("all").views["location_id"]) & gone
    assert kept.info.build_id.startswith(f"{own.info.build_id}~")
    assert kept.info.build == own.info.build_id


def test_a_division_does_not_bring_excluded_places_back(own: Catalog, tmp_path: Path) -> None:
    divided, path = divide(own, SplitRule(), SHARES, 1), tmp_path / "division.parquet"
    write_division(divided, path, SplitRule(), 1)
    gone = divided.select("train").ids[0]
    decide(own, [gone], "excluded", "", NOW)
    read = open_divided(own.path, path)
    assert set(read.select("train").ids) == set(divided.select("train").ids) - {gone}
    assert read.info.build_id.partition("~")[0] == divided.info.build_id
    folded = divide(without_excluded(own), parse_rule("kfold:4"), {}, 2)
    assert gone not in folded.select("all").ids
    assert folded.info.build == own.info.build
    assert folded.info.build_id.endswith(without_excluded(own).info.build_id.partition("~")[2])


def test_the_cache_of_pixels_serves_both(own: Catalog, tmp_path: Path) -> None:
    whole = open_table(own, tmp_path, (16, 32))
    decide(own, own.ids[:2], "excluded", "", NOW)
    rest = open_table(open_curated(own.path), tmp_path, (16, 32), lambda *_: pytest.fail("decoded twice"))
    assert rest.pixels.shape == whole.pixels.shape
    assert sum(len(rest.rows(split)) for split in ("train", "val", "test")) == len(own) - 2


def test_a_torn_line_is_no_decision_and_the_next_one_follows_it_whole(own: Catalog) -> None:
    decide(own, own.ids[:1], "excluded", "", NOW)
    path = own.path / CURATION_FILE
    whole = path.read_bytes()
    for end in range(1, len(whole)):
        path.write_bytes(whole + whole[:end])
        assert held(own) == {own.ids[0]: "excluded"}
    decide(own, own.ids[1:2], "flagged", "", NOW)
    assert held(own) == {own.ids[0]: "excluded", own.ids[1]: "flagged"}


@pytest.mark.parametrize("line", ["{", "[]", '{"ids": ["a"], "mark": "burnt", "note": "", "at": ""}', '{"ids": 3}'])
def test_a_damaged_line_is_told_and_never_passed_over(own: Catalog, line: str) -> None:
    decide(own, own.ids[:1], "excluded", "", NOW)
    with (own.path / CURATION_FILE).open("a") as file:
        file.write(line + "\n")
    with pytest.raises(CatalogError, match=r"line 2 .*delete that line"):
        open_curated(own.path)


def test_what_cannot_be_decided_is_refused_before_anything_is_written(own: Catalog) -> None:
    with pytest.raises(CatalogError, match="holds no location 'nowhere'"):
        decide(own, [own.ids[0], "nowhere"], "excluded", "", NOW)
    with pytest.raises(UsageError, match="at least one"):
        decide(own, [], "excluded", "", NOW)
    assert not (own.path / CURATION_FILE).exists()


def test_marks_of_places_that_a_new_build_does_not_hold_change_nothing(own: Catalog) -> None:
    record = {"ids": ["0" * 12], "mark": "excluded", "note": "", "at": ""}
    (own.path / CURATION_FILE).write_text(json.dumps(record) + "\n", "utf-8")
    assert open_curated(own.path).info.build_id == own.info.build_id


def test_the_catalog_itself_stays_as_it_was_built(own: Catalog) -> None:
    before = describe(own)
    decide(own, own.ids, "excluded", "", NOW)
    assert describe(open_catalog(own.path)) == before


def test_a_model_is_tested_on_the_test_split_whatever_was_left_out_then_or_now(own: Catalog) -> None:
    def trained_on(build_id: str) -> NetworkGeolocator:
        return cast(
            "NetworkGeolocator", SimpleNamespace(name="net", note=SimpleNamespace(dataset_build_ids=[build_id]))
        )

    decide(own, own.ids[:1], "excluded", "", NOW)
    kept = open_curated(own.path)
    for taught in (own, kept):
        assert {choose_split(trained_on(taught.info.build_id), asked, "auto") for asked in (own, kept)} == {"test"}
    with pytest.raises(UsageError, match="another division"):
        choose_split(trained_on(divide(kept, SplitRule(), SHARES, 1).info.build_id), kept, "auto")
