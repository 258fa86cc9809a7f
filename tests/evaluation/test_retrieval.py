from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from geogame.catalog import Catalog, open_catalog
from geogame.cli.training import open_trained
from geogame.evaluation.card import report_table
from geogame.evaluation.embedding import embed_catalog
from geogame.evaluation.measure import measure
from geogame.evaluation.retrieval import closed_gap, random_recalls
from geogame.geolocators.gallery import GALLERY_FOLDER, open_gallery, view_table
from geogame.geolocators.recall import Trial, make_trial
from geogame.geolocators.retrieval import RetrievalGeolocator, look_up


@pytest.fixture(scope="module")
def catalog(dated_folder: Path) -> Catalog:
    return open_catalog(dated_folder)


@pytest.fixture(scope="module")
def model(retrieval_model: Path) -> RetrievalGeolocator:
    geolocator = open_trained(str(retrieval_model), "cpu")[1]
    assert isinstance(geolocator, RetrievalGeolocator)
    return geolocator


def test_chance_is_that_of_drawing_without_putting_back() -> None:
    table = pd.DataFrame({"lat": [40.0, 40.0, 40.0, 50.0, 60.0], "lon": 0.0})
    found = random_recalls(table, Trial(np.array([0]), np.array([1, 2, 3, 4]), 0))
    assert found["within_m"]["25"]["1"] == pytest.approx(0.5)
    assert random_recalls(table, Trial(np.array([3]), np.array([0, 4]), 0))["within_m"]["100"]["10"] == 0
    several = random_recalls(table, Trial(np.array([0]), np.array([1, 3, 4]), 0))["within_m"]["25"]
    assert several == {"1": pytest.approx(1 / 3), "5": 1.0, "10": 1.0}


def test_closing_the_gap_is_a_share_of_what_was_missed() -> None:
    assert closed_gap(0.7, 0.4) == pytest.approx(0.5)
    assert closed_gap(0.3, 0.4) < 0
    assert closed_gap(1.0, 1.0) == 1.0


def test_training_finds_places_again_that_chance_does_not(retrieval_model, model, catalog) -> None:
    report = measure(retrieval_model, model, catalog, "test", None, lambda *_: None)
    found = report["retrieval"]
    assert found["model"]["n"] == len(make_trial(view_table(catalog), "test").queries)
    best = found["model"]["within_m"]["25"]
    assert best["1"] > 10 * found["random_picture"]["within_m"]["25"]["1"]
    assert best["1"] <= best["5"] <= best["10"]
    assert found["closed_gap"] == closed_gap(best["1"], found["untrained"]["within_m"]["25"]["1"])
    assert report["model"]["n"] == catalog.select("test").locations["place_id"].nunique()
    assert report["model"]["mean_km"] < report["baselines"]["random"]["mean_km"]
    text = report_table(report)
    assert report["winner"] is None
    assert "LSTM" not in text, "it has none"
    assert "average of single views" not in text, "it is that"
    assert "recall %" in text
    assert "random picture" in text
    card = (retrieval_model / "README.md").read_text()
    assert "vote for the place" in card
    assert "recall %" in card


def test_the_checkpoints_gallery_holds_no_newest_picture(retrieval_model, catalog) -> None:
    gallery = open_gallery(retrieval_model / GALLERY_FOLDER)
    newest = catalog.locations.groupby("place_id")["captured_on"].max()
    assert (gallery.table["captured_on"] < gallery.table["place_id"].map(newest)).all()
    assert set(gallery.table["split"]) == {"train", "val", "test", "unused"}


def test_a_picture_of_the_gallery_is_found_as_itself_and_answered_with_its_place(model, catalog) -> None:
    table = model.gallery.table
    name = table["location_id"].iloc[5]
    views = catalog.views_of(name)
    pictures = [catalog.read(view) for view in views]
    hit = look_up(model, model.gallery, pictures, [90.0 * view.index for view in views], 3)[0]
    assert (hit["location_id"], hit["likeness"]) == (name, pytest.approx(1, abs=1e-3))
    assert hit["captured_on"] == catalog.location(name).captured_on
    prediction = model.predict(pictures, [90.0 * view.index for view in views])
    assert (prediction.lat, prediction.lon) == (hit["lat"], hit["lon"])
    assert prediction.probabilities.sum() == pytest.approx(1, abs=1e-4)
    assert prediction.probabilities.argmax() == catalog.location(name).cell


def test_every_view_of_a_dataset_gets_a_feature_of_length_one(model, catalog) -> None:
    features = embed_catalog(model, catalog)
    assert features.shape == (len(catalog.views), 32)
    assert np.linalg.norm(features, axis=1) == pytest.approx(1, abs=1e-5)
    again = embed_catalog(model, catalog.select("val"))
    rows = catalog.views["location_id"].isin(catalog.select("val").ids).to_numpy()
    assert again == pytest.approx(features[rows], abs=1e-5)
