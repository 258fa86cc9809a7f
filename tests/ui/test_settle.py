"""What stays for good is frozen, and only then: in a process of its own, which the tests' garbage does not disturb."""

import subprocess
import sys

SCRIPT = """
import gc
from geogame.ui.settle import settle
settle()
first = gc.get_freeze_count()
settle()
again = gc.get_freeze_count()
import numpy
settle()
print(first > 0, again == first, gc.get_freeze_count() > first, len(gc.get_objects()) < first / 10)
"""


def test_modules_are_frozen_when_many_have_come_and_not_else():
    found = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True)
    assert found.stdout.split() == ["True"] * 4
