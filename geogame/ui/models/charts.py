"""Charts of the models page: who is how far off, how surely, and at what size."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Final, TypeAlias

import altair as alt
import pandas as pd

from geogame.colours import CIVIDIS
from geogame.ui.map.payload import Unit
from geogame.ui.models import words
from geogame.ui.theme import ThemeName, palette

MODEL_COLOURS: Final = {
    "light": ("#0072B2", "#CC79A7", "#D55E00", "#1F2A33", "#56B4E9"),
    "dark": ("#56B4E9", "#CC79A7", "#D55E00", "#E8ECEF", "#0072B2"),
}
"""Okabe and Ito's colours without those of the player and the truth (https://jfly.uni-koeln.de/color/)."""
DASHES: Final = ([1, 0], [6, 3], [2, 2], [8, 3, 2, 3], [12, 4])
SHAPES: Final = ("circle", "triangle-up", "square", "diamond")
ROW_PX: Final = 30
FRAME_PX: Final = 130
"""Title and axis of a chart, which its height includes."""
LETTER_PX: Final = 7
SYMBOL_PX: Final = 34
LEGEND_ROW_PX: Final = 19
PLOT_PX: Final = 340
"""A chart with its title and axis, without its legend."""
LABEL_PX: Final = 220
Chart: TypeAlias = alt.Chart | alt.LayerChart | alt.FacetChart


def colours(models: Sequence[str], baselines: Sequence[str], theme: ThemeName) -> alt.Scale:
    """Return one colour a model, the same in every chart; baselines are quiet."""
    own = MODEL_COLOURS[theme]
    quiet = palette(theme).muted
    shades = [own[index % len(own)] for index in range(len(models))] + [quiet] * len(baselines)
    return alt.Scale(domain=[*models, *baselines], range=shades)


