"""Small pictures of views, made when they are looked at."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Final

from geogame.errors import CatalogError

if TYPE_CHECKING:
    from geogame.catalog import Catalog, View

QUALITY: Final = 78


def thumbnail(catalog: Catalog, view: View, height: int) -> bytes:
    """Shrink a view to at most so many pixels in height; a smaller one keeps its size.

    Returns
    -------
    bytes
        A WebP without any metadata.

    Raises
    ------
    CatalogError
        If the picture is missing, damaged, or cannot be decoded, or its pictures must not be shown.
    """
    from PIL import Image

    if catalog.info.restricted:
        message = f"pictures of {catalog.info.name} are not shown: {catalog.info.restricted}"
        raise CatalogError(message)
    try:
        with Image.open(io.BytesIO(catalog.read_bytes(view))) as image:
            width = max(1, round(image.width * height / image.height))
            image.draft("RGB", (width, height))  # a JPEG is decoded at a half, a quarter or an eighth
            small = image.convert("RGB")
    except (OSError, SyntaxError, ValueError) as error:
        message = f"image {catalog.path / view.file} cannot be decoded ({error}); run `dataset check`"
        raise CatalogError(message) from error
    small.thumbnail((width, height))
    out = io.BytesIO()
    small.save(out, "WEBP", quality=QUALITY, method=2)
    return out.getvalue()
