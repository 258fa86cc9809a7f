"""The play page through Streamlit's own test runner, with the stand-in catalog and the baselines."""

import json
import math
import os
import shutil
import subprocess
import sys
from html import escape
from pathlib import Path

import pandas as pd
import pytest
from fake_panoramas import add_panoramas
from play_page import APP, TIMEOUT_S, guess, html, map_data, play_of, press, told_to
from streamlit.testing.v1 import AppTest

from geogame.catalog import LOCATION_COLUMNS, VIEW_COLUMNS
from geogame.game import replay_code
from geogame.sources.tables import make_table, write_parquet
from geogame.ui import texts
from geogame.ui.play.flow import Stage
from geogame.ui.play.installed import build_command

ROOT = Path(__file__).parents[2]


@pytest.fixture
def page(places, tmp_path, monkeypatch):
    monkeypatch.setenv("GEOGAME_DATASETS", str(places))
    monkeypatch.setenv("GEOGAME_MODELS", str(tmp_path))
    return AppTest.from_file(APP, default_timeout=TIMEOUT_S).run()


def begin(page, *, rounds=3, name="", code="", opponent="constant", unit="km"):
    page.selectbox(key="gg_opponent").set_value(opponent)
    page.segmented_control(key="gg_rounds").set_value(rounds)
    page.segmented_control(key="gg_unit").set_value(unit)
    page.text_input(key="gg_name").set_value(name)
    page.text_input(key="gg_code").set_value(code)
    return press(page, "gg_begin")


def test_the_start_screen_says_what_the_game_is(page):
    assert not page.exception
    assert texts.HEADLINE in html(page)
    assert page.selectbox(key="gg_opponent").options[0] == texts.opponent_label("constant")


def test_a_whole_game_ends_with_a_winner_and_a_replay_code(page):
    begin(page, name="<b>Ann</b>")
    for index in range(3):
        assert play_of(page).stage is Stage.GUESS
        guess(page, 39.0, -98.0 - index, f"n{index}")
        assert not page.exception
        assert play_of(page).stage is Stage.REVEAL
        press(page, "gg_next")
    assert play_of(page).stage is Stage.SUMMARY
    assert "&lt;b&gt;Ann&lt;/b&gt;" in html(page)
    assert "<b>Ann" not in html(page)
    assert "Play the same places with the code" in page.code[0].value


def test_the_opponent_s_guess_is_kept_before_the_human_confirms(page):
    begin(page)
    before = play_of(page).game.rounds[0]
    assert before.ready
    assert not before.done
    kept = before.opponent_guesses["constant"]
    guess(page, 30.0, -90.0, "n")
    assert play_of(page).game.rounds[0].opponent_guesses["constant"] is kept


def test_a_repeated_event_is_not_a_second_guess(page):
    begin(page)
    guess(page, 39.0, -98.0, "same")
    press(page, "gg_next")
    guess(page, 20.0, -70.0, "same")
    assert play_of(page).stage is Stage.GUESS
    assert not play_of(page).game.rounds[1].done


def test_a_click_in_the_sea_counts(page):
    begin(page)
    guess(page, 0.0, -150.0, "n")
    assert play_of(page).stage is Stage.REVEAL
    assert 0 <= play_of(page).game.rounds[0].points["player"] < 100


def test_a_replay_code_deals_the_same_places(page):
    begin(page)
    first = play_of(page).game
    for index in range(3):
        guess(page, 39.0, -98.0, f"n{index}")
        press(page, "gg_next")
    press(page, "gg_other")
    begin(page, rounds=5, code=replay_code(first).upper())
    again = play_of(page).game
    assert [one.location_id for one in again.rounds] == [one.location_id for one in first.rounds]


@pytest.mark.parametrize("code", ["nonsense", "🙂" * 20, "a" * 390, "aaaa-bbbb"])
def test_a_malformed_replay_code_gets_a_clear_answer(page, code):
    begin(page, code=code)
    assert not page.exception
    assert play_of(page).stage is Stage.START
    assert "copy the whole code again" in page.error[0].value


