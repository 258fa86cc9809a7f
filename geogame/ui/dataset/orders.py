"""Commands that this page starts: kept beside the runs, each once at a time."""

from __future__ import annotations

import csv
import hashlib
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import streamlit as st

from geogame.training.runs import runs_folder
from geogame.ui import jobs
from geogame.ui.dataset import words
from geogame.ui.play.installed import datasets_folder

FOLDER: Final = ".datasets"
KEYS: Final = {"kind", "what"}


def orders_folder() -> Path:
    """Where they are kept: beside the runs, hidden from their list."""
    return runs_folder() / FOLDER


def list_orders() -> list[jobs.Job]:
    """List commands that are under way or were not dismissed, the latest first."""
    known = jobs.list_jobs(orders_folder())
    return [job for job in known if set(job.about) == KEYS and job.about["kind"] in words.DOING]


def left_out(name: str) -> Counter[str]:
    """Count what the import of a dataset did not take, by reason."""
    from geogame.sources.intake import REJECTED_FILE

    try:
        with (datasets_folder() / name / REJECTED_FILE).open(encoding="utf-8", errors="replace", newline="") as file:
            return Counter(row["reason"] for row in csv.DictReader(file))
    except (OSError, KeyError):
        return Counter()


def begin(kind: str, what: str, command: Sequence[str], identity: str) -> None:
    """Start a command and draw the page again, unless the same one is under way.

    Parameters
    ----------
    kind
        A key of ``words.DOING``.
    what
        What it is done to, as it is named on the page.
    command
        Its words after ``python -m geogame``.
    identity
        Commands of one kind and identity are the same.
    """
    where = orders_folder() / f"{kind}-{hashlib.sha256(identity.encode()).hexdigest()[:16]}"
    if any(job.where == where and job.live for job in list_orders()):
        st.warning(words.BUSY)
        return
    jobs.start(where, command, {"kind": kind, "what": what})
    st.rerun()
