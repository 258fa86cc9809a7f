"""Fresh places: an endless row of places drawn by a seed, none of them known to a model or to the shipped set."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Final

import pandas as pd

from geogame.audit import NEAR_KM, read_training_index
from geogame.catalog import Catalog, CatalogInfo, View
from geogame.errors import GameError, WorldError
from geogame.game.ahead import PANORAMA_SIZE, Drawn
from geogame.game.deal import HELD_OUT, check_opponents
from geogame.game.model import Game, Look, Round
from geogame.game.modes import ENDLESS
from geogame.panoramas import Panorama
from geogame.partitions import load_partition
from geogame.regions import load_region
from geogame.sources.options import BuildOptions
from geogame.sources.presets import HELD_OUT as SHIPPED
from geogame.sources.presets import PRESETS
from geogame.sources.rendered import PlannedPlace, RenderedSource
from geogame.world.place import Floats, sample_places

SEED_SPACE: Final = 1 << 40
"""Added to a game's seed, so that no game draws from the random streams of a dataset's build."""
MARGIN_DEG: Final = 0.5
TRIES: Final = 20


@dataclass(frozen=True, eq=False)
class Avoided:
    """Places that no fresh one may be near, and scene seeds that none may have."""

    lats: Floats
    lons: Floats
    seeds: frozenset[int]

    @classmethod
    def read(cls, indexes: Iterable[Path], catalogs: Iterable[Catalog]) -> Avoided:
        """Gather the places models were trained on (their ``training_index.parquet``) and those of catalogs.

        Raises
        ------
        CatalogError
            If a training index is missing or damaged: without it nobody knows what a model has seen.
        """
        columns = ["lat", "lon", "scene_seed"]
        tables = [read_training_index(path)[columns] for path in indexes]
        tables += [catalog.locations[columns] for catalog in catalogs]
        every = pd.concat(tables) if tables else pd.DataFrame({name: [] for name in columns})
        lats, lons = (every[name].to_numpy(dtype=float) for name in ("lat", "lon"))
        return cls(lats, lons, frozenset(int(seed) for seed in every["scene_seed"]))

    def near(self, box: tuple[float, float, float, float]) -> tuple[Floats, Floats]:
        """Return the places in or around a box (west, south, east, north), degrees."""
        west, south, east, north = box
        inside = (self.lats > south - MARGIN_DEG) & (self.lats < north + MARGIN_DEG)
        inside &= (self.lons > west - MARGIN_DEG) & (self.lons < east + MARGIN_DEG)
        return self.lats[inside], self.lons[inside]


class FreshPlaces:
    """Place after place, always the same ones for a seed; no cell comes again before all have come.

    Parameters
    ----------
    seed
        The game's.
    avoided
        None is drawn closer to one of these than `audit.NEAR_KM`, the distance at which an audit reports a leak.
    options
        Region and partition.
    source
        Says where water is.
    """

    def __init__(
        self,
        seed: int,
        avoided: Avoided,
        options: BuildOptions = PRESETS[SHIPPED],
        source: RenderedSource | None = None,
    ) -> None:
        self._seed = seed
        self._avoided = avoided
        self._options = options
        self._source = source or RenderedSource()

    def place(self, number: int) -> PlannedPlace:
        """Draw place ``number``, from 0; where a cell has no room left another one stands in."""
        for extra in range(TRIES):
            try:
                return self._place(number, extra)
            except WorldError:
                continue
        raise GameError("no fresh place was found on land away from the training places; start a game of shipped ones")

    def _place(self, number: int, extra: int) -> PlannedPlace:
        region = load_region(self._options.region)
        partition = load_partition(self._options.partition, self._options.region)
        turn, position = divmod(number, len(partition))
        order = sorted(range(len(partition)), key=lambda cell: self._hash(f"{turn}:{cell}"))
        cell = order[(position + extra * 7) % len(partition)]
        counts = [0] * len(partition)
        counts[cell] = turn + 1
        near = self._avoided.near(partition.cells[cell].polygon.bounds)
        drawn = sample_places(
            region,
            partition,
            counts,
            SEED_SPACE * (extra + 1) + self._seed,
            (*near, NEAR_KM),
            exclude_seeds=self._avoided.seeds,
            is_water=self._source.is_water,
        )
        place = drawn[cell][turn]
        name = self._hash(f"{number}:{place.lat:.6f}:{place.lon:.6f}:{place.scene_seed}").hex()[:12]
        return PlannedPlace(name, place, cell, HELD_OUT)

    def _hash(self, text: str) -> bytes:
        return hashlib.sha256(f"fresh:{self._seed}:{text}".encode()).digest()


def fresh_game(opponents: Sequence[str], seed: int, look: Look = "same_views") -> Game:
    """Start an endless game without a round; `add_round` deals each place once it is drawn."""
    options = PRESETS[SHIPPED]
    partition = load_partition(options.partition, options.region)
    return Game(
        build_id="",
        region_name=options.region,
        partition_name=options.partition,
        partition_fingerprint=partition.fingerprint,
        seed=seed,
        opponents=check_opponents(opponents),
        rounds=(),
        look=look,
        places="fresh",
        mode=ENDLESS,
    )


def add_round(game: Game, planned: PlannedPlace) -> Game:
    """Deal one more place of an endless game.

    Raises
    ------
    GameError
        If the game is not endless, or its last round is still to be guessed.
    """
    if game.places != "fresh" or game.current is not None:
        raise GameError("a place can be added only to a game of fresh places whose rounds are all guessed")
    place, scale = planned.place, load_region(game.region_name).score_scale
    return replace(
        game, rounds=(*game.rounds, Round(planned.id, place.lat, place.lon, planned.cell, scale, game.opponents))
    )


@dataclass(frozen=True, eq=False)
class FreshCatalog(Catalog):
    """One drawn place as a catalog in memory, so that it is shown and guessed like any other.

    Attributes
    ----------
    pictures
        Its files by name.
    """

    pictures: dict[str, bytes]

    def read_bytes(self, view: View | Panorama) -> bytes:
        """Return the encoded picture."""
        return self.pictures[view.file]

    @cached_property
    def panoramas(self) -> dict[str, Panorama]:
        """The place's full turn, if it was drawn."""
        if "panorama" not in self.pictures:
            return {}
        name, (width, height) = self.ids[0], PANORAMA_SIZE
        digest = hashlib.sha256(self.pictures["panorama"]).hexdigest()
        return {name: Panorama(name, "panorama", digest, width, height, heading_deg=0.0)}


