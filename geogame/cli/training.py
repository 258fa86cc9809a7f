"""What the model commands do behind their options: open things, run a training, show its progress."""

from __future__ import annotations

import math
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from geogame.cli.output import note
from geogame.errors import CheckpointError, RecipeError, UsageError

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from geogame.catalog import Catalog
    from geogame.geolocators.trained import NetworkGeolocator
    from geogame.partitions import Partition
    from geogame.training.environment import Order
    from geogame.training.loop import Report, Trainer
    from geogame.training.recipe import Recipe
    from geogame.training.run import Run

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
    from geogame.resplit import open_divided
    from geogame.training.environment import Order
    from geogame.training.recipe import load_recipe

    recipe = load_recipe(recipe_name).profile(profile)
    if weights is not None:
        recipe = recipe.with_weights(weights)
    path = dataset or Path("data") / recipe.data.preset
    folder = out or Path("runs") / recipe.name
    where = str(path), str(folder), str(Path.cwd())
    division = None if split_file is None else str(split_file)
    order = Order(
        recipe_name, profile, *where, device, time_budget_min, processes, init, weights, division, folds, resume
    )
    catalog = open_divided(path, split_file)

    def train_one(divided: Catalog, own: Path) -> dict[str, Any] | None:
        return _train_on(recipe, divided, order, own)

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


def _train_on(recipe: Recipe, catalog: Catalog, order: Order, folder: Path) -> dict[str, Any] | None:
    """Train in one directory; the process that reports keeps it, the others work for that one."""
    from geogame.training.run import open_run

    if os.environ.get("RANK", "0") == "0":
        try:
            with open_run(folder, order.words(), resume=order.resume) as run:
                return _train(recipe, catalog, order, run)
        except KeyboardInterrupt:
            note(f"Interrupted. What was learnt is kept in {folder}; the same command with --resume goes on.")
            raise
    options = order.device, order.time_budget_min, order.init
    trainer, _ = make_trainer(recipe, catalog, folder, order.resume, *options)
    trainer.share(order.processes)
    trainer.run()
    trainer.team.leave()
    return None


def _train(recipe: Recipe, catalog: Catalog, order: Order, run: Run) -> dict[str, Any]:
    """Do all of it in the process that reports."""
    from geogame.evaluation import card
    from geogame.evaluation.answers import write_answers
    from geogame.evaluation.measure import measure
    from geogame.geolocators.checkpoint import RUNS_OWN
    from geogame.training.environment import ENVIRONMENT_FILE, SETTINGS_FILE, environment_text, settings_text
    from geogame.training.export import export
    from geogame.training.names import RECIPE_FILE
    from geogame.training.recipe import recipe_path

    options = order.device, order.time_budget_min, order.init
    trainer, partition = make_trainer(recipe, catalog, run.folder, order.resume, *options, run)
    trainer.share(order.processes)
    recipe_file = recipe_path(order.recipe)
    files = {
        RECIPE_FILE: recipe_file.read_text("utf-8"),
        SETTINGS_FILE: settings_text(recipe, order.profile),
        ENVIRONMENT_FILE: environment_text(order, catalog, trainer.device, trainer.state.identity),
    }
    run.begin(files, trainer.state.step, trainer.device)
    with _shown(run) as show:
        trainer.run(show)
    trainer.team.leave()
    model = run.folder / RUNS_OWN
    _say(run, "writing the checkpoint")
    run.doing("writing the checkpoint")
    export(trainer, catalog, partition, recipe_file, model)
    result: dict[str, Any] = {
        "run": str(run.folder),
        "model": str(model),
        "steps": trainer.state.step,
        "elapsed_s": trainer.state.elapsed_s,
        "history": trainer.state.history,
    }
    card.write_card(model)
    if len(catalog.select("test")):
        _, geolocator = open_trained(str(model), order.device)
        with counted(run) as progress:
            answers: list[pd.DataFrame] = []
            result["report"] = measure(model, geolocator, catalog, "test", None, progress, answers.append)
        card.record(model, result["report"])
        write_answers(model, result["report"], *answers)
    return result


def fitting_partition(recipe: Recipe, catalog: Catalog) -> Partition:
    """Load a recipe's cells and make sure that a dataset is cut into them.

    Raises
    ------
    RegionError, RecipeError
        If there is no such region, or the dataset is of another one.
    CheckpointError
        If it is cut into other cells.
    """
    from geogame.partitions import load_partition
    from geogame.regions import load_region

    load_region(recipe.data.region)
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
    return partition


