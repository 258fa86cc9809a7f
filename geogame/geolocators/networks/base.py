"""What a trainable geolocator's network is: views in, logits of cells after each view out.

A network works in two halves. `Network.encode` looks at each view alone; `Network.decide` makes one belief of what it
saw. Where the first half is frozen its output can be kept and need not be computed again.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Generic, NamedTuple, TypeVar

import torch
from pydantic import BaseModel, ConfigDict, Field
from torch import Tensor, nn

UNSEEN = -1e4  # a log probability that no belief reaches, and finite, so that gradients are


class Options(BaseModel):
    """The recipe's ``[geolocator]``: what one decides about a network, its ``kind`` first.

    ``weights`` say what its convolutional part begins with: ``random``, ``imagenet``, ``model:NAME`` (a checkpoint of
    ours, by name or path) or the path of a state dict.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: str
    weights: str = "random"


class AnchoredOptions(Options):
    """Of a network that also answers in squares finer than cells, and in groups of cells.

    ``anchor_deg``: squares of that side inside each cell get an anchor each, if ``anchor_min_places`` training places
    lie there. ``coarse_deg``: sides of the squares that group the cells, one auxiliary head each.
    """

    anchor_deg: Annotated[float, Field(gt=0)] = 1.0
    anchor_min_places: Annotated[int, Field(ge=1)] = 6
    coarse_deg: tuple[Annotated[float, Field(gt=0)], ...] = (4.0, 8.0)


OptionsT = TypeVar("OptionsT", bound=Options)


@dataclass(frozen=True, slots=True)
class NetworkConfig(Generic[OptionsT]):
    """Everything that decides the names and shapes of a network's weights.

    Attributes
    ----------
    options
        What the recipe says.
    cells, anchors
        Number of the partition's cells, and of the anchors that the point estimate is made of; these are the cells'
        own where the network has no finer ones.
    coarse
        Number of groups of each auxiliary coarse head.
    views
        Canonical views of a place.
    size
        ``(height, width)`` of the input in pixels.
    """

    options: OptionsT
    cells: int
    anchors: int
    coarse: tuple[int, ...] = ()
    views: int = 4
    size: tuple[int, int] = (64, 128)

    def to_json(self) -> dict[str, Any]:
        """Flat plain values: the shape beside the options."""
        shape = {name: value for name, value in _shape(self).items() if name != "options"}
        return {**shape, **self.options.model_dump(mode="json")}

    @classmethod
    def from_json(cls, options: type[OptionsT], raw: dict[str, Any]) -> NetworkConfig[OptionsT]:
        """Rebuild a configuration from `to_json`; `TypeError` or `ValueError` if an entry is unknown or wrong."""
        names = set(cls.__dataclass_fields__) - {"options"}
        shape: dict[str, Any] = {key: tuple(v) if isinstance(v, list) else v for key, v in raw.items() if key in names}
        return cls(options=options.model_validate({key: v for key, v in raw.items() if key not in names}), **shape)


def _shape(config: NetworkConfig[Any]) -> dict[str, Any]:
    return {name: getattr(config, name) for name in NetworkConfig.__dataclass_fields__}


class Output(NamedTuple):
    """Logits after each view (``v`` views) and of each view alone.

    ``cells (b, v, cells)``, ``anchors (b, v, anchors)`` and ``coarse`` (one ``(b, v, groups)`` a head) hold the belief
    after each view; where a view is missing they repeat the one before it. ``view_cells (b, v, cells)`` and
    ``view_anchors`` see one view each (zero where missing). ``state (b, d)`` is what was known before the last layer.
    """

    cells: Tensor
    anchors: Tensor
    coarse: tuple[Tensor, ...]
    view_cells: Tensor
    view_anchors: Tensor
    state: Tensor


