"""A change of what a hand-typed table says changes the world's hash; a change of how it is written does not."""

import pytest

from geogame.world import tables
from geogame.world.tables import said, tables_hash
from geogame.world.typed import TYPED

MODULE = '''"""A module."""

RED = "#f00"
TABLE = {
    "barn": RED,  # as they paint them
    "shed": shade(0.5),
}
"""What is painted how."""
OTHER = (1, 2)


def shade(share: float) -> float:
    """Return a shade."""
    return share * DEPTH


DEPTH = 3.0
'''
TABLE = frozenset({"TABLE"})


@pytest.mark.parametrize(
    ("old", "new"), [('"#f00"', '"#e00"'), ("shade(0.5)", "shade(0.6)"), ("3.0", "4.0"), ("*", "+")]
)
def test_whatever_a_table_rests_on_is_said(old: str, new: str) -> None:
    assert said(MODULE.replace(old, new), TABLE) != said(MODULE, TABLE)


@pytest.mark.parametrize(
    ("old", "new"),
    [("  # as they", "  # how they"), ("Return a shade", "Darken"), ("(1, 2)", "(1, 3)"), ("{\n    ", "{")],
)
def test_comments_layout_and_other_tables_do_not_count(old: str, new: str) -> None:
    assert old in MODULE
    assert said(MODULE.replace(old, new), TABLE) == said(MODULE, TABLE)


def test_a_module_named_alone_is_said_whole() -> None:
    assert said(MODULE.replace("(1, 2)", "(1, 3)"), frozenset()) != said(MODULE, frozenset())


def test_every_listed_table_is_in_the_hash(monkeypatch: pytest.MonkeyPatch) -> None:
    heard: dict[str, frozenset[str]] = {}

    def record(source: str, names: frozenset[str]) -> str:
        heard[source.split("\n", 1)[0]] = names
        return ""

    monkeypatch.setattr(tables, "said", record)
    tables_hash.__wrapped__()
    listed = {each.table.rpartition(".")[2] for each in TYPED}
    names = set().union(*heard.values())
    assert {name for name in listed if name.isupper()} == names
    assert len(heard) == len({each.module for each in TYPED})
