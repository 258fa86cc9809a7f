import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from geogame.audit import audit_splits
from geogame.catalog import Catalog, open_catalog
from geogame.geo import destination
from geogame.resplit import divide
from geogame.splits import SplitRule

SHARES = {"train": 0.6, "val": 0.2, "test": 0.2}


@pytest.fixture
def divided(built_catalog: Catalog) -> Catalog:
    """The stand-in catalog with places in all three splits."""
    return divide(built_catalog, SplitRule(), SHARES, 1)


def moved(catalog: Catalog, split: str, near: str, km: float, **columns: object) -> tuple[Catalog, str, str]:
    """The catalog with the first place of one split put near the first of another; gives the ids of both."""
    frame = catalog.locations.copy()
    own, other = frame.index[frame["split"] == split][0], frame.index[frame["split"] == near][0]
    frame.loc[own, ["lat", "lon"]] = destination(frame.loc[other, "lat"], frame.loc[other, "lon"], 40.0, km)
    for name, value in columns.items():
        frame.loc[[own, other], name] = value
    return replace(catalog, locations=frame), str(frame.loc[own, "id"]), str(frame.loc[other, "id"])


def test_splits_drawn_by_location_share_nothing(divided: Catalog) -> None:
    found = audit_splits(divided)
    assert found.leaks == []
    assert list(found.pairs) == ["train-val", "train-test", "val-test"]
    pair = found.pairs["train-test"]
    assert pair.places + pair.other_places < len(divided)
    assert sum(pair.nearest_km.values()) == pair.other_places
    assert pair.min_km > 1


@pytest.mark.parametrize(
    ("km", "gap_km", "too_near"), [(0.035, 0.1, 1), (0.035, 0.03, 0), (4.9, 5.0, 1), (5.1, 5.0, 0)]
)
def test_the_gap_decides_what_is_too_near(divided: Catalog, km: float, gap_km: float, too_near: int) -> None:
    catalog, test_id, train_id = moved(divided, "test", "train", km)
    pair = audit_splits(catalog, gap_km).pairs["train-test"]
    assert pair.too_near_count == too_near
    assert pair.min_km == pytest.approx(km, rel=1e-3)
    assert pair.shared_places == 0
    if too_near:
        assert pair.too_near == [(test_id, train_id, pytest.approx(km, rel=1e-3))]


def test_a_place_in_two_splits_is_found_by_where_it_lies_and_by_its_name(divided: Catalog) -> None:
    catalog, _, _ = moved(divided, "val", "train", 0.0005)
    assert audit_splits(catalog).pairs["train-val"].shared_places == 1
    named = replace(divided, locations=divided.locations.assign(place_id=divided.locations["id"]))
    catalog, _, _ = moved(named, "test", "train", 3.0, place_id="the same street corner")
    assert audit_splits(catalog).pairs["train-test"].shared_places == 1


def test_a_scene_in_two_splits_is_found_where_views_are_rendered(divided: Catalog) -> None:
    catalog, _, _ = moved(divided, "test", "train", 50.0, scene_seed=7)
    assert audit_splits(catalog).leaks == ["train-test: 1 scene seeds are shared"]
    photographs = replace(catalog, info=replace(catalog.info, source="folder"))
    assert audit_splits(photographs).leaks == []


def test_a_picture_in_two_splits_is_found(divided: Catalog) -> None:
    views, splits = divided.views.copy(), dict(zip(divided.ids, divided.locations["split"], strict=True))
    of = {name: views.index[views["location_id"].map(splits) == name][0] for name in ("train", "test")}
    for column in ("file", "sha256"):
        views.loc[of["test"], column] = views.loc[of["train"], column]
    pair = audit_splits(replace(divided, views=views)).pairs["train-test"]
    assert pair.identical_images == 1
    assert pair.similar_count == 1


def test_the_image_files_are_hashed_once_each(divided: Catalog) -> None:
    told: list[tuple[int, int]] = []
    audit_splits(divided, progress=lambda done, total: told.append((done, total)))
    assert told[-1] == (len(divided.views), len(divided.views))


def test_a_catalog_of_one_split_has_no_pairs(built_folder: Path, tmp_path: Path) -> None:
    catalog = open_catalog(Path(shutil.copytree(built_folder, tmp_path / "c")))
    alone = replace(catalog, locations=catalog.locations.assign(split=pd.Series(["test"] * len(catalog))))
    assert audit_splits(alone).pairs == {}
    assert np.all(alone.locations["split"] == "test")
