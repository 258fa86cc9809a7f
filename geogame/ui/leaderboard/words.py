"""Every word of the leaderboard page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from geogame.game.modes import is_streak
from geogame.ui import texts
from geogame.ui.play.words import MODES, PRACTICE, daily_title, in_a_row, time_limit
from geogame.ui.words import count

if TYPE_CHECKING:
    from geogame.game.store.figures import Duel, Interval
    from geogame.game.store.standings import Field, PastGame
    from geogame.game.store.streaks import StreakDuel

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
LOOKS: Final = {"same_views": "same views", "free": "free look"}
FRESH: Final = "fresh places"

EMPTY_TITLE: Final = "No round has been played yet"
EMPTY: Final = "Every round you guess is counted here, yours and the model's."
PLAY: Final = "Play a game"
NOTHING: Final = "No round in this period. Choose a longer one."
NO_STREAK: Final = "No streak has ended in this period. Choose a longer one."
NO_BEST: Final = "No game was played to its end in this period."
TROUBLE: Final = "The leaderboard cannot be read: {why}"

DUEL_COLUMNS: Final = ("Opponent", "rounds", "games", "human closer (95 %)", "score difference a round (95 %)")
DUELS_NOTE: Final = (
    "“Human closer” is the share of rounds in which the human was nearer, equal ones left out, with Wilson's interval. "
    "The difference is the human's score less the opponent's, both on the same places; its interval comes from a "
    "bootstrap over whole games, since the rounds of a game have one player. Games with a handicap are left out. "
    "Everyone who plays here is “human”; a random id in the browser bounds cheating and does not prevent it."
)
STREAK_COLUMNS: Final = (
    "Opponent", "streaks", "longest", "human's mean", "opponent's mean", "human's longer (95 %)"
)  # fmt: skip
STREAKS_NOTE: Final = (
    "A streak is as long as the places in a row that were got right; those that have not ended are left out. The "
    "opponent's is counted on the same places and ends where the human's game does, at the human's first miss. "
    "“Human's longer” is the share of streaks in which the opponent missed first, equal ones left out, with Wilson's "
    "interval. The map shows single rounds. Everyone who plays here is “human”; a random id in the browser bounds "
    "cheating and does not prevent it."
)
MAP_TITLE: Final = "Where humans win, and where {opponent} does"
MAP_SCALE: Final = "rounds in which the human came closer"
AREA_COLUMNS: Final = ("Area", "rounds", "human closer (95 %)")
AREAS_TITLE: Final = "By state"

BEST_COLUMNS: Final = ("Player", "points a round", "rounds", "points", "opponent", "finished")
BEST_STREAK_COLUMNS: Final = ("Player", "in a row", "points a round", "opponent", "finished")
YOU_MARK: Final = "this is you"
NAMELESS: Final = "Someone"

OWN_EMPTY: Final = "You have not guessed a round with this browser yet."
PROGRESS_TITLE: Final = "Points a round, game by game"
PROGRESS_X: Final = "your games but streaks, oldest first"
PROGRESS_Y: Final = "points a round"
SERIES: Final = ("you", "opponent", "you, mean of five")
OWN_COLUMNS: Final = ("Started", "Places", "Game", "Opponent", "rounds", "yours", "theirs", "closer")
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


def rounds(number: int) -> str:
    """Count rounds."""
    return f"{count(number)} round{'s' * (number != 1)}"


def streaks(number: int) -> str:
    """Count streaks."""
    return f"{count(number)} streak{'s' * (number != 1)}"


def field_label(field: Field) -> str:
    """Name games that are counted together, streaks by their number."""
    places = texts.opponent_name(field.dataset) if field.build_id else FRESH
    named = MODES[field.mode].name if field.mode in MODES else field.mode
    limit = "" if field.time_limit_s is None else time_limit(field.time_limit_s)
    number = streaks(field.games) if is_streak(field.mode) else rounds(field.rounds)
    return ", ".join(filter(None, (named, limit, number, places, LOOKS.get(field.look, field.look))))


def kind(game: PastGame) -> str:
    """Name a game's kind, with all that sets it apart from others: ``Timed, 15 s, free look, practice``."""
    named = MODES[game.mode].name if game.mode in MODES else game.mode
    limit = "" if game.time_limit_s is None else time_limit(game.time_limit_s)
    apart = ("" if game.look == "same_views" else texts.FREE_LOOK.lower(), PRACTICE.lower() * game.practice)
    return ", ".join(filter(None, (named if game.daily_on is None else daily_title(game.daily_on), limit, *apart)))


def result(points: int, streak: int | None) -> str:
    """Say what a game came to: points, or how long the streak was."""
    return f"{texts.points(points)} {texts.POINTS}" if streak is None else in_a_row(streak)


def headline(duel: Duel) -> str:
    """Say how humans fare against an opponent, and what is not known yet."""
    who = texts.in_sentence(texts.opponent_name(duel.opponent))
    said = f"Humans came closer than {who} in {percent(duel.win_rate)} of {rounds(duel.rounds)}"
    return f"{said} {_verdict(who, duel.win_interval)}"


def streak_headline(duel: StreakDuel) -> str:
    """Say how humans' streaks are beside an opponent's, and what is not known yet."""
    who = texts.in_sentence(texts.opponent_name(duel.opponent))
    said = f"Humans got more in a row than {who} in {percent(duel.win_rate)} of {streaks(duel.games)}"
    return f"{said} {_verdict(who, duel.win_interval)} The longest: {in_a_row(duel.longest)}."


def _verdict(who: str, interval: Interval) -> str:
    low, high = interval
    verdict = "so neither is known to be better"
    if low > 0.5:
        verdict = "so humans are better here"
    elif high < 0.5:
        verdict = f"so {who} is better here"
    return f"(95 %: {percent(low)} to {percent(high)}), {verdict}."


def own_headline(games: list[PastGame]) -> str:
    """Say how the player fares."""
    number, wins, losses = (sum(getattr(game, name) for game in games) for name in ("rounds", "wins", "losses"))
    points = sum(game.points for game in games) / number
    share = f", closer than the opponent in {percent(wins / (wins + losses))}" if wins + losses else ""
    longest = max((game.streak for game in games if game.streak is not None), default=None)
    streak = "" if longest is None else f" Your longest streak: {in_a_row(longest)}."
    return f"You guessed {rounds(number)} at {texts.points(points)} points each{share}.{streak}"


def percent(share: float) -> str:
    """Write a share."""
    return f"{100 * share:.0f} %"


def with_interval(share: float, interval: tuple[float, float]) -> str:
    """Write a share with its interval: ``41 % (36–47)``."""
    return f"{percent(share)} ({100 * interval[0]:.0f}–{100 * interval[1]:.0f})"


def mean(length: float) -> str:
    """Write a mean length: ``2.4``."""
    return f"{length:.1f}"


def difference(points: float, interval: tuple[float, float]) -> str:
    """Write a difference of scores with its interval: ``+212 (95 to 330)``."""
    return f"{_signed(points)} ({_signed(interval[0])} to {_signed(interval[1])})"


def cell_note(number: int, wins: int) -> str:
    """Say what is known of a cell under the pointer."""
    return f"{rounds(number)}, human closer in {wins}"


def _signed(points: float) -> str:
    return f"{'−' if round(points) < 0 else '+'}{texts.points(abs(points))}"
