import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from geogame.catalog import open_catalog
from geogame.cli import main
from geogame.errors import CheckpointError
from geogame.explain import explain, nearest_training
from geogame.explain.picture import draw_explanation
from geogame.geolocators.checkpoint import read_index
from geogame.geolocators.trained import NetworkGeolocator


@pytest.fixture(scope="module")
def geolocator(tiny_model: Path) -> NetworkGeolocator:
    return NetworkGeolocator.load(tiny_model, "cpu")


@pytest.fixture(scope="module")
def pictures(gradient_folder: Path) -> list[np.ndarray]:
    catalog = open_catalog(gradient_folder)
    return [catalog.read(view) for view in catalog.views_of(catalog.select("train").ids[0])]


def test_every_view_that_is_there_is_a_step(geolocator: NetworkGeolocator, pictures: list[np.ndarray]) -> None:
    found = explain(geolocator, [pictures[2], pictures[0]], [180.0, 0.0])
    assert [step.heading_deg for step in found.steps] == [0.0, 180.0]
    assert (found.views[0] == np.asarray(pictures[0])).all(), "what was shown is what the network saw"
    assert not found.views[1].any()
    assert found.heat.maps.shape == (4, 32, 64)
    assert found.heat.shares[[1, 3]].tolist() == [0, 0]
    last = found.steps[-1].cells[0]
    assert last == (int(found.prediction.probabilities.argmax()), float(found.prediction.probabilities.max()))
    assert 0 < found.steps[0].bits <= np.log2(243)


def test_a_training_place_is_its_own_nearest_neighbour(
    geolocator: NetworkGeolocator, tiny_model: Path, gradient_folder: Path, pictures: list[np.ndarray]
) -> None:
    found = explain(geolocator, pictures, geolocator.headings_deg, folder=tiny_model, neighbours=2)
    catalog = open_catalog(gradient_folder)
    own = catalog.location(catalog.select("train").ids[0])
    nearest = found.neighbours[0]
    assert (nearest.lat, nearest.lon, nearest.scene_seed) == (own.lat, own.lon, own.scene_seed)
    assert nearest.distance < found.neighbours[1].distance


def test_an_index_without_embeddings_is_refused(tiny_model: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(tiny_model, tmp_path / "own"))
    read_index(folder).drop(columns="embedding").to_parquet(folder / "training_index.parquet")
    with pytest.raises(CheckpointError, match="without embeddings"):
        nearest_training(folder, np.zeros(64, np.float32))


def test_the_picture_shows_views_maps_and_neighbours(
    geolocator: NetworkGeolocator, tiny_model: Path, pictures: list[np.ndarray], tmp_path: Path
) -> None:
    found = explain(geolocator, pictures, geolocator.headings_deg, folder=tiny_model)
    plain, drawn = tmp_path / "plain.png", tmp_path / "drawn.png"
    draw_explanation(geolocator.partition, found, plain)
    draw_explanation(geolocator.partition, found, drawn, [np.stack(pictures)] * 3)
    with Image.open(plain) as one, Image.open(drawn) as two:
        assert one.width == two.width >= 4 * 360
        assert two.height > one.height + 3 * 150


def test_explain_prints_one_json_object_and_writes_the_picture(
    tiny_model: Path, gradient_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    catalog = open_catalog(gradient_folder)
    files = [str(catalog.image_path(view)) for view in catalog.views_of(catalog.ids[0])][:2]
    out = tmp_path / "why.png"
    assert main(["explain", str(tiny_model), *files, "--cell", "7", "--out", str(out), "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["cell"] == 7
    assert len(answer["steps"]) == 2
    assert len(answer["neighbours"]) == 3
    assert out.is_file()
    assert main(["explain", str(tiny_model), files[0], "--cell", "243"]) == 2
    assert "cells 0 to 242" in capsys.readouterr().err
