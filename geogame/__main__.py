"""``python -m geogame``."""

import sys

if __name__ == "__main__":
    try:
        from geogame.cli import main

        sys.exit(main())
    except KeyboardInterrupt:
        # While modules are still being imported; afterwards the command line itself answers.
        sys.stderr.write("geogame: interrupted\n")
        sys.exit(130)
