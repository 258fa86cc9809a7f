"""Models that others published, trained on photographs from all over the world: downloaded only when somebody asks.

To add one: a file here with its `WorldModel`, an entry in ``known.PUBLISHED``, a line in ``MODELS``, and a line in
``GEOLOCATORS``. Importing this package imports neither torch nor transformers.
"""

from __future__ import annotations

from geogame.geolocators.published.known import PUBLISHED, Published
from geogame.geolocators.published.shelf import folder_of, is_verified, missing, published, published_folder

__all__ = ["PUBLISHED", "Published", "folder_of", "is_verified", "missing", "published", "published_folder"]
