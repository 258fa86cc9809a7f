"""Models against models on the very same places: paired differences, with chance counted over places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from geogame.errors import UsageError
from geogame.evaluation.metrics import cell_ranks, errors_km, figures, paired_difference
from geogame.evaluation.report import Floats, ProgressCall, check_fit, choose_split, far_from_training, truth_of
from geogame.evaluation.views import believe, catalog_reader, read_views
from geogame.regions import load_region

if TYPE_CHECKING:
    import pandas as pd

    from geogame.catalog import Catalog
    from geogame.geolocators.trained import NetworkGeolocator

QUANTITIES: Final = ("error_km", "score", "top1")


@dataclass(frozen=True, eq=False)
class Answers:
    """One model's answers to ``n`` places: ``errors_km (n,)`` and the rank of the true cell ``(n,)``, 0 is best."""

    name: str
    errors_km: Floats
    ranks: NDArray[np.int64]

    @classmethod
    def of(cls, geolocator: NetworkGeolocator, catalog: Catalog, progress: ProgressCall) -> Answers:
        """Let a model answer to all places of a catalog."""
        slots, truth = len(geolocator.headings_deg), truth_of(catalog)

        def tell(done: int, total: int) -> None:
            progress(geolocator.name, done, total)

        reader = catalog_reader(catalog, slots)
        beliefs = believe(geolocator, read_views(catalog.ids, reader, slots, geolocator.size, tell, geolocator.crop))
        guesses = geolocator.decoder(beliefs.anchors[:, -1])
        errors = errors_km(truth.lats, truth.lons, *guesses)
        return cls(geolocator.name, errors, cell_ranks(beliefs.cells[:, -1], truth.cells))


def compare(
    models: Sequence[NetworkGeolocator],
    against: Sequence[NetworkGeolocator],
    catalog: Catalog,
    split: str,
    progress: ProgressCall,
    *,
    apart_from: Sequence[pd.DataFrame] = (),
) -> dict[str, Any]:
    """Compare two groups of models, for example one system's seeds with another's.

    Each place counts once: what it is compared by is its mean over the group's models.

    Parameters
    ----------
    models, against
        At least one each, for the same cells as the catalog.
    catalog
        The dataset.
    split
        ``auto`` must mean the same for all of them; else name it.
    progress
        Called with ``(model, done, total)``.
    apart_from
        Training indices (`geogame.geolocators.checkpoint.read_index`), such as that of a backbone which the models
        share: places less than 5 km from any of theirs are left out.

    Returns
    -------
    dict
        ``split``, ``n``, ``left_out``, ``models`` and ``against`` (figures by name), ``warnings``, and ``difference``
        (models minus against) of the mean ``error_km``, ``score`` and ``top1``, each with its ``ci95`` and
        ``excludes_zero``.

    Raises
    ------
    UsageError
        If ``auto`` means different splits, or the split has no place (left).
    """
    told = [f"{model.name}: {warning}" for model in (*models, *against) for warning in check_fit(model, catalog)]
    splits = sorted({choose_split(model, catalog, split) for model in (*models, *against)})
    if len(splits) > 1:
        message = f"auto means split {' for some of these models and '.join(splits)} for others; name one by --split"
        raise UsageError(message)
    part = catalog.select(splits[0])
    if len(part) == 0:
        message = f"split {splits[0]!r} of {catalog.path} has no places; choose another --split"
        raise UsageError(message)
    whole = len(part)
    part = _apart(part, apart_from)
    scale = load_region(catalog.info.region).score_scale
    groups = {
        name: [Answers.of(model, part, progress) for model in group]
        for name, group in (("models", models), ("against", against))
    }
    means = {
        name: {
            "error_km": np.mean([each.errors_km for each in group], axis=0),
            "score": np.mean([scale.score(each.errors_km) for each in group], axis=0),
            "top1": np.mean([each.ranks == 0 for each in group], axis=0),
        }
        for name, group in groups.items()
    }
    return {
        "split": splits[0],
        "n": len(part),
        "left_out": whole - len(part),
        "warnings": list(dict.fromkeys(told)),
        **{
            name: [{"name": each.name, **figures(each.errors_km, scale, each.ranks)} for each in group]
            for name, group in groups.items()
        },
        "difference": {name: paired_difference(means["models"][name], means["against"][name]) for name in QUANTITIES},
    }


def _apart(catalog: Catalog, indices: Sequence[pd.DataFrame]) -> Catalog:
    truth = truth_of(catalog)
    far = np.ones(len(catalog), dtype=bool)
    for index in indices:
        far &= far_from_training(index, truth)
    if not far.any():
        message = "every place lies close to a training place of a model to keep apart from; none is left to compare on"
        raise UsageError(message)
    return catalog if far.all() else catalog.only(np.flatnonzero(far))
