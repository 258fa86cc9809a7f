"""A report as one HTML page that asks for nothing else: no script, no font, no picture from anywhere."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from geogame.colours import gradient
from geogame.evaluation.card import HEADER, figure_cells, pictures_of, recall_rows, report_rows, sentences
from geogame.evaluation.svg import Axis, bar_chart, line_chart, matrix, region_map, round_axis
from geogame.geo import format_distance
from geogame.geolocators.checkpoint import write_text

if TYPE_CHECKING:
    from geogame.partitions import Partition

STYLE: Final = Path(__file__).with_suffix(".css")
SHARES: Final = Axis("share of the places", 0, 1, [0, 0.2, 0.4, 0.6, 0.8, 1])
KM: Final = Axis("distance of the answer, km", 1, 5000, [1, 10, 100, 1000, 5000], logarithmic=True)
LISTED: Final = 15


def write_page(report: dict[str, Any], partition: Partition, path: Path) -> None:
    """Write a report of `evaluate` as one self-contained page; an existing file is overwritten."""
    write_text(path, page(report, partition))


def page(report: dict[str, Any], partition: Partition) -> str:
    """Return the page's HTML: tables and charts of whatever the report holds."""
    dataset = report["dataset"]
    title = f"{report['geolocator']} on {dataset['name']}"
    about = (
        f"Split {dataset['split']} of build {dataset['build_id']} (seed {dataset['seed']}): {pictures_of(report)} of "
        f"{dataset['width']}x{dataset['height']} pixels."
    )
    parts = [f'<h1>{escape(title)}</h1><p class="lead">{escape(_lead(report))}</p><p>{escape(about)}</p>']
    parts += [f'<p class="warning">{escape(warning)}</p>' for warning in report.get("warnings", [])]
    parts.append(_table(HEADER, [figure_cells(name, row) for name, row in report_rows(report)]))
    parts += [f"<p>{escape(line[0].upper() + line[1:])}.</p>" for line in sentences(report)]
    parts.append("<h2>Places answered within a distance</h2>" + _reach(report_rows(report)))
    counts = report.get("by_view_count", {})
    if len(counts) > 1:
        rows = [figure_cells(f"{count} view{'s' * (count != '1')}", row) for count, row in counts.items()]
        parts.append("<h2>Places by the views that they have</h2>" + _table(HEADER, rows))
    if report.get("retrieval"):
        parts.append("<h2>Places found again among older pictures</h2>" + _table(*recall_rows(report["retrieval"])))
    parts.append('<div class="charts">' + "".join(_figures(report)) + "</div>")
    if report.get("by_cell"):
        parts.append("<h2>Error by cell</h2>" + _map(report["by_cell"], partition))
    if report.get("classification"):
        parts.append(_confusion(report["classification"], len(partition)))
    style = STYLE.read_text("utf-8")
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f'<meta name="viewport" content="width=device-width"><style>{style}</style></head>'
        f"<body>{''.join(parts)}</body></html>\n"
    )


def _lead(report: dict[str, Any]) -> str:
    """Say what the model is worth, beside what knows nothing."""
    low, high = report["model"]["ci95"]["mean_km"]
    far = format_distance(report["model"]["mean_km"])
    said = f"Off by {far} on average ({format_distance(low)} to {format_distance(high)})"
    constant = report["baselines"].get("constant")
    if constant is None:
        return f"{said}."
    return f"{said}; always saying the best constant is off by {format_distance(constant['mean_km'])}."


def _reach(rows: Sequence[tuple[str, dict[str, Any]]]) -> str:
    """Shares within every distance that is reported anywhere, and the whole world's score, for the world's tables."""
    distances = list(rows[0][1]["within_km"])
    cells = []
    for name, row in rows:
        low, high = row["ci95"]["mean_geoscore"]
        shares = [f"{100 * row['within_km'][km]:.1f} %" for km in distances]
        cells.append([name, *shares, f"{row['mean_geoscore']:.0f}", f"{low:.0f}–{high:.0f}"])
    return _table(["", *(f"≤ {km} km" for km in distances), "GeoScore", "95 %"], cells)


def _figures(report: dict[str, Any]) -> list[str]:
    """Every chart that stands beside others."""
    figures = []
    within = {name: [(float(km), share) for km, share in row["within_km"].items()] for name, row in report_rows(report)}
    by_views = report.get("model_by_views", {})
    chosen = {name: points for name, points in within.items() if not name.startswith("model, first")}
    figures.append(_figure(line_chart(KM, SHARES, chosen), "Share of the places answered within a distance."))
    if by_views:
        bars = [
            (f"{count} view{'s' * (count != '1')}", row["mean_km"], row["ci95"]["mean_km"])
            for count, row in by_views.items()
        ]
        axis = round_axis("mean distance, km", max(high for _, _, (_, high) in bars))
        figures.append(_figure(bar_chart(axis, bars), "Mean distance after each view, with its 95 % interval."))
    if report.get("error_percentiles_km"):
        points = [(max(km, KM.low), rank / 100) for rank, km in enumerate(report["error_percentiles_km"])]
        figures.append(_figure(line_chart(KM, SHARES, {"model": points}), "Distribution of the model's distances."))
    if report.get("calibration"):
        rows = report["calibration"]["reliability"]
        points = [(row["confidence"], row["accuracy"]) for row in rows]
        chart = line_chart(
            Axis("probability of the best cell", 0, 1, SHARES.ticks),
            Axis("share of them right", 0, 1, SHARES.ticks),
            {"model": points},
            diagonal=True,
        )
        figures.append(_figure(chart, "Calibration: on the diagonal a probability means what it says."))
    return figures


def _map(by_cell: dict[str, dict[str, Any]], partition: Partition) -> str:
    rings = {
        cell.index: [list(part.exterior.coords) for part in getattr(cell.polygon, "geoms", [cell.polygon])]
        for cell in partition.cells
    }
    means = [row["mean_km"] for row in by_cell.values()]
    low, high = min(means), max(means)
    fill = {
        int(cell): ((row["mean_km"] - low) / max(high - low, 1e-9), _cell_says(cell, row))
        for cell, row in by_cell.items()
    }
    scale = f'{format_distance(low)}<span class="scale" style="background:{gradient()}"></span>{format_distance(high)}'
    caption = f"<figcaption>Mean distance of the answers: {scale}. Cells without places stay bare.</figcaption>"
    return f"<figure>{region_map(rings, fill)}{caption}</figure>"


def _cell_says(cell: str, row: dict[str, Any]) -> str:
    says = f"cell {cell}: {row['n']} places, mean {row['mean_km']:,.0f} km, {100 * row['recall']:.0f} % right"
    return says if row["partner"] is None else f"{says}, mostly taken for cell {row['partner']}"


def _confusion(figures: dict[str, Any], cells: int) -> str:
    rows = [[f"{true}", f"{answered}", f"{count}"] for true, answered, count in figures["most_confused"][:LISTED]]
    table = _table(("true cell", "answered", "places"), rows)
    entries = figures.get("confusion", [])
    caption = "Dots on the diagonal are right; a dot's area follows its places."
    chart = _figure(matrix(entries, cells, "true cell", "answered cell"), caption) if entries else ""
    return f'<h2>Cells taken for one another</h2><div class="charts">{chart}{table}</div>'


def _figure(svg: str, caption: str) -> str:
    return f"<figure>{svg}<figcaption>{escape(caption)}</figcaption></figure>"


def _table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    head = "".join(f"<th>{escape(name)}</th>" for name in header)
    body = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows)
    return f'<div class="table"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'
