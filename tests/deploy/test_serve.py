"""What deploy/serve.py makes of its template and its environment; the soak runs it whole where nginx is installed."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from deploy.serve import HERE, ROOT, environment, filled


def test_the_configuration_names_every_server_and_leaves_nothing_to_fill_in(tmp_path: Path) -> None:
    template = (HERE / "nginx.conf").read_text(encoding="utf-8")
    told = filled(template, tmp_path, "127.0.0.1:8080", (8601, 8602, 8603))
    assert re.findall(r"server 127\.0\.0\.1:(\d+)", told) == ["8601", "8602", "8603"]
    assert "listen 127.0.0.1:8080;" in told
    assert f"pid {tmp_path}/nginx.pid;" in told
    assert "@" not in told.replace("between @ signs", "")


def test_servers_share_the_cores_and_one_secret_and_the_caller_may_choose(monkeypatch) -> None:
    monkeypatch.delenv("OMP_NUM_THREADS", raising=False)
    monkeypatch.setattr(os, "cpu_count", lambda: 8)
    assert environment(3)["OMP_NUM_THREADS"] == "2"
    assert environment(20)["OMP_NUM_THREADS"] == "1"
    assert len(environment(2)["STREAMLIT_SERVER_COOKIE_SECRET"]) == 64
    monkeypatch.setenv("OMP_NUM_THREADS", "5")
    assert environment(2)["OMP_NUM_THREADS"] == "5"


def test_servers_without_a_common_database_are_refused_with_what_to_do(tmp_path: Path) -> None:
    nginx = tmp_path / "nginx"
    nginx.write_text("#!/bin/sh\n")
    nginx.chmod(0o755)
    variables = {name: value for name, value in os.environ.items() if name != "GEOGAME_DATABASE_URL"}
    variables["PATH"] = f"{tmp_path}{os.pathsep}{os.environ['PATH']}"
    command = [sys.executable, str(ROOT / "deploy/serve.py")]
    found = subprocess.run(command, env=variables, capture_output=True, text=True, check=False)
    assert found.returncode == 2
    assert "GEOGAME_DATABASE_URL is not set" in found.stderr
    assert "postgresql://" in found.stderr
