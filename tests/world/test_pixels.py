"""The world looks as it did when its version was set: catalogs and checkpoints rely on that.

A change that alters pictures must raise ``RENDERER_VERSION`` and write the small pictures anew with
``python tests/world/test_pixels.py``; then everything rendered and trained from the old world is to be made again.
"""

import json
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from geogame.world import fingerprint
from geogame.world.place import Place
from geogame.world.render import render_place

EXPECTED = Path(__file__).parents[1] / "data" / "world_pixels.json"
PLACES = {
    "iowa-july": Place(42.05, -93.9, 200, 16.0, 106),
    "oregon-coast": Place(44.62, -124.04, 200, 15.0, 101),
    "utah-mesas": Place(36.98, -110.12, 270, 15.5, 103),
    "vermont-october": Place(44.1, -72.7, 283, 10.5, 113),
    "idaho-snow": Place(46.8, -116.1, 40, 11.0, 5),
    "manhattan": Place(40.75, -73.98, 160, 12.0, 114),
}
HEADINGS_DEG = (0.0, 90.0, 180.0, 270.0)


def thumbnails(place: Place) -> NDArray[np.float64]:
    """``(4, 6, 12, 3)``: the mean colour of 8×8 blocks of the four views at 96×48."""
    views = render_place(place, HEADINGS_DEG, 96, 48, detail="training").astype(np.float64)
    return views.reshape(4, 6, 8, 12, 8, 3).mean((2, 4))


@pytest.mark.parametrize("name", PLACES)
def test_pictures_are_those_of_this_fingerprint(name: str) -> None:
    expected = json.loads(EXPECTED.read_text(encoding="utf-8"))
    assert expected["fingerprint"] == fingerprint(), "the world's facts or tables changed: see this module's docstring"
    difference = np.abs(thumbnails(PLACES[name]) - np.array(expected["places"][name]))
    assert difference.mean() < 0.25, "the renderer draws another picture: see this module's docstring"
    assert difference.max() < 6


def main() -> None:
    """Write the small pictures of the world as it is now."""
    places = {name: np.round(thumbnails(place), 1).tolist() for name, place in PLACES.items()}
    text = json.dumps({"fingerprint": fingerprint(), "places": places}, separators=(",", ":"))
    EXPECTED.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
