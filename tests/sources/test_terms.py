import json
from datetime import date

import fake_folders
import pytest

from geogame.catalog import open_catalog
from geogame.errors import GameError
from geogame.game import new_game
from geogame.sources.folder import LAYOUTS
from geogame.sources.intake import ImportOptions, import_folder
from geogame.sources.terms import CREDITED, SEED_LAYOUT, STREET_VIEW_LAYOUTS


def taken(folder, out, region="usa", partition="fishnet", **options):
    wanted = ImportOptions("made", region, partition, splits=(("test", 1.0),), **options)
    report = import_folder(folder, out, wanted, today=date(2026, 1, 31), workers=1)
    catalog = open_catalog(out)
    assert catalog.info.restricted == report.restricted
    return catalog


def test_every_layout_of_the_seed_systems_counts_as_street_view():
    assert set(LAYOUTS) - STREET_VIEW_LAYOUTS == {"table", "photos"}


def test_an_import_in_a_seed_systems_layout_is_never_played(tmp_path):
    catalog = taken(fake_folders.usa(tmp_path / "in", "usa-nested"), tmp_path / "out")
    assert catalog.info.restricted == SEED_LAYOUT
    with pytest.raises(GameError, match="cannot be played: its files are named like downloads from Google"):
        new_game(catalog, ("constant",), 1, 7)


def test_whoever_names_the_licence_of_own_pictures_may_play_them(tmp_path):
    catalog = taken(fake_folders.usa(tmp_path / "in", "usa-nested"), tmp_path / "out", licence="CC0-1.0")
    assert catalog.info.restricted == ""
    assert len(new_game(catalog, ("constant",), 1, 7).rounds) == 1


def test_pictures_credited_to_google_stay_restricted_whatever_licence_is_named(tmp_path):
    folder = fake_folders.india(tmp_path / "in")
    meta = folder / "meta/7/xKz-_9/meta.json"
    meta.write_text(json.dumps(json.loads(meta.read_text()) | {"copyright": "© Google"}))
    catalog = taken(folder, tmp_path / "out", "india", "tenths", licence="CC0-1.0")
    assert catalog.info.restricted == CREDITED


def test_a_table_of_own_pictures_is_not_restricted(tmp_path):
    fake_folders.save(tmp_path / "in" / "a.jpg", 1)
    (tmp_path / "in" / "list.csv").write_text("path,lat,lon,attribution\na.jpg,40,-98,Ada\n")
    assert taken(tmp_path / "in", tmp_path / "out").info.restricted == ""


def test_a_catalog_from_before_there_were_restrictions_has_none(built_catalog):
    told = json.loads((built_catalog.path / "catalog.json").read_text())
    assert "restricted" not in told
    assert built_catalog.info.restricted == ""
