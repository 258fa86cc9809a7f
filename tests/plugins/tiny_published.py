"""Tiny published models, laid into a folder by hand as somebody without a network would, shared by many tests."""

from pathlib import Path

import pytest


def lay(name: str, root: Path) -> Path:
    """Lay a tiny model's files where the program looks for them."""
    import tiny_published

    from geogame.geolocators.published import PUBLISHED

    folder = root / name
    made = tiny_published.MAKERS[name]()
    for part in PUBLISHED[name].parts:
        here = folder / part.folder
        here.mkdir(parents=True, exist_ok=True)
        for file, content in made[part.repository].items():
            if "/" not in file:
                (here / file).write_bytes(content)
    return folder


@pytest.fixture(scope="session")
def published_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with all three tiny models, installed and not verified. Not to be changed."""
    from geogame.geolocators.published import PUBLISHED
    from geogame.geolocators.published.install import install

    root = tmp_path_factory.mktemp("published")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GEOGAME_PUBLISHED", str(root))
        for name in PUBLISHED:
            lay(name, root)
            install(name)
    return root
