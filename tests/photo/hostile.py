"""Files that strangers might upload, all made here: good ones in every dress, and bad ones of every kind."""

import io
import struct
import zipfile
import zlib

import numpy as np
from PIL import Image, ImageCms
from pillow_heif import register_heif_opener

register_heif_opener()

RED, GREEN = (200, 40, 30), (30, 160, 60)
SIZE = (96, 64)


def picture(mode: str = "RGB") -> Image.Image:
    """Red on the left, green on the right."""
    pixels = np.zeros((SIZE[1], SIZE[0], 3), np.uint8)
    pixels[:, : SIZE[0] // 2], pixels[:, SIZE[0] // 2 :] = RED, GREEN
    return Image.fromarray(pixels).convert(mode)


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def turned(orientation: int, kind: str = "JPEG") -> bytes:
    exif = Image.Exif()
    exif[0x0112] = orientation
    return saved(picture(), kind, exif=exif)


def placed(lat: tuple[float, ...], lon: tuple[float, ...], sides: str = "NW", words: str = "") -> bytes:
    """A JPEG whose camera wrote where it was, and ``words`` as its description."""
    exif = Image.Exif()
    exif[0x010E] = words
    exif.get_ifd(0x8825).update({1: sides[0], 2: lat, 3: sides[1], 4: lon})
    return saved(picture(), "JPEG", exif=exif)


def chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png(width: int, height: int, body: bytes, *others: bytes) -> bytes:
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(others) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def zeros(count: int) -> bytes:
    """``count`` zero bytes, deflated."""
    squeeze = zlib.compressobj(9)
    block = bytes(1 << 20)
    parts = [squeeze.compress(block) for _ in range(count >> 20)]
    return b"".join([*parts, squeeze.compress(bytes(count & 0xFFFFF)), squeeze.flush()])


def zip_of(name: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(name, "x")
    return out.getvalue()


def with_segment(jpeg: bytes, marker: int, body: bytes) -> bytes:
    return jpeg[:2] + bytes((0xFF, marker)) + struct.pack(">H", len(body) + 2) + body + jpeg[2:]


def frames(kind: str) -> bytes:
    return saved(picture(), kind, save_all=True, append_images=[Image.new("RGB", SIZE, "blue")] * 3)


def see_through() -> Image.Image:
    """The right half is transparent, so it is white on white paper."""
    image = picture("RGBA")
    image.paste((0, 0, 0, 0), (SIZE[0] // 2, 0, *SIZE))
    return image


def good() -> dict[str, bytes]:
    """Files that show the picture: red on the left."""
    jpeg = saved(picture(), "JPEG", quality=95)
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    absurd = Image.Exif()
    absurd[0x0112], absurd[0x010E], absurd[0x0131] = 77, "é" * 30_000, "\x00" * 500
    return {
        "jpeg": jpeg,
        "jpeg, progressive": saved(picture(), "JPEG", quality=95, progressive=True),
        "jpeg, CMYK": saved(picture("CMYK"), "JPEG", quality=95),
        "jpeg, sRGB profile": saved(picture(), "JPEG", quality=95, icc_profile=srgb),
        "jpeg, profile of rubbish": saved(picture(), "JPEG", quality=95, icc_profile=b"rubbish" * 99),
        "jpeg, absurd EXIF": saved(picture(), "JPEG", quality=95, exif=absurd),
        "jpeg, EXIF of rubbish": with_segment(jpeg, 0xE1, b"Exif\0\0MM\0*\xff\xff\xff\xff" + b"\xee" * 400),
        "jpeg, EXIF that points to itself": with_segment(jpeg, 0xE1, b"Exif\0\0II*\0\x08\0\0\0\0\0\x08\0\0\0" * 20),
        "jpeg, long comment": with_segment(jpeg, 0xFE, b"<script>alert(1)</script>" * 2000),
        "jpeg and zip in one": jpeg + zip_of("../../etc/passwd"),
        "jpeg and web page in one": with_segment(jpeg, 0xFE, b"--><html><script>alert(1)</script><!--"),
        "png": saved(picture(), "PNG"),
        "png, palette": saved(picture().quantize(8), "PNG"),
        "png, palette with transparency": saved(see_through().quantize(8), "PNG"),
        "png, alpha": saved(see_through(), "PNG"),
        "png, long text": png(*SIZE, zlib.compress(rows()), chunk(b"tEXt", b"Comment\0" + b"x" * 900_000)),
        "png, animated": frames("PNG"),
        "webp": saved(picture(), "WEBP", quality=95),
        "webp, lossless with alpha": saved(see_through(), "WEBP", lossless=True),
        "webp, animated": frames("WEBP"),
        "gif": saved(picture(), "GIF"),
        "gif, animated": frames("GIF"),
        "tiff": saved(picture(), "TIFF"),
        "tiff, deflated": saved(picture(), "TIFF", compression="tiff_deflate"),
        "tiff, CMYK": saved(picture("CMYK"), "TIFF"),
        "tiff, two pages": frames("TIFF"),
        "avif": saved(picture(), "AVIF", quality=95),
        "avif, branded as any still picture": saved(picture(), "AVIF", quality=95).replace(b"ftypavif", b"ftypmif1", 1),
        "heic": saved(picture(), "HEIF", quality=95),
        "heic, alpha": saved(see_through(), "HEIF", quality=95),
        **{f"{kind}, turned {n}": upright(n, kind) for kind in ("JPEG", "TIFF", "PNG", "HEIF") for n in (3, 6, 8)},
    }


def rows() -> bytes:
    """The picture as the rows of a PNG, no filter."""
    return b"".join(b"\0" + row.tobytes() for row in np.asarray(picture()))


def upright(orientation: int, kind: str) -> bytes:
    """The picture stored turned, with the note that turns it back."""
    back = {3: Image.Transpose.ROTATE_180, 6: Image.Transpose.ROTATE_90, 8: Image.Transpose.ROTATE_270}
    exif = Image.Exif()
    exif[0x0112] = orientation
    return saved(picture().transpose(back[orientation]), kind, exif=exif.tobytes())


def bad() -> dict[str, bytes]:
    """Files that are to be refused with a clear word."""
    jpeg, plain = saved(picture(), "JPEG", quality=95), saved(picture(), "PNG")
    tiff = saved(picture(), "TIFF")
    return {
        "nothing": b"",
        "one byte": b"\xff",
        "too many bytes": jpeg + bytes(26 << 20),
        "jpeg, only its start": jpeg[:3],
        "jpeg, cut in the head": jpeg[:200],
        "jpeg, cut in the picture": jpeg[: len(jpeg) - 80],
        "jpeg of zeros": jpeg[:4] + bytes(5000),
        "png, cut": plain[: len(plain) // 2],
        "png, broken chunk": plain.replace(b"IDAT", b"IDAX", 1),
        "png, bomb of 400 million pixels": png(20_000, 20_000, zeros(60 << 20)),
        "png, sides beyond reason": png(2**31 - 1, 2**31 - 1, b""),
        "png, no width": png(0, 10, zlib.compress(b"")),
        "png, too small": saved(Image.new("RGB", (8, 8)), "PNG"),
        "png, text bomb": png(*SIZE, zlib.compress(rows()), chunk(b"zTXt", b"C\0\0" + zeros(200 << 20))),
        "webp, cut": saved(picture(), "WEBP")[:60],
        "webp, sides beyond reason": b"RIFF\x16\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0\xfe\xff\xff\xfe\xff\xff",
        "gif, cut": saved(picture(), "GIF")[:30],
        "gif, sides beyond reason": b"GIF89a\xff\xff\xff\xff\0\0\0" + saved(picture(), "GIF")[13:],
        "tiff, cut": tiff[: len(tiff) // 2],
        "tiff, directory beyond the end": b"II*\0\xff\xff\xff\x7f" + bytes(90),
        "tiff, directory that points to itself": b"II*\0\x08\0\0\0\0\0\x08\0\0\0" + bytes(90),
        "tiff, measured values": saved(Image.new("F", SIZE), "TIFF"),
        "avif, cut": saved(picture(), "AVIF")[:120],
        "heic, cut": saved(picture(), "HEIF")[:200],
        "svg": b'<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>',
        "svg with entities": b'<?xml version="1.0"?><!DOCTYPE s [<!ENTITY a "aaaa">]><svg>&a;</svg>',
        "web page": b"<!DOCTYPE html><html><script>alert(1)</script></html>",
        "zip": zip_of("photo.jpg"),
        "zip with a path trick": zip_of("../../../etc/passwd"),
        "pdf": b"%PDF-1.7\n" + bytes(50),
        "postscript": b"%!PS-Adobe-3.0 EPSF-3.0\n(/etc/passwd) run",
        "program": b"\x7fELF" + bytes(80),
        "bmp": saved(picture(), "BMP"),
        "icon": saved(picture(), "ICO"),
        "jpeg 2000": b"\x00\x00\x00\x0cjP  \r\n\x87\n" + bytes(80),
        "film": b"\0\0\0\x18ftypisom" + bytes(90),
        "heic of zeros": b"\0\0\0\x18ftypheic" + bytes(90),
        "text": b"not a picture at all\n" * 50,
        "the name of a file": b"/etc/passwd",
    }
