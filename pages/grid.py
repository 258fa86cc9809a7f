"""A region's cells, and what is known of each."""

from geogame.ui.grid import show

show()
