"""Kills collections from every service at many random moments, and tears their records at many random bytes."""

import json
import random
import re
import shutil
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from killing import loaded
from servers.collecting import SERVERS, collected, content
from servers.loopback import Loopback
from servers.toy import offers

from geogame.catalog import check_images, open_catalog
from geogame.engines import LOCAL
from geogame.sources.remote.journal import FOLDER, JOURNAL_FILE

KILLS, IN_A_ROUND = 40, 5
TEARS = 120
ENGINES = (None, LOCAL)
"""Pictures worked on one at a time, or many: each takes up what the other left."""
PICTURE = {"osv5m": r"^/cdn/main/images/.*bytes=\d+-\d+$", "panoramax": "^/pictures/", "mapillary": r"^/cdn/\d"}
"""Questions for one picture; those for an archive's index count from its end."""


@pytest.mark.slow
@pytest.mark.parametrize("name", SERVERS)
def test_collections_killed_at_random_moments_equal_the_uninterrupted_and_fetch_nothing_twice(
    name: str, tmp_path: Path, soak_rounds: Callable[[int], int], soak_seed: int
) -> None:
    rng = random.Random(f"{soak_seed} {name}")
    with SERVERS[name](offers()).running() as server:
        collected(name, server.url, tmp_path / "whole")
        whole, questions = content(tmp_path / "whole"), len(server.log)
        kills, rounds, wanted = 0, 0, soak_rounds(KILLS)
        while kills < wanted:
            rounds += 1
            out, here = tmp_path / f"torn{rounds}", 0
            server.log = []
            while here < min(IN_A_ROUND, wanted - kills) and _killed(name, server, out, rng.randint(1, questions), rng):
                here += 1
            collected(name, server.url, out, engine=rng.choice(ENGINES))
            assert content(out) == whole
            fetched = Counter(server.served(PICTURE[name]))
            assert fetched.total() - len(fetched) <= here, "a picture was fetched twice that was not under way"
            kills += here
        sys.stderr.write(f"{name}: {kills} kills in {rounds} rounds\n")
    assert check_images(open_catalog(tmp_path / "whole")) == []


def _killed(name: str, server: Loopback, out: Path, more: int, rng: random.Random) -> bool:
    """Run until it has asked so many questions more, and a little longer; false if it ended by itself."""
    words = {"engine": rng.choice(ENGINES)}
    process = loaded().Process(target=collected, args=(name, server.url, out), kwargs=words)
    asked = len(server.log) + more
    process.start()
    while process.is_alive() and len(server.log) < asked:
        time.sleep(0.001)
    time.sleep(rng.uniform(0.0, 0.03))
    process.kill()
    process.join()
    assert process.exitcode in {0, -signal.SIGKILL}
    return process.exitcode != 0


@pytest.mark.slow
@pytest.mark.parametrize("name", SERVERS)
def test_a_record_torn_at_any_byte_costs_what_it_forgot_and_nothing_else(
    name: str, tmp_path: Path, soak_rounds: Callable[[int], int], soak_seed: int
) -> None:
    rng = random.Random(f"{soak_seed} {name}")
    with SERVERS[name](offers()).running() as server:
        collected(name, server.url, tmp_path / "whole")
        whole = content(tmp_path / "whole")
        for _ in range(soak_rounds(TEARS)):
            out = Path(shutil.copytree(tmp_path / "whole", tmp_path / "out"))
            forgotten = _tear(out, rng)
            server.log = []
            collected(name, server.url, out)
            assert content(out) == whole
            assert len(server.served(PICTURE[name])) == forgotten
            shutil.rmtree(out)


def _tear(out: Path, rng: random.Random) -> int:
    """Leave the folder as a kill leaves it in the middle of fetching; returns how many pictures are to be fetched."""
    options = json.loads((out / "catalog.json").read_text("utf-8"))["options"]
    (out / "build.json").write_text(json.dumps(options, indent=2), "utf-8")
    for name in ("catalog.json", "views.parquet", "locations.parquet"):
        (out / name).unlink()
    journal = out / FOLDER / JOURNAL_FILE
    data = journal.read_bytes()
    kept = data[: rng.randint(0, len(data))]
    journal.write_bytes(kept)
    (out / "tmp").mkdir(exist_ok=True)
    (out / "tmp" / "123-half").write_bytes(data[: rng.randint(0, 50)])
    lost = {path for path in (out / "images").glob("*/*") if rng.random() < 0.2}
    for path in lost:
        path.write_bytes(path.read_bytes()[: rng.randint(0, 100)])
    lines = kept[: kept.rfind(b"\n") + 1].splitlines()
    damaged = [line for line in lines if any(re.search(path.stem.encode(), line) for path in lost)]
    return data.count(b"\n") - len(lines) + len(damaged)
