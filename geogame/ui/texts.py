"""Every word the app shows, in one place: short, friendly, exact."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Final

from geogame.geolocators.published import PUBLISHED

TITLE: Final = "geogame"
PLAY_PAGE: Final = "Play"
PHOTO_PAGE: Final = "Photo"
GRID_PAGE: Final = "Grid"
DATASET_PAGE: Final = "Dataset"
MODELS_PAGE: Final = "Models"
TRAINING_PAGE: Final = "Training"
LEADERBOARD_PAGE: Final = "Leaderboard"
ABOUT_PAGE: Final = "About"

HEADLINE: Final = "Where in America is this?"
HEADLINE_ELSEWHERE: Final = "Where is this?"
LEAD: Final = (
    "Look round, click the map, and see who comes closer: you, or a neural network that gets the very same views."
)
NAME_LABEL: Final = "Your name (optional)"
NAME_HELP: Final = "Shown beside your result and on the leaderboard of this machine."
ROUNDS_LABEL: Final = "Rounds"
OPPONENT_LABEL: Final = "Play against"
UNITS: Final = {"km": "kilometres", "mi": "miles"}
FREE_LABEL: Final = "Look around freely (a different game: you see more than the model)"
FREE_HELP: Final = "A full turn instead of the model's four views. Such games are counted apart from the others."
FREE_LOOK: Final = "Free look"
FREE_TOLD: Final = "Free look: you saw a full turn, the model its four views. This game is counted apart."
FRESH_PLACES: Final = "Fresh places"
FRESH_TOLD: Final = "Fresh places: drawn while you play, none of them near a place the model was trained on."
DRAWING: Final = {
    "waiting": "The next place waits its turn …",
    "starting": "Starting to draw; the first time this compiles for a minute or two …",
    "drawing": "Drawing the next place …",
}
DRAWING_WAIT: Final = "The place is being drawn …"
FINISH: Final = "Finish the game"
TRY_AGAIN: Final = "Try again"
CANCEL: Final = "Cancel"
DATASET_LABEL: Final = "Places"
CODE_LABEL: Final = "Replay code"
CODE_HELP: Final = "The same places in the same order. It decides the rounds, so the choice above is not used."
START: Final = "Start the game"
OPENING: Final = "Opening the places …"

YOU: Final = "You"
MODEL: Final = "The model"
ROUND: Final = "Round"
TOTAL: Final = "Total"
POINTS: Final = "points"
HELP_TITLE: Final = "Help"
HELP_LINES: Final = (
    ("Mouse or touch", "Click the map to drop your pin; click again to move it. Drag the picture to turn."),
    ("Keys, picture", "Tab to the picture, then ← → to turn."),
    ("Keys, map", "Tab to the map, arrows move the crosshair (Shift: ten times), Space drops the pin, Enter confirms."),
    ("Leaving", "The game is kept: reload, or come back later with this browser, and go on where you were."),
    ("Points", "5,000 on the spot, fewer with distance. The closer guess wins the round."),
    ("Help", "? opens and closes it."),
)
TOUR: Final = (
    ("Look round", "Turn the picture: drag it, or press ← →. The model gets the very same views."),
    ("Drop your pin", "Click the map where you think this is, click again to move it, then confirm."),
    ("See who was closer", "Then both guesses and the place are shown, and why. Press ? whenever you want help."),
)
TOUR_WORDS: Final = {"label": "First steps", "next": "Next", "skip": "Skip", "done": "Play"}
TOUR_AGAIN: Final = "Show the first steps"
SOUND_SWITCH: Final = "Tone at the reveal"

VIEWS_LABEL: Final = "Views of the place. Left and right arrow keys turn."
LOOK_WORDS: Final = {
    "hint": "Drag, or press ← → to turn",
    "free_hint": "Drag or arrow keys turn, wheel or + − zoom, Home looks north",
    "free_label": "Panorama. Arrow keys turn, plus and minus zoom, Home looks north.",
    "to_views": "The model's views",
    "to_panorama": "Look around",
    "numbered": "Photograph",
    "unturned": "Direction unknown",
    "no_webgl": "Looking around needs WebGL, which this browser does not offer. Here are the model's views instead.",
    "lost": "The graphics device stopped drawing. Here are the model's views until it is back.",
}
SOURCE_RENDERED: Final = "Rendered from geographic facts"
SERVICES: Final = {"osv5m": "OpenStreetView-5M", "mapillary": "Mapillary", "panoramax": "Panoramax"}
CONFIRM: Final = "Confirm guess"
LEAVE: Final = "Leave the game"
GO_ON: Final = "Go on with it"
GIVE_UP: Final = "Give it up"
NOT_KEPT: Final = "Not saved"

ABROAD: Final = "Somewhere"
SUN_TIME: Final = "by the sun"
DATE_UNKNOWN: Final = "date unknown"
PICTURE_PAGE: Final = "The picture at its service"
NEXT_ROUND: Final = "Next round"
SEE_RESULT: Final = "See the result"
TRUE_PLACE: Final = "The place"
PLAY_AGAIN: Final = "Play again"
NEW_OPPONENT: Final = "New opponent"
SHARE_TITLE: Final = "Share"
SHARE_HELP: Final = "Says how you did, not where. The code plays the same places."

NO_DATASET_TITLE: Final = "No places to play yet"
NO_DATASET: Final = "The app found no dataset. Make a small one with this command, then reload the page:"
NO_FITTING: Final = "No model here answers in the cells of these places, so you play against a baseline. To train one:"
NO_PLAYABLE: Final = "The datasets here cannot be played. Make a small one with this command, then reload the page:"
NO_HELD_OUT: Final = "it has no held-out places (split “test”)"
OTHER_KIND: Final = {True: "learnt from photographs", False: "learnt from rendered views"}
"""What is said of a model whose views were of another kind than the dataset's, which are rendered or not."""
NO_MODEL: Final = "No trained model is installed, so you play against a baseline. To train one:"

