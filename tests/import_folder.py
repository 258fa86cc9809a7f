"""Import a folder of the USA seed's layout in a process of its own and print its figures: FOLDER OUT WORKERS."""

import json
import resource
import sys
import time
from dataclasses import asdict
from datetime import date
from pathlib import Path

from memory import peak_mb

from geogame.sources.intake import ImportOptions, ImportReport, import_folder


def taken(folder: Path, out: Path, workers: int) -> ImportReport:
    """Take the folder in, or go on with it."""
    options = ImportOptions("many", "usa", splits=(("train", 1.0),))
    return import_folder(folder, out, options, today=date(2026, 1, 31), workers=workers)


if __name__ == "__main__":
    started = time.monotonic()
    report = taken(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))
    used = resource.getrusage(resource.RUSAGE_SELF)
    figures = {
        "seconds": time.monotonic() - started,
        "cpu_s": used.ru_utime + used.ru_stime,
        "peak_mb": peak_mb(),
    }
    print(json.dumps({**asdict(report), **figures}))  # noqa: T201
