"""What ``catalog.json`` says of a dataset, read and checked."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Final

from geogame.errors import CatalogError

FORMAT: Final = 1
INFO_FILE: Final = "catalog.json"
SPLITS: Final = ("train", "val", "test")
REMEDY: Final = (
    "repeat the `dataset build` command that made this folder (it renders only what is missing), "
    "or restore the file from version control"
)


@dataclass(frozen=True, slots=True)
class CatalogInfo:
    """What ``catalog.json`` says: how the catalog was made, what it was made from, and how much there is.

    ``restricted`` says why its pictures must not be shown to anyone, in a sentence that goes on from "because"; it is
    empty where they may be.
    """

    format: int
    name: str
    build_id: str
    region: str
    partition: str
    partition_fingerprint: str
    source: str
    world_fingerprint: str
    headings_deg: tuple[float, ...]
    fov_deg: float
    pitch_deg: float
    width: int
    height: int
    seed: int
    licence: str
    attribution: str
    options: dict[str, Any]
    counts: dict[str, int]
    tables: dict[str, dict[str, Any]]
    restricted: str = ""

    @property
    def build(self) -> str:
        """The ``build_id`` of the pictures themselves: without the tails of a division and of what was left out."""
        return self.build_id.partition("~")[0].partition("+")[0]

    @classmethod
    def from_json(cls, text: str, path: Path) -> CatalogInfo:
        """Read ``catalog.json``; `CatalogError` names what is missing."""
        try:
            raw = json.loads(text)
            if raw["format"] != FORMAT:
                message = f"{path} has format {raw['format']!r}, this version reads {FORMAT}; build it anew"
                raise CatalogError(message)
            raw["headings_deg"] = tuple(float(heading) for heading in raw["headings_deg"])
            raw.setdefault("restricted", "")
            info = cls(**{entry.name: raw[entry.name] for entry in fields(cls)})
            info._check_kinds()
        except (ValueError, KeyError, TypeError) as error:
            message = f"{path} is damaged ({type(error).__name__}: {error}); {REMEDY}"
            raise CatalogError(message) from error
        return info

    def _check_kinds(self) -> None:
        """Raise `TypeError` or `KeyError` where a value is not of its field's kind."""
        kinds: dict[str, type | tuple[type, ...]] = {
            "str": str,
            "int": int,
            "float": (int, float),
            "tuple": tuple,
            "dict": dict,
        }
        for entry in fields(self):
            if not isinstance(getattr(self, entry.name), kinds[str(entry.type).partition("[")[0]]):
                message = f"{entry.name} is no {entry.type}"
                raise TypeError(message)
        for name in ("locations", "views", *SPLITS):
            if not isinstance(self.counts[name], int):
                message = f"counts.{name} is no int"
                raise TypeError(message)
        for name in ("locations", "views"):
            if not isinstance(self.tables[name], dict):
                message = f"tables.{name} is no dict"
                raise TypeError(message)
