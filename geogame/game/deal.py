"""Which places a game's rounds show: drawn by the seed alone, from held-out places, spread over cells."""

import hashlib
from collections.abc import Sequence

from geogame.catalog import Catalog
from geogame.errors import GameError
from geogame.game.model import LOOKS, PLAYER, Game, Look, Round
from geogame.regions import load_region

HELD_OUT = "test"
MAX_ROUNDS = 50
SEEDS = 2**32


def new_game(
    catalog: Catalog, opponent_names: Sequence[str], rounds: int, seed: int, look: Look = "same_views"
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
        1 to 50, and at most as many as there are held-out places.
    seed
        0 to 2³² - 1.
    look
        With ``free``, only places that the catalog holds a panorama of are dealt.

    Raises
    ------
    GameError
        If one of these cannot be; the message says what can.
    """
    names = check_opponents(opponent_names)
    if not 0 <= seed < SEEDS:
        raise GameError(f"seed {seed} cannot be; choose one from 0 to {SEEDS - 1}")
    if look not in LOOKS:
        raise GameError(f"there is no look {look!r}; choose one of {', '.join(LOOKS)}")
    info = catalog.info
    if info.restricted:
        raise GameError(f"{info.name} cannot be played: {info.restricted}")
    scale = load_region(info.region).score_scale
    places = [catalog.location(name) for name in draw(catalog, rounds, seed, look)]
    return Game(
        build_id=info.build_id,
        region_name=info.region,
        partition_name=info.partition,
        partition_fingerprint=info.partition_fingerprint,
        seed=seed,
        opponents=names,
        rounds=tuple(Round(place.id, place.lat, place.lon, place.cell, scale, names) for place in places),
        look=look,
    )


def draw(catalog: Catalog, rounds: int, seed: int, look: Look = "same_views") -> list[str]:
    """Ids of the places of a game's rounds: none twice, and no cell twice while there are others left.

    Places are put in the order of a hash of seed and id, which no library's version can change.
    """
    held_out = catalog.select(HELD_OUT)
    cells = dict(zip(held_out.ids, held_out.locations["cell"].tolist(), strict=True))
    if look == "free":
        cells = {name: cell for name, cell in cells.items() if name in catalog.panoramas}
    if not 1 <= rounds <= min(MAX_ROUNDS, len(cells)):
        places = "held-out places" if look == "same_views" else "held-out places with a panorama to look around in"
        raise GameError(
            f"a game of {rounds} rounds cannot be played on {catalog.info.name}: it has {len(cells)} {places}, "
            f"and a game 1 to {MAX_ROUNDS} rounds; choose another number, or a larger dataset"
        )
    shuffled = sorted(cells, key=lambda name: hashlib.sha256(f"{seed}:{name}".encode()).digest())
    dealt: dict[int, int] = {}
    turns = []
    for position, name in enumerate(shuffled):
        turn = dealt.get(cells[name], 0)
        dealt[cells[name]] = turn + 1
        turns.append((turn, position, name))
    return [name for _, _, name in sorted(turns)[:rounds]]


def check_opponents(names: Sequence[str]) -> tuple[str, ...]:
    """Opponents' names as a tuple, if a game can be played against them."""
    if len(set(names)) != len(names):
        raise GameError(f"an opponent is named twice in {', '.join(names)}; name each once")
    for name in names:
        if not name or name == PLAYER or len(name.encode()) > 100:
            raise GameError(f"no opponent can be called {name!r}; choose one of the installed opponents")
    return tuple(names)