def make_trainer(
    recipe: Recipe,
    catalog: Catalog,
    folder: Path,
    resume: bool,
    device: str | None,
    time_budget_min: float | None,
    init: str | None = None,
    run: Run | None = None,
) -> tuple[Trainer, Partition]:
    """Check that recipe and catalog fit, open the cache and build the trainer; ``run`` is told of what is done."""
    from geogame.datasets import open_table
    from geogame.geolocators import model_folder
    from geogame.geolocators.device import describe_device, pick_device
    from geogame.geolocators.networks.pretrained import MODEL
    from geogame.training.ancestor import Ancestor, Lender
    from geogame.training.loop import Trainer, short_hash
    from geogame.training.tasks import make_task
    from geogame.training.team import Team

    partition = fitting_partition(recipe, catalog)
    chosen = pick_device(device)
    team = Team.join(chosen)
    if team.leads:
        _say(run, f"training on {describe_device(chosen)}" + (f", {team.size} processes" if team.size > 1 else ""))
    cache = folder.parent / "cache"
    with counted(run) as progress, team.one_first():
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
    weights = str(getattr(recipe.geolocator, "weights", ""))
    if weights.startswith(MODEL):
        trainer.lender = Lender.open(model_folder(weights.removeprefix(MODEL)), catalog)
    if resume:
        trainer.resume()
        _say(run, f"resumed at step {trainer.state.step}")
    if recipe.training.cache_features:
        with counted(run) as progress, team.one_first():
            task.keep_features(
                cache,
                catalog.info.build_id,
                partial(_say, run),
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
            message = f"{count} pictures were given, this model sees at most {len(canonical_deg)}; give fewer"
            raise UsageError(message)
        return list(canonical_deg[:count])
    try:
        degrees = [float(part) for part in text.split(",")]
    except ValueError:
        degrees = []
    if not degrees or not all(map(math.isfinite, degrees)):
        message = f"--headings {text!r} is no list of numbers such as 0,90,180,270"
        raise UsageError(message)
    if len(degrees) != count:
        message = f"pictures given: {count}, headings: {len(degrees)}; give one heading per picture"
        raise UsageError(message)
    return degrees


def read_pictures(paths: Sequence[Path]) -> list[NDArray[np.uint8]]:
    """Decode pictures upright, as the photo page does: ``(h, w, 3)`` uint8 each; `UsageError` names what is none."""
    from geogame.errors import PhotoError
    from geogame.photo import Decoder

    pictures = []
    with Decoder() as decoder:
        for path in paths:
            try:
                pictures.append(decoder.decode(path.read_bytes()).pixels)
            except (OSError, PhotoError) as error:
                message = f"{path} cannot be read as a picture: {error}"
                raise UsageError(message) from error
    return pictures


def _bar(console: Console) -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TimeElapsedColumn(),
        TextColumn("ETA"),
        TimeRemainingColumn(),
        console=console,
    )


def _say(run: Run | None, line: str) -> None:
    """Tell the person at the terminal, and the run's log."""
    note(line)
    if run is not None:
        run.log(line)


@contextmanager
def counted(run: Run | None = None) -> Iterator[Callable[[str, int, int], None]]:
    """Show named counts on a terminal, and tell a run of them."""
    console = Console(file=sys.stderr)
    with _bar(console) if console.is_terminal else nullcontext() as bar:
        task = bar.add_task("", total=None) if bar else None

        def progress(what: str, done: int, total: int) -> None:
            if run is not None:
                run.doing(what, done, total)
            if bar and task is not None:
                bar.update(task, description=what, completed=done, total=total)

        yield progress


@contextmanager
def _shown(run: Run) -> Iterator[Callable[[Report], None]]:
    """Show a training: a bar on a terminal, one line per epoch everywhere; and keep it in the run's directory."""
    from geogame.training.run import epoch_line

    console = Console(file=sys.stderr)
    with _bar(console) as bar:
        task = bar.add_task("training", total=SCALE, visible=console.is_terminal)

        def show(state: Report) -> None:
            run.report(state)
            text = f"epoch {state.epoch + 1}, step {state.step}, loss {state.loss:.3f}"
            bar.update(task, description=text, completed=round(SCALE * state.progress))
            if state.finished_epoch is not None:
                bar.console.print(epoch_line(state), highlight=False, soft_wrap=True)

        yield show
