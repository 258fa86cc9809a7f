import json

import numpy as np
import pytest

from geogame.errors import PartitionError, RegionError, UsageError
from geogame.partitions import known_partitions, load_partition
from geogame.partitions.adaptive import adaptive
from geogame.partitions.kept import keep_partition
from geogame.regions import load_region
from geogame.regions.added import write_kept


@pytest.mark.parametrize(
    ("name", "cells"), [("fishnet:10x10", 58), ("fishnet:2", 92), ("h3:1", 14), ("fishnet:1x3", 3)]
)
def test_a_measure_in_the_name_makes_the_partition(name, cells):
    partition = load_partition(name, "india")
    assert (partition.name, len(partition)) == (name, cells)


def test_the_india_systems_grid_is_ten_by_ten():
    assert load_partition("fishnet:10x10", "india").fingerprint == load_partition("tenths", "india").fingerprint


@pytest.mark.parametrize(
    "name", ["fishnet:0", "fishnet:0x4", "fishnet:99999x99999", "h3:16", "fishnet:", "../x", "h3:x"]
)
def test_a_measure_that_cannot_be_is_refused(name):
    with pytest.raises(PartitionError):
        load_partition(name, "india")


@pytest.fixture
def kept(tmp_path, monkeypatch):
    monkeypatch.setenv("GEOGAME_REGIONS", str(tmp_path))
    rng = np.random.default_rng(0)
    made = adaptive(load_region("india"), rng.uniform(10, 30, 300), rng.uniform(72, 85, 300), 40)
    return made, keep_partition(made, "dense")


def test_a_kept_partition_is_found_by_name_as_it_was(kept):
    made, _ = kept
    assert "dense" in known_partitions("india")
    assert "dense" not in known_partitions("usa")
    found = load_partition("dense", "india")
    assert (found.name, found.fingerprint) == ("dense", made.fingerprint)
    with pytest.raises(UsageError, match="already"):
        keep_partition(made, "dense")
    with pytest.raises(UsageError, match="small letters"):
        keep_partition(made, "../up")


def test_a_kept_partition_that_was_changed_is_refused(kept):
    _, path = kept
    content = json.loads(path.read_text())
    content["features"] = content["features"][:-1]
    for damage, message in ((json.dumps(content), "changed by hand"), ("{", "damaged")):
        path.with_name("other.geojson").write_text(damage)
        with pytest.raises(PartitionError, match=message):
            load_partition("other", "india")


def test_a_folder_that_cannot_be_written_to_is_named(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(RegionError, match=r"below\.geojson.*GEOGAME_REGIONS"):
        write_kept(tmp_path / "file" / "below.geojson", "{}")
