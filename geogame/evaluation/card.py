"""Tables for people: the report on a terminal, and the model card beside a checkpoint."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

from geogame.evaluation.levels import levels_section
from geogame.geolocators.checkpoint import METRICS_FILE, CheckpointNote, read_note, write_text
from geogame.geolocators.published import published
from geogame.geolocators.published.install import card as published_card
from geogame.geolocators.recall import RANKS, WITHIN_M

CARD_FILE: Final = "README.md"
EXTREME_CELLS: Final = 8
HEADER: Final = ("", "n", "mean km", "95 %", "median km", "≤ 25 km", "≤ 200 km", "top 1", "top 5", "score")


def report_rows(report: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """Name and figures of every line of a report, best known first."""
    rows = [("model", report["model"])]
    if report.get("model_far"):
        rows.append(("model, ≥ 5 km from training", report["model_far"]))
    rows += [(f"model, first {k} view{'s' * (k != '1')}", row) for k, row in report["model_by_views"].items()]
    if report["winner"] is not None:
        rows.append(("average of single views", report["average_head"]))
    if report.get("colour_knn"):
        rows.append(("colour neighbours", report["colour_knn"]))
    names = {"random": "random cell", "constant": "best constant", "oracle_cell": "true cell's anchor"}
    return rows + [(names[key], row) for key, row in report["baselines"].items()]


def figure_cells(name: str, row: dict[str, Any]) -> list[str]:
    """Write a row of figures under ``HEADER``."""

    def percent(value: float | None) -> str:
        return "–" if value is None else f"{100 * value:.1f} %"

    low, high = row["ci95"]["mean_km"]
    return [
        name,
        str(row["n"]),
        f"{row['mean_km']:.0f}",
        f"{low:.0f}–{high:.0f}",
        f"{row['median_km']:.0f}",
        percent(row["within_km"]["25"]),
        percent(row["within_km"]["200"]),
        percent(row["top1"]),
        percent(row["top5"]),
        f"{row['mean_score']:.0f}",
    ]


def report_table(report: dict[str, Any]) -> str:
    """Aligned plain text of a report, robustness included if it is there."""
    lines = [list(HEADER), *(figure_cells(name, row) for name, row in report_rows(report))]
    widths = [max(len(line[i]) for line in lines) for i in range(len(HEADER))]
    dataset = report["dataset"]
    where = f"{dataset['name']} (seed {dataset['seed']}, split {dataset['split']})"
    text = [f"{report['geolocator']} on {where}, {pictures_of(report)}"]
    text += [
        "  ".join(
            cell.ljust(w) if i == 0 else cell.rjust(w) for i, (cell, w) in enumerate(zip(line, widths, strict=True))
        )
        for line in lines
    ]
    if "retrieval" in report:
        text += ["", recall_table(report["retrieval"])]
    text += sentences(report)
    if "robustness" in report:
        clean = report["robustness"]["clean"]
        text.append(f"mean km on {clean['n']} places: {clean['mean_km']:.0f} unchanged")
        text += [
            f"  {name}: {row['mean_km']:.0f} ({row['ratio']:.2f}×)"
            for name, row in report["robustness"].items()
            if name != "clean"
        ]
    return "\n".join(text)


def is_rendered(report: dict[str, Any]) -> bool:
    """Tell whether a report is about rendered views; those without a ``source`` are older than any photograph here."""
    return bool(report["dataset"].get("source", "rendered") == "rendered")


def pictures_of(report: dict[str, Any]) -> str:
    """Say in two words what a report was measured on."""
    return "rendered views" if is_rendered(report) else f"photographs ({report['dataset']['source']})"


def sentences(report: dict[str, Any]) -> list[str]:
    """Sentences about the LSTM, cells, states and probabilities, as far as the report has them."""
    lines = []
    if report["winner"] is not None:
        better = {"lstm": "the LSTM", "average": "the average"}[report["winner"]]
        lines.append(f"LSTM against the average of single views on the same places: {better} wins")
    if (cells := report.get("classification")) is not None:
        macro, weighted = cells["macro"], cells["weighted"]
        lines.append(
            f"cells as classes: precision {macro['precision']:.3f}, recall {macro['recall']:.3f}, F1 {macro['f1']:.3f} "
            f"(weighted by places {weighted['precision']:.3f}, {weighted['recall']:.3f}, {weighted['f1']:.3f})"
        )
        if cells["centroid_miles"] is not None:
            lines.append(f"centroid of the true cell to that of the answered one: {cells['centroid_miles']:.0f} miles")
    if (states := report.get("states")) is not None:
        low, high = states["ci95"]
        lines.append(f"right state: {100 * states['accuracy']:.1f} % ({100 * low:.1f}–{100 * high:.1f})")
    if (calibration := report.get("calibration")) is not None:
        lines.append(
            f"calibration error {calibration['ece']:.3f}, at temperature {calibration['temperature']:.2f} "
            f"{calibration['ece_scaled']:.3f}"
        )
    return lines


def recall_rows(found: dict[str, Any]) -> tuple[list[str], list[list[str]]]:
    """Write the ``retrieval`` part of a report as a header and rows, in percent."""
    rows = []
    for name in (name for name in ("model", "untrained", "random_picture") if name in found):
        within = found[name]["within_m"]
        shares = [within[str(metres)][str(rank)] for metres in WITHIN_M for rank in RANKS]
        rows.append([name.replace("_", " "), *(f"{100 * share:.1f}" for share in shares)])
    return ["recall %", *(f"@{rank} {metres} m" for metres in WITHIN_M for rank in RANKS)], rows


def recall_table(found: dict[str, Any]) -> str:
    """Write the ``retrieval`` part of a report as lines of text, in percent."""
    header, rows = recall_rows(found)
    return "\n".join(f"{line[0]:<24}" + "".join(f"{cell:>12}" for cell in line[1:]) for line in (header, *rows))


def record(folder: Path, report: dict[str, Any]) -> None:
    """Keep a report in the checkpoint's ``metrics.json`` and write its card anew."""
    path = folder / METRICS_FILE
    metrics = json.loads(path.read_text("utf-8"))
    dataset = report["dataset"]
    build_id, _, excluded = dataset["build_id"].partition("~")
    _, _, division = build_id.partition("+")
    key = f"{dataset['name']}, seed {dataset['seed']}, split {dataset['split']}, {dataset['width']}x{dataset['height']}"
    key += f", division {division}" if division else ""
    key += f", without some places ({excluded})" if excluded else ""
    before = metrics["evaluations"].get(key, {})
    if before.get("dataset", {}).get("build_id") != dataset["build_id"]:
        before = {}  # robustness, say, of the same name and seed in another world
    kept = dict(report)
    if "classification" in kept:  # its whole matrix is long; the commonest mistakes stay
        kept["classification"] = {name: row for name, row in kept["classification"].items() if name != "confusion"}
    metrics["evaluations"][key] = before | kept
    write_text(path, json.dumps(metrics, indent=1) + "\n")
    write_card(folder)


