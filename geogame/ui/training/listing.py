"""Tables of the training page as HTML: all runs, and the settings in which compared runs differ."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from geogame.errors import CheckpointError
from geogame.training.runs import Entry, difference, read_epochs, read_settings
from geogame.ui.map.payload import Unit
from geogame.ui.training import words
from geogame.ui.words import ago, count, duration, moment


def runs_table(entries: Sequence[Entry], now_s: float, unit: Unit) -> str:
    """List all runs with their state, how far they are and the best they validated."""
    rows = [_row(entry, now_s, unit) for entry in entries]
    return _table(words.RUN_COLUMNS, rows)


def _row(entry: Entry, now_s: float, unit: Unit) -> list[str]:
    try:
        epochs = read_epochs(entry)
    except CheckpointError:
        epochs = []
    status, best = entry.status, words.best_told(epochs, unit)
    told = [entry.name, words.STATES[entry.condition]]
    if status is None:
        last = epochs[-1] if epochs else {}
        steps = count(last["step"]) if last else ""
        told += ["", steps, duration(last["elapsed_s"]) if last else ""]
    else:
        told += [words.percent(status.progress), count(status.step), duration(status.elapsed_s)]
    cells = [escape(text) for text in (*told, best.rpartition(": ")[2])]
    if status is None:
        return [*cells, ""]
    heard = ago(now_s - status.beat_s)
    return [*cells, f'<span title="{moment(status.beat_s)}">{heard}</span>']


def difference_table(entries: Sequence[Entry]) -> str:
    """Show the settings that all of some runs state and not all alike; empty where there are none."""
    said = {entry.name: read_settings(entry) for entry in entries}
    rows = difference(said)
    if not rows:
        return ""
    return _table((words.SETTING, *said), [[escape(row[name]) for name in ("setting", *said)] for row in rows])


def _table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Make a table of escaped cells."""
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in columns)
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    table = f'<table class="gg-table"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'
    return f'<div class="gg-wide" tabindex="0">{table}</div>'
