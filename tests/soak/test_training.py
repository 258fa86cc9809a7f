"""Kills trainings of every kind at random moments; each must end with the losses of one that was left alone."""

import os
import random
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest
from killing import loaded

from geogame.cli import main
from geogame.geolocators.networks import NETWORKS
from geogame.training.state import HISTORY_FILE, LAST_FILE

KILLS = 12
GIVE_UP_S = 1200
GRADIENT = '[data]\npreset = "gradient"\nsize = {size}'
DATED = '[data]\nregion = "lincoln"\npartition = "tenths"\npreset = "stockholm-rendered"\nsize = {size}'


@dataclass(frozen=True)
class Tiny:
    """A small network of a kind: its options, what it learns from, and at which size."""

    options: str
    data: str = GRADIENT
    size: tuple[int, int] = (32, 64)
    augmentation: str = "pictures = true"


CACHED = "cnn"
OURS = 'backbone = "rendered"\nweights = "random"\n'
KINDS = {
    "cnn": Tiny(f"{OURS}filters = 4\nunits = 8", size=(64, 128), augmentation="pictures = false"),
    "cnn_lstm": Tiny("widths = [8, 16]\ndepths = [1, 1]\nfeature = 32\nhidden = 24\nanchor_deg = 2.0\n"
                     "anchor_min_places = 1"),
    "cnn_lstm_seed": Tiny(f"{OURS}units = [16]\nlast_units = 8\nhidden = 8"),
    "geospottr": Tiny(f"{OURS}units = 8\nwidths = [4, 8]"),
    "resnext": Tiny(OURS),
    "retrieval": Tiny(f"{OURS}projection = 32", DATED, augmentation="pictures = true\nview_drop = 0"),
}  # fmt: skip


def recipe(kind: str, folder: Path) -> Path:
    """Write a tiny recipe of a kind that saves its state after every step."""
    tiny, path = KINDS[kind], folder / f"{kind}.toml"
    path.write_text(
        f'name = "{kind}"\ntitle = "Tiny"\n{tiny.data.format(size=list(tiny.size))}\n'
        f'[geolocator]\nkind = "{kind}"\n{tiny.options}\n[augmentation]\n{tiny.augmentation}\n'
        f'[training]\nepochs = 2\nbatch_places = 16\nprecision = "fp32"\nsave_every_s = 1e-6\n'
        f"cache_features = {str(kind == CACHED).lower()}\n",
        encoding="utf-8",
    )
    return path


def train(words: list[str], errors: Path) -> None:
    """What a child does: the whole command, with what it says kept in a file."""
    with errors.open("w", encoding="utf-8") as said, Path(os.devnull).open("w", encoding="utf-8") as nowhere:
        sys.stdout, sys.stderr = nowhere, said
        code = main(words)
        said.flush()
    os._exit(code)


@dataclass(frozen=True)
class Run:
    """A training that can be started again and again in one folder."""

    recipe: Path
    dataset: Path
    out: Path

    def start(self) -> BaseProcess:
        """Start, or resume, in a process of its own."""
        words = ["train", str(self.recipe), "--dataset", str(self.dataset), "--out", str(self.out)]
        process = loaded().Process(target=train, args=([*words, "--device", "cpu", "--resume"], self.errors))
        process.start()
        return process

    @property
    def errors(self) -> Path:
        return self.recipe.with_name(f"{self.out.parent.name}.txt")

    def finish(self) -> float:
        """Let it run to its end; gives the seconds that took."""
        began, process = time.monotonic(), self.start()
        process.join(GIVE_UP_S)
        assert process.exitcode == 0, self.errors.read_text(encoding="utf-8")
        return time.monotonic() - began

    def kill_after(self, seconds: float) -> None:
        """Send SIGKILL so long after there is a state to resume; a run that was quicker has ended well."""
        process = self.start()
        while process.is_alive() and not (self.out / LAST_FILE).exists():
            process.join(0.02)
        process.join(seconds)
        process.kill()
        process.join()
        assert process.exitcode in {0, -9}, self.errors.read_text(encoding="utf-8")

    def history(self) -> list[str]:
        """Losses and figures of every epoch; times differ."""
        lines = (self.out / HISTORY_FILE).read_text(encoding="utf-8").splitlines()
        return [", ".join(part for part in line.split(", ") if "elapsed_s" not in part) for line in lines]


@pytest.mark.slow
@pytest.mark.parametrize("kind", sorted(NETWORKS))
def test_trainings_killed_at_random_moments_end_bit_equal(
    kind: str,
    request: pytest.FixtureRequest,
    tmp_path: Path,
    soak_rounds: Callable[[int], int],
    soak_seed: int,
) -> None:
    rng = random.Random(f"{soak_seed} {kind}")
    dataset: Path = request.getfixturevalue("gradient_folder" if KINDS[kind].data == GRADIENT else "dated_folder")
    path = recipe(kind, tmp_path)
    whole, torn = (Run(path, dataset, tmp_path / name / "run") for name in ("whole", "torn"))
    took_s = whole.finish()
    for _ in range(soak_rounds(KILLS)):
        torn.kill_after(rng.uniform(0.0, took_s))
    torn.finish()
    assert torn.history() == whole.history()
