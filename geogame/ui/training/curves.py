"""Curves of runs: smoothed, with axes that fit, as Altair charts. Nothing here talks to Streamlit."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import altair as alt
import numpy as np
import pandas as pd

from geogame.geo import KM_PER_MILE
from geogame.ui.map.payload import Unit
from geogame.ui.models.charts import below, below_px
from geogame.ui.theme import ThemeName, palette

if TYPE_CHECKING:
    from geogame.training.runs import Curve

HEIGHT: Final = 260
OUTLIERS: Final = 0.02
OTHERS: Final = {
    "light": ("#D55E00", "#8A4B7D", "#3D4B57", "#9A7B00"),
    "dark": ("#F0864A", "#CC79A7", "#AEBAC4", "#D9C25A"),
}
"""Colours of compared runs: apart for the colour-blind, and none of the marks for you and the truth."""
DASHES: Final = ([1, 0], [6, 3], [2, 2], [8, 3, 2, 3], [4, 2])


@dataclass(frozen=True)
class Look:
    """How curves are shown.

    Attributes
    ----------
    smoothing
        Weight of what came before, 0..1.
    across
        ``step`` or ``minutes``.
    fit
        Whether the axis leaves out outliers; else it begins at zero.
    unit
        Of distances.
    theme
        Of the page.
    """

    smoothing: float = 0.6
    across: str = "step"
    fit: bool = True
    unit: Unit = "km"
    theme: ThemeName = "light"


def smooth(values: Sequence[float], weight: float) -> list[float]:
    """Exponential running mean without a bias towards the beginning; weight 0 leaves the values as they are."""
    smoothed, total, mass = [], 0.0, 0.0
    for value in values:
        total = weight * total + (1 - weight) * value
        mass = weight * mass + (1 - weight)
        smoothed.append(total / mass)
    return smoothed


def frame(lines: Mapping[str, Sequence[Mapping[str, Any]]], figure: str, look: Look) -> pd.DataFrame:
    """Make the points of a chart: ``run, step, minutes, value, smooth``, in the order of the runs.

    Parameters
    ----------
    lines
        Entries of each run with ``step``, ``elapsed_s`` and, some of them, the figure.
    figure
        Which entry to show; those in km are converted to the look's unit.
    look
        Smoothing and unit.
    """
    factor = 1 / KM_PER_MILE if figure.endswith("_km") and look.unit == "mi" else 1.0
    parts = []
    for run, entries in lines.items():
        having = [entry for entry in entries if figure in entry and math.isfinite(entry[figure])]
        values = [factor * entry[figure] for entry in having]
        steps, minutes = [entry["step"] for entry in having], [entry["elapsed_s"] / 60 for entry in having]
        columns = {"run": run, "step": steps, "minutes": minutes, "value": values}
        parts.append(pd.DataFrame({**columns, "smooth": smooth(values, look.smoothing)}))
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame({"run": [], "step": [], "value": []})


def fitted(values: Sequence[float], smoothed: Sequence[float]) -> tuple[float, float] | None:
    """Axis that holds the whole smoothed curve and all but the most outlying values, on round numbers.

    None where there is nothing to show.
    """
    if not len(values):
        return None
    most = np.quantile(values, (OUTLIERS, 1 - OUTLIERS)).tolist()
    low, high = min([*most, *smoothed]), max([*most, *smoothed])
    grain = 10 ** math.floor(math.log10(max(high - low, 1e-6 * abs(high), 1e-9) / 4))
    bottom = min(low, math.floor(low / grain) * grain)
    return bottom, max(high, math.ceil(high / grain) * grain, bottom + grain)


def chart(points: pd.DataFrame, title: str, look: Look) -> alt.LayerChart:
    """Draw the smoothed curves over their pale raw values; ``title`` names the axis with its unit."""
    colours = palette(look.theme)
    runs = list(dict.fromkeys(points["run"]))
    shades = [colours.model, *OTHERS[look.theme]][: len(runs)]
    legend = below(runs, 2, symbolType="stroke", symbolOpacity=1) if len(runs) > 1 else None
    colour = alt.Color("run:N", scale=alt.Scale(domain=runs, range=shades), legend=legend)
    dash = alt.StrokeDash("run:N", scale=alt.Scale(domain=runs, range=list(DASHES[: len(runs)])), legend=legend)
    domain = fitted(points["value"].tolist(), points["smooth"].tolist()) if look.fit else None
    scale = alt.Scale(domain=list(domain), nice=False) if domain else alt.Scale(zero=not look.fit)
    across = alt.X(f"{look.across}:Q", title=look.across, scale=alt.Scale(zero=False, nice=False))
    tip = [alt.Tooltip(f"{name}:{kind}") for name, kind in (("run", "N"), ("step", "Q"))]
    tip += [alt.Tooltip(f"{name}:Q", format=".4~g") for name in ("minutes", "value", "smooth")]
    base = alt.Chart(points).encode(x=across)
    height = alt.Y("value:Q", title=title, scale=scale)
    raw = base.mark_line(clip=True, opacity=0.28, strokeWidth=1).encode(y=height, color=colour)
    line = base.mark_line(clip=True, strokeWidth=2).encode(y=alt.Y("smooth:Q", title=title, scale=scale), color=colour)
    dots = base.mark_point(clip=True, filled=True, size=26).encode(y=height, color=colour, tooltip=tip)
    layers = [raw, line.encode(strokeDash=dash), dots.encode(opacity=alt.value(0.9 if len(points) < 120 else 0.0))]
    high = HEIGHT + (below_px(runs, 2) if legend else 0)
    layered: alt.LayerChart = alt.layer(*layers).properties(height=high).configure_view(stroke=None)
    return layered


def table(epochs: Mapping[str, Curve], unit: Unit) -> pd.DataFrame:
    """Give every finished epoch of every run, distances in the unit."""
    rows = [{"run": run, **entry} for run, curve in epochs.items() for entry in curve.epochs]
    shown = pd.DataFrame(rows)
    if unit == "mi":
        far = [name for name in shown.columns if name.endswith("_km")]
        shown[far] = shown[far] / KM_PER_MILE
        shown = shown.rename(columns={name: name.removesuffix("_km") + "_mi" for name in far})
    return shown
