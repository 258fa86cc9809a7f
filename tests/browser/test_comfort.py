"""What makes the game easy: the first steps for newcomers, help at a key, and paper for who beat the model."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
import stand_in

pytest.importorskip("playwright.sync_api", reason="playwright is not installed (requirements-dev.txt)")
from browser.app_server import App, serving_app
from browser.map_driver import MapDriver
from playwright.sync_api import expect

from geogame.ui import texts

if TYPE_CHECKING:
    from playwright.sync_api import Page

PHONE = (390, 844)


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    folder = tmp_path_factory.mktemp("comfort")
    stand_in.build_stand_in(folder / "places", limit=6, width=128, height=64, splits=(("test", 1.0),))
    with serving_app(folder, datasets=folder / "places", models=folder / "none") as served:
        yield served


def inside(page: Page, box: dict[str, float]) -> bool:
    """Whether a box lies in the window."""
    size = page.viewport_size
    return (
        box["x"] >= 0
        and box["y"] >= 0
        and box["x"] + box["width"] <= size["width"]
        and box["y"] + box["height"] <= size["height"]
    )


def test_newcomers_get_three_steps_once_and_everyone_gets_help_at_a_key(app: App, open_page) -> None:
    page = open_page(app.address, size=PHONE, new=True)
    page.get_by_role("button", name="Start the game").click()
    steps = page.get_by_role("region", name=texts.TOUR_WORDS["label"])
    for number, (title, _) in enumerate(texts.TOUR, 1):
        expect(steps.get_by_role("heading")).to_have_text(title)
        assert inside(page, steps.bounding_box())
        last = number == len(texts.TOUR)
        steps.get_by_role("button", name=texts.TOUR_WORDS["done" if last else "next"]).click()
    expect(steps).to_have_count(0)
    MapDriver(page)
    helps = page.locator(".gg-help")
    page.keyboard.press("?")
    expect(helps).to_have_attribute("open", "")
    assert inside(page, helps.locator(".gg-card").bounding_box())
    switch = page.get_by_role("button", name=texts.SOUND_SWITCH)
    assert switch.get_attribute("aria-pressed") == "false", "sound is off by default"
    switch.click()
    expect(switch).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("Escape")
    expect(helps).not_to_have_attribute("open", "")
    page.keyboard.press("?")
    page.get_by_role("button", name=texts.TOUR_AGAIN).click()
    expect(steps).to_have_count(1)
    page.keyboard.press("Escape")
    expect(steps).to_have_count(0)
    other_tab = page.context.new_page()
    other_tab.goto(app.address)
    other_tab.get_by_role("button", name="Start the game").click()
    other_tab.locator(".gg-bar[data-stage=guess]").wait_for()
    MapDriver(other_tab)
    expect(other_tab.get_by_role("region", name=texts.TOUR_WORDS["label"])).to_have_count(0)
    other_tab.keyboard.press("?")
    expect(other_tab.get_by_role("button", name=texts.SOUND_SWITCH)).to_have_attribute("aria-pressed", "true")


def test_enter_belongs_to_the_control_the_keyboard_reached_and_else_goes_on(app: App, open_page) -> None:
    page = open_page(app.address)
    page.get_by_role("button", name="Start the game").click()
    game_map = MapDriver(page)
    page.mouse.click(*game_map.pixel(0.5, 0.5))
    page.get_by_role("button", name=texts.CONFIRM).click()
    page.locator(".gg-bar[data-stage=reveal]").wait_for()
    page.keyboard.press("Tab")
    helps = page.locator(".gg-help")
    helps.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(helps).to_have_attribute("open", "")
    page.keyboard.press("Escape")
    expect(helps).not_to_have_attribute("open", "")
    page.locator(".gg-bar[data-stage=reveal]").wait_for()
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("Enter")
    page.locator(".gg-bar[data-stage=guess]").wait_for()


@pytest.mark.parametrize(("motion", "shown"), [("no-preference", "block"), ("reduce", "none")])
def test_paper_falls_only_where_motion_is_allowed(chromium, motion: str, shown: str) -> None:
    from geogame.ui.page import _STYLE
    from geogame.ui.play.markup import confetti

    page = chromium.new_page(reduced_motion=motion)
    page.set_content(f"<style>{_STYLE.read_text(encoding='utf-8')}</style>{confetti()}")
    paper = page.locator(".gg-confetti")
    assert paper.evaluate("(e) => getComputedStyle(e).display") == shown
    running = page.evaluate("document.getAnimations().length")
    assert running == (page.locator(".gg-confetti i").count() if shown == "block" else 0)
    page.close()
