"""How much memory this process took at most."""

import re
from pathlib import Path


def peak_mb() -> float:
    """Largest resident set of this program alone; `getrusage` counts that of the process it was started by as well."""
    found = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text(encoding="ascii"))
    assert found is not None
    return int(found[1]) / 1024
