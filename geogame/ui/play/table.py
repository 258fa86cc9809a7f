"""What a game needs from the server: opened catalogs, a dealt game, pictures, and the opponents' desk."""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Final

import streamlit as st

from geogame.catalog import Catalog, open_catalog
from geogame.errors import GameError
from geogame.game import BASELINES, Game, OpponentGuess, clean_name, deal_on, game_from_code, new_game
from geogame.game.ahead import Underway
from geogame.game.handicaps import NONE, split_name
from geogame.game.modes import DAILY, ENDLESS, daily_seed
from geogame.ui import texts
from geogame.ui.play.desk import Desk, Question
from geogame.ui.play.installed import look
from geogame.ui.play.opponents import loader
from geogame.ui.play.start import Choice
from geogame.ui.views import PanoramaPicture, ViewPicture

FRESH: Final = "fresh:"
"""Before a fresh place's id where others have a catalog's folder."""
FRESH_DATASET: Final = "fresh"
"""What is kept as the dataset of endless games."""


def deal(choice: Choice, *, today: date) -> tuple[Choice, Game]:
    """Deal the game that was chosen and ask its opponents at once; the choice comes back as the game is.

    Parameters
    ----------
    choice
        What was chosen; a daily challenge of it counts unless it is for practice.
    today
        The date by UTC.

    Raises
    ------
    GeogameError
        If the dataset is gone or damaged, too small, or the replay code cannot be played here.
    """
    installed = look()
    choice = replace(choice, name=clean_name(choice.name, fallback=""), daily_on=None)
    if choice.code:
        game = game_from_code(choice.code, [opened(str(each.path)) for each in installed.datasets if each.playable])
        choice = replace(choice, practice=True)
    elif choice.mode == ENDLESS:
        game = endless_game(choice)
    else:
        dataset = installed.dataset(choice.dataset)
        if dataset is None:
            raise GameError(f"dataset {choice.dataset!r} is not installed any more; reload the page")
        daily = choice.mode == DAILY
        game = new_game(
            opened(str(dataset.path)),
            choice.opponents,
            choice.rounds,
            daily_seed(today) if daily else secrets.randbelow(2**32),
            choice.look,
            choice.mode,
            choice.time_limit_s,
        )
        choice = replace(choice, daily_on=today if daily and not choice.practice else None)
    _check_opponents(game)
    desk().ask(question for index in range(len(game.rounds)) for question in questions(game, index))
    return replace(choice, look=game.look, mode=game.mode, time_limit_s=game.time_limit_s), game


def _check_opponents(game: Game) -> None:
    """See that all opponents can be had here, and that they can be told apart."""
    installed = look().opponents
    parts = {name: split_name(name) for name in game.opponents}
    known = [name for name, (who, held) in parts.items() if who in installed and (held == NONE or who not in BASELINES)]
    strangers = [name for name in game.opponents if name not in known]
    if strangers:
        raise GameError(texts.unplayable_opponents(", ".join(strangers), installed))
    lacking = [who for who, held in parts.values() if held.apprentice and not look().has_apprentice(who)]
    if lacking:
        raise GameError(texts.no_apprentice(lacking))
    if not 1 <= len(game.opponents) <= len(texts.OPPONENT_LETTERS):
        raise GameError(texts.number_of_opponents(len(game.opponents)))


def endless_game(choice: Choice) -> Game:
    """Start a game of fresh places and order the first ones."""
    from geogame.game.fresh import fresh_game
    from geogame.ui.play import endless

    game = fresh_game(choice.opponents, secrets.randbelow(2**32), choice.look)
    endless.order(game, opened)
    return game


def deal_next(game: Game) -> Game | Underway:
    """Deal a growing game's next place; an endless one's if it is drawn, else say how far it is.

    Raises
    ------
    GeogameError
        If it could not be drawn.
    """
    if game.places == "held_out":
        return _asked(deal_on(game, catalog_of(game, 0)))
    from geogame.game.fresh import add_round
    from geogame.ui.play import endless

    planned = endless.next_place(game)
    if isinstance(planned, Underway):
        return planned
    game = add_round(game, planned)
    endless.order(game, opened)
    return _asked(game)


def _asked(game: Game) -> Game:
    """Ask the opponents about a game's last place."""
    desk().ask(questions(game, len(game.rounds) - 1))
    return game


def try_again(game: Game) -> None:
    """Order an endless game's next places anew after one could not be drawn."""
    from geogame.ui.play import endless

    endless.order(game, opened)


def end(game: Game) -> None:
    """Take back what was ordered for a game."""
    if game.places == "fresh":
        from geogame.ui.play import endless

        endless.leave(game)


def new_game_id() -> str:
    """Return what a new game is kept under."""
    from geogame.game.store import new_identity

    return new_identity()


