"""Every word of the photo page."""

from __future__ import annotations

from typing import Final

from geogame.geo import format_distance
from geogame.photo.answer import Answer
from geogame.photo.areas import MOST, Cell, Doubt
from geogame.photo.domain import Verdict
from geogame.ui.map.payload import Unit

TITLE: Final = "Where was this taken?"
LEAD: Final = (
    "Show a model one to four photographs of one place and see where it puts them. It names areas, never addresses."
)
MODEL_LABEL: Final = "Ask"
REGION_LABEL: Final = "About"
REGION_HELP: Final = "It knows the whole world; this says where on it you want the answer."
WAY_LABEL: Final = "Photographs from"
WAYS: Final = {"files": "files", "camera": "the camera"}
FILES_LABEL: Final = "One to four photographs of one place"
CAMERA_LABEL: Final = "Take a photograph"
CAMERA_HELP: Final = (
    "If the browser refuses the camera, allow it beside the page's address, or choose files instead. Browsers lend "
    "their camera only to this machine's own pages and to those that come over HTTPS."
)
MOST_PHOTOS: Final = 4
TOO_MANY: Final = "The model looks at four photographs; the others are left out."
FACING_LABEL: Final = "Facing"
FACING_HELP: Final = "Where the camera looked, if you know. Otherwise the model takes them in the order given."
FACING: Final = {
    None: "not known",
    0.0: "north",
    45.0: "north-east",
    90.0: "east",
    135.0: "south-east",
    180.0: "south",
    225.0: "south-west",
    270.0: "west",
    315.0: "north-west",
}
REASONING: Final = "Looking for what led it there …"
LOOKING: Final = "The model looks …"
NOTHING_YET: Final = (
    "Nothing to look at yet. Choose photographs above; they are kept in memory alone and never written."
)
TABLE_COLUMNS: Final = ("Cell", "Around", "Probability")
TABLE_TITLE: Final = "Its five likeliest cells"
HEAT_TITLE: Final = "What speaks for the likeliest cell"
HEAT_HELP: Final = "The part of each photograph that the model saw. Red speaks most for the cell, blue a little."
ALIKE_TITLE: Final = "What it saw in training that looks most alike to it"
NO_EXPLANATION: Final = "This model answers by pictures it finds again, so there is no heat to show."
HITS_TITLE: Final = "The pictures most like it, and when they were taken"
HITS_LABEL: Final = "Looked for among"
HITS_OWN: Final = "the model's own pictures"
HEADINGS_HELP: Final = "North, east, south and west of there, drawn anew from its coordinates."
DRAW: Final = "Draw these places"
DRAWING: Final = "The places are being drawn …"
SHARE: Final = "Save as a picture"
SHARE_HELP: Final = "One PNG with the map, the likeliest cells and the warning, made in memory when you press."
SHARE_PHOTOS: Final = "Show the photographs on it"
SHARE_FILE: Final = "where-was-this.png"
COMPARE: Final = "Compare with the photograph's own place"
COMPARE_HELP: Final = (
    "Reads the place that the camera wrote into the file, for this one comparison. It is kept nowhere."
)
NO_PLACE: Final = "None of these photographs says where it was taken."
THE_MODEL: Final = "The model"
DRAWN: Final = (
    "This model was trained on drawn pictures alone and has never seen a photograph. Take its answer as play, "
    "not as knowledge."
)
UNMEASURED: Final = "Whether it knows pictures like these was not measured for this model."
MEASURE_COMMAND: Final = "python -m geogame domain {model} --dataset DIR"
LIMITS_TITLE: Final = "What this can do, what it cannot, and what it is not for"
LIMITS: Final = (
    (
        "It can",
        (
            "spread its belief over the cells of the region it was trained for, say how sure it is, and show what "
            "in the picture led it there."
        ),
    ),
    (
        "It cannot",
        (
            "answer for any place outside that region: whatever you show it, it puts it inside. It reads no signs, "
            "knows no buildings and names no street or address. A probability says how it weighs its own cells, not "
            "how likely it is to be right about a kind of picture it never saw."
        ),
    ),
    (
        "It is not for",
        (
            "finding people or private homes. Do not show it pictures of others without their consent, and rest no "
            "decision about anyone on what it says."
        ),
    ),
    (
        "Your photographs",
        (
            "stay in this machine's memory while this page is open. Nothing of them is written to disk, and all that "
            "the camera wrote beside the picture, place and time included, is dropped before the model looks."
        ),
    ),
)
NO_MODEL_TITLE: Final = "No model to ask"
NO_MODEL: Final = "No trained model is installed. To train one:"


