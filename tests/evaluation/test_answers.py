from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import geogame
from geogame.catalog import open_catalog
from geogame.errors import CheckpointError
from geogame.evaluation.answers import COLUMNS, answers_path, read_answers, write_answers
from geogame.evaluation.report import evaluate
from geogame.geo import distance_km
from geogame.geolocators import MODELS_FOLDER
from geogame.geolocators.checkpoint import read_index
from geogame.geolocators.trained import NetworkGeolocator

HELD_OUT = Path(geogame.__file__).parent / "data" / "usa-rendered-heldout"


def test_the_answers_are_those_the_report_sums_up(tmp_path: Path) -> None:
    geolocator = NetworkGeolocator.load(MODELS_FOLDER / "usa-rendered", "cpu")
    shipped = open_catalog(HELD_OUT)
    catalog = shipped.only(np.arange(0, len(shipped), 40))
    kept: list[pd.DataFrame] = []
    report = evaluate(geolocator, read_index(MODELS_FOLDER / "usa-rendered"), catalog, "all", keep=kept.append)
    assert read_answers(tmp_path, report) is None
    write_answers(tmp_path, report, *kept)
    answers = read_answers(tmp_path, report)
    assert answers is not None
    assert tuple(answers.columns) == COLUMNS
    assert set(answers["id"]) == set(catalog.ids)
    assert answers["error_km"].is_monotonic_decreasing
    assert answers["error_km"].mean() == pytest.approx(report["model"]["mean_km"])
    assert (answers["cell"] == answers["answered"]).mean() == pytest.approx(report["model"]["top1"])
    assert answers["belief"].between(1 / len(geolocator.partition), 1).all()
    worst = answers.iloc[0]
    place = catalog.location(worst["id"])
    assert distance_km(place.lat, place.lon, worst["lat"], worst["lon"]) == pytest.approx(worst["error_km"])


def test_a_damaged_table_says_what_to_do(tmp_path: Path) -> None:
    report = {"dataset": {"build_id": "a" * 16, "split": "test", "width": 64, "height": 32}}
    path = answers_path(tmp_path, report)
    path.parent.mkdir()
    path.write_bytes(b"PAR1")
    with pytest.raises(CheckpointError, match="evaluate the model again"):
        read_answers(tmp_path, report)
