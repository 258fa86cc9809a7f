"""What the game is made from, under which licences, and what it keeps to itself."""

from geogame.ui.about import show

show()
