"""The domain check: held-out pictures pass, strange ones do not, and another model's calibration is never used."""

import shutil

import numpy as np
import pytest

from geogame.catalog import open_catalog
from geogame.errors import CheckpointError, UsageError
from geogame.geolocators import load_geolocator
from geogame.photo.domain import FILE, features_of, fit, judge, open_domain, save_domain


def test_nineteen_in_twenty_of_the_held_out_features_pass_and_strange_ones_do_not():
    rng = np.random.default_rng(1)
    mixed = rng.normal(size=(12, 12))
    domain = fit(rng.normal(size=(2000, 12)) @ mixed)
    fresh = domain.distances(rng.normal(size=(2000, 12)) @ mixed)
    assert (fresh <= domain.limit[0]).mean() == pytest.approx(0.95, abs=0.02)
    assert (domain.distances(rng.normal(size=(50, 12)) @ mixed + 30) > domain.limit[0]).all()


def test_too_few_views_are_refused():
    with pytest.raises(UsageError, match="too few"):
        fit(np.zeros((39, 4)))


def test_a_model_knows_its_own_pictures_from_noise(tiny_model, gradient_folder, tmp_path):
    folder = tmp_path / "model"
    shutil.copytree(tiny_model, folder)
    assert open_domain(folder) is None
    geolocator, catalog = load_geolocator(folder, "cpu"), open_catalog(gradient_folder)
    images = [catalog.read(view) for view in list(catalog.all_views())[:400]]
    save_domain(fit(features_of(geolocator, images)), folder)
    domain = open_domain(folder)
    assert np.mean(np.array(judge(domain, geolocator, images).shares) <= 1) > 0.9
    noise = np.random.default_rng(2).integers(0, 256, (6, 64, 128, 3), dtype=np.uint8)
    assert judge(domain, geolocator, list(noise)).strange == 6
    with (folder / "model.safetensors").open("ab") as file:
        file.write(b"changed")
    assert open_domain(folder) is None
    (folder / FILE).write_bytes(b"damaged")
    with pytest.raises(CheckpointError, match="make it anew"):
        open_domain(folder)
