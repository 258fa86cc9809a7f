"""The leaderboard page: humans against models, the best games, one's own history."""

from __future__ import annotations


def show() -> None:
    """Draw the page."""
    from geogame.ui.leaderboard.screen import show as show_screen

    show_screen()
