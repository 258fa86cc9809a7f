import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from test_catalog import replace_image

from geogame.catalog import Catalog, open_catalog
from geogame.evaluation.leaks import audit_with_model, copies_similarity, embed_views, strip_test
from geogame.evaluation.report import truth_of
from geogame.evaluation.views import Views, catalog_reader, read_views
from geogame.geolocators.trained import NetworkGeolocator


@pytest.fixture(scope="module")
def geolocator(tiny_model: Path) -> NetworkGeolocator:
    return NetworkGeolocator.load(tiny_model, "cpu")


def small(catalog: Catalog, per_split: int = 20) -> Catalog:
    """A few places of every split."""
    frame = catalog.locations.groupby("split").head(per_split).reset_index(drop=True)
    views = catalog.views[catalog.views["location_id"].isin(frame["id"])].reset_index(drop=True)
    return replace(catalog, locations=frame, views=views)


def quiet(_what: str, _done: int, _total: int) -> None:
    pass


def test_a_view_of_one_split_that_stands_in_another_is_found(
    geolocator: NetworkGeolocator, gradient_folder: Path, tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(gradient_folder, tmp_path / "own"))
    catalog = small(open_catalog(folder))
    train, test = (catalog.views.index[catalog.views["location_id"] == catalog.select(name).ids[3]][0] for name in
                   ("train", "test"))  # fmt: skip
    buffer = tmp_path / "copy.webp"
    Image.open(folder / catalog.views.loc[train, "file"]).save(buffer, "WEBP", quality=70)
    copy = replace_image(folder, buffer.read_bytes())
    views = catalog.views.copy()
    views.loc[test, ["file", "sha256"]] = [copy.relative_to(folder).as_posix(), copy.stem]
    found = audit_with_model(geolocator, replace(catalog, views=views), quiet)
    pair = (catalog.views.loc[train, "file"], copy.relative_to(folder).as_posix())
    assert pair in [(one, two) for one, two, _ in found.alike]
    assert any("are alike" in leak for leak in found.leaks)


def test_re_encoded_copies_reach_the_threshold_and_other_places_do_not(
    geolocator: NetworkGeolocator, gradient_folder: Path
) -> None:
    catalog = small(open_catalog(gradient_folder)).select("train")
    views = read_views(catalog.ids, catalog_reader(catalog, 4), 4, geolocator.size)
    threshold = copies_similarity(geolocator, views)
    embedded = embed_views(geolocator, views)
    assert np.linalg.norm(embedded.vectors, axis=1) == pytest.approx(1, abs=1e-5)
    cosines = embedded.vectors @ embedded.vectors.T
    other_place = embedded.rows[:, None] != embedded.rows[None]
    assert (cosines[other_place] >= threshold).mean() < 0.05
    assert threshold > 0.9


def test_hiding_strips_of_plain_pictures_tells_nothing_of_a_leak(
    geolocator: NetworkGeolocator, gradient_folder: Path
) -> None:
    catalog = small(open_catalog(gradient_folder))
    views = read_views(catalog.ids, catalog_reader(catalog, 4), 4, geolocator.size)
    told: list[tuple[str, int, int]] = []
    found = strip_test(geolocator, views, truth_of(catalog).cells, lambda *state: told.append(state))
    assert found.places == len(catalog)
    assert len(found.hidden_top1) == 10
    assert not found.leaks
    assert told[-1] == ("hiding strips", 10, 10)


def test_missing_views_are_not_embedded(geolocator: NetworkGeolocator) -> None:
    pixels = np.random.default_rng(0).integers(0, 256, (3, 4, 3, 32, 64), dtype=np.uint8)
    present = np.array([[True, False, True, True], [False, False, False, True], [True, True, True, True]])
    embedded = embed_views(geolocator, Views(pixels, present))
    assert len(embedded.vectors) == present.sum()
    assert embedded.rows.tolist() == [0, 0, 0, 1, 2, 2, 2, 2]
    assert embedded.slots.tolist() == [0, 2, 3, 3, 0, 1, 2, 3]
