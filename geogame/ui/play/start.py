"""The start screen: a sentence, a handful of choices, one button."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from geogame.ui import page, texts
from geogame.ui.icons import icon, mark
from geogame.ui.play import words
from geogame.ui.play.installed import BASELINES, PROJECT, Dataset, Installed, build_command, train_command
from geogame.ui.play.ladder import Level, apprentice, ladder, rungs
from geogame.ui.published import hint
from geogame.ui.words import UNIT_LABEL

if TYPE_CHECKING:
    from geogame.game import Look

ROUNDS = (3, 5, 10)
DEFAULT_ROUNDS = 5
DATASET_KEY = "gg_dataset"
MODE_KEY = "gg_mode"
SHIPPED = "usa-rendered-heldout"
LIMITS_S = (15.0, 30.0, 60.0, 120.0)
"""As in `geogame.game.modes`, which is not imported here; a test compares the two."""
DEFAULT_LIMIT_S = 60.0
VIEWS = (1, 2, 3)
TEMPERATURES = (0.5, 1.0, 2.0, 4.0)
DRAWN = ("usa", "fishnet", True)
"""Region, cells and kind of the places that endless games draw."""
PLATE = 8
"""Pictures on the start screen."""


@dataclass(frozen=True)
class Choice:
    """What the player chose.

    Attributes
    ----------
    name : str
        The player's name as typed, may be empty.
    rounds : int
        3, 5 or 10.
    opponent : str
        Name of a model or a baseline, maybe with a handicap.
    unit : str
        ``km`` or ``mi``.
    dataset : str
        Name of the catalog to draw places from.
    code : str
        Replay code as typed, empty for a new game.
    look, mode, time_limit_s
        As in a `Game`.
    others : tuple of str
        Further opponents.
    practice : bool
        Whether the game is on places the player may know, and not counted.
    daily_on : date or None
        The date of a daily challenge that counts.
    """

    name: str = ""
    rounds: int = DEFAULT_ROUNDS
    opponent: str = ""
    unit: str = "km"
    dataset: str = ""
    code: str = ""
    look: Look = "same_views"
    mode: str = "classic"
    time_limit_s: float | None = None
    others: tuple[str, ...] = ()
    practice: bool = False
    daily_on: date | None = None

    @property
    def opponents(self) -> tuple[str, ...]:
        """All of them, each once."""
        return tuple(dict.fromkeys((self.opponent, *self.others)))


@dataclass(frozen=True)
class Daily:
    """How far the player is with today's challenge: what is said of it, and what the button says."""

    told: str
    button: str


def heading(region: str) -> None:
    """Paint the title and the idea before anything slow is imported."""
    st.html(
        f'<p class="gg-eyebrow">{icon("compass")}{texts.TITLE}</p><h1>{texts.headline(region)}</h1>'
        f'<p class="gg-lead">{texts.LEAD}</p><p class="gg-marks"><span>{mark("you")}{texts.YOU}</span>'
        f"<span>{mark('model')}{texts.MODEL}</span><span>{mark('truth')}{texts.TRUE_PLACE}</span></p>"
    )


def places(installed: Installed, mode: str) -> Dataset | None:
    """Return the dataset that is chosen; None where none can be played. `choose` draws the list.

    The daily challenge is everyone's, so its places are not chosen: they are the shipped ones, or the first here.
    """
    playable = [dataset for dataset in installed.datasets if dataset.playable]
    wanted = SHIPPED if mode == "daily" else st.session_state.get(DATASET_KEY, "")
    chosen = installed.dataset(wanted)
    return chosen if chosen in playable else next(iter(playable), None)


def mode_of(last: Choice | None) -> str:
    """Return which kind of game is chosen: one of `words.CHOICES`."""
    before = words.MODES[last.mode].choice if last else "classic"
    return str(st.session_state.get(MODE_KEY) or before)


