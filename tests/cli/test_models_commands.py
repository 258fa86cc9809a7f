import json
from pathlib import Path

import pytest
from little_room import LIMIT, little_room
from PIL import Image

from geogame.catalog import open_catalog
from geogame.cli import main
from geogame.geo import distance_km


@pytest.fixture(scope="module")
def pictures(gradient_folder: Path) -> list[str]:
    catalog = open_catalog(gradient_folder)
    return [str(catalog.image_path(view)) for view in catalog.views_of(catalog.ids[0])]


def test_predict_answers_and_draws(
    tiny_model: Path, pictures: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "map.png"
    code = main(["predict", str(tiny_model), *pictures, "--json", "--picture", str(out)])
    answer = json.loads(capsys.readouterr().out)
    assert code == 0
    assert len(answer["probabilities"]) == 243
    assert len(answer["belief"]) == 4
    assert answer["cells"][0]["probability"] == max(answer["probabilities"])
    with Image.open(out) as image:
        assert (250, 200, 30) in {colour for _, colour in image.convert("RGB").getcolors(1 << 20)}


def test_predict_marks_the_true_place(
    tiny_model: Path, pictures: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "map.png"
    words = ["predict", str(tiny_model), *pictures, "--picture", str(out), "--truth", "42.36,-71.06", "--json"]
    assert main(words) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["error_km"] == pytest.approx(distance_km(42.36, -71.06, answer["lat"], answer["lon"]))
    with Image.open(out) as image:
        assert (40, 160, 70) in {colour for _, colour in image.convert("RGB").getcolors(1 << 20)}
    assert main(["predict", str(tiny_model), *pictures, "--truth", "Boston"]) == 2
    assert "LAT,LON" in capsys.readouterr().err


@pytest.mark.parametrize("headings", ["0", "north,south,east,west", "nan,0,90,180"])
def test_wrong_headings_are_wrong_use(
    tiny_model: Path, pictures: list[str], headings: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["predict", str(tiny_model), *pictures, "--headings", headings]) == 2
    assert "headings" in capsys.readouterr().err


def test_what_is_no_picture_is_named(tiny_model: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "odd.jpg"
    path.write_text("no picture")
    assert main(["predict", str(tiny_model), str(path)]) == 2
    assert "odd.jpg" in capsys.readouterr().err


def test_evaluate_prints_one_json_object(
    tiny_model: Path, gradient_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["evaluate", str(tiny_model), "--dataset", str(gradient_folder), "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["dataset"]["split"] == "test"
    assert report["model"]["n"] > 0


def test_a_result_is_told_even_where_its_page_finds_no_room(
    tiny_model: Path, gradient_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with little_room(LIMIT, tmp_path / "room", disk="", largest=2000) as room:
        page = room.folder / "report.html"
        words = ["evaluate", str(tiny_model), "--dataset", str(gradient_folder), "--html", str(page), "--json"]
        assert main(words) == 1
    told = capsys.readouterr()
    assert json.loads(told.out)["model"]["n"] > 0
    assert "make room" in told.err
    assert list(room.folder.iterdir()) == []


def test_a_model_is_judged_on_the_division_that_is_asked_for(
    tiny_model: Path, gradient_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = str(tmp_path / "split.parquet")
    assert main(["dataset", "split", str(gradient_folder), "--rule", "kfold:5", "--out", file, "--json"]) == 0
    tested = json.loads(capsys.readouterr().out)["test"]
    words = ["evaluate", str(tiny_model), "--dataset", str(gradient_folder), "--split-file", file, "--json"]
    assert main([*words, "--split", "test"]) == 0
    assert json.loads(capsys.readouterr().out)["model"]["n"] == tested
    assert main(words) == 2
    assert "another division" in capsys.readouterr().err


def test_an_unknown_model_or_recipe_fails_with_one_line(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["evaluate", "no-such-model", "--dataset", str(tmp_path)]) == 1
    assert main(["train", "no-such-recipe"]) == 1
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 2
    assert "no-such-model" in lines[0]
    assert "no-such-recipe" in lines[1]


def test_a_model_in_a_run_has_the_runs_name(
    tiny_model: Path, pictures: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert tiny_model.name == "model"
    assert main(["predict", str(tiny_model), *pictures, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["model"] == f"{tiny_model.parent.name}/model"


def test_a_run_is_never_overwritten(
    tiny_model: Path, tiny_recipe: Path, gradient_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["train", str(tiny_recipe), "--dataset", str(gradient_folder), "--out", str(tiny_model.parent)]
    assert main(arguments) == 2
    assert "--resume" in capsys.readouterr().err


def test_recipes_and_models_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["recipes", "--json"]) == 0
    rows = {row["name"]: row for row in json.loads(capsys.readouterr().out)["recipes"]}
    assert "usa-rendered" in rows
    for row in rows.values():
        assert set(row["expected"]) == {"full", "bench"}, "what both profiles take"
    assert main(["recipes"]) == 0
    bench = rows["usa-cnn-6m"]["expected"]["bench"]
    assert bench["measured"]
    assert f"  bench: {bench['minutes']:g} min, " in capsys.readouterr().out
    assert main(["models", "--json"]) == 0
    assert isinstance(json.loads(capsys.readouterr().out)["models"], list)
