"""The task of telling places apart: pictures of one place on several dates are pulled together, others apart."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
import pandas as pd
import torch
from numpy.typing import NDArray
from torch import Tensor

from geogame.catalog import EXCLUDED
from geogame.datasets import PlaceTable, normalise
from geogame.errors import RecipeError, UsageError
from geogame.geolocators.gallery import GALLERY_FOLDER, Gallery, view_table
from geogame.geolocators.networks.base import present
from geogame.geolocators.networks.retrieval import Retrieval, RetrievalOptions
from geogame.geolocators.recall import make_trial, newest_of_several, recalls
from geogame.partitions import Partition
from geogame.training.augment import augment
from geogame.training.classification import ClassificationTask
from geogame.training.recipe import Recipe
from geogame.training.state import step_generator
from geogame.training.task import WHOLE, Exported, shard_rows
from geogame.training.team import gather_rows, in_team

if TYPE_CHECKING:
    from geogame.catalog import Catalog

BATCH: Final = 64


class PictureBatch(NamedTuple):
    """One process's pictures of a step.

    Attributes
    ----------
    pictures
        ``(b, 1, 3, h, w)``.
    labels
        ``(n,)``, which place at which rotation each of *all* the step's pictures shows.
    first
        Where in ``labels`` this process's pictures begin.
    """

    pictures: Tensor
    labels: Tensor
    first: int = 0

    @property
    def share(self) -> float:
        """Share of the step's pictures; 1 of none."""
        return len(self.pictures) / len(self.labels) if len(self.labels) else 1.0

    @property
    def views(self) -> int:
        """How many pictures there are."""
        return len(self.pictures)

    def to(self, device: torch.device) -> PictureBatch:
        """Move the tensors to a device."""
        return PictureBatch(self.pictures.to(device, non_blocking=True), self.labels.to(device), self.first)


