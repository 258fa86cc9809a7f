"""A leak audit that looks through a model's eyes: near-duplicates by embedding, and what each strip gives away."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import numpy as np
import torch
from numpy.typing import NDArray

from geogame.audit.images import colours_agree
from geogame.audit.places import LISTED
from geogame.catalog import SPLITS
from geogame.datasets import normalise
from geogame.evaluation.metrics import cell_ranks, mean_interval
from geogame.evaluation.perturb import jpeg
from geogame.evaluation.report import ProgressCall, check_fit, choose_split, truth_of
from geogame.evaluation.views import BATCH, Views, believe, catalog_reader, read_views

if TYPE_CHECKING:
    from geogame.catalog import Catalog
    from geogame.geolocators.trained import NetworkGeolocator

Floats: TypeAlias = NDArray[np.float32]
STRIPS: Final = 10
STRIP_PLACES: Final = 500
COPIES: Final = 256
FOUND_SHARE: Final = 0.95
BLOCK: Final = 1024


@dataclass(frozen=True, slots=True)
class StripTest:
    """How the share of right cells changes when a tenth of every picture is hidden.

    Attributes
    ----------
    places
        How many were judged.
    top1
        With nothing hidden.
    hidden_top1
        With each tenth hidden in turn, from the top to the bottom.
    bottom_loss, bottom_ci95
        What hiding the bottom tenth costs, and its 95 % interval over places.
    excess, excess_ci95
        How much more that costs than hiding the most telling of the other tenths.
    """

    places: int
    top1: float
    hidden_top1: list[float]
    bottom_loss: float
    bottom_ci95: list[float]
    excess: float
    excess_ci95: list[float]

    @property
    def leaks(self) -> bool:
        """Whether the bottom tenth tells more than any other: the mark of a credit, a date or a watermark."""
        return self.excess_ci95[0] > 0


@dataclass(frozen=True, slots=True)
class ModelAudit:
    """What a model finds: alike views of two splits, and what the strips give away.

    ``alike`` names pairs of files (at most ``LISTED`` of ``alike_count``) with the cosine of their embeddings;
    a pair counts from ``alike_from`` on, which 95 % of re-encoded copies of the dataset's own views reach.
    """

    geolocator: str
    split: str
    alike_from: float
    alike: list[tuple[str, str, float]]
    alike_count: int
    strips: StripTest

    @property
    def leaks(self) -> list[str]:
        """One sentence for each kind of leak."""
        found = []
        if self.alike_count:
            found.append(f"{self.alike_count} pairs of views of two splits are alike to model {self.geolocator}")
        if self.strips.leaks:
            found.append(
                f"the bottom tenth of the pictures tells model {self.geolocator} more than any other: hidden, its "
                f"share of right cells falls from {self.strips.top1:.3f} to {self.strips.hidden_top1[-1]:.3f}; "
                "crop it off ([data] crop in the recipe)"
            )
        return found

    def as_json(self) -> dict[str, Any]:
        """Return the audit as one JSON object."""
        return asdict(self)


def audit_with_model(geolocator: NetworkGeolocator, catalog: Catalog, progress: ProgressCall) -> ModelAudit:
    """Audit the splits of a catalog with a trained model.

    Strips are hidden on (at most 500 places of) the split that `choose_split` gives for ``auto``.
    """
    check_fit(geolocator, catalog)
    split = choose_split(geolocator, catalog, "auto")
    parts = {name: catalog.select(name) for name in SPLITS}
    read = {name: _read(geolocator, part, name, progress) for name, part in parts.items() if len(part)}
    threshold = copies_similarity(geolocator, next(iter(read.values())))
    alike: list[tuple[str, str, float]] = []
    embedded = {name: embed_views(geolocator, views) for name, views in read.items()}
    for one, two in combinations(read, 2):
        alike += _alike(parts[one], embedded[one], parts[two], embedded[two], threshold)
    if split == "all":
        judged, cells = _joined(list(read.values())), np.concatenate([truth_of(parts[name]).cells for name in read])
    else:
        judged, cells = read[split], truth_of(parts[split]).cells
    rows = np.sort(np.random.default_rng(0).permutation(len(cells))[:STRIP_PLACES])
    strips = strip_test(geolocator, Views(judged.pixels[rows], judged.present[rows]), cells[rows], progress)
    alike.sort(key=lambda pair: -pair[2])
    return ModelAudit(geolocator.name, split, round(threshold, 6), alike[:LISTED], len(alike), strips)


def _read(geolocator: NetworkGeolocator, part: Catalog, name: str, progress: ProgressCall) -> Views:
    slots = len(geolocator.headings_deg)

    def tell(done: int, total: int) -> None:
        progress(f"reading {name}", done, total)

    return read_views(part.ids, catalog_reader(part, slots), slots, geolocator.size, tell, geolocator.crop)


def _joined(parts: list[Views]) -> Views:
    return Views(np.concatenate([part.pixels for part in parts]), np.concatenate([part.present for part in parts]))


def strip_test(
    geolocator: NetworkGeolocator, views: Views, cells: NDArray[np.int64], progress: ProgressCall
) -> StripTest:
    """Hide every tenth of the pictures in turn, and count how many of the places keep their right cell."""
    height = views.pixels.shape[-2]
    clean = cell_ranks(believe(geolocator, views).cells[:, -1], cells) == 0
    hidden = []
    for strip in range(STRIPS):
        rows = slice(round(strip * height / STRIPS), round((strip + 1) * height / STRIPS))
        pixels = views.pixels.copy()
        pixels[..., rows, :] = views.pixels.mean((-2, -1), keepdims=True).astype(np.uint8)
        hidden.append(cell_ranks(believe(geolocator, Views(pixels, views.present)).cells[:, -1], cells) == 0)
        progress("hiding strips", strip + 1, STRIPS)
    most_telling = min(hidden[:-1], key=lambda right: float(right.mean()))
    losses = clean.astype(float) - hidden[-1]
    excess = most_telling.astype(float) - hidden[-1]
    return StripTest(
        places=len(cells),
        top1=float(clean.mean()),
        hidden_top1=[float(right.mean()) for right in hidden],
        bottom_loss=float(losses.mean()),
        bottom_ci95=mean_interval(losses),
        excess=float(excess.mean()),
        excess_ci95=mean_interval(excess),
    )


@dataclass(frozen=True, eq=False)
class Embedded:
    """Unit vectors ``(m, d)`` of the views that are there, with the place's row and the slot of each ``(m,)``."""

    vectors: Floats
    rows: NDArray[np.int64]
    slots: NDArray[np.int64]


