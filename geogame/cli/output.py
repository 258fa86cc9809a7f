"""What commands print: results to standard output, everything else to standard error."""

import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from geogame.errors import GeogameError


def emit(obj: object, as_json: bool, text: str | None = None) -> None:
    """Print a command's result.

    Parameters
    ----------
    obj
        The result. Mappings, sequences, numbers, text, None, and numpy's scalars and arrays.
    as_json
        Whether to print it as one JSON object, on standard output and with nothing beside it.
    text
        What a person reads instead; where None, a mapping is shown one key a line, what lies deeper beneath its key,
        and all else as it prints.
    """
    if as_json:
        line = json.dumps(obj, default=_plain, ensure_ascii=False, allow_nan=False)
    elif text is not None:
        line = text
    elif isinstance(obj, Mapping):
        line = "\n".join(_lines(obj))
    else:
        line = str(obj)
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def note(message: str) -> None:
    """Tell the person at the terminal something that is not the result (standard error)."""
    sys.stderr.write(message + "\n")
    sys.stderr.flush()


def check_target(path: Path | None) -> None:
    """Make sure before long work that its result can be written to a file.

    Raises
    ------
    GeogameError
        If the path is a folder, or lies in none that can be written to; the message says so.
    """
    if path is None:
        return
    folder = path.absolute().parent
    if path.is_dir():
        wrong = "this is a folder"
    elif not folder.is_dir():
        wrong = f"there is no folder {folder}"
    elif not os.access(path if path.exists() else folder, os.W_OK):
        wrong = "it must not be written to"
    else:
        return
    message = f"cannot write {path}: {wrong}; give a file in a folder that can be written to"
    raise GeogameError(message)


def _lines(found: Mapping[Any, Any], indent: str = "") -> list[str]:
    """Write a mapping for a person: short values beside their key, longer ones beneath it."""
    lines = []
    for key, value in found.items():
        if isinstance(value, Mapping) and any(isinstance(each, Mapping | list | tuple) for each in value.values()):
            lines += [f"{indent}{key}:", *_lines(value, indent + "  ")]
        elif isinstance(value, list | tuple) and any(isinstance(each, str | list | tuple | Mapping) for each in value):
            lines += [f"{indent}{key}:", *(f"{indent}  {_said(each)}" for each in value)]
        else:
            lines.append(f"{indent}{key}: {_said(value)}")
    return lines


def _said(value: object) -> str:
    """Say a value in words: figures to six decimals, parts side by side."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.6f}".rstrip("0").rstrip(".")
    if isinstance(value, Mapping):
        return ", ".join(f"{key}: {_said(each)}" for key, each in value.items()) or "none"
    if isinstance(value, list | tuple):
        return ", ".join(map(_said, value)) or "none"
    return "none" if value in (None, "") else str(value)


def _plain(value: object) -> Any:
    """Numpy's values as JSON knows them."""
    if isinstance(value, np.ndarray | np.generic):
        return value.tolist()
    raise TypeError(f"cannot write {type(value).__name__} as JSON")
