"""Numba kernels that draw a scene, one module for each thing drawn, so that an edit recompiles little.

Numba keeps compiled kernels beside their module and compares only that module's own date. A kernel with code of
another module inlined would survive an edit of that module, and draw yesterday's picture; so on import the compiled
files of every module whose imported kernels have changed are removed.
"""

import hashlib
import re
from pathlib import Path

_HERE = Path(__file__).parent
_IMPORT = re.compile(r"^from geogame\.world(?:\.kernels)?(?:\.(\w+))? import ([\w, ]*)", re.MULTILINE)


def _imports(source: str) -> set[str]:
    """Return the names of modules here, and of `arrays`, that a module's source imports."""
    named = {module or name.split()[0] for module, name in _IMPORT.findall(source)}
    return {name for name in named if (_HERE / f"{name}.py").exists() or name == "arrays"}


def _fingerprints() -> dict[str, str]:
    """Return for each module here a hash of its source and of all that it imports, directly or not."""
    sources = {path.stem: path.read_text(encoding="utf-8") for path in _HERE.glob("*.py")}
    sources["arrays"] = (_HERE.parent / "arrays.py").read_text(encoding="utf-8")
    imports = {name: _imports(source) for name, source in sources.items()}
    found = {}
    for name in sources:
        closure, queue = {name}, [name]
        while queue:
            for other in imports[queue.pop()] - closure:
                closure.add(other)
                queue.append(other)
        text = "\0".join(sources[each] for each in sorted(closure))
        found[name] = hashlib.sha256(text.encode()).hexdigest()[:16]
    return found


def drop_stale_kernels(cache: Path = _HERE / "__pycache__") -> list[str]:
    """Remove compiled kernels whose imported modules have changed.

    Parameters
    ----------
    cache
        Folder of the compiled files; each module's fingerprint is kept there in ``<module>.kernels``.

    Returns
    -------
    modules
        Those whose compiled files were removed.
    """
    if not cache.is_dir():
        return []
    dropped = []
    for name, fingerprint in _fingerprints().items():
        stamp = cache / f"{name}.kernels"
        known = stamp.read_text(encoding="utf-8") if stamp.exists() else ""
        if known == fingerprint:
            continue
        try:
            for suffix in ("nbi", "nbc"):
                for compiled in cache.glob(f"{name}.*.{suffix}"):
                    compiled.unlink(missing_ok=True)
                    dropped.append(name)
            stamp.write_text(fingerprint, encoding="utf-8")
        except OSError:
            # An installation that its user may not write to is not edited either.
            return sorted(set(dropped))
    return sorted(set(dropped))


drop_stale_kernels()
