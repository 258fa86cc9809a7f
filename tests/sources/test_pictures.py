import io
import struct
import zlib

import fake_folders
import numpy as np
import pytest
from PIL import Image, ImageCms

from geogame.sources.decoding import PictureError
from geogame.sources.pictures import keep_picture, strip_jpeg


def opened(data):
    return Image.open(io.BytesIO(data))


def saved(image, kind, **options):
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


@pytest.mark.parametrize("progressive", [False, True])
def test_a_plain_jpeg_keeps_every_pixel_and_loses_all_metadata(progressive):
    image = opened(fake_folders.photo(59.3, 18.1))
    data = saved(image, "JPEG", exif=image.getexif(), comment=b"at home", progressive=progressive) + b"trailing secrets"
    kept = keep_picture(data)
    assert kept.suffix == "jpg"
    assert np.array_equal(np.asarray(opened(kept.data)), np.asarray(opened(data)))
    assert not opened(kept.data).getexif()
    for told in (b"Exif", b"Ada", b"home", b"secrets", b"2019"):
        assert told in data
        assert told not in kept.data


def test_equal_content_has_equal_names_and_the_name_says_nothing_else():
    one, other = (keep_picture(data) for data in (fake_folders.photo(1, 2), fake_folders.photo(3, 4)))
    assert one.file == other.file == f"images/{one.sha256[:2]}/{one.sha256}.jpg"


def test_a_turned_photograph_is_kept_upright():
    kept = keep_picture(fake_folders.photo(1, 2, orientation=6))
    assert (kept.width, kept.height) == fake_folders.SIZE[::-1]
    upright = np.rot90(np.asarray(fake_folders.picture(0)), -1).astype(int)
    assert np.abs(np.asarray(opened(kept.data)).astype(int) - upright).mean() < 20


def sixteen_bits():
    ramp = np.arange(64 * 48, dtype=np.uint16).reshape(48, 64) * 21
    return saved(Image.fromarray(ramp), "PNG"), (ramp / 257)[..., None].repeat(3, 2)


def cmyk():
    image = fake_folders.picture(3).convert("CMYK")
    return saved(image, "JPEG", quality=95), np.asarray(image.convert("RGB")).astype(float)


def transparent():
    image = fake_folders.picture(4).convert("RGBA")
    return saved(image, "PNG"), np.asarray(image.convert("RGB")).astype(float)


def with_profile():
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    image = fake_folders.picture(5)
    return saved(image, "JPEG", icc_profile=profile, quality=95), np.asarray(image).astype(float)


def telephone():
    image = fake_folders.picture(6)
    return saved(image, "MPO", save_all=True, append_images=[fake_folders.picture(7)]), np.asarray(image).astype(float)


@pytest.mark.parametrize("made", [telephone, sixteen_bits, cmyk, transparent, with_profile])
def test_odd_pictures_become_eight_bits_of_srgb(made):
    data, expected = made()
    kept = keep_picture(data)
    image = opened(kept.data)
    assert (kept.suffix, image.mode) == ("webp", "RGB")
    assert np.abs(np.asarray(image).astype(float) - expected).mean() < 20
    assert not {"exif", "icc_profile", "xmp"} & set(image.info)


def huge_png():
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 20_000, 10_000, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


def animated():
    frames = [fake_folders.picture(seed) for seed in range(3)]
    return saved(frames[0], "GIF", save_all=True, append_images=frames[1:])


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty file"),
        (b"\n <!DOCTYPE html><html><body>Sign in</body></html>", "web page"),
        (b"<html>Not found</html>", "web page"),
        (b"\x00\x01not a picture" * 50, "known format"),
        (fake_folders.encoded(1)[:900], "damaged"),
        (fake_folders.encoded(1, "PNG")[:200], "damaged"),
        (animated(), "animated"),
        (huge_png(), "89 megapixels"),
        (fake_folders.encoded(1, size=(24, 24)), "smaller than 32"),
        (saved(Image.new("RGB", (64, 64), (228, 227, 223)), "JPEG"), "placeholder"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 64 64\n", "known format"),
    ],
)
def test_what_is_no_picture_is_refused_with_its_reason(data, reason):
    with pytest.raises(PictureError, match=reason):
        keep_picture(data)


def test_a_box_and_a_size_cut_overlays_off():
    image = fake_folders.picture(6, (80, 160))
    image.paste((255, 0, 255), (0, 120, 80, 160))
    kept = keep_picture(saved(image, "PNG"), box=(0.0, 0.0, 1.0, 0.75), size=(40, 60))
    assert (kept.width, kept.height) == (40, 60)
    assert not (np.abs(np.asarray(opened(kept.data)).astype(int)[-4:] - (255, 0, 255)).sum(-1) < 60).any()


@pytest.mark.parametrize("length", [2, 3, 20, 300])
def test_a_jpeg_that_ends_in_the_middle_is_not_stripped(length):
    assert strip_jpeg(fake_folders.encoded(1)[:length]) is None