def take_up(game: Game, index: int) -> tuple[Game, int]:
    """Ask the opponents of a kept game again and return it with the round to show, as `Play.resume` takes it.

    An endless game's place whose pictures are gone is drawn anew: the same one, since the game's seed decides.

    Raises
    ------
    GeogameError
        If its dataset or an opponent is not installed any more.
    """
    _check_opponents(game)
    if game.places == "fresh":
        from geogame.ui.play import endless

        if not (game.rounds and endless.is_shelved(game.rounds[-1].location_id)):
            game = replace(game, rounds=tuple(each for each in game.rounds if each.done))
            index = len(game.rounds)
        endless.order(game, opened)
    waiting = [number for number, each in enumerate(game.rounds) if not each.done]
    desk().ask(question for number in waiting for question in questions(game, number))
    return game, index


def dataset_of(game: Game) -> str:
    """Return what the dataset is called that a game was dealt from."""
    return FRESH_DATASET if game.places == "fresh" else catalog_of(game, 0).info.name


def opened(path: str) -> Catalog:
    """Open a catalog once; a folder that was built anew is opened anew. Fresh places are catalogs of one."""
    if path.startswith(FRESH):
        from geogame.ui.play import endless

        return endless.shelved(path)
    marker = Path(path) / "catalog.json"
    return _opened(path, marker.stat().st_mtime_ns if marker.exists() else 0)


@st.cache_resource(max_entries=8, show_spinner=False)  # many who ask at once wait for one who opens it
def _opened(path: str, stamp: int) -> Catalog:  # noqa: ARG001 - the stamp is part of the key
    return open_catalog(path)


def catalog_of(game: Game, index: int) -> Catalog:
    """Return the catalog a game's round was dealt from."""
    return opened(_address_of(game, index))


def _address_of(game: Game, index: int) -> str:
    if game.places == "fresh":
        return FRESH + game.rounds[index].location_id
    for dataset in look().datasets:
        catalog = opened(str(dataset.path))
        if catalog.info.build_id == game.build_id:
            return str(dataset.path)
    raise GameError("the dataset of this game is not installed any more; start a new game")


def questions(game: Game, index: int) -> list[Question]:
    """Return what the opponents are asked in a round."""
    path = _address_of(game, index)
    return [
        Question(name, path, game.rounds[index].location_id, game.seed if name in BASELINES else 0)
        for name in game.opponents
    ]


def guesses(game: Game, index: int, *, wait_s: float = 0.0) -> dict[str, OpponentGuess]:
    """Return what the opponents guessed so far in a round.

    Raises
    ------
    GeogameError
        If an opponent cannot be loaded or cannot guess.
    """
    answers = {each.opponent: desk().answer(each, wait_s=wait_s) for each in questions(game, index)}
    return {name: answer for name, answer in answers.items() if answer is not None}


def pictures(game: Game, index: int) -> list[ViewPicture]:
    """Read a round's views as they lie on disk, compared with their hashes."""
    catalog = catalog_of(game, index)
    views = catalog.views_of(game.rounds[index].location_id)
    return [ViewPicture(view.heading_deg, catalog.read_bytes(view)) for view in views]


def shown_size(game: Game, index: int) -> tuple[int, int]:
    """Width and height in pixels of a round's first view as the player gets it."""
    catalog = catalog_of(game, index)
    row = catalog.views[catalog.views["location_id"] == game.rounds[index].location_id].iloc[0]
    return int(row["width"]), int(row["height"])


def know_north(game: Game, index: int) -> bool:
    """Tell whether a round's headings are known; those of some photographs are only numbered."""
    views = catalog_of(game, index).views
    if "heading_kind" not in views:
        return True
    own = views["location_id"] == game.rounds[index].location_id
    return bool((views["heading_kind"][own] == "true").all())


def photographer(game: Game, index: int) -> str:
    """Name who took a round's pictures; empty where nobody says so."""
    locations = catalog_of(game, index).locations
    if "creator" not in locations:
        return ""
    return str(locations.loc[locations["id"] == game.rounds[index].location_id, "creator"].iloc[0])


def picture_page(game: Game, index: int) -> str:
    """Address of a round's picture at the service it is from; empty where there is none."""
    locations = catalog_of(game, index).locations
    if "page_url" not in locations:
        return ""
    return str(locations.loc[locations["id"] == game.rounds[index].location_id, "page_url"].iloc[0])


def seen_size(opponent: str) -> tuple[int, int] | None:
    """Width and height in pixels at which an opponent reads a view; None for one that reads none."""
    return look().seen_size(split_name(opponent)[0])


def is_published(opponent: str) -> bool:
    """Whether others published this opponent."""
    return split_name(opponent)[0] in look().published


def panorama(game: Game, index: int) -> PanoramaPicture | None:
    """Read a round's panorama; ``None`` where none is shipped."""
    catalog = catalog_of(game, index)
    found = catalog.panoramas.get(game.rounds[index].location_id)
    return None if found is None else PanoramaPicture(catalog.read_bytes(found), found.heading_deg)


def desk() -> Desk[OpponentGuess]:
    """Return the server's one desk; models are loaded in its thread when first asked."""
    return _server()[0]


def device_of(opponent: str) -> str:
    """Name the device a loaded model runs on; empty for baselines."""
    return _server()[1].get(opponent, "")


@st.cache_resource(show_spinner=False)
def _server() -> tuple[Desk[OpponentGuess], dict[str, str]]:
    devices: dict[str, str] = {}
    return Desk(loader(lambda: look().checkpoints, opened, devices)), devices
