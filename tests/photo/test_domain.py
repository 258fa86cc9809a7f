"""The domain check: held-out pictures pass, strange ones do not, and another model's calibration is never used."""

import shutil

import numpy as np
import pytest

from geogame.catalog import open_catalog
from geogame.errors import CheckpointError, UsageError
from geogame.geolocators import load_geolocator
from geogame.photo.calibration import measure, passing
from geogame.photo.domain import FILE, distances_apart, fit, judge, open_domain, save_domain

PLACES = [str(number // 4) for number in range(4000)]


def test_nineteen_in_twenty_of_the_held_out_features_pass_and_strange_ones_do_not():
    rng = np.random.default_rng(1)
    mixed = rng.normal(size=(12, 12))
    domain = fit(rng.normal(size=(4000, 12)) @ mixed, PLACES)
    fresh = domain.distances(rng.normal(size=(2000, 12)) @ mixed)
    assert (fresh <= domain.limit[0]).mean() == pytest.approx(0.95, abs=0.02)
    assert (domain.distances(rng.normal(size=(50, 12)) @ mixed + 30) > domain.limit[0]).all()


def test_what_is_usual_in_each_feature_but_not_in_their_company_is_strange():
    rng = np.random.default_rng(2)
    one = rng.normal(size=(4000, 1))
    domain = fit(np.hstack([one, one + rng.normal(scale=0.05, size=one.shape)]), PLACES)
    assert domain.distances(np.array([[1.0, 1.0], [1.0, -1.0]])).tolist() == [
        pytest.approx(1.0, abs=0.3),
        pytest.approx(8.0, abs=2.0),
    ]


def test_the_limit_lets_the_kind_pass_that_lies_farthest_out():
    rng = np.random.default_rng(3)
    wide = np.arange(4000) % 4 == 3
    features = rng.normal(size=(4000, 5)) * np.where(wide, 3.0, 1.0)[:, None]
    domain = fit(features, PLACES, np.where(wide, "wide", "narrow").tolist())
    within = domain.distances(features) <= domain.limit[0]
    assert within[wide].mean() == pytest.approx(0.95, abs=0.02)
    assert within[~wide].mean() > 0.99


def test_what_only_helps_to_tell_what_is_usual_sets_no_limit():
    rng = np.random.default_rng(5)
    features = rng.normal(size=(4000, 3))
    far = np.arange(4000) % 4 == 3
    features[far] *= 3.0
    domain = fit(features, PLACES, np.where(far, None, "own").tolist())
    within = domain.distances(features) <= domain.limit[0]
    assert within[~far].mean() == pytest.approx(0.95, abs=0.02)
    assert within[far].mean() < 0.5


def test_views_are_measured_without_those_of_their_place():
    rng = np.random.default_rng(6)
    features = np.repeat(rng.normal(size=(1000, 40)), 4, axis=0)
    few = slice(0, 160)
    apart = distances_apart(features[few], PLACES[few])
    assert np.median(apart) > 1.5 * np.median(fit(features[few], PLACES[few]).distances(features[few]))


@pytest.mark.parametrize(("views", "places"), [(39, PLACES[:39]), (400, ["one"] * 400)])
def test_too_few_views_or_places_are_refused(views, places):
    with pytest.raises(UsageError, match="too few"):
        fit(np.random.default_rng(0).normal(size=(views, 4)), places)


def test_a_model_knows_its_own_pictures_from_noise(tiny_model, gradient_folder, tmp_path):
    folder = tmp_path / "model"
    shutil.copytree(tiny_model, folder)
    assert open_domain(folder) is None
    geolocator, catalog = load_geolocator(folder, "cpu"), open_catalog(gradient_folder)
    told = []
    measured = measure(geolocator, [catalog], 150, 0, lambda *said: told.append(said))
    assert told[-1] == ("measuring views", 150, 150)
    assert len(measured.features) == len(measured.places) == len(measured.kinds) == 300
    assert set(measured.catalogs) == {0}
    found = fit(measured.features, measured.places, measured.kinds)
    assert set(passing(found, measured)) == {
        f"{catalog.info.name} {how}" for how in ("as they are", "resized or compressed")
    }
    assert min(passing(found, measured).values()) > 0.9
    save_domain(found, folder)
    domain = open_domain(folder)
    noise = np.random.default_rng(2).integers(0, 256, (6, 64, 128, 3), dtype=np.uint8)
    assert judge(domain, geolocator, list(noise)).strange == 6
    with (folder / "model.safetensors").open("ab") as file:
        file.write(b"changed")
    assert open_domain(folder) is None
    (folder / FILE).write_bytes(b"damaged")
    with pytest.raises(CheckpointError, match="make it anew"):
        open_domain(folder)
