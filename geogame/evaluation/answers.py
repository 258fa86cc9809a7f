"""A model's answer to every place it was measured on, in a table beside the report that sums them up."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from geogame.errors import CheckpointError

if TYPE_CHECKING:
    import pandas as pd

FOLDER: Final = "answers"
COLUMNS: Final = ("id", "lat", "lon", "error_km", "cell", "answered", "belief")
"""The location, the answer in degrees, how far off it is, the true cell (-1 outside all), the answered one and the
probability the model gave it."""


def answers_path(folder: Path, report: Mapping[str, Any]) -> Path:
    """Where the answers of a report lie in a checkpoint folder: one file a build, split and size of its views."""
    about = report["dataset"]
    return folder / FOLDER / f"{about['build_id']}-{about['split']}-{about['width']}x{about['height']}.parquet"


def write_answers(folder: Path, report: Mapping[str, Any], answers: pd.DataFrame) -> None:
    """Write the answers of a report, whole or not at all; ``answers`` has the columns `COLUMNS`."""
    path = answers_path(folder, report)
    path.parent.mkdir(exist_ok=True)
    temporary = path.with_name(path.name + ".part")
    answers[list(COLUMNS)].to_parquet(temporary, index=False)
    temporary.replace(path)


def read_answers(folder: Path, report: Mapping[str, Any]) -> pd.DataFrame | None:
    """Read the answers of a report, worst first; None where they were not recorded.

    Raises
    ------
    CheckpointError
        If the file is damaged.
    """
    import pandas as pd
    from pyarrow import ArrowException

    path = answers_path(folder, report)
    if not path.is_file():
        return None
    try:
        answers = pd.read_parquet(path, columns=list(COLUMNS))
    except (OSError, ValueError, ArrowException) as error:
        message = f"{path} is damaged ({type(error).__name__}: {error}); evaluate the model again with --record"
        raise CheckpointError(message) from error
    return answers.sort_values("error_km", ascending=False, kind="stable", ignore_index=True)
