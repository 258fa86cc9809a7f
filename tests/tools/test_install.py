import ast
import http.server
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from tools import install

ROOT = Path(install.__file__).parent.parent


def test_an_old_python_is_refused_with_what_to_do():
    with pytest.raises(install.InstallError, match=r"3\.11 or later is needed, this is 3\.9\.2.*make PYTHON="):
        install.require_python((3, 9, 2))
    install.require_python((3, 11, 0))


def test_an_old_python_can_read_the_script():
    ast.parse(Path(install.__file__).read_text(encoding="utf-8"), feature_version=(3, 7))


def test_the_script_imports_the_standard_library_alone():
    tree = ast.parse(Path(install.__file__).read_text(encoding="utf-8"))
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {name.split(".")[0] for name in names} <= set(sys.stdlib_module_names)


def test_a_python_without_venv_is_refused_with_the_package_to_install():
    with pytest.raises(install.InstallError, match=r"no ensurepip module.*apt install python3\.\d+-venv"):
        install.require_venv(find=lambda name: None if name == "ensurepip" else object())
    install.require_venv(find=lambda _name: object())


@pytest.mark.parametrize(
    ("environ", "system", "nvidia", "expected"),
    [
        ({}, "Linux", False, "small"),
        ({}, "Linux", True, "default"),
        ({}, "Darwin", False, "default"),
        ({"CPU": "", "GPU": ""}, "Linux", False, "small"),
        ({"CPU": "1"}, "Linux", True, "cpu"),
        ({"GPU": "1"}, "Linux", False, "gpu"),
    ],
)
def test_the_build_of_torch_follows_machine_and_wish(environ, system, nvidia, expected):
    assert install.wanted_build(environ, system, lambda: nvidia) == expected


def test_cpu_and_gpu_at_once_are_refused():
    with pytest.raises(install.InstallError, match="exclude each other"):
        install.wanted_build({"CPU": "1", "GPU": "1"})


def test_torch_and_torchvision_are_what_the_cpu_index_is_asked_for():
    lines = install.torch_lines(ROOT / "requirements.txt")
    assert [line.split(">")[0] for line in lines] == ["torch", "torchvision"]


def test_the_stamp_changes_with_requirements_and_forced_build(tmp_path):
    file = tmp_path / "requirements.txt"
    file.write_text("numpy>=2\n")
    first = install.fingerprint([file], "small")
    assert first == install.fingerprint([file], "default")
    assert first != install.fingerprint([file], "gpu")
    file.write_text("numpy>=2.1\n")
    assert first != install.fingerprint([file], "small")


def test_a_current_environment_is_left_alone(tmp_path):
    python = install.environment_python(tmp_path)
    python.parent.mkdir(parents=True)
    python.write_text("")
    stamp = tmp_path / "geogame.stamp"
    stamp.write_text(install.fingerprint([ROOT / "requirements.txt"], install.wanted_build({})))
    assert install.install(tmp_path, dev=False, environ={}) is False


class _Answer(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200 if self.path == "/there" else 404)
        self.end_headers()

    def log_message(self, *_):
        pass


def test_an_index_answers_or_not(monkeypatch):
    monkeypatch.setenv("no_proxy", "*")
    with http.server.HTTPServer(("127.0.0.1", 0), _Answer) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        base = f"http://127.0.0.1:{server.server_port}"
        assert install.answers(f"{base}/there")
        assert not install.answers(f"{base}/elsewhere")
        server.shutdown()
    assert not install.answers(f"{base}/there", timeout_s=1)


@pytest.mark.skipif(os.name == "nt", reason="the Makefile is for POSIX shells; Windows has the plain pip lines")
def test_make_shows_what_it_can_do():
    done = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True)
    assert "make play" in done.stdout
    assert "make soak" in done.stdout
