"""Recipes: one TOML file a system, with everything needed to rebuild it, validated key by key."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Annotated, Any, Final, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from geogame.datasets import WHOLE, check_crop
from geogame.errors import RecipeError
from geogame.geolocators.networks import CnnLstmOptions, GeolocatorSection

RECIPES_FOLDER: Final = Path(__file__).parents[2] / "recipes"


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class DataSection(_Section):
    """Which catalog, the input's size in pixels, and the part of every picture that is used (shares of its sides)."""

    region: str = "usa"
    partition: str = "fishnet"
    preset: str
    size: tuple[int, int] = (64, 128)
    crop: Annotated[tuple[float, float, float, float], AfterValidator(check_crop)] = WHOLE


class TargetsSection(_Section):
    """Smoothing in km, the weight of each step of the LSTM, and of each loss beside that of the cells."""

    cell_km: Annotated[float, Field(gt=0)] = 100.0
    anchor_km: Annotated[float, Field(gt=0)] = 60.0
    step_weights: tuple[float, ...] = (0.3, 0.4, 0.6, 1.0)
    anchor_weight: Annotated[float, Field(ge=0)] = 1.0
    coarse_weight: Annotated[float, Field(ge=0)] = 0.2
    view_weight: Annotated[float, Field(ge=0)] = 0.3


class AugmentationSection(_Section):
    """Strengths; zero switches one off.

    ``gain`` and ``view_gain`` are relative, ``hue_deg`` in degrees, ``shift`` in widths (5 degrees of heading are
    0.056), ``tilt`` in heights, ``noise`` and ``blocks`` in 1/255, the others are shares of the pictures.
    """

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


class TrainingSection(_Section):
    """The loop. ``precision`` bf16 uses automatic mixed precision in the CNN."""

    seed: Annotated[int, Field(ge=0)] = 1
    epochs: Annotated[int, Field(ge=1)] = 18
    batch_places: Annotated[int, Field(ge=2)] = 64
    learning_rate: Annotated[float, Field(gt=0)] = 2e-3
    final_learning_rate: Annotated[float, Field(ge=0)] = 1e-5
    weight_decay: Annotated[float, Field(ge=0)] = 0.05
    warmup: Annotated[float, Field(ge=0, lt=1)] = 0.05
    clip: Annotated[float, Field(gt=0)] = 1.0
    ema: Annotated[float, Field(ge=0, lt=1)] = 0.998
    precision: Literal["bf16", "fp32"] = "bf16"
    save_every_s: Annotated[float, Field(gt=0)] = 120.0


class DecodingSection(_Section):
    """How a point is made of the probabilities; ``power`` "validated" tries several on the validation split."""

    rule: Literal["geometric_median", "expected_score", "argmax"] = "geometric_median"
    power: float | Literal["validated"] = "validated"


class Recipe(_Section):
    """A whole recipe; ``bench`` overrides entries of ``training`` for a run that only measures speed."""

    name: str = Field(pattern=r"^[a-z0-9][a-z0-9_-]*$")
    title: str
    data: DataSection
    geolocator: GeolocatorSection = CnnLstmOptions()
    targets: TargetsSection = TargetsSection()
    augmentation: AugmentationSection = AugmentationSection()
    training: TrainingSection = TrainingSection()
    decoding: DecodingSection = DecodingSection()
    bench: dict[str, Any] = {}

    def profile(self, name: str) -> Recipe:
        """Return the recipe for profile ``full`` or ``bench``."""
        if name == "full":
            return self
        if name != "bench":
            message = f"unknown profile {name!r}; choose full or bench"
            raise RecipeError(message)
        raw = self.model_dump()
        raw["training"].update(self.bench)
        return _validated(raw, "profile bench")


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
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"]) or "(whole file)"
        more = f" ({error.error_count() - 1} more)" if error.error_count() > 1 else ""
        message = f"recipe {where}: {key}: {first['msg']}, got {first['input']!r}{more}"
        raise RecipeError(message) from error
