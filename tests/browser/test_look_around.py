"""The full turn in a real browser: colours, keys, drag, compass, life without WebGL, and a round with a free look."""

from __future__ import annotations

import io
import re
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
import pytest
import stand_in
from fake_panoramas import SKY, add_panoramas, colour_at
from numpy.typing import NDArray
from PIL import Image

pytest.importorskip("playwright.sync_api", reason="playwright is not installed (requirements-dev.txt)")
from browser.app_server import App, serving_app
from browser.map_driver import MapDriver
from browser.started import PATIENCE_S
from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Page

SMALL = (1120, 640)
NO_WEBGL = """
const real = HTMLCanvasElement.prototype.getContext;
HTMLCanvasElement.prototype.getContext = function (kind, ...rest) {
  return this.classList.contains("sphere") ? null : real.call(this, kind, ...rest);
};"""
LOSE = "(c) => { window.device = c.getContext('webgl2').getExtension('WEBGL_lose_context'); device.loseContext(); }"


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    folder = tmp_path_factory.mktemp("roomy")
    places = folder / "places"
    stand_in.build_stand_in(places, limit=12, width=128, height=64, splits=(("test", 1.0),))
    add_panoramas(places, 4)
    with serving_app(folder, datasets=places, models=folder / "none") as served:
        yield served


def start(page: Page, *, free: bool = True) -> Page:
    """Start a game of three rounds."""
    page.get_by_role("radio", name="3", exact=True).click()
    if free:
        page.get_by_text("More: look around").click()
        page.get_by_text("Look around freely").click()
    page.get_by_role("button", name="Start the game").click()
    page.locator(".gg-bar[data-stage=guess]").wait_for()
    return page


def sphere(page: Page) -> Page:
    """Focus the panorama once it is drawn and rests."""
    page.locator("canvas.sphere").wait_for()
    page.locator("canvas.sphere").focus()
    looks(page, 0)
    return page


def looks(page: Page, heading: int) -> None:
    """Wait until the panorama has come to rest in a direction, and says so to everyone."""
    expect(page.locator("canvas.sphere")).to_have_attribute("aria-label", re.compile(rf", {heading}°\."))
    expect(page.locator(".heading")).to_have_text(re.compile(rf", {heading}°$"))
    expect(page.locator(".views .live")).to_have_text(re.compile(rf", {heading}°$"))


def seen(page: Page) -> NDArray[np.uint8]:
    """What the panorama shows inside the focus ring and the buttons, ``(height, width, 3)``."""
    shot = page.locator(".st-key-gg_views .frame").screenshot()
    with Image.open(io.BytesIO(shot)) as image:
        return np.asarray(image.convert("RGB"))[:, 70:-70][8:-8]


def drawn(page: Page) -> Page:
    """Wait until the panorama has been drawn as it is now: it is at most once a frame."""
    page.evaluate("() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))")
    return page


