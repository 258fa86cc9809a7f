"""The files around the package: what Streamlit, pip and make are told."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
CONFIG = tomllib.loads((ROOT / ".streamlit/config.toml").read_text(encoding="utf-8"))


def test_the_app_answers_this_machine_alone_and_reports_nothing():
    assert CONFIG["server"]["address"] == "127.0.0.1"
    assert CONFIG["server"]["showEmailPrompt"] is False
    assert CONFIG["browser"]["gatherUsageStats"] is False


def test_fonts_are_local_files_with_their_licence():
    for face in CONFIG["theme"]["fontFaces"]:
        assert face["url"].startswith("app/static/")
        assert (ROOT / face["url"].removeprefix("app/")).is_file()
    assert "Open Font License" in (ROOT / "static/fonts/LICENSE-inter.txt").read_text(encoding="utf-8")
    assert "LICENSE-inter.txt" in (ROOT / "NOTICE").read_text(encoding="utf-8")


def test_streamlit_knows_every_option_that_is_set():
    from streamlit import config

    known = set(config.get_config_options())
    flat = []

    def walk(prefix, table):
        for key, value in table.items():
            if isinstance(value, dict):
                walk(f"{prefix}{key}.", value)
            else:
                flat.append(f"{prefix}{key}")

    walk("", CONFIG)
    assert flat
    assert set(flat) <= known


@pytest.mark.parametrize(
    "name", ["requirements.txt", "requirements-scale.txt", "requirements-photo.txt", "requirements-dev.txt"]
)
def test_every_requirement_has_a_lower_bound_and_a_reason(name):
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    requirements = [i for i, line in enumerate(lines) if line and not line.startswith(("#", "-r"))]
    assert requirements
    for i in requirements:
        assert re.fullmatch(r"[a-z0-9-]+(\[[a-z]+\])?>=[\d.]+(,<[\d.]+)?", lines[i])
        assert lines[i - 1].startswith("# ")


def test_only_pydeck_has_an_upper_bound():
    text = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    assert re.findall(r"^([a-z0-9-]+).*<", text, re.MULTILINE) == ["pydeck"]
