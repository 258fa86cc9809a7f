"""Humans against models, the best games, and one's own."""

from geogame.ui.leaderboard import show

show()
