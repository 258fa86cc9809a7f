"""Tests compute on one thread, here and in the processes they start: tiny networks lose by sharing their work.

Two threads that wait for each other on a busy machine take several times the processor time of one.
"""

import os


def pytest_configure() -> None:
    """Say so before the first test module imports a library that reads it."""
    os.environ["OMP_NUM_THREADS"] = "1"
