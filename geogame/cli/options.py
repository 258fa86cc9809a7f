"""Options that several commands take, told in the same words."""

from pathlib import Path
from typing import Annotated, TypeAlias

import typer

Json: TypeAlias = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]
Device: TypeAlias = Annotated[str | None, typer.Option(help="cpu, cuda, mps or auto (also GEOGAME_DEVICE).")]
Model: TypeAlias = Annotated[str, typer.Argument(help="Name under models/, or a checkpoint folder.")]
CatalogFolder: TypeAlias = Annotated[Path, typer.Argument(metavar="DIR", help="A catalog's folder.")]
Heartbeat: TypeAlias = Annotated[
    Path | None, typer.Option(metavar="DIR", help="Keep telling how far it is in DIR/status.json.")
]
EngineName: TypeAlias = Annotated[
    str, typer.Option("--engine", help="local, or ray: on the cluster at RAY_ADDRESS, else on all cores.")
]
Images: TypeAlias = Annotated[list[Path], typer.Argument(help="Views of one place.")]
Headings: TypeAlias = Annotated[
    str | None, typer.Option(help="Compass headings, for example 0,90,180,270; in this order by default.")
]
EvaluatedSplit: TypeAlias = Annotated[str, typer.Option(help="auto, train, val, test or all.")]
SplitFile: TypeAlias = Annotated[
    Path | None, typer.Option(metavar="FILE", help="Take the splits from this file of `dataset split`.")
]