def test_play_again_keeps_the_choices_and_deals_other_places(page):
    begin(page, name="Ann", opponent="random")
    first = play_of(page)
    for index in range(3):
        guess(page, 39.0, -98.0, f"n{index}")
        press(page, "gg_next")
    press(page, "gg_again")
    second = play_of(page)
    assert second.stage is Stage.GUESS
    assert second.choice == first.choice
    assert second.game.seed != first.game.seed


def test_nothing_about_the_truth_reaches_the_browser_before_the_guess(page):
    begin(page)
    one = play_of(page).game.rounds[0]
    components = page.get("bidi_component")
    assert len(components) == 5  # daylight, who is at the browser, the views, the map, the first steps
    sent = html(page) + "".join(element.proto.json for element in components)
    assert one.location_id not in sent
    assert f"{one.lat:.3f}" not in sent
    assert f"{one.lon:.3f}" not in sent


def test_the_reveal_tells_the_land_of_the_guess_and_of_the_place(page):
    begin(page)
    assert 'class="gg-land"' not in html(page)
    guess(page, 39.74, -104.99, "n")
    assert not page.exception
    told = html(page)
    assert "Colorado" in told[told.index('class="gg-land"') :]
    assert "gg_show_reasons" not in [button.key for button in page.button], "a baseline has no reasons"


@pytest.fixture
def roomy_page(places, tmp_path, monkeypatch):
    """The page where four of the twelve places can be looked around in."""
    folder = tmp_path / "roomy"
    shutil.copytree(places, folder)
    add_panoramas(folder, 4)
    monkeypatch.setenv("GEOGAME_DATASETS", str(folder))
    monkeypatch.setenv("GEOGAME_MODELS", str(tmp_path / "none"))
    return AppTest.from_file(APP, default_timeout=TIMEOUT_S).run()


def test_without_panoramas_there_is_no_free_look_to_choose(page):
    assert "gg_free" not in [box.key for box in page.checkbox]


def test_the_default_game_shows_what_the_model_sees_and_no_more(roomy_page):
    begin(roomy_page)
    assert play_of(roomy_page).game.look == "same_views"
    assert told_to(roomy_page, "geogame_views")["panorama"] is None
    assert texts.FREE_LOOK not in html(roomy_page)


def test_a_free_look_is_labelled_on_the_bar_at_the_reveal_and_in_the_summary(roomy_page):
    roomy_page.checkbox(key="gg_free").set_value(True)
    begin(roomy_page)
    game = play_of(roomy_page).game
    assert game.look == "free"
    for index in range(3):
        assert f"</span>{texts.FREE_LOOK}</span>" in html(roomy_page)
        told = told_to(roomy_page, "geogame_views")
        assert told["free"]
        assert set(told["panorama"]) == {"id", "src", "centre_heading_deg"}
        assert game.rounds[index].location_id not in json.dumps(told)
        guess(roomy_page, 39.0, -98.0, f"n{index}")
        assert not roomy_page.exception
        assert texts.FREE_TOLD in html(roomy_page)
        press(roomy_page, "gg_next")
    assert texts.FREE_TOLD in html(roomy_page)
    assert "3 rounds, free look, against the fixed guess" in roomy_page.code[0].value
    press(roomy_page, "gg_again")
    assert play_of(roomy_page).game.look == "free"


def test_a_replay_code_of_a_free_look_is_one_again(roomy_page, places):
    roomy_page.checkbox(key="gg_free").set_value(True)
    begin(roomy_page)
    first = play_of(roomy_page).game
    again = AppTest.from_file(APP, default_timeout=TIMEOUT_S).run()
    begin(again, code=replay_code(first))
    assert play_of(again).game.look == "free"
    assert play_of(again).choice.look == "free"
    assert [one.location_id for one in play_of(again).game.rounds] == [one.location_id for one in first.rounds]


