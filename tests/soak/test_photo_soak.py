"""Files damaged in many random ways: never a crash of the app, never a wait, always a picture or a word."""

import random
import sys
import time
from collections.abc import Callable

import pytest
from photo import hostile

from geogame.errors import PhotoError
from geogame.photo import Decoder

INPUTS = 20_000
LIMIT_S = 5.0


@pytest.mark.slow
def test_random_files_end_in_a_picture_or_a_word(soak_rounds: Callable[[int], int], soak_seed: int) -> None:
    rng = random.Random(soak_seed)
    sys.stderr.write(f"seed {soak_seed}\n")
    seeds = [*hostile.good().values(), *(data for data in hostile.bad().values() if 0 < len(data) < 1 << 20)]
    shown, words = 0, set()
    with Decoder() as decoder:
        for _ in range(soak_rounds(INPUTS)):
            data = mutated(rng, rng.choice(seeds), rng.choice(seeds))
            started = time.monotonic()
            try:
                shown += decoder.decode(data).pixels.ndim == 3
            except PhotoError as error:
                words.add(str(error))
            decoder._running()
            assert time.monotonic() - started < LIMIT_S, data[:64]
    sys.stderr.write(f"{shown} shown, refused with {len(words)} words\n")
    assert shown
    assert words
    assert all(words)


def mutated(rng: random.Random, data: bytes, other: bytes) -> bytes:
    """Change, cut, double or mix."""
    changed = bytearray(data)
    for _ in range(rng.choice((0, 1, 3, 10, 100))):
        changed[rng.randrange(len(changed))] = rng.choice((0, 0xFF, rng.randrange(256)))
    kind = rng.random()
    if kind < 0.2:
        del changed[rng.randrange(len(changed)) :]
    elif kind < 0.3:
        at = rng.randrange(len(changed))
        changed[at:at] = changed[at : at + rng.randrange(1, 2000)]
    elif kind < 0.4:
        changed[rng.randrange(len(changed)) :] = other[rng.randrange(len(other)) :]
    return bytes(changed)