def as_catalog(drawn: Drawn, options: BuildOptions = PRESETS[SHIPPED]) -> FreshCatalog:
    """Make a catalog of one drawn place."""
    source, planned, place = RenderedSource(), drawn.planned, drawn.planned.place
    partition = load_partition(options.partition, options.region)
    headings = load_region(options.region).headings_deg[: options.views]
    pitch = source.pitch_deg(options.width, options.height)
    info = CatalogInfo(
        format=1, name="fresh", build_id="", region=options.region, partition=options.partition,
        partition_fingerprint=partition.fingerprint, source=source.name, world_fingerprint="", headings_deg=headings,
        fov_deg=source.fov_deg, pitch_deg=pitch, width=options.width, height=options.height, seed=0,
        licence=source.licence, attribution=source.attribution, options={}, counts={}, tables={},
    )  # fmt: skip
    location = {
        "id": planned.id, "place_id": planned.id, "lat": place.lat, "lon": place.lon,
        "captured_on": planned.captured_on,
        "day_of_year": place.day_of_year, "solar_hour": place.solar_hour, "scene_seed": place.scene_seed,
        "cell": planned.cell, "split": planned.split, "source": source.name, "licence": source.licence,
        "attribution": source.attribution,
    }  # fmt: skip
    views = [
        {
            "location_id": planned.id, "view": number, "heading_deg": heading, "fov_deg": source.fov_deg,
            "pitch_deg": pitch, "file": f"view {number}", "sha256": hashlib.sha256(picture).hexdigest(),
            "width": options.width, "height": options.height,
        }
        for number, (heading, picture) in enumerate(zip(headings, drawn.views, strict=True))
    ]  # fmt: skip
    pictures = {f"view {number}": picture for number, picture in enumerate(drawn.views)}
    if drawn.panorama is not None:
        pictures["panorama"] = drawn.panorama
    return FreshCatalog(Path("fresh"), info, pd.DataFrame([location]), pd.DataFrame(views), pictures)