def embed_views(geolocator: NetworkGeolocator, views: Views) -> Embedded:
    """Features of every view that is there, scaled to length one."""
    features = []
    for start in range(0, len(views.pixels), BATCH):
        pictures = normalise(torch.from_numpy(views.pixels[start : start + BATCH])).to(geolocator.device)
        mask = torch.from_numpy(views.present[start : start + BATCH]).to(geolocator.device)
        with torch.inference_mode():
            encoded = geolocator.network.encode(pictures, mask)[mask].float()
        pooled = encoded.flatten(2).mean(2) if encoded.ndim > 2 else encoded  # some networks keep maps
        features.append(pooled.cpu().numpy())
    rows, slots = np.nonzero(views.present)
    vectors = np.concatenate(features)
    vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)
    return Embedded(vectors, rows, slots)


def copies_similarity(geolocator: NetworkGeolocator, views: Views) -> float:
    """Cosine that 95 % of the views reach with their own copy, saved as JPEG once more."""
    some = Views(views.pixels[:COPIES], views.present[:COPIES])
    copied = some.pixels.copy()
    unused = np.random.default_rng(0)
    for row, slot in zip(*np.nonzero(some.present), strict=True):
        copied[row, slot] = jpeg(some.pixels[row, slot].transpose(1, 2, 0), unused).transpose(2, 0, 1)
    own, copies = embed_views(geolocator, some), embed_views(geolocator, Views(copied, some.present))
    return float(np.quantile((own.vectors * copies.vectors).sum(1), 1 - FOUND_SHARE))


def _alike(
    one: Catalog, embedded: Embedded, two: Catalog, others: Embedded, threshold: float
) -> list[tuple[str, str, float]]:
    """Find views of the second split whose nearest view of the first is alike to the model and in colours."""
    best, nearest = np.full(len(others.vectors), -np.inf, np.float32), np.zeros(len(others.vectors), np.int64)
    for start in range(0, len(embedded.vectors), BLOCK):
        cosines = embedded.vectors[start : start + BLOCK] @ others.vectors.T
        rows = cosines.argmax(0)
        values = cosines[rows, np.arange(len(best))]
        nearest[values > best] = start + rows[values > best]
        best = np.maximum(best, values)
    found = []
    for number in np.flatnonzero(best >= threshold):
        view, twin = _view(one, embedded, int(nearest[number])), _view(two, others, int(number))
        if view.sha256 == twin.sha256 or colours_agree(one.read(view), two.read(twin)):
            found.append((view.file, twin.file, round(float(best[number]), 6)))
    return found


def _view(catalog: Catalog, embedded: Embedded, number: int) -> Any:
    views = catalog.views_of(catalog.ids[embedded.rows[number]])
    return next(view for view in views if view.index == embedded.slots[number])
