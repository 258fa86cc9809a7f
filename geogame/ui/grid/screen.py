"""Draws the grid page with Streamlit: region and cells on top, the map, and one cell beside it."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from geogame.errors import GeogameError
from geogame.ui import page, texts
from geogame.ui.grid import words
from geogame.ui.map.payload import Unit
from geogame.ui.play.installed import Dataset, look
from geogame.ui.theme import ThemeName
from geogame.ui.words import CELL_LABEL, COLOUR_LABEL, MODEL_LABEL, PLACES_LABEL, REGION_LABEL, UNIT_LABEL

if TYPE_CHECKING:
    from geogame.catalog import Catalog
    from geogame.evaluation.results import Model
    from geogame.partitions import Partition
    from geogame.regions import Region
    from geogame.ui.grid.cuts import Cut
    from geogame.ui.grid.figures import Report, Spread

WANTED = "gg_grid_wanted"
MAP_HEIGHT = "min(64dvh, 640px)"


def show() -> None:
    """Draw the page."""
    theme = page.set_up("pages/grid.py")
    with st.container(key="gg_grid"):
        st.title(words.TITLE)
        try:
            _draw(theme)
        except GeogameError as error:
            st.error(page.sentence(error))


def _draw(theme: ThemeName) -> None:
    from geogame.regions import known_regions, load_region
    from geogame.ui.grid import cuts, figures

    answer = st.container()
    with st.container(key="gg_grid_cut"):
        first, second, third, fourth = st.columns([22, 26, 26, 26], vertical_alignment="bottom")
    region = load_region(first.selectbox(REGION_LABEL, known_regions(), key="gg_grid_region"))
    datasets = {each.name: each for each in look().datasets if each.region == region.name}
    with fourth:
        dataset = _dataset(datasets, region)
    with second:
        offered = cuts.kinds(region, dataset=dataset is not None and bool(dataset.training))
        kind = st.selectbox(
            words.KIND_LABEL,
            offered,
            offered.index(dataset.partition) if dataset is not None and dataset.partition in offered else 0,
            format_func=lambda name: words.KINDS.get(name, name),
            key=f"gg_grid_kind_{region.name}",  # a region begins with its own cells, whatever the last one was cut into
        )
    with third:
        cut = _parameters(region, kind, dataset)
    partition = cuts.cells_of(cut)
    catalog = _opened(dataset)
    found = None if catalog is None else _spread(catalog, cut)
    said = [words.summary(region.title, figures.areas_km2(cut), len(partition))]
    if found is not None and dataset is not None:
        said.append(words.spread(dataset.name, found.places, found.outside, len(found.ids)))
    answer.markdown(" ".join(said))
    _map_and_cell(region, cut, partition, catalog, found, theme)
    _export(cut, region)


def _dataset(datasets: dict[str, Dataset], region: Region) -> Dataset | None:
    chosen = st.selectbox(
        words.DATASET_LABEL,
        [*datasets, ""],  # None would be no choice, and is shown as a question
        format_func=lambda name: name or words.NO_DATASET,
        key=f"gg_grid_dataset_{region.name}",  # where the last region had none, this one may have some
    )
    return datasets.get(chosen)


def _opened(dataset: Dataset | None) -> Catalog | None:
    from geogame.ui.play.table import opened

    return None if dataset is None else opened(str(dataset.path))


def _spread(catalog: Catalog, cut: Cut) -> Spread:
    """Find every place's cell, once for as long as dataset and cells stay the same."""
    from geogame.ui.grid import cuts, figures

    kept, asked = page.own(), (str(catalog.path), catalog.info.build_id, cut)
    if kept.get("asked") != asked:
        kept["spread"], kept["asked"] = figures.spread(catalog, cuts.cells_of(cut)), asked
    found: Spread = kept["spread"]
    return found


