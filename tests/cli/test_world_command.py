import json

from geogame.cli import main
from geogame.world.typed import TYPED


def test_world_facts_lists_every_hand_typed_table_with_its_source(capsys):
    assert main(["world", "facts"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == len(TYPED)
    assert lines[0].startswith("anchors.ANCHORS")
    assert sum("[https://" in line for line in lines) == 2


def test_world_facts_as_json_is_one_object(capsys):
    assert main(["world", "facts", "--json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert shown["limits.RURAL_LIMITS_MPH"]["source"].startswith("https://www.bts.gov/")
    assert set(shown) == {each.table for each in TYPED}
