"""Every word of the models page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from geogame.evaluation.results import Places
from geogame.geo import format_distance
from geogame.geolocators.published import Published
from geogame.ui.map.payload import Unit
from geogame.ui.words import count, duration

TITLE: Final = "Models and what they are worth"
SECTIONS: Final = {
    "compare": "Compare",
    "cells": "By cell",
    "card": "Model card",
    "evaluate": "Evaluate",
    "published": "Published",
}
PLACES_HELP: Final = (
    "Models are compared on the very same places only. Rendered views and photographs never share a table."
)
NAMES: Final = {
    "random": "random cell",
    "constant": "best constant",
    "oracle_cell": "true cell's centre",
    "colour_knn": "colours alone",
}
BASELINES_TOLD: Final = (
    "Random cell, best constant and colours alone are what a model must beat; the true cell's centre is what is left "
    "to a model that never mistakes a cell."
)

NO_MODEL_TITLE: Final = "No model here yet"
NO_MODEL: Final = "Train one with this command, then reload the page:"
NO_RESULT_TITLE: Final = "Nothing measured yet"
NO_RESULT: Final = "No model here has a recorded evaluation. Measure one under “Evaluate”, or with this command:"
NO_CELLS: Final = "This evaluation did not record errors by cell. Evaluate the model again to see them."
OLD_REPORT: Final = (
    "This evaluation was recorded before mistakes were counted by cell. Evaluate the model again to see them."
)
NO_CARD: Final = "This model has no card (README.md). Evaluate it once, and one is written."

COLUMNS: Final = {
    "name": "",
    "mean": "mean distance (95 %)",
    "median": "median (95 %)",
    "within": "≤ {km}",
    "top1": "right cell",
    "top5": "in five cells",
    "score": "score of 5 000",
    "centroid": "cell to cell",
    "parameters": "parameters",
    "megabytes": "MB",
    "speed": "ms a place",
}
CENTROID_HELP: Final = (
    "From the centroid of the true cell to that of the answered one: the seed reports' figure. It is 0 wherever the "
    "cell is right."
)
SPEED_HELP: Final = "Median on this machine, from a place's decoded pictures to the answer. Measured when you ask."
PARAMETERS_HELP: Final = "Those that training changes; a frozen backbone's are left out where the evaluation says so."
MEASURE_SPEED: Final = "Measure speed here"
MEASURING: Final = "Asking each model about one place, again and again …"
DISTANCE: Final = "distance of the answer, {unit}"
SHARE: Final = "share of the places"
CURVES_TITLE: Final = "Further left is closer to the place"
TYPICAL_TITLE: Final = "Mean and median, with 95 % intervals"
WITHIN_TITLE: Final = "Answered within a distance"
SIZES_TITLE: Final = "Mean distance by size of the model"
SIZES_AXIS: Final = "trained parameters"
STEPS_TITLE: Final = "Wrong cells: neighbours or not"
STEPS: Final = {"0": "right cell", "1": "a cell that touches it", "2": "one behind that", "3": "further off"}
RECALL_TITLE: Final = "Found again: the right place is among the most alike pictures"
RECALLED: Final = {"model": "{name}", "untrained": "{name}, before training", "random_picture": "a random picture"}
RECALL_SHARE: Final = "share of the queries"

MEASURES: Final = {"mean_km": "mean distance", "recall": "share in the right cell", "n": "places"}
NO_CELL: Final = "none"
NO_MISTAKES: Final = "Every place of this cell was answered with it."
CONFUSED_TITLE: Final = "Cells most often taken for one another"
CONFUSED_COLUMNS: Final = ("true cell", "answered", "places", "touch", "centre to centre")
ALL_CELLS: Final = "All cells, hardest first"

EVALUATE_LEAD: Final = (
    "Runs as a process of its own: you may leave this page meanwhile. The result is kept beside the model, in "
    "metrics.json and in its card."
)
SPLIT_LABEL: Final = "Places of it"
SPLITS: Final = {
    "auto": "all of a new dataset, the test split of the model's own",
    "test": "test split",
    "val": "validation split",
    "all": "all",
}
START: Final = "Evaluate now"

PUBLISHED_LEAD: Final = (
    "Models that others trained on photographs from all over the world. Nothing is fetched before you ask. Once one is "
    "here it can be played against, evaluated on any dataset and asked about photographs; on rendered views it is out "
    "of its depth, and every table says so."
)
DOWNLOAD: Final = "Download"
DOWNLOAD_AGAIN: Final = "Compare with the hub"
VERIFY: Final = "Verify the real weights"
BY_HAND: Final = "Without a network here: lay the files by hand"
FETCHED: Final = "{model}: done."
NOT_FETCHED: Final = "{model}: {why}"
WITHOUT_A_WORD: Final = "the process ended without a word; start it again"
NO_DATASET: Final = "No dataset here is cut into this model's cells. Make one with this command:"
DONE: Final = "{model} on {dataset}: done. The result stands under “Compare”."
GONE: Final = "{model} on {dataset}: the process ended before its work did, without a word. Start it again."
FAILED: Final = "{model} on {dataset}: {why}"


def places_label(places: Places) -> str:
    """Name the places that results are about."""
    kind = "rendered views" if places.rendered else f"photographs, {places.source}"
    which = "all places" if places.split == "all" else f"{places.split} split"
    return f"{places.name} (seed {places.seed}), {which}: {count(places.n)} places, {kind}"


def headline(best: str, mean: str, interval: str, constant: str | None) -> str:
    """Say what the best model is worth."""
    said = f"{best} is off by {mean} on average ({interval})."
    return said if constant is None else f"{said} Always saying the best constant is off by {constant}."


def worse_than_constant(names: list[str]) -> str:
    """Say which models know nothing: their intervals do not lie below the best constant."""
    verb = "does" if len(names) == 1 else "do"
    return f"{', '.join(names)} {verb} no better than a constant guess, as far as these places can tell."


def sought(rank: int, metres: int) -> str:
    """Say what counts as found: ``1st within 25 m``, ``first 10 within 100 m``."""
    return f"{'1st' if rank == 1 else f'first {rank}'} within {metres} m"


def found_again(name: str, found: Mapping[str, Any]) -> str:
    """Say how often a model's most alike picture shows the very place, and what training gave it."""
    model = found["model"]
    low, high = (f"{100 * end:.0f}" for end in model["ci95"])
    radius, shares = next(iter(model["within_m"].items()))
    said = (
        f"{name} finds {100 * shares['1']:.0f} % ({low}–{high}) of {count(model['n'])} pictures' places again at the "
        f"first look, within {radius} m, among {count(model['gallery'])} older pictures."
    )
    if "closed_gap" not in found:
        return said
    before = found["untrained"]["within_m"][radius]["1"]
    return f"{said} Before training it found {100 * before:.0f} %."


