"""The plants and things of the rendered world as relightable billboards, grown by rule and baked once."""

from geogame.world.sprites.bake import Atlas, Species, list_species
from geogame.world.sprites.cache import atlas, cache_directory, version

__all__ = ["Atlas", "Species", "atlas", "cache_directory", "list_species", "version"]
