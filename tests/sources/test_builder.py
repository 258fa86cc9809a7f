import json
import os
import shutil
import signal
from dataclasses import replace
from pathlib import Path

import pytest
import stand_in
from killing import KillableBuild, content
from little_room import FORMS, little_room

from geogame.catalog import check_images, open_catalog
from geogame.errors import SourceError, UsageError
from geogame.sources.builder import BUILD_FILE, Progress, build
from geogame.sources.ledger import LEDGER_FILE, read_ledger
from geogame.sources.lock import folder_lock
from geogame.sources.pool import encode_webp
from geogame.sources.rendered import plan_places


def test_a_build_holds_every_planned_place_with_all_its_views(built_folder: Path) -> None:
    catalog = open_catalog(built_folder)
    plan = plan_places(stand_in.OPTIONS, stand_in.source())
    assert catalog.ids == tuple(planned.id for planned in plan.places)
    assert len(catalog) == 24
    assert len(catalog.views) == 4 * 24
    assert check_images(catalog) == []
    for planned in plan.places:
        location = catalog.location(planned.id)
        assert (location.lat, location.lon) == (planned.place.lat, planned.place.lon)
        assert (location.cell, location.split) == (planned.cell, planned.split)
        assert [view.heading_deg for view in catalog.views_of(planned.id)] == [0, 90, 180, 270]


def test_pictures_are_those_the_renderer_made(built_folder: Path) -> None:
    catalog = open_catalog(built_folder)
    planned = plan_places(stand_in.OPTIONS, stand_in.source()).places[5]
    painted = stand_in.Painter()(planned.place, (0, 90, 180, 270), 64, 32)
    for view, picture in zip(catalog.views_of(planned.id), painted, strict=True):
        assert catalog.read_bytes(view) == encode_webp(picture, quality=85, effort=2)


def test_nothing_but_the_catalog_is_left_in_the_folder(built_folder: Path) -> None:
    assert sorted(path.name for path in built_folder.iterdir()) == [
        "catalog.json",
        "images",
        "locations.parquet",
        "views.parquet",
    ]


def test_a_killed_build_resumes_into_the_same_bytes_and_paints_nothing_twice(tmp_path: Path) -> None:
    whole = KillableBuild(tmp_path / "whole", tmp_path / "whole.log", places=60)
    whole.finish()
    torn = KillableBuild(tmp_path / "torn", tmp_path / "torn.log", places=60, spins=150)
    kills = sum([torn.kill_at(1), torn.kill_at(25)])
    torn.finish()
    assert kills == 2
    assert content(torn.out) == content(whole.out)
    paintings = torn.paintings()
    assert len(paintings) == 60
    assert paintings.total() - 60 <= kills * (torn.workers + 1)  # under way, or painted and not yet recorded


def test_a_build_whose_machine_lost_power_paints_again_what_never_reached_the_disk(
    built_folder: Path, own_folder: Path
) -> None:
    _make_unfinished(own_folder)
    images = sorted((own_folder / "images").glob("*/*"))
    images[0].write_bytes(b"")
    images[7].unlink()
    report = stand_in.build_stand_in(own_folder)
    assert report.rendered in {1, 2}
    assert report.rendered + report.reused == 24
    assert content(own_folder) == content(built_folder)


def test_the_same_command_mends_a_finished_catalog(built_folder: Path, own_folder: Path) -> None:
    for path in sorted((own_folder / "images").glob("*/*"))[:3]:
        path.write_bytes(b"not an image")
    (own_folder / "views.parquet").write_bytes(b"PAR1")
    stand_in.build_stand_in(own_folder)
    assert content(own_folder) == content(built_folder)


def test_building_a_finished_catalog_again_paints_nothing(own_folder: Path, tmp_path: Path) -> None:
    log = tmp_path / "log"
    report = stand_in.build_stand_in(own_folder, stand_in.Painter(log))
    assert (report.rendered, report.reused) == (0, 24)
    assert not log.exists()


def test_a_folder_of_another_build_is_refused_with_the_option_that_differs(own_folder: Path) -> None:
    before = content(own_folder)
    with pytest.raises(UsageError, match="holds another build: seed is 3 there and 4 here"):
        stand_in.build_stand_in(own_folder, seed=4)
    assert content(own_folder) == before


def test_an_unfinished_folder_of_another_build_is_refused(own_folder: Path) -> None:
    _make_unfinished(own_folder)
    with pytest.raises(UsageError, match=r"height is 32 there and 64 here, width is 64 there and 128 here"):
        stand_in.build_stand_in(own_folder, width=128, height=64)


def test_a_folder_with_foreign_files_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(UsageError, match=r"neither empty nor a build.*thesis\.txt"):
        stand_in.build_stand_in(tmp_path)
    assert content(tmp_path) == {"thesis.txt": b"mine"}


def test_a_second_build_in_one_folder_is_refused(tmp_path: Path) -> None:
    with folder_lock(tmp_path), pytest.raises(SourceError, match="another build is running in"):
        stand_in.build_stand_in(tmp_path)
    assert stand_in.build_stand_in(tmp_path, limit=1).rendered == 1


