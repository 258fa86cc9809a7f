"""The grid page: a region, the ways to cut it into cells, and what is known of each cell."""

from __future__ import annotations


def show() -> None:
    """Draw the page."""
    from geogame.ui.grid.screen import show as show_screen

    show_screen()
