"""What a recipe says of itself, read without the libraries that networks need."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from geogame.errors import RecipeError
from geogame.training.environment import PROJECT

RECIPES: Final = PROJECT / "recipes"


@dataclass(frozen=True)
class Outline:
    """A recipe's own words, per profile where profiles differ.

    Attributes
    ----------
    name, title
        Of the recipe.
    presets
        The dataset it asks for.
    minutes
        How long it takes; 0 where that is not said.
    memory_gb, disk_gb
        What it takes of both; 0 where that is not said.
    measured
        Whether somebody measured that, rather than thought it up.
    """

    name: str
    title: str
    presets: dict[str, str]
    minutes: dict[str, float]
    memory_gb: dict[str, float]
    disk_gb: dict[str, float]
    measured: dict[str, bool]


def recipe_names() -> list[str]:
    """Recipes that come with the project; ours first, since its dataset is the easiest to make."""
    return sorted((path.stem for path in RECIPES.glob("*.toml")), key=lambda name: (name != "usa-rendered", name))


def outline(recipe: str) -> Outline:
    """Read the outline of a recipe by name or path.

    Raises
    ------
    RecipeError
        If it is not there or no recipe.
    """
    named = RECIPES / f"{recipe}.toml"
    path = named if named.is_file() else Path(recipe).expanduser()
    try:
        raw = tomllib.loads(path.read_text("utf-8"))
        bench, full = raw.get("bench", {}), raw.get("expected", {})
        preset = str(raw["data"]["preset"])
        expected = {"full": full, "bench": {**full, **bench["expected"]} if "expected" in bench else {}}
        return Outline(
            name=str(raw["name"]),
            title=str(raw["title"]),
            presets={"full": preset, "bench": str(bench.get("data", {}).get("preset", preset))},
            minutes=_said(expected, "minutes"),
            memory_gb=_said(expected, "memory_gb"),
            disk_gb=_said(expected, "disk_gb"),
            measured={profile: bool(told.get("measured", False)) for profile, told in expected.items()},
        )
    except OSError as error:
        message = f"there is no recipe {recipe!r}; choose one of the list, or give the path of a TOML file"
        raise RecipeError(message) from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        message = f"{path} is no recipe ({type(error).__name__}: {error}); compare it with one of {RECIPES}"
        raise RecipeError(message) from error


def _said(expected: Mapping[str, Mapping[str, Any]], name: str) -> dict[str, float]:
    """Read what each profile says it takes of one thing."""
    return {profile: float(told.get(name, 0)) for profile, told in expected.items()}
