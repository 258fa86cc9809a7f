"""The published commands and what evaluate, predict and the game make of published models."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
import tiny_published
from PIL import Image
from servers.hub_server import hub_server

from geogame.catalog import open_catalog
from geogame.cli import main
from geogame.game import make_opponents, new_game, prepare_round

RUN = pytest.CaptureFixture[str]


@pytest.fixture
def own_root(published_root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = Path(shutil.copytree(published_root, tmp_path / "published"))
    monkeypatch.setenv("GEOGAME_PUBLISHED", str(root))
    return root


def told(capsys: RUN) -> dict:
    return json.loads(capsys.readouterr().out)


def test_download_verify_and_list_tell_the_same_story(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: RUN
) -> None:
    monkeypatch.setenv("GEOGAME_PUBLISHED", str(tmp_path))
    with hub_server(tiny_published.osv5m()).running() as hub:
        monkeypatch.setenv("HF_ENDPOINT", hub.url)
        assert main(["published", "download", "osv5m", "--json", "--heartbeat", str(tmp_path / "beat")]) == 0
    captured = capsys.readouterr()
    assert json.loads(captured.out)["bytes"] > 0
    assert "Licence: MIT" in captured.err
    assert json.loads((tmp_path / "beat" / "status.json").read_text())["state"] == "done"
    assert main(["published", "list", "--json"]) == 0
    rows = {row["name"]: row for row in told(capsys)["published"]}
    assert rows["osv5m"]["state"] == "here, not yet verified with the real weights"
    assert rows["streetclip"]["licence"] == "CC BY-NC 4.0, not for commercial use"
    assert rows["streetclip"]["missing"]
    assert main(["published", "verify", "osv5m", "--device", "cpu", "--json"]) == 0
    assert told(capsys)["hub"] is True
    assert main(["published", "list"]) == 0
    assert "OSV-5M baseline: here, and verified" in capsys.readouterr().out
    (tmp_path / "osv5m" / "config.json").write_text("{}")
    assert main(["published", "verify", "osv5m"]) == 1
    assert "not the file that was pinned" in capsys.readouterr().err


def test_a_model_laid_by_hand_is_installed_by_verify_which_says_so(own_root: Path, capsys: RUN) -> None:
    (own_root / "geoclip" / "checkpoint.json").unlink()
    assert main(["published", "verify", "geoclip", "--device", "cpu"]) == 0
    assert "laid by hand" in capsys.readouterr().out
    (own_root / "geoclip" / "clip" / "model.safetensors").unlink()
    assert main(["published", "verify", "geoclip"]) == 1
    said = capsys.readouterr().err
    assert "clip/model.safetensors missing" in said
    assert "openai/clip-vit-large-patch14" in said


def test_predict_asks_about_any_region_and_only_published_models(own_root: Path, tmp_path: Path, capsys: RUN) -> None:
    path = tmp_path / "view.png"
    Image.fromarray(tiny_published.picture(1)).save(path)
    assert main(["predict", "geoclip", str(path), "--region", "india/tenths", "--device", "cpu", "--json"]) == 0
    answer = told(capsys)
    assert len(answer["probabilities"]) == 58
    assert 5 < answer["lat"] < 38
    assert main(["predict", "usa-rendered", str(path), "--region", "india", "--device", "cpu"]) == 2
    assert "answers for usa alone" in capsys.readouterr().err


def test_evaluate_records_a_row_with_a_warning_where_views_are_rendered(
    own_root: Path, built_folder: Path, capsys: RUN
) -> None:
    words = ["evaluate", "osv5m", "--dataset", str(built_folder), "--split", "all", "--record", "--device", "cpu"]
    assert main([*words, "--json"]) == 0
    captured = capsys.readouterr()
    report = json.loads(captured.out)
    assert report["model_far"] is None
    assert report["baselines"]["constant"]["mean_km"] > 0
    assert any("trained on photographs" in warning for warning in report["warnings"])
    card = (own_root / "osv5m" / "README.md").read_text()
    assert "Licence of the weights: MIT" in card
    assert "## Results on rendered views" in card
    assert json.loads((own_root / "osv5m" / "metrics.json").read_text())["evaluations"]


def test_it_plays_as_an_opponent_on_a_dataset_of_any_cells(own_root: Path, built_folder: Path) -> None:
    catalog = open_catalog(built_folder)
    game = new_game(catalog, ("osv5m",), 1, 7)
    game = prepare_round(game, catalog, make_opponents(game))
    guess = game.rounds[0].opponent_guesses["osv5m"]
    assert guess.probabilities.shape == (len(game.rounds[0].opponent_guesses["osv5m"].belief[0]),)
    assert np.isfinite([guess.lat, guess.lon]).all()


@pytest.mark.parametrize("model", ["streetclip", "kept/geoclip"])
def test_no_domain_is_calibrated_for_them_whether_they_are_here_or_not(
    model: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: RUN
) -> None:
    monkeypatch.setenv("GEOGAME_PUBLISHED", str(tmp_path))
    assert main(["domain", model, "--dataset", str(tmp_path)]) == 2
    assert "trained on photographs of others" in capsys.readouterr().err
