"""Every word of the leaderboard page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from geogame.ui import texts
from geogame.ui.play.words import MODES, time_limit
from geogame.ui.words import count

if TYPE_CHECKING:
    from geogame.game.store.figures import Duel
    from geogame.game.store.standings import Field, PastGame

TITLE: Final = "Leaderboard"
SECTIONS: Final = {"duels": "Humans and models", "best": "Best games", "own": "Your games"}
FIELD_LABEL: Final = "Games"
FIELD_HELP: Final = (
    "Only games on the same places, of the same kind and with the same look are counted together. "
    "Rendered views and photographs never share a table."
)
OPPONENT_LABEL: Final = "Against"
ANYONE: Final = "anyone"
PERIOD_LABEL: Final = "Played"
PERIODS: Final = {"all": "ever", "month": "in 30 days", "week": "in 7 days", "today": "today (UTC)"}
LOOKS: Final = {"same_views": "same views as the model", "free": "free look"}
FRESH: Final = "fresh places"

EMPTY_TITLE: Final = "No round has been played yet"
EMPTY: Final = "Every round you guess is counted here, yours and the model's."
PLAY: Final = "Play a game"
NOTHING: Final = "No round in this period. Choose a longer one."
NO_BEST: Final = "No game was played to its end in this period."
TROUBLE: Final = "The leaderboard cannot be read: {why}"

DUEL_COLUMNS: Final = ("Opponent", "rounds", "games", "human closer (95 %)", "score difference a round (95 %)")
DUELS_NOTE: Final = (
    "“Human closer” is the share of rounds in which the human was nearer, equal ones left out, with Wilson's interval. "
    "The difference is the human's score less the opponent's, both on the same places; its interval comes from a "
    "bootstrap over whole games, since the rounds of a game have one player. Games with a handicap are left out. "
    "Everyone who plays here is “human”; a random id in the browser bounds cheating and does not prevent it."
)
MAP_TITLE: Final = "Where humans win, and where {opponent} does"
MAP_SCALE: Final = "rounds in which the human came closer"
AREA_COLUMNS: Final = ("Area", "rounds", "human closer (95 %)")
AREAS_TITLE: Final = "By state"

BEST_COLUMNS: Final = ("", "Player", "points a round", "rounds", "points", "opponent", "finished")
YOU_MARK: Final = "this is you"
NAMELESS: Final = "Someone"

OWN_EMPTY: Final = "You have not guessed a round with this browser yet."
PROGRESS_TITLE: Final = "Points a round, game by game"
PROGRESS_X: Final = "your games, oldest first"
PROGRESS_Y: Final = "points a round"
SERIES: Final = ("you", "opponent", "you, mean of five")
OWN_COLUMNS: Final = ("Started", "Places", "Opponent", "rounds", "your points", "theirs", "closer")
UNFINISHED: Final = " (not ended)"
DATA_TITLE: Final = "Your data"
DATA_TOLD: Final = (
    "Kept of you are your games: names as typed, places, guesses, times by the server's clock. They lie in this "
    "server's database under the hash of a random id that only this browser knows."
)
TAKE_JSON: Final = "Take all as JSON"
TAKE_CSV: Final = "Take guesses as CSV"
SURE: Final = "Delete all that is kept of me; it cannot be undone"
DELETE: Final = "Delete my data"


def field_label(field: Field) -> str:
    """Name games that are counted together."""
    places = texts.opponent_name(field.dataset) if field.build_id else FRESH
    kind = MODES[field.mode].name.lower() if field.mode in MODES else field.mode
    if field.time_limit_s is not None:
        kind = f"{kind}, {time_limit(field.time_limit_s)}"
    return f"{places}, {kind}, {LOOKS.get(field.look, field.look)}: {count(field.rounds)} rounds"


def headline(duel: Duel) -> str:
    """Say how humans fare against an opponent, and what is not known yet."""
    low, high = duel.win_interval
    who = texts.in_sentence(texts.opponent_name(duel.opponent))
    said = f"Humans came closer than {who} in {percent(duel.win_rate)} of {count(duel.rounds)} rounds"
    verdict = "so neither is known to be better"
    if low > 0.5:
        verdict = "so humans are better here"
    elif high < 0.5:
        verdict = f"so {who} is better here"
    return f"{said} (95 %: {percent(low)} to {percent(high)}), {verdict}."


def own_headline(games: list[PastGame]) -> str:
    """Say how the player fares."""
    rounds, wins, losses = (sum(getattr(game, name) for game in games) for name in ("rounds", "wins", "losses"))
    points = sum(game.points for game in games) / rounds
    share = f", closer than the opponent in {percent(wins / (wins + losses))}" if wins + losses else ""
    return f"You guessed {count(rounds)} rounds at {texts.points(points)} points each{share}."


def percent(share: float) -> str:
    """Write a share."""
    return f"{100 * share:.0f} %"


def with_interval(share: float, interval: tuple[float, float]) -> str:
    """Write a share with its interval: ``41 % (36–47)``."""
    return f"{percent(share)} ({100 * interval[0]:.0f}–{100 * interval[1]:.0f})"


def difference(points: float, interval: tuple[float, float]) -> str:
    """Write a difference of scores with its interval: ``+212 (95 to 330)``."""
    return f"{_signed(points)} ({_signed(interval[0])} to {_signed(interval[1])})"


def cell_note(rounds: int, wins: int) -> str:
    """Say what is known of a cell under the pointer."""
    return f"{rounds} round{'s' * (rounds != 1)}, human closer in {wins}"


def _signed(points: float) -> str:
    return f"{'−' if round(points) < 0 else '+'}{texts.points(abs(points))}"
