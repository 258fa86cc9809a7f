"""What commands print: results to standard output, everything else to standard error."""

import json
import sys
from collections.abc import Mapping
from typing import Any

import numpy as np


def emit(obj: object, as_json: bool, text: str | None = None) -> None:
    """Print a command's result.

    Parameters
    ----------
    obj
        The result. Mappings, sequences, numbers, text, None, and numpy's scalars and arrays.
    as_json
        Whether to print it as one JSON object, on standard output and with nothing beside it.
    text
        What a person reads instead; where None, a mapping is shown one key a line and all else as it prints.
    """
    if as_json:
        line = json.dumps(obj, default=_plain, ensure_ascii=False, allow_nan=False)
    elif text is not None:
        line = text
    elif isinstance(obj, Mapping):
        line = "\n".join(f"{key}: {value}" for key, value in obj.items())
    else:
        line = str(obj)
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def note(message: str) -> None:
    """Tell the person at the terminal something that is not the result (standard error)."""
    sys.stderr.write(message + "\n")
    sys.stderr.flush()


def _plain(value: object) -> Any:
    """Numpy's values as JSON knows them."""
    if isinstance(value, np.ndarray | np.generic):
        return value.tolist()
    raise TypeError(f"cannot write {type(value).__name__} as JSON")
