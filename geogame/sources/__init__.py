"""Where views come from: one entry per source, and the builder that turns one into a catalog."""

from __future__ import annotations

from collections.abc import Callable

from geogame.sources.rendered import RenderedSource

SOURCES: dict[str, Callable[[], RenderedSource]] = {"rendered": RenderedSource}