def other_than(page: Page, before: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Wait until the panorama shows something else."""
    end = time.monotonic() + PATIENCE_S
    while (now := seen(page)).shape == before.shape and (now == before).all():
        assert time.monotonic() < end, "the panorama never changes"
    return now


def middle(picture: NDArray[np.uint8], down: float, right: int = 0) -> tuple[int, ...]:
    """Colour so far down and so many pixels right of the middle column."""
    height, width = picture.shape[:2]
    return tuple(int(value) for value in picture[int(height * down), width // 2 + right])


def test_every_direction_has_its_own_colour_exactly_and_the_turn_closes(app: App, open_page) -> None:
    page = sphere(start(open_page(app.address, size=SMALL, reduced_motion="reduce")))
    for heading in range(15, 361, 15):
        page.keyboard.press("ArrowRight")
        looks(page, heading % 360)
        if heading % 45:
            assert middle(seen(page), 0.7) == colour_at(heading), heading
        if heading == 180:  # where the picture's left and right edges meet
            picture = seen(page)
            height, width = picture.shape[:2]
            assert (picture[int(height * 0.3), width // 6 : -width // 6] == SKY).all()
            assert (middle(picture, 0.7, -60), middle(picture, 0.7, 60)) == (colour_at(170), colour_at(190))


def test_keys_turn_tilt_zoom_and_come_home(app: App, open_page) -> None:
    page = sphere(start(open_page(app.address, size=SMALL, reduced_motion="reduce")))
    home = seen(page)
    page.keyboard.press("ArrowLeft")
    looks(page, 345)
    expect(page.locator(".heading")).to_have_text("Looking north, 345°")
    assert page.locator(".dial").evaluate("(dial) => dial.style.transform") == "rotate(-345deg)"
    north = seen(page)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert (middle(north, 0.4), middle(seen(drawn(page)), 0.4)) == (SKY, colour_at(345))
    page.keyboard.press("Home")
    looks(page, 0)
    assert (seen(page) == home).all()
    page.keyboard.press("+")
    assert (seen(drawn(page)) != home).any()
    page.keyboard.press("-")
    assert (seen(drawn(page)) == home).all()


def test_drag_wheel_and_strip_turn_it_without_the_server(app: App, open_page) -> None:
    page = sphere(start(open_page(app.address, size=SMALL, reduced_motion="reduce")))
    MapDriver(page)
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()
    sent = len(page.watch.sent)
    before = seen(page)
    box = page.locator("canvas.sphere").bounding_box()
    x, y = box["x"] + box["width"] * 0.75, box["y"] + box["height"] * 0.7
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - box["width"] / 2, y, steps=6)
    page.mouse.up()
    expect(page.locator(".views .live")).not_to_have_text(re.compile(", 0°$"))  # told once the panorama rests
    heading = int(re.search(r"(\d+)°", page.locator(".heading").inner_text())[1])
    assert 30 <= heading <= 70, "half a frame is about half a field of view, and nothing coasts on"
    turned = seen(drawn(page))
    assert (turned != before).any()
    page.mouse.wheel(0, -300)
    other_than(page, turned)
    looks(page, heading)
    page.get_by_role("tab", name="Look east").click()
    looks(page, 90)
    assert page.get_by_role("tab", name="Look east").get_attribute("aria-selected") == "true"
    assert len(page.watch.sent) == sent


def test_a_whole_round_with_a_free_look(app: App, open_page) -> None:
    page = sphere(start(open_page(app.address, size=SMALL)))
    assert page.locator(".gg-kind").inner_text() == "Free look"
    page.keyboard.press("ArrowRight")
    looks(page, 15)
    game_map = MapDriver(page)
    page.mouse.click(*game_map.pixel(0.5, 0.5))
    page.get_by_role("button", name="Confirm guess").click()
    page.locator(".gg-bar[data-stage=reveal]").wait_for()
    page.get_by_text("This game is counted apart").wait_for()
    page.get_by_role("button", name="Next round").click()
    page.locator(".gg-bar[data-stage=guess]").wait_for()
    looks(page, 0)
    assert app.left_the_machine == []


def test_a_game_on_the_same_views_has_no_full_turn(app: App, open_page) -> None:
    page = start(open_page(app.address, size=SMALL), free=False)
    page.locator(".tabs canvas").first.wait_for()
    assert page.locator("canvas.sphere").is_hidden()
    assert page.locator(".mode").is_hidden()
    assert page.locator(".gg-kind").count() == 0


def test_without_webgl_the_views_are_shown_and_say_why(app: App, open_page) -> None:
    page = open_page("about:blank", size=SMALL)
    page.add_init_script(NO_WEBGL)
    page.goto(app.address)
    start(page)
    page.get_by_text("Looking around needs WebGL").wait_for()
    assert page.locator("canvas.sphere").is_hidden()
    page.get_by_role("button", name="Turn right").click()
    page.locator(".heading").filter(has_text="Looking east").wait_for()


def test_a_lost_device_shows_the_views_until_it_is_back(app: App, open_page) -> None:
    page = sphere(start(open_page(app.address, size=SMALL, reduced_motion="reduce")))
    page.keyboard.press("ArrowRight")
    looks(page, 15)
    page.locator("canvas.sphere").evaluate(LOSE)
    page.get_by_text("The graphics device stopped drawing").wait_for()
    assert page.locator("canvas.sphere").is_hidden()
    page.evaluate("device.restoreContext()")
    page.locator("canvas.sphere").wait_for()
    assert middle(seen(drawn(page)), 0.7) == colour_at(15)


def test_the_button_changes_between_the_full_turn_and_the_views(app: App, open_page) -> None:
    page = sphere(start(open_page(app.address, size=SMALL, reduced_motion="reduce")))
    page.get_by_role("button", name="The model's views").click()
    page.locator("canvas.sphere").wait_for(state="hidden")
    expect(page.locator(".heading")).to_have_text("Looking north")
    page.get_by_role("button", name="Look around").click()
    page.locator("canvas.sphere").wait_for()
    assert middle(seen(drawn(page)), 0.3) == SKY
