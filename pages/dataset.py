"""Look through a dataset: its pictures, places and counts; leave places out; build, import and check."""

from geogame.ui.dataset import show

show()
