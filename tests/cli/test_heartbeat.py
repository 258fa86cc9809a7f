import time
from pathlib import Path

import pytest

from geogame.cli.heartbeat import heartbeat
from geogame.errors import CatalogError
from geogame.training.status import read_status


def test_progress_is_passed_on_and_kept_with_the_time_it_takes(tmp_path: Path) -> None:
    shown: list[tuple[str, int, int]] = []
    with heartbeat(tmp_path / "new", lambda *said: shown.append(said)) as progress:
        progress("reading", 0, 4)
        time.sleep(0.05)
        progress("reading", 4, 4)
        status = read_status(tmp_path / "new")
        assert status is not None
        assert (status.state, status.doing, status.done, status.total, status.eta_s) == ("running", "reading", 4, 4, 0)
    assert shown == [("reading", 0, 4), ("reading", 4, 4)]
    assert read_status(tmp_path / "new").state == "done"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("error", "state", "message"),
    [
        (CatalogError("no such dataset"), "failed", "no such dataset"),
        (KeyboardInterrupt(), "stopped", ""),
    ],
)
def test_an_error_is_kept_and_goes_on(tmp_path: Path, error: BaseException, state: str, message: str) -> None:
    with pytest.raises(type(error)), heartbeat(tmp_path, lambda *_: None):
        raise error
    status = read_status(tmp_path)
    assert status is not None
    assert (status.state, status.message) == (state, message)


def test_without_a_folder_nothing_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with heartbeat(None, lambda *_: None) as progress:
        progress("reading", 1, 2)
    assert list(tmp_path.iterdir()) == []
