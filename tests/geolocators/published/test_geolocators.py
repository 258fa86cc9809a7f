"""The loading code of published models on tiny checkpoints, compared with what papers and transformers compute."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
import tiny_published as tiny
import torch

from geogame.errors import CheckpointError
from geogame.geo import distance_km
from geogame.geolocators import find_models, load_geolocator, onto
from geogame.geolocators.published import PUBLISHED
from geogame.geolocators.published.geoclip import GeoClip, equal_earth
from geogame.geolocators.published.geolocator import MODELS, PublishedGeolocator
from geogame.geolocators.published.osv5m import Osv5m
from geogame.partitions import Partition, load_partition

NAMES = list(PUBLISHED)


@pytest.fixture(autouse=True)
def root(published_root: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("GEOGAME_PUBLISHED", str(published_root))
    return published_root


@pytest.fixture(scope="module")
def usa() -> Partition:
    return load_partition("fishnet", "usa")


@pytest.fixture(scope="module")
def models(published_root: Path) -> dict[str, PublishedGeolocator]:
    return {name: PublishedGeolocator.load(published_root / name, "cpu") for name in NAMES}


def pixels(seeds: range = range(3)) -> torch.Tensor:
    """Pictures as a published network takes them."""
    pictures = np.stack([tiny.picture(seed, 28, 30)[:, :28] for seed in seeds])
    values = torch.from_numpy(pictures).permute(0, 3, 1, 2).float() / 255
    return (values - torch.tensor(tiny.MEAN).view(3, 1, 1)) / torch.tensor(tiny.STD).view(3, 1, 1)


@pytest.mark.parametrize("name", NAMES)
def test_every_model_answers_as_any_geolocator_does(models: dict[str, PublishedGeolocator], name: str) -> None:
    views = [tiny.picture(1), tiny.picture(2), None]
    prediction = models[name].predict(views, [90.0, 0.0, 180.0])
    assert prediction.probabilities.shape == (243,)
    assert prediction.probabilities.sum() == pytest.approx(1, abs=1e-4)
    assert prediction.belief.shape == (2, 243)
    alone = [models[name].predict([tiny.picture(seed)], [0.0]).probabilities for seed in (1, 2)]
    np.testing.assert_allclose(prediction.probabilities, np.mean(alone, 0), atol=1e-5)
    near = distance_km(prediction.lat, prediction.lon, *models[name].partition.anchors.T)
    assert near.min() < 200
    assert find_models()[-3:] == [models[each]._folder for each in sorted(NAMES)]
    assert load_geolocator(name, "cpu").name == name


@pytest.mark.parametrize(("name", "region", "cells"), [
    ("geoclip", "india", "tenths"), ("osv5m", "stockholm", "fishnet"), ("streetclip", "cities", "places"),
])  # fmt: skip
def test_it_answers_in_the_cells_of_any_region(
    models: dict[str, PublishedGeolocator], name: str, region: str, cells: str
) -> None:
    elsewhere = load_partition(cells, region)
    moved = onto(models[name], elsewhere)
    prediction = moved.predict([tiny.picture(1)], [0.0])
    assert prediction.probabilities.shape == (len(elsewhere),)
    assert moved.note.partition_fingerprint == elsewhere.fingerprint
    assert onto(models[name], elsewhere) is moved
    assert onto(moved, models[name].partition) is models[name]


def test_a_region_without_names_is_refused_by_the_model_that_reads_captions(
    models: dict[str, PublishedGeolocator],
) -> None:
    with pytest.raises(CheckpointError, match=r"india has only 'India'.*ask geoclip or osv5m"):
        onto(models["streetclip"], load_partition("tenths", "india"))


def test_equal_earth_is_the_papers_projection() -> None:
    places = np.array([(0.0, 0.0), (39.5, -98.35), (-33.0, 151.0), (90.0, 180.0)])
    lat, lon = np.radians(places).T
    theta = np.arcsin(np.sqrt(3) / 2 * np.sin(lat))
    a1, a2, a3, a4 = 1.340264, -0.081106, 0.000893, 0.003796
    below = 3 * (9 * a4 * theta**8 + 7 * a3 * theta**6 + 3 * a2 * theta**2 + a1)
    x = 2 * np.sqrt(3) * lon * np.cos(theta) / below
    y = a4 * theta**9 + a3 * theta**7 + a2 * theta**3 + a1 * theta
    got = equal_earth(torch.from_numpy(places)).numpy()
    np.testing.assert_allclose(got, np.column_stack([x, y]) * 66.50336 / 180, atol=1e-6)


def test_geoclip_prefers_the_gallery_place_whose_features_are_nearest(published_root: Path) -> None:
    model = GeoClip.read(published_root / "geoclip")
    small = tiny.geoclip_small()
    features = model.features(pixels())
    plane = equal_earth(torch.tensor(tiny.GALLERY)).double()
    total = torch.zeros(len(tiny.GALLERY), 512, dtype=torch.float64)
    for number in range(2):
        of = {key.partition(f"LocEnc{number}.")[2]: value.double() for key, value in small.items()}
        turns = 2 * np.pi * plane @ of["capsule.0.b"].T
        hidden = torch.cat([turns.cos(), turns.sin()], 1)
        for layer in (1, 3, 5):
            hidden = (hidden @ of[f"capsule.{layer}.weight"].T + of[f"capsule.{layer}.bias"]).relu()
        total += hidden @ of["head.0.weight"].T + of["head.0.bias"]
    known = torch.nn.functional.normalize(total, dim=1)
    np.testing.assert_allclose(model._encode(np.array(tiny.GALLERY)).numpy(), known.numpy(), atol=1e-4)
    wanted = (features.double() @ known.T).argmax(1)
    lattice = _on_world(model)
    logits = features @ model._encode(model.gallery).T * model.small.logit_scale.exp()
    assert logits.argmax(1).tolist() == wanted.tolist()
    assert torch.isfinite(lattice(features)).all()


def _on_world(model: GeoClip):
    from geogame.geolocators.published.lattice import strew

    return model.onto(strew(load_partition("fishnet", "usa")))


def test_osv5m_finds_squares_and_places_as_its_authors_do(published_root: Path) -> None:
    model = Osv5m.read(published_root / "osv5m")
    tensors = {name: value.double() for name, value in tiny.osv5m_tensors().items() if not name.startswith("model.")}
    features = model.features(pixels())
    x = torch.nn.functional.layer_norm(
        features.double(), (tiny.WIDTH,), tensors["mid.mlp.0.weight"], tensors["mid.mlp.0.bias"]
    )
    for linear, norm in ((1, 2), (4, 5)):
        x = x @ tensors[f"mid.mlp.{linear}.weight"].T + tensors[f"mid.mlp.{linear}.bias"]
        x = torch.nn.functional.group_norm(x, 4, tensors[f"mid.mlp.{norm}.weight"], tensors[f"mid.mlp.{norm}.bias"])
        x = torch.nn.functional.gelu(x)
    logits = x @ tensors["mid.classif.weight"].T + tensors["mid.classif.bias"]
    shifts = 1.2 * torch.tanh(x @ tensors["mid.reg.weight"].T + tensors["mid.reg.bias"]).view(len(x), -1, 2)
    best = logits.argmax(1)
    row = torch.arange(len(x))
    shift = shifts[row, best]
    reach = torch.where(shift > 0, tensors["head.cell_size_up"][best], tensors["head.cell_size_down"][best])
    places = (tensors["head.cell_center"][best] + shift * reach).clamp(-1, 1) * torch.tensor([90.0, 180.0])
    got_logits, got_places = model.places(features)
    np.testing.assert_allclose(got_logits.numpy(), logits.numpy(), atol=1e-4)
    np.testing.assert_allclose(got_places[row, best].numpy(), places.numpy(), atol=1e-4)


def test_streetclip_weighs_states_as_transformers_weighs_captions(models: dict[str, PublishedGeolocator]) -> None:
    from tokenizers import Tokenizer

    from geogame.geolocators.published.areas import name_areas

    network = models["streetclip"].network
    names, area_of = name_areas(network.lattice)
    assert len(names) >= 46
    assert all(name.endswith(", United States") for name in names)
    clip = network.model.clip
    tokens = Tokenizer.from_str(tiny.tokenizer().decode())
    logits = []
    with torch.inference_mode():
        for name in names:
            ids = torch.tensor([tokens.encode(f"A Street View photo in {name}.").ids])
            logits.append(clip(input_ids=ids, pixel_values=pixels()).logits_per_image[:, 0])
        wanted = torch.stack(logits, 1).softmax(1).numpy()
        shares = network._belief(network.model.features(pixels())).exp().numpy()
    got = np.stack([shares[:, area_of == area].sum(1) for area in range(len(names))], 1)
    np.testing.assert_allclose(got, wanted, atol=2e-3)


@pytest.mark.parametrize(
    ("name", "file", "damage", "says"),
    [
        ("streetclip", "tokenizer.json", b"{}", "tokenizer.json is missing or damaged"),
        ("streetclip", "config.json", b'{"model_type": "bert"}', "not of a clip"),
        ("streetclip", "preprocessor_config.json", b'{"crop_size": 9}', "no mean and spread"),
        ("streetclip", "pytorch_model.bin", b"not torch's", "pytorch_model.bin"),
        ("geoclip", "config.json", b'{"model_type": "geoclip-location-encoder"}', "format None"),
        ("geoclip", "coordinates.csv", b"LAT,LON\n91,0\n", "not on Earth"),
        ("geoclip", "coordinates.csv", b"a,b\n1,2\n", "damaged"),
        ("geoclip", "model.safetensors", b"\x00" * 9, "damaged or no safetensors"),
        ("osv5m", "config.json", b"[]", "holds no object"),
        ("osv5m", "config.json", b'{"model": {}}', "does not describe the baseline"),
        ("osv5m", "pytorch_model.bin", None, "is not whole"),
    ],
)
def test_damaged_files_are_named_and_never_run(
    published_root: Path, tmp_path: Path, name: str, file: str, damage: bytes | None, says: str
) -> None:
    folder = Path(shutil.copytree(published_root / name, tmp_path / name))
    if damage is None:
        (folder / file).unlink()
    else:
        (folder / file).write_bytes(damage)
    with pytest.raises(CheckpointError, match=says):
        PublishedGeolocator.load(folder, "cpu")


def test_weights_of_another_architecture_are_refused_by_name(published_root: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(published_root / "osv5m", tmp_path / "osv5m"))
    config = tiny.osv5m_config()
    config["model"]["mid"]["instance"]["hidden_dim"] = [20, 12]
    (folder / "config.json").write_text(json.dumps(config))
    with pytest.raises(CheckpointError, match=r"mlp\.4\.weight is \(8, 20\), not \(12, 20\).*published download"):
        MODELS["osv5m"](folder)


def test_pickled_code_in_a_weights_file_is_never_run(published_root: Path, tmp_path: Path) -> None:
    import pickle

    class Bomb:
        def __reduce__(self):
            return Path.touch, (tmp_path / "ran",)

    folder = Path(shutil.copytree(published_root / "osv5m", tmp_path / "osv5m"))
    (folder / "pytorch_model.bin").write_bytes(pickle.dumps({"weight": Bomb()}))
    with pytest.raises(CheckpointError):
        MODELS["osv5m"](folder)
    assert not (tmp_path / "ran").exists()


def test_a_model_that_is_not_here_says_how_to_get_it_and_under_which_licence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GEOGAME_PUBLISHED", str(tmp_path))
    with pytest.raises(CheckpointError, match=r"not for commercial use.*published download streetclip"):
        load_geolocator("streetclip")
