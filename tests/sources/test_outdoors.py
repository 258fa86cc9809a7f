import pickle
from pathlib import Path

import numpy as np
import pytest
import torch
from servers.collecting import SERVERS, source_of
from servers.toy import OPTIONS, TODAY, offers
from torchvision.models import resnet18

from geogame.catalog import open_catalog
from geogame.errors import SourceError
from geogame.sources.options import Aim
from geogame.sources.outdoors import LIST_FILE, SCENES, VARIABLE, find_outdoors
from geogame.sources.presets import PRESETS
from geogame.sources.remote.collect import collect

OUTDOOR, INDOOR = 7, 8
VIEW = np.random.default_rng(1).integers(0, 256, (48, 64, 3), dtype=np.uint8)


def scene_network(folder: Path, scene: int) -> Path:
    """Weights in the published form, of a network that sees one scene whatever it is shown."""
    folder.mkdir(parents=True, exist_ok=True)
    state = resnet18(weights=None, num_classes=SCENES).state_dict()
    state["fc.weight"].zero_()
    state["fc.bias"].zero_()[scene] = 20.0
    named = {f"module.{name}": tensor for name, tensor in state.items()}
    path = folder / "resnet18_places365.pth.tar"
    torch.save({"arch": "resnet18", "epoch": 90, "state_dict": named}, path)
    marks = ["2" if number == OUTDOOR else "1" for number in range(SCENES)]
    (folder / LIST_FILE).write_text("".join(f"/s/scene{number} {mark}\n" for number, mark in enumerate(marks)))
    return path


def found(folder: Path):
    return find_outdoors({VARIABLE: str(folder)})


def test_the_share_of_outdoor_scenes_decides(tmp_path):
    for scene, share in ((OUTDOOR, 1.0), (INDOOR, 0.0)):
        scene_network(tmp_path / str(scene), scene)
        judge = found(tmp_path / str(scene))
        assert judge.share([VIEW, VIEW[:, ::-1]]) == pytest.approx(share, abs=1e-3)
        assert judge.accepts([VIEW]) == bool(share)
    assert found(tmp_path / str(OUTDOOR)).fingerprint != found(tmp_path / str(INDOOR)).fingerprint


def test_without_weights_or_list_there_is_no_judge(tmp_path):
    assert found(tmp_path) is None
    scene_network(tmp_path, OUTDOOR)
    (tmp_path / LIST_FILE).unlink()
    assert found(tmp_path) is None


class Trap:
    def __reduce__(self):
        return (Path.touch, (Path("sprung"),))


@pytest.mark.parametrize("damage", ["truncated", "other network", "code", "short list"])
def test_files_that_are_not_what_they_should_be_are_refused_by_name(tmp_path, monkeypatch, damage):
    monkeypatch.chdir(tmp_path)
    path = scene_network(tmp_path, OUTDOOR)
    if damage == "truncated":
        path.write_bytes(path.read_bytes()[:1000])
    elif damage == "other network":
        torch.save({"fc.weight": torch.zeros(3)}, path)
    elif damage == "code":
        path.write_bytes(pickle.dumps(Trap(), 2))
    else:
        path = tmp_path / LIST_FILE
        path.write_text("/a/airfield 2\n")
    with pytest.raises(SourceError, match=path.name):
        found(tmp_path)
    assert not Path("sprung").exists()


def aimed(folder: Path, out: Path, monkeypatch: pytest.MonkeyPatch):
    """Collect from a toy service as the preset of the cities does."""
    from dataclasses import replace

    monkeypatch.setenv(VARIABLE, str(folder))
    aim = PRESETS["cities"].aim
    assert aim == Aim(15.0, 20.0, outdoors=True)
    options = replace(OPTIONS, source="mapillary", per_cell=1, views=4, aim=aim)
    with SERVERS["mapillary"](offers()).running() as server:
        source = source_of("mapillary", server.url)
        try:
            return collect(options, out, source, now=lambda: TODAY)
        finally:
            source.close()


def test_views_of_cities_are_turned_and_raised_and_say_so(tmp_path, monkeypatch):
    scene_network(tmp_path / "weights", OUTDOOR)
    aimed(tmp_path / "weights", tmp_path / "out", monkeypatch)
    catalog = open_catalog(tmp_path / "out")
    assert catalog.info.options["outdoors"] == found(tmp_path / "weights").fingerprint
    assert set(catalog.views["pitch_deg"]) == {20.0} == {catalog.info.pitch_deg}
    turns = (catalog.views["heading_deg"].to_numpy() - 90 * catalog.views["view"].to_numpy() + 180) % 360 - 180
    assert np.abs(turns).max() <= 15
    assert len(set(turns)) > 4, "each view is turned by its own"


def test_places_that_look_indoors_are_turned_away_for_it(tmp_path, monkeypatch):
    scene_network(tmp_path / "weights", INDOOR)
    with pytest.raises(SourceError, match="indoors"):
        aimed(tmp_path / "weights", tmp_path / "out", monkeypatch)
