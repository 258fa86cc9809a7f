"""Frames behind the models page's tables and charts, made of comparisons; no Streamlit here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from geogame.geo import km_to_miles
from geogame.ui.map.payload import Unit
from geogame.ui.models import words

if TYPE_CHECKING:
    import pandas as pd

    from geogame.evaluation.results import Comparison, Line
    from geogame.partitions import Partition

SHOWN_KM: Final = (25, 200, 750)
CHARTED_KM: Final = (25, 100, 200, 750, 2500)
CURVE_KM: Final = 5.0
"""Curves begin here: nearer than this no model is ever right, and the axis is logarithmic."""


def name_of(line: Line) -> str:
    """Return what a line is called on the page."""
    return line.name if line.model is not None else words.NAMES[line.name]


def length(km: float, unit: Unit) -> float:
    """Return a distance in the unit of the page."""
    return km if unit == "km" else km_to_miles(km)


def board(comparison: Comparison, unit: Unit, speeds_ms: Mapping[str, float]) -> pd.DataFrame:
    """Return one row a model and a baseline, smallest mean distance first.

    Parameters
    ----------
    comparison
        What is compared.
    unit
        ``km`` or ``mi``.
    speeds_ms
        Measured milliseconds a place, by model; the column is left out where there are none.
    """
    import pandas as pd

    named = words.COLUMNS
    rows = []
    for line in comparison.lines:
        figures, model = line.figures, line.model
        centroid_miles = (line.report.get("classification") or {}).get("centroid_miles") if model else None
        row: dict[str, Any] = {
            named["name"]: name_of(line),
            named["mean"]: _interval(figures, "mean_km", unit),
            named["median"]: _interval(figures, "median_km", unit),
        }
        for km in SHOWN_KM:
            row[named["within"].format(km=f"{length(km, unit):.0f} {unit}")] = _percent(figures["within_km"][str(km)])
        row |= {
            named["top1"]: _percent(figures["top1"]),
            named["top5"]: _percent(figures["top5"]),
            named["score"]: round(figures["mean_score"]),
            named["centroid"]: None if centroid_miles is None else f"{centroid_miles:.0f} mi",
            named["parameters"]: words.size(line.parameters) if model else None,
            named["megabytes"]: None if model is None else round(model.megabytes, 1),
        }
        if speeds_ms:
            row[named["speed"]] = speeds_ms.get(line.name) if model else None
        rows.append(row)
    return pd.DataFrame(rows)


def _interval(figures: Mapping[str, Any], name: str, unit: Unit) -> str:
    low, high = figures["ci95"][name]
    return words.with_interval(figures[name], (low, high), unit)


def _percent(share: float | None) -> float | None:
    return None if share is None else round(100 * share, 1)


def curves(lines: Sequence[Line], unit: Unit) -> pd.DataFrame:
    """Return ``name, distance, share``: the share of places answered within each distance.

    It is made of percentiles where they were recorded, else of the few distances every evaluation tells.
    """
    import pandas as pd

    rows = []
    for line in lines:
        if len(line.percentiles_km):
            points = [(km, rank / (len(line.percentiles_km) - 1)) for rank, km in enumerate(line.percentiles_km)]
        else:
            points = [(float(km), share) for km, share in line.figures["within_km"].items()]
        rows += [(name_of(line), length(max(km, CURVE_KM), unit), share) for km, share in points]
    return pd.DataFrame(rows, columns=["name", "distance", "share"])


def typical(lines: Sequence[Line], unit: Unit) -> pd.DataFrame:
    """Return ``name, figure, distance, low, high``: mean and median with their intervals."""
    import pandas as pd

    rows = []
    for line in lines:
        for figure in ("mean", "median"):
            low, high = line.figures["ci95"][f"{figure}_km"]
            ends = (length(km, unit) for km in (line.figures[f"{figure}_km"], low, high))
            rows.append((name_of(line), figure, *ends))
    return pd.DataFrame(rows, columns=["name", "figure", "distance", "low", "high"])


def within(lines: Sequence[Line], unit: Unit) -> pd.DataFrame:
    """Return ``name, within, km, share`` for the field's distances."""
    import pandas as pd

    rows = [
        (name_of(line), f"≤ {length(km, unit):.0f} {unit}", km, line.figures["within_km"][str(km)])
        for line in lines
        for km in CHARTED_KM
    ]
    return pd.DataFrame(rows, columns=["name", "within", "km", "share"])