OPPONENT_NAMES: Final = {
    "constant": "The fixed guess",
    "random": "The random guess",
    "oracle_cell": "The right cell",
}
OPPONENT_HINTS: Final = {
    "constant": "one place, always",
    "random": "any cell of the grid",
    "oracle_cell": "says its centre",
}
MODEL_HINT: Final = "trained network"
OPPONENT_LETTER: Final = "M"
OPPONENT_LETTERS: Final = "ABCD"
"""On the marks where several play; so many may play at once."""
OPPONENTS: Final = "The opponents"
HANDICAP_MARK: Final = "~"
APPRENTICE_MARK: Final = "a"
"""As in `geogame.game.handicaps`, which is not imported here; a test compares the two."""
APPRENTICE: Final = "apprentice"
APPRENTICE_HELP: Final = "An apprentice is the network as it was early in its training."
SEASONS: Final = ("winter", "spring", "summer", "autumn")


def source_line(source: str, views: int | None = None) -> str:
    """Say what pictures are, and of photographs how many there are of the place; who took them is told later."""
    if source == "rendered":
        return SOURCE_RENDERED
    what = "Photographs" if views is None else f"{views} photograph{'s' * (views != 1)}"
    return f"{what}, {SERVICES[source]}" if source in SERVICES else what


def plate_line(source: str, attribution: str) -> str:
    """Say what the pictures of the start screen are, and of photographs who made them."""
    return source_line(source) if source == "rendered" or not attribution else f"{source_line(source)}. {attribution}"


def credit(attribution: str, licence: str, author: str = "") -> str:
    """Name who made a place's pictures, and under which licence they are."""
    if author and author not in attribution:
        attribution = ", ".join(filter(None, (author, attribution)))
    return attribution if not licence or licence in attribution else f"{attribution} ({licence})".strip()


def not_played(dataset: str, why: str) -> str:
    """Say why a dataset is not offered."""
    return f"{opponent_name(dataset)} is not offered: {why}."


def headline(region: str) -> str:
    """Ask the question of the game."""
    return HEADLINE if region == "usa" else HEADLINE_ELSEWHERE