def plate(dataset: Dataset) -> None:
    """Show a few of the dataset's pictures beside the choices, as an atlas shows its plates."""
    folders = sorted(folder for folder in (dataset.path / "images").glob("*") if folder.is_dir())
    chosen = [min(folder.iterdir(), default=None) for folder in folders[:: max(1, len(folders) // PLATE)][:PLATE]]
    pictures = "".join(f'<img alt="" src="{_address(file)}">' for file in chosen if file is not None)
    caption = texts.plate_line(dataset.source, dataset.attribution)
    st.html(f'<figure class="gg-plate">{pictures}<figcaption>{escape(caption)}</figcaption></figure>')


def _address(file: Path) -> str:
    kind = {".jpg": "jpeg"}.get(file.suffix, file.suffix[1:])
    return f"data:image/{kind};base64,{base64.b64encode(file.read_bytes()).decode('ascii')}"


def form(
    installed: Installed, dataset: Dataset | None, *, last: Choice | None, error: str, daily: Daily | None = None
) -> Choice | None:
    """Show the choices and return them when the player starts, else ``None``.

    Parameters
    ----------
    installed : Installed
        What there is to play with.
    dataset : Dataset or None
        The chosen one, of `places`.
    last : Choice or None
        The choices of the game before, kept as defaults.
    error : str
        Why the last try did not start, or empty.
    daily : Daily or None
        How far the player is with today's challenge, if that is chosen and was begun.
    """
    if dataset is None:
        why = texts.NO_PLAYABLE if installed.datasets else texts.NO_DATASET
        page.empty_state(texts.NO_DATASET_TITLE, why, build_command(SHIPPED))
        _left_out(installed)
        return None
    mode = choose(installed, dataset, last)
    page.line(daily.told if daily else _told(mode), "gg-note")
    with st.form("gg_choices", border=False, enter_to_submit=True):
        choice = _fields(installed, dataset, mode, last or Choice())
        if error:
            st.error(page.sentence(error))
        label = daily.button if daily else texts.START
        started = st.form_submit_button(label, type="primary", width="stretch", key="gg_begin")
    if not installed.checkpoints:
        _suggest(texts.NO_MODEL, train_command())
    elif not installed.fitting(dataset):
        _suggest(texts.NO_FITTING, _training(dataset))
    _left_out(installed)
    return choice if started else None


def choose(installed: Installed, dataset: Dataset, last: Choice | None) -> str:
    """Ask for places and kind of game, outside the form: what else can be chosen depends on them."""
    drawn = (dataset.region, dataset.partition, dataset.rendered) == DRAWN
    kinds = tuple(name for name in words.CHOICES if name != "endless" or drawn)
    before = mode_of(last)
    mode = st.segmented_control(
        words.MODE_LABEL, kinds, default=before if before in kinds else kinds[0],
        format_func=words.CHOICES.__getitem__, key=MODE_KEY,
    ) or kinds[0]  # fmt: skip
    names = tuple(dataset.name for dataset in installed.datasets if dataset.playable)
    if len(names) > 1 and mode != "daily":
        st.selectbox(texts.DATASET_LABEL, names, format_func=texts.opponent_name, key=DATASET_KEY)
    return mode


def _told(mode: str) -> str:
    """Say what a kind of game is; of several that share a choice, the first."""
    return next(each.told for each in words.MODES.values() if each.choice == mode)


def _suggest(words: str, command: str) -> None:
    st.html(f'<p class="gg-note">{escape(words)}</p>')
    st.code(command, language="bash", wrap_lines=True)


def _training(dataset: Dataset) -> str:
    """Return the command that trains a model for a dataset, or that lists what can be trained."""
    known = (PROJECT / "recipes" / f"{dataset.name}.toml").is_file()
    return train_command(dataset.name) if known else "python -m geogame recipes"


def _left_out(installed: Installed) -> None:
    for dataset in installed.datasets:
        if not dataset.playable:
            why = dataset.restricted or texts.NO_HELD_OUT
            st.html(f'<p class="gg-note">{escape(texts.not_played(dataset.name, why))}</p>')


def _fields(installed: Installed, dataset: Dataset, mode: str, last: Choice) -> Choice:
    fitting = installed.fitting(dataset)
    ladders = {name: ladder(installed.checkpoints[name]) for name, same in fitting.items() if same}
    apprentices = [name for name in fitting if installed.has_apprentice(name)]
    opponents = (*rungs(fitting, ladders, apprentices), *BASELINES)
    labels = _labels(installed, dataset, fitting, ladders)
    opponent = st.selectbox(
        texts.OPPONENT_LABEL,
        opponents,
        index=opponents.index(last.opponent) if last.opponent in opponents else 0,
        format_func=labels,
        help=texts.APPRENTICE_HELP if apprentices else None,
        key="gg_opponent",
    )
    mode, rounds, limit, unit = _kind(dataset, mode, last)
    name = st.text_input(texts.NAME_LABEL, value=last.name, max_chars=24, help=texts.NAME_HELP, key="gg_name")
    with st.expander(words.MORE):
        free = dataset.panoramas and mode != "daily" and st.checkbox(
            texts.FREE_LABEL, value=last.look == "free", help=texts.FREE_HELP, key="gg_free"
        )  # fmt: skip
        others = st.multiselect(
            words.OTHERS_LABEL, opponents,  # the one above too, which may be another by the time the form is sent
            default=[each for each in last.others if each in opponents],
            max_selections=len(texts.OPPONENT_LETTERS) - 1, format_func=labels, help=words.OTHERS_HELP,
            key="gg_others",
        )  # fmt: skip
        if opponent not in BASELINES:
            opponent = _held_back(opponent)
        code = st.text_input(texts.CODE_LABEL, max_chars=400, help=texts.CODE_HELP, key="gg_code")
    return Choice(
        name=name or "",
        rounds=rounds,
        opponent=opponent,
        unit=unit,
        dataset=dataset.name,
        code=(code or "").strip(),
        look="free" if free else "same_views",
        mode=mode,
        time_limit_s=limit,
        others=tuple(others),
    )


def _labels(
    installed: Installed, dataset: Dataset, fitting: Mapping[str, bool], ladders: Mapping[str, Sequence[Level]]
) -> Callable[[str], str]:
    """Return what an opponent is called in the lists: its name and kind, or its level and median error."""
    kinds = {name: "" if same else texts.OTHER_KIND[dataset.rendered] for name, same in fitting.items()}
    kinds |= {name: ", ".join(filter(None, (hint(name), kinds[name]))) for name in installed.published}
    early = {name: apprentice(installed.checkpoints[name]) for name in ladders if installed.has_apprentice(name)}
    measured = {name: (*found, *filter(None, [early.get(name)])) for name, found in ladders.items()}
    levels = {f"{name}{each.mark}": each for name, found in measured.items() for each in found}
    return lambda name: texts.opponent_label(name, kinds.get(name, ""), levels[name].told if name in levels else "")


def _kind(dataset: Dataset, mode: str, last: Choice) -> tuple[str, int, float | None, str]:
    """Ask for what a kind of game leaves open; return it with the kind, rounds, time limit (s) and unit."""
    asked: list[str] = {"classic": ["rounds"], "timed": ["rounds", "limit"], words.STREAK: ["streak"]}.get(mode, [])
    columns = dict(zip((*asked, "unit"), st.columns(len(asked) + 1), strict=True))
    rounds: int | None = DEFAULT_ROUNDS
    limit: float | None = None
    if "rounds" in asked:
        before = last.rounds if last.rounds in ROUNDS else DEFAULT_ROUNDS
        rounds = columns["rounds"].segmented_control(texts.ROUNDS_LABEL, ROUNDS, default=before, key="gg_rounds")
    if "limit" in asked:
        limit = columns["limit"].selectbox(
            words.LIMIT_LABEL, LIMITS_S, index=LIMITS_S.index(last.time_limit_s or DEFAULT_LIMIT_S),
            format_func="{:g}".format, key="gg_limit",
        )  # fmt: skip
    if "streak" in asked:
        kinds = tuple(name for name in words.STREAKS if name != "streak_state" or dataset.region == "usa")
        mode = columns["streak"].segmented_control(
            words.STREAK_LABEL, kinds, default=last.mode if last.mode in kinds else kinds[0],
            format_func=words.STREAKS.__getitem__, key="gg_streak",
        ) or kinds[0]  # fmt: skip
    unit = columns["unit"].segmented_control(
        UNIT_LABEL, tuple(texts.UNITS), default=last.unit, format_func=texts.UNITS.__getitem__, key="gg_unit"
    )
    return mode, int(rounds or DEFAULT_ROUNDS), limit, unit or "km"


def _held_back(opponent: str) -> str:
    """Ask whether the chosen model is held back; return its name with the handicap."""
    left, right = st.columns(2)
    views = left.selectbox(
        words.VIEWS_LABEL, ("", *VIEWS), format_func=lambda v: str(v or words.VIEWS_ALL), help=words.HANDICAP_HELP,
        key="gg_views_used",
    )  # fmt: skip
    temperature = right.selectbox(
        words.TEMPERATURE_LABEL, ("", *TEMPERATURES), format_func=lambda t: str(t or words.TEMPERATURE_NONE),
        help=words.TEMPERATURE_HELP, key="gg_temperature",
    )  # fmt: skip
    name, _, before = opponent.partition(texts.HANDICAP_MARK)
    early = texts.APPRENTICE_MARK * before.startswith(texts.APPRENTICE_MARK)
    told = (f"v{views}" if views else "") + (f"t{temperature:g}" if temperature else "")
    return f"{name}{texts.HANDICAP_MARK}{early}{told}" if told else opponent
