import io
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from PIL import Image

from geogame.browse.duplicates import DUPLICATES_FILE, find_duplicates, read_duplicates, write_duplicates
from geogame.browse.similar import check_fit, find_galleries, gallery_folder, similar_views
from geogame.browse.thumbnails import thumbnail
from geogame.catalog import Catalog, open_catalog
from geogame.errors import CatalogError, CheckpointError
from geogame.geolocators.gallery import Gallery, view_table


def test_a_thumbnail_keeps_the_picture_and_not_its_size(built_catalog: Catalog) -> None:
    view = built_catalog.views_of(built_catalog.ids[0])[0]
    with Image.open(io.BytesIO(thumbnail(built_catalog, view, 16))) as small:
        assert small.size == (32, 16)
        shown = np.asarray(small.convert("RGB"), float)
    whole = built_catalog.read(view).astype(float)
    assert np.abs(shown.mean((0, 1)) - whole.mean((0, 1))).max() < 6
    with Image.open(io.BytesIO(thumbnail(built_catalog, view, 400))) as small:
        assert small.size == (view.width, view.height)


def test_a_damaged_picture_and_one_that_must_not_be_shown_are_refused(own_folder: Path) -> None:
    catalog = open_catalog(own_folder)
    view = catalog.views_of(catalog.ids[0])[0]
    restricted = replace(catalog, info=replace(catalog.info, restricted="its terms bar it"))
    with pytest.raises(CatalogError, match="its terms bar it"):
        thumbnail(restricted, view, 64)
    catalog.image_path(view).write_bytes(b"RIFF")
    with pytest.raises(CatalogError, match="is damaged"):
        thumbnail(catalog, view, 64)


def test_the_same_picture_of_two_places_is_found_and_of_one_place_is_not(own_folder: Path) -> None:
    catalog = open_catalog(own_folder)
    views = catalog.views.copy()
    same = ["file", "sha256"]
    first, second, other = catalog.ids[:3]
    rows = {name: views.index[views["location_id"] == name] for name in (first, second, other)}
    views.loc[rows[second][1], same] = views.loc[rows[first][0], same].to_numpy()
    views.loc[rows[other][3], same] = views.loc[rows[other][2], same].to_numpy()
    copied = replace(catalog, views=views)
    told: list[tuple[str, int, int]] = []
    pairs = find_duplicates(copied, lambda *said: told.append(said))
    assert [{*pair} for pair in zip(pairs["id"], pairs["other_id"], strict=True)] == [{first, second}]
    assert pairs["bits"].tolist() == [0]
    assert told[-1] == ("comparing pictures", 96, 96)
    assert read_duplicates(copied) is None
    write_duplicates(copied, pairs)
    pd.testing.assert_frame_equal(read_duplicates(copied), pairs)
    rebuilt = replace(copied, info=replace(copied.info, build_id="f" * 16))
    assert read_duplicates(rebuilt) is None
    (catalog.path / DUPLICATES_FILE).write_bytes(b"PAR1")
    with pytest.raises(CatalogError, match="dataset duplicates"):
        read_duplicates(copied)


def test_views_alike_are_of_other_places_one_each_and_best_first(own_folder: Path) -> None:
    catalog = open_catalog(own_folder)
    table = view_table(catalog)
    angles = np.linspace(0, np.pi / 2, len(table), dtype=np.float32)
    gallery = Gallery(np.stack([np.cos(angles), np.sin(angles)], 1), table, {"dataset_build_id": catalog.info.build_id})
    hits = similar_views(gallery, catalog.ids[0], 1, 5)
    assert [hit.location_id for hit in hits] == list(catalog.ids[1:6])
    assert [hit.view for hit in hits] == [0] * 5
    assert all(one.likeness > two.likeness for one, two in pairwise(hits))
    with pytest.raises(CatalogError, match="no view 9"):
        similar_views(gallery, catalog.ids[0], 9, 5)


def test_a_gallery_beside_the_catalog_is_found_and_another_builds_is_refused(own_folder: Path) -> None:
    catalog = open_catalog(own_folder)
    table = view_table(catalog)
    features = np.ones((len(table), 1), np.float32)
    gallery = Gallery(features, table, {"dataset_build_id": f"{catalog.info.build_id}+12345678~87654321"})
    assert find_galleries(catalog) == {}
    gallery.write(gallery_folder(catalog, "runs/net"))
    assert find_galleries(catalog) == {"runs+net": own_folder / "embeddings" / "runs+net"}
    check_fit(catalog, gallery)
    with pytest.raises(CheckpointError, match="another build"):
        check_fit(replace(catalog, info=replace(catalog.info, build_id="f" * 16)), gallery)
