"""The rendered world: geographic facts of a place become a scene, and the scene becomes views.

`place` says where and when, `facts` what is there, `render` draws it. `fingerprint` names the state of all that decides
the pixels; catalogs and checkpoints carry it, so that pictures of two worlds are never compared by mistake.
"""

from functools import cache


@cache
def fingerprint() -> str:
    """16 hexadecimal digits over the renderer's version, the facts file and every hand-typed table (`typed`)."""
    import hashlib

    from geogame.world.facts import facts_hash
    from geogame.world.tables import tables_hash
    from geogame.world.version import RENDERER_VERSION

    parts = (RENDERER_VERSION, facts_hash(), tables_hash())
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]
