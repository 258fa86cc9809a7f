"""How much faster a partition finds a million points' cells than shapely's STRtree, in one run.

    PYTHONPATH=. python benchmarks/locate.py [--points N] [--region NAME]

Prints the times side by side, checks that both say the same for every point, and prints the ratio.
"""

import argparse
import time

import numpy as np
import shapely
from numpy.typing import NDArray

from geogame.partitions import load_partition

REPEATS = 3


def with_tree(polygons: NDArray[np.object_], lons: NDArray[np.float64], lats: NDArray[np.float64]) -> NDArray[np.int64]:
    """Ask shapely's STRtree for all cells that hold each point and keep the lowest."""
    points, cells = shapely.STRtree(polygons).query(shapely.points(lons, lats), predicate="intersects")
    found = np.full(len(lons), len(polygons))
    np.minimum.at(found, points, cells)
    return np.where(found < len(polygons), found, -1)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--points", type=int, default=1_000_000)
    parser.add_argument("--region", default="usa")
    options = parser.parse_args()
    partition = load_partition("fishnet", options.region)
    polygons = np.array([cell.polygon for cell in partition.cells])
    west, south, east, north = shapely.total_bounds(polygons)
    random = np.random.default_rng(0)
    lons, lats = random.uniform(west, east, options.points), random.uniform(south, north, options.points)

    started = time.perf_counter()
    partition.locate(lats[:1], lons[:1])
    print(f"building the table, once: {time.perf_counter() - started:6.3f} s")
    ours_s, tree_s = [], []
    for _ in range(REPEATS):
        started = time.perf_counter()
        ours = partition.locate(lats, lons)
        ours_s.append(time.perf_counter() - started)
        started = time.perf_counter()
        theirs = with_tree(polygons, lons, lats)
        tree_s.append(time.perf_counter() - started)
    if not np.array_equal(ours, theirs):
        raise SystemExit(f"{np.count_nonzero(ours != theirs)} points are told apart wrongly")
    print(f"{'':24}  best of {REPEATS}, s")
    print(f"{'Partition.locate':24}  {min(ours_s):10.3f}")
    print(f"{'shapely STRtree':24}  {min(tree_s):10.3f}")
    print(f"ratio: {min(tree_s) / min(ours_s):.1f} (all {options.points:,} answers equal)")


if __name__ == "__main__":
    main()
