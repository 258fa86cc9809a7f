import io
import shutil
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import stand_in
from PIL import Image
from test_catalog import replace_image

from geogame.audit import audit, difference_hash
from geogame.catalog import Catalog, open_catalog
from geogame.errors import CatalogError
from geogame.geo import destination


@pytest.fixture(scope="module")
def fresh_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A catalog of other places than the shared one."""
    folder = tmp_path_factory.mktemp("fresh") / "catalog"
    stand_in.build_stand_in(folder, seed=4)
    return folder


def test_a_catalog_against_itself_shares_everything(built_catalog: Catalog) -> None:
    found = audit(built_catalog, built_catalog.path)
    assert found.near_count == 24
    assert found.nearest_km == {"1": 24, "5": 0, "10": 0, "25": 0, "50": 0, "100": 0, "more": 0}
    assert len(found.shared_seeds) == 24
    assert len(found.identical_images) == 96
    assert found.similar_count >= 96
    assert len(found.leaks) == 4


def test_catalogs_drawn_with_other_seeds_share_nothing(built_catalog: Catalog, fresh_folder: Path) -> None:
    found = audit(built_catalog, fresh_folder)
    assert found.leaks == []
    assert sum(found.nearest_km.values()) == 24
    assert found.similar_images == []


def smooth_picture(width: int, height: int) -> Image.Image:
    """A picture whose colours change as gently as a landscape's."""
    colours = np.random.default_rng(0).integers(60, 190, (8, 9, 3), dtype=np.uint8)
    return Image.fromarray(colours).resize((width, height), Image.Resampling.BICUBIC)


def as_webp(picture: Image.Image, quality: int) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, "WEBP", quality=quality)
    return buffer.getvalue()


def test_a_re_encoded_picture_is_found(own_folder: Path, fresh_folder: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(fresh_folder, tmp_path / "copy"))
    original = replace_image(own_folder, as_webp(smooth_picture(64, 32), 90)).relative_to(own_folder)
    copy = replace_image(folder, as_webp(smooth_picture(64, 32), 50)).relative_to(folder)
    found = audit(open_catalog(own_folder), folder)
    assert found.identical_images == []
    assert [(mine, theirs) for mine, theirs, _ in found.similar_images or []] == [
        (original.as_posix(), copy.as_posix())
    ]


@pytest.mark.parametrize(("km", "leaks", "band"), [(4.9, 1, "5"), (5.1, 0, "10"), (99.0, 0, "100")])
def test_distance_to_a_training_place_decides(
    km: float, leaks: int, band: str, built_catalog: Catalog, tmp_path: Path
) -> None:
    here = built_catalog.location(built_catalog.ids[0])
    lat, lon = destination(here.lat, here.lon, 40.0, km)
    index = tmp_path / "training_index.parquet"
    pd.DataFrame({"lat": [lat], "lon": [lon], "scene_seed": [-1]}).to_parquet(index)
    found = audit(built_catalog, index)
    assert found.near_count == leaks
    assert found.nearest_km[band] == 1
    assert found.similar_images is None
    if leaks:
        assert found.near == [(here.id, "row 0", pytest.approx(km, abs=1e-3))]


def test_a_shared_scene_seed_is_found_in_a_training_index(built_catalog: Catalog, tmp_path: Path) -> None:
    seed = built_catalog.location(built_catalog.ids[4]).scene_seed
    index = tmp_path / "training_index.parquet"
    pd.DataFrame({"lat": [0.0], "lon": [0.0], "scene_seed": [seed]}).to_parquet(index)
    assert audit(built_catalog, index).leaks == ["1 scene seeds are shared"]


@pytest.mark.parametrize(
    ("data", "expected"), [(None, "neither a catalog's folder nor a training index"), (b"PAR1", "is damaged")]
)
def test_an_unusable_training_index_is_named(
    data: bytes | None, expected: str, built_catalog: Catalog, tmp_path: Path
) -> None:
    path = tmp_path / "index.parquet"
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(CatalogError, match=expected):
        audit(built_catalog, path)


def test_an_index_without_seeds_is_refused(built_catalog: Catalog, tmp_path: Path) -> None:
    path = tmp_path / "index.parquet"
    pd.DataFrame({"lat": [0.0], "lon": [0.0]}).to_parquet(path)
    with pytest.raises(CatalogError, match="has no column 'scene_seed'"):
        audit(built_catalog, path)


def test_pictures_alike_in_shape_but_not_in_colour_are_no_duplicates(
    built_catalog: Catalog, fresh_folder: Path, tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(fresh_folder, tmp_path / "copy"))
    original = built_catalog.read(next(built_catalog.all_views()))
    darker = (original // 2).astype(np.uint8)
    assert (difference_hash(original) ^ difference_hash(darker)).bit_count() <= 6
    replace_image(folder, as_webp(Image.fromarray(darker), 85))
    assert audit(built_catalog, folder).similar_images == []
