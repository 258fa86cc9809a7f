"""Watch, compare, begin, stop and resume trainings."""

from geogame.ui.training import show

show()