def test_without_a_dataset_the_page_offers_the_one_command_that_helps(tmp_path, monkeypatch):
    monkeypatch.setenv("GEOGAME_DATASETS", str(tmp_path))
    page = AppTest.from_file(APP, default_timeout=TIMEOUT_S).run()
    assert not page.exception
    assert texts.NO_DATASET_TITLE in html(page)
    assert page.code[0].value == build_command("usa-rendered-heldout")


def altered(original, folder, **info):
    """A copy of a catalog that tells other things of itself."""
    shutil.copytree(original, folder)
    path = folder / "catalog.json"
    path.write_text(json.dumps(json.loads(path.read_text("utf-8")) | info), "utf-8")
    return folder


def photographed(original, folder):
    """A copy of a catalog whose places are one photograph each, of a person with a name, looking nobody knows where."""
    altered(original, folder, name="roads", source="osv5m", build_id="feed" * 4, attribution="OSV-5M and its people")
    locations, views = (pd.read_parquet(folder / f"{name}.parquet") for name in ("locations", "views"))
    locations["source"], locations["solar_hour"], locations["licence"] = "osv5m", math.nan, "CC-BY-SA-4.0"
    locations["attribution"], locations["page_url"] = "@ada of Omaha, Mapillary", "https://example.org/ada-in-omaha"
    views = views[views["view"] == 0].assign(heading_kind="none")
    kinds = {**LOCATION_COLUMNS, **VIEW_COLUMNS, "place_id": "string", "page_url": "string", "heading_kind": "string"}
    about = json.loads((folder / "catalog.json").read_text("utf-8"))
    (folder / "tmp").mkdir()
    for name, frame in (("locations", locations), ("views", views)):
        table = make_table({c: frame[c].tolist() for c in frame}, {c: kinds[c] for c in frame})
        about["tables"][name] = {"rows": len(frame), "sha256": write_parquet(folder, f"{name}.parquet", table)}
    (folder / "catalog.json").write_text(json.dumps(about), "utf-8")
    return folder


def test_photographs_are_counted_before_the_reveal_and_credited_only_at_it(places, tmp_path, monkeypatch):
    photographed(places, tmp_path / "data" / "roads")
    monkeypatch.setenv("GEOGAME_DATASETS", str(tmp_path / "data"))
    monkeypatch.setenv("GEOGAME_MODELS", str(tmp_path / "none"))
    page = begin(AppTest.from_file(APP, default_timeout=TIMEOUT_S).run())
    told = told_to(page, "geogame_views")
    assert told["source"] == "1 photograph, OpenStreetView-5M"
    assert (told["north"], told["caption"], len(told["views"])) == (False, "", 1)
    sent = str(page._tree)
    assert "ada" not in sent
    assert "Omaha" not in sent
    guess(page, 39.0, -98.0, "n")
    assert not page.exception
    assert "@ada of Omaha, Mapillary (CC-BY-SA-4.0)" in html(page)
    assert 'href="https://example.org/ada-in-omaha"' in html(page)


