"""Collect some photographs of preset usa-osv5m in a process of its own, print its peak memory: URL ARCHIVES OUT."""

import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from memory import peak_mb

from geogame.sources.osv5m import Osv5m
from geogame.sources.presets import preset_options
from geogame.sources.remote.account import Collecting
from geogame.sources.remote.client import Client
from geogame.sources.remote.collect import collect

ENOUGH = 20


class EnoughError(Exception):
    """Some photographs are in: listing, which takes the memory, is long over."""


def stop_early(state: Collecting) -> None:
    """End the collection after a few photographs."""
    if state.done >= ENOUGH:
        raise EnoughError


if __name__ == "__main__":
    options = replace(preset_options("usa-osv5m"), width=64, height=48)
    client = Client(per_second=1e6, timeout_s=300)
    with closing(Osv5m(client, sys.argv[1], {"test": 0, "train": int(sys.argv[2])})) as source:
        try:
            collect(options, Path(sys.argv[3]), source, progress=stop_early)
        except EnoughError:
            sys.stdout.write(f"{peak_mb():.0f}")
