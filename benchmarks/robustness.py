"""Mean error under perturbations and hidden strips, and of the shipped views against small ones of the same places.

``PYTHONPATH=. python benchmarks/robustness.py MODEL --dataset DIR [--places N]`` prints the table of
``evaluate --robustness``; ``--as-played`` renders the dataset's places anew at 256x128 and compares.
"""

import argparse

from geogame.catalog import open_catalog
from geogame.evaluation.metrics import errors_km
from geogame.evaluation.report import truth_of
from geogame.evaluation.robustness import robustness
from geogame.evaluation.views import Reader, believe, catalog_reader, read_views
from geogame.geolocators import load_geolocator
from geogame.geolocators.trained import NetworkGeolocator


def small_reader(catalog_path: str) -> Reader:
    """Render the catalog's places anew as training views are rendered: 256x128, no supersampling."""
    from geogame.world.place import Place
    from geogame.world.render import render_place

    catalog = open_catalog(catalog_path)

    def read(location_id: str) -> list:  # type: ignore[type-arg]
        at = catalog.location(location_id)
        place = Place(at.lat, at.lon, at.day_of_year, at.solar_hour, at.scene_seed)
        return list(render_place(place, catalog.info.headings_deg, 256, 128, detail="training"))

    return read


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model")
    parser.add_argument("--dataset", required=True)
    parser.add_argument("--places", type=int, default=500)
    parser.add_argument("--as-played", action="store_true")
    options = parser.parse_args()
    geolocator = load_geolocator(options.model)
    assert isinstance(geolocator, NetworkGeolocator)
    catalog = open_catalog(options.dataset)
    if not options.as_played:
        for name, row in robustness(geolocator, catalog, "auto", options.places).items():
            print(f"{name:20s} mean {row['mean_km']:6.0f} km  {row.get('ratio', 1):.2f}x")
        return
    truth, slots = truth_of(catalog), len(geolocator.headings_deg)
    readers = {"as shipped": catalog_reader(catalog, slots), "256x128": small_reader(options.dataset)}
    for name, reader in readers.items():
        views = read_views(catalog.ids, reader, slots, geolocator.size, crop=geolocator.crop)
        guess = geolocator.decoder(believe(geolocator, views).anchors[:, -1])
        errors = errors_km(truth.lats, truth.lons, *guess)
        print(f"{name:12s} mean {errors.mean():.0f} km over {len(errors)} places")


if __name__ == "__main__":
    main()
