"""Build a stand-in catalog in its own process, so that tests can kill it: OUT LOG LIMIT SPINS WORKERS."""

import sys
from dataclasses import replace
from pathlib import Path

import stand_in

from geogame.sources.builder import build


def main() -> None:
    out, log, limit, spins, workers = sys.argv[1:]
    build(
        replace(stand_in.OPTIONS, limit=int(limit), per_cell=2),
        Path(out),
        source=stand_in.source(stand_in.Painter(Path(log), int(spins))),
        workers=int(workers),
    )


if __name__ == "__main__":
    main()
