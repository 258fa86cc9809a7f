import shutil
from pathlib import Path

import numpy as np
import pytest
import torch
from made_task import made_recipe

from geogame.catalog import open_catalog
from geogame.datasets import PlaceTable, open_table
from geogame.errors import CatalogError
from geogame.sharding import pack
from geogame.training.batch import BatchSource
from geogame.training.stream import StreamedBatches, batch_source, stream_epoch

RECIPE = made_recipe(training={"batch_places": 16, "seed": 3}, data={"size": (32, 64)})


@pytest.fixture(scope="module")
def packed(gradient_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("packed") / "out"
    pack(open_catalog(gradient_folder), out)
    return out


@pytest.fixture(scope="module")
def table(packed: Path, tmp_path_factory: pytest.TempPathFactory) -> PlaceTable:
    return open_table(open_catalog(packed), tmp_path_factory.mktemp("cache"), (32, 64))


def test_an_epoch_of_the_stream_holds_every_training_place_once_well_mixed(table: PlaceTable) -> None:
    rows = table.rows("train")
    catalog = table.pixels.catalog
    wanted = {catalog.ids[row]: int(row) for row in rows}
    epochs = [[sample.row for sample in stream_epoch(catalog.packed, wanted, 3, epoch)] for epoch in (0, 1, 0)]
    assert sorted(epochs[0]) == sorted(epochs[1]) == rows.tolist()
    assert epochs[0] == epochs[2] != epochs[1]
    unmixed = [wanted[name] for places in catalog.packed.places for name in places if name in wanted]
    assert np.corrcoef(np.argsort(unmixed), np.argsort(epochs[0]))[0, 1] < 0.5


def test_streamed_batches_hold_the_same_items_as_those_drawn_place_by_place(
    gradient_folder: Path, table: PlaceTable, tmp_path: Path
) -> None:
    plain = open_table(open_catalog(gradient_folder), tmp_path, (32, 64))
    source = batch_source(RECIPE, table, table.rows("train"))
    assert isinstance(source, StreamedBatches)
    seen = []
    for step in range(source.steps_per_epoch):
        rows, read = source.places(step)
        assert np.array_equal(read(slice(None)), plain.pixels[rows])
        seen += rows.tolist()
    assert len(set(seen)) == len(seen) == source.steps_per_epoch * 16


def test_a_step_drawn_first_again_or_after_others_is_the_same(table: PlaceTable) -> None:
    rows = table.rows("train")
    one, other = (batch_source(RECIPE, table, rows) for _ in range(2))
    steps = [0, 1, 2, one.steps_per_epoch, one.steps_per_epoch + 2]
    drawn = {step: one.draw(step) for step in steps}
    for step in reversed(steps):
        assert all(map(torch.equal, drawn[step][:5], other.draw(step)[:5]))
    parts = [other.draw(1, shards) for shards in (range(8), range(8, 16))]
    assert torch.equal(torch.cat([part.cells for part in parts]), drawn[1].cells)


def test_a_source_goes_to_another_process(table: PlaceTable) -> None:
    import pickle

    source = batch_source(RECIPE, table, table.rows("train"))
    before = source.draw(2)
    assert torch.equal(pickle.loads(pickle.dumps(source)).draw(2).inputs, before.inputs)  # noqa: S301


def test_drawing_every_cell_as_often_reads_place_by_place(table: PlaceTable) -> None:
    recipe = made_recipe(training={"batch_places": 16, "sampling": "balanced"}, data={"size": (32, 64)})
    source = batch_source(recipe, table, table.rows("train"))
    assert type(source) is BatchSource
    assert source.draw(0).inputs.shape == (16, 4, 3, 32, 64)


def test_training_from_tar_files_reaches_a_checkpoint_whose_report_is_that_of_the_files(
    packed: Path, gradient_folder: Path, tiny_recipe: Path, tmp_path: Path
) -> None:
    from geogame.cli.training import open_trained, run_training
    from geogame.evaluation.measure import measure
    from geogame.evaluation.report import quiet

    result = run_training(str(tiny_recipe), packed, tmp_path / "run", "full", False, "cpu", None)
    assert result is not None
    assert not list((tmp_path / "cache").glob("*.u8"))
    folder, geolocator = open_trained(result["model"], "cpu")
    assert measure(folder, geolocator, open_catalog(gradient_folder), "test", None, quiet) == result["report"]
    assert result["report"]["model"]["mean_km"] < result["report"]["baselines"]["random"]["mean_km"]


def test_a_tar_file_that_ends_early_is_named(packed: Path, tmp_path: Path) -> None:
    out = Path(shutil.copytree(packed, tmp_path / "out"))
    catalog = open_catalog(out)
    for number in range(len(catalog.packed.shards)):
        path = catalog.packed.path(number)
        path.write_bytes(path.read_bytes()[:5000])
    wanted = {name: row for row, name in enumerate(catalog.ids)}
    with pytest.raises(CatalogError, match=r"a tar file under .* cannot be read .*dataset shard"):
        list(stream_epoch(catalog.packed, wanted, 0, 0))
