"""Checkpoint folders with recorded evaluations, made of the shipped one; their weights are never read."""

import copy
import json
import shutil
from pathlib import Path

from geogame.geolocators import MODELS_FOLDER

SHIPPED = MODELS_FOLDER / "usa-rendered"
CHOSEN, NEXT_DOOR = "19", 12


def recorded() -> dict:
    """An evaluation as `evaluate --record` keeps it today; its figures are the shipped model's."""
    report = next(iter(json.loads((SHIPPED / "metrics.json").read_text("utf-8"))["evaluations"].values()))
    report["dataset"]["source"] = "rendered"
    report["error_percentiles_km"] = [10.0 * rank for rank in range(101)]
    report["baseline_percentiles_km"] = {"constant": [20.0 * rank for rank in range(101)]}
    report["network"] = {"parameters": 4_482_000, "trainable": 75_463}
    report["classification"] = {
        "centroid_miles": 140.0,
        "by_steps": {"0": 0.3, "1": 0.4, "2": 0.2, "3": 0.1},
        "most_confused": [[int(CHOSEN), NEXT_DOOR, 3], [200, 3, 2]],
    }
    for row in report["by_cell"].values():
        row |= {"recall": 0.5, "partner": None, "mistakes": {}}
    report["by_cell"][CHOSEN] |= {"partner": NEXT_DOOR, "mistakes": {str(NEXT_DOOR): 3, "200": 1}}
    return report


def folder_with(folder: Path, *reports: dict) -> Path:
    """Make a checkpoint folder that holds these evaluations."""
    folder.mkdir(parents=True)
    for name in ("checkpoint.json", "model.safetensors", "README.md"):
        shutil.copy(SHIPPED / name, folder)
    evaluations = {str(number): report for number, report in enumerate(reports)}
    (folder / "metrics.json").write_text(json.dumps({"evaluations": evaluations}), "utf-8")
    return folder


def changed(report: dict, mean_km: float = 500.0, **dataset: object) -> dict:
    """The same evaluation with another mean distance, on other places if these are named."""
    own = copy.deepcopy(report)
    own["model"]["mean_km"] = mean_km
    own["dataset"] |= dataset
    return own


def finding_again(report: dict, first: float = 0.8) -> dict:
    """The same evaluation as of a model that finds places again."""

    def shares(best: float) -> dict:
        return {"within_m": {"25": {"1": best, "5": 0.9, "10": 0.95}, "100": {"1": best, "5": 0.92, "10": 0.97}}}

    own = copy.deepcopy(report)
    own["retrieval"] = {
        "model": {"n": 1240, "places": 310, "gallery": 9000, **shares(first), "ci95": [first - 0.04, first + 0.04]},
        "untrained": {"n": 1240, "places": 310, "gallery": 9000, **shares(0.3), "ci95": [0.26, 0.34]},
        "random_picture": shares(0.01),
        "closed_gap": (first - 0.3) / 0.7,
        "duplicates_removed": 0,
    }
    return own
