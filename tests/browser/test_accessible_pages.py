"""No page is hard to use for whoever reads or presses it by other means: axe-core finds no serious violation."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("playwright.sync_api", reason="playwright is not installed (requirements-dev.txt)")
from axe_core_python.base import AXE_SCRIPT
from browser.app_server import App, serving_app
from browser.map_driver import TIMEOUT_MS, MapDriver
from browser.started import ROOT
from playwright.sync_api import expect

from geogame.ui import texts
from geogame.ui.play import words as words_of_play
from geogame.ui.reveal import words
from geogame.ui.theme import palette

if TYPE_CHECKING:
    from playwright.sync_api import Page

GRAVE = {"serious", "critical"}
ALSO = {"heading-order"}
"""What axe-core thinks less grave and we do not: one who listens finds their way by the headings."""
WIDE, PHONE = (1120, 700), (390, 844)
SIZES = (PHONE, WIDE)
"""What is open is looked at in one size after the other; a theme is opened anew."""
THEMES = ("light", "dark")
ROUNDS = 3
DRESSED = "(paper) => getComputedStyle(document.documentElement).getPropertyValue('--gg-paper').trim() === paper"
STILL = """document.getAnimations().every(
  (each) => each.playState !== "running" || each.effect.getTiming().iterations === Infinity)"""


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    folder = tmp_path_factory.mktemp("accessible")
    places = ROOT / "geogame" / "data" / "usa-rendered-heldout"
    with serving_app(folder, datasets=places, models=ROOT / "models") as served:
        yield served


def at_rest(page: Page) -> None:
    """Wait until the server has drawn the page and nothing on it moves any more."""
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()
    page.wait_for_function(STILL)


def violations(page: Page) -> list[str]:
    """What axe-core finds grave on the page, each with the elements it is about."""
    at_rest(page)
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate("axe.run(document, { resultTypes: ['violations'] })")["violations"]
    return [
        f"{each['id']}: {each['help']}: {[(node['html'][:200], node['failureSummary']) for node in each['nodes']]}"
        for each in found
        if each["impact"] in GRAVE or each["id"] in ALSO
    ]


def rgb(colour: str) -> str:
    """``#rrggbb`` as a browser says it."""
    return "rgb({}, {}, {})".format(*bytes.fromhex(colour[1:]))


def found_in_every_size(page: Page, theme: str) -> dict[str, list[str]]:
    """What axe-core finds in each size that has something; afterwards the page is wide."""
    found = {}
    page.wait_for_function(DRESSED, arg=palette(theme).paper)
    for size in SIZES:
        page.set_viewport_size(dict(zip(("width", "height"), size, strict=True)))
        found[f"{size}"] = violations(page)
    return {size: what for size, what in found.items() if what}


def test_axe_notices_what_is_wrong(chromium) -> None:
    page = chromium.new_page()
    page.set_content(
        "<html lang='en'><title>t</title><main data-testid='stApp' data-test-script-state='notRunning'>"
        "<button></button><p style='color:#ccc'>pale</p><h1>first</h1><h3>third</h3></main></html>"
    )
    assert {each.split(":")[0] for each in violations(page)} == {"button-name", "color-contrast", *ALSO}
    page.close()


@pytest.mark.parametrize("theme", THEMES)
def test_every_page_is_accessible(app: App, open_page, theme: str) -> None:
    page = open_page(app.address, size=WIDE, theme=theme)
    page.set_default_timeout(TIMEOUT_MS)
    page.get_by_role("button", name=texts.START).wait_for()
    found = {texts.PLAY_PAGE: found_in_every_size(page, theme)}
    for name in (
        texts.PHOTO_PAGE,
        texts.GRID_PAGE,
        texts.DATASET_PAGE,
        texts.MODELS_PAGE,
        texts.TRAINING_PAGE,
        texts.LEADERBOARD_PAGE,
        texts.ABOUT_PAGE,
    ):
        before = page.locator("h1").first.inner_text()
        page.get_by_role("link", name=name, exact=True).click()
        expect(page.locator("h1").first).not_to_have_text(before)
        found[name] = found_in_every_size(page, theme)
    assert {name: what for name, what in found.items() if what} == {}


@pytest.mark.parametrize("theme", THEMES)
def test_a_game_is_accessible_from_the_first_steps_to_the_summary(app: App, open_page, theme: str) -> None:
    page = open_page(app.address, size=WIDE, theme=theme, new=True)
    page.set_default_timeout(TIMEOUT_MS)
    page.get_by_role("radio", name=str(ROUNDS), exact=True).click()
    page.get_by_text(words_of_play.MORE).click()
    others = page.get_by_role("combobox", name=words_of_play.OTHERS_LABEL)
    others.focus()
    at_rest(page)  # the list closes when what is below it moves
    others.press("ArrowDown")
    page.get_by_role("option", name=texts.opponent_name("random")).click()
    page.locator("[data-tag]").wait_for()
    others.press("Escape")
    found = {"choices": violations(page)}
    others.press("Backspace")
    expect(page.locator("[data-tag]")).to_have_count(0)
    page.get_by_role("button", name=texts.START).click()
    game_map = MapDriver(page)
    for index in range(ROUNDS):
        game_map.wait("m.data.mode === 'guess' && !m.pin && m.data.can_confirm")
        game_map.settle()
        if index == 0:
            page.keyboard.press("?")
            found["guess"] = found_in_every_size(page, theme)
            page.keyboard.press("Escape")
            page.keyboard.press("Escape")
            game_map.settle()
        page.mouse.click(*game_map.pixel(0.5, 0.5))
        page.get_by_role("button", name=texts.CONFIRM).click()
        page.locator(".gg-bar[data-stage=reveal]").wait_for()
        if index == 0:
            page.get_by_text(words.WHY).click()
            page.get_by_role("button", name=words.SHOW).click()
            page.locator(".gg-heat img").first.wait_for()
            found["reveal"] = found_in_every_size(page, theme)
        page.get_by_role("button", name=texts.SEE_RESULT if index + 1 == ROUNDS else texts.NEXT_ROUND).click()
    page.locator(".gg-bar[data-stage=summary]").wait_for()
    found["summary"] = found_in_every_size(page, theme)
    assert {name: what for name, what in found.items() if what} == {}


def test_a_theme_that_turns_while_a_page_is_open_colours_all_of_it(app: App, open_page) -> None:
    page = open_page(app.address, size=WIDE)
    for theme in ("light", "dark", "light"):
        page.emulate_media(color_scheme=theme)
        page.wait_for_function(DRESSED, arg=palette(theme).paper)
        expect(page.locator(".stApp")).to_have_css("background-color", rgb(palette(theme).paper))
        expect(page.locator("h1").first).to_have_css("color", rgb(palette(theme).ink))


def test_the_game_starts_without_scrolling_on_a_phone(app: App, open_page) -> None:
    page = open_page(app.address, size=PHONE)
    page.get_by_role("button", name=texts.START).wait_for()
    at_rest(page)
    box = page.get_by_role("button", name=texts.START).bounding_box()
    assert box["y"] + box["height"] <= PHONE[1]
