"""A visitor's session over the app's WebSocket, in Streamlit's own messages, as its browser part keeps one.

It knows what a page shows, by the keys the app gives its elements, presses buttons and answers for components; it sends
along what the browser would, what it has cached included, and follows fragments that run by themselves.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Self

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect

CACHED_RUNS = 2
"""As ``global.maxCachedMessageAge``: the browser forgets a message that so many runs have not shown."""


class SessionError(Exception):
    """The app did not do what a visitor may expect of it."""


@dataclass
class Page:
    """What is on screen: elements by where they are."""

    elements: dict[tuple[int, ...], Element] = field(default_factory=dict)

    def html(self) -> str:
        """Return all markup the app wrote itself."""
        return "\n".join(each.html.body for each in self.elements.values() if each.WhichOneof("type") == "html")

    def complaints(self) -> list[str]:
        """Return what the page shows in red."""
        found = []
        for each in self.elements.values():
            if each.WhichOneof("type") == "exception":
                found.append(f"{each.exception.type}: {each.exception.message}")
            elif each.WhichOneof("type") == "alert" and each.alert.format == each.alert.ERROR:
                found.append(each.alert.body)
        return found

    def button(self, key: str) -> str:
        """Return the id of a button; empty where there is none."""
        buttons = (each.button.id for each in self.elements.values() if each.WhichOneof("type") == "button")
        return next((name for name in buttons if name.endswith(f"-{key}")), "")

    def component(self, name: str) -> tuple[str, Any] | None:
        """Return the id and the data of a component."""
        for each in self.elements.values():
            if each.WhichOneof("type") == "bidi_component" and each.bidi_component.component_name == name:
                return each.bidi_component.id, json.loads(each.bidi_component.json)
        return None


class Session:
    """An open connection; use it as a context.

    Parameters
    ----------
    address
        Of the app, ``http://host:port``.
    headers
        Sent along with the first request, cookies for instance.

    Attributes
    ----------
    page
        What is on screen.
    runs
        How often the script has begun to run.
    """

    def __init__(self, address: str, headers: dict[str, str] | None = None) -> None:
        self.page = Page()
        self._address = address
        self._headers = headers or {}
        self._coming: dict[tuple[int, ...], Element] = {}
        self._cached: dict[str, tuple[ForwardMsg, int]] = {}
        self.runs = 0
        self._script = ""
        self._pages: dict[str, str] = {}
        self._by_itself: dict[str, float] = {}
        self._whole = True

    async def __aenter__(self) -> Self:
        url = f"{self._address.replace('http', 'ws', 1)}/_stcore/stream"
        self._socket: ClientConnection = await connect(
            url, subprotocols=["streamlit"], additional_headers=self._headers, max_size=None, compression=None
        )
        await self._run()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._socket.close()

    async def press(self, key: str) -> None:
        """Press a button."""
        name = self.page.button(key)
        if not name:
            raise SessionError(f"there is no button {key!r} on the page")
        await self._run(WidgetState(id=name, trigger_value=True))

    async def trigger(self, component: str, event: str, value: object) -> None:
        """Have a component report an event, as ``setTriggerValue`` does."""
        found = self.page.component(component)
        if found is None:
            raise SessionError(f"there is no {component!r} on the page")
        name = f"$$STREAMLIT_INTERNAL_KEY_{found[0]}__events"
        await self._run(WidgetState(id=name, json_trigger_value=json.dumps([{"event": event, "value": value}])))

    async def visit(self, page: str, *, back: bool = False) -> None:
        """Go to a page by its address, ``leaderboard`` for instance; ``back`` by the browser's button."""
        self._script = self._pages[page]
        await self._run(back=back)

    async def flood(self, key: str, times: int) -> None:
        """Press a button many times without waiting for any answer."""
        name = self.page.button(key)
        for _ in range(times):
            await self._run(WidgetState(id=name, trigger_value=True))

    async def until(self, shown: Callable[[Page], bool], wait_s: float) -> float:
        """Listen until the page shows something and its script has come to an end; return when, by `time.monotonic`.

        Raises
        ------
        SessionError
            If it does not within ``wait_s``, or the page complains.
        """
        end = time.monotonic() + wait_s
        while True:
            if self._whole:
                if complaints := self.page.complaints():
                    raise SessionError("; ".join(complaints))
                if shown(self.page):
                    return time.monotonic()
            left = end - time.monotonic()
            if left <= 0:
                raise SessionError(f"the page does not show what it should within {wait_s:.0f} s")
            await self._listen(left)

    async def _listen(self, wait_s: float) -> None:
        """Take one message, or do what the page does by itself after a while."""
        due = min(self._by_itself.values(), default=wait_s)
        try:
            async with asyncio.timeout(min(due, wait_s)):
                data = await self._socket.recv(decode=False)
        except TimeoutError:
            for fragment in [name for name, seconds in self._by_itself.items() if seconds <= due and self._whole]:
                await self._run(fragment=fragment)
        else:
            self._take(ForwardMsg.FromString(data))

    async def _run(self, event: WidgetState | None = None, *, fragment: str = "", back: bool = False) -> None:
        message = BackMsg()
        asked = message.rerun_script
        asked.page_script_hash = self._script
        asked.fragment_id, asked.is_auto_rerun, asked.is_history_navigation = fragment, bool(fragment), back
        asked.cached_message_hashes.extend(self._cached)
        asked.context_info.color_scheme = "light"
        asked.context_info.url = self._address
        if event is not None:
            asked.widget_states.widgets.append(event)
        self._whole = False
        await self._socket.send(message.SerializeToString())

    def _take(self, message: ForwardMsg) -> None:
        match message.WhichOneof("type"):
            case "new_session":
                self._script = message.new_session.page_script_hash
                self.runs += 1
                self._whole = False
                part = bool(message.metadata.run.fragment_ids)
                self._coming = dict(self.page.elements) if part else {}
                if not part:
                    self._by_itself.clear()
            case "navigation":
                self._pages = {each.url_pathname: each.page_script_hash for each in message.navigation.app_pages}
                self._script = message.navigation.page_script_hash or self._script
            case "ref_hash":
                known, _ = self._cached[message.ref_hash]
                self._cached[message.ref_hash] = known, self.runs
                self._show(known, tuple(message.metadata.delta_path))
            case "delta":
                if message.metadata.cacheable:
                    self._cached[message.hash] = message, self.runs
                self._show(message, tuple(message.metadata.delta_path))
            case "auto_rerun":
                self._by_itself[message.auto_rerun.fragment_id] = message.auto_rerun.interval
            case "stop_auto_rerun":
                for fragment in message.stop_auto_rerun.fragment_ids:
                    self._by_itself.pop(fragment, None)
            case "script_finished":
                self._finish(message)

    def _show(self, message: ForwardMsg, where: tuple[int, ...]) -> None:
        if message.delta.WhichOneof("type") == "new_element":
            self._coming[where] = message.delta.new_element
        else:
            self._coming.pop(where, None)

    def _finish(self, message: ForwardMsg) -> None:
        if message.script_finished == ForwardMsg.FINISHED_EARLY_FOR_RERUN:
            return
        self.page = Page(self._coming)
        self._whole = True
        old = [name for name, (_, run) in self._cached.items() if self.runs - run >= CACHED_RUNS]
        for name in old:
            del self._cached[name]
