import json
import shutil

import numpy as np
import pytest
import stand_in

from geogame.catalog import open_catalog
from geogame.cli import main
from geogame.errors import UsageError
from geogame.game.handicaps import split_name
from geogame.game.ladder import FILE, LEVELS, measure
from geogame.geolocators import Prediction
from geogame.partitions import load_partition
from geogame.partitions.base import make_partition

USA = load_partition("fishnet", "usa")


@pytest.fixture(scope="module")
def held_out(tmp_path_factory):
    folder = tmp_path_factory.mktemp("ladder") / "set"
    stand_in.build_stand_in(folder, limit=40, splits=(("test", 1.0),))
    return open_catalog(folder)


class Sighted:
    """Knows places by their first view, believes in near cells most, and is off by less the more views it sees."""

    name = "sighted"
    partition = USA

    def __init__(self, catalog):
        first = {name: catalog.read(catalog.views_of(name)[0]).tobytes() for name in catalog.ids}
        self.places = {pixels: catalog.location(name) for name, pixels in first.items()}
        self.asked = []

    def predict_batch(self, places):
        return [self.predict(*place) for place in places]

    def predict(self, images, _headings_deg):
        self.asked.append(len(images))
        place = self.places[images[0].tobytes()]
        far = np.hypot(*(USA.anchors - (place.lat, place.lon)).T)
        belief = np.exp(-far / 2).astype(np.float32)
        belief /= belief.sum()
        return Prediction(belief, place.lat + 2 / len(images), place.lon, np.tile(belief, (len(images), 1)))


def test_levels_are_spread_evenly_and_each_is_measured(held_out):
    model = Sighted(held_out)
    found = measure(model, held_out)
    assert {views: model.asked.count(views) for views in (1, 2, 3, 4)} == dict.fromkeys((1, 2, 3, 4), 40)
    levels = found["levels"]
    assert tuple(each["level"] for each in levels) == LEVELS
    assert levels[0]["handicap"] == ""
    assert levels[0]["median_km"] == pytest.approx(0.5 * 111.195, rel=1e-3)
    targets = [each["target_km"] for each in (*levels, {"target_km": found["constant_median_km"]})]
    assert np.diff(np.log(targets)) == pytest.approx(np.full(5, np.log(targets[-1] / targets[0]) / 5))
    for each in levels:
        low, high = each["ci95_median_km"]
        assert low <= each["median_km"] <= high
        assert each["median_km"] == pytest.approx(each["target_km"], rel=0.35)
        assert split_name(f"net~{each['handicap']}" if each["handicap"] else "net")[0] == "net"
    scores = [each["mean_score"] for each in levels]
    assert scores == sorted(scores, reverse=True)


def test_a_ladder_for_other_cells_or_no_places_is_refused(held_out):
    with pytest.raises(UsageError, match="no place to measure"):
        measure(Sighted(held_out), held_out.select("train"))
    model = Sighted(held_out)
    model.partition = make_partition("other", "usa", [cell.polygon for cell in USA.cells[::-1]])
    with pytest.raises(UsageError, match="answers in other cells"):
        measure(model, held_out)


def test_the_command_writes_the_ladder_beside_the_model_and_on_its_card(tiny_model, gradient_folder, tmp_path, capsys):
    model = tmp_path / "net"
    shutil.copytree(tiny_model, model)
    assert main(["ladder", str(model), "--dataset", str(gradient_folder), "--split", "test", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    kept = json.loads((model / FILE).read_text("utf-8"))
    assert kept["levels"] == said["levels"]
    assert kept["dataset"]["name"] == open_catalog(gradient_folder).info.name
    card = (model / "README.md").read_text("utf-8")
    assert "stopped after 1 of 3 epochs, eight bits a weight" in card
    for name, handicap in (("apprentice", "a"), ("constant", "–")):
        row = kept[name]
        assert f"| {name} | {handicap} | {row['median_km']:.0f} | " in card
        assert row["ci95_mean_km"][0] <= row["mean_km"] <= row["ci95_mean_km"][1]
    assert kept["constant"]["median_km"] == kept["constant_median_km"]
