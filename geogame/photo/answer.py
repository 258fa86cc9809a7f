"""What a model makes of photographs of one place: guess, doubt, whether it knows such pictures at all, and reasons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from geogame.errors import UsageError
from geogame.photo.areas import Cell, Doubt, doubt_of, top_cells
from geogame.photo.decode import Photo
from geogame.photo.domain import Verdict, judge, open_domain

if TYPE_CHECKING:
    from geogame.explain import Explanation
    from geogame.geolocators.base import Prediction
    from geogame.geolocators.trained import NetworkGeolocator


@dataclass(frozen=True, eq=False)
class Answer:
    """What a model says about one place.

    Attributes
    ----------
    prediction
        Its belief and point.
    cells
        The likeliest cells.
    doubt
        How sure it is.
    headings_deg
        The compass heading each photograph was taken for, degrees.
    verdict
        Whether the photographs look like what it was trained on; None where that was never measured.
    """

    prediction: Prediction
    cells: list[Cell]
    doubt: Doubt
    headings_deg: list[float]
    verdict: Verdict | None


def spread_headings(known_deg: Sequence[float | None], canonical_deg: Sequence[float]) -> list[float]:
    """Give photographs of unknown heading the model's own headings that are still free, in order.

    Raises
    ------
    UsageError
        If there are more photographs than the model takes.
    """
    if len(known_deg) > len(canonical_deg):
        message = f"{len(known_deg)} photographs were given, this model takes {len(canonical_deg)}; take some away"
        raise UsageError(message)
    given = [heading for heading in known_deg if heading is not None]
    free = [heading for heading in canonical_deg if all(_apart(heading, other) >= 45 for other in given)]
    free += [heading for heading in canonical_deg if heading not in free]
    rest = iter(free)
    return [next(rest) if heading is None else heading for heading in known_deg]


def _apart(first_deg: float, second_deg: float) -> float:
    return abs((first_deg - second_deg + 180) % 360 - 180)


def answer(
    geolocator: NetworkGeolocator, folder: Path, photos: Sequence[Photo], known_deg: Sequence[float | None]
) -> Answer:
    """Ask a model where photographs of one place were taken.

    Parameters
    ----------
    geolocator
        The model.
    folder
        Its checkpoint's folder, where its domain lies.
    photos
        One to as many as the model takes.
    known_deg
        Compass heading of each in degrees, None where it is not known.

    Raises
    ------
    UsageError
        If there are more photographs than the model takes.
    CheckpointError
        If its domain is damaged.
    """
    headings = spread_headings(known_deg, geolocator.headings_deg)
    images = [photo.pixels for photo in photos]
    prediction = geolocator.predict(images, headings)
    domain = open_domain(folder)
    return Answer(
        prediction,
        top_cells(geolocator.partition, prediction),
        doubt_of(geolocator.partition, prediction),
        headings,
        None if domain is None else judge(domain, geolocator, images),
    )


def reasons(geolocator: NetworkGeolocator, folder: Path, photos: Sequence[Photo], given: Answer) -> Explanation | None:
    """Explain an answer: heat and look-alikes. It takes several times as long as the answer itself.

    Returns
    -------
    Explanation or None
        None for a model that heat cannot explain, for example one that answers by pictures.

    Raises
    ------
    CheckpointError
        If the model's index is damaged.
    """
    from geogame.explain import explain

    if not geolocator.explains:
        return None
    return explain(geolocator, [photo.pixels for photo in photos], given.headings_deg, folder=folder)
