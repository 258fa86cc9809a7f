"""Build, import and check datasets from the page, and watch what is under way."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import streamlit as st

from geogame.catalog import Catalog
from geogame.errors import GeogameError
from geogame.ui import page
from geogame.ui.dataset import orders, words
from geogame.ui.jobs import Job, cancel, dismiss
from geogame.ui.play.installed import datasets_folder
from geogame.ui.words import CANCEL, DISMISS, REGION_LABEL

WATCH_S: Final = 1.0
NAME: Final = r"[A-Za-z0-9_.-]{1,80}"


def show_jobs() -> None:
    """Draw what is under way or has ended and was not dismissed."""
    found = orders.list_orders()
    if any(job.live for job in found):
        st.fragment(_watch, run_every=WATCH_S)()
    else:
        _list(found)


def _watch() -> None:
    """Draw what is under way, again and again; the whole page once one of them has ended."""
    found = orders.list_orders()
    if not any(job.live for job in found):
        st.rerun()
    _list(found)


def _list(found: list[Job]) -> None:
    for number, job in enumerate(found):
        with st.container(key=f"gg_data_job_{number}", border=True):
            _job(job, number)


def _job(job: Job, number: int) -> None:
    status, kind = job.status, str(job.about["kind"])
    named = f"{words.DOING[kind]} {job.about['what']}"
    text, button = st.columns([85, 15], vertical_alignment="center")
    with text:
        if job.live:
            share = status.done / status.total if status.total else 0.0
            page.line(
                f"{named}: {words.progress(status.doing, status.done, status.total, status.eta_s)}", "gg-data-job"
            )
            st.progress(min(share, 1.0))
        elif job.condition == "done":
            page.line(f"{job.about['what']}: {words.ENDED[kind]}.", "gg-data-job")
            if kind == "import" and (lost := orders.left_out(str(job.about["what"]))):
                page.line(words.not_taken(lost), "gg-note")
        else:
            page.line(f"{named}: {job.why or words.GONE}", "gg-data-job gg-data-failed")
        if job.said and job.live:
            page.line(job.said, "gg-note")
    label = CANCEL if job.live else DISMISS
    if button.button(label, key=f"gg_data_end_{number}", width="stretch"):
        try:
            (cancel if job.live else dismiss)(job)
        except GeogameError as error:
            st.error(page.sentence(error))
        else:
            st.rerun()


def show_make(catalog: Catalog | None) -> None:
    """Draw the forms to build and import, and for an open dataset to check it."""
    page.line(words.MAKE_LEAD, "gg-note")
    build, take = st.columns(2, gap="large")
    with build:
        st.subheader(words.BUILD_TITLE)
        _build()
    with take:
        st.subheader(words.IMPORT_TITLE)
        _import()
        if catalog is not None:
            st.subheader(words.CHECK_TITLE)
            if st.button(words.CHECK, key="gg_data_check"):
                path = str(catalog.path)
                orders.begin("check", catalog.info.name, ["dataset", "check", path], path)


def _build() -> None:
    from geogame.sources.presets import PRESETS
    from geogame.sources.services import SERVICES

    preset = st.selectbox(words.PRESET_LABEL, tuple(PRESETS), key="gg_data_preset")
    if PRESETS[preset].source in SERVICES:
        st.caption(words.NETWORK)
    limit = st.number_input(
        words.LIMIT_LABEL, min_value=1, value=None, step=100, help=words.LIMIT_HELP, key="gg_data_limit"
    )
    name = st.text_input(words.NAME_LABEL, preset, key=f"gg_data_build_{preset}")
    if st.button(words.BUILD, type="primary", key="gg_data_build") and (out := _out(name)) is not None:
        command = ["dataset", "build", preset, "--out", str(out)]
        command += [] if limit is None else ["--limit", str(int(limit))]
        orders.begin("build", name, command, str(out))


def _import() -> None:
    from geogame.regions import known_regions

    folder = st.text_input(words.FOLDER_LABEL, key="gg_data_folder")
    region = st.selectbox(REGION_LABEL, tuple(known_regions()), key="gg_data_region")
    path = Path(folder.strip()).expanduser()
    name = st.text_input(words.NAME_LABEL, re.sub(r"[^A-Za-z0-9_.-]+", "-", path.name), key=f"gg_data_as_{path.name}")
    left, right = st.columns(2)
    said = {
        "--licence": left.text_input(words.LICENCE_OF, help=words.WHERE_UNNAMED, key="gg_data_licence"),
        "--attribution": right.text_input(words.ATTRIBUTION_OF, help=words.WHERE_UNNAMED, key="gg_data_attribution"),
    }
    if not st.button(words.IMPORT, type="primary", key="gg_data_import", disabled=not folder.strip()):
        return
    if not path.is_dir():
        page.line(words.NO_FOLDER.format(path=folder), "gg-data-failed")
    elif (out := _out(name)) is not None:
        command = ["dataset", "import", str(path.absolute()), "--region", region, "--out", str(out)]
        command += [f"{option}={text.strip()}" for option, text in said.items() if text.strip()]
        orders.begin("import", name, command, str(out))


def _out(name: str) -> Path | None:
    """Give the folder of a new dataset; None, and a word about it, where the name is none."""
    if not re.fullmatch(NAME, name) or set(name) == {"."}:
        page.line(words.BAD_NAME.format(name=name), "gg-data-failed")
        return None
    return datasets_folder() / name
