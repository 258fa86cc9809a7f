"""Play a game against the model."""

from geogame.ui.play import show

show()
