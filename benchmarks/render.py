"""Time the renderer, four views a place, on one core; beside the prototype where its folder is given.

    python -m benchmarks.render --prototype ../shared/prototypes/rendered_world
    python -m benchmarks.render --panorama

Both draw the same places in turn in one process with one thread, and processor time is counted, so that another
process on the machine disturbs neither more than the other.
"""

import argparse
import importlib
import math
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

os.environ["NUMBA_NUM_THREADS"] = "1"

import numpy as np

from geogame.world.panorama import HEIGHT, WIDTH, panorama_of
from geogame.world.place import Place
from geogame.world.scene import build_scene
from geogame.world.setting import Detail
from geogame.world.view import render_view

PLACES = [
    Place(47.53, -121.83, 165, 14.0, 100),
    Place(44.62, -124.04, 200, 15.0, 101),
    Place(36.98, -110.12, 270, 15.5, 103),
    Place(38.40, -98.80, 168, 15.0, 105),
    Place(42.05, -93.90, 200, 16.0, 106),
    Place(42.05, -93.90, 15, 11.0, 107),
    Place(29.75, -90.75, 140, 10.0, 109),
    Place(33.10, -83.60, 120, 15.0, 111),
    Place(38.35, -80.10, 288, 14.0, 112),
    Place(44.10, -72.70, 283, 10.5, 113),
    Place(40.75, -73.98, 160, 12.0, 114),
    Place(40.00, -82.99, 200, 12.0, 115),
]
HEADINGS_DEG = (0.0, 90.0, 180.0, 270.0)
# Width, height, supersample, detail, the prototype's quality for it, and how much faster we mean to be.
SIZES: tuple[tuple[int, int, int, Detail, float, float], ...] = (
    (256, 128, 1, "training", 0.6, 2.5),
    (640, 320, 2, "full", 1.0, 1.8),
)
Times = tuple[float, float]


def timed(work: Callable[[], Any]) -> tuple[Any, float]:
    """Run ``work`` and return its result and the processor seconds it took."""
    start = time.process_time()
    result = work()
    return result, time.process_time() - start


def ours(place: Place, width: int, height: int, supersample: int, detail: Detail) -> Times:
    """Return the seconds for one scene and for its four views."""
    scene, build_s = timed(lambda: build_scene(place, detail))
    draw = lambda: [render_view(scene, h, width, height, supersample=supersample) for h in HEADINGS_DEG]  # noqa: E731
    return build_s, timed(draw)[1]


def load_prototype(folder: Path, workplace: Path) -> Any:
    """Import the prototype from a copy, since it writes its sprites and compiled kernels beside itself."""
    copy = Path(shutil.copytree(folder, workplace / "prototype", copy_function=shutil.copyfile))
    copy.chmod(0o755)
    sys.path.insert(0, str(copy))
    if not (copy / "atlas.npz").exists():
        print("prototype: making its sprites", file=sys.stderr)
        importlib.import_module("sprites").build(str(copy / "atlas.npz"))
    return importlib.import_module("scene")


def prototype_times(module: Any, place: Place, size: tuple[int, int, int], quality: float) -> Times:
    """Return the prototype's seconds for one scene and for its four views."""
    width, height, supersample = size
    scene, build_s = timed(
        lambda: module.make(
            place.lat, place.lon, place.day_of_year, place.solar_hour, seed=place.scene_seed, quality=quality
        )
    )
    draw = lambda: [module.view(scene, math.radians(h), width, height, ss=supersample) for h in HEADINGS_DEG]  # noqa: E731
    return build_s, timed(draw)[1]


def row(name: str, times: np.ndarray) -> str:
    """Return one line of the table from (places, 2) seconds."""
    scene, views = times.mean(axis=0)
    return f"  {name:10s} scene {scene:7.4f} s   view {views / 4:7.4f} s   place {scene + views:7.4f} s"


def time_panoramas(rounds: int) -> None:
    """Print how long a full turn of 2048x1024 takes beside eight views as the game shows them, scenes apart."""
    headings = np.arange(8) * 45.0
    width, height, supersample, detail, *_ = SIZES[-1]
    print(f"panoramas of {WIDTH}x{HEIGHT} beside 8 views of {width}x{height}, {supersample}x{supersample} samples")
    times = np.full((len(PLACES), 2), np.inf)
    for turn in range(rounds + 1):  # the first only loads the kernels
        for k, place in enumerate(PLACES if turn else PLACES[:1]):
            scene = build_scene(place, detail)
            draw = lambda: [render_view(scene, h, width, height, supersample=supersample) for h in headings]  # noqa: B023, E731
            seconds = timed(lambda: panorama_of(scene, WIDTH, HEIGHT))[1], timed(draw)[1]  # noqa: B023
            if turn:
                times[k] = np.minimum(times[k], seconds)
    for place, (full, views) in zip(PLACES, times, strict=True):
        where = f"{place.lat:6.2f} {place.lon:8.2f}"
        print(f"  {where}  panorama {full:6.3f} s   8 views {views:6.3f} s   {full / views:5.2f}")
    full, views = times.mean(axis=0)
    print(f"  mean             panorama {full:6.3f} s   8 views {views:6.3f} s   {full / views:5.2f} (aim: 1.00)")


def main() -> None:
    """Print a table for both sizes."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--prototype", type=Path, help="folder of the prototype to time in the same run")
    parser.add_argument("--rounds", type=int, default=2, help="times each place is drawn; the fastest counts")
    parser.add_argument("--panorama", action="store_true", help="time panoramas beside eight views instead")
    options = parser.parse_args()
    if options.panorama:
        time_panoramas(options.rounds)
        return
    with tempfile.TemporaryDirectory() as workplace:
        module = load_prototype(options.prototype, Path(workplace)) if options.prototype else None
        for width, height, supersample, detail, quality, aim in SIZES:
            print(f"{width}x{height}, {supersample}x{supersample} samples, detail {detail}")
            ours(PLACES[0], width, height, supersample, detail)
            size = (width, height, supersample)
            if module:
                prototype_times(module, PLACES[0], size, quality)
            mine: list[list[Times]] = []
            theirs: list[list[Times]] = []
            for _ in range(options.rounds):
                mine.append([])
                theirs.append([])
                for place in PLACES:
                    mine[-1].append(ours(place, width, height, supersample, detail))
                    if module:
                        theirs[-1].append(prototype_times(module, place, size, quality))
            best = np.array(mine).min(axis=0)
            print(row("geogame", best))
            if module:
                reference = np.array(theirs).min(axis=0)
                print(row("prototype", reference))
                print(f"  {reference.sum() / best.sum():.2f} times as fast a place (aim: {aim})", flush=True)


if __name__ == "__main__":
    main()