class Network(nn.Module, ABC):
    """Base of all networks.

    Attributes
    ----------
    config
        What it was built from.
    """

    def __init__(self, config: NetworkConfig[Any]) -> None:
        super().__init__()
        self.config = config
        self._frozen_stages = 0

    @abstractmethod
    def stages(self) -> Sequence[nn.Module]:
        """Parts of `look` from the picture upwards; the lowest can be frozen (see `freeze`)."""

    @property
    @abstractmethod
    def maps(self) -> nn.Module:
        """The module whose output are the last maps ``(n, c, h, w)`` of a view, for Grad-CAM."""

    @abstractmethod
    def look(self, pictures: Tensor, mask: Tensor) -> Tensor:
        """Make what the stages give ``(b, v, ...)`` of pictures ``(b, v, 3, h, w)``; 0 where ``mask (b, v)`` is false.

        Where all stages are frozen it never changes, and can be kept.
        """

    def raise_features(self, looked: Tensor, mask: Tensor) -> Tensor:  # noqa: ARG002 - subclasses may need the mask
        """Make features ``(b, v, ...)`` of what `look` gives; the same, unless a subclass has layers in between."""
        return looked

    def encode(self, pictures: Tensor, mask: Tensor) -> Tensor:
        """Features ``(b, v, ...)`` of the pictures ``(b, v, 3, h, w)``; zero where ``mask (b, v)`` is false."""
        return self.raise_features(self.look(pictures, mask), mask)

    @abstractmethod
    def decide(self, features: Tensor, mask: Tensor) -> Output:
        """Make beliefs of features ``(b, v, ...)`` as `encode` gives them."""

    def forward(self, pictures: Tensor, mask: Tensor) -> Output:
        """Predict from ``(b, v, 3, h, w)`` pictures and a ``(b, v)`` mask of the views that are there."""
        return self.decide(self.encode(pictures, mask), mask)

    @abstractmethod
    def load_pretrained(self) -> None:
        """Fill the convolutional part as the options' ``weights`` says; `CheckpointError` if that cannot be done."""

    def freeze(self, count: int) -> None:
        """Let the lowest ``count`` stages keep their weights and batch statistics, and train the others."""
        self._frozen_stages = count
        for index, stage in enumerate(self.stages()):
            stage.requires_grad_(index >= count)
        self.train(self.training)

    @property
    def frozen(self) -> bool:
        """Whether no part of `look` is trained, so that its output never changes."""
        return self._frozen_stages >= len(self.stages())

    def train(self, mode: bool = True) -> Network:
        """Switch to training or evaluation; frozen stages stay in evaluation."""
        super().train(mode)
        for stage in self.stages()[: self._frozen_stages]:
            stage.eval()
        return self


def spread(values: Tensor, mask: Tensor) -> Tensor:
    """Put one row ``(n, ...)`` for each present view where it belongs: ``(b, v, ...)``, zero elsewhere."""
    every = values.new_zeros(mask.numel(), *values.shape[1:])
    every[mask.flatten()] = values
    return every.view(*mask.shape, *values.shape[1:])


def present(values: Tensor, mask: Tensor) -> Tensor:
    """Rows ``(n, ...)`` of the present views of ``(b, v, ...)``; a missing view costs nothing."""
    return values.flatten(0, 1)[mask.flatten()]


def belief_so_far(logits: Tensor, mask: Tensor) -> Tensor:
    """Log of the mean probability over the views seen so far.

    Parameters
    ----------
    logits
        ``(b, v, n)`` of each view alone.
    mask
        ``(b, v)`` of the views that are there.

    Returns
    -------
    Tensor
        ``(b, v, n)``; zero (all alike) as long as no view was seen.
    """
    alone = logits.float().log_softmax(-1)
    total = torch.full_like(alone[:, 0], UNSEEN)
    seen = mask.cumsum(1)
    beliefs = []
    for view in range(mask.shape[1]):
        total = torch.where(mask[:, view, None], torch.logaddexp(total, alone[:, view]), total)
        count = seen[:, view, None]
        beliefs.append(torch.where(count > 0, total - count.clamp_min(1).log(), torch.zeros_like(total)))
    return torch.stack(beliefs, 1)


def average_views(logits: Tensor, mask: Tensor) -> Tensor:
    """Mean probability ``(b, n)`` over the present views of per-view logits ``(b, v, n)``."""
    weights = mask.float() / mask.float().sum(1, keepdim=True).clamp_min(1)
    return (logits.float().softmax(-1) * weights[:, :, None]).sum(1)


class PerView(Network):
    """A network that judges each view alone; its belief is the mean of the probabilities of the views seen so far.

    A subclass gives `embed` and `classify`, which see only views that are there.
    """

    @abstractmethod
    def embed(self, features: Tensor) -> Tensor:
        """``(n, ...)`` features of single views to ``(n, d)``, all that is known before the last layer."""

    @abstractmethod
    def classify(self, embedded: Tensor) -> Tensor:
        """Logits ``(n, cells)`` of single views."""

    def decide(self, features: Tensor, mask: Tensor) -> Output:
        """Judge each view, then average."""
        embedded = self.embed(present(features, mask))
        alone = spread(self.classify(embedded).float(), mask)
        cells = belief_so_far(alone, mask)
        state = spread(embedded.float(), mask).sum(1) / mask.sum(1, keepdim=True).clamp_min(1)
        return Output(cells, cells, (), alone, alone, state)
