"""Kills trainings of every kind at random moments; each must end with the losses of one that was left alone."""

import os
import random
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import gradient_world
import pytest

from geogame.geolocators.networks import NETWORKS
from geogame.training.state import HISTORY_FILE, LAST_FILE

ROOT = Path(__file__).parents[2]
KILLS = 12
SECTIONS = {
    "cnn": 'backbone = "rendered"\nweights = "random"\nfilters = 4\nunits = 8',
    "cnn_lstm": "widths = [8, 16]\ndepths = [1, 1]\nfeature = 32\nhidden = 24\nanchor_deg = 2.0\nanchor_min_places = 1",
    "cnn_lstm_seed": 'backbone = "rendered"\nweights = "random"\nunits = [16]\nlast_units = 8\nhidden = 8',
    "geospottr": 'backbone = "rendered"\nweights = "random"\nunits = 8\nwidths = [4, 8]',
    "resnext": 'backbone = "rendered"\nweights = "random"',
}


def recipe(kind: str, folder: Path) -> Path:
    """Write a tiny recipe of a kind that saves its state after every step."""
    path = folder / f"{kind}.toml"
    cached = kind == "cnn"
    path.write_text(
        f'name = "{kind}"\ntitle = "Tiny"\n[data]\npreset = "gradient"\nsize = [64, 128]\n'
        f'[geolocator]\nkind = "{kind}"\n{SECTIONS[kind]}\n[augmentation]\npictures = {str(not cached).lower()}\n'
        f'[training]\nepochs = 3\nbatch_places = 16\nprecision = "fp32"\nsave_every_s = 1e-6\n'
        f"cache_features = {str(cached).lower()}\n",
        encoding="utf-8",
    )
    return path


def start(path: Path, dataset: Path, out: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "geogame", "train", str(path), "--dataset", str(dataset), "--out", str(out)]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"}
    return subprocess.Popen(
        [*command, "--device", "cpu", "--resume"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env=environment,
        cwd=ROOT,
    )


def finish(process: subprocess.Popen[bytes]) -> None:
    _, errors = process.communicate(timeout=1200)
    assert process.returncode == 0, errors.decode()


def comparable(folder: Path) -> list[str]:
    """Losses and figures of every epoch; times differ."""
    lines = (folder / HISTORY_FILE).read_text(encoding="utf-8").splitlines()
    return [", ".join(part for part in line.split(", ") if "elapsed_s" not in part) for line in lines]


@pytest.mark.slow
@pytest.mark.parametrize("kind", sorted(set(NETWORKS) & set(SECTIONS)))
def test_trainings_killed_at_random_moments_end_bit_equal(
    kind: str, tmp_path: Path, soak_rounds: Callable[[int], int], soak_seed: int
) -> None:
    rng = random.Random(f"{soak_seed} {kind}")
    dataset = gradient_world.build_gradient(tmp_path / "gradient")
    path = recipe(kind, tmp_path)
    whole, torn = tmp_path / "whole" / "run", tmp_path / "torn" / "run"
    finish(start(path, dataset, whole))
    for _ in range(soak_rounds(KILLS)):
        process = start(path, dataset, torn)
        while process.poll() is None and not (torn / LAST_FILE).exists() and rng.random() < 0.999:
            with suppress(subprocess.TimeoutExpired):
                process.wait(timeout=0.02)
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=rng.uniform(0.0, 20.0))
        process.kill()
        process.communicate()
    finish(start(path, dataset, torn))
    assert comparable(torn) == comparable(whole)
