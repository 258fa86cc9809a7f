from dataclasses import replace

import pytest

from geogame.errors import UsageError
from geogame.partitions import load_partition
from geogame.regions import load_region
from geogame.sources.options import BuildOptions, parse_size, parse_splits
from geogame.sources.presets import HELD_OUT, PRESETS, preset_options

PLAIN = BuildOptions(name="plain")


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"per_cell": 0}, "--per-cell must be at least 1, not 0"),
        ({"limit": 0}, "--limit must be at least 1"),
        ({"views": 5}, "--views must be 1 to 4, the headings of region 'usa', not 5"),
        ({"views": 0}, "--views"),
        ({"width": 8}, "--size must be 16x16 to 4096x4096 pixels, not 8x128"),
        ({"height": 5000}, "--size"),
        ({"seed": -1}, "--seed must be 0 to"),
        ({"quality": 101}, "--quality must be 1 to 100, not 101"),
        ({"supersample": 0}, "--supersample"),
        ({"detail": "some"}, "--detail must be training or full"),
    ],
)
def test_an_option_out_of_range_is_refused_by_name(change: dict[str, int], expected: str) -> None:
    with pytest.raises(UsageError, match=expected):
        replace(PLAIN, **change).check(load_region("usa"))  # type: ignore[arg-type]


def test_every_preset_is_within_range() -> None:
    for options in PRESETS.values():
        options.check(load_region(options.region))


def test_held_out_preset_has_a_place_in_every_cell_and_two_in_the_largest() -> None:
    partition = load_partition("fishnet", "usa")
    counts = preset_options(HELD_OUT).places_per_cell(partition)
    assert sum(counts) == 303
    assert set(counts) == {1, 2}
    smallest_with_two = min(cell.area_km2 for cell in partition.cells if counts[cell.index] == 2)
    assert all(cell.area_km2 <= smallest_with_two for cell in partition.cells if counts[cell.index] == 1)


def test_a_preset_drawn_with_another_seed_is_all_for_testing() -> None:
    own = preset_options("usa-rendered")
    assert preset_options("usa-rendered", own.seed) == own
    assert dict(preset_options("usa-rendered", own.seed + 1).splits) == {"test": 1.0}


def test_an_unknown_preset_is_refused_with_the_known_ones() -> None:
    with pytest.raises(UsageError, match=r"no preset 'mars'.*usa-rendered, usa-rendered-heldout"):
        preset_options("mars")


def test_size_reads_width_then_height() -> None:
    assert parse_size("640x320") == (640, 320)


@pytest.mark.parametrize("text", ["640", "x320", "640x", "6.4x3", "-2x3", "640x320x3", "a×b", ""])
def test_a_malformed_size_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="--size must look like 256x128"):
        parse_size(text)


def test_splits_read_percent_or_one_name() -> None:
    assert dict(parse_splits("90/5/5")) == {"train": 0.9, "val": 0.05, "test": 0.05}
    assert dict(parse_splits("80/0/20")) == {"train": 0.8, "test": 0.2}
    assert dict(parse_splits("test")) == {"test": 1.0}


@pytest.mark.parametrize("text", ["90/5", "90/5/6", "dev", "-1/1/100", ""])
def test_malformed_splits_are_refused(text: str) -> None:
    with pytest.raises(UsageError, match="--splits must be"):
        parse_splits(text)
