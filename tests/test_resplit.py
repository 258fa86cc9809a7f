from collections import Counter
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from geogame.catalog import UNUSED, Catalog
from geogame.datasets import open_table
from geogame.errors import CatalogError, UsageError
from geogame.resplit import default_path, divide, read_division, write_division
from geogame.splits import SplitRule, parse_rule

SHARES = {"train": 0.6, "val": 0.2, "test": 0.2}


def test_every_place_is_tested_in_exactly_one_fold(built_catalog: Catalog) -> None:
    tested: Counter[str] = Counter()
    for fold in range(4):
        divided = divide(built_catalog, SplitRule("kfold", folds=4, fold=fold), {}, seed=5)
        tested.update(divided.select("test").ids)
        assert len(divided.select("train")) == 12
        assert not set(divided.select("val").ids) & set(divided.select("test").ids)
    assert set(tested.values()) == {1}
    assert set(tested) == set(built_catalog.ids)


def test_the_dates_of_one_place_stay_in_one_split(built_catalog: Catalog) -> None:
    frame = built_catalog.locations
    dated = replace(built_catalog, locations=frame.assign(place_id=[f"place {row // 3}" for row in range(len(frame))]))
    for rule in ("random", "kfold:4", "buffer:1km"):
        divided = divide(dated, parse_rule(rule), {"train": 0.5, "test": 0.5}, 3)
        assert (divided.locations.groupby("place_id")["split"].nunique() == 1).all(), rule


def test_a_division_is_read_back_as_it_was_written(built_catalog: Catalog, tmp_path: Path) -> None:
    rule = parse_rule("buffer:100km")
    divided = divide(built_catalog, rule, SHARES, 2)
    path = default_path(replace(built_catalog, path=tmp_path), rule, 2)
    write_division(divided, path, rule, 2)
    again = read_division(built_catalog, path)
    assert path.name == "buffer-100km-seed2.parquet"
    assert again.info == divided.info
    assert again.locations["split"].tolist() == divided.locations["split"].tolist()
    assert UNUSED in again.locations["split"].tolist()
    assert sum(len(again.select(name)) for name in ("train", "val", "test")) < len(again)


def test_divisions_are_told_apart_but_share_the_cache_of_pixels(built_catalog: Catalog, tmp_path: Path) -> None:
    one, two = (divide(built_catalog, SplitRule(), SHARES, seed) for seed in (1, 2))
    assert len({one.info.build_id, two.info.build_id, built_catalog.info.build_id}) == 3
    assert one.info.counts["train"] == len(one.select("train"))
    first = open_table(one, tmp_path, (16, 32))
    second = open_table(two, tmp_path, (16, 32), lambda *_: pytest.fail("decoded twice"))
    assert np.array_equal(first.pixels, second.pixels)
    assert not np.array_equal(first.splits, second.splits)


def test_a_file_for_another_build_or_for_other_places_is_refused(built_catalog: Catalog, tmp_path: Path) -> None:
    divided = divide(built_catalog, SplitRule(), SHARES, 1)
    path = tmp_path / "split.parquet"
    write_division(divided, path, SplitRule(), 1)
    other = replace(built_catalog, info=replace(built_catalog.info, build_id="f" * 16))
    with pytest.raises(CatalogError, match="divides build"):
        read_division(other, path)
    with pytest.raises(CatalogError, match="one by one"):
        read_division(built_catalog.select("train"), path)
    path.write_bytes(b"PAR1")
    with pytest.raises(CatalogError, match="missing or damaged"):
        read_division(built_catalog, path)


def test_a_gap_that_leaves_a_split_empty_is_refused(built_catalog: Catalog) -> None:
    with pytest.raises(UsageError, match=r"leaves split 'train' .* without a place"):
        divide(built_catalog, parse_rule("buffer:6000km"), SHARES, 1)


@pytest.mark.parametrize("text", ["random", "kfold:10:0", "kfold:5:4", "buffer:5km", "buffer:0.2km"])
def test_a_rule_is_written_as_it_is_read(text: str) -> None:
    assert str(parse_rule(text)) == text


def test_metres_and_the_first_fold_are_short_forms() -> None:
    assert str(parse_rule("buffer:200m")) == "buffer:0.2km"
    assert str(parse_rule("kfold:10")) == "kfold:10:0"


@pytest.mark.parametrize(
    "text", ["", "kfold", "kfold:2", "kfold:10:10", "buffer:5", "buffer:0km", "buffer:-1km", "lucky"]
)
def test_what_is_no_rule_is_wrong_use(text: str) -> None:
    with pytest.raises(UsageError):
        parse_rule(text)
