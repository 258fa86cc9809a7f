import json
import shutil
import tarfile
from pathlib import Path

import numpy as np
import pytest
import webdataset
from killing import content

from geogame.catalog import check_images, open_catalog
from geogame.cli import main
from geogame.datasets import PackedPixels, open_table
from geogame.errors import CatalogError, UsageError
from geogame.packing import MEMBERS_FILE, SHARDS_FOLDER
from geogame.sharding import pack


@pytest.fixture(scope="module")
def packed(built_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The stand-in catalog in tar files. Not to be changed."""
    out = tmp_path_factory.mktemp("packed") / "out"
    pack(open_catalog(built_folder), out)
    return out


def test_a_packed_catalog_holds_the_same_places_and_the_same_pictures(built_folder: Path, packed: Path) -> None:
    plain, tarred = open_catalog(built_folder), open_catalog(packed)
    assert tarred.info == plain.info
    assert not (packed / "images").exists()
    assert [tarred.read_bytes(view) for view in tarred.all_views()] == [
        plain.read_bytes(view) for view in plain.all_views()
    ]
    assert check_images(tarred) == []
    assert len(tarred.select("train").views_of(tarred.select("train").ids[0])) == 4


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # it leaves files to the collector
def test_any_reader_of_webdataset_finds_every_place_once_under_its_split(packed: Path) -> None:
    catalog = open_catalog(packed)
    found = {}
    for path in sorted((packed / SHARDS_FOLDER).iterdir()):
        for sample in webdataset.WebDataset([str(path)], shardshuffle=False):
            about = json.loads(sample["json"])
            assert about["split"] == path.name.partition("-")[0]
            found[sample["__key__"]] = (about["lat"], about["lon"], about["cell"], sample["0.webp"])
    assert found.keys() == set(catalog.ids)
    for name in catalog.ids:
        place, view = catalog.location(name), catalog.views_of(name)[0]
        assert found[name] == (place.lat, place.lon, place.cell, catalog.read_bytes(view))


def test_packing_again_writes_nothing_and_a_lost_tar_file_alone_is_written_with_the_same_bytes(
    built_folder: Path, packed: Path, tmp_path: Path
) -> None:
    out = Path(shutil.copytree(packed, tmp_path / "out"))
    assert pack(open_catalog(built_folder), out).written == 0
    next(iter((out / SHARDS_FOLDER).glob("train-*"))).unlink()
    for name in ("catalog.json", MEMBERS_FILE):
        (out / name).unlink()
    (out / "tmp").mkdir()
    (out / "tmp/train-00000.tar").write_bytes(b"half")
    assert pack(open_catalog(built_folder), out).written == 1
    assert content(out) == content(packed)


def test_small_tar_files_hold_a_few_places_each(tmp_path: Path, packed: Path) -> None:
    import stand_in

    stand_in.build_stand_in(tmp_path / "in", width=1024, height=512, limit=12, quality=100)
    report = pack(open_catalog(tmp_path / "in"), tmp_path / "out", shard_mb=1)
    assert 2 < report.shards < 12
    assert check_images(open_catalog(tmp_path / "out")) == []


def test_other_folders_and_packed_catalogs_are_refused(built_folder: Path, packed: Path, tmp_path: Path) -> None:
    catalog = open_catalog(built_folder)
    with pytest.raises(UsageError, match="lie in tar files already"):
        pack(open_catalog(packed), tmp_path / "again")
    with pytest.raises(UsageError, match=r"packed from another build or otherwise \(shard_mb\)"):
        pack(catalog, packed, shard_mb=7)
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(UsageError, match=r"not empty \(it holds 'thesis\.txt'\)"):
        pack(catalog, tmp_path)
    with pytest.raises(UsageError, match="--shard-mb must be at least 1"):
        pack(catalog, tmp_path / "none", shard_mb=0)


def test_damage_and_foreign_paths_are_named(packed: Path, tmp_path: Path) -> None:
    import pyarrow.parquet as pq

    out = Path(shutil.copytree(packed, tmp_path / "out"))
    catalog = open_catalog(out)
    view = next(catalog.all_views())
    number, offset, _ = catalog.packed.where[view.file]
    with catalog.packed.path(number).open("r+b") as tar:
        tar.seek(offset)
        tar.write(b"?")
    with pytest.raises(CatalogError, match="is damaged"):
        catalog.read_bytes(view)
    catalog.packed.path(number).unlink()
    with pytest.raises(CatalogError, match="is missing"):
        catalog.read_bytes(view)
    table = pq.read_table(out / MEMBERS_FILE)
    foreign = table.set_column(2, "shard", [["../../etc/passwd.tar"] * len(table)])
    pq.write_table(foreign, out / MEMBERS_FILE)
    with pytest.raises(CatalogError, match="is no tar file of this catalog"):
        _ = open_catalog(out).packed
    (out / MEMBERS_FILE).write_bytes(b"PAR1")
    with pytest.raises(CatalogError, match="shard` command that made it"):
        _ = open_catalog(out).packed


def test_pixels_of_a_packed_catalog_are_indexed_as_an_array_is(
    built_folder: Path, packed: Path, tmp_path: Path
) -> None:
    whole = open_table(open_catalog(built_folder), tmp_path, (16, 32)).pixels
    pixels = open_table(open_catalog(packed), tmp_path / "unused", (16, 32)).pixels
    assert isinstance(pixels, PackedPixels)
    assert pixels.shape == whole.shape
    assert not (tmp_path / "unused").exists()
    rows, views = np.array([5, 0, 5]), np.array([1, 3, 0])
    assert np.array_equal(pixels[rows], whole[rows])
    assert np.array_equal(pixels[rows, views], whole[rows, views])
    assert np.array_equal(pixels[2, 1], whole[2, 1])
    assert pixels[np.array([], int)].shape == (0, *whole.shape[1:])


def test_the_command_packs_and_describes(
    built_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["dataset", "shard", str(built_folder), "--out", str(tmp_path / "out"), "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert (answer["places"], answer["views"], answer["written"]) == (24, 96, answer["shards"])
    assert main(["dataset", "info", str(tmp_path / "out"), "--json"]) == 0
    tars = list((tmp_path / "out" / SHARDS_FOLDER).iterdir())
    assert json.loads(capsys.readouterr().out)["image_bytes"] == sum(path.stat().st_size for path in tars)
    assert all(tarfile.is_tarfile(path) for path in tars)
