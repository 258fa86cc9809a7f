"""Games survive the browser's reload and the server's sudden death, in a real browser; the page tells what counts."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
import stand_in

pytest.importorskip("playwright.sync_api", reason="playwright is not installed (requirements-dev.txt)")
from browser.map_driver import TIMEOUT_MS, MapDriver
from browser.started import free_port, start_streamlit
from playwright.sync_api import Page, expect

from geogame.catalog import open_catalog
from geogame.game import new_game, replay_code
from geogame.ui.play import words

SIZE = (1120, 640)
LIMIT_S = 120.0
LATER = "(ms) => { const now = performance.now.bind(performance); performance.now = () => now() + ms; }"
"""Sets the clock forward that the browser counts down by; the server has its own."""


class Server:
    """The app on one port and one database, to be killed and started again."""

    def __init__(self, folder: Path) -> None:
        self.port, self.folder = free_port(), folder
        self.variables = {
            "GEOGAME_DATASETS": str(folder / "places"),
            "GEOGAME_MODELS": str(folder / "none"),
            "GEOGAME_RUNS": str(folder / "runs"),
            "GEOGAME_DATABASE_URL": f"sqlite:///{folder / 'games.sqlite'}",
        }
        self.start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        log = self.folder / "server.log"
        self.process = start_streamlit("streamlit_app.py", self.port, log, variables=self.variables)

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("kept")
    stand_in.build_stand_in(folder / "places", limit=12, width=128, height=64, splits=(("test", 1.0),))
    served = Server(folder)
    yield served
    served.kill()


def begin(page: Page) -> MapDriver:
    page.set_default_timeout(TIMEOUT_MS)
    page.get_by_role("radio", name="3", exact=True).click()
    page.get_by_role("button", name="Start the game").click()
    return MapDriver(page)


def guess(page: Page, game_map: MapDriver, share: float) -> None:
    page.locator(".gg-bar[data-stage=guess]").wait_for()
    game_map.wait("m.data.mode === 'guess' && !m.pin && m.data.can_confirm")
    game_map.settle()
    page.mouse.click(*game_map.pixel(share, 0.5))
    page.get_by_role("button", name="Confirm guess").click()
    page.locator(".gg-bar[data-stage=reveal]").wait_for()


def totals(page: Page) -> list[str]:
    return page.locator(".gg-totals b").all_inner_texts()


def test_a_game_goes_on_after_the_server_was_killed_and_counts_once(server: Server, chromium) -> None:
    # Not through `open_page`: a browser whose server dies complains, and may.
    page = chromium.new_context(viewport={"width": SIZE[0], "height": SIZE[1]}).new_page()
    page.goto(server.address)
    game_map = begin(page)
    guess(page, game_map, 0.4)
    before = totals(page)
    server.kill()
    server.start()
    page.goto(server.address)
    page.locator(".gg-bar[data-stage=reveal]").wait_for(timeout=TIMEOUT_MS)
    assert totals(page) == before
    assert page.url.rstrip("/") == server.address
    page.get_by_role("button", name="Next round").click()
    guess(page, MapDriver(page), 0.6)
    page.reload()
    page.locator(".gg-bar[data-stage=reveal]").wait_for()
    expect(page.locator(".gg-bar")).to_contain_text("Round 2 / 3")
    page.get_by_role("button", name="Leave the game").click()
    page.get_by_text("2 of 3 rounds played").wait_for()
    page.get_by_role("link", name="Leaderboard").click()
    page.get_by_text("of 2 rounds (95 %").wait_for()
    identity = page.evaluate("localStorage.getItem('geogame_player')")
    assert len(identity) == 32
    assert identity not in page.url
    page.context.close()


def test_a_browser_s_id_is_its_own_and_is_forgotten_on_demand(server: Server, open_page) -> None:
    page = open_page(server.address, size=SIZE)
    game_map = begin(page)
    guess(page, game_map, 0.5)
    known = page.evaluate("localStorage.getItem('geogame_player')")
    page.get_by_role("link", name="Leaderboard").click()
    page.get_by_role("radio", name="Your games").or_(page.get_by_role("button", name="Your games")).first.click()
    page.get_by_text("You guessed 1 round at").wait_for()
    page.get_by_text("Your data").click()
    page.get_by_text("Delete all that is kept of me").click()
    page.get_by_role("button", name="Delete my data").click()
    page.get_by_text("You have not guessed a round with this browser yet").wait_for()
    assert page.evaluate("localStorage.getItem('geogame_player')") != known
    assert "geogame_game" not in page.evaluate("document.cookie")


def test_arriving_runs_the_page_once_so_that_no_click_is_taken_back(server: Server, open_page) -> None:
    page = open_page(server.address, size=SIZE)
    page.get_by_role("button", name="Start the game").wait_for()
    page.context.clear_cookies()
    page.evaluate("localStorage.clear()")
    sent: list[object] = []

    def note(frame: object) -> None:
        sent.append(frame)

    page.on("websocket", lambda socket: socket.on("framesent", note))
    page.goto(server.address)
    page.wait_for_function("document.cookie.includes('geogame_player')")
    page.get_by_role("radio", name="3", exact=True).click()
    expect(page.get_by_role("radio", name="3", exact=True)).to_be_checked()
    page.get_by_role("link", name="Leaderboard").click()
    page.get_by_role("heading", name="Leaderboard").wait_for()
    assert len(sent) == 2, (
        sent
    )  # the arrival and the other page: what is chosen in the form is sent when the game starts


def test_back_and_forward_lead_to_the_game_where_it_stood(server: Server, open_page) -> None:
    page = open_page(server.address, size=SIZE)
    guess(page, begin(page), 0.4)
    before, reveal = totals(page), page.locator(".gg-bar[data-stage=reveal]")
    page.get_by_role("link", name="Leaderboard").click()
    page.get_by_role("heading", name="Leaderboard").wait_for()
    page.go_back()
    reveal.wait_for()
    assert totals(page) == before
    page.go_back()
    assert page.url == "about:blank"
    page.go_forward()
    reveal.wait_for()
    assert totals(page) == before
    page.get_by_role("button", name="Next round").click()
    guess(page, MapDriver(page), 0.6)
    expect(page.locator(".gg-bar")).to_contain_text("Round 2 / 3")


def test_when_the_time_is_over_the_pin_counts_as_it_stands(server: Server, open_page) -> None:
    catalog = open_catalog(server.folder / "places")
    timed = replay_code(new_game(catalog, ("constant",), 3, 1, mode="timed", time_limit_s=LIMIT_S))
    page = open_page(f"{server.address}/?game={timed}", size=SIZE)
    game_map = MapDriver(page)
    game_map.wait("m.data.mode === 'guess' && m.data.can_confirm && m.data.left_s !== null")
    game_map.settle()
    page.mouse.click(*game_map.pixel(0.4, 0.5))
    game_map.wait("m.pin")
    pin = game_map.pin
    page.evaluate(LATER, 1000 * LIMIT_S)
    page.locator(".gg-bar[data-stage=reveal]").wait_for()
    game_map.wait("m.data.mode === 'reveal'")
    assert game_map.ask("m.data.rounds[0].guess.at") == pytest.approx(pin)
    assert not page.get_by_text(words.NO_GUESS).count()
