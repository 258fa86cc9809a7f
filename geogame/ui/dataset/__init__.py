"""The dataset page: what a dataset holds, place by place, and what can be done with it."""

from __future__ import annotations


def show() -> None:
    """Draw the page."""
    from geogame.ui.dataset.screen import show as show_screen

    show_screen()
