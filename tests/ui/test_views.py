import base64
import io

import numpy as np
import pytest
from PIL import Image

from geogame.ui.views import ViewPicture, view_data, without_metadata

PIXELS = np.arange(32 * 64 * 3, dtype=np.uint8).reshape(32, 64, 3)
PLACE_NAME = "40.7128 N, 74.0060 W"


def encode(kind, **options):
    out = io.BytesIO()
    Image.fromarray(PIXELS).save(out, kind, **options)
    return out.getvalue()


def secret_exif():
    exif = Image.Exif()
    exif[0x010E] = PLACE_NAME
    return exif


@pytest.mark.parametrize("kind", ["WEBP", "JPEG", "PNG"])
def test_a_clean_picture_reaches_the_browser_bit_for_bit(kind):
    encoded = encode(kind)
    data = view_data(ViewPicture(90.0, encoded))
    head, body = data["src"].split(",")
    assert head == f"data:image/{kind.lower()};base64"
    assert base64.b64decode(body) == encoded
    assert data["heading_deg"] == 90.0


@pytest.mark.parametrize("kind", ["WEBP", "JPEG", "PNG"])
def test_what_a_camera_wrote_into_a_picture_is_taken_out(kind):
    encoded = encode(kind, exif=secret_exif())
    assert PLACE_NAME.encode() in encoded
    bare = without_metadata(encoded)
    assert PLACE_NAME.encode() not in bare
    with Image.open(io.BytesIO(bare)) as image:
        assert image.size == (64, 32)
        assert not image.getexif()


def test_the_address_names_the_picture_s_content_only():
    one, same, other = (view_data(ViewPicture(h, encode("WEBP", quality=q))) for h, q in ((0, 80), (180, 80), (0, 20)))
    assert one["id"] == same["id"] != other["id"]
    assert set(one) == {"id", "src", "heading_deg"}
