"""From pictures to tensors: the one function that makes the model's input, and the training cache made with it."""

from __future__ import annotations

import io
import json
import os
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from geogame.errors import CatalogError, UsageError

if TYPE_CHECKING:
    import torch

    from geogame.catalog import Catalog
    from geogame.packing import PackedImages

Pixels: TypeAlias = NDArray[np.uint8]
Crop: TypeAlias = tuple[float, float, float, float]
"""Left, top, right, bottom of the part of a picture that a model sees, as shares of its width and height."""
WHOLE: Final[Crop] = (0.0, 0.0, 1.0, 1.0)
INPUT_SIZE: Final = (64, 128)
MEAN: Final = 0.5
STD: Final = 0.25
CACHE_FORMAT: Final = 1
CHUNK_PLACES: Final = 32
FEW_PIXELS: Final = 50_000_000
"""A dataset of fewer is decoded here in the time that other processes take to start."""


def check_crop(values: Sequence[float]) -> Crop:
    """Give four shares back as a crop; `ValueError` if they leave nothing of a picture or lie outside of it."""
    if len(values) != 4 or not (0 <= values[0] < values[2] <= 1 and 0 <= values[1] < values[3] <= 1):
        message = f"crop {list(values)} must be left, top, right, bottom, each 0 to 1, left < right and top < bottom"
        raise ValueError(message)
    return values[0], values[1], values[2], values[3]


def cut(image: Pixels, crop: Crop) -> Pixels:
    """Keep the part of a picture ``(h, w, 3)`` that a crop leaves, for example all but a credit strip."""
    if crop == WHOLE:
        return image
    height, width = image.shape[:2]
    left, top, right, bottom = (round(share * side) for share, side in zip(crop, (width, height) * 2, strict=True))
    if left == right or top == bottom:
        message = f"a crop of {crop} leaves nothing of a picture of {width}x{height} pixels; crop less"
        raise UsageError(message)
    return image[top:bottom, left:right]


