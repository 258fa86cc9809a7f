"""Whole games in a real browser: with the mouse, with the keyboard, on a phone, and nothing leaves the machine."""

from __future__ import annotations

import contextlib
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import stand_in

pytest.importorskip("playwright.sync_api", reason="playwright is not installed (requirements-dev.txt)")
from browser.app_server import WATCHED, App, serving_app
from browser.map_driver import FIND, TIMEOUT_MS, MapDriver
from playwright.sync_api import TimeoutError, expect  # noqa: A004 - its own, not the built-in one
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

if TYPE_CHECKING:
    from playwright.sync_api import Page

MAX_TABS = 40
PATIENCE_MS = 5_000
SMALL = (1120, 640)
"""Wide enough for picture beside map, and no larger: software draws every pixel here."""


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    folder = tmp_path_factory.mktemp("app")
    stand_in.build_stand_in(folder / "places", limit=12, width=128, height=64, splits=(("test", 1.0),))
    with serving_app(folder, datasets=folder / "places", models=folder / "none") as served:
        yield served


def start_game(page: Page) -> MapDriver:
    """Choose three rounds and start."""
    page.set_default_timeout(TIMEOUT_MS)
    page.get_by_role("radio", name="3", exact=True).click()
    page.get_by_role("button", name="Start the game").click()
    return MapDriver(page)


def stage_of(page: Page, name: str) -> None:
    """Wait until the page shows a stage."""
    page.locator(f".gg-bar[data-stage={name}]").wait_for()


