"""Which places a game's rounds show: drawn by the seed alone, from held-out places, spread over cells."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace

from geogame.catalog import Catalog
from geogame.errors import GameError
from geogame.game.model import CLASSIC, LOOKS, PLAYER, Game, Look, Round
from geogame.game.modes import check_mode
from geogame.regions import load_region

HELD_OUT = "test"
MAX_ROUNDS = 50
SEEDS = 2**32


def new_game(
    catalog: Catalog,
    opponent_names: Sequence[str],
    rounds: int,
    seed: int,
    look: Look = "same_views",
    mode: str = CLASSIC,
    time_limit_s: float | None = None,
) -> Game:
    """Deal a game.

    The same catalog, opponents, rounds, seed and look always give the same game, on any machine; a game of more
    rounds starts with the same ones.

    Parameters
    ----------
    catalog
        Whose held-out places (split ``test``) are played.
    opponent_names
        Distinct; may be empty.
    rounds
        1 to 50, and at most as many as there are held-out places. A game that grows begins with one, and a kind
        with a fixed number has that many, whatever is given.
    seed
        0 to 2³² - 1.
    look
        With ``free``, only places that the catalog holds a panorama of are dealt.
    mode
        One of `geogame.game.modes.MODES`.
    time_limit_s
        For a timed one, one of `geogame.game.modes.TIME_LIMITS_S`.

    Raises
    ------
    GameError
        If one of these cannot be; the message says what can.
    """
    names = check_opponents(opponent_names)
    kind = check_mode(mode, time_limit_s)
    if kind.places != "held_out":
        raise GameError(f"a game of kind {mode!r} is not dealt from a dataset; its places are drawn")
    if not 0 <= seed < SEEDS:
        raise GameError(f"seed {seed} cannot be; choose one from 0 to {SEEDS - 1}")
    if look not in LOOKS:
        raise GameError(f"there is no look {look!r}; choose one of {', '.join(LOOKS)}")
    info = catalog.info
    if info.restricted:
        raise GameError(f"{info.name} cannot be played: {info.restricted}")
    game = Game(
        build_id=info.build_id,
        region_name=info.region,
        partition_name=info.partition,
        partition_fingerprint=info.partition_fingerprint,
        seed=seed,
        opponents=names,
        rounds=(),
        look=look,
        mode=mode,
        time_limit_s=time_limit_s,
    )
    wanted = 1 if kind.grows else kind.rounds or rounds
    return replace(game, rounds=tuple(_round(game, catalog, name) for name in draw(catalog, wanted, seed, look)))


def deal_on(game: Game, catalog: Catalog) -> Game:
    """Deal the next place of a game that grows: the one that a longer game of its seed has there.

    Returns
    -------
    Game
        The same one once all held-out places are dealt.

    Raises
    ------
    GameError
        If a round is still to be guessed.
    """
    if not game.finished:
        raise GameError("the next place is dealt once the last one is guessed")
    places = order(catalog, game.seed, game.look)
    if len(game.rounds) == len(places):
        return game
    return replace(game, rounds=(*game.rounds, _round(game, catalog, places[len(game.rounds)])))


def _round(game: Game, catalog: Catalog, location_id: str) -> Round:
    place, scale = catalog.location(location_id), load_region(game.region_name).score_scale
    return Round(place.id, place.lat, place.lon, place.cell, scale, game.opponents)


def draw(catalog: Catalog, rounds: int, seed: int, look: Look = "same_views") -> list[str]:
    """Ids of the places of a game's rounds, see `order`; `GameError` for more than there can be."""
    places = order(catalog, seed, look)
    if not 1 <= rounds <= min(MAX_ROUNDS, len(places)):
        kind = f"held-out place{'s' * (len(places) != 1)}"
        kind += "" if look == "same_views" else " with a panorama to look around in"
        raise GameError(
            f"a game of {rounds} rounds cannot be played on {catalog.info.name}: it has {len(places)} {kind}, "
            f"and a game 1 to {MAX_ROUNDS} rounds; choose another number, or a larger dataset"
        )
    return places[:rounds]


def order(catalog: Catalog, seed: int, look: Look = "same_views") -> list[str]:
    """Ids of all places that can be dealt, as a game would: no cell twice while there are others left.

    Places are put in the order of a hash of seed and id, which no library's version can change.
    """
    held_out = catalog.select(HELD_OUT)
    cells = dict(zip(held_out.ids, held_out.locations["cell"].tolist(), strict=True))
    if look == "free":
        cells = {name: cell for name, cell in cells.items() if name in catalog.panoramas}
    shuffled = sorted(cells, key=lambda name: hashlib.sha256(f"{seed}:{name}".encode()).digest())
    dealt: dict[int, int] = {}
    turns = []
    for position, name in enumerate(shuffled):
        turn = dealt.get(cells[name], 0)
        dealt[cells[name]] = turn + 1
        turns.append((turn, position, name))
    return [name for _, _, name in sorted(turns)]


def check_opponents(names: Sequence[str]) -> tuple[str, ...]:
    """Opponents' names as a tuple, if a game can be played against them."""
    if len(set(names)) != len(names):
        raise GameError(f"an opponent is named twice in {', '.join(names)}; name each once")
    for name in names:
        if not name or name == PLAYER or len(name.encode()) > 100:
            raise GameError(f"no opponent can be called {name!r}; choose one of the installed opponents")
    return tuple(names)