def headline(answer: Answer) -> str:
    """Say where the model puts it, in a sentence that shows the doubt."""
    areas = answer.doubt.areas
    if not areas:
        return f"Somewhere near {coordinates(answer.prediction.lat, answer.prediction.lon)}."
    name, share = areas[0]
    how = "Probably" if share >= MOST else "Perhaps" if share >= 0.4 else "Hard to say, perhaps"
    return f"{how} {name} ({percent(share)})."


def doubt_line(doubt: Doubt, unit: Unit) -> str:
    """Say how wide the doubt is, in areas and in distance."""
    radius = format_distance(doubt.radius_km, unit)
    wide = f"{percent(MOST)} of its belief lies within {radius} of the square pin."
    if not doubt.areas:
        return wide
    if len(doubt.areas) > 4:
        return f"{wide} It takes {len(doubt.areas)} states to hold as much: it does not know the state."
    named = ", ".join(f"{name} {percent(share)}" for name, share in doubt.areas)
    return f"By state: {named}. {wide}"


def verdict_line(verdict: Verdict | None, model: str) -> str:
    """Say whether the pictures are unlike what a model knows; empty where they are not."""
    if verdict is None:
        return f"{UNMEASURED} `{MEASURE_COMMAND.format(model=model)}` does it."
    if not verdict.strange:
        return ""
    photos = len(verdict.shares)
    which = "This photograph is" if photos == 1 else f"{verdict.strange} of these {photos} photographs are"
    return f"{which} unlike the pictures this model was tested on. What it says here was never measured."


def asked_line(model: str) -> str:
    """Say on the picture to take along who answered."""
    return f"Asked: {model}, a geogame model. It names areas, never addresses."


def cell_line(cell: Cell) -> str:
    """Name a likely cell: ``41 %  Nebraska, 41.5° N, 99.5° W``."""
    where = coordinates(cell.lat, cell.lon)
    return f"{percent(cell.probability)}   {cell.area + ', ' if cell.area else ''}{where}   (cell {cell.cell})"


def alike_line(number: int, lat: float, lon: float, area: str) -> str:
    """Name a training place."""
    return f"{number}. {area + ', ' if area else ''}{coordinates(lat, lon)}"


def hit_mark(number: int, date: str) -> str:
    """Name a picture that was found, on the map."""
    return f"{number}: {date}"


def hit_line(number: int, date: str, lat: float, lon: float, likeness: float) -> str:
    """Tell of a picture that was found: its date, where it was taken, and how alike it is (1 is the same)."""
    return f"{number}. {date}, {lat:.4f}, {lon:.4f}, likeness {likeness:.2f}"


def compared(far_km: float, unit: Unit) -> str:
    """Say how far the guess is from the place the camera wrote."""
    return f"The model is {format_distance(far_km, unit)} from the place the camera wrote."


def photo_label(number: int, photos: int) -> str:
    """Name one of the photographs, for those who cannot see it."""
    return f"Photograph {number} of {photos}"


def percent(share: float) -> str:
    """Format a probability: ``41 %``."""
    return f"{100 * share:.0f} %" if share >= 0.01 else "< 1 %"


def coordinates(lat: float, lon: float) -> str:
    """Format a place to a tenth of a degree: an area, not an address."""
    return f"{abs(lat):.1f}° {'N' if lat >= 0 else 'S'}, {abs(lon):.1f}° {'E' if lon >= 0 else 'W'}"