def with_interval(km: float, interval_km: tuple[float, float], unit: Unit) -> str:
    """Write a distance with its interval: ``412 km (380–447)``."""
    low, high = (format_distance(end, unit).removesuffix(f" {unit}") for end in interval_km)
    return f"{format_distance(km, unit)} ({low}–{high})"


def size(parameters: int | None) -> str:
    """Write a number of parameters as the seed report does: ``75k``, ``6.88M``."""
    if parameters is None:
        return "–"
    if parameters < 1000:
        return str(parameters)
    scale, letter = (1e6, "M") if parameters >= 999_500 else (1e3, "k")
    return f"{parameters / scale:.3g}{letter}"


def step_share(label: str, share: float) -> str:
    """Say how many answers lie so many steps off."""
    return f"{label}: {100 * share:.0f} %"


def cell_note(row: Mapping[str, Any], unit: Unit) -> str:
    """Say what is known of a cell under the pointer."""
    said = f"{row['n']} place{'s' * (row['n'] != 1)}, mean {format_distance(row['mean_km'], unit)} off"
    if "recall" in row:
        said += f", {100 * row['recall']:.0f} % in the right cell"
    return said if row.get("partner") is None else f"{said}, mostly taken for cell {row['partner']}"


def progress(what: str, done: int, total: int, eta_s: float | None) -> str:
    """Say how far an evaluation is and how long it still takes."""
    said = f"{what}, {count(done)} of {count(total)}" if total else what
    return said if eta_s is None else f"{said}, {duration(eta_s)} left"


def published_state(about: Published, *, here: bool, verified: bool) -> str:
    """Say whether a published model is here, and whether it was verified."""
    if not here:
        return f"is not on this machine; about {about.gigabytes} GB to download."
    return "is here, and verified on this machine." if verified else "is here, not yet verified with the real weights."


def published_terms(about: Published) -> str:
    """Say what a published model does, whose it is and what it may be used for."""
    return (
        f"It {about.told}. {about.credit} ([paper]({about.paper})). "
        f"Licence of the weights: [{about.terms}]({about.licence_url})."
    )


def fetched(what: str, done: int, total: int, eta_s: float | None) -> str:
    """Say how far a download is, in megabytes, and how long it still takes."""
    said = f"{what}, {done / 1e6:,.0f} of {total / 1e6:,.0f} MB" if total else what
    return said if eta_s is None else f"{said}, {duration(eta_s)} left"
