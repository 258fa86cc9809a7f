"""How much worse a model gets by changes to the pictures that are no change of place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from geogame.evaluation.metrics import errors_km
from geogame.evaluation.perturb import HEADING_ERROR, HEADING_ERROR_DEG, MASKS, PERTURBATIONS
from geogame.evaluation.report import Floats, ProgressCall, choose_split, quiet, truth_of
from geogame.evaluation.views import Reader, believe, catalog_reader, read_views

if TYPE_CHECKING:
    from geogame.catalog import Catalog
    from geogame.geolocators.trained import NetworkGeolocator

ROBUSTNESS_PLACES: Final = 500


def robustness(
    geolocator: NetworkGeolocator,
    catalog: Catalog,
    split: str = "auto",
    places: int = ROBUSTNESS_PLACES,
    progress: ProgressCall = quiet,
) -> dict[str, Any]:
    """Mean error under each perturbation, and with strips hidden, on the first ``places`` of a shuffled split.

    Returns
    -------
    dict
        ``{"clean": {"n", "mean_km", "median_km"}, name: {"mean_km", "median_km", "ratio"}}``; ``ratio`` is the mean
        over the clean mean on the same places. Heading error is left out where views cannot be rendered anew.
    """
    part = _some(catalog.select(choose_split(geolocator, catalog, split)), places)
    slots, truth = len(geolocator.headings_deg), truth_of(part)

    def errors(what: str, reader: Reader) -> Floats:
        def tell(done: int, total: int) -> None:
            progress(what, done, total)

        views = read_views(part.ids, reader, slots, geolocator.size, tell, geolocator.crop)
        guess = geolocator.decoder(believe(geolocator, views).anchors[:, -1])
        return errors_km(truth.lats, truth.lons, *guess)

    clean = errors("clean", catalog_reader(part, slots))
    report: dict[str, Any] = {
        "clean": {"n": len(part), "mean_km": float(clean.mean()), "median_km": float(np.median(clean))}
    }
    readers = {name: catalog_reader(part, slots, change) for name, change in {**PERTURBATIONS, **MASKS}.items()}
    if _can_render(catalog):
        readers[HEADING_ERROR] = heading_error_reader(part)
    for name, reader in readers.items():
        found = errors(name, reader)
        report[name] = {
            "mean_km": float(found.mean()),
            "median_km": float(np.median(found)),
            "ratio": float(found.mean() / clean.mean()),
        }
    return report


def _can_render(catalog: Catalog) -> bool:
    """Tell whether this version's world draws the catalog's places as they were drawn."""
    from geogame.world import fingerprint

    return catalog.info.source == "rendered" and catalog.info.world_fingerprint == fingerprint()


def _some(catalog: Catalog, places: int) -> Catalog:
    """Pick places at random, the same every time."""
    return catalog.only(np.sort(np.random.default_rng(0).permutation(len(catalog))[:places]))


def heading_error_reader(catalog: Catalog, degrees: float = HEADING_ERROR_DEG) -> Reader:
    """Render places anew with the camera turned by ``degrees`` one way or the other, all views of a place alike."""
    import threading

    from geogame.world.place import Place
    from geogame.world.render import render_place

    info = catalog.info
    options = info.options
    rows = {name: row for row, name in enumerate(catalog.ids)}
    lock = threading.Lock()  # the renderer keeps buffers

    def read(location_id: str) -> list[NDArray[np.uint8] | None]:
        location = catalog.location(location_id)
        sign = 1 if np.random.default_rng((5, rows[location_id])).random() < 0.5 else -1
        moment = (location.day_of_year, location.solar_hour, location.scene_seed, location.year)
        place = Place(location.lat, location.lon, *moment)
        headings = [(heading + sign * degrees) % 360 for heading in info.headings_deg]
        with lock:
            pictures = render_place(
                place,
                headings,
                info.width,
                info.height,
                supersample=int(options.get("supersample", 1)),
                detail=options.get("detail", "full"),
            )
        return list(pictures)

    return read
