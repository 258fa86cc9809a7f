"""Measure how soon the grid page shows cells in a real browser: 243 of them, and about ten thousand.

Needs Chromium (``make test`` finds or installs it). Prints seconds from the click or key that asks for the cells until
the map has drawn them, beside the processor's seconds that the server, the page's scripts and the drawing needed,
or one JSON object. It is drawn in software here; a graphics card saves most of that.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from functools import partial
from pathlib import Path

from playwright.sync_api import Page

from benchmarks.served_page import Served, served_page

COLUMNS, ROWS = 160, 97
MAP = """[...document.querySelectorAll('[data-testid=stBidiComponentIsolated]')]
  .map((host) => host.shadowRoot?.querySelector('.root')?.map).find(Boolean)"""


def main() -> None:
    """Serve the app, open the page, and ask for both partitions."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        variables = {"GEOGAME_REGIONS": folder, "GEOGAME_RUNS": str(Path(folder) / "runs")}
        with served_page(variables) as served:
            found = measure(served)
    print(json.dumps(found) if options.json else "\n".join(f"{name}: {value}" for name, value in found.items()))


def measure(served: Served) -> dict[str, float]:
    """Return cells, seconds and processor seconds of both steps; the page was opened once before."""
    page = served.page
    served.go("Grid")
    _drawn(page, 243)
    served.go("About")
    page.get_by_role("heading", name="Privacy").wait_for()
    found = served.timed("usual", lambda: served.go("Grid"), partial(_drawn, page, 243))
    found["usual_cells"] = _cells(page)
    _choose_rectangles(page)
    rows = page.get_by_role("spinbutton", name="Rows")
    rows.fill(str(ROWS))
    found |= served.timed("many", lambda: rows.press("Enter"), partial(_drawn, page, 9000))
    return found | {"many_cells": _cells(page)}


def _choose_rectangles(page: Page) -> None:
    page.get_by_role("combobox", name="Cut into").click()
    page.get_by_role("option", name="columns and rows").click()
    columns = page.get_by_role("spinbutton", name="Columns")
    columns.fill(str(COLUMNS))
    columns.press("Enter")
    page.wait_for_function(f"{MAP}?.data?.cells?.features.length > 500")


def _drawn(page: Page, cells: int) -> None:
    """Wait until the map has drawn at least so many cells, and one more frame."""
    page.wait_for_function(
        f"(() => {{ const m = {MAP}; return m?.stage?.cells?.colours?.length >= {cells} && m.renders > 0; }})()"
    )
    page.evaluate("new Promise(requestAnimationFrame)")


def _cells(page: Page) -> int:
    return int(page.evaluate(f"{MAP}.data.cells.features.length"))


if __name__ == "__main__":
    main()
