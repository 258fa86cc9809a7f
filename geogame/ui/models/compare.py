"""The comparison: a sentence, charts, the table behind them, and how fast each model is here."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from geogame.errors import GeogameError
from geogame.evaluation.results import Comparison, Line
from geogame.geo import format_distance
from geogame.ui.map.payload import Unit
from geogame.ui.models import charts, tables, words
from geogame.ui.theme import ThemeName

SPEEDS = "gg_models_speeds"
UNMEASURED = "gg_models_unmeasured"


def show_comparison(comparison: Comparison, unit: Unit, theme: ThemeName) -> None:
    """Draw everything about the models measured on one set of places."""
    _answer(comparison, unit)
    _recalls(comparison.models)
    models = [line.name for line in comparison.models]
    baselines = [tables.name_of(line) for line in comparison.baselines]
    left, right = st.columns(2, gap="large")
    with left:
        _chart(charts.curves(tables.curves(comparison.lines, unit), models, baselines, unit, theme))
    with right:
        _sizes(comparison, unit, theme)
    left, right = st.columns(2, gap="large")
    with left:
        _chart(charts.typical(tables.typical(comparison.lines, unit), unit, theme))
    with right:
        _chart(charts.within(tables.within(comparison.lines, unit)))
    steps = tables.steps(comparison.models)
    if len(steps):
        _chart(charts.steps(steps))
    _board(comparison, unit)


def _answer(comparison: Comparison, unit: Unit) -> None:
    best = comparison.models[0]
    constant = next((line for line in comparison.baselines if line.name == "constant"), None)
    mean, interval = words.with_interval(best.figures["mean_km"], tuple(best.figures["ci95"]["mean_km"]), unit).split(
        " ("
    )
    told = None if constant is None else format_distance(constant.figures["mean_km"], unit)
    st.markdown(f"**{words.headline(best.name, mean, interval.removesuffix(')'), told)}**")
    if doubtful := tables.doubtful(comparison):
        st.warning(words.worse_than_constant(doubtful))
    for warning in dict.fromkeys(said for line in comparison.models for said in line.report.get("warnings", [])):
        st.caption(f"{warning[0].upper()}{warning[1:]}.")


def _recalls(models: Sequence[Line]) -> None:
    """Tell of the models that find places again, how often they do; of other models nothing."""
    frame = tables.recalled(models)
    if not len(frame):
        return
    for line in models:
        if found := line.report.get("retrieval"):
            st.markdown(words.found_again(line.name, found))
    _chart(charts.recalls(frame))
    table = tables.recall_board(frame)
    shares = {name: st.column_config.NumberColumn(format="%.1f %%") for name in table.columns[1:]}
    st.dataframe(table, hide_index=True, column_config=shares, width="stretch", placeholder="–")


def _sizes(comparison: Comparison, unit: Unit, theme: ThemeName) -> None:
    frame = tables.sizes(comparison.models, unit)
    if not len(frame):
        return
    constant = next((line.figures["mean_km"] for line in comparison.baselines if line.name == "constant"), None)
    _chart(charts.sizes(frame, None if constant is None else tables.length(constant, unit), unit, theme))


def _chart(chart: charts.Chart) -> None:
    st.altair_chart(chart, width="stretch")


def _board(comparison: Comparison, unit: Unit) -> None:
    speeds: dict[str, float] = st.session_state.setdefault(SPEEDS, {})
    named = words.COLUMNS
    numbers = {
        named["centroid"]: st.column_config.TextColumn(help=words.CENTROID_HELP),
        named["parameters"]: st.column_config.TextColumn(help=words.PARAMETERS_HELP),
        named["speed"]: st.column_config.NumberColumn(help=words.SPEED_HELP, format="%.0f"),
    }
    frame = tables.board(comparison, unit, speeds)
    shares = [name for name in frame.columns if name.startswith("≤") or name in {named["top1"], named["top5"]}]
    numbers |= {name: st.column_config.NumberColumn(format="%.1f %%") for name in shares}
    st.dataframe(frame, hide_index=True, column_config=numbers, width="stretch", placeholder="–")
    st.caption(words.BASELINES_TOLD)
    if st.button(words.MEASURE_SPEED, help=words.SPEED_HELP, key="gg_models_measure"):
        with st.spinner(words.MEASURING):
            st.session_state[UNMEASURED] = _measure(comparison.models, speeds)
        st.rerun()
    for problem in st.session_state.pop(UNMEASURED, ()):
        st.warning(problem)


def _measure(lines: Sequence[Line], speeds: dict[str, float]) -> list[str]:
    """Load one model after the other and time it; says of what cannot be loaded why."""
    from geogame.evaluation.speed import milliseconds_a_place
    from geogame.geolocators import load_geolocator
    from geogame.geolocators.checkpoint import read_note

    problems = []
    for line in lines:
        if line.model is None:
            continue
        about = line.report["dataset"]
        try:
            headings = tuple(read_note(line.model.folder).headings_deg)
            geolocator = load_geolocator(line.model.folder)
        except GeogameError as error:
            problems.append(f"{line.name}: {error}")
            continue
        speeds[line.name] = milliseconds_a_place(geolocator, headings, about["width"], about["height"])
    return problems
