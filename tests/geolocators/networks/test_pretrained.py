import pickle
import urllib.request
from pathlib import Path

import pytest
import torch

from geogame.errors import CheckpointError
from geogame.geolocators.checkpoint import write_tensors
from geogame.geolocators.networks import NetworkConfig
from geogame.geolocators.networks.backbones import Trunk
from geogame.geolocators.networks.cnn_lstm import CnnLstm, CnnLstmOptions
from geogame.geolocators.networks.pretrained import imagenet_file, load_pretrained


class Code:
    """Says so when it is unpickled."""

    ran = False

    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        return setattr, (Code, "ran", True)


@pytest.fixture
def whole_model() -> dict[str, torch.Tensor]:
    from torchvision import models

    torch.manual_seed(3)
    return dict(models.resnet18(weights=None).state_dict())


@pytest.fixture
def empty_hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Nothing has been fetched, and nothing can be."""
    monkeypatch.setenv("TORCH_HOME", str(tmp_path / "torch"))
    for name in ("http_proxy", "https_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.setattr(urllib.request, "_opener", None)  # it keeps the proxies of its first use for ever
    return tmp_path / "torch" / "hub" / "checkpoints"


def loaded(weights: str) -> Trunk:
    trunk = Trunk("resnet18")
    load_pretrained(trunk.body, "resnet18", weights)
    return trunk


@pytest.mark.parametrize("suffix", [".pth", ".safetensors"])
def test_a_whole_models_state_dict_gives_its_convolutions(
    whole_model: dict[str, torch.Tensor], tmp_path: Path, suffix: str
) -> None:
    path = tmp_path / f"weights{suffix}"
    if suffix == ".pth":
        torch.save(whole_model, path)
    else:
        write_tensors(path, whole_model)
    for name, value in loaded(str(path)).body.state_dict().items():
        assert torch.equal(value, whole_model[name]), name


def test_weights_from_before_counters_are_taken(whole_model: dict[str, torch.Tensor], tmp_path: Path) -> None:
    old = {name: value for name, value in whole_model.items() if not name.endswith("num_batches_tracked")}
    torch.save(old, tmp_path / "old.pth")
    assert torch.equal(loaded(str(tmp_path / "old.pth")).body.conv1.weight, whole_model["conv1.weight"])


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"layer9.weight": torch.zeros(1)}, "unknown 'layer9.weight'"),
        ({"conv1.weight": torch.zeros(1)}, r"conv1.weight is \(1,\), not \(64, 3, 7, 7\)"),
        ({"bn1.bias": torch.full((64,), torch.inf)}, "not finite"),
        ({"conv1.weight": None}, "lacks 'conv1.weight'"),
    ],
)
def test_other_names_and_shapes_are_refused(
    whole_model: dict[str, torch.Tensor], tmp_path: Path, change: dict[str, torch.Tensor | None], said: str
) -> None:
    changed = {name: value for name, value in (whole_model | change).items() if value is not None}
    torch.save(changed, tmp_path / "odd.pth")
    with pytest.raises(CheckpointError, match=rf"{said}.*; give weights of backbone 'resnet18', or a recipe"):
        loaded(str(tmp_path / "odd.pth"))


@pytest.mark.parametrize("wrap", [lambda _state: Code(), lambda state: state | {"conv1.weight": Code()}])
def test_pickled_code_is_refused_and_never_run(
    whole_model: dict[str, torch.Tensor], tmp_path: Path, wrap: object
) -> None:
    assert callable(wrap)
    path = tmp_path / "code.pth"
    torch.save(wrap(whole_model), path)
    with pytest.raises(CheckpointError, match="never run"):
        loaded(str(path))
    path.write_bytes(pickle.dumps(wrap({})))
    with pytest.raises(CheckpointError, match=r"never run|damaged"):
        loaded(str(path))
    assert not Code.ran


@pytest.mark.parametrize("content", [b"", b"no weights at all", b"RIFF\xc0\x00WEBPVP8 ", "truncated"])
def test_damaged_files_are_refused(whole_model: dict[str, torch.Tensor], tmp_path: Path, content: bytes | str) -> None:
    path = tmp_path / "damaged.pth"
    torch.save(whole_model, path)
    path.write_bytes(content if isinstance(content, bytes) else path.read_bytes()[:-2000])
    with pytest.raises(CheckpointError, match=r"damaged|never run"):
        loaded(str(path))
    with pytest.raises(CheckpointError, match=r"damaged.*; fetch them again"):
        loaded(str(path.rename(path.with_suffix(".safetensors"))))


def test_a_list_of_tensors_is_no_state_dict(tmp_path: Path) -> None:
    torch.save([torch.zeros(1)], tmp_path / "list.pth")
    with pytest.raises(CheckpointError, match="no state dict"):
        loaded(str(tmp_path / "list.pth"))


def test_a_missing_file_says_what_can_be_given() -> None:
    with pytest.raises(CheckpointError, match="imagenet, random, model:NAME"):
        loaded("nowhere.pth")


def test_without_a_network_the_message_names_the_file_and_its_place(empty_hub: Path) -> None:
    with pytest.raises(CheckpointError) as caught:
        loaded("imagenet")
    url, place = imagenet_file("resnet18")
    assert place == empty_hub / "resnet18-f37072fd.pth"
    for part in (url, str(place), "--weights"):
        assert part in str(caught.value)


def test_imagenet_weights_that_were_put_there_are_used(whole_model: dict[str, torch.Tensor], empty_hub: Path) -> None:
    empty_hub.mkdir(parents=True)
    torch.save(whole_model, imagenet_file("resnet18")[1])
    assert torch.equal(loaded("imagenet").body.conv1.weight, whole_model["conv1.weight"])


def test_backbones_without_imagenet_weights_say_so() -> None:
    with pytest.raises(CheckpointError, match="no ImageNet weights for backbone 'rendered'"):
        load_pretrained(Trunk("rendered").body, "rendered", "imagenet")


def test_the_shipped_model_lends_its_eyes() -> None:
    from geogame.geolocators import load_geolocator
    from geogame.geolocators.trained import NetworkGeolocator

    trunk = Trunk("rendered").eval()
    load_pretrained(trunk.body, "rendered", "model:usa-rendered")
    shipped = load_geolocator("usa-rendered", "cpu")
    assert isinstance(shipped, NetworkGeolocator)
    pictures = torch.randn(2, 3, 64, 128, generator=torch.Generator().manual_seed(0))
    seen: list[torch.Tensor] = []
    shipped.network.maps.register_forward_hook(lambda _module, _given, maps: seen.append(maps))
    shipped.network.encode(pictures[None], torch.ones(1, 2, dtype=torch.bool))
    with torch.inference_mode():
        assert torch.allclose(trunk(pictures), seen[0], atol=1e-5)


def test_a_model_with_other_eyes_is_refused() -> None:
    with pytest.raises(CheckpointError, match="another network"):
        loaded("model:usa-rendered")


def test_our_network_begins_with_another_models_convolutions_and_its_own_head() -> None:
    from geogame.geolocators import MODELS_FOLDER
    from geogame.geolocators.checkpoint import WEIGHTS_FILE, read_tensors

    shipped, _ = read_tensors(MODELS_FOLDER / "usa-rendered" / WEIGHTS_FILE)
    options = CnnLstmOptions(weights="model:usa-rendered", feature=32, hidden=24)
    network = CnnLstm(NetworkConfig(options, cells=9, anchors=9, views=3, size=(96, 192)))
    network.load_pretrained()
    own = {name: value for name, value in network.state_dict().items() if name.startswith("encoder.st")}
    assert len(own) > 50
    for name, value in own.items():
        assert torch.equal(value, shipped[name].to(value.dtype)), name
