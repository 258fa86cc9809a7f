import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from geogame.cli import doctor, main
from geogame.cli.chromium import VARIABLE, find_chromium


def test_json_is_one_object_with_every_package(capsys):
    main(["doctor", "--json"])
    report = json.loads(capsys.readouterr().out)
    names = [finding["name"] for finding in report["findings"]]
    assert set(doctor.PACKAGES) <= set(names)
    assert len(names) == len(set(names))
    assert report["ready"] is not any(finding["state"] == "missing" for finding in report["findings"])


def test_every_package_that_is_installed_is_looked_for():
    lines = (Path(__file__).parents[2] / "requirements.txt").read_text().splitlines()
    wanted = {re.split("[<>=]", line)[0] for line in lines if line and not line.startswith("#")}
    assert set(doctor.PACKAGES) == wanted


def test_views_are_counted_without_panoramas():
    from geogame.catalog import open_catalog

    folder = Path(doctor.__file__).parents[1] / "data/usa-rendered-heldout"
    assert f"({len(open_catalog(folder).views)} views)" in doctor.held_out().detail


def test_whatever_is_missing_comes_with_its_remedy():
    assert all(finding.remedy for finding in doctor.examine() if finding.state != "ok")
    assert not any(finding.remedy for finding in doctor.examine() if finding.state == "ok")


def test_the_exit_code_says_whether_something_is_missing():
    ready = not any(finding.state == "missing" for finding in doctor.examine())
    assert main(["doctor"]) == (0 if ready else 1)


def test_an_absent_package_is_missing():
    found = doctor.package("geogame-no-such-package")
    assert found.state == "missing"
    assert "install" in found.remedy


def test_the_text_lists_remedies_last():
    findings = [doctor.Finding("a", "ok", "1.0"), doctor.Finding("b", "missing", "none", "get b")]
    text = doctor.as_text(findings)
    assert text.splitlines()[0].startswith("ok")
    assert text.splitlines()[-1].strip() == "b: get b"


def test_compiled_kernels_are_looked_for_where_numba_puts_them(monkeypatch, tmp_path):
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path))
    assert doctor.numba_cache().state == "optional"
    (tmp_path / "kernel.1.nbc").write_bytes(b"")
    assert doctor.numba_cache().state == "ok"


def test_the_named_browser_goes_first_and_must_exist(monkeypatch, tmp_path):
    browser = tmp_path / "browser"
    monkeypatch.setenv(VARIABLE, str(browser))
    assert find_chromium() is None
    browser.write_text("")
    assert find_chromium() == browser


def test_playwrights_download_is_found(monkeypatch, tmp_path):
    monkeypatch.delenv(VARIABLE, raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path / "browsers"))
    monkeypatch.setenv("HOME", str(tmp_path))
    assert find_chromium() is None
    browser = tmp_path / "browsers/chromium-1200/chrome-linux/chrome"
    browser.parent.mkdir(parents=True)
    browser.write_text("")
    assert find_chromium() == browser


@pytest.mark.parametrize("words", [["--help"], ["doctor", "--help"]])
def test_help_imports_no_torch(words):
    code = f"import sys; from geogame.cli import main; main({words!r}); sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=False).returncode == 0
