"""A region of two cells for collections, and what the services on loopback offer there."""

from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np
import shapely

from geogame.geo import diagonal_scale
from geogame.regions import REGIONS, Region
from geogame.sources.options import BuildOptions

TODAY = datetime(2026, 1, 1, 12, tzinfo=UTC)
OPTIONS = BuildOptions(
    name="toy", region="toy", per_cell=3, views=1, width=128, height=96, seed=4, splits=(("test", 1.0),), effort=0
)
NOON_MS = int(datetime(2021, 6, 15, 18, 0, tzinfo=UTC).timestamp() * 1000)


def toy_region() -> Region:
    """Half a degree of Nebraska, on both sides of a border between cells."""
    return Region(
        name="toy",
        title="Two cells",
        polygon=shapely.box(-96.25, 40.5, -95.75, 40.7),
        provenance="made for tests",
        score_scale=diagonal_scale(-96.25, 40.5, -95.75, 40.7),
        headings_deg=(0.0, 90.0, 180.0, 270.0),
    )


REGIONS["toy"] = toy_region


@dataclass(frozen=True)
class Offer:
    """One picture of a service."""

    id: str
    lat: float
    lon: float
    sequence: str
    captured_ms: int
    seed: int


def offers(count: int = 24) -> list[Offer]:
    """Pictures all over the region, half of them in each of its cells."""
    rng = np.random.default_rng(8)
    return [
        Offer(
            str(1000 + number),
            round(float(rng.uniform(40.51, 40.69)), 6),
            round(-96 + (1 if number % 2 else -1) * float(rng.uniform(0.01, 0.24)), 6),
            f"drive-{number}",
            NOON_MS + 1000 * number,
            number,
        )
        for number in range(count)
    ]
