"""What the loop trains: anything that draws batches, has a loss, and can be validated and exported."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from geogame.errors import UsageError

if TYPE_CHECKING:
    import torch
    from torch import Tensor

    from geogame.catalog import Catalog

SHARDS: Final = 16
WHOLE: Final = range(SHARDS)


class Batch(Protocol):
    """What one step, or a part of it, works on; ``share`` is the part's share of the whole batch, 0..1."""

    @property
    def share(self) -> float:
        """Share of the whole batch."""
        ...

    @property
    def views(self) -> int:
        """How many pictures it shows."""
        ...

    def to(self, device: torch.device) -> Batch:
        """Move the tensors to a device."""
        ...


class Exported(NamedTuple):
    """What a checkpoint holds beside the network: tensors by name, decoding, and figures of the validation."""

    tensors: dict[str, Tensor]
    decoding: dict[str, Any]
    validation: dict[str, Any]


class Task(Protocol):
    """A network and what it is asked for.

    Attributes
    ----------
    network
        On its device, with a ``config`` that has ``to_json()``. The loop trains it and keeps an average of it.
    score
        The entry of `validate` that is to become small; the weights with the smallest are kept and exported.
    plays_early
        Whether an early state of the network can answer by itself, as an apprentice.
    train_rows, val_rows
        Rows of the catalog, ``(n,)`` int64.
    """

    network: Any
    score: str
    plays_early: bool
    train_rows: NDArray[np.int64]
    val_rows: NDArray[np.int64]

    @property
    def steps_per_epoch(self) -> int:
        """Batches in an epoch, at least one."""
        ...

    def keep_features(
        self, folder: Path, data_id: str, tell: Callable[[str], None], progress: Callable[[int, int], None]
    ) -> None:
        """Keep what the frozen part makes of every view in ``folder``; `RecipeError` if it has none.

        ``tell`` is called with a line that states the size, ``progress`` with ``(done, total)``.
        """
        ...

    def draw(self, step: int, shards: range = WHOLE) -> Any:
        """Draw those of the `SHARDS` shards of a step's batch: a pure function of recipe, step and shards.

        The places, and the views of them that are seen, are the same however many processes share a batch; random
        changes of the pictures depend on the share. It may be called from another thread, ahead of time.
        """
        ...

    def loss(self, network: Any, batch: Any) -> Tensor:
        """Mean loss ``()`` of a batch, which is on the network's device."""
        ...

    def validate(self, network: Any) -> dict[str, float]:
        """Figures of the validation split, ``score`` among them; names begin with ``val_``."""
        ...

    def decoding(self, network: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        """Choose how points are made of a network's answers on the validation split; return it and its figures."""
        ...

    def export(self, network: Any, catalog: Catalog, folder: Path) -> Exported:
        """Write what belongs beside the weights (an index, say) into ``folder`` and return the rest."""
        ...


def shards_of(part: int, parts: int, lead: float = 1.0) -> range:
    """Which shards one of several processes works on; the first one gets ``lead`` times an equal part."""
    if parts == 1:
        return WHOLE
    if parts > SHARDS:
        message = f"a step can be shared between at most {SHARDS} processes, not {parts}; use fewer"
        raise UsageError(message)
    own = round(lead * SHARDS / parts)
    edges = np.linspace(own, SHARDS, parts).round().astype(int)
    return range(own) if part == 0 else range(int(edges[part - 1]), int(edges[part]))


def shard_rows(count: int, shards: range) -> slice:
    """Which of a whole batch's ``count`` rows belong to some shards, which are of nearly equal size."""
    return slice(round(count * shards.start / SHARDS), round(count * shards.stop / SHARDS))
