"""The drawing process: what it draws, how it ends, and that nobody waits for it."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
import stand_in
from PIL import Image

from geogame.errors import GameError
from geogame.game.ahead import Ahead, Drawn, Failed, Underway
from geogame.sources.rendered import PlannedPlace
from geogame.world.place import Place

WAIT_S = 180.0


def planned(seed=7):
    return PlannedPlace("abc", Place(40.0, -100.0, 100, 12.0, seed), 3, "test")


@pytest.fixture
def ahead():
    with_stand_in = Ahead("slow_studio:quick", "slow_studio:panorama", stand_in.OPTIONS, waiting=2)
    yield with_stand_in
    with_stand_in.close()


@pytest.fixture
def slow():
    never_done = Ahead("slow_studio:slow", "slow_studio:panorama", stand_in.OPTIONS, waiting=2)
    yield never_done
    never_done.close()


def until(condition):
    end = time.monotonic() + WAIT_S
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.02)


def gone(pid):
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return True
    return state == "Z"


def pixels(encoded):
    import io

    return np.asarray(Image.open(io.BytesIO(encoded)).convert("RGB"))


def test_a_place_comes_back_with_its_views_and_its_full_turn(ahead):
    assert ahead.ask("one", planned, panorama=True)
    drawn = ahead.look("one", wait_s=WAIT_S)
    assert isinstance(drawn, Drawn), drawn
    assert drawn.planned == planned()
    assert [pixels(view).shape for view in drawn.views] == [(32, 64, 3)] * 4
    assert pixels(drawn.panorama).shape == (1024, 2048, 3)
    assert ahead.ask("one", planned), "what is drawn is not drawn again"
    assert ahead.look("one") is drawn


def test_asking_and_looking_never_wait(slow):
    started = time.monotonic()
    assert slow.ask("one", planned)
    assert isinstance(slow.look("one"), Underway)
    assert slow.look("another") is None
    assert time.monotonic() - started < 1.0


def test_only_so_many_places_may_wait(slow):
    slow.ask("one", planned)
    until(lambda: slow.look("one").phase == "drawing")
    assert slow.ask("two", planned)
    assert slow.ask("three", planned)
    assert not slow.ask("four", planned)
    assert slow.ask("two", planned), "one that waits already is welcome"
    slow.cancel("two")
    assert slow.ask("four", planned)


def test_a_cancelled_order_makes_room_for_the_next(slow):
    slow.ask("one", planned)
    slow.ask("two", planned)
    until(lambda: slow.look("one").phase == "drawing")
    first = slow.pid
    slow.cancel("one")
    assert slow.look("one") is None
    until(lambda: slow.look("two").phase == "drawing" and slow.pid not in {None, first})
    assert gone(first)


def test_what_cannot_be_drawn_is_told_and_the_next_one_is_drawn(ahead):
    def nowhere():
        raise GameError("there is no such place")

    ahead.ask("none", nowhere)
    ahead.ask("bad", lambda: planned(seed=0))
    assert ahead.look("none", wait_s=WAIT_S) == Failed("there is no such place")
    assert "the brush broke" in ahead.look("bad", wait_s=WAIT_S).message
    ahead.ask("good", planned)
    assert isinstance(ahead.look("good", wait_s=WAIT_S), Drawn)


def test_a_process_that_dies_is_told_and_started_anew(slow):
    slow.ask("one", planned)
    until(lambda: slow.look("one").phase == "drawing")
    first = slow.pid
    os.kill(first, signal.SIGKILL)
    assert "ended unexpectedly" in slow.look("one", wait_s=WAIT_S).message
    assert slow.ask("one", planned)
    until(lambda: isinstance(slow.look("one"), Underway) and slow.pid not in {None, first})


def test_closing_ends_the_process_in_the_midst_of_drawing(slow):
    slow.ask("one", planned)
    until(lambda: slow.look("one").phase == "drawing")
    pid = slow.pid
    slow.close()
    until(lambda: gone(pid))
    assert not slow.ask("two", planned)


PARENT = """
import sys, time
from game.test_ahead import planned
from geogame.game.ahead import Ahead
import stand_in
ahead = Ahead("slow_studio:slow", "slow_studio:panorama", stand_in.OPTIONS)
ahead.ask("one", planned)
while getattr(ahead.look("one"), "phase", "") != "drawing":
    time.sleep(0.02)
print(ahead.pid, flush=True)
time.sleep(600)
"""


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks at processes in /proc")
def test_the_process_dies_with_a_parent_that_is_killed():
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    command = [sys.executable, "-c", PARENT]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as parent:
        try:
            pid = int(parent.stdout.readline())
            assert not gone(pid)
            niceness = int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[16])
        finally:
            parent.kill()
    assert niceness >= 15
    until(lambda: gone(pid))
