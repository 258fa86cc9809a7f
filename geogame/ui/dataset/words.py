"""Every word of the dataset page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from geogame.catalog import CatalogInfo, Location, View
from geogame.ui.texts import coordinates, source_line
from geogame.ui.words import count, duration

TITLE: Final = "Datasets, place by place"
SECTIONS: Final = {
    "pictures": "Pictures",
    "list": "List",
    "map": "Map",
    "counts": "Counts",
    "duplicates": "Near-duplicates",
    "hardest": "Most wrong",
    "make": "Build, import, check",
}

NO_DATASET_TITLE: Final = "No dataset here yet"
NO_DATASET: Final = "Build or import one below, or with this command; then reload the page:"
NOTHING_FITS: Final = "No place fits all of this. Take away a filter."
NOT_SHOWN: Final = "The pictures of this dataset are not shown: {why}. List, map and counts are."

TEXT_LABEL: Final = "Search"
TEXT_HELP: Final = "Words that occur in a place's id, date, source, licence, attribution, creator or page."
MORE: Final = "More filters"
SPLIT_LABEL: Final = "Split"
SOURCE_LABEL: Final = "Source"
LICENCE_LABEL: Final = "Licence"
SINCE_LABEL: Final = "From"
UNTIL_LABEL: Final = "To"
DATE_HELP: Final = "A year, a month or a day: 2019, 2019-05 or 2019-05-31."
BAD_DATE: Final = "“{text}” is no date such as 2019, 2019-05 or 2019-05-31, so it is passed over."
HEADING_LABEL: Final = "With a view to"
ANY: Final = "any"
MARK_LABEL: Final = "Marked as"
MARKS: Final = {"flagged": "flagged", "excluded": "excluded", "unmarked": "neither"}
PAGE_LABEL: Final = "Page of {pages}"
SHEET_LABEL: Final = "Pictures. Arrow keys move, Enter opens a place."
MISSING: Final = "no picture"

BACK: Final = "Back to all places"
PREVIOUS_PLACE: Final = "← Place before"
NEXT_PLACE: Final = "Place after →"
FLAG: Final = "Flag"
EXCLUDE: Final = "Exclude"
UNMARK: Final = "Take the mark away"
UNDO: Final = "Undo the last step"
NOTE_LABEL: Final = "Why (kept with the mark)"
EXCLUDED_MEANS: Final = (
    "An excluded place is left out of training, evaluation, embedding, calibration and audits; its pictures stay. "
    "Games are dealt as before, so that replay codes hold. A flagged one is used as any other."
)
PAGE_LINK: Final = "the picture's page"
LICENCE_URLS: Final = {
    "CC-BY-4.0": "https://creativecommons.org/licenses/by/4.0/",
    "CC-BY-SA-4.0": "https://creativecommons.org/licenses/by-sa/4.0/",
    "CC0-1.0": "https://creativecommons.org/publicdomain/zero/1.0/",
    "ODbL-1.0": "https://opendatacommons.org/licenses/odbl/1-0/",
}
LICENCE: Final = "Licence"
WHERE: Final = "Where"
FIELDS: Final = {
    "id": "Place",
    "captured_on": "Captured",
    "date_precision": "Date known to the",
    "cell": "Cell",
    "split": "Split",
    "source": "Source",
    "creator": "Creator",
    "attribution": "Attribution",
    "sequence": "Sequence",
    "layout_key": "Called in its folder",
    "retrieved_on": "Retrieved",
    "revision": "Revision of its source",
}
"""What is told of a place, in this order, as far as its catalog has it."""
ALIKE_TITLE: Final = "Views that a model finds alike"
ALIKE_VIEW: Final = "Alike to the view at"
ALIKE_NONE: Final = "No model has looked at this dataset yet. Embed its views once, then alike ones are found at once."
EMBED: Final = "Embed all views"
LIKENESS: Final = "likeness {likeness:.2f}"

LIST_COLUMNS: Final = {
    **{name: FIELDS[name] for name in ("id", "captured_on", "cell", "split", "source")},
    "licence": LICENCE,
    "lat": "Latitude",
    "lon": "Longitude",
}
MARK_COLUMN: Final = "Mark"
LIST_HELP: Final = "Tick the box before a row to open its place."
MAP_SCALE: Final = "places that fit"
MAP_HELP: Final = "Flags: the places of this page. Click a cell to see it alone; the field above takes it away again."
COUNTS: Final = {
    "month": ("Pictures of one season teach one season", "month"),
    "hour": ("Light by the hour of the sun", "hour by the sun"),
    "source": ("Where the places come from", "source"),
}
PLACES: Final = "places"
COUNT_TABLE: Final = "The numbers behind the charts"

DUPLICATES_LEAD: Final = "{pairs} pairs of pictures of different places look the same; most alike first."
DUPLICATES_NONE: Final = "No two places of this dataset share a picture, or nearly."
DUPLICATES_UNKNOWN: Final = "Nobody has compared these pictures yet. It is done once, in the background."
FIND_DUPLICATES: Final = "Compare all pictures"
BITS: Final = "{bits} of 64 bits differ"

HARDEST_LEAD: Final = "The places that {model} answers worst, of {places} it was measured on. Its mean is {mean}."
HARDEST_NOTE: Final = "{far} off · cell {cell}, said {answered}"
HARDEST_NO_RECORD: Final = (
    "What this model answered to each place of this dataset is not on record. Measure it here, or with this command:"
)
HARDEST_COMMAND: Final = "python -m geogame evaluate {model} --dataset {dataset} --record"
EVALUATE: Final = "Measure it now"
NO_FIT_TITLE: Final = "No model for this dataset"
NO_FIT: Final = "No model here answers in this dataset's cells. Train one with this command:"

MAKE_LEAD: Final = (
    "Each runs as a process of its own: you may leave this page meanwhile. Cancelled or killed, a build or import goes "
    "on where it ended when it is ordered again."
)
BUILD_TITLE: Final = "Build"
PRESET_LABEL: Final = "What"
LIMIT_LABEL: Final = "So many places only"
LIMIT_HELP: Final = "Empty: all of them. Every cell's first place comes first."
NAME_LABEL: Final = "Name of its folder"
BUILD: Final = "Build it"
NETWORK: Final = "This one asks a service on the network for photographs."
IMPORT_TITLE: Final = "Import"
FOLDER_LABEL: Final = "Folder of pictures on this machine"
LICENCE_OF: Final = "Licence of the pictures"
ATTRIBUTION_OF: Final = "Whom to name for them"
WHERE_UNNAMED: Final = "Of pictures that name none themselves."
IMPORT: Final = "Import it"
CHECK_TITLE: Final = "Check"
CHECK: Final = "Check every picture"
BAD_NAME: Final = "A folder's name is made of letters, digits, dots, dashes and underscores, unlike “{name}”."
NO_FOLDER: Final = "There is no folder “{path}” on this machine."
BUSY: Final = "This is under way already; wait until it ends, or cancel it."
DOING: Final = {
    "build": "Building",
    "import": "Importing",
    "check": "Checking",
    "duplicates": "Comparing pictures of",
    "embed": "Embedding",
}
ENDED: Final = {
    "build": "built. It is in the list above",
    "import": "imported. It is in the list above",
    "check": "checked: every picture is there, unchanged, can be decoded, and has its size",
    "duplicates": "compared. The pairs stand under “Near-duplicates”",
    "embed": "embedded. Open a place to see views alike",
}
GONE: Final = "it ended before its work did, without a word; start it again"


def headline(info: CatalogInfo, held: Mapping[str, int]) -> str:
    """Say what a dataset is."""
    counts, source = info.counts, source_line(info.source)
    said = (
        f"{info.name}: {count(counts['locations'])} places with {count(counts['views'])} views of {info.region}, "
        f"{source[0].lower()}{source[1:]}"
    )
    marked = [f"{count(number)} {name}" for name, number in held.items() if number]
    return f"{said}; {' and '.join(marked)}." if marked else f"{said}."


def fitting(found: int, total: int) -> str:
    """Say how many places fit."""
    return f"All {count(total)} places" if found == total else f"{count(found)} of {count(total)} places fit"


def card_title(place: Location) -> str:
    """Name a place under its picture."""
    return coordinates(place.lat, place.lon)


def card_note(place: Location) -> str:
    """Say the little that helps to choose a place."""
    return " · ".join(part for part in (place.captured_on, f"cell {place.cell}", place.split) if part)


def view_caption(view: View) -> str:
    """Name a view by where it looks and how large it is."""
    return f"{view.heading_deg:g}° · {view.width} × {view.height} pixels · {view.fov_deg:g}° wide"


def marked(mark: str, note: str, at: str) -> str:
    """Say what was decided about a place."""
    return f"{mark.capitalize()} on {at[:10]}{f': {note}' if note else ''}."


def undone(places: int, mark: str) -> str:
    """Say what was taken back."""
    return f"Taken back: “{mark}” for {count(places)} place{'s' * (places != 1)}."


def not_taken(lost: Mapping[str, int]) -> str:
    """Say how many pictures an import did not take, and why."""
    number = sum(lost.values())
    why = "; ".join(f"{count(found)} {reason}" for reason, found in sorted(lost.items(), key=lambda each: -each[1]))
    were = "picture was" if number == 1 else "pictures were"
    return f"{count(number)} {were} not taken: {why}. Each is listed in its folder, in rejected.csv."


def progress(doing: str, done: int, total: int, eta_s: float | None) -> str:
    """Say how far a command is and how long it still takes; while nobody knows the total, how many it has seen."""
    seen = f"{doing}, {count(done)} so far" if done else doing
    said = f"{doing}, {count(done)} of {count(total)}" if total else seen
    return said if eta_s is None else f"{said}, {duration(eta_s)} left"
