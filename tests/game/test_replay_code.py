import base64
import hashlib

import pytest
from fake_panoramas import with_panoramas
from hypothesis import example, given, settings
from hypothesis import strategies as st
from made_catalog import make_catalog

from geogame.errors import GameError
from geogame.game import LOOKS, PLAYER, game_from_code, new_game, read_code, replay_code

CATALOG = make_catalog(dict.fromkeys(range(100, 160), 1))
OTHER = make_catalog(dict.fromkeys(range(10), 1), build_id="fedcba9876543210")
NAMES = st.one_of(
    st.sampled_from(["usa-rendered", "random", "constant", "oracle_cell"]),
    st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), min_size=1, max_size=20).filter(
        lambda name: name != PLAYER
    ),
)


def code_of(data: bytes) -> str:
    """A code whose checksum is right, whatever it says."""
    return base64.b32encode(data + hashlib.sha256(data).digest()[:3]).decode().rstrip("=")


@settings(deadline=None, max_examples=60)
@given(st.lists(NAMES, max_size=4, unique=True), st.integers(1, 50), st.integers(0, 2**32 - 1))
def test_a_code_deals_the_same_game_again(opponents, rounds, seed):
    game = new_game(CATALOG, opponents, rounds, seed)
    code = replay_code(game)
    assert code.isascii()
    assert code.isalnum()
    assert game_from_code(code, [OTHER, CATALOG]) == game


@settings(deadline=None, max_examples=20)
@given(st.integers(0, 2**32 - 1))
def test_case_spaces_and_dashes_do_not_matter(seed):
    game = new_game(CATALOG, ("random",), 5, seed)
    code = replay_code(game)
    assert game_from_code(f" {code[:5].upper()}-{code[5:9]} {code[9:]}\n", [CATALOG]) == game


def test_a_usual_code_is_short():
    assert len(replay_code(new_game(CATALOG, ("usa-rendered",), 5, 2**32 - 1))) <= 24


def test_this_code_means_this_game_for_ever():
    code = "aeasgrlhaaaaakqfqacg22lomuijafy"
    assert replay_code(new_game(CATALOG, ("usa-rendered", "mine"), 5, 42)) == code
    said = read_code(code)
    assert (said.build_id_prefix, said.seed, said.rounds) == ("01234567", 42, 5)
    assert said.opponents == ("usa-rendered", "mine")


@settings(deadline=None, max_examples=150)
@given(st.data())
def test_one_wrong_letter_is_noticed(data):
    code = replay_code(new_game(CATALOG, ("random", "mine"), 5, 77))
    place = data.draw(st.integers(0, len(code) - 1))
    letter = data.draw(st.sampled_from("abcdefghijklmnopqrstuvwxyz234567").filter(lambda c: c != code[place]))
    with pytest.raises(GameError, match="copy the whole code again"):
        read_code(code[:place] + letter + code[place + 1 :])


@settings(deadline=None, max_examples=200)
@given(st.text(max_size=60))
@example("")
@example("=" * 8)
@example("aaaaaaaa" * 1000)
@example("ſ" * 24)
def test_whatever_is_typed_gets_a_game_error(text):
    with pytest.raises(GameError, match="copy the whole code again"):
        read_code(text)


@given(st.integers(1, 22))
def test_a_code_cut_short_is_noticed(length):
    code = replay_code(new_game(CATALOG, ("usa-rendered",), 5, 1))
    with pytest.raises(GameError, match="copy the whole code again"):
        read_code(code[:length])


def test_a_code_for_a_dataset_that_is_not_here_says_which():
    code = replay_code(new_game(OTHER, (), 5, 1))
    with pytest.raises(GameError, match=r"build id fedcba98.*get that dataset \(here are: made\)"):
        game_from_code(code, [CATALOG])
    with pytest.raises(GameError, match="here are: none"):
        game_from_code(code, [])


def test_a_code_of_a_later_format_says_so():
    with pytest.raises(GameError, match="format 4, this version reads 3"):
        read_code(code_of(bytes([4]) + bytes(9)))


def test_a_code_says_what_the_human_saw(tmp_path):
    catalog = with_panoramas(CATALOG, tmp_path, CATALOG.ids[::2])
    games = {look: new_game(catalog, ("random", "mine"), 5, 42, look) for look in LOOKS}
    codes = {look: replay_code(game) for look, game in games.items()}
    assert codes["same_views"] != codes["free"]
    for look in LOOKS:
        assert read_code(codes[look]).look == look
        assert game_from_code(codes[look], [catalog]) == games[look]


def test_a_code_made_before_there_was_a_free_look_is_a_game_on_the_same_views():
    code = "aeasgrlhaaaaakqfqacg22lomuijafy"
    assert read_code(code).look == "same_views"
    assert game_from_code(code, [CATALOG]).look == "same_views"


@pytest.mark.parametrize("tail", [b"", bytes([2])])
def test_a_kind_of_game_that_is_not_known_is_refused(tail):
    with pytest.raises(GameError, match="a kind of game this version does not know"):
        read_code(code_of(bytes([2]) + bytes(8) + bytes([5]) + tail))


@pytest.mark.parametrize(
    ("tail", "reason"),
    [
        (bytes([255]), "does not know"),
        (bytes([2, 0xFF, 0xFF]), "does not know"),
        (bytes([129, 129]), "named twice"),
        (bytes([9]) + b"cut", "does not know"),
        (bytes([0]), "no opponent can be called"),
    ],
)
def test_a_well_formed_code_with_impossible_opponents_is_refused(tail, reason):
    with pytest.raises(GameError, match=reason):
        read_code(code_of(bytes([1]) + bytes(8) + bytes([5]) + tail))


def test_a_well_formed_code_with_impossible_rounds_is_refused():
    data = bytes([1]) + bytes.fromhex("01234567") + bytes(4) + bytes([0])
    with pytest.raises(GameError, match="0 rounds"):
        game_from_code(code_of(data), [CATALOG])
