"""The map in a real browser: exact clicks, a round by keyboard, and nothing asked of the server in between."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("playwright.sync_api", reason="playwright is not installed (requirements-dev.txt)")
from browser.map_driver import MapDriver
from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Page, Route

EXACT_DEG = 1e-4
AT_REST = "[data-testid=stApp][data-test-script-state=notRunning]"
Open = Callable[..., "Page"]


def test_clicks_are_exact_at_several_zooms_and_ask_the_server_nothing(open_page: Open, map_page: str) -> None:
    page = open_page(map_page)
    driver = MapDriver(page)
    button = page.locator(".confirm")
    expect(button).to_be_disabled()
    expect(button).to_have_text("Click the map to drop your pin")
    runs = driver.runs

    def click(across: float, down: float) -> None:
        x, y = driver.pixel(across, down)
        expected = driver.place_at(x, y)
        before = driver.ask("JSON.stringify(m.pin)")
        page.mouse.click(x, y)
        driver.wait(f"JSON.stringify(m.pin) !== {before!r}")
        assert driver.pin == pytest.approx(expected, abs=EXACT_DEG)
        page.wait_for_timeout(400)

    click(0.3, 0.4)
    click(0.62, 0.55)
    driver.wheel(0.6, 0.5, -500)
    click(0.25, 0.7)
    driver.drag((0.6, 0.5), (0.4, 0.35))
    click(0.7, 0.2)
    driver.wheel(0.3, 0.3, -700)
    click(0.51, 0.49)
    page.get_by_role("button", name="Zoom out").click()
    driver.settle()
    click(0.8, 0.8)
    assert driver.runs == runs, "clicking, dragging and zooming reran the page"

    guess = driver.pin
    button.click()
    expect(page.get_by_text(f"said={guess[0]:.6f},{guess[1]:.6f}")).to_be_visible()
    assert len(driver.said) == 1


def test_a_guess_by_keyboard_is_told_exactly_once(open_page: Open, map_page: str) -> None:
    page = open_page(map_page)
    driver = MapDriver(page)
    page.get_by_role("radio", name="Nothing").or_(page.get_by_role("button", name="Nothing")).first.focus()
    page.keyboard.press("Tab")
    assert driver.ask("document.activeElement.shadowRoot?.activeElement === m.controls.stage")
    expect(page.locator(".confirm")).to_have_text("Space drops the pin")
    box = driver.box
    for key in ("ArrowRight", "ArrowRight", "Shift+ArrowUp", "ArrowLeft"):
        page.keyboard.press(key)
    page.keyboard.press("Space")
    driver.wait("m.pin")
    expected = driver.place_at(box["x"] + box["width"] / 2 + 8, box["y"] + box["height"] / 2 - 80)
    assert driver.pin == pytest.approx(expected, abs=EXACT_DEG)
    expect(page.locator(".sr")).to_contain_text("Your pin: ")
    zoom = driver.view[2]
    page.keyboard.press("+")
    driver.wait(f"m.stage.viewport().zoom > {zoom}")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    guess = driver.pin
    expect(page.get_by_text(f"said={guess[0]:.6f},{guess[1]:.6f}")).to_be_visible()
    page.get_by_role("button", name="Rerun").click()
    expect(page.get_by_text("runs=3")).to_be_visible()
    assert len(driver.said) == 1


def test_drags_and_double_clicks_drop_no_stray_pins(open_page: Open, map_page: str) -> None:
    page = open_page(map_page)
    driver = MapDriver(page)
    driver.drag((0.5, 0.5), (0.6, 0.6))
    assert driver.pin is None
    x, y = driver.pixel(0.4, 0.5)
    expected, zoom = driver.place_at(x, y), driver.view[2]
    page.mouse.dblclick(x, y)
    driver.wait(f"m.stage.viewport().zoom > {zoom + 0.99}")
    driver.settle()
    assert driver.pin == pytest.approx(expected, abs=EXACT_DEG)
    assert driver.place_at(x, y) == pytest.approx(expected, abs=1e-3), "the place under the mouse stays there"


def test_zoom_and_pin_survive_reruns_and_remounts_until_a_new_round(open_page: Open, map_page: str) -> None:
    page = open_page(map_page)
    driver = MapDriver(page)
    start = driver.view
    driver.wheel(0.3, 0.4, -600)
    page.mouse.click(*driver.pixel(0.45, 0.5))
    driver.wait("m.pin")
    view, pin = driver.view, driver.pin
    page.get_by_role("button", name="Rerun").click()
    expect(page.get_by_text("runs=2")).to_be_visible()
    assert driver.view == pytest.approx(view)
    page.get_by_text("Nothing", exact=True).click()
    driver.wait("!m")
    page.get_by_text("Map", exact=True).click()
    driver.wait("m && m.stage?.viewport()")
    driver.settle()
    assert driver.view == pytest.approx(view)
    assert driver.pin == pin
    page.get_by_role("button", name="Hold").click()
    expect(page.locator(".confirm")).to_have_text("One moment …")
    expect(page.locator(".confirm")).to_be_disabled()
    page.get_by_role("button", name="Next round").click()
    driver.wait("m.reset === '2'")
    driver.settle()
    assert driver.pin is None
    assert driver.view == pytest.approx(start, abs=1e-6)


def touch(one: list[float], other: list[float]) -> bool:
    """Whether two boxes, each left, top, right, bottom, share a pixel."""
    return one[0] < other[2] and one[2] > other[0] and one[1] < other[3] and one[3] > other[1]


def test_a_reveal_shows_every_mark_and_belief_without_asking_again(open_page: Open, map_page: str) -> None:
    page = open_page(map_page, reduced_motion="reduce")
    driver = MapDriver(page)
    assert driver.ask("m.data.rounds.length") == 0, "nothing about the truth before the guess"
    page.get_by_role("button", name="Reveal").click()
    driver.wait("m.mode === 'reveal' && m.result.items.length === 5")
    driver.settle()
    box = driver.box
    for place in driver.ask("m.result.places().map((p) => m.stage.viewport().project(p))"):
        assert 0 < place[0] < box["width"]
        assert 40 < place[1] < box["height"]
    expect(page.locator(".lines text")).to_have_count(2)
    names = driver.ask("m.labels.taken.slice(m.result.taken.length)")
    assert len(names) > 5, "names of states are on the map"
    assert not [(name, other) for name in names for other in driver.ask("m.result.taken") if touch(name, other)]
    expect(page.locator(".overlay .mark.you:not(.hidden)")).to_have_count(1)
    expect(page.locator(".overlay .mark.model text")).to_have_text("A")
    expect(page.locator(".overlay .mark.truth")).to_have_count(1)
    assert page.locator(".legend").inner_text().count("CNN <b>LSTM</b>") == 1, "names are text, never markup"
    runs = driver.runs
    page.locator(".choices input").nth(3).focus()
    page.keyboard.press("ArrowLeft")
    driver.wait("m.view === 2 && m.stage.cells.probabilities === m.data.belief[2]")
    assert driver.runs == runs
    page.get_by_role("button", name="Summary").click()
    driver.wait("m.mode === 'summary' && m.result.places().length === 15")
    expect(page.locator(".overlay .mark.truth text")).to_have_text(["1", "2", "3", "4", "5"])


def test_a_tap_on_a_phone_drops_the_pin_and_the_map_grows(open_page: Open, map_page: str) -> None:
    page = open_page(map_page, size=(390, 844), theme="dark", has_touch=True, is_mobile=True)
    driver = MapDriver(page)
    x, y = driver.pixel(0.5, 0.5)
    expected, height = driver.place_at(x, y), driver.box["height"]
    page.touchscreen.tap(x, y)
    driver.wait("m.pin")
    assert driver.pin == pytest.approx(expected, abs=EXACT_DEG)
    driver.wait(f"m.controls.stage.clientHeight > {height}")
    confirm = page.locator(".confirm").bounding_box()
    assert confirm["height"] >= 44
    assert confirm["width"] > 340


def test_a_map_that_comes_late_stays_though_the_server_has_spoken_again_meanwhile(
    open_page: Open, map_page: str
) -> None:
    page = open_page("about:blank")
    held: list[Route] = []
    page.route("**/map.js", lambda route: held.append(route))  # noqa: PLW0108 - playwright marks it
    page.goto(map_page)
    page.get_by_role("button", name="Hold").click()
    expect(page.get_by_text("runs=3")).to_be_visible()
    page.locator(AT_REST).wait_for()
    for route in held:
        route.continue_()
    assert MapDriver(page).ask("m.data.can_confirm") is False


def test_a_browser_without_webgl_is_told_so(open_page: Open, map_page: str) -> None:
    page = open_page("about:blank")
    page.add_init_script(
        "const get = HTMLCanvasElement.prototype.getContext;"
        "HTMLCanvasElement.prototype.getContext = function (kind, ...rest) {"
        " return kind.startsWith('webgl') ? null : get.call(this, kind, ...rest); };"
    )
    page.goto(map_page)
    expect(page.locator(".message")).to_contain_text("WebGL 2 is switched off or missing", timeout=60_000)