def model_sees(
    views: int, size: tuple[int, int], used: int | None = None, own_size: tuple[int, int] | None = None
) -> str:
    """Say what the model gets to see: ``used`` of the views, all where that is None; sizes are width and height."""
    which = "this one view" if views == 1 else f"the same {_count(views)} views"
    if used is not None and used < views:
        which = "the first view alone" if used == 1 else f"the first {_count(used)} views"
    yours = f"; yours have {own_size[0]} × {own_size[1]}" if own_size else ""
    return f"What the model sees: {which}, at {size[0]} × {size[1]} pixels each{yours}."


def where_in_game(index: int, rounds: int | None, *, finished: bool) -> str:
    """Say which round is on, or how many there were; ``rounds`` is None where there is no end."""
    if rounds is None:
        return f"{ROUND} {index + 1}"
    return rounds_played(rounds) if finished else f"{ROUND} {index + 1} / {rounds}"


def rounds_played(rounds: int) -> str:
    """Say how many rounds there were."""
    return f"{rounds} round{'s' * (rounds != 1)} played"


def confirm_wait(opponent: str) -> str:
    """Say why one cannot confirm yet."""
    return f"{opponent} is still looking …"


def ran_on(device: str) -> str:
    """Say where the model runs."""
    return f"The model runs on: {device}"


def opponent_failed(opponent: str, why: str) -> str:
    """Say that an opponent cannot play, why, and what to do."""
    return f"{opponent} cannot play: {why}. Choose another opponent."


def offer(guessed: int, rounds: int | None, dataset: str) -> str:
    """Say which game can be gone on with; ``rounds`` is None where there is no end."""
    played = f"{guessed} rounds" if rounds is None else f"{guessed} of {rounds} rounds"
    return f"A game of yours is still open: {opponent_name(dataset)}, {played} played."


def not_kept(why: str) -> str:
    """Say that the game is in memory only, why, and what that means."""
    return (
        f"This game is not saved and goes on in memory; a reload would lose it. Saving is tried at every click: {why}"
    )


def overtaken(why: str) -> str:
    """Say that another tab has gone on with the game on screen."""
    return f"{why[:1].upper()}{why[1:]}."


def cannot_go_on(why: str) -> str:
    """Say why a kept game cannot be gone on with."""
    return f"Your last game cannot be gone on with: {why}"


def drawing_failed(why: str) -> str:
    """Say that the next place cannot be drawn, why, and what to do."""
    return f"The next place cannot be drawn: {why}."


def unplayable_opponents(named: str, installed: Iterable[str]) -> str:
    """Say that a replay code asks for opponents that cannot be had here."""
    return (
        f"this game was played against {named}, which is not installed here; "
        f"install it, or start a new game against {', '.join(installed)}"
    )


def no_apprentice(named: Sequence[str]) -> str:
    """Say that a game asks for the apprentices of models that have none here."""
    return (
        f"{listed([in_sentence(opponent_name(name)) for name in named])} {'has' if len(named) == 1 else 'have'} no "
        "apprentice here, the network early in its training; play the finished model instead, or install a folder of "
        "it that holds one"
    )


def number_of_opponents(number: int) -> str:
    """Say that a replay code asks for too many opponents, or none."""
    return f"this game has {number} opponents, and 1 to {len(OPPONENT_LETTERS)} can play; start a new game"


def off_by(who: str, distance: str) -> str:
    """Say how far a guess was off, the sentence a result is read out as."""
    return f"{who} {'were' if who == YOU else 'was'} {distance} off."


def round_headline(outcome: str, opponent: str = MODEL, *, several: bool = False) -> str:
    """Say who came closer in a round; ``outcome`` is ``you``, ``model`` or ``draw``."""
    how = "closest" if several else "closer"
    return {
        "you": f"You came {how}.",
        "model": f"{capitalised(opponent)} came {how}.",
        "draw": "You were equally close.",
    }[outcome]


def capitalised(sentence: str) -> str:
    """Begin with a capital letter, and leave the rest as it is."""
    return sentence[:1].upper() + sentence[1:]


def listed(words: Sequence[str]) -> str:
    """Join as in a sentence: ``a``, ``a and b``, ``a, b and c``."""
    return " and ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))


