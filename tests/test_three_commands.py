"""From nothing to a network for photographs: build, train, play; as the README says, but smaller and on loopback."""

import io
import json
import time
from pathlib import Path

import pytest
from PIL import Image
from servers.osv5m_server import osv5m_server
from servers.toy import NOON_MS, Offer
from streamlit.testing.v1 import AppTest

from geogame.catalog import open_catalog
from geogame.cli import main
from geogame.sources.presets import HELD_OUT, shipped_catalog
from geogame.ui import texts
from geogame.ui.play.flow import Stage

APP = str(Path(__file__).parents[1] / "streamlit_app.py")
TIMEOUT_S = 120
PLACES = 60


def as_jpeg(data: bytes) -> bytes:
    buffer = io.BytesIO()
    Image.open(io.BytesIO(data)).save(buffer, "JPEG", quality=85)
    return buffer.getvalue()


@pytest.fixture
def service(monkeypatch):
    """OSV-5M on loopback, whose photographs are rendered: the first view of every place that is shipped."""
    catalog = open_catalog(shipped_catalog(HELD_OUT))
    places = [catalog.location(name) for name in catalog.ids]
    offers = [
        Offer(str(7000 + number), place.lat, place.lon, f"drive-{number}", NOON_MS, number)
        for number, place in enumerate(places)
    ]
    with osv5m_server(
        offers, pictures=lambda each: as_jpeg(catalog.read_bytes(catalog.views_of(places[each.seed].id)[0]))
    ).running() as server:
        monkeypatch.setenv("GEOGAME_OSV5M_URL", server.url)
        yield server


def run(capsys, *words):
    code = main([*map(str, words), "--json"])
    printed = capsys.readouterr()
    assert code == 0, printed.err
    return json.loads(printed.out)


def html(page):
    return "\n".join(element.proto.body for element in page.get("html"))


@pytest.mark.slow
def test_three_commands_give_a_model_of_photographs_to_play_against(service, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    for variable, folder in (("DATASETS", "data"), ("RUNS", "runs"), ("MODELS", "none")):
        monkeypatch.setenv(f"GEOGAME_{variable}", str(tmp_path / folder))
    built = run(capsys, "dataset", "build", "usa-osv5m", "--out", "data/usa-osv5m", "--limit", PLACES)
    assert (built["source"], built["licence"], built["world_fingerprint"]) == ("osv5m", "CC-BY-SA-4.0", "")
    assert built["locations"] > PLACES / 2
    assert built["splits"]["test"] >= 3
    # The profile for two cores: the recipe's own takes ImageNet's weights from the network and a GPU for hours.
    trained = run(capsys, "train", "usa-osv5m", "--profile", "bench", "--dataset", "data/usa-osv5m", "--device", "cpu")
    assert Path(trained["model"]) == Path("runs/usa-osv5m/model")
    assert trained["report"]["model"]["n"] == built["splits"]["test"]
    assert trained["report"]["dataset"]["source"] == "osv5m"
    play_a_round()
    look_at_a_photograph(service)


def play_a_round():
    page = AppTest.from_file(APP, default_timeout=TIMEOUT_S).run()
    assert page.selectbox(key="gg_opponent").options[0].startswith(texts.opponent_name("runs/usa-osv5m"))
    page.segmented_control(key="gg_rounds").set_value(3)
    page.button(key="gg_begin").click()
    page.run()
    end = time.monotonic() + TIMEOUT_S
    while not page.session_state["gg_play"].ready and not page.error:
        assert time.monotonic() < end
        page.run()
    assert not page.error
    page.session_state["gg_map"] = {"confirm": {"lat": 39.0, "lon": -98.0, "nonce": "n"}}
    page.run()
    assert not page.exception
    state = page.session_state["gg_play"]
    assert state.stage is Stage.REVEAL
    assert state.game.opponents == ("runs/usa-osv5m",)
    assert set(state.game.rounds[0].points) == {"player", "runs/usa-osv5m"}


def look_at_a_photograph(service):
    page = AppTest.from_file(APP, default_timeout=TIMEOUT_S).run()
    page.switch_page("pages/photo.py").run()
    assert page.selectbox(key="gg_photo_model").options == ["runs/usa-osv5m"]
    catalog = open_catalog(shipped_catalog(HELD_OUT))
    photo = as_jpeg(catalog.read_bytes(catalog.views_of(catalog.ids[0])[0]))
    page.file_uploader(key="gg_files").set_value([("a.jpg", photo, "image/jpeg")])
    page.run()
    assert not page.exception
    assert not page.error
    assert "of its belief lies within" in html(page)
