"""Kills builds at many random moments, and damages finished datasets in many random ways."""

import random
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from killing import KillableBuild, content

from geogame.catalog import check_images, open_catalog
from geogame.cli import main

KILLS = 40
DAMAGES = 600
PLACES = 300


@pytest.mark.slow
def test_builds_killed_at_random_moments_lose_nothing(
    tmp_path: Path, soak_rounds: Callable[[int], int], soak_seed: int
) -> None:
    rng = random.Random(soak_seed)
    whole = KillableBuild(tmp_path / "whole", tmp_path / "whole.log", PLACES)
    whole.finish()
    kills = rounds = 0
    while kills < soak_rounds(KILLS):
        rounds += 1
        torn = KillableBuild(tmp_path / f"torn{rounds}", tmp_path / f"torn{rounds}.log", PLACES, spins=800)
        kills_here, before = 0, 0
        while _kill_somewhere(torn, rng):
            kills_here += 1
            assert torn.recorded() >= before or (torn.out / "catalog.json").exists(), "a finished place was lost"
            before = torn.recorded()
        torn.finish()
        assert content(torn.out) == content(whole.out)
        assert torn.paintings().total() - PLACES <= kills_here * (torn.workers + 1)
        kills += kills_here
        sys.stderr.write(
            f"round {rounds}: {kills_here} kills, {torn.paintings().total() - PLACES} places painted again\n"
        )
    assert check_images(open_catalog(whole.out)) == []


def _kill_somewhere(build: KillableBuild, rng: random.Random) -> bool:
    """While it starts, plans and checks what is there; or while it paints; or, now and then, while it ends."""
    if rng.random() < 0.3:
        return build.kill_after(rng.uniform(0.05, 1.5))
    return build.kill_at(build.recorded() + rng.randint(1, 60), rng.uniform(0.0, 0.05))


@pytest.mark.slow
def test_random_damage_never_goes_unnoticed_or_unexplained(
    own_folder: Path, soak_rounds: Callable[[int], int], soak_seed: int
) -> None:
    rng = random.Random(soak_seed)
    files = sorted(path for path in own_folder.rglob("*") if path.is_file())
    for _ in range(soak_rounds(DAMAGES)):
        path = rng.choice([*files, *(own_folder / n for n in ("catalog.json", "views.parquet"))])
        whole = path.read_bytes()
        data = bytearray(whole)
        for _ in range(rng.randint(1, 8)):
            data[rng.randrange(len(data))] = rng.randrange(256)
        path.write_bytes(data[: rng.randint(0, len(data))] if rng.random() < 0.3 else data)
        changed = path.read_bytes() != whole
        assert main(["dataset", "check", str(own_folder)]) in ({0, 1} if path.suffix == ".json" else {int(changed)})
        path.write_bytes(whole)
