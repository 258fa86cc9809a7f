"""Advertisements are pictures of several colours, each motif its own, and the same every time."""

import numpy as np
import pytest

from geogame.world.hoardings import MOTIFS, advertisement
from geogame.world.landmark_shapes import BILLBOARD_PAINTS
from geogame.world.signs import SIZE

PAINTS = (BILLBOARD_PAINTS[0], BILLBOARD_PAINTS[2], BILLBOARD_PAINTS[3])


@pytest.mark.parametrize("motif", MOTIFS)
def test_an_advertisement_is_opaque_and_never_of_one_colour(motif: str) -> None:
    face = advertisement(motif, PAINTS)
    assert face.shape == (SIZE, SIZE, 4)
    assert (face[..., 3] == 1).all()
    assert 0 <= face[..., :3].min() < face[..., :3].max() <= 1
    colours, counts = np.unique((face[..., :3] * 12).astype(int).reshape(-1, 3), axis=0, return_counts=True)
    assert len(colours) >= 4
    assert counts.max() < 0.8 * SIZE * SIZE


def test_motifs_and_paints_tell_advertisements_apart() -> None:
    faces = [advertisement(motif, PAINTS) for motif in MOTIFS]
    for k, face in enumerate(faces):
        assert all(np.abs(face - other).mean() > 0.03 for other in faces[:k])
    assert np.abs(advertisement(MOTIFS[0], PAINTS[::-1]) - faces[0]).mean() > 0.03


def test_an_advertisement_is_drawn_once_and_cannot_be_changed() -> None:
    face = advertisement(MOTIFS[0], PAINTS)
    assert advertisement(MOTIFS[0], PAINTS) is face
    with pytest.raises(ValueError, match="read-only"):
        face[0, 0, 0] = 0.5
