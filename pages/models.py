"""What every model and baseline is worth."""

from geogame.ui.models import show

show()
