"""Show a model a photograph and see where it thinks it was taken."""

from geogame.ui.photo import show

show()
