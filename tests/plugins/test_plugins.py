import subprocess
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).parent.parent
PROJECT = """
import pytest

def test_passes():
    pass

def test_skips():
    pytest.skip("no reason")

@pytest.mark.shared
def test_needs_shared_data():
    pytest.skip("../shared is not there")

@pytest.mark.xfail(reason="known")
def test_known():
    raise AssertionError
"""


def _run(folder, *words, require_all="0"):
    (folder / "pytest.ini").write_text("[pytest]\nmarkers = shared: data\n")
    (folder / "conftest.py").write_text('pytest_plugins = ["plugins.require_all", "plugins.soak"]\n')
    environ = {"PYTHONPATH": str(TESTS), "GEOGAME_REQUIRE_ALL": require_all, "PATH": ""}
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-q", *words]
    return subprocess.run(command, cwd=folder, env=environ, capture_output=True, text=True, check=False).stdout


def test_skips_are_skips_by_default(tmp_path):
    (tmp_path / "test_some.py").write_text(PROJECT)
    assert "1 passed, 2 skipped, 1 xfailed" in _run(tmp_path)


def test_skips_fail_where_all_is_required_save_those_that_need_shared_data(tmp_path):
    (tmp_path / "test_some.py").write_text(PROJECT)
    out = _run(tmp_path, require_all="1")
    assert "1 failed, 1 passed, 1 skipped, 1 xfailed" in out
    assert "was skipped where nothing may be (GEOGAME_REQUIRE_ALL=1)" in out


def test_a_module_that_skips_itself_fails_where_all_is_required(tmp_path):
    (tmp_path / "test_some.py").write_text("import pytest\npytest.importorskip('no_such_module')\n")
    assert "1 skipped" in _run(tmp_path)
    assert "1 error" in _run(tmp_path, require_all="1")


@pytest.mark.parametrize(("share", "rounds"), [("1.0", 1000), ("0.1", 100), ("0.00001", 1)])
def test_a_soak_scales_its_rounds_and_takes_its_seed(tmp_path, share, rounds):
    text = f"def test_it(soak_rounds, soak_seed):\n    assert (soak_rounds(1000), soak_seed) == ({rounds}, 7)\n"
    (tmp_path / "test_some.py").write_text(text)
    assert "1 passed" in _run(tmp_path, "--soak", share, "--soak-seed", "7")


def test_what_has_no_shorter_form_runs_in_a_whole_soak_alone(tmp_path):
    (tmp_path / "test_some.py").write_text("import pytest\n\n@pytest.mark.whole_soak\ndef test_it():\n    pass\n")
    assert "1 deselected" in _run(tmp_path)
    assert "1 deselected" in _run(tmp_path, "--soak", "0.5")
    assert "1 passed" in _run(tmp_path, "--soak", "1.0")
