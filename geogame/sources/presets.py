"""Named sets of build options, and where a preset's shipped catalog lies."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Final

from geogame.errors import UsageError
from geogame.sources.options import ALL_TEST, Aim, BuildOptions, TimeMachine

HELD_OUT: Final = "usa-rendered-heldout"
SHIPPED: Final = Path(__file__).parents[1] / "data"
BENCH: Final = (("train", 0.8), ("val", 0.1), ("test", 0.1))
GEOSPOTTR: Final = (("train", 0.6), ("val", 0.2), ("test", 0.2))
SEED: Final = (("train", 0.85), ("val", 0.05), ("test", 0.1))

PRESETS: Final[dict[str, BuildOptions]] = {
    # For training. Keeps clear of the held-out places, whose seed is drawn first and never changes.
    "usa-rendered": BuildOptions(name="usa-rendered", per_cell=100, seed=20_26, avoid=HELD_OUT),
    # Shipped with the project and never trained on: what people play. 243 + 60 = 303 places.
    HELD_OUT: BuildOptions(
        name=HELD_OUT,
        per_cell=1,
        extra_cells=60,
        width=640,
        height=320,
        supersample=2,
        detail="full",
        seed=1,
        quality=34,
        effort=6,
        splits=ALL_TEST,
    ),
    # For comparing recipes in minutes: one division for all, the USA seeds' three headings, 20 training places a cell.
    "usa-bench": BuildOptions(
        name="usa-bench", per_cell=25, views=3, width=192, height=96, seed=2404, splits=BENCH, avoid=HELD_OUT
    ),
    # As large as the USA seeds' dataset: 9,720 places and their pictures' size.
    "usa-seed": BuildOptions(
        name="usa-seed", per_cell=40, views=3, width=600, height=300, seed=2020, splits=SEED, avoid=HELD_OUT
    ),
    # The India system's rule where it can be rendered: the box cut ten by ten, four square views.
    "usa-tenths": BuildOptions(
        name="usa-tenths", partition="tenths", per_cell=30, width=128, height=128, seed=58, avoid=HELD_OUT
    ),
    # Photographs without a key: what recipe usa-osv5m is trained on, 100,000 places where there are so many.
    "usa-osv5m": BuildOptions(
        name="usa-osv5m",
        source="osv5m",
        per_cell=411,
        views=1,
        width=640,
        height=480,
        seed=5,
        quality=80,
        split_rule="buffer:1km",
    ),
    # Photographs with a free token, four views of each of 40,000 places: for recipe usa-mapillary.
    "usa-mapillary": BuildOptions(
        name="usa-mapillary",
        source="mapillary",
        per_cell=165,
        width=640,
        height=320,
        seed=5,
        quality=80,
        split_rule="buffer:1km",
    ),
    # GeoSpottr's 22 cities with a free token: 1,248 views of each, turned and raised as the system's were.
    "cities": BuildOptions(
        name="cities",
        region="cities",
        partition="places",
        source="mapillary",
        per_cell=312,
        width=256,
        height=256,
        seed=22,
        splits=GEOSPOTTR,
        aim=Aim(turn_deg=15.0, pitch_deg=20.0, outdoors=True),
    ),
    # The Stockholm system's task where it can be rendered: places of one town, recognised on other dates.
    "stockholm-rendered": BuildOptions(
        name="stockholm-rendered", region="lincoln", partition="tenths", seed=40, time_machine=TimeMachine()
    ),
}


def preset_options(name: str, seed: int | None = None) -> BuildOptions:
    """Return the options of preset ``name``.

    With a seed other than the preset's own it is a fresh draw, meant to evaluate what was trained on the
    preset: all its places are labelled ``test``. A time machine keeps its rule, which is about where places lie.

    Raises
    ------
    UsageError
        If there is no such preset; the message lists them.
    """
    if name not in PRESETS:
        message = f"there is no preset {name!r}; choose one of {', '.join(PRESETS)}, or give --region and --source"
        raise UsageError(message)
    options = PRESETS[name]
    if seed is None or seed == options.seed:
        return options
    if options.time_machine is not None:
        return replace(options, seed=seed)
    return replace(options, seed=seed, splits=ALL_TEST)


def shipped_catalog(name: str) -> Path:
    """Where the catalog of preset ``name`` lies when it is shipped with the project."""
    return SHIPPED / name
