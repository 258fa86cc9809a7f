"""Guess states from pictures alone: ``python -m benchmarks.blind_test DIR`` draws, ``… DIR --guesses FILE`` scores.

Forty places nobody has looked at are drawn, four headings each, numbered and without a name. FILE has one state's
postal code a line, in that order. A guess counts as a hit within 500 km of the true place, measured from the mean
of the world's own map points of that state.
"""

import argparse
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

from geogame.geo import distance_km
from geogame.partitions import load_partition
from geogame.regions import load_region
from geogame.world.customs import CUSTOMS
from geogame.world.facts import facts_at
from geogame.world.place import Place, sample_places
from geogame.world.render import render_place, warm_up

PLACES = 40
ROWS_A_SHEET = 5
HEADINGS_DEG = (0, 90, 180, 270)
HIT_KM = 500.0


def draw_places(seed: int) -> list[Place]:
    """Forty places in forty cells chosen by the seed."""
    partition = load_partition("fishnet", "usa")
    cells = np.random.default_rng(seed).permutation(len(partition))[:PLACES]
    counts = [int(cell in set(cells.tolist())) for cell in range(len(partition))]
    drawn = [place for cell in sample_places(load_region("usa"), partition, counts, seed) for place in cell]
    return [drawn[k] for k in np.random.default_rng(seed + 1).permutation(len(drawn))]


def draw_sheets(places: list[Place], out: Path) -> None:
    """Write the numbered sheets."""
    warm_up()
    rows: list[np.ndarray] = []
    for k, place in enumerate(places):
        row = Image.fromarray(np.concatenate(list(render_place(place, HEADINGS_DEG, 640, 320)), 1))
        ImageDraw.Draw(row).text((6, 4), str(k + 1), fill="white", stroke_width=2, stroke_fill="black", font_size=28)
        rows.append(np.asarray(row))
        if len(rows) == ROWS_A_SHEET:
            Image.fromarray(np.concatenate(rows, 0)).save(out / f"blind-{1 + k // ROWS_A_SHEET}.png")
            rows = []


def state_middles() -> dict[str, tuple[float, float]]:
    """Mean latitude and longitude of each state, from a half-degree raster of the facts."""
    points: dict[str, list[tuple[float, float]]] = {}
    region = load_partition("fishnet", "usa")
    for lat in np.arange(24.75, 49.5, 0.5):
        for lon in np.arange(-124.75, -66.5, 0.5):
            if int(region.locate(lat, lon)) >= 0:
                points.setdefault(facts_at(float(lat), float(lon)).state, []).append((float(lat), float(lon)))
    return {
        state: (float(np.mean([p[0] for p in own])), float(np.mean([p[1] for p in own])))
        for state, own in points.items()
    }


def score(places: list[Place], guesses: list[str]) -> None:
    """Print each guess, its distance, and the share of hits."""
    middles, kilometres = state_middles(), []
    for k, (place, guess) in enumerate(zip(places, guesses, strict=True), start=1):
        truth = facts_at(place.lat, place.lon).state
        kilometres.append(float(distance_km(*middles[guess], place.lat, place.lon)))
        print(f"{k:2d}  guessed {guess}  was {truth}  {kilometres[-1]:6.0f} km")
    hits = sum(km <= HIT_KM for km in kilometres)
    named = sum(facts_at(p.lat, p.lon).state == g for p, g in zip(places, guesses, strict=True))
    print(
        f"within {HIT_KM:.0f} km: {hits} of {len(places)}; state right: {named}; median {np.median(kilometres):.0f} km"
    )


def main() -> None:
    """Draw or score."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path, help="folder")
    parser.add_argument("--seed", type=int, default=4040)
    parser.add_argument("--guesses", type=Path)
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    places = draw_places(args.seed)
    if args.guesses is None:
        draw_sheets(places, args.out)
        return
    guesses = args.guesses.read_text(encoding="utf-8").split()
    if len(guesses) != len(places) or not set(guesses) <= set(CUSTOMS):
        parser.error(f"{args.guesses} must hold {len(places)} postal codes of states of the region")
    score(places, guesses)


if __name__ == "__main__":
    main()
