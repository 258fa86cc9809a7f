import hashlib
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from PIL import Image

from geogame.catalog import Catalog, check_images, open_catalog
from geogame.errors import CatalogError, UsageError


def edit_info(folder: Path, change: Callable[[dict[str, Any]], object]) -> None:
    path = folder / "catalog.json"
    info = json.loads(path.read_text())
    change(info)
    path.write_text(json.dumps(info))


def replace_table(folder: Path, stem: str, change: Callable[[pa.Table], pa.Table]) -> None:
    """Rewrite a table and let ``catalog.json`` agree with it, as a hostile maker would."""
    path = folder / f"{stem}.parquet"
    table = change(pq.read_table(path))
    pq.write_table(table, path)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    edit_info(folder, lambda info: info["tables"].update({stem: {"rows": table.num_rows, "sha256": digest}}))


def with_column(table: pa.Table, name: str, values: pa.Array) -> pa.Table:
    return table.set_column(table.schema.get_field_index(name), name, values)


def replace_image(folder: Path, data: bytes) -> Path:
    """Put other bytes under their right name in place of the first view's image."""
    digest = hashlib.sha256(data).hexdigest()
    file = f"images/{digest[:2]}/{digest}.webp"
    (folder / file).parent.mkdir(exist_ok=True)
    (folder / file).write_bytes(data)

    def point_to_it(table: pa.Table) -> pa.Table:
        for name, value in (("file", file), ("sha256", digest)):
            values = table[name].to_pylist()
            table = with_column(table, name, pa.array([value, *values[1:]]))
        return table

    replace_table(folder, "views", point_to_it)
    return folder / file


def first_image(catalog: Catalog) -> Path:
    return catalog.image_path(next(catalog.all_views()))


def test_locations_and_views_are_plain_values(built_catalog: Catalog) -> None:
    location = built_catalog.location(built_catalog.ids[3])
    assert [type(value) for value in (location.id, location.lat, location.cell)] == [str, float, int]
    assert 1 <= location.day_of_year <= 365
    view = built_catalog.views_of(location.id)[2]
    assert (view.index, view.heading_deg, view.fov_deg) == (2, 180.0, 90.0)
    assert type(view.index) is int
    assert view in list(built_catalog.all_views())


def test_dates_belong_to_the_day_of_the_year(built_catalog: Catalog) -> None:
    from datetime import date

    for name in built_catalog.ids:
        location = built_catalog.location(name)
        assert date.fromisoformat(location.captured_on).timetuple().tm_yday == location.day_of_year


def test_ids_do_not_tell_the_cell(built_catalog: Catalog) -> None:
    assert all(len(name) == 12 and set(name) <= set("0123456789abcdef") for name in built_catalog.ids)
    assert list(built_catalog.ids) != sorted(built_catalog.ids)


def test_images_decode_to_the_size_the_table_says(built_catalog: Catalog) -> None:
    picture = built_catalog.read(built_catalog.views_of(built_catalog.ids[0])[0])
    assert picture.shape == (32, 64, 3)
    assert picture.dtype == np.uint8


def test_splits_divide_the_catalog(built_catalog: Catalog) -> None:
    parts = [built_catalog.select(split) for split in ("train", "val", "test")]
    assert sorted(name for part in parts for name in part.ids) == sorted(built_catalog.ids)
    assert built_catalog.select("all") is built_catalog
    train = parts[0]
    assert len(train) == built_catalog.info.counts["train"]
    assert len(train.views) == 4 * len(train)
    assert train.views_of(train.ids[0]) == built_catalog.views_of(train.ids[0])


def test_an_unknown_split_or_location_is_refused(built_catalog: Catalog) -> None:
    with pytest.raises(UsageError, match="unknown split 'dev'; choose one of train, val, test, all"):
        built_catalog.select("dev")
    with pytest.raises(CatalogError, match="no location 'nowhere'"):
        built_catalog.location("nowhere")
    with pytest.raises(CatalogError, match="no location 'nowhere'"):
        built_catalog.views_of("nowhere")


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(CatalogError, match=r"absent is no finished catalog.*does not exist"):
        open_catalog(tmp_path / "absent")


def test_an_unfinished_build_is_said_to_be_one(tmp_path: Path) -> None:
    (tmp_path / "build.json").write_text("{}")
    with pytest.raises(CatalogError, match="its build is unfinished: repeat the `dataset build` command"):
        open_catalog(tmp_path)


@pytest.mark.parametrize("name", ["locations.parquet", "views.parquet"])
def test_a_missing_table_is_named_with_the_remedy(name: str, own_folder: Path) -> None:
    (own_folder / name).unlink()
    with pytest.raises(CatalogError, match=rf"{name} is missing; repeat the `dataset build` command"):
        open_catalog(own_folder)


@pytest.mark.parametrize("name", ["locations.parquet", "views.parquet"])
@pytest.mark.parametrize("keep", [0, 4, 100, -1])
def test_a_truncated_table_is_named(name: str, keep: int, own_folder: Path) -> None:
    data = (own_folder / name).read_bytes()
    (own_folder / name).write_bytes(data[:keep])
    with pytest.raises(CatalogError, match=rf"table .*{name} is damaged"):
        open_catalog(own_folder)