def test_the_chosen_places_decide_who_can_be_played_against(places, tmp_path, monkeypatch):
    altered(places, tmp_path / "data" / "a", name="near")
    altered(places, tmp_path / "data" / "b", name="far", partition_fingerprint="0" * 16, build_id="b" * 16)
    altered(places, tmp_path / "data" / "c", name="barred", restricted="its owner's terms bar it", build_id="c" * 16)
    cells = json.loads((places / "catalog.json").read_text("utf-8"))["partition_fingerprint"]
    (tmp_path / "models" / "net").mkdir(parents=True)
    note = json.dumps({"partition_fingerprint": cells, "world_fingerprint": ""})
    (tmp_path / "models" / "net" / "checkpoint.json").write_text(note, "utf-8")
    monkeypatch.setenv("GEOGAME_DATASETS", str(tmp_path / "data"))
    monkeypatch.setenv("GEOGAME_MODELS", str(tmp_path / "models"))
    page = AppTest.from_file(APP, default_timeout=TIMEOUT_S).run()
    assert page.selectbox(key="gg_dataset").options == ["near", "far"]
    assert escape(texts.not_played("barred", "its owner's terms bar it")) in html(page)
    model = texts.opponent_label("net", texts.OTHER_KIND[True])
    assert model in page.selectbox(key="gg_opponent").options
    page.selectbox(key="gg_dataset").set_value("far").run()
    assert not page.exception
    assert model not in page.selectbox(key="gg_opponent").options
    assert texts.NO_FITTING in html(page)


def test_a_damaged_dataset_is_explained_at_the_start(places, tmp_path, monkeypatch):
    broken = tmp_path / "broken"
    shutil.copytree(places, broken)
    (broken / "views.parquet").unlink()
    monkeypatch.setenv("GEOGAME_DATASETS", str(broken))
    page = AppTest.from_file(APP, default_timeout=TIMEOUT_S).run()
    begin(page)
    assert not page.exception
    assert "views.parquet is missing" in page.error[0].value


def test_a_damaged_model_is_explained_and_another_opponent_offered(places, tmp_path, monkeypatch):
    model = tmp_path / "broken-net"
    model.mkdir()
    (model / "checkpoint.json").write_text("{}", encoding="utf-8")
    monkeypatch.setenv("GEOGAME_DATASETS", str(places))
    monkeypatch.setenv("GEOGAME_MODELS", str(tmp_path))
    page = AppTest.from_file(APP, default_timeout=TIMEOUT_S).run()
    begin(page, opponent="broken-net")
    assert not page.exception
    assert "The model cannot play" in page.error[0].value
    press(page, "gg_failed")
    assert play_of(page).stage is Stage.START


def test_a_trained_model_plays_and_its_belief_is_told_at_the_reveal_only(gradient_folder, tiny_model, monkeypatch):
    monkeypatch.setenv("GEOGAME_DATASETS", str(gradient_folder))
    monkeypatch.setenv("GEOGAME_MODELS", str(tiny_model))
    page = AppTest.from_file(APP, default_timeout=TIMEOUT_S).run()
    begin(page, opponent=tiny_model.name)
    assert not page.exception
    assert not page.error
    kept = play_of(page).game.rounds[0].opponent_guesses[tiny_model.name]
    assert kept.belief.shape == (4, 243)
    assert map_data(page)["belief"] is None
    guess(page, 39.0, -98.0, "n")
    assert play_of(page).game.rounds[0].opponent_guesses[tiny_model.name] is kept
    assert len(map_data(page)["belief"]) == 4
    assert "The model runs on: " in html(page)
    assert len(map_data(page)["rounds"]) == 1


def test_the_about_page_tells_licences_and_privacy(page):
    page.switch_page("pages/about.py").run()
    assert not page.exception
    told = " ".join(element.value for element in page.header)
    assert "Privacy" in told
    assert "Licences" in told
    assert "What they are not" in told
    assert any("`customs.CUSTOMS`" in element.value for element in page.markdown)


FIRST_PAINT = """
import sys
from streamlit.testing.v1 import AppTest
page = AppTest.from_file("streamlit_app.py", default_timeout=60).run()
assert not page.exception, page.exception
heavy = {"torch", "torchvision", "numba", "shapely", "pydeck", "geogame.catalog", "geogame.game"} & set(sys.modules)
print(",".join(sorted(heavy)) or "none")
"""


def test_the_first_paint_imports_no_torch_and_nothing_else_heavy(places):
    environment = os.environ | {"GEOGAME_DATASETS": str(places), "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", FIRST_PAINT], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip().splitlines()[-1] == "none"
