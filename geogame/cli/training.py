"""What the model commands do behind their options: open things, run a training, show its progress."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from geogame.cli.output import note
from geogame.errors import CheckpointError, RecipeError, UsageError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from geogame.catalog import Catalog
    from geogame.geolocators.trained import NetworkGeolocator
    from geogame.training.loop import Report, Trainer
    from geogame.training.recipe import Recipe

SCALE = 10_000


def run_training(
    recipe_name: str,
    dataset: Path | None,
    out: Path | None,
    profile: str,
    resume: bool,
    device: str | None,
    time_budget_min: float | None,
    processes: int = 1,
    init: str | None = None,
    weights: str | None = None,
    split_file: Path | None = None,
    folds: int | None = None,
) -> dict[str, Any] | None:
    """Train, export the checkpoint to ``<run>/model`` and evaluate it on the dataset's test split.

    With ``folds`` this is done once a fold, in ``<run>/fold-0`` and so on, and summed up. Of several processes that
    ``torchrun`` started the first one alone does what follows the training; the others return None.
    """
    from geogame.cli.audit import open_divided
    from geogame.training.recipe import load_recipe, recipe_path

    recipe = load_recipe(recipe_name).profile(profile)
    if weights is not None:
        recipe = recipe.with_weights(weights)
    catalog = open_divided(dataset or Path("data") / recipe.data.preset, split_file)
    folder = out or Path("runs") / recipe.name

    def train_one(divided: Catalog, own: Path) -> dict[str, Any] | None:
        return _train_on(
            recipe, recipe_path(recipe_name), divided, own, resume, device, time_budget_min, processes, init
        )

    if folds is None:
        return train_one(catalog, folder)
    return _train_folds(recipe, catalog, folder, folds, train_one)


def _train_folds(
    recipe: Recipe,
    catalog: Catalog,
    folder: Path,
    folds: int,
    train_one: Callable[[Catalog, Path], dict[str, Any] | None],
) -> dict[str, Any]:
    from geogame.training.folds import run_folds

    if int(os.environ.get("WORLD_SIZE", "1")) > 1:
        message = "--folds trains one model after the other and cannot be shared by torchrun; use --processes"
        raise UsageError(message)

    def report_of(divided: Catalog, own: Path) -> dict[str, Any]:
        note(f"{own.name} of {folds} folds")
        result = train_one(divided, own) or {}
        return dict(result["report"])

    found = run_folds(catalog, folds, recipe.training.seed, folder, report_of)
    return {"run": str(folder), **found}


def _train_on(
    recipe: Recipe,
    recipe_file: Path,
    catalog: Catalog,
    folder: Path,
    resume: bool,
    device: str | None,
    time_budget_min: float | None,
    processes: int,
    init: str | None,
) -> dict[str, Any] | None:
    from geogame.evaluation import card
    from geogame.training.export import export

    trainer, partition = make_trainer(recipe, catalog, folder, resume, device, time_budget_min, init)
    trainer.share(processes)
    with _shown() if trainer.team.leads else nullcontext() as show:
        trainer.run(show or _quiet)
    trainer.team.leave()
    if not trainer.team.leads:
        return None
    model = folder / "model"
    note("writing the checkpoint")
    export(trainer, catalog, partition, recipe_file, model)
    result: dict[str, Any] = {
        "run": str(folder),
        "model": str(model),
        "steps": trainer.state.step,
        "elapsed_s": trainer.state.elapsed_s,
        "history": trainer.state.history,
    }
    card.write_card(model)
    if len(catalog.select("test")):
        _, geolocator = open_trained(str(model), device)
        with counted() as progress:
            result["report"] = measure(model, geolocator, catalog, "test", None, progress)
        card.record(model, result["report"])
    return result


def measure(
    folder: Path,
    geolocator: NetworkGeolocator,
    catalog: Catalog,
    split: str,
    train_catalog: Catalog | None,
    progress: Callable[[str, int, int], None],
) -> dict[str, Any]:
    """Evaluate a model as its kind asks for: a retrieval network by what it finds again, besides."""
    from geogame.evaluation.report import evaluate
    from geogame.evaluation.retrieval import evaluate_retrieval
    from geogame.geolocators.checkpoint import read_index
    from geogame.geolocators.retrieval import RetrievalGeolocator

    index = read_index(folder)
    if isinstance(geolocator, RetrievalGeolocator):
        return evaluate_retrieval(geolocator, index, catalog, split, progress)
    return evaluate(geolocator, index, catalog, split, train_catalog, progress)


def make_trainer(
    recipe: Recipe,
    catalog: Catalog,
    folder: Path,
    resume: bool,
    device: str | None,
    time_budget_min: float | None,
    init: str | None = None,
) -> tuple[Trainer, Any]:
    """Check that recipe and catalog fit, open the cache and build the run."""
    from geogame.datasets import open_table
    from geogame.geolocators import model_folder
    from geogame.geolocators.device import describe_device, pick_device
    from geogame.partitions import load_partition
    from geogame.training.ancestor import Ancestor
    from geogame.training.loop import Trainer, short_hash
    from geogame.training.state import LAST_FILE
    from geogame.training.tasks import make_task
    from geogame.training.team import Team

    if catalog.info.region != recipe.data.region:
        message = (
            f"recipe {recipe.name!r} is for region {recipe.data.region}, but dataset {catalog.path} is of "
            f"{catalog.info.region}; give a dataset of {recipe.data.region} with --dataset, or change data.region"
        )
        raise RecipeError(message)
    partition = load_partition(recipe.data.partition, recipe.data.region)
    if catalog.info.partition_fingerprint != partition.fingerprint:
        message = (
            f"dataset {catalog.path} is cut into other cells than recipe {recipe.name!r} asks for "
            f"({recipe.data.partition} of {recipe.data.region}); build it anew"
        )
        raise CheckpointError(message)
    if (folder / LAST_FILE).exists() and not resume:
        message = f"{folder} already holds a run; add --resume to go on with it, or choose another --out"
        raise UsageError(message)
    chosen = pick_device(device)
    team = Team.join(chosen)
    if team.leads:
        note(f"training on {describe_device(chosen)}" + (f", {team.size} processes" if team.size > 1 else ""))
    cache = folder.parent / "cache"
    with counted() as progress, team.one_first():
        table = open_table(
            catalog,
            cache,
            recipe.data.size,
            lambda done, total: progress("decoding views", done, total),
            recipe.data.crop,
        )
    budget_s = None if time_budget_min is None else 60 * time_budget_min
    task = make_task(recipe, table, partition, chosen)
    identity = short_hash(f"{recipe.model_dump_json()}|{catalog.info.build_id}|{partition.fingerprint}")
    trainer = Trainer(recipe, task, identity, folder, budget_s, team)
    init = init or recipe.training.init
    if init is not None:
        trainer.start_from(Ancestor.open(model_folder(init), catalog))
    if resume:
        trainer.resume()
        note(f"resumed at step {trainer.state.step}")
    if recipe.training.cache_features:
        with counted() as progress, team.one_first():
            task.keep_features(
                cache,
                catalog.info.build_id,
                note,
                lambda done, total: progress("keeping features", done, total),
            )
    return trainer, partition


def open_trained(name: str, device: str | None) -> tuple[Path, NetworkGeolocator]:
    """Open a checkpoint that evaluation can look into."""
    from geogame.geolocators import load_geolocator, model_folder
    from geogame.geolocators.trained import NetworkGeolocator

    geolocator = load_geolocator(name, device)
    if not isinstance(geolocator, NetworkGeolocator):
        message = f"model {name!r} is no trained network; this command cannot use it"
        raise UsageError(message)
    return model_folder(name), geolocator


def parse_headings(text: str | None, count: int, canonical_deg: tuple[float, ...]) -> list[float]:
    """Headings of ``count`` pictures: as given, else the first canonical ones."""
    if text is None:
        if count > len(canonical_deg):
            message = f"{count} pictures were given, this model sees at most {len(canonical_deg)}"
            raise UsageError(message)
        return list(canonical_deg[:count])
    try:
        degrees = [float(part) for part in text.split(",")]
    except ValueError as error:
        message = f"--headings {text!r} is no list of numbers such as 0,90,180,270"
        raise UsageError(message) from error
    if len(degrees) != count:
        message = f"{count} pictures but {len(degrees)} headings; give one heading per picture"
        raise UsageError(message)
    return degrees


def read_picture(path: Path) -> NDArray[np.uint8]:
    """Decode a picture: ``(h, w, 3)`` uint8; `UsageError` if it is none."""
    import numpy as np
    from PIL import Image

    try:
        with Image.open(path) as image:
            return np.asarray(image.convert("RGB"))
    except (OSError, SyntaxError, ValueError) as error:
        message = f"{path} cannot be read as a picture ({error})"
        raise UsageError(message) from error


def _bar(console: Console) -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TimeElapsedColumn(),
        TextColumn("ETA"),
        TimeRemainingColumn(),
        console=console,
    )


@contextmanager
def counted() -> Iterator[Callable[[str, int, int], None]]:
    """Show named counts on a terminal, nothing elsewhere."""
    console = Console(file=sys.stderr)
    if not console.is_terminal:
        yield lambda _what, _done, _total: None
        return
    with _bar(console) as bar:
        task = bar.add_task("", total=None)
        yield lambda what, done, total: bar.update(task, description=what, completed=done, total=total)


def _quiet(_state: Report) -> None:
    return


@contextmanager
def _shown() -> Iterator[Callable[[Report], None]]:
    """Show a training: a bar on a terminal, and one line per epoch everywhere."""
    console = Console(file=sys.stderr)
    with _bar(console) as bar:
        task = bar.add_task("training", total=SCALE, visible=console.is_terminal)

        def show(state: Report) -> None:
            text = f"epoch {state.epoch + 1}, step {state.step}, loss {state.loss:.3f}"
            bar.update(task, description=text, completed=round(SCALE * state.progress))
            if state.finished_epoch is not None:
                done = state.finished_epoch
                figures = {name.removeprefix("val_"): value for name, value in done.items() if name.startswith("val_")}
                line = (
                    f"epoch {done['epoch']}: loss {done['loss']:.3f}, validation "
                    + ", ".join(f"{name.replace('_', ' ')} {value:.4g}" for name, value in figures.items())
                    + f", {done['elapsed_s'] / 60:.1f} min, {100 * state.progress:.0f} % done"
                )
                bar.console.print(line, highlight=False, soft_wrap=True)

        yield show
