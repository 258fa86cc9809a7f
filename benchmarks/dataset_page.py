"""Measure how soon the dataset page shows its 24 small pictures in a real browser, with 30,000 places.

The places are those of the shipped held-out dataset, again and again a little beside themselves; their pictures are
its own. Needs Chromium (``make test`` finds or installs it): ``python -m benchmarks.dataset_page``. Prints seconds from
the click on *Dataset*, which opens the tables, to the next page of pictures, and to the first of those that fit a
filter, beside the processor's seconds that the server, the page's scripts and the drawing needed, or one JSON object.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
import tempfile
from functools import partial
from pathlib import Path

import pandas as pd

from benchmarks.served_page import ROOT, Served, served_page
from geogame.catalog import INFO_FILE, LOCATIONS_FILE, VIEWS_FILE, open_catalog

SOURCE = ROOT / "geogame" / "data" / "usa-rendered-heldout"
PLACES = 30_000
STEP_DEG = 1e-4
SHEET = """[...document.querySelectorAll('[data-testid=stBidiComponentIsolated]')]
  .map((host) => host.shadowRoot?.querySelector('.sheet')).find(Boolean)"""


def main() -> None:
    """Make the dataset, serve the app, and turn its pages."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--places", type=int, default=PLACES)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        large(Path(folder) / "large", options.places)
        variables = {"GEOGAME_DATASETS": folder, "GEOGAME_RUNS": str(Path(folder) / "runs")}
        with served_page(variables) as served:
            found = measure(served)
    print(json.dumps(found) if options.json else "\n".join(f"{name}: {value}" for name, value in found.items()))


def large(folder: Path, places: int) -> Path:
    """Write a dataset of so many places with the pictures of the shipped one."""
    catalog = open_catalog(SOURCE)
    shutil.copytree(SOURCE / "images", folder / "images")
    rounds = -(-places // len(catalog))
    locations = pd.concat([_beside(catalog.locations, number) for number in range(rounds)])[:places]
    views = pd.concat([_beside(catalog.views, number) for number in range(rounds)])
    views = views[views["location_id"].isin(locations["id"])]
    tables = {LOCATIONS_FILE: locations, VIEWS_FILE: views}
    info = json.loads((SOURCE / INFO_FILE).read_text("utf-8")) | {"name": "large", "tables": {}}
    for name, frame in tables.items():
        frame.to_parquet(folder / name, index=False)
        digest = hashlib.sha256((folder / name).read_bytes()).hexdigest()
        info["tables"][Path(name).stem] = {"rows": len(frame), "sha256": digest}
    info["counts"] |= {"locations": len(locations), "views": len(views), "test": len(locations)}
    (folder / INFO_FILE).write_text(json.dumps(info), "utf-8")
    return folder


def _beside(frame: pd.DataFrame, number: int) -> pd.DataFrame:
    """Give places and views names of their own, and shift the places to the north."""
    changed = frame.copy()
    for column in {"id", "place_id", "location_id"} & set(frame):
        changed[column] = changed[column] + f"-{number}"
    if "lat" in frame:
        changed["lat"] += number * STEP_DEG
    return changed


def measure(served: Served) -> dict[str, float]:
    """Return seconds and processor seconds of every step; the app's first page is open, nothing of the dataset is."""
    page = served.page

    def shown(before: str) -> None:
        page.wait_for_function(
            f"(before) => {{ const sheet = {SHEET}, images = [...(sheet?.querySelectorAll('img') ?? [])];"
            " return images.length === 24 && sheet.querySelector('.card').dataset.id !== before"
            " && images.filter((image) => image.getBoundingClientRect().top < innerHeight).every((i) => i.complete); }",
            arg=before,
        )

    def first() -> str:
        return str(page.evaluate(f"{SHEET}.querySelector('.card').dataset.id"))

    page.get_by_role("link", name="Dataset").wait_for()
    found = served.timed("open", partial(served.go, "Dataset"), partial(shown, ""))
    turn = page.get_by_role("spinbutton", name="Page of")
    turn.fill("700")
    found |= served.timed("turn", partial(turn.press, "Enter"), partial(shown, first()))
    text = page.get_by_role("textbox", name="Search")
    text.fill("-7")
    return found | served.timed("filter", partial(text.press, "Enter"), partial(shown, first()))


if __name__ == "__main__":
    main()
