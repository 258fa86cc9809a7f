"""What the page tells about a game: results as lines, sentences, map marks and a text to share."""

from __future__ import annotations

import math
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Literal, cast

from geogame.game import BASELINES, PLAYER, Game, Round, replay_code, who_won
from geogame.game.model import CLASSIC
from geogame.game.modes import MODES, is_hit, is_streak, streak
from geogame.geo import format_distance
from geogame.regions.countries import country_of
from geogame.regions.states import state_of
from geogame.ui import texts
from geogame.ui.map.marks import MapRound, OpponentMark
from geogame.ui.play import words
from geogame.ui.play.flow import Play, Stage
from geogame.ui.play.markup import MAX_SCORE, Line, TableRow

if TYPE_CHECKING:
    from geogame.catalog import Location
    from geogame.game import OpponentGuess

Unit = Literal["km", "mi"]
SHARE_BLOCKS = 10


class Story:
    """One game and the round on screen, in words.

    Parameters
    ----------
    play : Play
        A state with a game.
    """

    def __init__(self, play: Play) -> None:
        if play.game is None or play.choice is None:
            raise ValueError("there is no game to tell about at the start screen")
        self.play = play
        self.game: Game = play.game
        self.unit = cast("Unit", play.choice.unit)
        self.name = play.choice.name
        self.opponents = self.game.opponents
        self.opponent = self.opponents[0]

    @property
    def rounds(self) -> int:
        """How many rounds the game has."""
        return len(self.game.rounds)

    @property
    def planned_rounds(self) -> int | None:
        """How many rounds there will be; ``None`` while a growing game goes on."""
        grows = MODES[self.game.mode].grows and self.play.stage is not Stage.SUMMARY
        return None if grows else self.rounds

    @property
    def kind(self) -> str:
        """What kind of game this is where it is not the usual one, in a word or two; else empty."""
        held = texts.handicap(self.opponent) if len(self.opponents) == 1 else ""
        return texts.kinds([*self._kinds(), held])

    def _kinds(self) -> list[str]:
        """Name all that sets this game apart but its opponents."""
        kinds = [texts.FRESH_PLACES] if self.game.places == "fresh" else self._mode()
        return kinds + ([texts.FREE_LOOK] if self.game.look == "free" else [])

    def _mode(self) -> list[str]:
        """Name the kind of game where it is not the usual one, and whether it counts."""
        choice, game = self.play.choice, self.game
        named = [] if game.mode == CLASSIC else [words.MODES[game.mode].name]
        if choice is not None and choice.daily_on is not None:
            named = [words.daily_title(choice.daily_on)]
        named += [] if game.time_limit_s is None else [words.time_limit(game.time_limit_s)]
        return named + ([words.PRACTICE] if choice is not None and choice.practice else [])

    @property
    def note(self) -> str:
        """What sets this kind of game apart, as a sentence; empty for the usual one."""
        notes = [texts.FRESH_TOLD] if self.game.places == "fresh" else []
        notes += [texts.FREE_TOLD] if self.game.look == "free" else []
        notes += [words.PRACTICE_TOLD] if self.play.choice is not None and self.play.choice.practice else []
        return " ".join(notes)

    @property
    def round(self) -> Round:
        """The round on screen."""
        return self.game.rounds[self.play.index]

    @property
    def opponent_name(self) -> str:
        """What the opponent is called in sentences, or all of them together."""
        return self.called(self.opponent) if len(self.opponents) == 1 else texts.OPPONENTS

    def called(self, opponent: str) -> str:
        """Name one opponent: the model, where there is no other."""
        alone = len(self.opponents) == 1 and opponent not in BASELINES
        return texts.MODEL if alone else texts.opponent_name(opponent)

    def letter(self, opponent: str) -> str:
        """Return what stands on an opponent's mark: one letter each, in the order of the game."""
        alone = len(self.opponents) == 1
        return texts.OPPONENT_LETTER if alone else texts.OPPONENT_LETTERS[self.opponents.index(opponent)]

    @property
    def your_name(self) -> str:
        """The player's name, or "You"."""
        return self.name or texts.YOU

    def totals(self) -> list[Line]:
        """Everyone's total so far, the player's first."""
        return [self._line(who, "", points) for who, points in self.game.totals.items()]

    def standing(self) -> list[Line]:
        """How everyone stands, the player first: points so far, in a streak how many in a row."""
        if not is_streak(self.game.mode):
            return self.totals()
        return [self._line(who, "", streak(self.game, who)) for who in (PLAYER, *self.opponents)]

    @property
    def counted(self) -> str:
        """What `standing` counts."""
        return words.IN_A_ROW if is_streak(self.game.mode) else texts.TOTAL

    def lines(self, one: Round | None = None) -> list[Line]:
        """Everyone's result in a finished round, the one on screen by default; the player's first."""
        one = one or self.round
        return [self._line(who, self._far(one, who), one.points[who]) for who in (PLAYER, *self.opponents)]

    def _far(self, one: Round, who: str) -> str:
        if who == PLAYER and one.guess is not None and not one.guess.in_time:
            return words.NO_GUESS
        return format_distance(one.distances_km[who], self.unit)

    def _line(self, who: str, distance: str, score: float) -> Line:
        if who == PLAYER:
            return Line("you", self.your_name, distance, score)
        return Line("model", self.called(who), distance, score, self.letter(who) if len(self.opponents) > 1 else "")

    def closest(self, one: Round | None = None) -> tuple[str, ...]:
        """Who came closest in a finished round: one, or several that were equally close."""
        far = (one or self.round).distances_km
        least = min(far.values())
        return tuple(who for who, km in far.items() if km == least)

    def closer(self, one: Round | None = None) -> str:
        """Who came closer in a finished round: ``you``, ``model`` (any of the opponents) or ``draw``."""
        return _side(self.closest(one))

    def round_headline(self) -> str:
        """Who came closer, as a sentence; in a streak whether it goes on."""
        if is_streak(self.game.mode):
            hit = is_hit(self.game, PLAYER, self.round)
            return words.streak_round(self.game.mode, streak(self.game, PLAYER), hit=hit)
        return texts.round_headline(self.closer(), self._first(self.closest()), several=len(self.opponents) > 1)

    def _first(self, names: tuple[str, ...]) -> str:
        """Name the first opponent among some; where the player is the only one, all opponents."""
        return next((self.called(name) for name in names if name != PLAYER), self.opponent_name)

    @property
    def outcome(self) -> str:
        """Who won the finished game: ``you``, ``model`` (any of the opponents) or ``draw``."""
        return _side(self._winners)

    @cached_property
    def _winners(self) -> tuple[str, ...]:
        """Who has the most points, or in a streak got the most places in a row."""
        if not is_streak(self.game.mode):
            return who_won(self.game)
        lengths = {who: streak(self.game, who) for who in (PLAYER, *self.opponents)}
        return tuple(who for who, length in lengths.items() if length == max(lengths.values()))

    @property
    def outline(self) -> str:
        """What was played, in a line without anybody's name: the kind of game, or its rounds; how long a streak was."""
        if is_streak(self.game.mode):
            return f"{self.kind}: {words.in_a_row(streak(self.game, PLAYER))}"
        return self.kind or texts.rounds_played(self.rounds)

    def game_headline(self) -> str:
        """Who won, as a sentence."""
        if is_streak(self.game.mode):
            rows = [(texts.in_sentence(self.called(name)), streak(self.game, name)) for name in self.opponents]
            return words.streak_headline(streak(self.game, PLAYER), rows)
        you, *theirs = (line.score for line in self.totals())
        lead = texts.points(abs(you - max(theirs)))
        winner = self._first(self._winners)
        return texts.game_headline(self.outcome, name=self.name, lead=lead, opponent=winner)

    def table(self) -> list[TableRow]:
        """One row for each round."""
        return [self._table_row(one) for one in self.game.rounds]

    def _table_row(self, one: Round) -> TableRow:
        where, lines, everyone = _land(one) or texts.ABROAD, tuple(self.lines(one)), (PLAYER, *self.opponents)
        if is_streak(self.game.mode):
            hits = tuple(is_hit(self.game, who, one) for who in everyone)
            return TableRow(where, lines, hits, [words.RIGHT if hit else words.MISSED for hit in hits])
        best = self.closest(one)
        return TableRow(where, lines, tuple(who in best and len(best) == 1 for who in everyone))

    @cached_property
    def place(self) -> str:
        """Where the round's place is."""
        land, where = _land(self.round), texts.coordinates(self.round.lat, self.round.lon)
        return f"{land}, {where}" if land else where

    def map_rounds(self) -> list[MapRound]:
        """Return marks for the map: the round at its reveal, all of them in the summary."""
        if self.play.stage is Stage.REVEAL:
            return [self._map_round(self.play.index)]
        if self.play.stage is Stage.SUMMARY:
            return [self._map_round(index) for index in range(self.rounds)]
        return []

    def _map_round(self, index: int) -> MapRound:
        one = self.game.rounds[index]
        guesses = one.opponent_guesses
        return MapRound(
            number=index + 1,
            truth=(one.lat, one.lon),
            guess=(one.guess.lat, one.guess.lon) if one.guess is not None and one.guess.in_time else None,
            opponents=[
                OpponentMark(self.letter(name), self.called(name), guesses[name].lat, guesses[name].lon)
                for name in self.opponents
            ],
        )

    def belief(self) -> list[list[float]] | None:
        """Return the model's belief after each view at a reveal; baselines have none worth showing."""
        if self.play.stage is not Stage.REVEAL or self.opponent in BASELINES:
            return None
        guess: OpponentGuess = self.round.opponent_guesses[self.opponent]
        return cast("list[list[float]]", guess.belief.tolist())

    def share_text(self, address: str = "") -> str:
        """Tell how the game went without a word about where, and how to play the same places.

        ``address`` is where the app is; with it there is a link.
        """
        against = texts.listed([texts.opponent_name(name) for name in self.opponents])
        kind = texts.kinds(self._kinds())
        if is_streak(self.game.mode):
            head = f"{words.share_streak(kind, against)}\n{self.game_headline()}"
        else:
            you, *theirs = (texts.points(line.score) for line in self.totals())
            head = texts.share_headline(self.rounds, kind, against, you, texts.listed(theirs))
        rows = [self._share_row(number, self.lines(one)) for number, one in enumerate(self.game.rounds, start=1)]
        return "\n".join([head, *rows, *self._share_way(address)])

    def _share_way(self, address: str) -> list[str]:
        """Say how to play the same places; today's challenge is shared as such, so that nobody practises it first."""
        if self.game.places == "fresh":
            return []
        if self.play.choice is not None and self.play.choice.daily_on is not None:
            return [words.daily_link(f"{address}?game=daily")] if address else []
        code = replay_code(self.game)
        link = [words.share_link(f"{address}?game={code}")] if address else []
        return [*link, texts.share_code(code)]

    def _share_row(self, number: int, lines: list[Line]) -> str:
        you, *theirs = lines
        return texts.share_row(number, _blocks(you), you.distance, texts.listed([line.distance for line in theirs]))


def _side(best: tuple[str, ...]) -> str:
    """Whose side is best: ``you`` or ``model``; ``draw`` where the player is one of several."""
    if PLAYER not in best:
        return "model"
    return "you" if best == (PLAYER,) else "draw"


def _land(one: Round) -> str:
    """Return the state or the country of a round's place; empty where neither is known."""
    return state_of(one.lat, one.lon) or country_of(one.lat, one.lon)


def when(location: Location) -> str:
    """Return the date and season of a place's views; rendered years have no number.

    Of photographs it is the date alone, as far as it is known.
    """
    if not math.isfinite(location.solar_hour):
        return location.captured_on or texts.DATE_UNKNOWN
    day = date(2001, 1, 1) + timedelta(days=location.day_of_year - 1)
    return f"{day:%B} {day.day}, {texts.season(location.day_of_year)}, {_clock(location.solar_hour)}"


def _clock(solar_hour: float) -> str:
    minutes = round(solar_hour * 60)
    return f"{minutes // 60}:{minutes % 60:02d} {texts.SUN_TIME}"


def _blocks(line: Line) -> str:
    full = round(line.score / MAX_SCORE * SHARE_BLOCKS)
    return "■" * full + "□" * (SHARE_BLOCKS - full)
