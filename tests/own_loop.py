"""Coroutines in a thread's own event loop: the main thread may be Playwright's, whose loop never stops."""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Found = TypeVar("Found")


def run(story: Coroutine[None, None, Found]) -> Found:
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, story).result()
