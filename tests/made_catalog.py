"""Catalogs in memory, for tests that read no picture."""

from pathlib import Path

import pandas as pd

from geogame.catalog import Catalog, CatalogInfo
from geogame.partitions import load_partition


def make_catalog(per_cell: dict[int, int], build_id: str = "0123456789abcdef", others: int = 0) -> Catalog:
    """Catalog of usa with so many held-out places at each cell's anchor, and ``others`` training places."""
    partition = load_partition("fishnet", "usa")
    cells = [cell for cell, count in per_cell.items() for _ in range(count)]
    rows = [row_of(f"test-{number}", cell, "test") for number, cell in enumerate(cells)]
    rows += [row_of(f"train-{number}", number % len(partition), "train") for number in range(others)]
    info = CatalogInfo(
        format=1, name="made", build_id=build_id, region="usa", partition="fishnet",
        partition_fingerprint=partition.fingerprint, source="rendered", world_fingerprint="w" * 16,
        headings_deg=(0.0, 90.0, 180.0, 270.0), fov_deg=90.0, pitch_deg=0.0, width=64, height=32, seed=1,
        licence="", attribution="", options={}, counts={}, tables={},
    )  # fmt: skip
    views = pd.DataFrame({"location_id": pd.Series([], dtype=str)})
    return Catalog(Path("made"), info, pd.DataFrame(rows), views)


def row_of(name: str, cell: int, split: str) -> dict[str, object]:
    """One place at its cell's anchor."""
    lat, lon = load_partition("fishnet", "usa").anchor(cell)
    return {
        "id": name, "place_id": name, "lat": lat, "lon": lon, "captured_on": "2021-06-01",
        "day_of_year": 152, "solar_hour": 12.0, "scene_seed": 1, "cell": cell, "split": split,
        "source": "rendered", "licence": "", "attribution": "",
    }  # fmt: skip
