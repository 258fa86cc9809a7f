"""Strangers' files: good ones show their picture, bad ones a clear word, and nothing of a file is left."""

import sys
import time
from pathlib import Path

import numpy as np
import pytest
from photo import hostile
from PIL import Image

from geogame.errors import PhotoError
from geogame.photo import Decoder
from geogame.photo import decode as decoding

GOOD, BAD = hostile.good(), hostile.bad()
LIMIT_S = 5.0


@pytest.fixture(scope="module")
def decoder():
    with Decoder() as opened:
        opened.decode(GOOD["png"])
        yield opened


def test_there_are_enough_hostile_files():
    assert len(BAD) + len([name for name in GOOD if "," in name or " and " in name]) >= 60


@pytest.mark.parametrize("name", GOOD)
def test_a_good_file_shows_its_picture_upright_in_its_colours(decoder, name):
    pixels = decoder.decode(GOOD[name]).pixels
    assert pixels.shape == (64, 96, 3)
    assert pixels.dtype == np.uint8
    left, right = pixels[:, 4:40].mean((0, 1)), pixels[:, 56:92].mean((0, 1))
    assert np.abs(left - hostile.RED).max() < 40
    clear = "transparency" in name or "alpha" in name
    assert np.abs(right - ((255, 255, 255) if clear else hostile.GREEN)).max() < 40


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_refused_in_time_with_a_word_on_what_to_do(decoder, name):
    started = time.monotonic()
    with pytest.raises(PhotoError, match=r"\w[;,] .*(use|save|choose|send|at most)"):
        decoder.decode(BAD[name])
    assert time.monotonic() - started < LIMIT_S
    assert decoder.decode(GOOD["png"]).pixels.shape == (64, 96, 3)


def test_sixteen_bit_greys_keep_their_shades(decoder):
    greys = np.linspace(0, 65_535, 96).astype(np.uint16)[None].repeat(64, 0)
    for kind in ("PNG", "TIFF"):
        pixels = decoder.decode(hostile.saved(Image.fromarray(greys), kind)).pixels
        assert np.abs(pixels[0, :, 0].astype(int) - np.linspace(0, 255, 96)).max() <= 2


def test_a_large_picture_is_made_smaller_and_keeps_its_shape(decoder):
    pixels = decoder.decode(hostile.saved(hostile.picture().resize((4000, 3000)), "JPEG")).pixels
    assert pixels.shape == (1200, 1600, 3)


def test_the_place_is_read_only_when_asked_and_only_if_it_makes_sense(decoder):
    here = hostile.placed((40.0, 30.0, 0.0), (96.0, 15.0, 0.0))
    assert decoder.place_of(here) == pytest.approx((40.5, -96.25))
    assert decoder.place_of(hostile.placed((140.0, 0.0, 0.0), (1.0, 0.0, 0.0))) is None
    assert decoder.place_of(GOOD["jpeg"]) is None
    assert decoder.place_of(GOOD["jpeg, EXIF that points to itself"]) is None
    assert set(vars(decoder.decode(here))) == {"pixels"}


def test_a_decoder_that_hangs_or_dies_is_ended_and_begun_anew(decoder, tmp_path, monkeypatch):
    with Decoder() as broken:
        monkeypatch.setattr(decoding, "LIMIT_S", 0.5)
        sleeper = tmp_path / "sleeper.py"
        sleeper.write_text("import sys, time\nsys.stdout.buffer.write(b'R')\nsys.stdout.flush()\ntime.sleep(60)\n")
        monkeypatch.setattr(decoding.child, "__file__", str(sleeper))
        with pytest.raises(PhotoError, match="took longer"):
            broken.decode(GOOD["png"])
        sleeper.write_text("import sys\nsys.stdout.buffer.write(b'R')\n")
        with pytest.raises(PhotoError, match="damaged"):
            broken.decode(GOOD["png"])
        monkeypatch.undo()
        assert broken.decode(GOOD["png"]).pixels.shape == (64, 96, 3)


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_the_decoder_stays_below_a_gigabyte_and_can_write_no_file(decoder):
    with pytest.raises(PhotoError):
        decoder.decode(BAD["png, bomb of 400 million pixels"])
    process = Path("/proc") / str(decoder._running().pid)
    limits = (process / "limits").read_text()
    assert [line.split()[3:5] for line in limits.splitlines() if line.startswith("Max file size")] == [["0", "0"]]
    peak = next(line for line in (process / "status").read_text().splitlines() if line.startswith("VmHWM"))
    assert int(peak.split()[1]) < 1_000_000
