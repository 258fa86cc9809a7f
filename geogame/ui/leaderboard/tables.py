"""The leaderboard's tables as HTML, pure functions; whatever a person or a folder is called is escaped here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from html import escape

from geogame.game import clean_name
from geogame.game.store.figures import Duel, wilson
from geogame.game.store.standings import BestGame, PastGame, PlaceCount
from geogame.game.store.streaks import StreakDuel
from geogame.regions.states import state_of
from geogame.ui import texts
from geogame.ui.icons import mark
from geogame.ui.leaderboard import words
from geogame.ui.map.paint import CellPaint
from geogame.ui.words import CELL_TITLE, count

AREAS_SHOWN = 60
CARDS = "gg-table gg-cards"


def duels(rows: Sequence[Duel]) -> str:
    """Return humans against each opponent."""
    return _table(
        words.DUEL_COLUMNS,
        (
            (
                texts.opponent_name(each.opponent),
                count(each.rounds),
                count(each.games),
                words.with_interval(each.win_rate, each.win_interval),
                words.difference(each.difference, each.difference_interval),
            )
            for each in rows
        ),
        css=CARDS,
    )


def streak_duels(rows: Sequence[StreakDuel]) -> str:
    """Return humans' streaks beside each opponent's."""
    return _table(
        words.STREAK_COLUMNS,
        (
            (
                texts.opponent_name(each.opponent),
                count(each.games),
                count(each.longest),
                words.mean(each.mean),
                words.mean(each.opponent_mean),
                words.with_interval(each.win_rate, each.win_interval),
            )
            for each in rows
        ),
        css=CARDS,
    )


def best(games: Sequence[BestGame]) -> str:
    """Return the best games, or the longest streaks; one's own are marked with the player's pin and said to be so."""
    streaks = any(game.streak is not None for game in games)
    rows: list[tuple[str, ...]] = []
    for place, game in enumerate(games, start=1):
        name = f"{place}. {clean_name(game.name, fallback=words.NAMELESS)}"
        theirs = f"{texts.opponent_name(game.opponent)}: {words.result(game.opponent_points, game.opponent_streak)}"
        per_round, day = texts.points(game.points / game.rounds), f"{game.finished_at:%Y-%m-%d}"
        if streaks:
            length = "–" if game.streak is None else count(game.streak)
            rows.append((name, length, per_round, theirs, day))
        else:
            rows.append((name, per_round, count(game.rounds), texts.points(game.points), theirs, day))
    mine = {number for number, game in enumerate(games) if game.mine}
    return _table(words.BEST_STREAK_COLUMNS if streaks else words.BEST_COLUMNS, rows, marked=mine, css=CARDS)


def past(games: Iterable[PastGame]) -> str:
    """Return one's own games."""
    return _table(
        words.OWN_COLUMNS,
        (
            (
                f"{game.started_at:%Y-%m-%d %H:%M} UTC",
                texts.opponent_name(game.dataset),
                words.kind(game) + ("" if game.finished else words.UNFINISHED),
                texts.opponent_name(game.opponent),
                count(game.rounds),
                words.result(game.points, game.streak),
                words.result(game.opponent_points, game.opponent_streak),
                f"{game.wins} : {game.losses}",
            )
            for game in games
        ),
        css=CARDS,
    )


def areas(places: Iterable[PlaceCount]) -> str:
    """Return rounds by state, or by cell where there are none, those with most rounds first."""
    rounds, wins, losses = Counter[str](), Counter[str](), Counter[str]()
    for each in places:
        name = state_of(each.lat, each.lon) or CELL_TITLE.format(cell=each.cell)
        rounds[name] += each.rounds
        wins[name] += each.wins
        losses[name] += each.losses
    rows = []
    for name, number in sorted(rounds.items(), key=lambda item: (-item[1], item[0]))[:AREAS_SHOWN]:
        decided = wins[name] + losses[name]
        share = words.with_interval(wins[name] / decided, wilson(wins[name], decided)) if decided else "–"
        rows.append((name, count(number), share))
    return _table(words.AREA_COLUMNS, rows)


def paint(places: Iterable[PlaceCount]) -> CellPaint:
    """Return what the map shows: the share of rounds in each cell in which the human came closer."""
    rounds, wins, losses = Counter[int](), Counter[int](), Counter[int]()
    for each in places:
        rounds[each.cell] += each.rounds
        wins[each.cell] += each.wins
        losses[each.cell] += each.losses
    return CellPaint(
        shares={cell: wins[cell] / (wins[cell] + losses[cell]) for cell in rounds if wins[cell] + losses[cell]},
        notes={cell: words.cell_note(number, wins[cell]) for cell, number in rounds.items()},
    )


def _table(
    columns: Sequence[str], rows: Iterable[Sequence[str]], marked: Iterable[int] = (), css: str = "gg-table"
) -> str:
    """Return a table; its parts' roles are said, since on a phone the stylesheet makes a card of every row."""
    head = "".join(f'<th scope="col" role="columnheader">{escape(column)}</th>' for column in columns)
    yours = f'{mark("you")}<span class="gg-unseen">{words.YOU_MARK}</span> '
    own = set(marked)
    body = "".join(_row(columns, cells, yours if number in own else "") for number, cells in enumerate(rows))
    return (
        f'<div class="gg-wide" tabindex="0"><table class="{css}" role="table"><thead role="rowgroup">'
        f'<tr role="row">{head}</tr></thead><tbody role="rowgroup">{body}</tbody></table></div>'
    )


def _row(columns: Sequence[str], cells: Sequence[str], before: str) -> str:
    rest = "".join(
        f'<td role="cell" data-label="{escape(column)}">{escape(cell)}</td>'
        for column, cell in zip(columns[1:], cells[1:], strict=True)
    )
    return f'<tr role="row"><th scope="row" role="rowheader">{before}{escape(cells[0])}</th>{rest}</tr>'
