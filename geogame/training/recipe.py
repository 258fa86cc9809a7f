"""Recipes: one TOML file a system, with everything needed to rebuild it, validated key by key."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Annotated, Any, Final, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from geogame.datasets import WHOLE, check_crop
from geogame.errors import RecipeError, UsageError
from geogame.geolocators.networks import CnnLstmOptions, GeolocatorSection
from geogame.training.complaint import complaint

RECIPES_FOLDER: Final = Path(__file__).parents[2] / "recipes"


class Section(BaseModel):
    """A table of a recipe: unknown entries are errors, and nothing changes once it is read."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class DataSection(Section):
    """Which catalog, the input's size in pixels, and the part of every picture that is used (shares of its sides)."""

    region: str = "usa"
    partition: str = "fishnet"
    preset: str
    size: tuple[int, int] = (64, 128)
    crop: Annotated[tuple[float, float, float, float], AfterValidator(check_crop)] = WHOLE


class TargetsSection(Section):
    """What the network is asked for.

    ``smoothing`` "haversine" spreads a place over all cells and anchors as ``exp(-d / km)``, "none" asks for the cell
    it lies in; ``label_smoothing`` then gives that share to all alike. ``step_weights`` weigh the belief after one,
    two, ... views (if none of them is seen, the last view's counts); the other weights are those of each loss:
    the belief over cells, over finer anchors, over coarse groups, and of every view alone.
    """

    smoothing: Literal["haversine", "none"] = "haversine"
    label_smoothing: Annotated[float, Field(ge=0, lt=1)] = 0.0
    cell_km: Annotated[float, Field(gt=0)] = 100.0
    anchor_km: Annotated[float, Field(gt=0)] = 60.0
    step_weights: Annotated[tuple[Annotated[float, Field(ge=0)], ...], Field(min_length=1)] = (0.3, 0.4, 0.6, 1.0)
    cell_weight: Annotated[float, Field(ge=0)] = 1.0
    anchor_weight: Annotated[float, Field(ge=0)] = 1.0
    coarse_weight: Annotated[float, Field(ge=0)] = 0.2
    view_weight: Annotated[float, Field(ge=0)] = 0.3


class AugmentationSection(Section):
    """Strengths; zero switches one off, and ``pictures = false`` all but ``view_drop``.

    ``gain`` and ``view_gain`` are relative, ``hue_deg`` in degrees, ``shift`` in widths (5 degrees of heading are
    0.056), ``tilt`` in heights, ``noise`` and ``blocks`` in 1/255, the others are shares of the pictures.
    """

    pictures: bool = True
    gain: Annotated[float, Field(ge=0)] = 0.15
    view_gain: Annotated[float, Field(ge=0)] = 0.05
    brightness: Annotated[float, Field(ge=0)] = 0.12
    contrast: Annotated[float, Field(ge=0)] = 0.15
    saturation: Annotated[float, Field(ge=0)] = 0.25
    hue_deg: Annotated[float, Field(ge=0)] = 18.0
    shift: Annotated[float, Field(ge=0)] = 0.06
    tilt: Annotated[float, Field(ge=0)] = 0.02
    blur_share: Annotated[float, Field(ge=0, le=1)] = 0.4
    noise: Annotated[float, Field(ge=0)] = 5.0
    noise_share: Annotated[float, Field(ge=0, le=1)] = 0.5
    blocks: Annotated[float, Field(ge=0)] = 6.0
    blocks_share: Annotated[float, Field(ge=0, le=1)] = 0.3
    erase_share: Annotated[float, Field(ge=0, le=1)] = 0.15
    view_drop: Annotated[float, Field(ge=0, le=1)] = 0.35


class UnfreezeSection(Section):
    """From ``epoch`` (0 is the first) on, train the network's ``stage`` at ``rate`` times the learning rate.

    Stage 0 sees the picture. Before its epoch a stage keeps its weights and batch statistics, as do all below it; a
    stage that is not named learns with the one below it that is. Above the highest named one all learn at full rate.
    """

    epoch: Annotated[int, Field(ge=0)]
    stage: Annotated[int, Field(ge=0)]
    rate: Annotated[float, Field(gt=0, le=1)]


class TrainingSection(Section):
    """The loop.

    ``precision`` bf16 uses automatic mixed precision in the CNN. ``schedule`` plateau multiplies the rate by
    ``plateau_factor`` when the validation's figure has not improved for ``plateau_patience`` epochs; ``patience``
    epochs without improvement end the run. ``sampling`` balanced draws every cell equally often. ``cache_features``
    runs a frozen backbone once a view, not once an epoch. ``init`` names a model whose weights to begin with.
    """

    seed: Annotated[int, Field(ge=0)] = 1
    epochs: Annotated[int, Field(ge=1)] = 18
    batch_places: Annotated[int, Field(ge=2)] = 64
    optimiser: Literal["adamw", "adam", "sgd"] = "adamw"
    momentum: Annotated[float, Field(ge=0, lt=1)] = 0.9
    schedule: Literal["cosine", "plateau", "constant"] = "cosine"
    learning_rate: Annotated[float, Field(gt=0)] = 2e-3
    final_learning_rate: Annotated[float, Field(ge=0)] = 1e-5
    plateau_factor: Annotated[float, Field(gt=0, lt=1)] = 0.5
    plateau_patience: Annotated[int, Field(ge=1)] = 5
    patience: Annotated[int, Field(ge=1)] | None = None
    weight_decay: Annotated[float, Field(ge=0)] = 0.05
    warmup: Annotated[float, Field(ge=0, lt=1)] = 0.05
    clip: Annotated[float, Field(gt=0)] = 1.0
    ema: Annotated[float, Field(ge=0, lt=1)] = 0.998
    precision: Literal["bf16", "fp32"] = "bf16"
    sampling: Literal["natural", "balanced"] = "natural"
    unfreeze: tuple[UnfreezeSection, ...] = ()
    cache_features: bool = False
    init: str | None = None
    save_every_s: Annotated[float, Field(gt=0)] = 120.0


