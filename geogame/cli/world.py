"""Commands about the rendered world: ``world facts``."""

from dataclasses import asdict

import typer

from geogame.cli.options import Json
from geogame.cli.output import emit


def register(app: typer.Typer) -> None:
    """Add this module's commands to the command line."""
    world = typer.Typer(help="What the rendered world is made from.", no_args_is_help=True)
    world.command()(facts)
    world.callback()(_group)
    app.add_typer(world, name="world")


def _group() -> None:
    """Say what the rendered world is made from."""


def facts(
    as_json: Json = False,
) -> None:
    """List every hand-typed table of the rendered world: its name, its source, what it says."""
    from geogame.world.typed import TYPED

    wide = max(len(each.table) for each in TYPED)
    lines = [f"{each.table:{wide}}  {each.says} [{each.source}]" for each in TYPED]
    emit({each.table: asdict(each) for each in TYPED}, as_json, text="\n".join(lines))
