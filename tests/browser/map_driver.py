"""Hands and eyes on the map in a browser: where it is, what it shows, and where a pixel lies on Earth."""

from __future__ import annotations

import math
import re
from typing import Any

from browser.started import PATIENCE_S
from playwright.sync_api import Page

FIND = """[...document.querySelectorAll('[data-testid=stBidiComponentIsolated]')]
  .map((host) => host.shadowRoot?.querySelector('.root')?.map).find(Boolean)"""
TIMEOUT_MS = 1000 * PATIENCE_S
TILE_PX = 512


class MapDriver:
    """The map on a page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        page.set_default_timeout(TIMEOUT_MS)
        self.wait("m && m.renders > 0 && m.areas && m.stage?.viewport()")
        self.settle()

    def ask(self, expression: str) -> Any:
        """Value of a JavaScript expression in which ``m`` is the map."""
        return self.page.evaluate(f"(() => {{ const m = {FIND}; return {expression}; }})()")

    def wait(self, condition: str) -> None:
        """Wait until a JavaScript expression about the map ``m`` holds."""
        self.page.wait_for_function(
            f"(() => {{ const m = {FIND}; return Boolean({condition}); }})()", timeout=TIMEOUT_MS
        )

    def settle(self) -> None:
        """Wait until the view rests: the same in ten frames one after the other."""
        self.page.evaluate(
            f"""async () => {{
              let [last, same] = ['', 0];
              while (same < 10) {{
                await new Promise(requestAnimationFrame);
                const v = ({FIND}).stage.viewport();
                const now = [v.longitude, v.latitude, v.zoom, v.width, v.height].join();
                same = now === last ? same + 1 : 0;
                last = now;
              }}
            }}"""
        )

    @property
    def view(self) -> tuple[float, float, float]:
        """Longitude, latitude and zoom of the middle."""
        return tuple(self.ask("(({longitude, latitude, zoom}) => [longitude, latitude, zoom])(m.stage.viewport())"))

    @property
    def box(self) -> dict[str, float]:
        """Where the map lies on the page, pixels."""
        return self.ask(
            "(({x, y, width, height}) => ({x, y, width, height}))(m.controls.stage.getBoundingClientRect())"
        )

    @property
    def pin(self) -> tuple[float, float] | None:
        """Latitude and longitude of the pin."""
        place = self.ask("m.pin")
        return None if place is None else (place[1], place[0])

    @property
    def runs(self) -> int:
        """How often the server ran the page."""
        return int(re.search(r"runs=(\d+)", self.page.get_by_text("runs=").inner_text()).group(1))

    @property
    def said(self) -> list[tuple[float, float]]:
        """Guesses the server was told."""
        text = self.page.get_by_text("said=").inner_text().removeprefix("said=").strip()
        return [tuple(float(part) for part in guess.split(",")) for guess in text.split(";") if guess]

    def place_at(self, x: float, y: float) -> tuple[float, float]:
        """Latitude and longitude under a pixel of the page, from the view's middle and zoom by Mercator's formula."""
        longitude, latitude, zoom = self.view
        box, world = self.box, TILE_PX * 2**zoom
        wide, high = self.ask("[m.stage.viewport().width, m.stage.viewport().height]")
        sine = math.sin(math.radians(latitude))
        middle = 0.5 - math.log((1 + sine) / (1 - sine)) / (4 * math.pi)
        down = middle + ((y - box["y"]) / box["height"] - 0.5) * high / world
        lat = math.degrees(math.atan(math.sinh((0.5 - down) * 2 * math.pi)))
        return lat, longitude + ((x - box["x"]) / box["width"] - 0.5) * wide / world * 360

    def pixel(self, across: float, down: float) -> tuple[float, float]:
        """Page pixel at these shares of the map's width and height; whole pixels, as a mouse has them."""
        box = self.box
        return round(box["x"] + across * box["width"]), round(box["y"] + down * box["height"])

    def drag(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        """Drag the map and let it come to rest."""
        self.page.mouse.move(*self.pixel(*start))
        self.page.mouse.down()
        self.page.mouse.move(*self.pixel(*end), steps=6)
        self.page.mouse.up()
        self.settle()

    def wheel(self, across: float, down: float, amount: float) -> None:
        """Turn the wheel over a place of the map and let it come to rest."""
        before = self.view
        self.page.mouse.move(*self.pixel(across, down))
        self.page.mouse.wheel(0, amount)
        self.wait(f"m.stage.viewport().zoom !== {before[2]!r}")
        self.settle()
