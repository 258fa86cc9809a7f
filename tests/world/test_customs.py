"""Every state has customs, they are well formed, and they tell states apart."""

import re
from itertools import combinations

import pytest

from geogame.world import customs as C
from geogame.world.customs import CUSTOMS, Customs
from geogame.world.facts import STATES

HEX = re.compile(r"#[0-9a-f]{6}")


def test_every_state_and_the_capital_have_customs() -> None:
    assert set(CUSTOMS) == set(STATES)
    assert len(STATES) == 49


@pytest.mark.parametrize("state", STATES)
def test_customs_are_well_formed(state: str) -> None:
    c = CUSTOMS[state]
    for name in ("concrete", "gravel", "edge_line", "rumble", "guardrail", "wires", "delineators", "mailbox"):
        assert 0 <= getattr(c, f"{name}_share") <= 1
    assert 0 <= c.tar_snakes <= 1
    assert 0 <= c.paved_shoulder_m <= 2.5
    assert 0 <= c.mown_verge_m <= 12
    assert 7 <= c.pole_height_m <= 16
    assert c.guardrail in C.GUARDRAILS
    assert c.pole_kind in C.POLE_KINDS
    assert c.sign_post in C.SIGN_POSTS
    for mix, known in ((c.fence_mix, C.FENCES), (c.house_mix, C.HOUSES)):
        assert set(mix) <= set(known)
        assert sum(mix.values()) == pytest.approx(1.0)
    assert sum(c.roof_mix.values()) == pytest.approx(1.0)
    assert c.barn_colours
    for colour in (c.asphalt_hex, c.gravel_hex, c.delineator_hex, *c.roof_mix, *c.barn_colours):
        assert HEX.fullmatch(colour)


def _features(c: Customs) -> tuple[object, ...]:
    """What can be seen in a small picture."""
    return (
        c.asphalt_hex, c.concrete_share, c.gravel_hex, c.paved_shoulder_m, c.mown_verge_m, c.pole_kind, c.tar_snakes,
        tuple(c.house_mix.items()), tuple(c.fence_mix.items()),
    )  # fmt: skip


def test_no_two_states_look_alike() -> None:
    for a, b in combinations(STATES, 2):
        different = sum(x != y for x, y in zip(_features(CUSTOMS[a]), _features(CUSTOMS[b]), strict=True))
        assert different >= 2, (a, b)


def test_known_colours_of_the_ground_show_in_roads() -> None:
    def warmth(colour: str) -> int:
        return int(colour[1:3], 16) - int(colour[5:7], 16)

    assert warmth(CUSTOMS["SD"].asphalt_hex) > 25 > warmth(CUSTOMS["NY"].asphalt_hex)
    assert warmth(CUSTOMS["GA"].gravel_hex) > warmth(CUSTOMS["MO"].gravel_hex) + 50


def test_the_table_cannot_be_changed_by_accident() -> None:
    with pytest.raises(AttributeError):
        CUSTOMS["TX"].asphalt_hex = "#000000"  # type: ignore[misc]
