import errno
import os
import signal
import subprocess
import sys

import pytest
import typer

from geogame import cli
from geogame.errors import CatalogError, GeogameError, UsageError


def raising(error: BaseException):
    """Command line whose only command fails in this way."""
    app = typer.Typer(pretty_exceptions_enable=False)

    @app.callback()
    def group() -> None:
        """Group of one, so that the command keeps its name."""

    @app.command()
    def fail() -> None:
        raise error

    return app


@pytest.mark.parametrize(
    ("error", "code", "line"),
    [
        (GeogameError("it broke; mend it"), 1, "geogame: it broke; mend it"),
        (CatalogError("no table; build it"), 1, "geogame: no table; build it"),
        (UsageError("no such thing"), 2, "geogame: no such thing"),
        (KeyboardInterrupt(), 130, "geogame: interrupted"),
        (
            IsADirectoryError(errno.EISDIR, "Is a directory", "out.png"),
            1,
            "geogame: stopped at out.png: Is a directory; see that it may be read and written, then repeat the command",
        ),
        (
            OSError(errno.ENOSPC, "No space left on device"),
            1,
            "geogame: stopped: No space left on device; make room on the disk, then repeat the command",
        ),
    ],
)
def test_a_failure_is_one_line_and_a_code(error, code, line, capsys):
    assert cli.run(lambda: raising(error), ["fail"]) == code
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.strip() == line


def test_a_fault_of_ours_is_not_hidden():
    with pytest.raises(ZeroDivisionError):
        cli.run(lambda: raising(ZeroDivisionError()), ["fail"])


@pytest.mark.parametrize("words", [["no-such-command"], ["grid"], ["grid", "usa", "--no-such-option"]])
def test_wrong_use_leaves_with_two(words, capsys):
    assert cli.main(words) == 2
    assert capsys.readouterr().out == ""


def test_help_is_no_error(capsys):
    assert cli.main(["--help"]) == 0
    assert "grid" in capsys.readouterr().out


def test_help_imports_nothing_heavy():
    code = (
        "import sys; from geogame.cli import main; main(['--help']);"
        "print([n for n in ('torch', 'numba', 'pandas', 'shapely', 'streamlit') if n in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_a_reader_that_leaves_early_brings_no_traceback():
    command = [sys.executable, "-m", "geogame", "regions"]
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run(command, stdout=write, stderr=subprocess.PIPE, text=True, check=False)
    os.close(write)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_ctrl_c_in_a_real_process_leaves_with_130(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    command = [sys.executable, "-m", "geogame", "grid", "usa", "--geojson", str(pipe)]
    # Once the pipe opens and gives its first byte the command is at work, and it holds more than a pipe takes.
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process, pipe.open("rb", 0) as reader:
        assert reader.read(1) == b"{"
        process.send_signal(signal.SIGINT)
        _, error = process.communicate(timeout=30)
    assert process.returncode == 130
    assert error.strip() == "geogame: interrupted"
