"""Panoramas are added to a catalog far apart, once each, and checked with it."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import stand_in
from killing import content

from geogame.catalog import check_images, open_catalog
from geogame.errors import CatalogError, SourceError, UsageError
from geogame.geo import EARTH_RADIUS_KM
from geogame.panoramas import PANORAMAS_FILE
from geogame.sources.panoramas import PanoramaOptions, PanoramaReport, add_panoramas, pick_places
from geogame.world.place import unit_vectors

SMALL = PanoramaOptions(count=4, width=128, effort=0)


def add(folder: Path, painter: stand_in.Painter | None = None, **changes: object) -> PanoramaReport:
    options = replace(SMALL, **changes)  # type: ignore[arg-type]
    return add_panoramas(open_catalog(folder), options, source=stand_in.source(painter), workers=1)


def test_added_panoramas_are_found_and_sound(own_folder: Path) -> None:
    before = content(own_folder)
    report = add(own_folder)
    catalog = open_catalog(own_folder)
    assert (report.places, report.rendered, report.reused) == (4, 4, 0)
    assert list(catalog.panoramas) == sorted(pick_places(catalog, 4))
    for name in catalog.ids:
        path = catalog.panorama(name)
        assert (path is not None) == (name in catalog.panoramas)
        if path is not None:
            assert catalog.read(catalog.panoramas[name]).shape == (64, 128, 3)
    assert check_images(catalog) == []
    assert sum(path.stat().st_size for path in own_folder.glob("panoramas/**/*.webp")) == report.image_bytes
    after = content(own_folder)
    assert {name: data for name, data in after.items() if not name.startswith("panoramas")} == before
    assert len(after) == len(before) + 5  # nothing of the work is left behind


def test_a_catalog_without_panoramas_has_none(built_folder: Path) -> None:
    catalog = open_catalog(built_folder)
    assert catalog.panoramas == {}
    assert catalog.panorama(catalog.ids[0]) is None


def test_a_stopped_run_is_resumed_to_the_same_files(own_folder: Path, tmp_path: Path) -> None:
    log = tmp_path / "painted"
    with pytest.raises(SourceError, match="disk"):
        add(own_folder, stand_in.Painter(log, full_after=2))
    assert open_catalog(own_folder).panoramas == {}
    report = add(own_folder, stand_in.Painter(log))
    assert (report.rendered, report.reused) == (2, 2)
    painted = log.read_text().split()
    assert len(painted) == len(set(painted)) == 4
    once = content(own_folder)
    add(own_folder)
    assert content(own_folder) == once


def test_more_keep_the_first_and_another_size_draws_anew(own_folder: Path) -> None:
    add(own_folder)
    assert add(own_folder, count=6).reused == 4
    report = add(own_folder, count=2, width=64)
    assert (report.rendered, report.reused) == (2, 0)
    assert len(list(own_folder.glob("panoramas/images/*/*"))) == 2


def test_a_damaged_panorama_is_named_by_the_check_and_mended(own_folder: Path) -> None:
    add(own_folder)
    victim = next(own_folder.glob("panoramas/images/*/*"))
    whole = victim.read_bytes()
    victim.write_bytes(whole[:-1])
    problems = check_images(open_catalog(own_folder))
    assert len(problems) == 1
    assert victim.name in problems[0]
    assert add(own_folder).rendered == 1
    assert victim.read_bytes() == whole


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"world_fingerprint": "other"}, "shows world other"),
        ({"panoramas": [{"location_id": "a"}]}, "damaged"),
        ({"panoramas": 3}, "damaged"),
    ],
)
def test_a_list_that_does_not_fit_is_refused(own_folder: Path, change: dict[str, object], words: str) -> None:
    add(own_folder)
    path = own_folder / PANORAMAS_FILE
    path.write_text(json.dumps(json.loads(path.read_text()) | change))
    with pytest.raises(CatalogError, match=words):
        _ = open_catalog(own_folder).panoramas


def test_a_list_cannot_lead_out_of_the_folder(own_folder: Path) -> None:
    add(own_folder)
    path = own_folder / PANORAMAS_FILE
    listed = json.loads(path.read_text())
    listed["panoramas"][0]["file"] = "../../secret.webp"
    path.write_text(json.dumps(listed))
    with pytest.raises(CatalogError, match="no panorama of this folder"):
        _ = open_catalog(own_folder).panoramas


def test_another_world_is_not_put_beside_the_views(own_folder: Path) -> None:
    other = replace(stand_in.source(), fingerprint=lambda: "6" * 16)
    with pytest.raises(UsageError, match="build the catalog anew"):
        add_panoramas(open_catalog(own_folder), SMALL, source=other, workers=1)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"count": 0}, "--count"),
        ({"count": 25}, "24 places"),
        ({"quality": 0}, "--quality"),
        ({"width": 50}, "--width"),
    ],
)
def test_options_out_of_range_are_refused(own_folder: Path, changes: dict[str, int], words: str) -> None:
    with pytest.raises(UsageError, match=words):
        add(own_folder, **changes)
    assert not (own_folder / "panoramas").exists()


def test_places_lie_far_apart_and_more_keep_the_first(built_folder: Path) -> None:
    catalog = open_catalog(built_folder)
    few, many = pick_places(catalog, 5), pick_places(catalog, 12)
    assert many[:5] == few
    assert len(set(many)) == 12
    at = catalog.locations.set_index("id").loc[many]
    points = unit_vectors(at["lat"].to_numpy(), at["lon"].to_numpy())
    cos = np.clip(points @ points.T, -1, 1) - 3 * np.eye(12)
    chosen_km = EARTH_RADIUS_KM * np.arccos(cos.max())
    everything = unit_vectors(catalog.locations["lat"].to_numpy(), catalog.locations["lon"].to_numpy())
    uncovered_km = EARTH_RADIUS_KM * np.arccos((everything @ points.T).max(axis=1).min())
    assert uncovered_km <= chosen_km  # no place left over is farther from the chosen than they from one another
