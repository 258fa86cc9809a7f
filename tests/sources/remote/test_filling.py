"""What a cell keeps and asks for does not depend on how many of its candidates are open at a time."""

from collections import deque

import numpy as np
import pytest

from geogame.sources.remote.base import Candidate
from geogame.sources.remote.filling import Filling
from geogame.sources.remote.journal import Outcome

WANT = 8


def crowd(seed: int) -> list[Candidate]:
    """Give candidates of few drives, many too near one another."""
    rng = np.random.default_rng(seed)
    lats, drives = 40 + rng.uniform(0, 0.006 * (seed + 1), 60), rng.integers(14, size=60)
    return [
        Candidate(str(number), lat, -96.0, sequence=f"drive-{drive}" if number % 3 else "")
        for number, (lat, drive) in enumerate(zip(lats.tolist(), drives.tolist(), strict=True))
    ]


def filled(seed: int, most: int) -> tuple[list[str], list[str], dict[str, int]]:
    """Fill a cell with so many candidates open at most; gives what was asked for, kept, and turned away."""
    fates = {str(number): "dark" for number in np.random.default_rng(seed).permutation(60)[:24].tolist()}
    filling = Filling(0, WANT, crowd(seed), lambda candidate: "night" if candidate.id.endswith("7") else "")
    asked, under_way = [], deque[Candidate]()
    while not filling.over:
        while len(under_way) < most and (candidate := filling.following()):
            asked.append(candidate.id)
            under_way.append(candidate)
        while under_way:
            name = under_way.popleft().id
            filling.decide(Outcome(name, fates.get(name, ""), dhash="0"), reused=False)
    return asked, [place.candidate.id for place in filling.places], dict(filling.rejected)


@pytest.mark.parametrize("seed", range(12))
def test_any_number_open_at_a_time_asks_for_the_same_and_keeps_the_same(seed: int) -> None:
    one = filled(seed, 1)
    assert {"dark", "night", "same sequence", "too near another place"} >= set(one[2])
    for most in (2, 5, 60):
        assert filled(seed, most) == one


def test_the_cases_hold_every_reason_cells_that_fill_and_cells_that_do_not() -> None:
    every = [filled(seed, 1) for seed in range(12)]
    assert {reason for _, _, rejected in every for reason in rejected} == {
        "dark",
        "night",
        "same sequence",
        "too near another place",
    }
    assert {len(kept) == WANT for _, kept, _ in every} == {True, False}


def test_what_could_not_be_fetched_ends_the_cell_for_now_and_the_others_are_settled() -> None:
    filling = Filling(0, WANT, [Candidate(str(number), 40 + number / 10, -96.0) for number in range(9)], lambda _: "")
    first = filling.following()
    assert first is not None
    assert filling.following() is not None
    filling.stop()
    assert not filling.over
    filling.decide(Outcome(first.id, dhash="0"), reused=True)
    assert filling.over
    assert ([place.candidate for place in filling.places], filling.reused) == ([first], 1)