class DecodingSection(Section):
    """How a point is made of the probabilities; ``power`` "validated" tries several on the validation split."""

    rule: Literal["geometric_median", "expected_score", "argmax"] = "geometric_median"
    power: float | Literal["validated"] = "validated"


class ExpectedSection(Section):
    """What a profile takes on the machine its comment names; ``measured`` false means estimated."""

    minutes: Annotated[float, Field(gt=0)]
    memory_gb: Annotated[float, Field(gt=0)]
    disk_gb: Annotated[float, Field(gt=0)]
    measured: bool = False


class IntakeSection(Section):
    """How `dataset import --recipe` takes in the pictures that the system was made of.

    ``box`` is the part of every picture to keep, in shares of its sides; ``size`` the height and width that this part
    is rescaled to, as in ``data``.
    """

    region: str
    partition: str = "fishnet"
    layout: str = "auto"
    box: Annotated[tuple[float, float, float, float], AfterValidator(check_crop)] | None = None
    size: tuple[int, int] | None = None


class Recipe(Section):
    """A whole recipe; ``bench`` holds the entries of any other table that a small comparable run changes.

    ``intake`` is about pictures that people have, not about the training: it is no part of what a run is known by.
    """

    name: str = Field(pattern=r"^[a-z0-9][a-z0-9_-]*$")
    title: str
    data: DataSection
    geolocator: GeolocatorSection = CnnLstmOptions()
    targets: TargetsSection = TargetsSection()
    augmentation: AugmentationSection = AugmentationSection()
    training: TrainingSection = TrainingSection()
    decoding: DecodingSection = DecodingSection()
    expected: ExpectedSection | None = None
    intake: IntakeSection | None = Field(default=None, exclude=True)
    bench: dict[str, dict[str, Any]] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _cacheable(self) -> Recipe:
        if self.training.cache_features and self.augmentation.pictures:
            message = "training.cache_features keeps what the backbone sees, so augmentation.pictures must be false"
            raise ValueError(message)
        if self.training.cache_features and self.training.unfreeze:
            message = "training.cache_features needs a backbone that stays frozen, so training.unfreeze must be empty"
            raise ValueError(message)
        return self

    def with_weights(self, weights: str) -> Recipe:
        """Return the recipe with other weights for the network's convolutional part to begin with."""
        changed = self.geolocator.model_copy(update={"weights": weights})
        return self.model_copy(update={"geolocator": changed})

    def profile(self, name: str) -> Recipe:
        """Return the recipe for profile ``full`` or ``bench``; `RecipeError` names an entry that bench gets wrong."""
        if name == "full":
            return self
        if name != "bench":
            message = f"unknown profile {name!r}; choose full or bench"
            raise UsageError(message)
        raw = self.model_dump(mode="json")
        tables = set(raw) - {"name", "title", "bench"}
        unknown = sorted(set(self.bench) - tables)
        if unknown:
            known = ", ".join(sorted(tables))
            message = f"recipe {self.name}: bench.{unknown[0]}: there is no such table to change; choose among {known}"
            raise RecipeError(message)
        for table, entries in self.bench.items():
            same_kind = entries.get("kind", (raw[table] or {}).get("kind")) == (raw[table] or {}).get("kind")
            raw[table] = {**(raw[table] or {}), **entries} if same_kind else entries
        return _validated(raw | {"bench": {}}, f"{self.name}, profile bench")


def find_recipes() -> list[Path]:
    """All recipes that come with the project, by name."""
    return sorted(RECIPES_FOLDER.glob("*.toml"))


def load_recipe(name_or_path: str | Path) -> Recipe:
    """Read a recipe by name (under ``recipes/``) or path.

    Raises
    ------
    RecipeError
        If it is not there, is no TOML, or an entry is unknown or out of range; the message names the key.
    """
    path = recipe_path(name_or_path)
    try:
        raw = tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        message = f"recipe {path} is not valid TOML: {error}"
        raise RecipeError(message) from error
    return _validated(raw, str(path))


def recipe_path(name_or_path: str | Path) -> Path:
    """Find a recipe's file; `RecipeError` lists what there is."""
    for path in (RECIPES_FOLDER / f"{name_or_path}.toml", Path(name_or_path)):
        if path.is_file():
            return path
    known = ", ".join(path.stem for path in find_recipes()) or "none"
    message = f"there is no recipe {str(name_or_path)!r}; recipes here: {known}. Give one of them, or a file's path"
    raise RecipeError(message)


def _validated(raw: dict[str, Any], where: str) -> Recipe:
    try:
        return Recipe.model_validate(raw)
    except ValidationError as error:
        message = f"recipe {where}: {complaint(error, Recipe)}"
        raise RecipeError(message) from error
