"""One hash over the source text of every hand-typed table, so that a change of any of them is noticed.

Sources are read, not imported: many tables stand beside compiled kernels, and some hold functions.
"""

import ast
import hashlib
import io
import tokenize
from functools import cache
from pathlib import Path

from geogame.world.typed import TYPED

_ROOT = Path(__file__).parent
_LAYOUT = frozenset((tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT))


@cache
def tables_hash() -> str:
    """sha256 of what every table of `typed.TYPED` says, hexadecimal; comments and layout do not count."""
    wanted: dict[str, set[str]] = {}
    for each in TYPED:
        last = each.table.rpartition(".")[2]
        wanted.setdefault(each.module, set()).update({last} if last.isupper() else ())
    parts = []
    for module, names in sorted(wanted.items()):
        path = _ROOT.joinpath(*module.split(".")[2:]).with_suffix(".py")
        parts.append(f"{module}\n{said(path.read_text(encoding='utf-8'), frozenset(names))}")
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def said(source: str, names: frozenset[str]) -> str:
    """
    Return the tokens of some definitions of a module, and of whatever of the module they rest on.

    Parameters
    ----------
    source
        Text of the module.
    names
        Of tables in it; none for all that the module defines.

    Returns
    -------
    text
        Tokens in the module's order, without comments, docstrings and layout.
    """
    tree = ast.parse(source)
    defined: dict[str, list[ast.stmt]] = {}
    for node in tree.body:
        for name in _names(node):
            defined.setdefault(name, []).append(node)
    found, open_ = set[str](), set(names or defined)
    while open_:
        name = open_.pop()
        found.add(name)
        rests_on = {part.id for node in defined[name] for part in ast.walk(node) if isinstance(part, ast.Name)}
        open_ |= (rests_on & defined.keys()) - found
    kept_nodes = [node for name in found for node in defined[name]]
    lines = {line for node in kept_nodes for line in _lines(node)}
    for part in (part for node in kept_nodes for part in ast.walk(node)):
        if isinstance(part, ast.Expr) and isinstance(part.value, ast.Constant):
            lines -= set(_lines(part))
    kept = "".join(line for number, line in enumerate(source.splitlines(keepends=True), 1) if number in lines)
    tokens = tokenize.generate_tokens(io.StringIO(kept).readline)
    return " ".join(token.string for token in tokens if token.type not in _LAYOUT)


def _lines(node: ast.stmt) -> range:
    return range(node.lineno, (node.end_lineno or node.lineno) + 1)


def _names(node: ast.stmt) -> list[str]:
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return [node.name]
    if isinstance(node, ast.Assign):
        return [part.id for target in node.targets for part in ast.walk(target) if isinstance(part, ast.Name)]
    return [node.target.id] if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) else []
