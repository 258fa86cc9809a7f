"""What many sessions share: a dataset is opened once, however many ask for it at once."""

from __future__ import annotations

import threading
import time

from geogame.ui.play import table

SESSIONS = 50
WAIT_S = 60


def test_many_sessions_that_ask_at_once_open_a_dataset_once(own_folder, monkeypatch):
    opened, openings, start = table.open_catalog, [], threading.Barrier(SESSIONS)

    def slowly(path):
        openings.append(path)
        time.sleep(0.05)
        return opened(path)

    monkeypatch.setattr(table, "open_catalog", slowly)
    found: list[object] = []

    def ask() -> None:
        start.wait(WAIT_S)
        found.append(table.opened(str(own_folder)))

    sessions = [threading.Thread(target=ask) for _ in range(SESSIONS)]
    for session in sessions:
        session.start()
    for session in sessions:
        session.join(WAIT_S)
    assert len(openings) == 1
    assert len(found) == SESSIONS
    assert len({id(each) for each in found}) == 1