def shrink(image: Pixels, size: tuple[int, int] = INPUT_SIZE, crop: Crop = WHOLE) -> Pixels:
    """Area-average a picture, or the crop of it, to the model's size.

    An exact box filter where the ratio is whole, so that 640x320 and 256x128 pictures of one place give nearly the
    same result. A picture of another aspect is first cropped to its centre.

    Parameters
    ----------
    image
        ``(h, w, 3)`` uint8 sRGB of any size.
    size
        ``(height, width)`` of the result.
    crop
        The part of the picture that is taken.

    Returns
    -------
    ndarray
        ``(height, width, 3)`` uint8.
    """
    from PIL import Image

    if image.ndim != 3 or image.shape[2] != 3 or image.dtype != np.uint8 or 0 in image.shape:
        message = f"a picture must be (h, w, 3) uint8, not {image.shape} {image.dtype}; convert it to RGB first"
        raise UsageError(message)
    image = cut(image, crop)
    height, width = size
    if image.shape[:2] == size:
        return image
    h, w = image.shape[:2]
    crop_w, crop_h = min(w, h * width / height), min(h, w * height / width)
    box = ((w - crop_w) / 2, (h - crop_h) / 2, (w + crop_w) / 2, (h + crop_h) / 2)
    if (h * width, h % height) == (w * height, 0):
        return np.asarray(Image.fromarray(image).reduce(h // height))  # the same box filter, in half the time
    kind = Image.Resampling.BOX if crop_w >= width else Image.Resampling.BILINEAR
    return np.asarray(Image.fromarray(image).resize((width, height), kind, box=box))


def normalise(pixels: torch.Tensor) -> torch.Tensor:
    """Turn uint8 (or float in 0..255) pixels of any shape into the network's float32 range."""
    return pixels.float().mul_(1 / (255 * STD)).sub_(MEAN / STD)


def denormalise(values: torch.Tensor) -> torch.Tensor:
    """Turn the network's range back into uint8 pixels."""
    return values.add(MEAN / STD).mul_(255 * STD).round_().clamp_(0, 255).byte()


def model_input(
    images: Sequence[Pixels | None], size: tuple[int, int] = INPUT_SIZE, crop: Crop = WHOLE
) -> tuple[torch.Tensor, torch.Tensor]:
    """Make the network's input from one place's pictures; game, evaluation and upload all come through here.

    Parameters
    ----------
    images
        One ``(h, w, 3)`` uint8 picture per view in canonical heading order, ``None`` where a view is missing.
    size
        ``(height, width)`` of the network's input.
    crop
        The part of every picture that the network sees.

    Returns
    -------
    tensor, tensor
        ``(views, 3, height, width)`` float32, zero where missing, and ``(views,)`` bool, true where present.
    """
    import torch

    pixels = np.zeros((len(images), *size, 3), np.uint8)
    for slot, image in enumerate(images):
        if image is not None:
            pixels[slot] = shrink(image, size, crop)
    mask = torch.tensor([image is not None for image in images], dtype=torch.bool)
    tensor = normalise(torch.from_numpy(pixels).permute(0, 3, 1, 2).contiguous())
    return tensor * mask[:, None, None, None], mask


def slots_for(headings_deg: Sequence[float], canonical_deg: Sequence[float]) -> list[int]:
    """Give each view the free canonical slot nearest to its heading; `UsageError` if there are too many views."""
    if len(headings_deg) > len(canonical_deg):
        message = f"{len(headings_deg)} views were given, this model sees at most {len(canonical_deg)}"
        raise UsageError(message)
    pairs = sorted(
        (abs((heading - slot_deg + 180) % 360 - 180), view, slot)
        for view, heading in enumerate(headings_deg)
        for slot, slot_deg in enumerate(canonical_deg)
    )
    taken: dict[int, int] = {}
    for _, view, slot in pairs:
        if view not in taken and slot not in taken.values():
            taken[view] = slot
    return [taken[view] for view in range(len(headings_deg))]


class PackedPixels:
    """Pixels of a packed catalog, indexed as an array of them would be, and decoded as they are asked for.

    Parameters
    ----------
    catalog, images
        A packed one, and its tar files.
    size
        ``(height, width)``.
    crop
        The part of every picture that is kept.

    Attributes
    ----------
    shape
        ``(n, views, 3, h, w)``.
    """

    def __init__(self, catalog: Catalog, images: PackedImages, size: tuple[int, int], crop: Crop = WHOLE) -> None:
        self.catalog, self.images, self._crop = catalog, images, crop
        self.shape = (len(catalog), len(catalog.info.headings_deg), 3, *size)

    def __getitem__(self, index: Any) -> Pixels:
        """Decode rows ``[rows]`` or single views ``[rows, views]``, compared with their hashes."""
        rows, views = index if isinstance(index, tuple) else (index, None)
        places = [self._encoded(int(row)) for row in np.atleast_1d(rows)]
        if views is None:
            return self.decode(places)
        picked: Pixels = self.decode(places)[np.arange(len(places)), np.atleast_1d(views)]
        return picked if np.ndim(rows) else np.asarray(picked[0])

    def _encoded(self, row: int) -> dict[int, bytes]:
        views = self.catalog.views_of(self.catalog.ids[row])
        return {view.index: self.catalog.read_bytes(view) for view in views}

    def decode(self, places: Sequence[Mapping[int, bytes]]) -> Pixels:
        """Decode encoded views, given by slot for each of ``n`` places: ``(n, views, 3, h, w)``; zero where missing."""
        with ThreadPoolExecutor() as pool:
            blocks = list(pool.map(self._decode_one, places))
        return np.concatenate([np.zeros((0, *self.shape[1:]), np.uint8), *blocks])

    def _decode_one(self, views: Mapping[int, bytes]) -> Pixels:
        return _decode_chunk([list(views.items())], self.shape[1:], self._crop)


@dataclass(frozen=True, eq=False)
class PlaceTable:
    """Pixels and facts of a catalog's places, ready for training.

    Attributes
    ----------
    pixels
        ``(n, views, 3, h, w)`` uint8, memory-mapped when it comes from a cache file, decoded row by row as they are
        asked for when the catalog is packed.
    present
        ``(n, views)`` bool.
    lats, lons
        ``(n,)`` float64 degrees.
    cells
        ``(n,)`` int64.
    splits
        ``(n,)`` str.
    places, dates
        ``(n,)`` str: what the dates of one place share, and ISO dates.
    """

    pixels: Pixels | PackedPixels
    present: NDArray[np.bool_]
    lats: NDArray[np.float64]
    lons: NDArray[np.float64]
    cells: NDArray[np.int64]
    splits: NDArray[np.str_]
    places: NDArray[np.str_]
    dates: NDArray[np.str_]

    def __reduce__(self) -> tuple[Callable[..., PlaceTable], tuple[Any, ...]]:
        """Hand a memory map to another process by its file."""
        others = (self.present, self.lats, self.lons, self.cells, self.splits, self.places, self.dates)
        if isinstance(self.pixels, np.memmap):
            return _reopened, (self.pixels.filename, self.pixels.shape, *others)
        return PlaceTable, (self.pixels, *others)

    def rows(self, split: str) -> NDArray[np.int64]:
        """Row numbers of one split."""
        return np.flatnonzero(self.splits == split)


def _reopened(path: Path, shape: tuple[int, ...], *others: Any) -> PlaceTable:
    return PlaceTable(np.memmap(path, np.uint8, "r", shape=shape), *others)


def open_table(
    catalog: Catalog,
    folder: Path,
    size: tuple[int, int] = INPUT_SIZE,
    progress: Callable[[int, int], None] | None = None,
    crop: Crop = WHOLE,
) -> PlaceTable:
    """Open the training cache of a catalog, made once in ``folder`` (a killed making starts again).

    A packed catalog needs none: its pictures are decoded as they are asked for.

    Parameters
    ----------
    catalog
        All of it is cached, whatever the split.
    folder
        Where ``<build id>-<h>x<w>.u8`` lies or is to be written.
    size
        ``(height, width)``.
    progress
        Called with ``(places done, places)``.
    crop
        The part of every picture that is kept.
    """
    shape = (len(catalog), len(catalog.info.headings_deg), 3, *size)
    if catalog.packed is not None:
        return _table_of(catalog, PackedPixels(catalog, catalog.packed, size, crop))
    # The pixels are the same however the places are divided, and whichever are left out.
    stem = f"{catalog.info.build}-{size[0]}x{size[1]}"
    if crop != WHOLE:
        stem += "-crop-" + "-".join(f"{share:g}" for share in crop)
    path, note = folder / f"{stem}.u8", folder / f"{stem}.json"
    describes: dict[str, Any] = {"format": CACHE_FORMAT, "shape": list(shape), "tables": catalog.info.tables}
    if crop != WHOLE:
        describes["crop"] = list(crop)
    if not (note.is_file() and path.is_file() and json.loads(note.read_text("utf-8")) == describes):
        folder.mkdir(parents=True, exist_ok=True)
        _fill_cache(catalog, path, shape, crop, progress)
        note.write_text(json.dumps(describes), "utf-8")
    return _table_of(catalog, np.memmap(path, np.uint8, "r", shape=shape))


def _table_of(catalog: Catalog, pixels: Pixels | PackedPixels) -> PlaceTable:
    frame = catalog.locations
    return PlaceTable(
        pixels=pixels,
        present=_presence(catalog, pixels.shape[1]),
        lats=frame["lat"].to_numpy(np.float64),
        lons=frame["lon"].to_numpy(np.float64),
        cells=frame["cell"].to_numpy(np.int64),
        splits=frame["split"].to_numpy(str),
        places=frame["place_id"].to_numpy(str),
        dates=frame["captured_on"].to_numpy(str),
    )


def _presence(catalog: Catalog, views: int) -> NDArray[np.bool_]:
    rows = {name: row for row, name in enumerate(catalog.ids)}
    present = np.zeros((len(catalog), views), dtype=bool)
    for name, view in zip(catalog.views["location_id"], catalog.views["view"], strict=True):
        present[rows[str(name)], int(view)] = True
    return present


def _fill_cache(
    catalog: Catalog,
    path: Path,
    shape: tuple[int, ...],
    crop: Crop,
    progress: Callable[[int, int], None] | None,
) -> None:
    """Write the memory map, decoding with one process a core where there is enough to do."""
    temporary = path.with_suffix(".part")
    _reserve(temporary, int(np.prod(shape, dtype=np.int64)))
    target = np.memmap(temporary, np.uint8, "r+", shape=shape)
    rows = {name: row for row, name in enumerate(catalog.ids)}
    jobs: list[tuple[int, list[tuple[int, str]]]] = [(row, []) for row in range(shape[0])]
    for view in catalog.all_views():
        jobs[rows[view.location_id]][1].append((view.index, str(catalog.image_path(view))))
    chunks = [jobs[start : start + CHUNK_PLACES] for start in range(0, len(jobs), CHUNK_PLACES)]
    done = 0
    pixels = int((catalog.views["width"] * catalog.views["height"]).sum())
    for chunk, block in _decoded(chunks, shape[1:], crop, workers=1 if pixels < FEW_PIXELS else os.cpu_count() or 1):
        target[chunk[0][0] : chunk[0][0] + len(chunk)] = block
        done += len(chunk)
        if progress is not None:
            progress(done, shape[0])
    target.flush()
    del target
    temporary.replace(path)


def _reserve(path: Path, size: int) -> None:
    """Make a file of so many bytes, on the disk from the start: a memory map that finds no room ends the process."""
    path.unlink(missing_ok=True)
    free = shutil.disk_usage(path.parent).free
    if size > free:
        message = (
            f"the decoded views need {size / 1e9:.2f} GB and {path.parent} has {free / 1e9:.2f} GB free; make room, "
            "or choose another --out"
        )
        raise UsageError(message)
    with path.open("wb") as file:
        if hasattr(os, "posix_fallocate") and size:
            os.posix_fallocate(file.fileno(), 0, size)
        file.truncate(size)


def _decoded(
    chunks: list[list[tuple[int, list[tuple[int, str]]]]], shape: tuple[int, ...], crop: Crop, workers: int
) -> Iterator[tuple[list[tuple[int, list[tuple[int, str]]]], Pixels]]:
    if workers == 1:
        for chunk in chunks:
            yield chunk, _decode_chunk([files for _, files in chunk], shape, crop)
        return
    import multiprocessing

    # Not fork: the parent may hold PyTorch's threads.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=context) as pool:
        files = [[files for _, files in chunk] for chunk in chunks]
        yield from zip(chunks, pool.map(_decode_chunk, files, [shape] * len(files), [crop] * len(files)), strict=True)


def _decode_chunk(places: Sequence[Sequence[tuple[int, str | bytes]]], shape: tuple[int, ...], crop: Crop) -> Pixels:
    from PIL import Image

    block = np.zeros((len(places), *shape), np.uint8)
    for row, views in enumerate(places):
        for view, encoded in views:
            try:
                with Image.open(io.BytesIO(encoded) if isinstance(encoded, bytes) else encoded) as image:
                    pixels = np.asarray(image.convert("RGB"))
            except (OSError, SyntaxError, ValueError) as error:
                where = "in a tar file" if isinstance(encoded, bytes) else encoded
                message = f"image {where} cannot be read ({error}); run `dataset check`, then repeat `dataset build`"
                raise CatalogError(message) from error
            block[row, view] = shrink(pixels, (shape[2], shape[3]), crop).transpose(2, 0, 1)
    return block


def colour_statistics(pixels: Pixels) -> NDArray[np.float16]:
    """Mean and standard deviation of each channel of each view: ``(n, v, 3, h, w)`` uint8 to ``(n, v * 6)``.

    What a model could know from the picture's colours alone; the colour baseline is made of it.
    """
    values = pixels.reshape(*pixels.shape[:3], -1).astype(np.float32)
    pairs = np.stack([values.mean(-1), values.std(-1)], -1)
    return pairs.reshape(len(pixels), -1).astype(np.float16)
