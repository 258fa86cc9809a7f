from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from geogame.evaluation.picture import BLUE, GREEN, RED, YELLOW, draw_prediction, paint_cells
from geogame.geolocators.base import Prediction
from geogame.partitions import Partition, load_partition

BOSTON, GULF = (42.36, -71.06), (27.5, -93.0)


@pytest.fixture(scope="module")
def partition() -> Partition:
    return load_partition("fishnet", "usa")


def colours(image: Image.Image) -> set[tuple[int, int, int]]:
    return {colour for _, colour in image.convert("RGB").getcolors(1 << 20) or []}  # type: ignore[misc]


def test_opacity_is_the_probability_rescaled_to_0_and_1(partition: Partition) -> None:
    probabilities = np.linspace(0.002, 0.006, 243)
    image, project = paint_cells(partition, probabilities, 800)
    middles = [image.getpixel(tuple(map(int, project(*partition.anchor(cell))))) for cell in (0, 121, 242)]
    assert middles[0] == (255, 255, 255), "the smallest probability is no red at all"
    assert middles[2] == RED, "the largest is all of it"
    assert middles[1] == pytest.approx(tuple((255 + channel) / 2 for channel in RED), abs=1)


def test_best_and_true_cell_stand_out_with_the_line_between(partition: Partition, tmp_path: Path) -> None:
    probabilities = np.full(243, 0.001, np.float32)
    probabilities[100] = 0.5
    prediction = Prediction(probabilities, *partition.anchor(100), probabilities[None])
    known, unknown = tmp_path / "known.png", tmp_path / "unknown.png"
    draw_prediction(partition, prediction, known, BOSTON)
    draw_prediction(partition, prediction, unknown)
    with Image.open(known) as image:
        assert {GREEN, YELLOW, BLUE} <= colours(image)
        true = int(partition.locate(*BOSTON))
        _, project = paint_cells(partition, probabilities, image.width)
        (x1, y1), (x2, y2) = project(*partition.centroids[true]), project(*partition.centroids[100])
        halfway = image.convert("RGB").getpixel((round((x1 + x2) / 2), round((y1 + y2) / 2)))
        assert halfway == BLUE, "the line runs between the centres of the two cells"
    with Image.open(unknown) as image:
        assert GREEN not in colours(image)
        assert YELLOW in colours(image)


def test_a_place_outside_every_cell_is_still_measured(partition: Partition, tmp_path: Path) -> None:
    probabilities = np.eye(243, dtype=np.float32)[100]
    draw_prediction(partition, Prediction(probabilities, 40.0, -100.0, probabilities[None]), tmp_path / "p.png", GULF)
    with Image.open(tmp_path / "p.png") as image:
        assert GREEN in colours(image), "the point that stands for the true place"


def test_hits_are_numbered_on_the_map_and_told_beneath_it(partition: Partition, tmp_path: Path) -> None:
    prediction = Prediction(np.eye(243, dtype=np.float32)[100], *partition.anchor(100), np.eye(243)[None, 100])
    hits = [
        {"lat": lat, "lon": lon, "captured_on": "2024-05-01", "likeness": 0.9} for lat, lon in (BOSTON, (35.0, -110.0))
    ]
    draw_prediction(partition, prediction, tmp_path / "plain.png")
    draw_prediction(partition, prediction, tmp_path / "hits.png", hits=hits * 3)
    with Image.open(tmp_path / "plain.png") as plain, Image.open(tmp_path / "hits.png") as image:
        assert image.height > plain.height, "room for six lines"
        beneath = np.asarray(image.convert("L"))[plain.height :]
        assert (beneath < 128).any(1).sum() > 30
        _, project = paint_cells(partition, prediction.probabilities, image.width)
        for hit in hits:
            x, y = map(round, project(hit["lat"], hit["lon"]))
            assert image.convert("RGB").getpixel((x - 9, y)) == BLUE
            assert (np.asarray(image.convert("L"))[y - 6 : y + 7, x - 5 : x + 6] < 128).any(), "its number"