def enter_until(page: Page, name: str) -> None:
    """Press Enter, again after a while where the page did not listen yet, until a stage shows."""
    shown = page.locator(f".gg-bar[data-stage={name}]")
    for _ in range(TIMEOUT_MS // PATIENCE_MS):
        page.keyboard.press("Enter")
        with contextlib.suppress(TimeoutError):
            shown.wait_for(timeout=PATIENCE_MS)
            return
    pytest.fail(f"Enter never leads to {name}")


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the focus is on, or in, what a selector names."""
    for _ in range(MAX_TABS):
        page.keyboard.press("Tab", delay=20)
        if page.evaluate("(s) => Boolean(document.activeElement?.closest(s))", selector):
            return
    pytest.fail(f"Tab never reaches {selector}")


def test_a_whole_game_with_the_mouse(app: App, open_page) -> None:
    page = open_page(app.address, size=SMALL)
    game_map = start_game(page)
    page.evaluate("(f) => { window.firstMap = eval(f); }", FIND)
    for index in range(3):
        stage_of(page, "guess")
        game_map.wait("m.data.mode === 'guess' && !m.pin")
        game_map.settle()
        page.mouse.click(*game_map.pixel(0.35 + 0.1 * index, 0.5))
        page.get_by_role("button", name="Confirm guess").click()
        stage_of(page, "reveal")
        expect(page.locator(".gg-row")).to_have_count(2)
        page.get_by_role("button", name="See the result" if index == 2 else "Next round").click()
    stage_of(page, "summary")
    assert page.evaluate("(f) => window.firstMap === eval(f)", FIND), "the map was built anew during the game"
    expect(page.locator(".gg-table tbody tr")).to_have_count(3)
    expect(page.locator("code")).to_contain_text("Play the same places with the code")
    assert app.left_the_machine == []


def test_a_whole_daily_challenge_with_the_keyboard_and_another_try_is_practice(app: App, open_page) -> None:
    page = open_page(app.address, size=SMALL, reduced_motion="reduce")
    page.set_default_timeout(TIMEOUT_MS)
    page.get_by_role("button", name="Start the game").wait_for()
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()  # drawing still moves the focus
    tab_to(page, ".st-key-gg_mode")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    page.locator(".gg-note", has_text="Today's five places").wait_for()
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()
    tab_to(page, ".st-key-gg_begin")
    page.keyboard.press("Enter")
    game_map = MapDriver(page)
    stage_of(page, "guess")
    rounds = page.locator(".gg-dots li").count()
    tab_to(page, ".st-key-gg_views")
    page.keyboard.press("ArrowRight")
    page.locator(".heading", has_text="Looking east").wait_for()
    for index in range(rounds):
        stage_of(page, "guess")
        game_map.wait("m.data.mode === 'guess' && !m.pin && m.data.can_confirm")
        game_map.settle()
        if index == 0:
            tab_to(page, ".st-key-gg_map")
        page.keyboard.press("Shift+ArrowRight")
        page.keyboard.press("ArrowUp")
        page.keyboard.press("Space")
        page.keyboard.press("Enter")
        page.locator(".st-key-gg_next button").wait_for()
        enter_until(page, "summary" if index + 1 == rounds else "guess")
    stage_of(page, "summary")
    expect(page.locator(".gg-table tbody tr")).to_have_count(rounds)
    expect(page.locator("code")).to_contain_text("/?game=daily")
    page.get_by_role("button", name="Play again").click()
    page.locator(".gg-kind", has_text="Practice").wait_for()


@pytest.mark.parametrize(("size", "theme"), [((1440, 900), "dark"), ((390, 844), "light")])
def test_nothing_scrolls_during_a_round(app: App, open_page, size, theme) -> None:
    page = open_page(app.address, size=size, theme=theme)
    game_map = start_game(page)
    page.wait_for_function(
        "(() => { const m = document.querySelector('.stMain'); return m.scrollHeight <= m.clientHeight; })()"
    )
    button = page.get_by_role("button", name="Click the map to drop your pin").bounding_box()
    assert button["y"] + button["height"] <= size[1]
    page.mouse.click(*game_map.pixel(0.5, 0.5))
    confirm = page.get_by_role("button", name="Confirm guess")
    confirm.wait_for()
    game_map.settle()
    button = confirm.bounding_box()
    assert button["y"] + button["height"] <= size[1]


def test_the_picture_turns_by_drag_tab_and_button_without_the_server(app: App, open_page) -> None:
    page = open_page(app.address)
    start_game(page)
    frames: list[object] = []
    page.on("websocket", lambda _: frames.append("opened"))
    frame = page.locator(".st-key-gg_views .frame").bounding_box()
    heading = page.locator(".heading")
    for turn, expected in (("drag", "west"), ("tab", "south"), ("button", "west")):
        if turn == "drag":
            page.mouse.move(frame["x"] + 200, frame["y"] + 150)
            page.mouse.down()
            page.mouse.move(frame["x"] + 400, frame["y"] + 150, steps=4)
            page.mouse.up()
        elif turn == "tab":
            page.get_by_role("tab", name="Look south").click()
        else:
            page.get_by_role("button", name="Turn right").click()
        heading.filter(has_text=f"Looking {expected}").wait_for()
    sources = page.evaluate(
        "[...document.querySelector('.st-key-gg_views [data-testid=stBidiComponentIsolated]')"
        ".shadowRoot.querySelectorAll('.track img')].map((i) => i.src.slice(0, 16))"
    )
    assert sources == ["data:image/webp;"] * 4
    assert frames == []


def test_a_page_opened_by_its_address_stands_in_the_frame(app: App, chromium) -> None:
    # Not through `open_page`: Streamlit's browser part first asks below the address itself, and complains of the 404.
    page = chromium.new_page()
    page.goto(f"{app.address}/about")
    page.set_default_timeout(TIMEOUT_MS)
    page.get_by_role("heading", name="Privacy").wait_for()
    page.get_by_role("link", name="Play").click()
    page.get_by_role("button", name="Start the game").wait_for()
    page.close()


def test_a_reload_goes_on_with_the_round(app: App, open_page) -> None:
    page = open_page(app.address)
    start_game(page)
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()
    page.reload()
    stage_of(page, "guess")


def test_a_guess_is_answered_by_one_run_of_the_script(app: App, open_page) -> None:
    page = open_page(app.address, size=SMALL)
    game_map = start_game(page)
    stage_of(page, "guess")
    page.mouse.click(*game_map.pixel(0.5, 0.5))
    confirm = page.get_by_role("button", name="Confirm guess")
    confirm.wait_for()
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()
    sent, received = len(page.watch.sent), len(page.watch.received)
    confirm.click()
    stage_of(page, "reveal")
    page.wait_for_timeout(PATIENCE_MS // 2)
    asked = [BackMsg.FromString(frame).WhichOneof("type") for frame in page.watch.sent[sent:]]
    told = [ForwardMsg.FromString(frame).WhichOneof("type") for frame in page.watch.received[received:]]
    assert asked.count("rerun_script") == 1
    assert (told.count("new_session"), told.count("script_finished")) == (1, 1)


def test_the_watch_notices_a_server_that_asks_elsewhere(tmp_path: Path) -> None:
    ask = (
        "import socket, sys, pathlib; sys.path.insert(0, sys.argv[1]); import watched_server as w;"
        "w.watch(pathlib.Path(sys.argv[2]));"
        "socket.getaddrinfo('127.0.0.1', 80); s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM);"
        "s.connect(('192.0.2.1', 9)); s.close()"
    )
    looks = tmp_path / "looks.txt"
    subprocess.run([sys.executable, "-c", ask, str(WATCHED.parent), str(looks)], check=True)
    assert looks.read_text(encoding="utf-8") == "socket.connect 192.0.2.1\n"
