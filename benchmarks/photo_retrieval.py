"""Finding places again on photographs: recall of untrained backbones, and of a trained model, on a folder of them.

``PYTHONPATH=. python benchmarks/photo_retrieval.py INDEX.csv --source stockholm --backbone rendered=model:usa-rendered
--backbone mobilenet_v2=FILE.pth [--model MODEL]``. The table names one photograph a row (``path`` from its own folder,
``source``, ``location_id``, ``lat``, ``lon``, ``date``). Photographs are read and measured; nothing is trained on them,
and no feature of one is written. Printed are recalls, their interval over places, and the queries that go most wrong.
"""

import argparse
import hashlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import torch
from numpy.typing import NDArray
from PIL import Image

from geogame.datasets import normalise, shrink
from geogame.evaluation.card import recall_table
from geogame.evaluation.retrieval import random_recalls
from geogame.geo import distance_km
from geogame.geolocators import load_geolocator
from geogame.geolocators.gallery import nearest
from geogame.geolocators.networks.base import NetworkConfig, present
from geogame.geolocators.networks.retrieval import Retrieval, RetrievalOptions, untrained
from geogame.geolocators.recall import Trial, hits, make_trial, recalls
from geogame.geolocators.retrieval import RetrievalGeolocator

BATCH = 32
Floats = NDArray[np.float32]


def read_table(path: Path, source: str) -> pd.DataFrame:
    """Photographs of one source in the form that `make_trial` takes."""
    table = pd.read_csv(path)
    table = table[table["source"] == source].reset_index(drop=True)
    if table.empty:
        known = ", ".join(sorted(pd.read_csv(path)["source"].unique()))
        raise SystemExit(f"{path} has no photograph of source {source!r}; choose one of {known}")
    files = [path.parent / name for name in table["path"]]
    return pd.DataFrame(
        {
            "file": files,
            "place_id": table["location_id"],
            "captured_on": table["date"],
            "lat": table["lat"],
            "lon": table["lon"],
            "split": "test",
            "sha256": [hashlib.sha256(file.read_bytes()).hexdigest() for file in files],
        }
    )


def embed(network: Retrieval, files: list[Path], size: tuple[int, int]) -> Floats:
    """Features ``(n, d)`` of photographs."""
    parts = []
    for start in range(0, len(files), BATCH):
        pixels = np.stack([_pixels(file, size) for file in files[start : start + BATCH]])
        pictures = normalise(torch.from_numpy(pixels))[:, None]
        mask = torch.ones(len(pixels), 1, dtype=torch.bool)
        with torch.inference_mode():
            parts.append(network.embed(present(network.encode(pictures, mask), mask)).numpy())
    return np.concatenate(parts)


def _pixels(file: Path, size: tuple[int, int]) -> NDArray[np.uint8]:
    with Image.open(file) as image:
        return shrink(np.asarray(image.convert("RGB")), size).transpose(2, 0, 1)


def backbone(text: str, size: tuple[int, int]) -> tuple[Retrieval, tuple[int, int]]:
    """Untrained network of ``NAME=WEIGHTS``."""
    name, _, weights = text.partition("=")
    options = RetrievalOptions(kind="retrieval", backbone=name, weights=weights or "imagenet")
    return untrained(NetworkConfig(options, cells=1, anchors=1, views=1, size=size)), size


def trained(name: str) -> tuple[Retrieval, tuple[int, int]]:
    """Network of a checkpoint and the size it was trained at."""
    geolocator = load_geolocator(name, "cpu")
    if not isinstance(geolocator, RetrievalGeolocator):
        raise SystemExit(f"model {name!r} is no retrieval network")
    return geolocator.network, geolocator.size


def worst(features: Floats, table: pd.DataFrame, trial: Trial, count: int) -> list[str]:
    """List queries that are surest of a place far away: likeness, both photographs, and the distance."""
    likeness, found = nearest(features[trial.gallery], features[trial.queries], 1)
    missed = np.flatnonzero(~hits(table, trial, found, 25)[:, 0])
    lines = []
    for query in missed[np.argsort(-likeness[missed, 0])][:count]:
        asked, given = table.iloc[trial.queries[query]], table.iloc[trial.gallery[found[query, 0]]]
        km = distance_km(asked["lat"], asked["lon"], given["lat"], given["lon"])
        lines.append(f"  {likeness[query, 0]:.3f}  {asked['file'].name} -> {given['file'].name}  {1000 * km:.0f} m")
    return lines


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("table", type=Path)
    parser.add_argument("--source", default="stockholm")
    parser.add_argument("--backbone", action="append", default=[], metavar="NAME=WEIGHTS")
    parser.add_argument("--model", action="append", default=[])
    parser.add_argument("--size", default="224x224", metavar="WxH", help="for backbones")
    parser.add_argument("--worst", type=int, default=5, help="failures to list")
    parser.add_argument("--places", type=int, help="the first so many places only")
    options = parser.parse_args()
    width, _, height = options.size.partition("x")
    table = read_table(options.table, options.source)
    if options.places:
        table = table[table["place_id"].isin(table["place_id"].unique()[: options.places])].reset_index(drop=True)
    trial = make_trial(table, "all")
    places = table["place_id"].nunique()
    print(f"{len(table)} photographs of {places} places: {len(trial.queries)} ask {len(trial.gallery)} older ones,")
    print(f"{trial.duplicates} left out as copies of another, byte for byte")
    chance = {"random_picture": random_recalls(table, trial)}
    size = (int(height), int(width))
    sources: list[tuple[str, str, Callable[[], tuple[Retrieval, tuple[int, int]]]]] = [
        *(("untrained", text, lambda text=text: backbone(text, size)) for text in options.backbone),
        *(("model", name, lambda name=name: trained(name)) for name in options.model),
    ]
    for kind, name, make in sources:
        network, size = make()
        features = embed(network.eval(), table["file"].tolist(), size)
        found = recalls(features, table, trial)
        low, high = found["ci95"]
        print(f"\n{name} at {size[1]}x{size[0]}; @1 within 25 m: 95 % {100 * low:.1f}-{100 * high:.1f}")
        print(recall_table({kind: found, **chance}))
        print("\n".join(worst(features, table, trial, options.worst)))


if __name__ == "__main__":
    main()
