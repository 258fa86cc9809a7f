"""Importing a large folder: its memory stays small, and it is killed again and again without losing anything."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import fake_folders
import pytest
from import_folder import taken
from killing import content, loaded

from geogame.catalog import check_images, open_catalog
from geogame.sources.keeping import RECORD_FILE

SCRIPT = Path(__file__).parents[1] / "import_folder.py"
FILES, KILLS, DISTINCT = 50_000, 60, 200
MOST_MB = 700
"""Python, numpy, pyarrow and the region's outlines take 250; every file found about 3 kB."""


def many(folder: Path, count: int) -> Path:
    """A folder in the USA seed's layout; every file has its own bytes, every picture recurs under other names."""
    folder.mkdir()
    pictures = [fake_folders.encoded(seed) for seed in range(DISTINCT)]
    for number in range(count):
        lat, lon = 35 + number // 3 % 1000 / 200, -100 + number // 3000 / 50
        name = f"1+{lat:.4f},{lon:.4f}+{90 * (number % 3)}_2012-05.jpg"
        (folder / name).write_bytes(pictures[number % DISTINCT] + number.to_bytes(4))
    return folder


def recorded(out: Path) -> int:
    path = out / RECORD_FILE
    return path.read_bytes().count(b"\n") if path.exists() else 0


@pytest.mark.slow
def test_a_folder_of_many_files_is_taken_in_with_little_memory(
    tmp_path: Path, soak_rounds: Callable[[int], int]
) -> None:
    count = soak_rounds(FILES)
    command = [sys.executable, SCRIPT, many(tmp_path / "in", count), tmp_path / "out", "2"]
    environment = os.environ | {"PYTHONPATH": str(SCRIPT.parents[1])}
    told = json.loads(subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True).stdout)
    sys.stderr.write(
        f"{count} files: {told['seconds']:.0f} s, {told['cpu_s']:.0f} s of CPU, peak {told['peak_mb']:.0f} MB\n"
    )
    assert (told["views"], told["images"], told["rejected"]) == (count, min(count, DISTINCT), {})
    assert told["peak_mb"] < MOST_MB


@pytest.mark.slow
def test_an_import_killed_at_random_moments_ends_like_one_that_was_not(
    tmp_path: Path, soak_rounds: Callable[[int], int], soak_seed: int
) -> None:
    wanted = soak_rounds(KILLS)
    rng, count = random.Random(soak_seed), min(3000, 100 * wanted)
    folder = many(tmp_path / "in", count)
    taken(folder, tmp_path / "whole", 2)
    kills = rounds = 0
    while kills < wanted:
        rounds += 1
        out = tmp_path / f"torn{rounds}"
        for _ in range(min(6, wanted - kills)):
            kills += _killed(folder, out, recorded(out) + rng.randint(1, count // 4), rng)
        kept = recorded(out)
        assert taken(folder, out, 2).reused >= kept - 1  # the last line may be torn
        assert content(out) == content(tmp_path / "whole")
        sys.stderr.write(f"round {rounds}: {kills} kills so far, {kept} of {count} kept\n")
    assert check_images(open_catalog(tmp_path / "whole")) == []


def _killed(folder: Path, out: Path, aim: int, rng: random.Random) -> bool:
    """Run until so many files are recorded, and a little longer; false if it ended by itself."""
    before, process = recorded(out), loaded().Process(target=taken, args=(folder, out, 2))
    process.start()
    while process.is_alive() and recorded(out) < aim:
        time.sleep(rng.uniform(0, 0.01))
    process.kill()
    process.join()
    assert process.exitcode in {0, -signal.SIGKILL}
    assert recorded(out) >= before
    return process.exitcode != 0
