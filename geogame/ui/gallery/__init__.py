"""A sheet of small pictures, each a button that opens one: arrow keys move, Enter opens; nothing is asked before."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Card:
    """One picture of a sheet.

    Attributes
    ----------
    id
        What is given back when it is opened.
    picture
        A WebP; None where there is none to show.
    title, note
        One line each, told as they are: no markup in them counts.
    mark
        A word in the corner, such as "excluded"; empty for none.
    """

    id: str
    picture: bytes | None
    title: str
    note: str = ""
    mark: str = ""


@cache
def _component() -> Any:
    import streamlit as st

    css, script = (_FOLDER.joinpath(name).read_text(encoding="utf-8") for name in ("gallery.css", "gallery.js"))
    return st.components.v2.component("geogame_gallery", css=css, js=script)


def gallery(cards: Sequence[Card], *, key: str, label: str, missing: str) -> str | None:
    """Show a sheet of pictures and return the id of one in the one run that follows its opening.

    Parameters
    ----------
    cards
        What is shown, in order.
    key
        The element's key.
    label
        What the sheet is called for screen readers.
    missing
        What stands in place of a picture that cannot be shown.
    """
    data = {"label": label, "missing": missing, "cards": [card_data(card) for card in cards]}
    opened = _component()(key=key, data=data, on_open_change=_nothing).open
    return read_opened(opened, {card.id for card in cards})


def card_data(card: Card) -> dict[str, Any]:
    """Return what the browser gets of a card; the picture is its own address."""
    told = asdict(card)
    picture = told.pop("picture")
    return told | {"src": "" if picture is None else address(picture)}


def address(picture: bytes) -> str:
    """Return a WebP as an address that holds the picture itself."""
    return f"data:image/webp;base64,{base64.b64encode(picture).decode('ascii')}"


def read_opened(value: Any, known: set[str]) -> str | None:
    """Read which card was opened; anything that is not the id of one counts as none."""
    name = value.get("id") if isinstance(value, Mapping) else None
    return name if isinstance(name, str) and name in known else None


def _nothing() -> None:
    """Stand as the callback that makes Streamlit report the trigger."""
