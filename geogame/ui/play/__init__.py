"""The play page."""

from __future__ import annotations


def show() -> None:
    """Draw the page: the start screen, a round, its reveal, or the summary."""
    from geogame.ui.play.screen import show as draw

    draw()
