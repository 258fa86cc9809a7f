"""Commands about models: train, evaluate, predict, models, recipes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from geogame.cli.options import (
    Device,
    EngineName,
    EvaluatedSplit,
    Headings,
    Heartbeat,
    Images,
    Json,
    Model,
    SplitFile,
)
from geogame.cli.output import check_target, emit, note
from geogame.errors import UsageError

if TYPE_CHECKING:
    import pandas as pd

    from geogame.geolocators.trained import NetworkGeolocator


def register(app: typer.Typer) -> None:
    """Add this module's commands to the command line."""
    app.command("train")(train)
    app.command("evaluate")(evaluate)
    app.command("predict")(predict)
    app.command("models")(models)
    app.command("recipes")(recipes)


def train(
    recipe: Annotated[str, typer.Argument(help="Name under recipes/, or a TOML file.")],
    dataset: Annotated[Path | None, typer.Option(help="Catalog; data/<preset> by default.")] = None,
    out: Annotated[Path | None, typer.Option(help="Run directory; runs/<recipe> by default.")] = None,
    profile: Annotated[str, typer.Option(help="full, or bench: small and short, to compare recipes by.")] = "full",
    resume: Annotated[bool, typer.Option("--resume", help="Go on with the run in --out.")] = False,
    device: Device = None,
    time_budget_min: Annotated[
        float | None, typer.Option(min=0.01, help="Spread the schedule over this many minutes.")
    ] = None,
    processes: Annotated[
        int, typer.Option(min=1, help="Share steps between so many processes, on the processor only.")
    ] = 1,
    init: Annotated[str | None, typer.Option(help="Begin with this model's weights in place of random ones.")] = None,
    weights: Annotated[
        str | None, typer.Option(help="The backbone begins with this state dict, model:NAME, imagenet or random.")
    ] = None,
    split_file: SplitFile = None,
    folds: Annotated[
        int | None, typer.Option(min=3, help="Train once a fold, every place being tested once, and sum up.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Train a model as a recipe says; the checkpoint folder is written to <run>/model."""
    from geogame.cli.training import run_training

    if folds is not None and split_file is not None:
        message = "--folds makes its own divisions; leave --split-file away"
        raise UsageError(message)
    result = run_training(
        recipe, dataset, out, profile, resume, device, time_budget_min, processes, init, weights, split_file, folds
    )
    if result is not None:
        emit(result, as_json, _trained_text(result))


def _trained_text(result: dict[str, Any]) -> str:
    from geogame.evaluation.card import report_table

    if "runs" in result:
        return _folds_text(result)
    lines = [f"checkpoint {result['model']} after {result['elapsed_s'] / 60:.1f} min, {result['steps']} steps"]
    if result.get("report"):
        lines.append(report_table(result["report"]))
    return "\n".join(lines)


def _folds_text(result: dict[str, Any]) -> str:
    names = ("mean_km", "median_km", "top1", "top5", "mean_score")
    lines = ["fold  places  " + "  ".join(f"{name:>10}" for name in names)]
    lines += [
        f"{row['fold']:4}  {row['n']:6}  " + "  ".join(f"{row[name]:10.3f}" for name in names) for row in result["runs"]
    ]
    for what, label in (("pooled", "all"), ("sd", "sd")):
        figures = "  ".join(f"{result['summary'][name][what]:10.3f}" for name in names)
        lines.append(f"{label:>4}          {figures}")
    return "\n".join(lines)


def evaluate(
    model: Model,
    dataset: Annotated[Path, typer.Option(help="Catalog to evaluate on.")],
    split: EvaluatedSplit = "auto",
    train_dataset: Annotated[
        Path | None, typer.Option(help="Fit the colour baseline on this catalog's training split.")
    ] = None,
    split_file: SplitFile = None,
    html: Annotated[Path | None, typer.Option(metavar="FILE", help="Also write the report as one HTML page.")] = None,
    robustness: Annotated[bool, typer.Option("--robustness", help="Also perturb and mask the views.")] = False,
    robustness_places: Annotated[int, typer.Option(min=1, help="Places used for that.")] = 500,
    record: Annotated[
        bool, typer.Option("--record", help="Keep the result in the model's metrics.json and card.")
    ] = False,
    heartbeat: Heartbeat = None,
    engine: EngineName = "local",
    device: Device = None,
    as_json: Json = False,
) -> None:
    """Measure a model on a dataset, beside its baselines."""
    from geogame.cli.engines import on_engine
    from geogame.cli.heartbeat import heartbeat as heartbeat_in
    from geogame.cli.training import counted, open_trained
    from geogame.curation import open_curated
    from geogame.engines import open_engine
    from geogame.evaluation import card, report
    from geogame.evaluation.answers import write_answers
    from geogame.evaluation.measure import answering, measure
    from geogame.evaluation.page import write_page
    from geogame.evaluation.robustness import robustness as robustness_of
    from geogame.resplit import open_divided

    check_target(html)
    device, dataset = on_engine(engine, device, dataset)
    with counted() as shown, heartbeat_in(heartbeat, shown) as progress, open_engine(engine) as held:
        folder, geolocator = open_trained(model, device)
        catalog = open_divided(dataset, split_file)
        if robustness and geolocator.note.geolocator == "retrieval":
            message = (
                f"{geolocator.name} answers from a gallery that may hold the very views to be changed; "
                "leave --robustness"
            )
            raise UsageError(message)
        geolocator = answering(geolocator, catalog)
        for warning in report.check_fit(geolocator, catalog):
            note(f"geogame: warning: {warning}")
        fitted_on = None if train_dataset is None else open_curated(train_dataset)
        answers: list[pd.DataFrame] = []
        result = measure(folder, geolocator, catalog, split, fitted_on, progress, answers.append, held)
        if robustness:
            result["robustness"] = robustness_of(geolocator, catalog, split, robustness_places, progress)
        if record:
            card.record(folder, result)
            write_answers(folder, result, *answers)
        if html is not None:
            try:
                write_page(result, geolocator.partition, html)
            except OSError:
                emit(result, as_json, card.report_table(result))
                raise
            note(f"wrote {html}")
    emit(result, as_json, card.report_table(result))


def predict(
    model: Model,
    images: Images,
    headings: Headings = None,
    picture: Annotated[Path | None, typer.Option(help="Write a map of the prediction to this PNG.")] = None,
    truth: Annotated[
        str | None, typer.Option(metavar="LAT,LON", help="The true place in degrees, to be marked and measured.")
    ] = None,
    index: Annotated[
        Path | None, typer.Option(metavar="INDEX", help="Also list the most alike pictures of what `embed` wrote.")
    ] = None,
    hits: Annotated[int, typer.Option(min=1, help="How many of them.")] = 5,
    region: Annotated[
        str | None, typer.Option(metavar="NAME[/CELLS]", help="Where a published model is to look, usa by default.")
    ] = None,
    device: Device = None,
    as_json: Json = False,
) -> None:
    """Tell where one place's views were taken."""
    from geogame.cli.embedding import hit_lines
    from geogame.cli.grid import parse_point
    from geogame.cli.training import open_trained, parse_headings, read_pictures
    from geogame.evaluation.picture import draw_prediction
    from geogame.geo import distance_km
    from geogame.geolocators.gallery import open_gallery_of
    from geogame.geolocators.retrieval import RetrievalGeolocator, look_up

    true_place = None if truth is None else parse_point(truth)
    check_target(picture)
    folder, geolocator = open_trained(model, device)
    if region is not None:
        geolocator = _asked_about(geolocator, region)
    gallery = geolocator.gallery if isinstance(geolocator, RetrievalGeolocator) else None
    if index is not None:
        gallery = open_gallery_of(index, folder)
        if isinstance(geolocator, RetrievalGeolocator):
            geolocator = geolocator.with_gallery(gallery)
    degrees = parse_headings(headings, len(images), geolocator.headings_deg)
    pictures = read_pictures(images)
    prediction = geolocator.predict(pictures, degrees)
    best = prediction.probabilities.argsort()[::-1][:5]
    result: dict[str, Any] = {
        "model": geolocator.name,
        "lat": prediction.lat,
        "lon": prediction.lon,
        "cells": [{"cell": int(cell), "probability": float(prediction.probabilities[cell])} for cell in best],
        "probabilities": prediction.probabilities,
        "belief": prediction.belief,
    }
    if gallery is not None:
        result["hits"] = look_up(geolocator, gallery, pictures, degrees, hits)
    if picture is not None:
        draw_prediction(geolocator.partition, prediction, picture, true_place, result.get("hits", ()))
        note(f"wrote {picture}")
    lines = [f"{prediction.lat:.4f}, {prediction.lon:.4f}"]
    if true_place is not None:
        result["error_km"] = float(distance_km(*true_place, prediction.lat, prediction.lon))
        lines.append(f"{result['error_km']:.0f} km from the true place")
    lines += [f"cell {row['cell']}: {100 * row['probability']:.1f} %" for row in result["cells"]]
    lines += hit_lines(result.get("hits", []))
    emit(result, as_json, "\n".join(lines))


def _asked_about(geolocator: NetworkGeolocator, region: str) -> NetworkGeolocator:
    """Have a published model look at a region, named as ``NAME`` or ``NAME/CELLS``."""
    from geogame.geolocators.published.geolocator import PublishedGeolocator
    from geogame.partitions import load_partition
    from geogame.regions import load_region

    if not isinstance(geolocator, PublishedGeolocator):
        message = (
            f"{geolocator.name} answers for {geolocator.note.region} alone; leave --region, or ask a published model"
        )
        raise UsageError(message)
    name, _, cells = region.partition("/")
    usual = "places" if load_region(name).places else "fishnet"
    return geolocator.onto(load_partition(cells or usual, name))


def models(as_json: Json = False) -> None:
    """List the models that are here."""
    from geogame.geolocators import find_models
    from geogame.geolocators.checkpoint import read_note

    rows = []
    for folder in find_models():
        about = read_note(folder)
        rows.append(
            {
                "name": folder.name,
                "title": about.extra.get("title", ""),
                "geolocator": about.geolocator,
                "partition": f"{about.region} {about.partition}",
            }
        )
    text = "\n".join(f"{row['name']}: {row['title']} ({row['geolocator']}, {row['partition']})" for row in rows)
    emit({"models": rows}, as_json, text or "no model is here; make one with `python -m geogame train RECIPE`")


def recipes(as_json: Json = False) -> None:
    """List the recipes that are here, with what each profile of them takes."""
    from geogame.training.recipe import find_recipes, load_recipe

    rows = []
    for path in find_recipes():
        recipe = load_recipe(path)
        takes = {name: recipe.profile(name).expected for name in ("full", "bench")}
        expected = {name: told.model_dump() for name, told in takes.items() if told is not None}
        rows.append({"name": path.stem, "title": recipe.title, "expected": expected})
    emit({"recipes": rows}, as_json, "\n".join(line for row in rows for line in _recipe_lines(row)))


def _recipe_lines(row: dict[str, Any]) -> list[str]:
    """Say what a recipe makes and, per profile, what that takes."""
    lines = [f"{row['name']}: {row['title']}"]
    for profile, takes in row["expected"].items():
        how = "measured" if takes["measured"] else "estimated"
        room = f"{takes['memory_gb']:g} GB of memory, {takes['disk_gb']:g} GB on disk"
        lines.append(f"  {profile}: {takes['minutes']:g} min, {room} ({how})")
    return lines
