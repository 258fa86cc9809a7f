"""The command line, ``python -m geogame …``: a thin shell over the library.

Each module of this package adds its commands in ``register(app)`` and imports what they need inside
them, so that ``--help`` is quick and needs no torch.
"""

import errno
import os
import sys
from collections.abc import Callable, Sequence

import typer

from geogame.cli import (
    areas,
    compare,
    dataset,
    doctor,
    domain,
    embedding,
    explain,
    grid,
    ladder,
    models,
    published,
    sources,
    world,
)
from geogame.errors import GeogameError, UsageError

EXIT_FAILED, EXIT_USAGE, EXIT_INTERRUPTED = 1, 2, 130
NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def build_app() -> typer.Typer:
    """Put the whole command line together."""
    app = typer.Typer(
        name="geogame",
        help="Play a geolocation game against a neural network, and build, train and trust such networks.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
    )
    for module in (
        grid,
        areas,
        dataset,
        sources,
        models,
        embedding,
        compare,
        explain,
        domain,
        ladder,
        published,
        world,
        doctor,
    ):
        module.register(app)
    return app


def main(args: Sequence[str] | None = None) -> int:
    """Run one command and give its exit code.

    Parameters
    ----------
    args
        Words after the program's name; the process's own where None.

    Returns
    -------
    int
        0 done, 1 the work failed, 2 wrong use, 130 interrupted.
    """
    return run(build_app, args)


def run(build: Callable[[], typer.Typer], args: Sequence[str] | None = None) -> int:
    """Make and run a command line; turn what it raises into one clear line on standard error and an exit code."""
    try:
        build()(args=None if args is None else list(args), prog_name="geogame")
    except GeogameError as error:
        sys.stderr.write(f"geogame: {error}\n")
        return EXIT_USAGE if isinstance(error, UsageError) else EXIT_FAILED
    except KeyboardInterrupt:
        sys.stderr.write("geogame: interrupted\n")
        return EXIT_INTERRUPTED
    except BrokenPipeError:
        # The reader left (``| head``); point stdout elsewhere so that the interpreter's last flush is quiet.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return EXIT_FAILED
    except OSError as error:
        if error.filename is None and error.errno not in NO_ROOM:
            raise
        where = "" if error.filename is None else f" at {os.fsdecode(error.filename)}"
        remedy = "make room on the disk" if error.errno in NO_ROOM else "see that it may be read and written"
        sys.stderr.write(f"geogame: stopped{where}: {error.strerror}; {remedy}, then repeat the command\n")
        return EXIT_FAILED
    except SystemExit as leaving:
        if leaving.code == EXIT_INTERRUPTED:
            sys.stderr.write("geogame: interrupted\n")
        return leaving.code if isinstance(leaving.code, int) else EXIT_FAILED
    return 0