def _parameters(region: Region, kind: str, dataset: Dataset | None) -> Cut:
    """Ask for the measure of the cells, and return how the region is cut."""
    from geogame.ui.grid import cuts

    if kind == "fishnet":
        least = cuts.finest_deg(region)
        side = st.number_input(
            words.DEGREES_LABEL,
            least,
            20.0,
            max(least, cuts.usual_deg(region)),
            step=least,
            format="%.6g",
            key=f"gg_grid_side_{region.name}",
        )
        return cuts.Cut(region.name, "fishnet" if side == 2 else f"fishnet:{side:.6f}".rstrip("0").rstrip("."))
    if kind == cuts.RECTANGLES:
        left, right = st.columns(2)
        columns = left.number_input(words.COLUMNS_LABEL, 1, 1000, 12, key="gg_grid_columns")
        rows = right.number_input(words.ROWS_LABEL, 1, cuts.MOST_CELLS // int(columns), 8, key="gg_grid_rows")
        return cuts.Cut(region.name, f"fishnet:{columns}x{rows}")
    if kind == "h3":
        fitting = cuts.resolutions(region)
        usual = fitting[max(0, len(fitting) - 3)]
        resolution = st.select_slider(words.RESOLUTION_LABEL, fitting, usual, key=f"gg_grid_h3_{region.name}")
        return cuts.Cut(region.name, f"h3:{resolution}")
    if kind == cuts.ADAPTIVE and dataset is not None:
        at_most = st.number_input(words.AT_MOST_LABEL, 1, 100_000, 200, key="gg_grid_at_most")
        stamp = (dataset.path / "catalog.json").stat().st_mtime_ns
        return cuts.Cut(region.name, cuts.ADAPTIVE, (str(dataset.path), stamp), int(at_most))
    return cuts.Cut(region.name, kind)


def _map_and_cell(
    region: Region, cut: Cut, partition: Partition, catalog: Catalog | None, found: Spread | None, theme: ThemeName
) -> None:
    from geogame.ui.grid import cell as detail
    from geogame.ui.grid import cuts, figures
    from geogame.ui.map import cell_map
    from geogame.ui.models import cells
    from geogame.ui.models.breakdown import scale

    left, right = st.columns([62, 38], gap="large")
    with right:
        unit = _unit()
        model, report = _report(partition)
        colours = figures.offered(found, report)
        colour = st.segmented_control(
            COLOUR_LABEL,
            colours,
            default=colours[0],
            required=True,
            format_func=words.COLOURS.__getitem__,
            key=f"gg_grid_colour_{'_'.join(colours)}",
        )
        chosen = _chosen(partition)
        if chosen is not None:
            detail.show_cell(partition, chosen, catalog, found)
            if model is not None and report is not None:
                detail.show_mistakes(partition, chosen, model, report, _evaluated(report), unit)
    what = figures.shown(colour, cut, found, report, chosen, unit)
    with left:
        st.html(scale(what.title, what.low, what.high))
        clicked = cell_map(
            key=f"gg_grid_map_{region.name}",
            region=region,
            cells_geojson=cuts.shapes_of(cut),
            paint=figures.paint(cut, found, report, what, chosen, unit),
            rounds=figures.flags(region) if report is None else cells.marks(report["by_cell"], chosen, partition),
            unit=unit,
            height=MAP_HEIGHT,
            theme=theme,
        )
        st.caption(f"{region.provenance}. {words.OUTLINES}")
    if clicked is not None and clicked != chosen:
        st.session_state[WANTED] = clicked
        st.rerun()


def _unit() -> Unit:
    chosen = st.segmented_control(
        UNIT_LABEL,
        tuple(texts.UNITS),
        default="km",
        required=True,
        key="gg_grid_unit",
        label_visibility="collapsed",
    )
    return "mi" if chosen == "mi" else "km"


def _report(partition: Partition) -> tuple[Model | None, Report | None]:
    """Ask for one of the evaluations whose cells are these; its model comes with it."""
    from geogame.evaluation.results import places_of
    from geogame.ui.grid import figures
    from geogame.ui.models.shelf import find_models
    from geogame.ui.models.words import places_label

    models: dict[str, Model] = figures.measured(find_models(), partition)
    if not models:
        st.caption(words.NO_MODEL)
        return None, None
    model = models[st.selectbox(MODEL_LABEL, tuple(models), key="gg_grid_model")]
    reports = {places_label(places_of(report)): report for report in model.reports if report.get("by_cell")}
    return model, reports[st.selectbox(PLACES_LABEL, tuple(reports), key="gg_grid_report")]


def _evaluated(report: Report) -> Catalog | None:
    """Open the dataset of an evaluation if it is on this machine."""
    from geogame.ui.play.table import opened

    wanted = (report["dataset"]["name"], report["dataset"]["build_id"])
    for dataset in look().datasets:
        if dataset.name == wanted[0]:
            catalog = opened(str(dataset.path))
            if catalog.info.build_id == wanted[1]:
                return catalog
    return None


def _chosen(partition: Partition) -> int | None:
    """Ask for a cell by its number; a click on the map chooses too."""
    key = f"gg_grid_cell_{partition.fingerprint}"
    if WANTED in st.session_state:
        wanted = st.session_state.pop(WANTED)
        if wanted < len(partition):
            st.session_state[key] = wanted
    chosen = st.number_input(
        CELL_LABEL, 0, len(partition) - 1, None, step=1, help=words.CELL_HELP, placeholder="–", key=key
    )
    return None if chosen is None else int(chosen)


def _export(cut: Cut, region: Region) -> None:
    from geogame.ui.grid import cuts

    left, right = st.columns([3, 7], vertical_alignment="bottom")
    left.download_button(
        words.EXPORT,
        lambda: _geojson(cuts.cells_of(cut)),
        file_name=f"{region.name}-{cut.name.replace(':', '-')}.geojson",
        mime="application/geo+json",
        on_click="ignore",
        width="stretch",
        key="gg_grid_export",
    )
    with right:
        st.html(f'<p class="gg-note">{escape(words.COMMAND_TITLE)}</p>')
        st.code(cut.command, language="bash", wrap_lines=True)


def _geojson(partition: Partition) -> bytes:
    from geogame.partitions import geojson_text

    return geojson_text(partition).encode()