def game_headline(outcome: str, *, name: str, lead: str, opponent: str = MODEL) -> str:
    """Say who won the game and by how many points; ``name`` may be empty."""
    if outcome == "you":
        return f"{name + ', you' if name else 'You'} beat {in_sentence(opponent)} by {lead} points."
    if outcome == "model":
        return f"{capitalised(opponent)} won by {lead} points{', ' + name if name else ''}."
    return "A draw, to the point."


def kinds(named: Iterable[str]) -> str:
    """Join what sets a game apart, leaving out what is empty: ``Timed, 15 s, practice``."""
    first, *others = (*filter(None, named), "")
    return ", ".join(filter(None, (first, *(each.lower() for each in others))))


def share_headline(rounds: int, kind: str, opponent: str, you: str, them: str) -> str:
    """First line of the text to share; ``kind`` is empty for the usual game."""
    which = f", {kind[0].lower()}{kind[1:]}," if kind else ""
    return f"{TITLE}, {rounds} round{'s' * (rounds != 1)}{which} against {in_sentence(opponent)}: {you} to {them}"


def share_row(number: int, blocks: str, you: str, them: str) -> str:
    """One round of the text to share: how close, not where."""
    return f"{number:>2}  {blocks}  {you} (they: {them})"


def share_code(code: str) -> str:
    """Last line of the text to share."""
    return f"Play the same places with the code {code}"


def coordinates(lat: float, lon: float) -> str:
    """Format a place's degrees: ``41.25° N, 96.01° W``."""
    return f"{abs(lat):.2f}° {'N' if lat >= 0 else 'S'}, {abs(lon):.2f}° {'E' if lon >= 0 else 'W'}"


def in_sentence(name: str) -> str:
    """Write an opponent's name as it stands within a sentence."""
    return name.replace("The ", "the ")


def opponent_name(key: str) -> str:
    """Return what an opponent is called on screen, with what holds it back."""
    name, _, told = key.partition(HANDICAP_MARK)
    shown = PUBLISHED[name].title if name in PUBLISHED else OPPONENT_NAMES.get(name)
    shown = shown or name.replace("-", " ").replace("_", " ")
    return f"{shown} ({handicap(key)})" if told else shown


def handicap(key: str) -> str:
    """Say what holds an opponent back, empty where nothing does: ``one view, temperature 2``."""
    told = key.partition(HANDICAP_MARK)[2]
    views, _, temperature = told.removeprefix(APPRENTICE_MARK).partition("t")
    number = views.removeprefix("v")
    early = APPRENTICE if told.startswith(APPRENTICE_MARK) else ""
    seen = f"{ {'1': 'one', '2': 'two', '3': 'three'}.get(number, number) } view{'s' * (number != '1')}"
    return ", ".join(filter(None, (early, seen if views else "", temperature and f"temperature {temperature}")))


def opponent_label(key: str, other_kind: str = "", level: str = "") -> str:
    """Return an opponent's name and kind, and what it learnt from if that is another kind of view than the places'.

    ``level`` is said in place of the kind, where it is measured how strong the opponent is; what holds it back comes
    last, since a phone cuts a line's end.
    """
    if level:
        held = handicap(key) if handicap(key) != APPRENTICE else ""
        return f"{opponent_name(key.partition(HANDICAP_MARK)[0])}: {level}" + f" ({held})" * bool(held)
    hint = f"{OPPONENT_HINTS.get(key, MODEL_HINT)}{', ' * bool(other_kind)}{other_kind}"
    return f"{opponent_name(key)}: {hint}"


def season(day_of_year: int) -> str:
    """Return the meteorological season of the northern hemisphere for a day 1 to 365."""
    month = (date(2001, 1, 1) + timedelta(days=day_of_year - 1)).month
    return SEASONS[month % 12 // 3]


def points(score: float) -> str:
    """Format a score: ``4 312``."""
    from geogame.ui.words import count  # numpy comes with it, for which the first paint does not wait

    return count(round(score))


def _count(number: int) -> str:
    return {2: "two", 3: "three", 4: "four"}.get(number, str(number))
