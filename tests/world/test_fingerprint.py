"""The world's fingerprint is cheap, stable, and names the facts."""

import re
import subprocess
import sys

from geogame import world

SCRIPT = """
import sys
from geogame import world
import geogame.world.facts
print(world.fingerprint())
print(sorted({"numba", "torch", "streamlit"} & set(sys.modules)))
"""


def test_fingerprint_is_the_same_in_another_process_and_loads_nothing_heavy() -> None:
    out = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True).stdout.split("\n")
    assert re.fullmatch(r"[0-9a-f]{16}", out[0])
    assert out[0] == world.fingerprint()
    assert out[1] == "[]"
