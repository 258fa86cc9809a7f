"""``geogame sources``: where views come from, and a look at Google Street View in the user's own browser."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from geogame.cli.grid import parse_point
from geogame.cli.options import Json
from geogame.cli.output import emit, note


def register(app: typer.Typer) -> None:
    """Add the ``sources`` commands to the program."""
    group = typer.Typer(invoke_without_command=True, help="Where views come from, and what each source needs.")
    group.callback()(sources)
    google = typer.Typer(no_args_is_help=True, help="Google Street View, for looking only, with your own key.")
    google.command("show")(show)
    google.callback()(_google)
    group.add_typer(google, name="google")
    app.add_typer(group, name="sources")


def sources(
    context: typer.Context,
    as_json: Json = False,
) -> None:
    """List the sources: views a place, licence, credentials."""
    if context.invoked_subcommand is not None:
        return
    rows = describe_sources()
    lines = [
        f"{row['name']:10} {row['views']:9} {row['title']}. Licence: {row['licence']}. "
        + (f"Needs {row['needs']}: {'set' if row['ready'] else 'not set'}." if row["needs"] else "Ready.")
        for row in rows
    ]
    emit({"sources": rows}, as_json, text="\n".join(lines))


def describe_sources() -> list[dict[str, Any]]:
    """Say of every source what it gives and needs; of credentials only whether they are there."""
    from geogame.sources.rendered import LICENCE
    from geogame.sources.services import SERVICES

    rendered = {
        "name": "rendered",
        "title": "the rendered world, offline",
        "views": "headings",
        "licence": LICENCE,
        "needs": "",
        "ready": True,
    }
    services = [
        {
            "name": service.name,
            "title": service.title,
            "views": service.gives,
            "licence": service.licence,
            "needs": service.needs,
            "ready": service.ready,
        }
        for service in SERVICES.values()
    ]
    return [rendered, *services]


def _google() -> None:
    """Look at Google Street View; no dataset and no model may."""


def show(
    place: Annotated[str, typer.Argument(metavar="LAT,LON", help="WGS84 degrees, such as 48.8584,2.2945.")],
    *,
    heading: Annotated[float, typer.Option(help="Degrees clockwise from north.")] = 0.0,
    radius: Annotated[int, typer.Option(min=1, max=10_000, help="Metres to the panorama, at most.")] = 50,
    as_json: Json = False,
) -> None:
    """Open the picture in your browser, with your own key; it is neither stored nor shown to a model."""
    import os

    from geogame.sources import google
    from geogame.sources.remote.client import Client

    lat, lon = parse_point(place)
    credentials = google.read_credentials()
    base = os.environ.get("GEOGAME_GOOGLE_URL", "").rstrip("/") or google.BASE
    with Client() as client:
        found = google.find(client, lat, lon, credentials, radius_m=radius, base=base)
    opened = typer.launch(google.picture_url(base, found.pano, heading, credentials)) == 0
    note(google.WHY_NOT)
    emit({"pano": found.pano, "lat": found.lat, "lon": found.lon, "month": found.month, "opened": opened}, as_json)
    if not opened:
        raise typer.Exit(1)
