"""The part of the page that renews itself: how the run stands, its curves and its log."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

import streamlit as st

from geogame.errors import CheckpointError
from geogame.training.runs import Curve, Entry, list_runs, read_curve, read_log
from geogame.ui import page
from geogame.ui.map.payload import Unit
from geogame.ui.training import words
from geogame.ui.training.curves import Look, chart, frame, table
from geogame.ui.words import moment

REFRESH_S = 3
LOG_LINES = 10


@dataclass(frozen=True)
class Shown:
    """What the visitor has chosen to see: runs by name, the first one told of; how, and which figure."""

    names: tuple[str, ...]
    look: Look
    figure: str


def stage(found: Sequence[Entry], folder: Path, models: Sequence[Path], shown: Shown) -> None:
    """Show the chosen runs as they are now; the whole page is drawn again when a run begins or ends."""
    now = list_runs(folder, models)
    if [(entry.name, entry.condition) for entry in now] != [(entry.name, entry.condition) for entry in found]:
        st.rerun()
    entries = {entry.name: entry for entry in now}
    chosen = [entries[name] for name in shown.names]
    curves: dict[str, Curve] = {}
    problems = []
    for entry in chosen:
        try:
            curves[entry.name] = read_curve(entry)
        except CheckpointError as error:
            problems.append(str(error))
            curves[entry.name] = Curve([], [])
    _standing(chosen[0], curves[chosen[0].name], shown.look.unit)
    for problem in problems:
        st.error(page.sentence(problem))
    _charts(curves, shown)
    _behind(chosen[0], curves, shown.look.unit)


def _standing(entry: Entry, curve: Curve, unit: Unit) -> None:
    st.html(f'<p class="gg-standing" data-run="{escape(entry.name)}">{escape(_sentence(entry, curve, unit))}</p>')
    if entry.status is not None:
        st.progress(min(1.0, max(0.0, entry.status.progress)))
        pairs = "".join(
            f"<div><dt>{escape(label)}</dt><dd>{escape(value)}</dd></div>" for label, value in words.facts(entry)
        )
        heard = moment(entry.status.beat_s)
        st.html(f'<dl class="gg-figures" title="Last heard of at {heard}">{pairs}</dl>')
    if told := words.notice(entry, time.time()):
        (st.error if entry.condition in {"failed", "damaged"} else st.warning)(page.sentence(told))


def _sentence(entry: Entry, curve: Curve, unit: Unit) -> str:
    if entry.condition == "damaged":
        return f"{entry.name} cannot be read."
    return words.headline(entry, curve.epochs, unit)


def _charts(curves: dict[str, Curve], shown: Shown) -> None:
    left, right = st.columns(2)
    steps = {name: curve.steps or curve.epochs for name, curve in curves.items()}
    with left:
        _one(steps, "loss", "Training loss: lower is better", "loss", words.NO_STEPS, shown.look)
    epochs = {name: curve.epochs for name, curve in curves.items()}
    with right:
        label = words.figure_label(shown.figure)
        far = shown.figure.endswith("_km")
        axis = f"{label}, {shown.look.unit}" if far else label
        better = "higher" if words.rises(shown.figure) else "lower"
        title = f"Validated {label}: {better} is better"
        _one(epochs, shown.figure, title, axis, words.NO_CURVE, shown.look)


def _one(lines: dict[str, list[dict[str, object]]], figure: str, title: str, axis: str, none: str, look: Look) -> None:
    st.html(f'<h2 class="gg-chart">{escape(title)}</h2>')
    points = frame(lines, figure, look)
    if points.empty:
        st.html(f'<p class="gg-note gg-nothing">{escape(none)}</p>')
        return
    st.altair_chart(chart(points, axis, look), width="stretch", key=f"gg_chart_{'loss' if figure == 'loss' else 'val'}")


def _behind(entry: Entry, curves: dict[str, Curve], unit: Unit) -> None:
    if entry.condition != "shipped":
        st.html(f'<h2 class="gg-chart">{words.LOG_TITLE}</h2>')
        lines = read_log(entry, LOG_LINES)
        st.code("\n".join(reversed(lines)) or words.NO_LOG, language=None, wrap_lines=True, height=180)
    if any(curve.epochs for curve in curves.values()):
        with st.expander(words.TABLE):
            st.dataframe(table(curves, unit), hide_index=True, key="gg_epochs")
