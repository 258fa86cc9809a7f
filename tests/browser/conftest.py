"""A real Chromium against a real server: both start here, and nothing they do may leave the machine."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from browser.started import PATIENCE_S, ROOT, free_port, start_streamlit

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, WebSocket

CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--use-gl=angle",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--enable-webgl",
    "--ignore-gpu-blocklist",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-dev-shm-usage",
]
SEEN_BEFORE = "try { localStorage.setItem('geogame.tour', 'seen'); } catch { /* a page without storage */ }"
CHROMIUM_HINT = "no Chromium: install it with `apt-get install chromium` or `python -m playwright install chromium`"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark everything beside this file as a browser test."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@dataclass
class Watch:
    """What a page asked for and complained about."""

    left_the_machine: list[str] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    sent: list[bytes | str] = field(default_factory=list)
    received: list[bytes | str] = field(default_factory=list)

    def listen(self, socket: WebSocket) -> None:
        """Keep what goes to the server and comes from it."""
        socket.on("framesent", lambda frame: self.sent.append(frame))  # noqa: PLW0108 - playwright marks it
        socket.on("framereceived", lambda frame: self.received.append(frame))  # noqa: PLW0108 - playwright marks it

    def check(self) -> None:
        """Fail on any request to another machine and on any error in the console."""
        assert not self.left_the_machine, f"requests left this machine: {self.left_the_machine}"
        assert not self.complaints, f"the console says: {self.complaints}"


def is_local(address: str) -> bool:
    """Whether a browser's request stays on this machine."""
    parts = urlsplit(address)
    return parts.scheme in {"data", "blob", "about"} or parts.hostname == "127.0.0.1"


@contextlib.contextmanager
def serving(script: Path, log: Path) -> Iterator[str]:
    """Serve a Streamlit script with the project's settings; gives its address."""
    port = free_port()
    server = start_streamlit(str(script), port, log, folder=script.parent)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(timeout=20)


def chromium_path() -> str | None:
    """Chromium of the system, or None to try playwright's own."""
    found = [os.environ.get("GEOGAME_CHROMIUM"), "/usr/bin/chromium", shutil.which("chromium-browser")]
    return next((path for path in found if path and Path(path).exists()), None)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """A headless Chromium that draws WebGL in software."""
    api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed (requirements-dev.txt)")
    with api.sync_playwright() as playwright:
        path = chromium_path()
        try:
            browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM_FLAGS)
        except api.Error as error:
            if path is None:
                pytest.skip(f"{CHROMIUM_HINT} ({str(error).splitlines()[0]})")
            raise
        api.expect.set_options(timeout=1000 * PATIENCE_S)
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium: Browser) -> Iterator[Callable[..., Page]]:
    """A function that opens an address in a fresh browser profile; afterwards every page is checked by its watch.

    ``open_page(address, size=(1440, 900), theme="light", new=False, **context options)``; the page has a ``watch``.
    Who opens it has seen the first steps, unless they are ``new``.
    """
    opened: list[tuple[object, Watch]] = []

    def start(
        address: str,
        *,
        size: tuple[int, int] = (1440, 900),
        theme: str = "light",
        new: bool = False,
        **options: object,
    ) -> Page:
        viewport = {"width": size[0], "height": size[1]}
        context = chromium.new_context(viewport=viewport, color_scheme=theme, **options)
        context.set_default_timeout(1000 * PATIENCE_S)
        if not new:
            context.add_init_script(SEEN_BEFORE)
        page, watch = context.new_page(), Watch()
        page.watch = watch
        opened.append((context, watch))
        context.on("request", lambda request: watch.addresses.append(request.url))
        context.on("request", lambda r: None if is_local(r.url) else watch.left_the_machine.append(r.url))
        page.on("websocket", lambda socket: watch.addresses.append(socket.url.replace("ws:", "http:", 1)))
        page.on("websocket", watch.listen)
        page.on("console", lambda said: watch.complaints.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: watch.complaints.append(str(error)))
        page.goto(address)
        return page

    yield start
    for context, watch in opened:
        context.close()
        watch.check()
        assert all(is_local(address) for address in watch.addresses)


@pytest.fixture(scope="session")
def serve(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[Path], str]]:
    """A function that serves a script beside the project's own static files and settings; each script once."""
    running: dict[Path, str] = {}
    with contextlib.ExitStack() as servers:

        def start(script: Path) -> str:
            if script not in running:
                folder = tmp_path_factory.mktemp(script.stem)
                (folder / "static").symlink_to(ROOT / "static", target_is_directory=True)
                (folder / ".streamlit").symlink_to(ROOT / ".streamlit", target_is_directory=True)
                shutil.copy(script, folder / script.name)
                running[script] = servers.enter_context(serving(folder / script.name, folder / "server.log"))
            return running[script]

        yield start


@pytest.fixture(scope="session")
def map_page(serve: Callable[[Path], str]) -> str:
    """Address of the page that holds nothing but the map."""
    return serve(Path(__file__).with_name("map_page.py"))
