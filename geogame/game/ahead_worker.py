"""The process that draws places for `ahead`: orders come in as lines of JSON, pictures go out.

It has the lowest priority that still gets on, and ends as soon as its parent does, whose end closes the pipe.
Arguments: ``module:name`` of what makes the source of views, and of what draws a full turn.
"""

from __future__ import annotations

import importlib
import json
import os
import queue
import sys
import threading
import time
from typing import IO, Any, Final

from geogame.sources.pool import encode_webp
from geogame.world.place import Place

NICE: Final = 15
EFFORT: Final = 4
PANORAMA_QUALITY: Final = 60
TELL_EVERY_S: Final = 0.1
VIEWS_SHARE: Final = 0.35
"""How much of the time the views take where a full turn is drawn too."""


def main() -> None:
    """Serve orders until the pipe closes."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever prints must not spoil the answers
    if hasattr(os, "nice"):
        os.nice(NICE)
    orders: queue.SimpleQueue[dict[str, Any]] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(orders,), daemon=True).start()
    source, panorama = _named(sys.argv[1])(), sys.argv[2]
    source.warm_up()
    while True:
        order = orders.get()
        try:
            pictures = _draw(order, source, panorama, answers)
        except Exception as error:  # noqa: BLE001 - told to the parent, which tells the player
            _say(answers, {"error": f"{type(error).__name__}: {error}"})
            continue
        _say(answers, {"sizes": [len(picture) for picture in pictures]}, *pictures)


def _listen(orders: queue.SimpleQueue[dict[str, Any]]) -> None:
    """Take orders, and end the process at once when no more can come: in the midst of drawing, too."""
    for line in sys.stdin.buffer:
        orders.put(json.loads(line))
    os._exit(0)


def _draw(order: dict[str, Any], source: Any, panorama: str, answers: IO[bytes]) -> list[bytes]:
    place, size = Place(**order["place"]), order["panorama"]
    _say(answers, {"share": 0.0})
    views = source.render(
        place,
        tuple(order["headings_deg"]),
        order["width"],
        order["height"],
        supersample=order["supersample"],
        detail=order["detail"],
    )
    pictures = [encode_webp(view, quality=order["quality"], effort=EFFORT) for view in views]
    if size is None:
        return pictures
    told = 0.0

    def progress(share: float) -> None:
        nonlocal told
        if time.monotonic() - told > TELL_EVERY_S:
            told = time.monotonic()
            _say(answers, {"share": VIEWS_SHARE + (1 - VIEWS_SHARE) * share})

    progress(0.0)
    turn = _named(panorama)(place, *size, progress=progress)
    return [*pictures, encode_webp(turn, quality=PANORAMA_QUALITY, effort=EFFORT)]


def _named(name: str) -> Any:
    module, _, attribute = name.partition(":")
    return getattr(importlib.import_module(module), attribute)


def _say(answers: IO[bytes], said: dict[str, Any], *pictures: bytes) -> None:
    answers.write(json.dumps(said).encode() + b"\n")
    for picture in pictures:
        answers.write(picture)
    answers.flush()


if __name__ == "__main__":
    main()
