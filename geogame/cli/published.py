"""``geogame published``: models that others trained on photographs, fetched and checked when somebody asks."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from geogame.cli.options import Device, Json
from geogame.cli.output import emit, note

Name = Annotated[str, typer.Argument(help="streetclip, geoclip or osv5m.")]
Heartbeat = Annotated[Path | None, typer.Option(metavar="DIR", help="Keep telling how far it is in DIR/status.json.")]


def register(app: typer.Typer) -> None:
    """Add the ``published`` commands to the program."""
    group = typer.Typer(no_args_is_help=True, help="Published models for photographs: list, download, verify.")
    group.command("list")(list_published)
    group.command("download")(download)
    group.command("verify")(verify)
    app.add_typer(group, name="published")


def list_published(as_json: Json = False) -> None:
    """List the published models: licence, size, what is here, and whether it was verified on this machine."""
    rows = [describe(name) for name in _names()]
    lines = [f"{row['name']:10} {row['title']}: {row['state']}. Licence: {row['licence']}." for row in rows]
    emit({"folder": str(_folder()), "published": rows}, as_json, "\n".join(lines))


def describe(name: str) -> dict[str, Any]:
    """Say of a published model what it is and what of it is here."""
    from geogame.geolocators.published import folder_of, is_verified, missing, published

    about, lacking = published(name), missing(name)
    verified = not lacking and is_verified(name)
    if verified:
        state = "here, and verified"
    elif lacking:
        state = f"not here, about {about.gigabytes} GB to download"
    else:
        state = "here, not yet verified with the real weights"
    return {
        "name": name,
        "title": about.title,
        "licence": about.terms,
        "licence_url": about.licence_url,
        "credit": about.credit,
        "paper": about.paper,
        "gigabytes": about.gigabytes,
        "folder": str(folder_of(name)),
        "missing": lacking,
        "verified": verified,
        "state": state,
    }


def download(name: Name, heartbeat: Heartbeat = None, as_json: Json = False) -> None:
    """Fetch a published model; what came before is kept, and the same command goes on."""
    from geogame.cli.heartbeat import heartbeat as heartbeat_in
    from geogame.cli.training import counted
    from geogame.errors import CheckpointError
    from geogame.geolocators.published import download as work
    from geogame.geolocators.published.shelf import by_hand, published
    from geogame.sources.remote.client import Client

    about = published(name)
    note(f"{about.title}: {about.credit}. Licence: {about.terms} ({about.licence_url}).")
    with Client() as client, counted() as shown, heartbeat_in(heartbeat, shown) as progress:
        try:
            wanted = work.plan(client, name)
        except CheckpointError as error:
            message = f"{error}. {by_hand(name)}"
            raise CheckpointError(message) from error
        commits = ", ".join(f"{each.repository} at {each.commit[:12]}" for each in wanted.listings)
        note(f"{wanted.size / 1e6:,.1f} MB from {commits}")
        folder = work.download(client, wanted, progress)
    result = {"model": name, "folder": str(folder), "bytes": wanted.size, "received": client.received}
    emit(result, as_json, f"{folder}: not yet verified with the real weights; `published verify {name}` does it")


def verify(name: Name, device: Device = None, heartbeat: Heartbeat = None, as_json: Json = False) -> None:
    """Check a published model's files by their hashes, load the real weights, and ask about a few pictures."""
    from geogame.cli.heartbeat import heartbeat as heartbeat_in
    from geogame.cli.training import counted
    from geogame.geolocators.published.verify import verify as check

    with counted() as shown, heartbeat_in(heartbeat, shown) as progress:
        told = check(name, progress, device)
    origin = "as the hub says they are" if told["hub"] else "laid by hand: what the hub says of them is not known"
    text = (
        f"{name}: {told['files']} files, {origin}; the weights fit and answer like a model on {told['device']}. "
        f"How good the answers are says `evaluate {name} --dataset DIR`, on photographs"
    )
    emit(told, as_json, text)


def _names() -> list[str]:
    from geogame.geolocators.published import PUBLISHED

    return list(PUBLISHED)


def _folder() -> Path:
    from geogame.geolocators.published import published_folder

    return published_folder()
