"""Every word of the training page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from geogame.geo import THIN_SPACE, format_distance
from geogame.training.runs import Entry
from geogame.ui.map.payload import Unit
from geogame.ui.words import count, duration

TITLE: Final = "Training, as it happens"
RUN_LABEL: Final = "Run"
COMPARE_LABEL: Final = "Compare with"
COMPARE_HELP: Final = "Up to four others, in the same charts. Below them stands in which settings they differ."
LIVE_LABEL: Final = "Live"
LIVE_HELP: Final = "Read the runs again every few seconds. What you have chosen stays as it is."
SMOOTH_LABEL: Final = "Smoothing"
SMOOTH_HELP: Final = (
    "0 shows every measurement; near 1 the curve follows a long running mean. The pale line is unsmoothed."
)
ACROSS_LABEL: Final = "Across"
ACROSS: Final = {"step": "steps", "minutes": "minutes"}
FIT_LABEL: Final = "Fit the axes"
FIT_HELP: Final = "Leave out the few values that would flatten all the others; otherwise the axis begins at zero."
FIGURE_LABEL: Final = "Validation shows"
TABLE: Final = "The numbers behind the curves"
LOG_TITLE: Final = "Its log, the latest first"
NO_LOG: Final = "This run has no log."
RUNS_TITLE: Final = "All runs"
RUN_COLUMNS: Final = ("Run", "State", "Done", "Steps", "Trained for", "Best", "Last heard of")
DIFFERENCE_TITLE: Final = "What was set differently"
SAME: Final = "All settings that these runs state are the same."
SETTING: Final = "Setting"

NO_RUN_TITLE: Final = "No training yet"
NO_RUN: Final = "No run and no model is here. Begin one below, or with this command:"
NO_CURVE: Final = "No epoch is finished yet; its first point comes after the first validation."
NO_STEPS: Final = "No step is done yet."

STOP: Final = "Stop"
STOP_ASK: Final = (
    "The step under way is finished and the state is kept, so that you can go on later. Nothing is lost. "
    "It takes a few seconds."
)
STOP_DO: Final = "Yes, stop it"
STOPPING: Final = "It was asked to stop, and does so after the step under way."
RESUME: Final = "Resume"
RESUME_ASK: Final = "It goes on from its last saved step, with the recipe and options that it was begun with."
RESUME_DO: Final = "Yes, go on with it"
RESUMING: Final = "Starting the process; this takes a few seconds …"

START_TITLE: Final = "Begin a training"
RECIPE_LABEL: Final = "Recipe"
RECIPE_HELP: Final = "One that comes with the project, or the path of your own TOML file."
PROFILE_LABEL: Final = "Profile"
PROFILES: Final = {"full": "full size", "bench": "short and comparable"}
DATASET_PLACEHOLDER: Final = "choose one, or type its folder"
DATASET_HELP: Final = "One that is here, or a folder's path."
OUT_LABEL: Final = "Name of the run"
OUT_HELP: Final = "Its folder's name: letters, digits, dots, dashes."
BUDGET_LABEL: Final = "Minutes (optional)"
BUDGET_HELP: Final = "Spread the whole schedule over so many minutes in place of the recipe's epochs."
DEVICE_LABEL: Final = "On"
DEVICES: Final = {"auto": "the best device here", "cpu": "the processor", "cuda": "the GPU"}
INIT_LABEL: Final = "Weights to begin with (optional)"
INIT_PLACEHOLDER: Final = "none: begin anew"
INIT_HELP: Final = (
    "A model of the same kind and size, whose weights take the place of random ones: one that is here, or a "
    "checkpoint's folder."
)
FOLDS_LABEL: Final = "Folds (optional)"
FOLDS_HELP: Final = (
    "Train so many models one after the other, so that every place is tested once by one that never saw it."
)
START: Final = "Begin"
STARTING: Final = "Starting the process; this takes a few seconds …"
SURVIVES: Final = "It runs as a process of its own: you can close this page, and come back."
NO_DATASET: Final = (
    "This recipe asks for the dataset “{preset}”, which is not here. Build it with this command, or choose another:"
)
NAME_TAKEN: Final = "There is a run of this name; resume it, or choose another name."

STATES: Final = {
    "running": "training",
    "silent": "silent",
    "stale": "gone",
    "stopped": "stopped",
    "done": "done",
    "failed": "failed",
    "kept": "kept",
    "shipped": "shipped",
    "damaged": "damaged",
}


def expected(title: str, minutes: float, memory_gb: float, disk_gb: float, *, measured: bool) -> str:
    """Say what a recipe makes and what that takes, and whether anybody has measured it."""
    if not minutes:
        return f"{title}."
    room = [f"{size:g} GB {where}" for size, where in ((memory_gb, "of memory"), (disk_gb, "on disk")) if size]
    takes = ", ".join([duration(60 * minutes), *room])
    how = "measured" if measured else "estimated, not yet measured,"
    return f"{title}. Expected: {takes}; {how} on the machine that its recipe names."


def headline(entry: Entry, epochs: Sequence[Mapping[str, Any]], unit: Unit) -> str:
    """Say in a sentence how a run stands."""
    status, best = entry.status, best_told(epochs, unit)
    so_far = f" {best}." if best else ""
    if entry.condition == "shipped":
        trained = f" It was trained for {duration(epochs[-1]['elapsed_s'])}." if epochs else ""
        return f"{entry.folder.name} comes with the project.{so_far}{trained}"
    if status is None:
        return f"{entry.name} has no heartbeat: another version trained it.{so_far}"
    at = f"step {count(status.step)}"
    if entry.condition in {"running", "silent"}:
        if status.doing != "training":
            counted = f", {count(status.done)} of {count(status.total)}" if status.total else ""
            return f"{entry.name} is {status.doing}{counted}."
        left = f", {duration(status.eta_s)} to go" if status.eta_s is not None else ""
        return f"{entry.name} is training: {percent(status.progress)} done{left}.{so_far}"
    return {
        "stale": f"{entry.name} ended without a word near {at}.{so_far}",
        "stopped": f"{entry.name} was stopped at {at}, {percent(status.progress)} done.{so_far}",
        "failed": f"{entry.name} failed at {at}.{so_far}",
        "done": f"{entry.name} is done after {duration(status.elapsed_s)}.{so_far}",
    }[entry.condition]


def notice(entry: Entry, now_s: float) -> str:
    """Say what is wrong with a run and what to do; empty if nothing is."""
    status = entry.status
    if entry.condition == "damaged":
        return entry.problem
    if status is None:
        return ""
    quiet = duration(now_s - status.beat_s)
    if entry.condition == "stale":
        return (
            f"Its process is gone, and it wrote nothing for {quiet}: it was killed, or the machine went down. "
            "Resume it; only the steps since its last save are done again."
        )
    if entry.condition == "silent":
        return f"It wrote nothing for {quiet}, though its process is there: a long validation, or a busy machine."
    return status.message if entry.condition == "failed" else ""


def facts(entry: Entry) -> list[tuple[str, str]]:
    """Give what a run does now, as label and value."""
    status = entry.status
    if status is None:
        return []
    told = [("Epoch", count(status.epoch + 1) if entry.live else count(status.epoch)), ("Step", count(status.step))]
    if status.loss is not None:
        told.append(("Loss", f"{status.loss:.3f}"))
    if status.views_per_s is not None:
        told.append(("Views a second", three_digits(status.views_per_s)))
    memory = "none used" if status.gpu_bytes is None else f"{status.gpu_bytes / 2**30:.1f} GiB"
    return [*told, ("GPU memory", memory), ("Trained for", duration(status.elapsed_s))]


def best_told(epochs: Sequence[Mapping[str, Any]], unit: Unit) -> str:
    """Say the best validation so far; empty without one."""
    if not epochs:
        return ""
    name = main_figure(epochs)
    if not name:
        return ""
    values = [entry[name] for entry in epochs if name in entry]
    best = max(values) if rises(name) else min(values)
    return f"Best validated {figure_label(name)}: {value_told(name, best, unit)}"


def main_figure(epochs: Sequence[Mapping[str, Any]]) -> str:
    """Choose the figure that says most: the mean distance, else the first of a validation; empty without any."""
    names = figures(epochs)
    return "val_mean_km" if "val_mean_km" in names else (names[0] if names else "")


def figures(epochs: Sequence[Mapping[str, Any]]) -> list[str]:
    """Names of all validated figures, in order."""
    return list(dict.fromkeys(name for entry in epochs for name in entry if name.startswith("val_")))


def rises(name: str) -> bool:
    """Whether more of a figure is better."""
    return any(word in name for word in ("top", "recall", "score"))


def figure_label(name: str) -> str:
    """Name a figure: ``val_mean_km`` is "mean distance"."""
    known = {
        "val_mean_km": "mean distance",
        "val_median_km": "median distance",
        "val_top1": "share in the right cell",
        "val_missed": "share missed at the first rank",
    }
    return known.get(name, name.removeprefix("val_").removesuffix("_km").replace("_", " "))


def value_told(name: str, value: float, unit: Unit) -> str:
    """Say a figure's value: a distance, or a share in percent."""
    return format_distance(value, unit) if name.endswith("_km") else f"{100 * value:.1f}{THIN_SPACE}%"


def percent(share: float) -> str:
    """Write a share, never 100 before it is all."""
    return f"{min(99, int(100 * share)) if share < 1 else 100}{THIN_SPACE}%"


def three_digits(value: float) -> str:
    """Write a positive number with three significant digits."""
    return f"{value:,.0f}".replace(",", THIN_SPACE) if value >= 100 else f"{value:.3g}"