def test_a_table_of_another_catalog_is_refused(own_folder: Path) -> None:
    table = pq.read_table(own_folder / "locations.parquet")
    pq.write_table(table.slice(1), own_folder / "locations.parquet")
    with pytest.raises(CatalogError, match=r"locations\.parquet is not the one catalog\.json describes \(23 rows\)"):
        open_catalog(own_folder)


@pytest.mark.parametrize(
    "change",
    [
        {"name": 1},
        {"width": "64"},
        {"counts": {"locations": 24}},
        {"counts": []},
        {"tables": {"locations": 1, "views": 2}},
        {"headings_deg": ["north"]},
    ],
)
def test_a_description_with_values_of_another_kind_is_damaged(change: dict[str, Any], own_folder: Path) -> None:
    edit_info(own_folder, lambda info: info.update(change))
    with pytest.raises(CatalogError, match=r"catalog\.json is damaged"):
        open_catalog(own_folder)


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '{"format": 1}', '"text"'])
def test_a_damaged_description_is_named(text: str, own_folder: Path) -> None:
    (own_folder / "catalog.json").write_text(text)
    with pytest.raises(CatalogError, match=r"catalog\.json is damaged"):
        open_catalog(own_folder)


def test_another_format_is_refused(own_folder: Path) -> None:
    edit_info(own_folder, lambda info: info.update(format=99))
    with pytest.raises(CatalogError, match="has format 99, this version reads 1"):
        open_catalog(own_folder)


def test_a_missing_column_and_a_wrong_type_are_named(own_folder: Path) -> None:
    replace_table(own_folder, "views", lambda table: table.drop_columns(["sha256"]))
    with pytest.raises(CatalogError, match=r"views\.parquet has no column 'sha256'"):
        open_catalog(own_folder)


def test_a_column_of_another_type_is_named(own_folder: Path) -> None:
    replace_table(own_folder, "locations", lambda t: with_column(t, "cell", t["cell"].cast("string")))
    with pytest.raises(CatalogError, match="column 'cell' is string, not int32"):
        open_catalog(own_folder)


@pytest.mark.parametrize(
    "file",
    [
        "../../secret.webp",
        "/etc/passwd",
        "images/../../x.webp",
        "images/ab/" + "a" * 64 + ".webp/../../../x",
        "C:\\secret.webp",
        "",
        None,
    ],
)
def test_a_path_that_leaves_the_folder_is_refused(file: str | None, own_folder: Path) -> None:
    replace_table(
        own_folder,
        "views",
        lambda t: with_column(t, "file", pa.array([file, *t["file"].to_pylist()[1:]], pa.string())),
    )
    with pytest.raises(CatalogError, match=r"views\.parquet refers to .*, which is no image of this folder"):
        open_catalog(own_folder)


def test_a_link_that_leaves_the_folder_is_not_followed(own_folder: Path, tmp_path: Path) -> None:
    catalog = open_catalog(own_folder)
    image = first_image(catalog)
    (tmp_path / "secret").write_bytes(image.read_bytes())
    image.unlink()
    image.symlink_to(tmp_path / "secret")
    with pytest.raises(CatalogError, match="leads out of the catalog's folder"):
        catalog.read(next(catalog.all_views()))


@pytest.mark.parametrize(
    ("stem", "change", "expected"),
    [
        ("locations", lambda t: pa.concat_tables([t, t.slice(0, 1)]), "repeats an id"),
        ("locations", lambda t: t.slice(1), "views of places that locations.parquet does not list"),
        ("locations", lambda t: with_column(t, "lat", pc.add(t["lat"], 90.0)), "not on Earth"),
        ("locations", lambda t: with_column(t, "split", pa.array(["dev"] * t.num_rows)), "a split other than"),
    ],
)
def test_inconsistent_rows_are_refused(
    stem: str, change: Callable[[pa.Table], pa.Table], expected: str, own_folder: Path
) -> None:
    replace_table(own_folder, stem, change)
    with pytest.raises(CatalogError, match=expected):
        open_catalog(own_folder)


def test_a_missing_image_is_named_with_the_remedy(own_folder: Path) -> None:
    catalog = open_catalog(own_folder)
    image = first_image(catalog)
    image.unlink()
    with pytest.raises(CatalogError, match=f"image {image} is missing; repeat the `dataset build` command"):
        catalog.read(next(catalog.all_views()))
    assert len(check_images(catalog)) == 1


def test_a_changed_image_is_found_by_its_hash(own_folder: Path) -> None:
    catalog = open_catalog(own_folder)
    image = first_image(catalog)
    data = bytearray(image.read_bytes())
    data[-1] ^= 1
    image.write_bytes(data)
    problems = check_images(catalog)
    assert len(problems) == 1
    assert f"image {image} is damaged" in problems[0]


def test_an_image_that_does_not_decode_is_found(own_folder: Path) -> None:
    image = replace_image(own_folder, b"RIFF\x00\x00\x00\x00WEBPnothing")
    problems = check_images(open_catalog(own_folder))
    assert len(problems) == 1
    assert f"image {image} cannot be decoded" in problems[0]


def test_an_image_of_another_size_is_found(own_folder: Path) -> None:
    buffer = io.BytesIO()
    Image.new("RGB", (16, 16)).save(buffer, "WEBP")
    replace_image(own_folder, buffer.getvalue())
    problems = check_images(open_catalog(own_folder))
    assert len(problems) == 1
    assert "is 16x16, not 64x32" in problems[0]


def test_whole_images_are_no_problem(built_catalog: Catalog) -> None:
    assert check_images(built_catalog) == []