def dashes(models: Sequence[str], baselines: Sequence[str]) -> alt.Scale:
    """Return one dash a line, so that colour is never needed to tell lines apart."""
    rounds = [DASHES[(index // len(MODEL_COLOURS["light"])) % len(DASHES)] for index in range(len(models))]
    quiet = [DASHES[(index + 1) % len(DASHES)] for index in range(len(baselines))]
    return alt.Scale(domain=[*models, *baselines], range=[*rounds, *quiet])


def below(names: Sequence[str], least: int = 1, **more: Any) -> alt.Legend:
    """Return a legend below a chart, in as many columns as its width has room for these names, ``least`` at least."""
    wide = min(LABEL_PX, LETTER_PX * max(map(len, names))) + SYMBOL_PX
    return alt.Legend(
        title=None,
        orient="bottom",
        columns=alt.ExprRef(f"max({least}, floor(width / {wide}))"),
        labelLimit=alt.ExprRef(f"max({wide if least == 1 else 0}, width / {least}) - {SYMBOL_PX}"),
        **more,
    )


def below_px(names: Sequence[str], least: int = 1) -> int:
    """Return the height that such a legend needs where there is room for the least columns."""
    return LEGEND_ROW_PX * math.ceil(len(names) / least)


def curves(frame: pd.DataFrame, models: Sequence[str], baselines: Sequence[str], unit: Unit, theme: ThemeName) -> Chart:
    """Draw the share of places answered within each distance."""
    lines = (*models, *baselines)
    names = below(lines, 2, symbolType="stroke")
    chart: Chart = (
        alt.Chart(frame, title=words.CURVES_TITLE)
        .mark_line(strokeWidth=2.2, interpolate="linear")
        .encode(
            x=alt.X("distance:Q", title=words.DISTANCE.format(unit=unit), scale=alt.Scale(type="log", nice=False)),
            y=alt.Y("share:Q", title=words.SHARE, axis=alt.Axis(format="%"), scale=alt.Scale(domain=[0, 1])),
            color=alt.Color("name:N", scale=colours(models, baselines, theme), legend=names),
            strokeDash=alt.StrokeDash("name:N", scale=dashes(models, baselines), legend=names),
            tooltip=[
                alt.Tooltip("name:N"),
                alt.Tooltip("distance:Q", format=".3s", title=unit),
                alt.Tooltip("share:Q", format=".0%"),
            ],
        )
        .properties(height=PLOT_PX + below_px(lines, 2))
    )
    return chart


def typical(frame: pd.DataFrame, unit: Unit, theme: ThemeName) -> Chart:
    """Draw mean and median with their intervals, one row a line."""
    rows = alt.Y("name:N", title=None, sort=None, axis=alt.Axis(labelLimit=220))
    figures = ("mean", "median")
    figure = alt.Color(
        "figure:N",
        scale=alt.Scale(domain=figures, range=[palette(theme).model, palette(theme).muted]),
        legend=below(figures),
    )
    base = alt.Chart(frame, title=words.TYPICAL_TITLE)
    axis = alt.X("low:Q", title=words.DISTANCE.format(unit=unit), scale=alt.Scale(zero=True))
    bars = base.mark_rule(strokeWidth=2.5).encode(x=axis, x2="high:Q", y=rows, color=figure)
    points = base.mark_point(size=90, filled=True, opacity=1).encode(
        x="distance:Q",
        y=rows,
        color=figure,
        shape=alt.Shape("figure:N", legend=None, scale=alt.Scale(domain=figures, range=["square", "circle"])),
        tooltip=[
            "name:N",
            "figure:N",
            *(alt.Tooltip(f"{name}:Q", format=".3s") for name in ("distance", "low", "high")),
        ],
    )
    chart: Chart = alt.layer(bars, points).properties(
        height=ROW_PX * frame["name"].nunique() + FRAME_PX + below_px(figures)
    )
    return chart


def within(frame: pd.DataFrame) -> Chart:
    """Draw the shares of places within the field's distances, one row a line."""
    order = list(dict.fromkeys(frame.sort_values("km")["within"]))
    legend = below(order)
    chart: Chart = (
        alt.Chart(frame, title=words.WITHIN_TITLE)
        .mark_point(size=110, filled=True, opacity=1, stroke="#93A0AA", strokeWidth=1)
        .encode(
            x=alt.X("share:Q", title=words.SHARE, axis=alt.Axis(format="%"), scale=alt.Scale(domain=[0, 1])),
            y=alt.Y("name:N", title=None, sort=None, axis=alt.Axis(labelLimit=220)),
            color=alt.Color(
                "within:N",
                scale=alt.Scale(domain=order, range=list(CIVIDIS[: len(order)])),
                legend=legend,
            ),
            shape=alt.Shape("within:N", scale=alt.Scale(domain=order), legend=legend),
            tooltip=["name:N", "within:N", alt.Tooltip("share:Q", format=".1%")],
        )
        .properties(height=ROW_PX * frame["name"].nunique() + FRAME_PX + below_px(order))
    )
    return chart


def sizes(frame: pd.DataFrame, constant: float | None, unit: Unit, theme: ThemeName) -> Chart:
    """Draw the seed report's bar chart, mean distance by size of the model, with the constant guess it must beat."""
    columns = alt.X(
        "size:N",
        title=words.SIZES_AXIS,
        sort=None,
        axis=alt.Axis(labelAngle=0, labelLimit=110, labelExpr="split(datum.label, ' · ')"),
    )
    base = alt.Chart(frame, title=words.SIZES_TITLE)
    bars = base.mark_bar(color=palette(theme).model, size=46).encode(
        x=columns,
        y=alt.Y("distance:Q", title=words.DISTANCE.format(unit=unit)),
        tooltip=[
            "name:N",
            alt.Tooltip("parameters:Q", format=","),
            alt.Tooltip("distance:Q", format=".3s", title=unit),
        ],
    )
    ends = base.mark_rule(strokeWidth=2.5, color=palette(theme).ink).encode(x=columns, y="low:Q", y2="high:Q")
    layers: list[alt.Chart] = [bars, ends]
    if constant is not None:
        line = alt.Chart(pd.DataFrame([{"distance": constant, "name": words.NAMES["constant"]}]))
        layers += [
            line.mark_rule(strokeDash=[6, 4], strokeWidth=2, color=palette(theme).muted).encode(y="distance:Q"),
            line.mark_text(align="left", dx=6, dy=-7, color=palette(theme).muted).encode(
                y="distance:Q", x=alt.value(0), text="name:N"
            ),
        ]
    chart: Chart = alt.layer(*layers).properties(height=380)
    return chart


def recalls(frame: pd.DataFrame) -> Chart:
    """Draw the shares found again, by how many of the most alike count and how near they must lie."""
    order = list(dict.fromkeys(frame.sort_values(["within_m", "rank"])["sought"]))
    radii = sorted(frame["within_m"].unique())
    ranks = sorted(frame["rank"].unique())
    pairs = frame.drop_duplicates("sought").set_index("sought").loc[order]
    shades = [CIVIDIS[2 * ranks.index(rank)] for rank in pairs["rank"]]
    shapes = [SHAPES[radii.index(metres)] for metres in pairs["within_m"]]
    legend = alt.Legend(title=None, orient="bottom", columns=len(ranks))
    chart: Chart = (
        alt.Chart(frame, title=words.RECALL_TITLE)
        .mark_point(size=110, filled=True, opacity=1, stroke="#93A0AA", strokeWidth=1)
        .encode(
            x=alt.X("share:Q", title=words.RECALL_SHARE, axis=alt.Axis(format="%"), scale=alt.Scale(domain=[0, 1])),
            y=alt.Y("name:N", title=None, sort=None, axis=alt.Axis(labelLimit=260)),
            color=alt.Color("sought:N", scale=alt.Scale(domain=order, range=shades), legend=legend),
            shape=alt.Shape("sought:N", scale=alt.Scale(domain=order, range=shapes), legend=legend),
            tooltip=["name:N", "sought:N", alt.Tooltip("share:Q", format=".1%")],
        )
        .properties(height=ROW_PX * frame["name"].nunique() + FRAME_PX + below_px(order, len(ranks)))
    )
    return chart


def steps(frame: pd.DataFrame) -> Chart:
    """Draw how far off the answered cells are, one bar a model."""
    kinds = list(words.STEPS.values())
    chart: Chart = (
        alt.Chart(frame, title=words.STEPS_TITLE)
        .mark_bar()
        .encode(
            x=alt.X("share:Q", title=words.SHARE, axis=alt.Axis(format="%"), scale=alt.Scale(domain=[0, 1])),
            y=alt.Y("name:N", title=None, sort=None, axis=alt.Axis(labelLimit=220)),
            color=alt.Color(
                "step:N",
                sort=None,
                scale=alt.Scale(domain=kinds, range=[CIVIDIS[at] for at in (0, 2, 4, 5)]),
                legend=below(kinds),
            ),
            order=alt.Order("order:Q"),
            tooltip=["name:N", "step:N", alt.Tooltip("share:Q", format=".1%")],
        )
        .properties(height=ROW_PX * frame["name"].nunique() + FRAME_PX + below_px(kinds))
    )
    return chart
