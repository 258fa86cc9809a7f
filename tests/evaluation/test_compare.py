import json
from pathlib import Path

import pytest

from geogame.cli import main


def test_a_model_does_not_differ_from_itself(
    tiny_model: Path, gradient_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    name = str(tiny_model)
    words = ["compare", name, name, "--against", name, "--dataset", str(gradient_folder), "--json"]
    assert main(words) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["split"] == "test"
    assert [len(found["models"]), len(found["against"])] == [2, 1]
    assert found["models"][0] == found["against"][0]
    for row in found["difference"].values():
        assert row == {"mean": 0, "ci95": [0, 0], "excludes_zero": False}
