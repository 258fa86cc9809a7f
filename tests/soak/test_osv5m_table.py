"""The five million rows of OpenStreetView-5M go through a build without filling the memory."""

import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from servers.big_osv5m import big_server, write_table

ROOT = Path(__file__).parents[2]
ROWS, ARCHIVES = 5_000_000, 98
PEAK_MB = 500


@pytest.mark.slow
def test_a_table_of_gigabytes_is_streamed_within_bounded_memory(
    tmp_path: Path, soak_rounds: Callable[[int], int]
) -> None:
    rows, archives = soak_rounds(ROWS), soak_rounds(ARCHIVES)
    table = tmp_path / "train.csv"
    write_table(table, rows)
    server = big_server(table, rows, archives)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    words = [f"http://127.0.0.1:{server.server_address[1]}", archives, tmp_path / "out"]
    try:
        done = subprocess.run(
            [sys.executable, "-m", "servers.collect_big", *map(str, words)],
            env={"PYTHONPATH": f"{ROOT}:{ROOT / 'tests'}", "PATH": ""},
            capture_output=True,
            text=True,
            check=False,
        )
    finally:
        server.shutdown()
        server.server_close()
    assert done.returncode == 0, done.stderr
    sys.stderr.write(f"{table.stat().st_size / 1e9:.2f} GB, {rows:,} rows: peak {int(done.stdout)} MB\n")
    assert int(done.stdout) < PEAK_MB
    assert len(list((tmp_path / "out/collection/candidates").iterdir())) == 243
