"""Folders of small made pictures in the layouts that people have."""

import io
import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from PIL import Image
from PIL.TiffImagePlugin import IFDRational

SIZE = (64, 48)
# Cell of the USA's fishnet, latitude, longitude, month.
USA_PLACES = [
    (122, 44.45667078068542, -99.44162280459965, "2009-08"),
    (27, 39.29857974594151, -117.9124921831382, "2007-12"),
]


def picture(seed: int, size: tuple[int, int] = SIZE) -> Image.Image:
    """Coarse coloured squares that depend on the seed alone."""
    width, height = size
    squares = np.random.default_rng(seed).integers(0, 256, (height // 8, width // 8, 3), dtype=np.uint8)
    return Image.fromarray(squares.repeat(8, axis=0).repeat(8, axis=1))


def encoded(seed: int, kind: str = "JPEG", size: tuple[int, int] = SIZE, **options: object) -> bytes:
    """The same as the bytes of a file."""
    buffer = io.BytesIO()
    picture(seed, size).save(buffer, kind, **options)
    return buffer.getvalue()


def save(path: Path, seed: int) -> Path:
    """Write one picture, with the folders it lies in."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(encoded(seed))
    return path


def _usa_views() -> Iterator[tuple[int, int, int, str, str]]:
    for number, (cell, lat, lon, month) in enumerate(USA_PLACES):
        for view in range(3):
            yield number * 3 + view, view, cell, f"{lat},{lon}", month


def usa(folder: Path, layout: str) -> Path:
    """The USA seed's files in one of its four spellings."""
    for seed, view, cell, point, month in _usa_views():
        name = {
            "usa-nested": f"{cell}/{point}/{90 * view}_{month}.jpg",
            "usa-combined": f"{cell}+{point}/{90 * view}_{month}.jpg",
            "usa-flat": f"{cell}+{point}+{90 * view}_{month}.jpg",
            "usa-report": f"{cell}+{point}+{view}-{month}.jpg",
        }[layout]
        save(folder / name, seed)
    return folder


def india(folder: Path) -> Path:
    """Two panoramas with four headings each, and their meta.json."""
    for number, (name, lat, lon) in enumerate([("CAoSLEFG", 26.9, 75.8), ("xKz-_9", 13.0, 77.6)]):
        for view in range(4):
            save(folder / f"images/7/{name}/pic_{90 * view}_.jpg", 4 * number + view)
        meta = folder / f"meta/7/{name}/meta.json"
        meta.parent.mkdir(parents=True)
        about = {"location": {"lat": lat, "lng": lon}, "date": "2022-03", "copyright": "© someone", "status": "OK"}
        meta.write_text(json.dumps(about))
    return folder


def stockholm(folder: Path) -> Path:
    """One place at four rotations on two dates, another on one, and the table of places."""
    for seed, (place, month) in enumerate([(2041, "September 2022"), (2041, "May 2017"), (7, "June 2009")]):
        for rotation in range(4):
            save(folder / f"{place}_{rotation}_0_{month}_2024-01-06 19:01:18.855241.jpg", 4 * seed + rotation)
    rows = ["new_order_idx,Latitude,Longitude", "7,59.3277458,18.0702", "2041,59.3157,18.0601"]
    (folder / "new_order_buffer_100.csv").write_text("\n".join(rows))
    return folder


def photo(lat: float, lon: float, seed: int = 0, orientation: int = 1) -> bytes:
    """A photograph as a telephone writes it: position, direction, date and owner in its EXIF data."""
    image = picture(seed)
    exif = image.getexif()
    exif[0x0112], exif[0x013B] = orientation, "Ada"
    gps, details = exif.get_ifd(0x8825), exif.get_ifd(0x8769)
    gps[1], gps[2] = "NS"[lat < 0], _dms(abs(lat))
    gps[3], gps[4] = "EW"[lon < 0], _dms(abs(lon))
    gps[16], gps[17] = "T", IFDRational(27150, 100)
    details[0x9003], details[0xA405] = "2019:07:14 16:02:11", 18
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", exif=exif, comment=b"taken at home")
    return buffer.getvalue()


def _dms(degrees: float) -> tuple[IFDRational, IFDRational, IFDRational]:
    whole, rest = divmod(degrees, 1)
    minutes, rest = divmod(rest * 60, 1)
    return IFDRational(int(whole), 1), IFDRational(int(minutes), 1), IFDRational(round(rest * 60 * 10_000), 10_000)


def full_turn(width: int = 512) -> Image.Image:
    """All directions around one point, smooth, so that views of it can be compared pixel by pixel."""
    few = np.random.default_rng(8).integers(40, 216, (16, 32, 3), dtype=np.uint8)
    return Image.fromarray(few).resize((width, width // 2), Image.Resampling.BICUBIC)


def smooth(side: int, seed: int = 8) -> Image.Image:
    """A square without fine detail, which survives encoding nearly as it is."""
    few = np.random.default_rng(seed).integers(40, 216, (8, 8, 3), dtype=np.uint8)
    return Image.fromarray(few).resize((side, side), Image.Resampling.BICUBIC)


def photo_sphere(lat: float, lon: float, heading: str = 'GPano:PoseHeadingDegrees="40"', cropped: int = 512) -> bytes:
    """A full turn as cameras write it: position in its EXIF data, projection and heading in its XMP."""
    image, exif = full_turn(), Image.Exif()
    gps = exif.get_ifd(0x8825)
    gps[1], gps[2], gps[3], gps[4] = "NS"[lat < 0], _dms(abs(lat)), "EW"[lon < 0], _dms(abs(lon))
    xmp = f"""<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
        <rdf:Description xmlns:GPano="http://ns.google.com/photos/1.0/panorama/" {heading}
        GPano:CroppedAreaImageWidthPixels="{cropped}" GPano:FullPanoWidthPixels="512">
        <GPano:ProjectionType>equirectangular</GPano:ProjectionType></rdf:Description></rdf:RDF></x:xmpmeta>"""
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=97, exif=exif, xmp=xmp.encode())
    return buffer.getvalue()


def screenshots(folder: Path) -> Path:
    """The Stockholm layout before its notebook: a scene of 670 pixels a side with the viewer's panels around it."""
    panels = Image.new("RGB", (1512, 810), (255, 0, 255))
    for rotation in range(2):
        panels.paste(smooth(670, seed=8 + rotation), (591, 0))
        panels.save(_made(folder) / f"7_{rotation}_0_June 2009_2024-01-06 19:01:18.855241.png", compress_level=1)
    (folder / "places.csv").write_text("new_order_idx,Latitude,Longitude\n7,59.3277458,18.0702")
    return folder


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder
