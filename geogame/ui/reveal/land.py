"""The land of each guess beside that of the place, as HTML: a sentence on what differs, then a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from geogame.regions.countries import country_of
from geogame.regions.states import state_of
from geogame.ui.icons import mark
from geogame.ui.reveal import words
from geogame.ui.reveal.geography import Geography, contrasts, geography_at


@dataclass(frozen=True, slots=True)
class Column:
    """One point of the table.

    Attributes
    ----------
    who, letter
        Its mark (``you``, ``truth``, ``model``), and what stands on that.
    name
        What it is called.
    lat, lon
        WGS84 degrees.
    cell
        The game's cell that holds it, -1 outside all.
    """

    who: str
    name: str
    lat: float
    lon: float
    letter: str
    cell: int

    @property
    def land(self) -> Geography | None:
        """What geography says of it; None where that is not known."""
        return geography_at(round(self.lat, 6), round(self.lon, 6))


def markup(columns: Sequence[Column], unit: words.Unit) -> str:
    """Return the sentences and the table.

    Parameters
    ----------
    columns
        One of them is the truth.
    unit
        For distances, heights and temperatures.
    """
    known = any(column.land is not None for column in columns)
    lines = "".join(f"<p>{escape(line)}</p>" for line in _differences(columns, unit))
    note = f'<p class="gg-source">{words.LAND_NOTE}</p>' if known else ""
    return f'<div class="gg-land">{lines}{_table(columns, unit, known=known)}{note}</div>'


def _differences(columns: Sequence[Column], unit: words.Unit) -> list[str]:
    [truth] = [column for column in columns if column.who == "truth"]
    here = truth.land
    if here is None:
        return []
    guesses = [(column.name, column.land) for column in columns if column is not truth]
    return [
        words.contrast_line(name, contrasts(there, here), there, here, unit)
        for name, there in guesses
        if there is not None
    ]


def _table(columns: Sequence[Column], unit: words.Unit, *, known: bool) -> str:
    facts = [
        {words.WHERE: area_of(column.lat, column.lon), words.CELL: words.cell(column.cell)}
        | (words.land(column.land, unit) if known else {})
        for column in columns
    ]
    heads = (f"{mark(column.who, column.letter)} {escape(column.name)}" for column in columns)
    head = "".join(f'<th scope="col">{each}</th>' for each in heads)
    body = "".join(_fact(label, [fact[label] for fact in facts]) for label in facts[0])
    return f"<table><thead><tr>{head}</tr></thead>{body}</table>"


def _fact(label: str, values: Sequence[str]) -> str:
    cells = "".join(f"<td>{escape(value)}</td>" for value in values)
    head = f'<th scope="rowgroup" colspan="{len(values)}">{label}</th>'
    return f"<tbody><tr>{head}</tr><tr>{cells}</tr></tbody>"


def area_of(lat: float, lon: float) -> str:
    """Name the state, else the country of a point (WGS84 degrees)."""
    return state_of(lat, lon) or country_of(lat, lon) or words.ABROAD