def write_card(folder: Path) -> None:
    """Write the model card from ``checkpoint.json``, ``metrics.json`` and, if it is there, ``ladder.json``."""
    note = read_note(folder)
    metrics = json.loads((folder / METRICS_FILE).read_text("utf-8"))
    extra = note.extra
    if extra.get("published"):
        lines = [published_card(published(note.geolocator)), *_results(metrics.get("evaluations", {}))]
        write_text(folder / CARD_FILE, "\n".join(lines))
        return
    lines = [
        f"# {extra.get('title', folder.name)}",
        "",
        _what_it_does(note),
        "",
        (
            f"- Trained on {extra.get('training_places', '?')} places x {note.config['views']} views "
            f"(dataset build {', '.join(note.dataset_build_ids)}) in "
            f"{extra.get('training_seconds', 0) / 60:.0f} minutes "
            f"({extra.get('training_device', '?')}); seed {note.training_seed}."
        ),
        *_beginnings(extra.get("init")),
        *_borrowed(extra.get("backbone")),
        (
            f"- Input {note.config['size'][1]}x{note.config['size'][0]} pixels a view, headings "
            f"{', '.join(f'{heading:g}°' for heading in note.headings_deg)}; missing views are masked."
        ),
        (
            f"- Partition {note.partition} of {note.region}, fingerprint {note.partition_fingerprint}; "
            f"world fingerprint {note.world_fingerprint or 'none'}."
        ),
        (
            "- `training_index.parquet` lists every training place (so that leaks can be audited), an embedding and "
            "colour statistics of up to 10,000 of them."
        ),
        "",
    ]
    if extra.get("source") == "rendered":
        lines += [
            (
                "**Rendered views only.** It was trained on views of the project's rendered world, never on "
                "photographs. Results on rendered views say nothing about photographs; expect it to do badly there."
            ),
            "",
        ]
    lines += _results(metrics.get("evaluations", {}))
    lines += levels_section(folder, note)
    lines += [
        "## Limits",
        "",
        "- It knows the region it was trained on and answers inside it, whatever it is shown.",
        "- Its probabilities are smoothed over distance by training; they are no calibrated frequencies.",
        "- It is opponent and teaching aid in a game, not a tool to find where people are.",
        "",
    ]
    write_text(folder / CARD_FILE, "\n".join(lines))


