"""Every hand-typed table of the world is listed with its source, and nothing else is."""

import ast
import importlib
import inspect
import pkgutil
from collections.abc import Iterator

import geogame.world
from geogame.world.typed import AUTHOR, MECHANICS, TYPED


def _assigned(tree: ast.Module) -> Iterator[str]:
    for node in tree.body:
        targets = (
            node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
        )
        for target in targets:
            for each in target.elts if isinstance(target, ast.Tuple) else [target]:
                if isinstance(each, ast.Name):
                    yield each.id


def _tables() -> set[str]:
    """Upper-case collections, and texts of many lines, that a module of the world itself assigns."""
    found = set()
    for info in pkgutil.walk_packages(geogame.world.__path__, "geogame.world."):
        module = importlib.import_module(info.name)
        for name in _assigned(ast.parse(inspect.getsource(module))):
            value = getattr(module, name, None)
            scalar = isinstance(value, str) and "\n" not in value
            if name.isupper() and hasattr(value, "__len__") and not scalar:
                found.add(f"{info.name.removeprefix('geogame.world.')}.{name}")
    return found


def test_every_table_is_listed_and_every_listed_table_is_there() -> None:
    listed = {each.table for each in TYPED if each.table.rpartition(".")[2].isupper()}
    assert not listed & MECHANICS
    assert _tables() == listed | MECHANICS


def test_every_entry_says_what_and_who() -> None:
    assert len({each.table for each in TYPED}) == len(TYPED)
    for each in TYPED:
        importlib.import_module(each.module)
        assert 10 <= len(each.says) <= 110
        assert not each.says.endswith(".")
        assert each.source == AUTHOR or each.source.startswith("https://")