def sizes(models: Sequence[Line], unit: Unit) -> pd.DataFrame:
    """Return ``name, parameters, size, distance, low, high`` of the models whose size is known, smallest first."""
    import pandas as pd

    rows = []
    for line in sorted((line for line in models if line.parameters is not None), key=lambda line: line.parameters or 0):
        low, high = line.figures["ci95"]["mean_km"]
        label = f"{words.size(line.parameters)} · {line.name}"
        ends = (length(km, unit) for km in (line.figures["mean_km"], low, high))
        rows.append((line.name, line.parameters, label, *ends))
    return pd.DataFrame(rows, columns=["name", "parameters", "size", "distance", "low", "high"])


def steps(models: Sequence[Line]) -> pd.DataFrame:
    """Return ``name, step, order, share`` of the models whose reports tell how far off wrong cells are."""
    import pandas as pd

    rows = []
    for line in models:
        shares = (line.report.get("classification") or {}).get("by_steps") or {}
        rows += [(line.name, words.STEPS[step], int(step), share) for step, share in shares.items()]
    return pd.DataFrame(rows, columns=["name", "step", "order", "share"])


def confused(report: Mapping[str, Any], partition: Partition, unit: Unit, shown: int = 20) -> pd.DataFrame:
    """Return the cells most often taken for one another, with whether they touch and how far their centres are."""
    import pandas as pd

    pairs = (report.get("classification") or {}).get("most_confused", ())[:shown]
    rows = [(true, answered, places, *_apart(partition, true, answered, unit)) for true, answered, places in pairs]
    return pd.DataFrame(rows, columns=list(words.CONFUSED_COLUMNS))


def _apart(partition: Partition, first: int, second: int, unit: Unit) -> tuple[bool, str]:
    from geogame.geo import distance_km, format_distance

    km = distance_km(*partition.centroids[first], *partition.centroids[second])
    return bool(partition.steps[first, second] == 1), format_distance(km, unit)


def recalled(models: Sequence[Line]) -> pd.DataFrame:
    """Return ``name, within_m, rank, share, sought`` of models that find places again, and of what they must beat.

    ``sought`` says which of the most alike pictures have to lie within how many metres: the charts' key.
    """
    import pandas as pd

    rows = []
    for line in models:
        found = line.report.get("retrieval") or {}
        for who, told in words.RECALLED.items():
            shares = found.get(who, {}).get("within_m", {})
            rows += [
                (told.format(name=line.name), int(metres), int(rank), share, words.sought(int(rank), int(metres)))
                for metres, ranks in shares.items()
                for rank, share in ranks.items()
            ]
    frame = pd.DataFrame(rows, columns=["name", "within_m", "rank", "share", "sought"])
    return frame.drop_duplicates(["name", "sought"], ignore_index=True)  # chance is the same for all of them


def recall_board(frame: pd.DataFrame) -> pd.DataFrame:
    """Return `recalled` as a table: one row a name, one column a rank and radius, in percent."""
    order = frame.sort_values(["within_m", "rank"])["sought"].unique()
    table = (100 * frame.pivot(index="name", columns="sought", values="share")).round(1)
    return table.loc[frame["name"].unique(), order].reset_index(names="")


def doubtful(comparison: Comparison) -> list[str]:
    """Name the models whose interval of the mean does not lie below the best constant's."""
    constant = next((line for line in comparison.baselines if line.name == "constant"), None)
    if constant is None:
        return []
    low = constant.figures["ci95"]["mean_km"][0]
    return [line.name for line in comparison.models if line.figures["ci95"]["mean_km"][1] >= low]
