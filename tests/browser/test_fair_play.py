"""Nothing that reaches the browser before a guess says where the place is; all that goes over the wire is looked at."""

from __future__ import annotations

import base64
import io
import struct
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import fake_folders
import pytest
from PIL import Image

pytest.importorskip("playwright.sync_api", reason="playwright is not installed (requirements-dev.txt)")
from browser.app_server import App, serving_app
from browser.map_driver import MapDriver
from browser.traffic import Secret, is_shipped, of_bytes, of_frames, of_picture, of_text
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from geogame.catalog import open_catalog
from geogame.regions.states import state_of
from geogame.sources.intake import ImportOptions, import_folder

if TYPE_CHECKING:
    from playwright.sync_api import Page, Response

SPOTS = ((33.448376, -104.523187), (35.083912, -90.046178), (44.951273, -89.637419))
ROUNDS = len(SPOTS)
CELLS = "fishnet:0.5"
"""So many that these places' cells have numbers of four digits, which mean nothing else."""
FOUR_DIGITS = 1000
OMAHA = Secret("u6f2a91c", 41.2565, -95.9345, 48_217, "Nebraska")


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Photographs as telephones write them, with the place in each file, taken in as a dataset to play."""
    folder = tmp_path_factory.mktemp("fair")
    photographs, out = folder / "photographs", folder / "places"
    photographs.mkdir()
    for seed, (lat, lon) in enumerate(SPOTS):
        (photographs / f"{lat}_{lon}.jpg").write_bytes(fake_folders.photo(lat, lon, seed))
    options = ImportOptions("photographs", "usa", partition=CELLS, splits=(("test", 1.0),))
    import_folder(photographs, out, options, today=date(2026, 1, 31), workers=1)
    return out


@pytest.fixture(scope="module")
def app(places: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    folder = tmp_path_factory.mktemp("fair_app")
    with serving_app(folder, datasets=places, models=folder / "none") as served:
        yield served


@pytest.fixture(scope="module")
def secrets(places: Path) -> list[Secret]:
    rows = open_catalog(places).locations.itertuples()
    found = [Secret(row.id, row.lat, row.lon, int(row.cell), state_of(row.lat, row.lon)) for row in rows]
    assert len(found) == ROUNDS
    assert all(secret.cell >= FOUR_DIGITS and secret.state for secret in found)
    return found


@pytest.mark.parametrize(
    ("text", "given_away"),
    [
        ('{"lat": 41.2565}', {"coordinates"}),
        ("-95.93", {"coordinates"}),
        ("0.72006177", {"coordinates"}),
        ("41.3° N", {"coordinates"}),
        ("in nebraska", {"state"}),
        ("[48217, 3]", {"cell"}),
        ("/media/u6f2a91c.webp", {"id"}),
        ("41.9, 95, 148217, 4821.7, nebraskan", set()),
    ],
)
def test_what_would_give_a_place_away_is_noticed(text: str, given_away: set[str]) -> None:
    assert of_text(text, OMAHA) == given_away


def test_coordinates_in_bytes_and_in_a_picture_s_metadata_are_noticed() -> None:
    assert of_bytes(b"x" + struct.pack(">d", 41.2565), OMAHA) == {"coordinates"}
    assert of_bytes(b"xyz" + struct.pack("<f", -95.9345), OMAHA) == {"coordinates"}
    image, out = Image.new("RGB", (8, 8)), io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "41 N"
    image.save(out, "JPEG", exif=exif)
    address = f"data:image/jpeg;base64,{base64.b64encode(out.getvalue()).decode()}"
    assert of_text(address, OMAHA) == of_picture(out.getvalue(), OMAHA) == {"metadata"}


def given_away(page: Page, secrets: list[Secret], since: tuple[int, int] = (0, 0)) -> dict[str, set[str]]:
    """What messages since then give away, by place; places of which nothing is said are left out."""
    sent, received = page.watch.sent[since[0] :], page.watch.received[since[1] :]
    found = {
        secret.id: of_frames(received, ForwardMsg, secret) | of_frames(sent, BackMsg, secret) for secret in secrets
    }
    return {name: what for name, what in found.items() if what}


def test_nothing_on_the_wire_gives_a_place_away_before_its_guess(app: App, secrets: list[Secret], open_page) -> None:
    page = open_page("about:blank", size=(1120, 640))
    served: list[Response] = []
    page.on("response", lambda response: served.append(response))  # noqa: PLW0108 - playwright marks it
    page.goto(app.address)
    page.get_by_role("radio", name="3", exact=True).click()
    page.get_by_role("button", name="Start the game").click()
    game_map = MapDriver(page)
    open_, seen = list(secrets), (0, 0)
    for index in range(ROUNDS):
        page.locator(".gg-bar[data-stage=guess]").wait_for()
        game_map.wait("m.data.mode === 'guess' && !m.pin && m.data.can_confirm")
        game_map.settle()
        page.mouse.click(*game_map.pixel(0.5, 0.5))
        page.get_by_role("button", name="Confirm guess").wait_for()
        html = page.content()
        assert not set().union(*(of_text(html, secret) for secret in open_))
        assert given_away(page, open_, seen) == {}
        seen = len(page.watch.sent), len(page.watch.received)
        page.get_by_role("button", name="Confirm guess").click()
        page.locator(".gg-bar[data-stage=reveal]").wait_for()
        page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()
        told = given_away(page, secrets, seen)
        revealed = [secret for secret in open_ if {"coordinates", "state", "cell"} <= told.get(secret.id, set())]
        assert len(revealed) == 1, f"the check finds nothing where there is something to find: {told}"
        open_.remove(revealed[0])
        assert given_away(page, open_, seen) == {}
        seen = len(page.watch.sent), len(page.watch.received)
        page.get_by_role("button", name="See the result" if index + 1 == ROUNDS else "Next round").click()
    page.locator(".gg-bar[data-stage=summary]").wait_for()
    for response in served:
        content = response.body() if response.status == 200 else b""
        if content and not is_shipped(response.url, content):
            text = response.url + " " + content.decode(errors="replace")
            assert not set().union(*(of_text(text, secret) | of_bytes(content, secret) for secret in secrets))
