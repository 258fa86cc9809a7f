import pytest
from servers.toy import OPTIONS

from geogame.errors import SourceError
from geogame.sources.outdoors import VARIABLE
from geogame.sources.remote.examining import Examining, software


def test_a_machine_with_other_software_is_refused_naming_both() -> None:
    examining = Examining(OPTIONS, (0.0,), "geogame 0, Pillow 1", "")
    with pytest.raises(SourceError, match=r"has geogame .*jpg .*; this one has geogame 0, Pillow 1; install the same"):
        examining()


def test_a_machine_without_the_same_judge_of_rooms_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "/nowhere")
    examining = Examining(OPTIONS, (0.0,), software(), "0" * 16)
    with pytest.raises(SourceError, match=r"not the same weights of Places365 in /nowhere as this one; copy"):
        examining()
