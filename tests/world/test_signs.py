"""Signs: every state's marker has its own outline where it should, text reads forward, and no number is invented."""

import math
from itertools import combinations

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from geogame.world import arrays as A
from geogame.world.customs import SIGN_POSTS
from geogame.world.facts import STATES
from geogame.world.limits import RURAL_LIMITS_MPH
from geogame.world.place import Place
from geogame.world.roadside import Roadside, textures
from geogame.world.setting import setting_of
from geogame.world.shields import SHIELDS
from geogame.world.signposts import BACK, FORTH, FROM_LEFT, FROM_RIGHT, put_signs, signpost
from geogame.world.signs import KINDS, SIZE, WARNINGS, sign_back, sign_texture
from geogame.world.view import render_view
from tests import plain_scene

SIDE_PX = 400


def test_every_state_has_a_marker() -> None:
    assert set(SHIELDS) == set(STATES)


def test_markers_of_different_shapes_look_different() -> None:
    shown = {SHIELDS[state]: sign_texture("shield", state) for state in STATES}
    for a, b in combinations(shown, 2):
        difference = np.abs(shown[a] * shown[a][..., 3:] - shown[b] * shown[b][..., 3:]).max(-1)
        assert (difference > 0.04).mean() > 0.02, (a, b)


def test_states_that_wear_their_own_outline_share_it_with_no_other() -> None:
    own = {"FL", "TX", "KS", "UT", "WA", "CA", "AL", "AR", "AZ", "GA", "LA", "MO", "NV", "OH", "OK", "PA", "CO", "NM"}
    for state in own - {"TX"}:
        assert all(SHIELDS[other].shape != SHIELDS[state].shape for other in STATES if other != state)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_sign_can_be_drawn(kind: str) -> None:
    details = {"warning": WARNINGS, "shield": ("TX", "US"), "chevron": ("left", "right"), "speed": ("55",)}
    for detail in details.get(kind, ("",)):
        texture = sign_texture(kind, detail)
        assert texture.shape == (SIZE, SIZE, 4)
        assert np.isfinite(texture).all()
        assert (texture[..., 3] > 0.5).mean() > 0.1


def _road(**changes: float) -> Roadside:
    return Roadside(plain_scene.params(**changes), np.random.default_rng(1))


def _seen(road: Roadside, heading_deg: float) -> tuple[NDArray[np.uint8], NDArray[np.bool_]]:
    """Return a picture of the signs of a road, and where they are: what differs from the empty road."""
    quads, _ = road.solids.arrays()
    faces, index = textures(road)
    plain = plain_scene.scene(params=road.params)
    full = plain_scene.scene(params=road.params, quads=quads.astype(np.float32), textures=faces, texture_index=index)
    views = [render_view(s, heading_deg, SIDE_PX, SIDE_PX, fov_deg=40) for s in (full, plain)]
    return views[0], np.abs(views[0].astype(int) - views[1]).sum(-1) > 30


def _agreement(picture: NDArray[np.uint8], where: NDArray[np.bool_], texture: NDArray[np.float32]) -> float:
    """Correlate the sign in a picture with a texture fitted to its place."""
    rows, columns = np.nonzero(where)
    seen = picture[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1].mean(-1)
    inside_rows, inside_columns = np.nonzero(texture[..., 3] > 0.5)
    cut = texture[inside_rows.min() : inside_rows.max() + 1, inside_columns.min() : inside_columns.max() + 1]
    grey = Image.fromarray((np.clip(cut[..., :3].mean(-1), 0, 1) ** (1 / 2.2) * 255).astype(np.uint8))
    wanted = np.asarray(grey.resize(seen.shape[::-1], Image.Resampling.BOX), float)
    plate = Image.fromarray((cut[..., 3] * 255).astype(np.uint8)).resize(seen.shape[::-1], Image.Resampling.BOX)
    solid = np.asarray(plate) > 250
    return float(np.corrcoef(seen[solid], wanted[solid])[0, 1])


@pytest.mark.parametrize("bearing_deg", [0.0, 37.0, 200.0])
@pytest.mark.parametrize(("side", "reader"), [(1.0, FORTH), (-1.0, BACK)])
def test_text_reads_forward_for_who_shall_read_it(bearing_deg: float, side: float, reader: object) -> None:
    road = _road(ROAD_BEARING=math.radians(bearing_deg))
    signpost(road, "speed", "55", (side * 1.0, side * 8.0), reader, "")  # type: ignore[arg-type]
    picture, where = _seen(road, bearing_deg + (0 if side > 0 else 180))
    texture = sign_texture("speed", "55")
    assert _agreement(picture, where, texture) > 0.75
    assert _agreement(picture, where, texture) > _agreement(picture, where, texture[:, ::-1]) + 0.1


@pytest.mark.parametrize(("reader", "heading_deg"), [(FROM_RIGHT, 270.0), (FROM_LEFT, 90.0)])
def test_a_stop_sign_faces_the_side_road(reader: object, heading_deg: float) -> None:
    road = _road()
    u = -8.0 if heading_deg == 270 else 8.0
    signpost(road, "stop", "", (u, 0.0), reader, "")  # type: ignore[arg-type]
    picture, where = _seen(road, heading_deg)
    assert _agreement(picture, where, sign_texture("stop", "")) > 0.7
    red = picture[where].astype(int)
    assert (red[:, 0] > red[:, 1] + 60).mean() > 0.4


@pytest.mark.parametrize("post", ["", *SIGN_POSTS])
def test_the_back_of_a_sign_is_bare_metal(post: str) -> None:
    road = _road()
    signpost(road, "stop", "", (1.0, 8.0), BACK, post)
    picture, where = _seen(road, 0.0)
    shown = picture[where].astype(int)
    assert (np.abs(shown[:, 0] - shown[:, 1]) < 25).mean() > 0.9
    assert np.ptp(sign_back("stop", "")[..., :3]) == pytest.approx(0.0, abs=0.03)


def test_speed_limits_are_shown_only_where_a_source_gives_them() -> None:
    known = {id(sign_texture("speed", str(mph))): mph for mph in range(15, 90, 5)}
    points = {
        "KS": (38.9, -99.5), "WY": (42.1, -107.3), "MT": (47.2, -108.4), "TX": (31.5, -100.6), "NE": (41.6, -100.2),
        "IA": (42.9, -94.6), "SD": (44.5, -100.9), "NM": (34.4, -104.9), "OR": (43.2, -119.6), "FL": (27.2, -81.4),
    }  # fmt: skip
    shown: dict[str, set[int]] = {}
    for state, (lat, lon) in points.items():
        for seed in range(12):
            s = setting_of(Place(lat, lon, 160, 12.0, seed), "training")
            assert s.facts.state == state
            road = Roadside(s.params, s.rng["roadside"])
            put_signs(s, road)
            limits = {known[id(face)] for face in road.textures if id(face) in known}
            assert limits <= {RURAL_LIMITS_MPH.get(state)}
            assert not (limits and s.params[A.URBAN] > 0.5)
            shown.setdefault(state, set()).update(limits)
    assert shown["KS"] == {65}
    assert not shown["WY"]
