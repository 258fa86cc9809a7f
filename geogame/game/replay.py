"""The replay code: a short word that deals the same game again, anywhere the same catalog is.

Its bytes are: format, four of the catalog's build id, the seed (four, big end first), the number of rounds,
the look (format 2 only), the opponents, and three of a SHA-256 over all that. They are written in base 32, which
survives any case, spaces and dashes. Format 1 stands for a game on the same views; a game on them is still written so,
and every old code means what it meant.
"""

import base64
import binascii
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NoReturn

from geogame.catalog import Catalog
from geogame.errors import GameError
from geogame.game.deal import check_opponents, new_game
from geogame.game.model import LOOKS, Game, Look

SAME_VIEWS_FORMAT = 1
FORMAT = 2
BUILD_ID_DIGITS = 8
CHECK_BYTES = 3
HEADER_BYTES = 10
MAX_CODE = 2000
# Written as one byte, 128 and up: part of the format, so names are only ever added at the end.
COMMON_OPPONENTS = ("usa-rendered", "random", "constant", "oracle_cell")
COPY_AGAIN = "copy the whole code again from where it was shared"


@dataclass(frozen=True, slots=True)
class ReplayCode:
    """What a code says.

    Attributes
    ----------
    build_id_prefix
        The first eight hexadecimal digits of the catalog's build id.
    seed, rounds, opponents, look
        As in `new_game`.
    """

    build_id_prefix: str
    seed: int
    rounds: int
    opponents: tuple[str, ...]
    look: Look = "same_views"


def replay_code(game: Game) -> str:
    """Code that deals this game again; only lower-case letters and digits.

    Raises
    ------
    GameError
        If the game's places are fresh: they are nowhere to be dealt from.
    """
    if game.places == "fresh":
        raise GameError("a game of fresh places has no replay code: its places were drawn for it alone")
    same_views = game.look == "same_views"
    data = bytes([SAME_VIEWS_FORMAT if same_views else FORMAT]) + bytes.fromhex(game.build_id[:BUILD_ID_DIGITS])
    data += game.seed.to_bytes(4, "big") + bytes([len(game.rounds)])
    data += b"" if same_views else bytes([LOOKS.index(game.look)])
    data += b"".join(_pack_name(name) for name in game.opponents)
    data += _check(data)
    return base64.b32encode(data).decode().rstrip("=").lower()


def read_code(code: str) -> ReplayCode:
    """Read a replay code.

    Raises
    ------
    GameError
        If it is damaged or of a later version; the message says what to do.
    """
    data = _bytes_of(code)
    body, check = data[:-CHECK_BYTES], data[-CHECK_BYTES:]
    if len(body) < HEADER_BYTES or check != _check(body):
        raise GameError(f"the replay code {_shown(code)} is incomplete or has a typing error; {COPY_AGAIN}")
    if body[0] not in {SAME_VIEWS_FORMAT, FORMAT}:
        raise GameError(
            f"the replay code {_shown(code)} is of format {body[0]}, this version reads {FORMAT} and older ones; "
            "use the version of the game that made it"
        )
    header, names = body[:HEADER_BYTES], body[HEADER_BYTES:]
    look: Look = "same_views"
    if header[0] == FORMAT:
        look, names = _unpack_look(names, code)
    opponents = check_opponents(_unpack_names(names, code))
    return ReplayCode(header[1:5].hex(), int.from_bytes(header[5:9], "big"), header[9], opponents, look)


def game_from_code(code: str, catalogs: Iterable[Catalog]) -> Game:
    """Deal the game of a replay code.

    Parameters
    ----------
    code
        As `replay_code` gave it; case, spaces and dashes do not matter.
    catalogs
        Those there are; the one the game was dealt from is taken.

    Raises
    ------
    GameError
        If the code is damaged or of a later version, or its catalog is not among them.
    """
    said = read_code(code)
    known = list(catalogs)
    for catalog in known:
        if catalog.info.build_id.startswith(said.build_id_prefix):
            return new_game(catalog, said.opponents, said.rounds, said.seed, said.look)
    raise GameError(
        f"the replay code {_shown(code)} is for the dataset with build id {said.build_id_prefix}…, which is not "
        f"here; get that dataset (here are: {', '.join(each.info.name for each in known) or 'none'})"
    )


def _pack_name(name: str) -> bytes:
    if name in COMMON_OPPONENTS:
        return bytes([128 + COMMON_OPPONENTS.index(name)])
    text = name.encode()
    return bytes([len(text)]) + text


def _unpack_look(data: bytes, code: str) -> tuple[Look, bytes]:
    if not data or data[0] >= len(LOOKS):
        raise GameError(
            f"the replay code {_shown(code)} is for a kind of game this version does not know; "
            "use the version of the game that made it"
        )
    return LOOKS[data[0]], data[1:]


def _unpack_names(data: bytes, code: str) -> Sequence[str]:
    names = []
    while data:
        head, data = data[0], data[1:]
        if head >= 128:
            if head - 128 >= len(COMMON_OPPONENTS):
                _unknown_opponent(code)
            names.append(COMMON_OPPONENTS[head - 128])
            continue
        if len(data) < head:
            _unknown_opponent(code)
        try:
            names.append(data[:head].decode())
        except UnicodeDecodeError:
            _unknown_opponent(code)
        data = data[head:]
    return names


def _unknown_opponent(code: str) -> NoReturn:
    raise GameError(
        f"the replay code {_shown(code)} names an opponent this version does not know; "
        "use the version of the game that made it"
    )


def _bytes_of(code: str) -> bytes:
    """Undo the base 32; b"" for what is none, which no check passes."""
    letters = "".join(code.split()).replace("-", "").upper()
    if not letters.isascii() or len(letters) > MAX_CODE:
        return b""
    try:
        data = base64.b32decode(letters + "=" * (-len(letters) % 8))
    except binascii.Error:
        return b""
    # The last letter may hold spare bits; two spellings of one code would be a missed typing error.
    return data if base64.b32encode(data).decode().rstrip("=") == letters else b""


def _check(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()[:CHECK_BYTES]


def _shown(code: str) -> str:
    """Quote the code, shortened, without characters that would spoil a message."""
    return repr(code if len(code) <= 60 else code[:57] + "…")
