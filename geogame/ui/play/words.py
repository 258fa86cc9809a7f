"""Words about kinds of game, opponents' handicaps and sharing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from geogame.ui import texts
from geogame.ui.words import duration


@dataclass(frozen=True)
class ModeWords:
    """What a kind of game is called, and what it is in a sentence; ``choice`` names it on the start screen."""

    name: str
    told: str
    choice: str


STREAK: Final = "streak"
MODES: Final = {
    "classic": ModeWords("Classic", "A few rounds; whoever has more points wins.", "classic"),
    "daily": ModeWords(
        "Daily", "Today's five places, the same for everyone until midnight UTC. One try counts.", "daily"
    ),
    "streak_state": ModeWords("Streak by state", "On and on, until you first miss the state.", STREAK),
    "streak_cell": ModeWords("Streak by cell", "On and on, until you first miss the model's cell.", STREAK),
    "timed": ModeWords(
        "Timed", "A few rounds against the clock. When it runs out your pin counts as it stands; no pin, no points.",
        "timed",
    ),
    "endless": ModeWords(
        "Endless",
        "Places nobody has seen, away from all the model was trained on, drawn on this machine while you play. "
        "Stop whenever you like.",
        "endless",
    ),
}  # fmt: skip
"""By the names of `geogame.game.modes.MODES`; a test compares."""
CHOICES: Final = {"classic": "Classic", "daily": "Daily", STREAK: "Streak", "timed": "Timed", "endless": "Endless"}
MODE_LABEL: Final = "Game"
STREAK_LABEL: Final = "Until you miss the"
STREAKS: Final = {"streak_state": "state", "streak_cell": "cell"}
IN_A_ROW: Final = "In a row"
RIGHT: Final = "right"
MISSED: Final = "missed"
LIMIT_LABEL: Final = "Seconds a round"
PRACTICE: Final = "Practice"
PRACTICE_TOLD: Final = "Practice: these places may be known to you, so no board counts this game."

MORE: Final = "More: look around, more opponents, handicaps, a friend's code"
OTHERS_LABEL: Final = "Play against these too"
OTHERS_HELP: Final = "Each has a letter on the map. Up to four can play."
VIEWS_LABEL: Final = "Views the model may use"
VIEWS_ALL: Final = "all"
TEMPERATURE_LABEL: Final = "Temperature"
TEMPERATURE_HELP: Final = (
    "None: it answers with its best point. Otherwise it draws a cell, each as often as it believes in it: a cool model "
    "keeps to what it thinks likely, a hot one blunders."
)
TEMPERATURE_NONE: Final = "none"
HANDICAP_HELP: Final = "Holds the model chosen above back; baselines cannot be."

TIME_LEFT: Final = "Seconds left"
NO_GUESS: Final = "no guess"
NO_GUESS_TOLD: Final = "Your time ran out."

PICTURE: Final = "Take it as a picture"
CAREFUL: Final = "It shows no place."
STALE_LINK: Final = "The link you followed cannot be played: {why}"


def again_as_practice(points: int, rounds: int, left: timedelta) -> str:
    """Say how today's challenge went and that a second try is for practice."""
    return (
        f"You have played today's challenge: {texts.points(points)} points in {rounds} rounds. The next one begins in "
        f"{duration(left.total_seconds())}. Another try is practice and is not counted."
    )


DAILY_OPEN: Final = "Today's challenge is begun. Start to go on where you were."
DAILY_START: Final = {"go_on": "Go on", "practice": "Practise"}


def daily_title(day: date) -> str:
    """Name a date's challenge."""
    return f"Daily {day.isoformat()}"


def time_limit(seconds: float) -> str:
    """Name a time limit."""
    return f"{seconds:g} s"


def streak_headline(length: int, opponents: list[tuple[str, int]]) -> str:
    """Say how long a streak was, and how long each opponent's would have been on the same places."""
    theirs = texts.listed([f"{name} {number}" for name, number in opponents])
    return f"{length} in a row. On the same places: {theirs}." if theirs else f"{length} in a row."


def share_streak(kind: str, opponent: str) -> str:
    """First line of the text to share about a streak; how long it was is told after it."""
    return f"{texts.TITLE}, {kind[0].lower()}{kind[1:]}, against {texts.in_sentence(opponent)}"


def streak_round(mode: str, length: int, *, hit: bool) -> str:
    """Say whether a round of a streak was right, and how long the streak is."""
    what = STREAKS[mode]
    return f"The right {what}: {in_a_row(length)}." if hit else f"Another {what}: the streak ends at {length}."


def in_a_row(length: int) -> str:
    """Say how long a streak is so far."""
    return f"{length} in a row"


def share_link(address: str) -> str:
    """Line of the text to share that leads to the same places."""
    return f"Play the same places: {address}"


def daily_link(address: str) -> str:
    """Line of the text to share that leads to today's challenge."""
    return f"Play it too: {address}"
