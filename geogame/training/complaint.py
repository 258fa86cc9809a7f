"""What is wrong with a recipe, in one line: which key, why, and what could stand there instead."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, get_args

from pydantic import BaseModel

from geogame.geolocators.networks import NETWORKS

if TYPE_CHECKING:
    from pydantic import ValidationError
    from pydantic_core import ErrorDetails

OURS = "Value error, "
"""How pydantic begins what a validator of ours says."""


def complaint(error: ValidationError, recipe: type[BaseModel]) -> str:
    """Say what one of a validation's errors is, an unknown entry first of all, and how many more there are.

    Parameters
    ----------
    error
        Of validating a recipe.
    recipe
        The model of a whole recipe, for the entries that it knows.
    """
    found, more = error.errors(), error.error_count() - 1
    first = min(found, key=lambda one: one["type"] != "extra_forbidden")
    key, said = _named(first, recipe)
    return f"{key}: {said}" + (f" ({more} more)" if more else "")


def _named(error: ErrorDetails, recipe: type[BaseModel]) -> tuple[str, str]:
    location = error["loc"]
    key = ".".join(_plain(location)) or "(whole file)"
    if error["type"] == "union_tag_invalid":
        found = error["ctx"]["tag"]
        return f"{key}.kind", f"there is no geolocator {found!r}; choose one of {', '.join(NETWORKS)}"
    if error["type"] == "extra_forbidden":
        return key, _unknown(str(location[-1]), _entries(location, recipe))
    if error["type"] == "missing":
        return key, "this entry has to be there"
    return key, f"{error['msg'].removeprefix(OURS)}, got {error['input']!r}"


def _unknown(name: str, known: list[str]) -> str:
    likely = get_close_matches(name, known, 1)
    if likely:
        return f"there is no such entry; did you mean {likely[0]!r}?"
    return f"there is no such entry; choose among {', '.join(known)}"


def _entries(location: tuple[int | str, ...], recipe: type[BaseModel]) -> list[str]:
    """Entries of the table in which the last part of ``location`` stands."""
    section = recipe
    for part in location[:-1]:
        if section is recipe and part == "geolocator":
            return list(NETWORKS[str(location[1])].options.model_fields)
        if isinstance(part, str):
            section = _model(section.model_fields[part].annotation) or section
    return list(section.model_fields)


def _model(annotation: Any) -> type[BaseModel] | None:
    """Find the model that an entry's type is made of, such as that of ``tuple[Section, ...]``."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for part in get_args(annotation) if (found := _model(part))), None)


def _plain(location: tuple[int | str, ...]) -> list[str]:
    """Where an error is, without the kind that pydantic names after ``geolocator``."""
    parts = [str(part) for part in location]
    return parts[:1] + parts[2:] if parts[:1] == ["geolocator"] and len(parts) > 1 else parts
