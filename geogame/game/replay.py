"""The replay code: a short word that deals the same game again, anywhere the same catalog is.

Its bytes are: format, four of the catalog's build id, the seed (four, big end first), the number of rounds,
the look (from format 2 on), the mode and its time limit in seconds (from format 3 on), the opponents, and three of a
SHA-256 over all that. They are written in base 32, which survives any case, spaces and dashes. A game is written in
the oldest format that can tell it: a classic one on the same views in format 1, a classic one with a free look in
format 2. So every old code means what it meant. A daily challenge is written as the classic game of its places: played
again, it is one.
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
from geogame.game.model import CLASSIC, LOOKS, Game, Look
from geogame.game.modes import DAILY, MODES

SAME_VIEWS_FORMAT = 1
LOOK_FORMAT = 2
FORMAT = 3
BUILD_ID_DIGITS = 8
CHECK_BYTES = 3
HEADER_BYTES = 10
MAX_CODE = 2000
# Written as one byte, 128 and up: part of the format, so names are only ever added at the end.
COMMON_OPPONENTS = ("usa-rendered", "random", "constant", "oracle_cell")
KIND_BYTES = {SAME_VIEWS_FORMAT: 0, LOOK_FORMAT: 1, FORMAT: 3}
"""By format, the bytes that tell look, mode and time limit."""
COPY_AGAIN = "copy the whole code again from where it was shared"


@dataclass(frozen=True, slots=True)
class ReplayCode:
    """What a code says.

    Attributes
    ----------
    build_id_prefix
        The first eight hexadecimal digits of the catalog's build id.
    seed, rounds, opponents, look, mode, time_limit_s
        As in `new_game`.
    """

    build_id_prefix: str
    seed: int
    rounds: int
    opponents: tuple[str, ...]
    look: Look = "same_views"
    mode: str = CLASSIC
    time_limit_s: float | None = None


def replay_code(game: Game) -> str:
    """Code that deals this game again; only lower-case letters and digits.

    Raises
    ------
    GameError
        If the game's places are fresh: they are nowhere to be dealt from.
    """
    if game.places == "fresh":
        raise GameError("a game of fresh places has no replay code: its places were drawn for it alone")
    mode = CLASSIC if game.mode == DAILY else game.mode
    kind = bytes([LOOKS.index(game.look), list(MODES).index(mode), int(game.time_limit_s or 0)])
    used = FORMAT if mode != CLASSIC else LOOK_FORMAT if game.look != "same_views" else SAME_VIEWS_FORMAT
    data = bytes([used]) + bytes.fromhex(game.build_id[:BUILD_ID_DIGITS])
    data += game.seed.to_bytes(4, "big") + bytes([1 if MODES[mode].grows else len(game.rounds)])
    data += kind[: KIND_BYTES[used]]
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
    if body[0] not in KIND_BYTES:
        raise GameError(
            f"the replay code {_shown(code)} is of format {body[0]}, this version reads {FORMAT} and older ones; "
            "use the version of the game that made it"
        )
    header, rest = body[:HEADER_BYTES], body[HEADER_BYTES:]
    told = KIND_BYTES[header[0]]
    look, mode, time_limit_s = _unpack_kind(rest[:told], told, code)
    opponents = check_opponents(_unpack_names(rest[told:], code))
    seed = int.from_bytes(header[5:9], "big")
    return ReplayCode(header[1:5].hex(), seed, header[9], opponents, look, mode, time_limit_s)


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
            return new_game(catalog, said.opponents, said.rounds, said.seed, said.look, said.mode, said.time_limit_s)
    raise GameError(
        f"the replay code {_shown(code)} is for the dataset with build id {said.build_id_prefix}…, which is not "
        f"here; get that dataset (here are: {', '.join(each.info.name for each in known) or 'none'})"
    )


def _pack_name(name: str) -> bytes:
    if name in COMMON_OPPONENTS:
        return bytes([128 + COMMON_OPPONENTS.index(name)])
    text = name.encode()
    return bytes([len(text)]) + text


def _unpack_kind(data: bytes, length: int, code: str) -> tuple[Look, str, float | None]:
    """Look, mode and time limit; what an old format does not tell is as usual."""
    look, mode, seconds = data + bytes(3 - len(data))
    if len(data) < length or look >= len(LOOKS) or mode >= len(MODES):
        raise GameError(
            f"the replay code {_shown(code)} is for a kind of game this version does not know; "
            "use the version of the game that made it"
        )
    return LOOKS[look], list(MODES)[mode], float(seconds) or None


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
