"""Collect the toy catalog in a process of its own, so that tests can kill it: SOURCE URL OUT."""

import sys
from pathlib import Path

from servers.collecting import collected

if __name__ == "__main__":
    collected(sys.argv[1], sys.argv[2], Path(sys.argv[3]))