@dataclass(frozen=True, eq=False)
class Rounds:
    """The order of training: in each round every place once, at one of its rotations.

    Two rotations of one place thus never meet in a batch, where they would count as different places.

    Attributes
    ----------
    dated
        ``(place, view)`` to the catalog rows that show it.
    places, views
        How many.
    batch
        Places of a batch.
    seed
        Of all chance.
    """

    dated: dict[tuple[int, int], NDArray[np.int64]]
    places: int
    views: int
    batch: int
    seed: int

    @property
    def steps_per_round(self) -> int:
        """Whole batches of a round, at least one."""
        return max(1, self.places // self.batch)

    def chosen(self, step: int) -> list[tuple[int, int]]:
        """Places and views of a step's batch, without those pictured only once."""
        turn, index = divmod(step, self.steps_per_round)
        epoch, rotation = divmod(turn, self.views)
        order = np.random.default_rng((self.seed, epoch, rotation)).permutation(self.places)
        first = np.random.default_rng((self.seed, epoch)).integers(self.views, size=self.places)
        picked = order[index * self.batch : (index + 1) * self.batch]
        pairs = [(int(place), int(first[place] + rotation) % self.views) for place in picked]
        return [pair for pair in pairs if len(self.dated.get(pair, ())) > 1]


class RetrievalTask(ClassificationTask):
    """Training a `Retrieval` network with the multi-similarity loss; see `geogame.training.task.Task`.

    Wang et al. 2019, https://arxiv.org/abs/1904.06627. An epoch shows every place at every rotation once. Validation
    asks as evaluation does (`geolocators.recall`), among the places of the validation split and those in no split.

    Raises
    ------
    UsageError
        If fewer than two training places, or no validation place, were pictured on two dates.
    """

    score = "val_missed"
    plays_early = False  # the answers come from the gallery, which is the finished network's
    network: Retrieval

    def __init__(self, recipe: Recipe, table: PlaceTable, partition: Partition, device: torch.device) -> None:
        super().__init__(recipe, table, partition, device)
        from pytorch_metric_learning.distances import CosineSimilarity
        from pytorch_metric_learning.losses import MultiSimilarityLoss
        from pytorch_metric_learning.miners import MultiSimilarityMiner

        options = self._options
        self._loss = MultiSimilarityLoss(
            options.loss_alpha, options.loss_beta, options.loss_base, distance=CosineSimilarity()
        )
        self._miner = MultiSimilarityMiner(options.miner_margin, distance=CosineSimilarity())
        self.rounds = self._rounds()
        self._trial = make_trial(self._asked, "val")

    @property
    def _options(self) -> RetrievalOptions:
        options: RetrievalOptions = self.network.config.options
        return options

    def _rounds(self) -> Rounds:
        rows = self.train_rows
        _, place = np.unique(self.table.places[rows], return_inverse=True)
        present, repeated = self.table.present[rows], self._repeated(rows)
        dated: dict[tuple[int, int], list[int]] = {}
        for row, own, there in zip(rows, place.reshape(-1), present & ~repeated, strict=True):
            for view in np.flatnonzero(there):
                dated.setdefault((int(own), int(view)), []).append(int(row))
        if len({own for (own, _), found in dated.items() if len(found) > 1}) < 2:
            message = (
                "fewer than two training places were pictured on two dates, so that nothing can be recognised; train "
                "on a dataset of several dates such as stockholm-rendered"
            )
            raise UsageError(message)
        batch = max(2, self.recipe.training.batch_places // self._options.dates)
        arrays = {pair: np.array(found) for pair, found in dated.items()}
        return Rounds(arrays, int(place.max()) + 1, present.shape[1], batch, self.recipe.training.seed)

    def _repeated(self, rows: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Tell which views ``(n, v)`` of rows have the very pixels of an earlier one: duplicates teach nothing."""
        names = [[_fingerprint(self.table, row, view) for view in range(self.table.present.shape[1])] for row in rows]
        flat = pd.Series([name for own in names for name in own])
        return np.asarray(flat.duplicated(), dtype=bool).reshape(len(rows), -1)

    @property
    def steps_per_epoch(self) -> int:
        """Batches in which every place is shown at every rotation once."""
        return self.rounds.steps_per_round * self.rounds.views

    def keep_features(
        self, folder: Path, data_id: str, tell: Callable[[str], None], progress: Callable[[int, int], None]
    ) -> None:
        """Refuse: what is learned lies above the maps, which are larger than the pictures."""
        del folder, data_id, tell, progress
        message = "training.cache_features keeps maps, which for retrieval are larger than pictures; set it false"
        raise RecipeError(message)

    def draw(self, step: int, shards: range = WHOLE) -> PictureBatch:  # type: ignore[override]
        """Draw a step's pictures: some dates of each of some places at one rotation.

        Raises
        ------
        UsageError
            If only a part is asked for and there is no team, since every picture is compared with every other; or if
            there are fewer pictures than processes.
        """
        if shards != WHOLE and not in_team():
            message = (
                "retrieval compares all pictures of a step, which --processes cannot do; train with one process, or "
                "share it by torchrun"
            )
            raise UsageError(message)
        random = np.random.default_rng((self.recipe.training.seed, step, 1))
        rows: list[int] = []
        views: list[int] = []
        labels: list[int] = []
        for label, (place, view) in enumerate(self.rounds.chosen(step)):
            there = self.rounds.dated[place, view]
            drawn = random.permutation(there)[: self._options.dates]
            rows += drawn.tolist()
            views += [view] * len(drawn)
            labels += [label] * len(drawn)
        own = shard_rows(len(labels), shards)
        if labels and own.start == own.stop:
            message = f"a step has {len(labels)} pictures, too few for so many processes; use fewer of them"
            raise UsageError(message)
        pixels = torch.from_numpy(self.table.pixels[rows[own], views[own]])[:, None]
        if self.recipe.augmentation.pictures:
            generator = step_generator(self.recipe.training.seed, step, shards.start)
            pictures = augment(pixels, self.recipe.augmentation, generator)
        else:
            pictures = normalise(pixels)
        return PictureBatch(pictures, torch.tensor(labels), own.start)

    def loss(self, network: Any, batch: Any) -> Tensor:
        """Multi-similarity loss of the pairs, of all processes' pictures, that the miner finds hard."""
        embedded = self._embed(network, batch.pictures)
        if len(embedded) < len(batch.labels):
            embedded = gather_rows(embedded, batch.first, len(batch.labels))
        pairs = self._miner(embedded, batch.labels)
        loss: Tensor = self._loss(embedded, batch.labels, pairs)
        return loss

    def _embed(self, network: Retrieval, pictures: Tensor) -> Tensor:
        """Features ``(n, d)`` of pictures ``(n, 1, 3, h, w)``; the backbone in bfloat16 where the recipe says so."""
        mask = torch.ones(pictures.shape[:2], dtype=torch.bool, device=pictures.device)
        with self._precision():
            maps = network.encode(pictures, mask)
        return network.embed(present(maps, mask))

    @cached_property
    def _asked(self) -> pd.DataFrame:
        """Views of the validation split and of no split, in the form of `gallery.view_table`."""
        rows = np.flatnonzero(~np.isin(self.table.splits, ("train", "test", EXCLUDED)))
        row, view = (index.reshape(-1) for index in np.nonzero(self.table.present[rows]))
        at = rows[row]
        return pd.DataFrame(
            {
                "row": at,
                "view": view,
                "place_id": self.table.places[at],
                "captured_on": self.table.dates[at],
                "lat": self.table.lats[at],
                "lon": self.table.lons[at],
                "split": self.table.splits[at],
                "sha256": [_fingerprint(self.table, *pair) for pair in zip(at.tolist(), view.tolist(), strict=True)],
            }
        )

    def features(self, network: Retrieval, rows: NDArray[np.int64], views: NDArray[np.int64]) -> NDArray[np.float32]:
        """Features ``(n, d)`` of single views of the table."""
        network.eval()
        parts = []
        with torch.inference_mode():
            for start in range(0, len(rows), BATCH):
                some = slice(start, start + BATCH)
                pixels = torch.from_numpy(self.table.pixels[rows[some], views[some]])[:, None]
                parts.append(self._embed(network, normalise(pixels).to(self.device)).cpu().numpy())
        return np.concatenate(parts)

    def validate(self, network: Any) -> dict[str, float]:
        """Share of queries recalled, and missed, at the first rank within 25 m, on the validation split."""
        table = self._asked
        found = recalls(self.features(network, table["row"].to_numpy(), table["view"].to_numpy()), table, self._trial)
        near = found["within_m"]["25"]
        return {
            "val_missed": 1 - near["1"],
            "val_recall_at_1": near["1"],
            "val_recall_at_5": near["5"],
            "val_recall_at_10": near["10"],
        }

    def export(self, network: Any, catalog: Catalog, folder: Path) -> Exported:
        """Write the index of training places and the gallery: the older pictures of all places."""
        table = view_table(catalog)
        order = {name: row for row, name in enumerate(catalog.ids)}
        rows = table["location_id"].map(order).to_numpy(np.int64)
        features = self.features(network, rows, table["view"].to_numpy(np.int64))
        taught = (table["split"] == "train").to_numpy()
        cells = torch.from_numpy(table["cell"].to_numpy(np.int64)[taught])
        network.remember(torch.from_numpy(features[taught]).to(self.device), cells.to(self.device))
        used = (table["split"] != EXCLUDED).to_numpy()
        older = ~newest_of_several(table) & ~table["sha256"].duplicated().to_numpy() & used
        note = {"dataset_build_id": catalog.info.build_id, "world_fingerprint": catalog.info.world_fingerprint}
        Gallery(features[older], table[older], note).write(folder / GALLERY_FOLDER)
        exported = super().export(network, catalog, folder)
        return exported._replace(validation={**exported.validation, **self.validate(network)})


def _fingerprint(table: PlaceTable, row: int, view: int) -> str:
    """Name a view by its pixels; one that is missing by where it would be."""
    if not table.present[row, view]:
        return f"{row}/{view}"
    return hashlib.blake2b(table.pixels[row, view].tobytes(), digest_size=16).hexdigest()
