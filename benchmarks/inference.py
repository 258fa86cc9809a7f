"""Decoded pictures to prediction against the bare network, one place on one core, in the same run.

``PYTHONPATH=. python benchmarks/inference.py [MODEL] [--dataset DIR]`` prints both times and their ratio.
"""

import argparse
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import torch

from geogame.catalog import open_catalog
from geogame.datasets import model_input
from geogame.geolocators import load_geolocator
from geogame.geolocators.trained import NetworkGeolocator

SHIPPED = Path(__file__).parents[1] / "geogame/data/usa-rendered-heldout"


def timed_ms(work: Callable[[], object]) -> float:
    """Duration of one call."""
    start = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - start)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", nargs="?", default="usa-rendered")
    parser.add_argument("--dataset", default=str(SHIPPED))
    parser.add_argument("--repeats", type=int, default=60)
    options = parser.parse_args()
    torch.set_num_threads(1)
    start = time.perf_counter()
    geolocator = load_geolocator(options.model, "cpu")
    assert isinstance(geolocator, NetworkGeolocator)
    catalog = open_catalog(options.dataset)
    views = catalog.views_of(catalog.ids[0])
    pictures, headings = [catalog.read(view) for view in views], [view.heading_deg for view in views]
    geolocator.predict(pictures, headings)
    print(f"loading, first place decoded and predicted: {time.perf_counter() - start:.2f} s")
    tensor, mask = model_input(pictures, geolocator.size, geolocator.crop)
    batch = tensor[None], mask[None]
    pairs = [
        (timed_ms(lambda: geolocator.run(*batch)), timed_ms(lambda: geolocator.predict(pictures, headings)))
        for _ in range(options.repeats)
    ]
    bare, whole = (statistics.median(column) for column in zip(*pairs, strict=True))
    print(f"bare network {bare:.1f} ms, pictures to prediction {whole:.1f} ms, ratio {whole / bare:.3f}")


if __name__ == "__main__":
    main()
