"""Make the environment in .venv and install the game into it; run by the Makefile with the bare system Python.

Uses the standard library alone, and no syntax that a Python too old for the game could not read, so that such a
Python gets a clear message. Does nothing when the environment is current.
"""

import argparse
import hashlib
import importlib.util
import os
import platform
import shutil
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MINIMUM = (3, 11)
NEWER_NAMES = ("python3.13", "python3.12", "python3.11", "python3.14")
#: PyTorch's own index of builds without CUDA: 0.2 GB instead of the 5.5 GB of the default build on Linux.
CPU_WHEELS = "https://download.pytorch.org/whl/cpu"
PROBE_TIMEOUT_S = 4


class InstallError(Exception):
    """The environment could not be made; the message says why and what to do."""


def say(message):
    """Tell the person at the terminal what is going on."""
    sys.stderr.write(f"geogame: {message}\n")
    sys.stderr.flush()


def require_python(version=sys.version_info):
    """Refuse a Python that is too old."""
    if tuple(version[:2]) < MINIMUM:
        found = ".".join(str(part) for part in version[:3])
        needed = ".".join(str(part) for part in MINIMUM)
        message = (
            f"Python {needed} or later is needed, this is {found} ({sys.executable}). "
            f"Install a newer one and run `make PYTHON=/path/to/python{needed} …`."
        )
        raise InstallError(message)


def newer_python():
    """Return a Python on the path that is new enough, or None."""
    for name in NEWER_NAMES:
        path = shutil.which(name)
        if path and subprocess.call([path, "-c", ""], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) == 0:
            return path
    return None


def require_venv(find=importlib.util.find_spec):
    """Refuse a Python without the modules that make environments (Debian packs them apart)."""
    missing = [name for name in ("venv", "ensurepip") if find(name) is None]
    if missing:
        message = (
            f"this Python has no {' and no '.join(missing)} module. "
            f"On Debian or Ubuntu: sudo apt install python{sys.version_info[0]}.{sys.version_info[1]}-venv"
        )
        raise InstallError(message)


def has_nvidia():
    """Tell whether an NVIDIA device is there."""
    return Path("/dev/nvidia0").exists() or Path("/dev/nvidiactl").exists() or shutil.which("nvidia-smi") is not None


def answers(url, timeout_s=PROBE_TIMEOUT_S):
    """Tell whether `url` answers within `timeout_s`."""
    try:
        with urllib.request.urlopen(url, timeout=timeout_s) as answer:  # noqa: S310 - the one https address above
            return answer.status == 200
    except (OSError, ValueError, urllib.error.URLError):
        return False


def wanted_build(environ, system=None, nvidia=has_nvidia):
    """Return which build of PyTorch is wanted: "cpu" and "gpu" insist, "small" and "default" prefer."""
    cpu, gpu = environ.get("CPU") == "1", environ.get("GPU") == "1"
    if cpu and gpu:
        raise InstallError("CPU=1 and GPU=1 exclude each other; give one of them")
    if cpu:
        return "cpu"
    if gpu:
        return "gpu"
    return "small" if (system or platform.system()) == "Linux" and not nvidia() else "default"


def fingerprint(files, build):
    """Return what the stamp of a current environment says: a hash of all that went into it."""
    digest = hashlib.sha256()
    for path in files:
        digest.update(path.read_bytes())
    insisted = build if build in ("cpu", "gpu") else "any"
    digest.update(f"{insisted} {sys.version_info[:2]} {platform.machine()}".encode())
    return digest.hexdigest()


def torch_lines(requirements):
    """Return the lines of requirements.txt that name PyTorch's own packages."""
    lines = (line.strip() for line in requirements.read_text(encoding="utf-8").splitlines())
    return [line for line in lines if line.startswith(("torch>", "torchvision>"))]


def environment_python(venv):
    """Return the interpreter of an environment."""
    return venv / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def works(python, code):
    """Tell whether `python` runs `code` without an error."""
    return subprocess.call([str(python), "-c", code], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) == 0


def pip(python, *words):
    """Run pip in the environment; return whether it succeeded."""
    command = [str(python), "-m", "pip", "install", "--disable-pip-version-check", *words]
    return subprocess.call(command) == 0


def make_venv(venv):
    """Make the environment, anew where its interpreter is gone."""
    python = environment_python(venv)
    if not works(python, "import pip") if python.exists() else True:
        say(f"making the environment {venv.name} with Python {platform.python_version()}")
        if subprocess.call([sys.executable, "-m", "venv", "--clear", str(venv)]) != 0:
            raise InstallError(f"the environment {venv} could not be made; the lines above say why")
    return python


def install_torch(python, build, requirements):
    """Install PyTorch's CPU build where it is wanted and can be had; else leave it to the default build."""
    if build in ("gpu", "default"):
        return
    check = "import torch, torchvision; assert torch.version.cuda is None"
    if works(python, check if build == "cpu" else "import torch, torchvision"):
        return
    lines = torch_lines(requirements)
    reachable = answers(CPU_WHEELS + "/torch/")
    if reachable:
        say("installing PyTorch's CPU build (CPU=1 or GPU=1 choose; see the Makefile)")
        again = ["--force-reinstall"] if build == "cpu" else []
        if pip(python, "--timeout", "20", "--retries", "1", "--index-url", CPU_WHEELS, *again, *lines):
            return
    if build == "cpu":
        why = "gives no build that fits this machine" if reachable else f"does not answer within {PROBE_TIMEOUT_S} s"
        raise InstallError(f"CPU=1 needs {CPU_WHEELS}, which {why}; without CPU=1 the default build is taken")
    say("PyTorch's index of CPU builds cannot be used; taking the default build (5.5 GB on Linux, once)")


def install(venv, dev, environ):
    """Bring the environment up to date; return whether anything had to be done."""
    build = wanted_build(environ)
    requirements = ROOT / "requirements.txt"
    files = [requirements] + ([ROOT / f"requirements-{part}.txt" for part in ("scale", "photo", "dev")] if dev else [])
    stamp = venv / ("geogame-dev.stamp" if dev else "geogame.stamp")
    current = fingerprint(files, build)
    if stamp.exists() and stamp.read_text(encoding="utf-8") == current and environment_python(venv).exists():
        return False
    require_venv()
    python = make_venv(venv)
    install_torch(python, build, requirements)
    say(f"installing {files[-1].name} (minutes on the first run)")
    if not pip(python, "-r", str(files[-1])):
        raise InstallError("pip could not install everything; the lines above say what. Run the same command again")
    if not works(python, "import torch, torchvision; torchvision.ops.nms"):
        message = (
            "torch and torchvision do not fit together here. "
            "Remove the folder .venv (`make clean`) and run the same command again"
        )
        raise InstallError(message)
    stamp.write_text(current, encoding="utf-8")
    return True


def main():
    """Install; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--dev", action="store_true", help="also what tests and lint need")
    options = parser.parse_args()
    try:
        require_python()
        if install(ROOT / ".venv", options.dev, os.environ):
            say("the environment is ready")
    except InstallError as error:
        newer = newer_python() if sys.version_info[:2] < MINIMUM else None
        if newer:
            return subprocess.call([newer, *sys.argv])
        say(str(error))
        return 1
    except KeyboardInterrupt:
        say("interrupted; run the same command again to go on")
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
