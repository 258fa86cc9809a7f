"""The doctor command: what is installed, which device, what is missing and how to get it."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import os
import platform
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

import typer

from geogame.cli.chromium import find_chromium, how_to_install
from geogame.cli.options import Json
from geogame.cli.output import emit

State = Literal["ok", "missing", "optional"]

PACKAGES = (
    "torch",
    "torchvision",
    "streamlit",
    "pydeck",
    "numpy",
    "numba",
    "shapely",
    "pillow",
    "pandas",
    "pyarrow",
    "pydantic",
    "safetensors",
    "scipy",
    "haversine",
    "typer",
    "rich",
    "platformdirs",
    "sqlalchemy",
    "alembic",
    "httpx",
    "tenacity",
    "h3",
    "pillow-heif",
    "captum",
    "faiss-cpu",
    "pytorch-metric-learning",
    "tensorboard",
)
MINIMUM_PYTHON = (3, 11)
INSTALL = "make install   (or: python -m pip install -r requirements.txt)"


@dataclass(frozen=True)
class Finding:
    """One thing looked at.

    Parameters
    ----------
    name
        What was looked at.
    state
        ``ok``; ``missing``, which the game cannot do without; ``optional``, which it can.
    detail
        What was found.
    remedy
        How to get it; empty where nothing is missing.
    """

    name: str
    state: State
    detail: str
    remedy: str = ""


def register(app: typer.Typer) -> None:
    """Add this module's commands to the command line."""
    app.command()(doctor)


def doctor(*, as_json: Json = False) -> None:
    """Say what is installed, which device is used, what is missing and how to get it."""
    findings = examine()
    missing = [finding for finding in findings if finding.state == "missing"]
    report = {"ready": not missing, "findings": [asdict(finding) for finding in findings]}
    emit(report, as_json, text=as_text(findings))
    if missing:
        raise typer.Exit(1)


def examine() -> list[Finding]:
    """Look at everything the game needs."""
    checks: list[Callable[[], Finding]] = [python, device, numba_cache, sprites, model, held_out, chromium]
    packages = [package(name) for name in PACKAGES]
    return [checks[0](), *packages, *(check() for check in checks[1:])]


def as_text(findings: list[Finding]) -> str:
    """Write the findings for a person, what is missing last."""
    marks = {"ok": "ok      ", "missing": "MISSING ", "optional": "not yet "}
    lines = [f"{marks[finding.state]} {finding.name:<24} {finding.detail}" for finding in findings]
    remedies = [f"  {finding.name}: {finding.remedy}" for finding in findings if finding.remedy]
    if remedies:
        lines += ["", "To get what is missing:", *remedies]
    else:
        lines += ["", "Everything is there. Play with: make play"]
    return "\n".join(lines)


def python() -> Finding:
    """Look at the interpreter."""
    detail = f"{platform.python_version()} on {platform.system()} {platform.machine()}"
    if sys.version_info[:2] < MINIMUM_PYTHON:
        return Finding("python", "missing", detail, "install Python 3.11 or later, then make clean install")
    return Finding("python", "ok", detail)


def package(name: str) -> Finding:
    """Look for an installed package, without importing it."""
    try:
        return Finding(name, "ok", importlib.metadata.version(name))
    except importlib.metadata.PackageNotFoundError:
        return Finding(name, "missing", "not installed", INSTALL)


def device() -> Finding:
    """Name the device that networks run on; imports torch."""
    if importlib.util.find_spec("torch") is None:
        return Finding("device", "missing", "unknown without torch", INSTALL)
    from geogame.geolocators.device import describe_device, pick_device

    return Finding("device", "ok", describe_device(pick_device()))


def numba_cache() -> Finding:
    """Tell whether the renderer is compiled already."""
    elsewhere = os.environ.get("NUMBA_CACHE_DIR")
    folder = Path(elsewhere) if elsewhere else Path(__file__).parent.parent / "world"
    compiled = sorted(folder.rglob("*.nbc"))
    if compiled:
        return Finding("renderer", "ok", f"compiled ({len(compiled)} kernels)")
    remedy = "nothing to do: the first rendering compiles it, once; playing the shipped set needs none"
    return Finding("renderer", "optional", "not compiled yet", remedy)


def sprites() -> Finding:
    """Tell whether the sprite atlas is baked already."""
    from geogame.world.sprites.cache import cache_file

    path = cache_file()
    if path.exists():
        return Finding("sprites", "ok", f"{path} ({path.stat().st_size / 1e6:.0f} MB)")
    remedy = "nothing to do: the first rendering bakes them in some seconds; playing the shipped set needs none"
    return Finding("sprites", "optional", "not baked yet", remedy)


def model() -> Finding:
    """Look for the shipped model."""
    folder = _root() / "models" / "usa-rendered"
    weights = folder / "model.safetensors"
    if weights.exists():
        return Finding("shipped model", "ok", f"{folder.name} ({weights.stat().st_size / 1e6:.1f} MB)")
    return Finding(
        "shipped model", "missing", f"no {weights}", "git checkout -- models, or: python -m geogame train usa-rendered"
    )


def held_out() -> Finding:
    """Look for the shipped held-out set."""
    folder = Path(__file__).parent.parent / "data" / "usa-rendered-heldout"
    if (folder / "catalog.json").exists():
        pictures = sum(1 for _ in folder.glob("images/*/*.webp"))
        return Finding("held-out set", "ok", f"{folder.name} ({pictures} views)")
    remedy = f"git checkout -- geogame/data, or: python -m geogame dataset build usa-rendered-heldout --out {folder}"
    return Finding("held-out set", "missing", f"no {folder}", remedy)


def chromium() -> Finding:
    """Look for a browser that tests can drive."""
    found = find_chromium()
    if found is not None:
        return Finding("chromium", "ok", str(found))
    return Finding("chromium", "optional", "not found; only the browser tests need it", how_to_install())


def _root() -> Path:
    return Path(__file__).resolve().parent.parent.parent
