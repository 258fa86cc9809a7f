"""The play page's small pieces of HTML, as pure functions; whatever a person typed is escaped here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from geogame.ui import texts
from geogame.ui.icons import icon, mark

MAX_SCORE = 5000
USUAL = 2
"""So many usually play: you and one opponent; of more, a phone shows each round's results below its place."""
CONFETTI = 36
_WON = ' class="won"'


@dataclass(frozen=True)
class Line:
    """One player's result: distance as shown, points, and whose it is (``you`` or ``model``).

    ``letter`` stands on the mark where there are several opponents.
    """

    who: str
    name: str
    distance: str
    score: float
    letter: str = ""


def bar(*, stage: str, round_index: int, rounds: int | None, totals: Sequence[Line], kind: str = "") -> str:
    """Return the slim bar: round dots, the game's kind, totals, help; it also tells the stylesheet the stage."""
    dots = "".join(_dot(i, round_index, finished=stage == "summary") for i in range(rounds or 0))
    where = texts.where_in_game(round_index, rounds, finished=stage == "summary")
    sums = "".join(f"<div>{_who(line)}<b>{texts.points(line.score)}</b></div>" for line in totals)
    label = f'<span class="gg-kind">{icon("compass")}{escape(kind)}</span>' if kind else ""
    return (
        f'<header class="gg-bar" data-stage="{stage}"><h1 class="gg-unseen">{texts.TITLE}: {where}</h1>'
        f'<ol class="gg-dots" aria-hidden="true">{dots}</ol><span class="round">{where}</span>{label}'
        f'<div class="gg-totals">{sums}</div>{_help()}</header>'
    )


def _who(line: Line) -> str:
    """Return a player's mark and name; where several opponents have letters, those stand for the names."""
    hidden = " gg-unseen" if line.letter else ""
    return f'{mark(line.who, line.letter)}<span class="who{hidden}">{escape(line.name)}</span>'


def _dot(index: int, current: int, *, finished: bool) -> str:
    if finished or index < current:
        return '<li class="done"></li>'
    return '<li class="now"></li>' if index == current else "<li></li>"


def _help() -> str:
    lines = "".join(f"<dt>{escape(head)}</dt><dd>{escape(body)}</dd>" for head, body in texts.HELP_LINES)
    return (
        f'<details class="gg-help"><summary aria-label="{texts.HELP_TITLE}">{icon("help")}'
        f'<span>{texts.HELP_TITLE}</span></summary><div class="gg-card"><dl>{lines}</dl><p>'
        f'<button type="button" data-gg-tour="">{texts.TOUR_AGAIN}</button>'
        f'<button type="button" data-gg-sound="" aria-pressed="false">{texts.SOUND_SWITCH}</button></p></div></details>'
    )


def confetti() -> str:
    """Return paper that falls once over the page; the stylesheet moves it where motion is allowed, else hides it."""
    return f'<div class="gg-confetti" aria-hidden="true">{"<i></i>" * CONFETTI}</div>'


def result(headline: str, lines: Sequence[Line]) -> str:
    """Return the two result rows: distance first, points second, a bar out of 5,000."""
    return f'<section class="gg-result"><h2>{escape(headline)}</h2>{"".join(map(_row, lines))}</section>'


def _row(line: Line) -> str:
    share = max(0.0, min(1.0, line.score / MAX_SCORE)) * 100
    spoken = escape(f"{texts.off_by(line.name, line.distance)} {texts.points(line.score)} {texts.POINTS}.")
    return (
        f'<div class="gg-row" role="group" aria-label="{spoken}">{mark(line.who, line.letter)}'
        f'<span class="far">{escape(line.distance)}<span class="who">{escape(line.name)}</span></span>'
        f'<span class="points"><b>{texts.points(line.score)}</b> {texts.POINTS}</span>'
        f'<span class="gg-meter {line.who}"><i style="width:{share:.1f}%"></i></span></div>'
    )


def facts(place: str, when: str, sources: Sequence[str], link: str = "") -> str:
    """Return what is told about the true place, and what the picture and the model's guess were made with.

    ``link`` is the picture's page at its service; what is no address of the web is left out.
    """
    small = "".join(f'<p class="gg-source">{escape(source)}</p>' for source in sources)
    if link.startswith("https://"):
        where = f'<a href="{escape(link)}" target="_blank" rel="noreferrer noopener">{texts.PICTURE_PAGE}</a>'
        small += f'<p class="gg-source">{where}</p>'
    return (
        f'<div class="gg-facts"><p>{mark("truth")}<span>{escape(place)}</span></p>'
        f"<p>{icon('calendar')}<span>{escape(when)}</span></p>{small}</div>"
    )


@dataclass(frozen=True)
class TableRow:
    """One round of the summary: where, what each made of it, and who was best of all.

    ``said`` stands for the points where they do not count.
    """

    where: str
    lines: Sequence[Line]
    won: Sequence[bool]
    said: Sequence[str] = ()


def summary(headline: str, rows: Sequence[TableRow], counted: str, ends: Sequence[Line], note: str = "") -> str:
    """Return the winner in a sentence, a note on the kind of game, and the table of all rounds.

    ``ends`` says what everyone came to at last, ``counted`` what that is.
    """
    below = f'<p class="gg-note">{escape(note)}</p>' if note else ""
    head = "".join(f'<th scope="col" role="columnheader">{_who(line)}</th>' for line in ends)
    body = "".join(_table_row(number, row) for number, row in enumerate(rows, start=1))
    foot = "".join(f'<td role="cell">{texts.points(line.score)}</td>' for line in ends)
    several = f' gg-several" style="--gg-players:{len(ends)}' if len(ends) > USUAL else ""
    table = (
        f'<table class="gg-table{several}" role="table"><thead role="rowgroup"><tr role="row">'
        f'<th scope="col" role="columnheader">{texts.ROUND}</th>{head}</tr></thead>'
        f'<tbody role="rowgroup">{body}</tbody>'
        f'<tfoot role="rowgroup"><tr role="row"><th scope="row" role="rowheader">{counted}</th>{foot}</tr></tfoot>'
        "</table>"
    )
    if several:
        table = f'<div class="gg-scroll" tabindex="0">{table}</div>'
    return f'<section class="gg-result"><h2>{escape(headline)}</h2>{below}{table}</section>'


def _table_row(number: int, row: TableRow) -> str:
    unit = f" {texts.POINTS}" if len(row.lines) <= USUAL else ""
    said = row.said or [f"{texts.points(line.score)}{unit}" for line in row.lines]
    cells = "".join(
        f'<td role="cell"{_WON if won else ""}>{escape(line.distance)}<small>{escape(what)}</small></td>'
        for line, won, what in zip(row.lines, row.won, said, strict=True)
    )
    where = f'<th scope="row" role="rowheader">{number}<span>{escape(row.where)}</span></th>'
    return f'<tr role="row">{where}{cells}</tr>'
