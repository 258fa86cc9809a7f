import numpy as np
import py360convert
import pytest
from PIL import Image

from geogame.sources.remote.perspective import perspective

POSES = [
    (heading, pitch, fov)
    for heading, pitch, fov in zip(
        (0, 17, 45, 90, 133, 179, 180, 181, 225, 270, 300, 315, 333, 350, 359, 5, 60, 120, 200, 255),
        (0, 0, 10, -10, 20, 0, 30, -30, 45, 0, 5, -5, 15, -45, 0, 60, -60, 12, -20, 80),
        (90, 90, 90, 60, 100, 120, 90, 90, 75, 90, 110, 50, 90, 90, 40, 90, 90, 100, 70, 90),
        strict=True,
    )
]


def _panorama() -> np.ndarray:
    rng = np.random.default_rng(0)
    few = Image.fromarray(rng.integers(0, 256, (32, 64, 3), dtype=np.uint8))
    return np.asarray(few.resize((1024, 512), Image.Resampling.BICUBIC))


@pytest.mark.parametrize(("heading", "pitch", "fov"), POSES)
def test_crops_agree_with_py360convert_within_one_grey_level(heading: int, pitch: int, fov: int) -> None:
    panorama = _panorama()
    ours = perspective(panorama, heading_deg=heading + 40, centre_deg=40, fov_deg=fov, pitch_deg=pitch, size=(160, 120))
    # Its field of view reaches from the middle of the first pixel to that of the last, ours from edge to edge.
    half = np.tan(np.radians(fov) / 2)
    across, down = (np.degrees(2 * np.arctan(half * (pixels - 1) / 160)) for pixels in (160, 120))
    turn = (heading + 180) % 360 - 180
    theirs = py360convert.e2p(panorama, (across, down), turn, pitch, (120, 160))
    assert np.abs(ours.astype(float) - theirs.astype(float)).mean() <= 1.0


def test_the_middle_of_a_view_looks_at_its_heading() -> None:
    panorama = np.zeros((180, 360, 3), np.uint8)
    panorama[:, 270:272] = 255  # 90 degrees right of the middle, which looks at 30
    view = perspective(panorama, heading_deg=120, centre_deg=30, size=(91, 91))
    assert int(view[45, :, 0].argmax()) in (45, 46)
    assert perspective(panorama, heading_deg=30, centre_deg=30, size=(91, 91))[45, 45, 0] == 0
