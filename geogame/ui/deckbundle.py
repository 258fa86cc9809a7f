"""Where deck.gl comes from: the JavaScript bundle inside the installed pydeck wheel, served by the app itself.

The bundle is an internal file of pydeck, so its presence and the two functions we call are checked before it is
served, and a clear message names what to install when they are missing.
"""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path

from geogame.errors import GeogameError

EXPORTS = ("createDeck", "updateDeck")
TESTED_PYDECK = "0.9"
_INSTALL = f"Install the tested pydeck with: pip install 'pydeck>={TESTED_PYDECK},<0.10'"


class DeckBundleError(GeogameError):
    """The installed pydeck has no usable deck.gl bundle."""


@dataclass(frozen=True)
class DeckBundle:
    """The JavaScript file of deck.gl.

    Attributes
    ----------
    path : Path
        The file; a classic script that sets ``createDeck`` and ``updateDeck`` on ``window``.
    pydeck_version : str
        Version of the wheel that holds it.
    """

    path: Path
    pydeck_version: str


@cache
def find_bundle() -> DeckBundle:
    """Find and check the bundle of the installed pydeck.

    Raises
    ------
    DeckBundleError
        Where pydeck is not installed, or its bundle lacks what the map calls.
    """
    spec = importlib.util.find_spec("pydeck")
    if spec is None or spec.origin is None:
        raise DeckBundleError(f"The map needs pydeck, which is not installed here. {_INSTALL}")
    bundle = DeckBundle(Path(spec.origin).parent / "nbextension" / "static" / "index.js", version("pydeck"))
    check_bundle(bundle)
    return bundle


def check_bundle(bundle: DeckBundle) -> None:
    """Check that the bundle is there and exports what the map calls.

    Raises
    ------
    DeckBundleError
        With the file, what it lacks, and the version to install.
    """
    if not bundle.path.is_file():
        raise DeckBundleError(f"pydeck {bundle.pydeck_version} has no deck.gl bundle at {bundle.path}. {_INSTALL}")
    missing = missing_exports(bundle.path.read_text(encoding="utf-8"))
    if missing:
        raise DeckBundleError(
            f"The deck.gl bundle of pydeck {bundle.pydeck_version} ({bundle.path}) does not export "
            f"{', '.join(missing)}, which the map calls. {_INSTALL}"
        )


def missing_exports(source: str) -> list[str]:
    """Names the map calls that a bundled script does not list in its export table (``name:()=>value``)."""
    return [name for name in EXPORTS if f"{name}:()=>" not in source]
