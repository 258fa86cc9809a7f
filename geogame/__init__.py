"""geogame: a geolocation game against a neural network, and the workbench around it."""

__version__ = "0.1.0"
