from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from geogame.datasets import model_input
from geogame.geolocators.networks.backbones import BACKBONES, Trunk, map_shape
from geogame.geolocators.networks.pretrained import load_pretrained


@pytest.mark.parametrize("name", BACKBONES)
def test_maps_are_as_the_entry_says(name: str) -> None:
    entry = BACKBONES[name]
    assert map_shape(name, (96, 192)) == (entry.channels, 96 // entry.stride, 192 // entry.stride)


@pytest.mark.parametrize("name", BACKBONES)
def test_stages_hold_every_parameter_once(name: str) -> None:
    with torch.device("meta"):
        trunk = Trunk(name)
    staged = [id(parameter) for stage in trunk.stages() for parameter in stage.parameters()]
    assert len(staged) == len(set(staged))
    assert set(staged) == {id(parameter) for parameter in trunk.parameters()}


def test_resnet_makes_the_reports_maps_of_its_pictures() -> None:
    assert map_shape("resnet50", (300, 600)) == (2048, 10, 19)


def test_a_size_that_does_not_fit_is_explained() -> None:
    with pytest.raises(ValueError, match="multiples of 16"):
        map_shape("rendered", (90, 190))


def test_the_seeds_own_layers_have_its_widths() -> None:
    with torch.device("meta"):
        body = Trunk("seed_cnn8").body
    widths = [layer.out_channels for layer in body.modules() if isinstance(layer, torch.nn.Conv2d)]
    assert widths == [128, 128, 64, 64, 64, 64, 512, 512]


def test_imagenet_backbones_see_imagenets_mean_and_deviation() -> None:
    pixels = np.random.default_rng(0).integers(0, 256, (32, 32, 3), dtype=np.uint8)
    given, _ = model_input([pixels], (32, 32))
    trunk = Trunk("mobilenet_v2")
    seen: list[torch.Tensor] = []
    trunk.body.register_forward_pre_hook(lambda _module, arguments: seen.append(arguments[0]))
    trunk.eval()(given)
    mean, std = torch.tensor([0.485, 0.456, 0.406]), torch.tensor([0.229, 0.224, 0.225])
    wanted = (torch.from_numpy(pixels) / 255 - mean) / std
    assert torch.allclose(seen[0][0].permute(1, 2, 0), wanted, atol=1e-5)


def test_our_backbone_sees_what_our_network_sees() -> None:
    given, _ = model_input([np.zeros((64, 128, 3), np.uint8)])
    trunk = Trunk("rendered").eval()
    assert torch.allclose(trunk(given), trunk.body(given), atol=1e-6)


@pytest.mark.shared
def test_real_weights_see_open_country_in_real_photographs(shared_data: Path) -> None:
    weights = shared_data / "weights"
    trunk = Trunk("mobilenet_v2").eval()
    load_pretrained(trunk.body, "mobilenet_v2", str(weights / "mobilenet_v2_imagenet.pth"))
    head = torch.load(weights / "mobilenet_v2_imagenet.pth", weights_only=True)
    names = (weights / "imagenet_labels.txt").read_text("utf-8").splitlines()[1:]
    votes: list[str] = []
    for path in sorted((shared_data / "photos" / "usa_gsv").rglob("*.jpg")):
        with Image.open(path) as image:
            given, _ = model_input([np.asarray(image.convert("RGB"))], (224, 448))
        logits = trunk(given).mean((2, 3)) @ head["classifier.1.weight"].T + head["classifier.1.bias"]
        votes += [names[int(index)] for index in logits[0].topk(3).indices]
    country = ("viaduct", "valley", "alp", "seashore", "lakeside", "suspension bridge")
    assert sum(vote.startswith(country) for vote in votes) > 20, votes
