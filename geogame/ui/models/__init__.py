"""The models page: what every model and baseline is worth, where it errs, and what it costs."""

from __future__ import annotations


def show() -> None:
    """Draw the page."""
    from geogame.ui.models.screen import show as show_screen

    show_screen()