def _results(evaluations: dict[str, dict[str, Any]]) -> list[str]:
    """Write the recorded evaluations, those on rendered views and those on photographs each under a heading."""
    lines = []
    for heading, rendered in (("## Results on rendered views", True), ("## Results on photographs", False)):
        sections = [
            _card_section(key, report) for key, report in evaluations.items() if is_rendered(report) == rendered
        ]
        if sections:
            lines += [heading, "", *(line for section in sections for line in section)]
    return lines or ["No evaluation is recorded; `evaluate --record` does.", ""]


def _what_it_does(note: CheckpointNote) -> str:
    """Describe the network in a sentence, by its kind."""
    cells, point = f"probabilities of {note.config['cells']} cells", f"the point is decoded ({note.decoding['rule']})"
    told = {
        "cnn_lstm": (
            "one compact CNN looks at every view, an LSTM reads them in order of heading and answers after each with "
            f"{cells} and of {note.config['anchors']} finer anchors, from which {point}."
        ),
        "cnn_lstm_seed": (
            "one CNN looks at every view, an LSTM reads them in order of heading and answers after each with "
            f"{cells}, from which {point}."
        ),
        "retrieval": (
            "a backbone and generalised-mean pooling make one feature of every view; the most alike pictures of the "
            "gallery beside the weights vote for the place, and for the cell that holds it."
        ),
    }
    alone = f"a network judges every view alone; its {cells} are averaged over views, and {point}."
    return f"Tells where in the region a place's views were taken: {told.get(note.geolocator, alone)}"


def _beginnings(init: dict[str, Any] | None) -> list[str]:
    """Name every checkpoint whose weights it began with, the latest first."""
    lines = []
    while init:
        world = f" in world {init['world_fingerprint']}" if init["world_fingerprint"] else ""
        lines.append(
            f"- Began with the weights of `{init['name']}` (sha256 {init['weights_sha256'][:12]}), trained for "
            f"{init.get('training_seconds', 0) / 60:.0f} minutes{world} before."
        )
        init = init.get("init")
    return lines


def _borrowed(backbone: dict[str, Any] | None) -> list[str]:
    """Name the checkpoint whose convolutions it has, which have seen that one's training places too."""
    if not backbone:
        return []
    line = (
        f"- Its convolutions are those of `{backbone['name']}` (sha256 {backbone['weights_sha256'][:12]}), trained on "
        "other places: leave test places near those out before comparing (`compare --apart-from`)."
    )
    return [line]


def _extreme_cells(by_cell: dict[str, dict[str, Any]]) -> list[str]:
    """Name the cells with the largest and the smallest mean errors; ``by_cell`` is ordered hardest first."""

    def named(cells: list[str]) -> str:
        return ", ".join(f"{cell} ({by_cell[cell]['mean_km']:.0f} km)" for cell in cells)

    order = list(by_cell)
    return [
        (
            f"Hardest cells by mean error: {named(order[:EXTREME_CELLS])}. "
            f"Easiest: {named(order[: -EXTREME_CELLS - 1 : -1])}."
        )
    ]


def _card_section(key: str, report: dict[str, Any]) -> list[str]:
    lines = [f"### {key}", "", "| " + " | ".join(HEADER) + " |", "| " + " | ".join(["---"] * len(HEADER)) + " |"]
    lines += ["| " + " | ".join(figure_cells(name, row)) + " |" for name, row in report_rows(report)]
    lines.append("")
    lines += [f"- {sentence[0].upper()}{sentence[1:]}." for sentence in sentences(report)] + [""]
    if report.get("by_cell"):
        lines += [*_extreme_cells(report["by_cell"]), ""]
    if "retrieval" in report:
        lines += ["Places found again among older pictures:", "", "```", recall_table(report["retrieval"]), "```", ""]
    lines += [f"Warning: {warning}." for warning in report.get("warnings", [])]
    if "robustness" in report:
        clean = report["robustness"]["clean"]
        lines += [
            f"Robustness on {clean['n']} of these places (mean {clean['mean_km']:.0f} km unchanged):",
            "",
            "| change | mean km | against unchanged |",
            "| --- | --- | --- |",
        ]
        lines += [
            f"| {name} | {row['mean_km']:.0f} | {row['ratio']:.2f} |"
            for name, row in report["robustness"].items()
            if name != "clean"
        ]
        lines.append("")
    return lines
