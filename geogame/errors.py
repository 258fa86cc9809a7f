"""The one family of errors: each message says what was wrong, where, and what to do."""


class GeogameError(Exception):
    """Something the project found wrong and can explain; base of all its errors."""


class UsageError(GeogameError):
    """The caller asked for something that cannot be asked; the command line leaves with code 2."""


class RegionError(GeogameError):
    """A region is unknown, or its boundary cannot be used."""


class PartitionError(GeogameError):
    """A partition is unknown, damaged, or asked for a cell it does not have."""


class WorldError(GeogameError):
    """The rendered world cannot show what was asked."""


class SourceError(GeogameError):
    """Views could not be found, fetched or made."""


class CatalogError(GeogameError):
    """A dataset on disk is missing, damaged, or not the one that was meant."""


class RecipeError(GeogameError):
    """A recipe cannot be read, or asks for what does not exist."""


class CheckpointError(GeogameError):
    """A checkpoint is missing, damaged, or made for something else."""


class GameError(GeogameError):
    """A move or a replay code that the game cannot take."""


class PhotoError(GeogameError):
    """A file that was given is no photograph that can be looked at."""


class StoreError(GeogameError):
    """The database of games cannot be opened, read or written."""