def test_a_second_process_is_refused_while_the_first_builds(tmp_path: Path) -> None:
    first = KillableBuild(tmp_path / "out", tmp_path / "log", places=400, spins=2000)
    process = first.start()
    while process.poll() is None and not first.recorded():
        pass
    try:
        with pytest.raises(SourceError, match="another build is running in"):
            stand_in.build_stand_in(first.out)
    finally:
        process.kill()
        process.communicate()


def test_a_full_disk_keeps_what_is_done_and_the_build_resumes(built_folder: Path, tmp_path: Path) -> None:
    out, log = tmp_path / "out", tmp_path / "log"
    with pytest.raises(SourceError, match=r"the disk that holds .* is full.*repeat the same command"):
        stand_in.build_stand_in(out, stand_in.Painter(log, full_after=10))
    assert len(read_ledger(out)) == 10
    report = stand_in.build_stand_in(out)
    assert (report.rendered, report.reused) == (14, 10)
    assert content(out) == content(built_folder)


@pytest.mark.parametrize("form", FORMS)
def test_where_there_is_no_more_room_that_is_said_and_nothing_is_lost(
    form: str, built_folder: Path, tmp_path: Path
) -> None:
    with little_room(form, tmp_path / "room", disk="88k", largest=4096) as room:
        out = room.folder / "out"
        with pytest.raises(SourceError, match=room.said):
            stand_in.build_stand_in(out)
        kept = read_ledger(out)
        assert 0 < len(kept) < 24
        room.grow()
        assert stand_in.build_stand_in(out).reused == len(kept)
        assert content(out) == content(built_folder)


def test_ctrl_c_keeps_what_is_done(built_folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"

    def interrupt(state: Progress) -> None:
        if state.done == 5:
            os.kill(os.getpid(), signal.SIGINT)

    with pytest.raises(KeyboardInterrupt):
        build(stand_in.OPTIONS, out, source=stand_in.source(), workers=1, progress=interrupt)
    assert 5 <= len(read_ledger(out)) < 24
    stand_in.build_stand_in(out)
    assert content(out) == content(built_folder)


def test_progress_counts_up_to_the_total(tmp_path: Path) -> None:
    seen: list[Progress] = []
    build(
        replace(stand_in.OPTIONS, limit=3),
        tmp_path / "out",
        source=stand_in.source(),
        workers=1,
        progress=seen.append,
    )
    assert [state.phase for state in seen] == [
        "plan",
        "verify",
        "warm-up",
        "render",
        "render",
        "render",
        "render",
        "tables",
        "done",
    ]
    assert [state.done for state in seen if state.phase == "render"] == [0, 1, 2, 3]


def test_the_number_of_workers_changes_no_byte(built_folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    build(stand_in.OPTIONS, out, source=stand_in.source(), workers=3)
    assert content(out) == content(built_folder)


def test_no_workers_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="--workers must be at least 1, not 0"):
        build(stand_in.OPTIONS, tmp_path / "out", source=stand_in.source(), workers=0)


def wrong_shape(*_: object, **__: object) -> object:
    """Render nothing of use."""
    import numpy as np

    return np.zeros((4, 2, 2, 3), dtype=np.uint8)


def die(*_: object, **__: object) -> object:
    """Die as a process does when memory runs out."""
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError


def test_a_renderer_that_fails_is_reported(tmp_path: Path) -> None:
    source = replace(stand_in.source(), render=wrong_shape)  # type: ignore[arg-type]
    with pytest.raises(SourceError, match=r"array of shape \(4, 2, 2, 3\), not \(4, 32, 64, 3\)"):
        build(stand_in.OPTIONS, tmp_path / "out", source=source, workers=1)


def test_a_worker_that_is_killed_is_reported(tmp_path: Path) -> None:
    source = replace(stand_in.source(), render=die)  # type: ignore[arg-type]
    with pytest.raises(SourceError, match=r"ended unexpectedly \(killed by signal 9\).*fewer --workers"):
        build(stand_in.OPTIONS, tmp_path / "out", source=source, workers=1)


def test_an_unwritable_place_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(SourceError, match=r"is no folder: a file has its name, or one on the way"):
        stand_in.build_stand_in(tmp_path / "file" / "out")


def _make_unfinished(folder: Path) -> None:
    """Turn a finished catalog into the state just before its tables were written."""
    catalog = open_catalog(folder)
    lines = [
        json.dumps({"id": name, "sha256": [view.sha256 for view in catalog.views_of(name)]}) for name in catalog.ids
    ]
    (folder / LEDGER_FILE).write_text("\n".join(lines) + "\n")
    (folder / BUILD_FILE).write_text(json.dumps(catalog.info.options))
    for name in ("catalog.json", "locations.parquet", "views.parquet"):
        (folder / name).unlink()
    shutil.rmtree(folder / "tmp", ignore_errors=True)
