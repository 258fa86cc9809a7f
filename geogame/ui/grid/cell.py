"""One cell in detail: its size, its places with pictures, the hardest of them, and what it is taken for."""

from __future__ import annotations

import base64
import io
from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from geogame.errors import CatalogError
from geogame.ui import texts
from geogame.ui.grid import words
from geogame.ui.grid.figures import Report, Spread
from geogame.ui.map.payload import Unit
from geogame.ui.words import CELL_TITLE, MISTAKES_TITLE

if TYPE_CHECKING:
    from geogame.catalog import Catalog, View
    from geogame.evaluation.results import Model
    from geogame.partitions import Partition

PICTURES = 6
HARDEST = 4
THUMBNAIL = (192, 128)


def show_cell(partition: Partition, cell: int, catalog: Catalog | None, found: Spread | None) -> None:
    """Say what and where a cell is, and show some of its places."""
    about = partition.cells[cell]
    st.subheader(CELL_TITLE.format(cell=cell))
    where = texts.coordinates(about.anchor_lat, about.anchor_lon)
    st.markdown(f"{words.area(about.area_km2)} · {where}")
    if catalog is None or found is None:
        return
    ids = found.ids.get(cell, ())
    if not ids:
        st.caption(words.NO_PLACE.format(dataset=catalog.info.name))
        return
    st.markdown(words.splits(found.splits[cell]))
    pictures(catalog, ids[:PICTURES], [""] * len(ids[:PICTURES]))


def pictures(catalog: Catalog, ids: Sequence[str], captions: Sequence[str]) -> None:
    """Show the first view of each place, small; of restricted ones say why not."""
    if catalog.info.restricted:
        st.caption(words.NOT_SHOWN.format(why=catalog.info.restricted))
        return
    figures = "".join(_figure(catalog, name, said) for name, said in zip(ids, captions, strict=True))
    st.html(f'<div class="gg-thumbs">{figures}</div>')


def _figure(catalog: Catalog, name: str, said: str) -> str:
    place, views = catalog.location(name), catalog.views_of(name)
    told = " · ".join(filter(None, (said, place.captured_on)))
    try:
        image = f'<img alt="{escape(told)}" src="{_address(catalog, views[0])}">' if views else ""
    except CatalogError as error:
        image = f"<p>{escape(str(error))}</p>"
    credit = "" if place.source == "rendered" else texts.credit(place.attribution, place.licence)
    return f"<figure>{image}<figcaption>{escape(told)}<small>{escape(credit)}</small></figcaption></figure>"


def _address(catalog: Catalog, view: View) -> str:
    from PIL import Image

    image = Image.fromarray(catalog.read(view))
    image.thumbnail(THUMBNAIL)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=80)
    return f"data:image/jpeg;base64,{base64.b64encode(out.getvalue()).decode('ascii')}"


def show_mistakes(
    partition: Partition, cell: int, model: Model, report: Report, catalog: Catalog | None, unit: Unit
) -> None:
    """Show what a model makes of a cell: the cells it is taken for, and the places that are answered worst.

    ``catalog`` is the dataset of the evaluation, None where it is not here.
    """
    from geogame.evaluation.answers import read_answers
    from geogame.ui.models import cells

    row = report["by_cell"].get(str(cell))
    if row is None:
        st.caption(words.NOT_MEASURED)
        return
    if row.get("mistakes"):
        st.caption(MISTAKES_TITLE)
        st.dataframe(cells.mistakes(report["by_cell"], cell, partition, unit), hide_index=True, width="stretch")
    st.caption(words.HARDEST_TITLE.format(model=model.name))
    answers = read_answers(model.folder, report)
    if answers is None:
        st.caption(words.NO_ANSWERS)
        return
    worst = answers[answers["cell"] == cell].head(HARDEST)
    said = [words.hard(km, other, unit) for km, other in zip(worst["error_km"], worst["answered"], strict=True)]
    if catalog is None:
        st.markdown("\n".join(f"- {each}" for each in said))
        st.caption(words.NOT_HERE)
    else:
        pictures(catalog, worst["id"].tolist(), said)
