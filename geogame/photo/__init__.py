"""Photographs from strangers: told by content, decoded in a process of their own, stripped, and judged for domain.

Nothing here writes a file. Importing this package imports neither torch nor Streamlit.
"""

from geogame.photo.decode import Decoder, Photo
from geogame.photo.kinds import MAX_BYTES, kind_of

__all__ = ["MAX_BYTES", "Decoder", "Photo", "kind_of"]
