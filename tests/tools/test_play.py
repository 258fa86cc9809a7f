import os
import socket
import subprocess
import sys

import pytest

from tools import play


@pytest.fixture
def taken():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


def test_a_port_in_use_gives_way_to_the_next_free_one(taken):
    assert not play.is_free("127.0.0.1", taken)
    picked = play.pick_port("127.0.0.1", taken)
    assert taken < picked <= taken + play.TRIES
    assert play.is_free("127.0.0.1", picked)


def test_a_free_port_is_taken_as_asked(taken):
    free = play.pick_port("127.0.0.1", taken)
    assert play.pick_port("127.0.0.1", free) == free


def test_an_address_of_another_machine_has_no_free_port():
    assert play.pick_port("192.0.2.1", 8501) is None


def test_no_window_system_means_no_browser(monkeypatch):
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    assert not play.has_browser()


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signal")
def test_stopped_from_outside_it_takes_the_server_with_it(taken):
    command = [sys.executable, play.__file__, "--port", str(taken), "--no-browser"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as launcher:
        assert launcher.stderr is not None
        said = [launcher.stderr.readline(), launcher.stderr.readline()]
        assert said[0] == f"geogame: port {taken} is in use; taking {said[0].split()[-1]}\n"
        port = int(said[0].split()[-1])
        assert said[1].startswith(f"geogame: play at http://127.0.0.1:{port} ")
        assert not play.is_free("127.0.0.1", port)
        launcher.terminate()
        assert launcher.wait(timeout=30) == 0
    assert play.is_free("127.0.0.1", port)
